"""Invitations: who is due, a new code for each, written down for the provider to send. Nothing but hashes is kept."""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from surveys import importing
from surveys.codes import grouped, hash_of, new_code
from surveys.faults import Mistakes
from surveys.formats.cells import harmless
from surveys.installation import Installation
from surveys.people import MOMENTS, Moment
from surveys.periods import ANSWER_WINDOW, HOME, half_year_of
from surveys.settings import Settings
from surveys.store import due, invitations
from surveys.store.database import Db
from surveys.store.due import Due

LASTS = timedelta(days=42)
"""How long a code works (decision 9)."""
COLUMNS = (
    "code",
    "web_link",
    "telegram_link",
    "record_id",
    "informant",
    "moment",
    "language",
    "expires",
    "provider",
)


@dataclass(frozen=True)
class Issued:
    """One invitation with its code, which exists only here and in the file."""

    due: Due
    code: str
    expires_at: datetime

    def row(self, settings: Settings) -> dict[str, str]:
        name = settings.telegram_name
        return {
            "code": grouped(self.code),
            "web_link": f"{settings.public_url}/i/{self.code}",
            "telegram_link": f"https://t.me/{name}?start={self.code}" if name else "",
            "record_id": harmless(self.due.record_id),
            "informant": self.due.slot,
            "moment": self.due.moment,
            "language": self.due.language,
            "expires": self.expires_at.astimezone(HOME).date().isoformat(),
            "provider": harmless(self.due.provider),
        }

    def stored(self, now: datetime) -> dict[str, object]:
        return {
            "participant": self.due.participant,
            "moment": self.due.moment,
            "question_set": f"{self.due.moment}-{self.due.informant}".replace("_", "-"),
            "token_hash": hash_of(self.code),
            "language": self.due.language,
            "issued_at": now,
            "expires_at": self.expires_at,
        }


@dataclass(frozen=True)
class Wanted:
    """What to issue: of one moment or all, of one provider or all. `made`: gives sixteen random bytes."""

    moments: Sequence[Moment] = MOMENTS
    provider: str = ""
    made: Callable[[int], bytes] = os.urandom


async def invite(installation: Installation, wanted: Wanted, out: Path) -> list[Issued]:
    """Issues what is due and writes `out`. A code is durable in the file before it is in the database (decision 9).

    Raises Mistakes when the file is there already: its codes could not be made again.
    """
    now = installation.clock()
    today = now.astimezone(HOME).date()
    part = _new_file(out)
    async with installation.engine.begin() as db:
        await importing.settle(db, today)
        issued = [_issued(one, wanted.made, now) for one in await _due(db, wanted, today)]
        with _written(part, issued, installation.settings):
            await invitations.add(db, [one.stored(now) for one in issued])
    part.rename(out)
    return issued


async def reissue(installation: Installation, who: "Who", out: Path) -> Issued:
    """A new code in place of one that got lost; the conversation begun with the old one goes on with the new.

    Raises Mistakes when there is no such invitation, or its questions were answered already.
    """
    now = installation.clock()
    part = _new_file(out)
    async with installation.engine.begin() as db:
        lost = await _lost(db, who)
        issued = _issued(lost.due, os.urandom, now)
        with _written(part, [issued], installation.settings):
            await invitations.replace(db, lost.invitation, issued.stored(now), now)
    part.rename(out)
    return issued


@dataclass(frozen=True)
class Who:
    """Whose code got lost. `informant` is the slot, such as youth or parent_1; empty `provider`, `moment`: any."""

    record_id: str
    informant: str
    provider: str = ""
    moment: str = ""


async def _lost(db: Db, who: Who) -> due.Live:
    found = await due.live(db, who.record_id, who.informant, who.provider, who.moment)
    named = f"--reissue {who.record_id} --informant {who.informant}"
    if not found:
        raise Mistakes(f"{named}: there is no open invitation for this person")
    if len({one.due.provider for one in found}) > 1:
        raise Mistakes(f"{named}: more than one provider has such a record; name it with --provider")
    if len(found) > 1:
        raise Mistakes(f"{named}: there is more than one open invitation; name one with --moment")
    if found[0].answered:
        raise Mistakes(f"{named}: these questions were answered already")
    return found[0]


async def _due(db: Db, wanted: Wanted, today: date) -> list[Due]:
    """Ended records of unpublished periods, however long ago; and what began within the answer window."""
    found: list[Due] = []
    if "end" in wanted.moments:
        published = await due.published_periods(db)
        ended = await due.ended(db, today, wanted.provider)
        found += [one for one in ended if half_year_of(one.day).name not in published]
    if "start" in wanted.moments:
        found += await due.started(db, today - ANSWER_WINDOW, today, wanted.provider)
    return found


def _issued(one: Due, made: Callable[[int], bytes], now: datetime) -> Issued:
    return Issued(one, new_code(made(16)), now + LASTS)


def _new_file(out: Path) -> Path:
    """Where the list is written before it gets its name."""
    part = out.with_name(f"{out.name}.part")
    if out.exists():
        raise Mistakes(f"{out}: is there already, and its codes cannot be made again; choose another name")
    if part.exists():
        raise Mistakes(f"{part}: was left by a run that was cut off; try a code in it, then rename or delete it")
    if not out.parent.is_dir():
        raise Mistakes(f"{out.parent}: there is no such folder")
    return part


@contextmanager
def _written(part: Path, issued: Sequence[Issued], settings: Settings) -> Iterator[None]:
    """The list on the disk, readable only by its owner, while its codes are stored; gone again when they are not.

    When the commit after it fails, the list stays: nobody knows then whether its codes work.
    """
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            _rows(file, (one.row(settings) for one in issued))
            file.flush()
            os.fsync(file.fileno())
        yield
    except BaseException:
        part.unlink()
        raise


def _rows(file: IO[str], rows: Iterator[dict[str, str]]) -> None:
    lines = csv.DictWriter(file, COLUMNS)
    lines.writeheader()
    lines.writerows(rows)
