"""Runs a migration on the connection that surveys.store.upgrade hands over.

Two databases share one tree with two branches: `main` and `keys` (the respondents' keys).
"""

from alembic import context

from surveys.store.tables import keys_metadata, metadata

config = context.config
branch: str = config.attributes.get("branch", "main")
context.configure(
    connection=config.attributes["connection"],
    target_metadata={"main": metadata, "keys": keys_metadata}[branch],
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
