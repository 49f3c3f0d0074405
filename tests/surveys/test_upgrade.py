"""The migrations make exactly the tables that the code works with, on both kinds of database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.store.tables import keys_metadata, metadata
from surveys.store.upgrade import is_current, upgrade


async def _differences(engine: AsyncEngine, wanted: MetaData) -> list[object]:
    def compare(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), wanted))

    async with engine.begin() as db:
        return await db.run_sync(compare)


async def test_tables_and_migrations_agree(any_engine: AsyncEngine) -> None:
    assert await _differences(any_engine, metadata) == []


async def test_tables_and_migrations_of_the_keys_agree(keys: AsyncEngine) -> None:
    assert await _differences(keys, keys_metadata) == []


async def test_upgrading_twice_does_nothing_the_second_time(any_engine: AsyncEngine) -> None:
    assert await upgrade(any_engine, "main") == []
    assert await is_current(any_engine, "main")
    assert not await is_current(any_engine, "keys")
