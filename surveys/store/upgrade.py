"""Bringing a database to the newest migration, and refusing to work on one that is behind."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.faults import Mistakes
from surveys.store.database import reading

ROOT = Path(__file__).resolve().parents[2]


def _config(**attributes: Any) -> Config:
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes.update(attributes)
    return config


def _newest(branch: str) -> str:
    """The revision a branch ends with."""
    found = ScriptDirectory.from_config(_config()).get_revision(f"{branch}@head")
    return str(found.revision) if found else ""


def _applied(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


async def upgrade(engine: AsyncEngine, branch: str) -> list[str]:
    """Applies what is missing of `main` or `keys`; the newest revision when something was done."""

    def run(connection: Connection) -> list[str]:
        if _newest(branch) in _applied(connection):
            return []
        command.upgrade(_config(connection=connection, branch=branch), f"{branch}@head")
        return [_newest(branch)]

    try:
        async with engine.begin() as db:
            return await db.run_sync(run)
    except DBAPIError as error:
        raise Mistakes(f"the {branch} database cannot be opened: {type(error.orig).__name__}") from None


async def require_current(engine: AsyncEngine, branch: str) -> None:
    """Raises Mistakes when the database has still to be made or upgraded."""
    if not await is_current(engine, branch):
        raise Mistakes(f"the {branch} database is not made or not up to date; run `hoorbaar init`")


async def is_current(engine: AsyncEngine, branch: str) -> bool:
    """Whether the newest migration of a branch is in this database."""
    try:
        async with reading(engine).connect() as db:
            return _newest(branch) in await db.run_sync(_applied)
    except DBAPIError as error:
        raise Mistakes(f"the {branch} database cannot be opened: {type(error.orig).__name__}") from None
