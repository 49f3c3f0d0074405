"""One installation, opened: its two databases, its vault, its clock. Made, upgraded and closed here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.catalogue import Catalogue
from surveys.clock import Clock
from surveys.settings import Settings
from surveys.store.database import open_engine, sqlite_path
from surveys.store.upgrade import require_current, upgrade
from surveys.vault import Vault, make_master_file, read_master


@dataclass(frozen=True)
class Installation:
    """`engine`: the main database; `keys`: the respondents' keys, a database of their own."""

    settings: Settings
    engine: AsyncEngine
    keys: AsyncEngine
    vault: Vault
    clock: Clock


@asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[Installation]:
    """The installation, ready for use. Raises Mistakes when `hoorbaar init` has still to be run."""
    master = read_master(settings.key_file)
    engine, keys = open_engine(settings.database_url), open_engine(settings.keys_url)
    try:
        await require_current(engine, "main")
        await require_current(keys, "keys")
        yield Installation(settings, engine, keys, Vault(keys, master, clock), clock)
    finally:
        await engine.dispose()
        await keys.dispose()


async def prepare(settings: Settings, clock: Clock) -> list[str]:
    """Makes or upgrades key, databases and stored question sets; a line per thing done. Safe to repeat."""
    catalogue = Catalogue.read(settings.config_dir)
    said = [f"master key made: {settings.key_file} (keep a copy apart from the database)"]
    if not make_master_file(settings.key_file):
        read_master(settings.key_file)
        said = [f"master key is there: {settings.key_file}"]
    engine, keys = open_engine(settings.database_url), open_engine(settings.keys_url)
    try:
        said.append(_told("database", settings.database_url, await upgrade(engine, "main")))
        said.append(_told("keys database", settings.keys_url, await upgrade(keys, "keys")))
        async with engine.begin() as db:
            await catalogue.register(db, clock())
    finally:
        await engine.dispose()
        await keys.dispose()
    return [*said, f"question sets: {', '.join(sorted(catalogue.current))}"]


def _told(name: str, url: str, applied: list[str]) -> str:
    place = sqlite_path(url) or "PostgreSQL"
    return f"{name} upgraded ({', '.join(applied)}): {place}" if applied else f"{name} is up to date: {place}"
