"""An export from beginning to end: the report is made, its file written, and the trail told."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from analytics import answers, definitions, report, words
from analytics.export import files
from analytics.export.reading import day
from analytics.report import Asked, Report
from surveys import clock
from surveys.faults import Mistakes
from surveys.settings import Settings
from surveys.store.database import open_engine
from surveys.store.upgrade import require_current


@dataclass(frozen=True)
class Wanted:
    """What to report on, and the file to write it to."""

    asked: Asked
    form: str
    out: Path


def wanted(period: str, by: str, provider: str, form: str, out: Path, *, provisional: bool = False) -> Wanted:
    """What somebody typed, checked before anything is done. Raises Mistakes with every fault."""
    faults: list[str] = []
    asked: Asked | None = None
    try:
        asked = report.asked_for(period, by, provider, provisional=provisional)
    except Mistakes as mistakes:
        faults += mistakes.lines
    try:
        files.require_writable(out, form)
    except Mistakes as mistakes:
        faults += mistakes.lines
    if asked is None or faults:
        raise Mistakes(*faults)
    return Wanted(asked, form, out)


async def run(settings: Settings, ordered: Wanted) -> list[str]:
    """Does it; the lines to print. Reads no key: answers are codes."""
    engine = open_engine(settings.database_url)
    try:
        await require_current(engine, "main")
        now = clock.standing(settings.start_at)()
        made = await export(engine, settings.config_dir, ordered, now, invented=settings.demo)
    finally:
        await engine.dispose()
    return [_status(made), f"{ordered.out}: {len(made.rows)} rows, {made.hidden} of them with something hidden"]


async def export(
    engine: AsyncEngine, config_dir: Path, ordered: Wanted, now: datetime, *, invented: bool = False
) -> Report:
    """Publishes where that is due, writes the file, notes it in the trail. Raises Mistakes; leaves no half file."""
    known, said = definitions.read_all(config_dir), words.read(config_dir)
    made = await report.make(engine, known, ordered.asked, now, invented=invented)
    try:
        files.write(made, said, ordered.form, ordered.out)
    except OSError as error:
        await _note(engine, ordered, made, now, "export.failed")
        raise Mistakes(f"--out {ordered.out}: could not be written ({error.strerror}); no file is left") from None
    await _note(engine, ordered, made, now, "export.written")
    return made


async def _note(engine: AsyncEngine, ordered: Wanted, made: Report, now: datetime, action: str) -> None:
    details = {
        "by": list(ordered.asked.by),
        "format": ordered.form,
        "rows": len(made.rows),
        "provisional": made.provisional,
    }
    async with engine.begin() as db:
        await answers.note(db, now, action, ordered.asked.period.name, details)


def _status(made: Report) -> str:
    published = made.publication
    if published is None:
        return f"{made.asked.period.name}: provisional figures, not published and not to be made public"
    if made.published_now:
        return f"{published.period}: published now; its figures will not change any more"
    return f"{published.period}: already published on {day(published.published_at)}; these are its figures"
