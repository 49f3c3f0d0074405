"""A made-up installation with one care record whose people are invited, for tests of pages and server."""

import atexit
import secrets
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys import codes, installation
from surveys.settings import Settings
from surveys.store.database import open_engine
from surveys.store.tables import care_record, invitation, metadata, participant, respondent
from tests.surveys.rehearsal import record_row

NOW = datetime(2026, 8, 12, 8, 0, tzinfo=UTC)


@dataclass
class Hand:
    """A clock that stands where it was put."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """`codes`: slot -> the code of its invitation. `engine`: of the main database, for looking at it."""

    settings: Settings
    engine: AsyncEngine
    record: int
    clock: Hand = field(default_factory=Hand)
    codes: dict[str, str] = field(default_factory=dict)

    async def invite(self, slot: str, **changes: Any) -> str:
        """A respondent of the record, and an invitation; its code."""
        informant = slot.partition("_")[0] if slot.startswith("parent") else slot
        code = codes.new_code(secrets.token_bytes(16))
        async with self.engine.begin() as db:
            person = secrets.token_hex(13)
            row = {"id": person, "provider": "A", "informant": informant, "person_key": person}
            await db.execute(respondent.insert().values(row))
            one = {
                "record": self.record,
                "slot": slot,
                "informant": informant,
                "respondent": person,
                "language": "nl",
            }
            made = await db.execute(participant.insert().values(one).returning(participant.c.id))
            invited = {
                "participant": made.scalar_one(),
                "moment": "end",
                "question_set": f"end-{informant.replace('_', '-')}",
                "token_hash": codes.hash_of(code),
                "language": "nl",
                "issued_at": NOW,
                "expires_at": NOW + timedelta(days=42),
            }
            await db.execute(invitation.insert().values(invited | changes))
        self.codes[slot] = code
        return code

    async def rows(self, table: Any) -> list[Any]:
        """Every row of a table."""
        async with self.engine.connect() as db:
            return list((await db.execute(select(table).order_by(*table.primary_key.columns))).all())

    async def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that is in the main database."""
        return {table.name: [tuple(row) for row in await self.rows(table)] for table in metadata.sorted_tables}


async def build(folder: Path, database_url: str = "", **changes: Any) -> House:
    """A fresh installation in `folder`, on SQLite or the database given, with a youth and a parent invited."""
    settings = Settings(
        database_url=database_url or f"sqlite:///{folder}/hoorbaar.db",
        keys_url=f"sqlite:///{folder}/keys.db",
        key_file=folder / "hoorbaar.key",
    )
    house_settings = replace(settings, **changes)
    await _prepare(house_settings)
    engine = open_engine(house_settings.database_url)
    async with engine.begin() as db:
        added = await db.execute(care_record.insert().values(record_row()).returning(care_record.c.id))
    house = House(house_settings, engine, added.scalar_one())
    await house.invite("youth")
    await house.invite("parent")
    return house


_MADE = Path(tempfile.mkdtemp(prefix="hoorbaar-house-"))
atexit.register(shutil.rmtree, _MADE, ignore_errors=True)


async def _prepare(settings: Settings) -> None:
    """Runs `init`; on SQLite once for the whole test run, and copies of it after that."""
    if not settings.database_url.startswith("sqlite"):
        await installation.prepare(settings, lambda: NOW)
        return
    files = [settings.database_url, settings.keys_url, str(settings.key_file)]
    wanted = [Path(file.removeprefix("sqlite:///")) for file in files]
    if not list(_MADE.iterdir()):
        await installation.prepare(settings, lambda: NOW)
        for path in wanted:
            shutil.copy(path, _MADE / path.name)
    else:
        for path in wanted:
            shutil.copy(_MADE / path.name, path)
