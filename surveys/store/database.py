"""Opening databases: the pragmas and transaction modes that were measured to lose and double nothing."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Insert, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

Db = AsyncConnection
"""An open database session inside a transaction. Functions that take one never commit."""


def async_url(url: str) -> str:
    """`sqlite:///PATH` or `postgresql://…` with the asyncio driver named."""
    parsed = make_url(url)
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}[parsed.get_backend_name()]
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def sqlite_path(url: str) -> Path | None:
    """The file behind a `sqlite:///PATH` URL; None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def open_engine(url: str) -> AsyncEngine:
    """An engine whose every transaction writes durably. SQLite files are made 0600, their folder 0700."""
    path = sqlite_path(url)
    if path is None:
        return create_async_engine(async_url(url), hide_parameters=True, pool_pre_ping=True)
    _private_file(path)
    engine = create_async_engine(async_url(url), hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _private_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # autocommit in the driver, so that SQLAlchemy's own BEGIN below is the only one
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL lost 1,564 of 6,196 accepted answers when power was cut
        "secure_delete=ON",
        "foreign_keys=ON",
        "busy_timeout=5000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    # a plain BEGIN let two taps both read before either wrote; readers say so with execution options
    reading = connection.get_execution_options().get("hoorbaar_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def reading(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for transactions that only read: they never wait for the writer."""
    return engine.execution_options(hoorbaar_reading=True)


def insert_missing(db: Db, table: Table) -> Insert:
    """An INSERT that leaves a row alone when its unique key is there already."""
    if db.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


async def write_nothing(db: Db) -> None:
    """A write that changes nothing: its commit shows whether the database takes answers now."""
    if db.dialect.name == "postgresql":
        await db.exec_driver_sql("SELECT pg_current_xact_id()")
        return
    version = (await db.exec_driver_sql("PRAGMA user_version")).scalar_one()
    await db.exec_driver_sql(f"PRAGMA user_version = {int(version)}")


def is_full_or_locked(error: BaseException) -> bool:
    """Whether a database error may pass by itself: disk full, locked, connection lost."""
    original = getattr(error, "orig", None)
    return isinstance(original, sqlite3.OperationalError) or bool(getattr(error, "connection_invalidated", False))
