"""Which question set, in which language and version, a command is about."""

import asyncio
from pathlib import Path

from surveys import question_files
from surveys.faults import Mistakes
from surveys.questionnaire import Questionnaire
from surveys.settings import Settings
from surveys.store import question_sets
from surveys.store.database import open_engine, reading, sqlite_path
from surveys.store.upgrade import require_current


def all_sets(settings: Settings) -> dict[str, Questionnaire]:
    """The sets in the files, by slug."""
    return question_files.read_all(settings.config_dir / "questionnaires")


def one_set(sets: dict[str, Questionnaire], slug: str) -> Questionnaire:
    """The set called so. Raises Mistakes with those that there are."""
    if slug not in sets:
        raise Mistakes(f"{slug}: there is no such question set; there are {', '.join(sorted(sets))}")
    return sets[slug]


def spoken(one: Questionnaire, language: str) -> str:
    """The language, when the set is there in it. Raises Mistakes."""
    if language not in one.languages:
        raise Mistakes(f"--language {language}: {one.slug} is there in {', '.join(one.languages)}")
    return language


def version_of(settings: Settings, slug: str, wanted: str) -> Questionnaire:
    """A version by its number, of today's file or as it is stored, or the set in a file. Raises Mistakes."""
    if not wanted.isdecimal():
        return _of_file(slug, Path(wanted))
    path = settings.config_dir / "questionnaires" / f"{slug}.yaml"
    current = question_files.read(path) if path.exists() else None
    if current and current.version == int(wanted):
        return current
    body = asyncio.run(_body(settings, slug, int(wanted)))
    if body is None:
        today = f"; the file is version {current.version}" if current else ""
        raise Mistakes(f"{slug}: version {wanted} is not stored in {settings.database_url}{today}")
    return question_files.from_body(body)


def _of_file(slug: str, path: Path) -> Questionnaire:
    found = question_files.read(path)
    if found.slug != slug:
        raise Mistakes(f"{path}: is a version of {found.slug}, not of {slug}")
    return found


async def _body(settings: Settings, slug: str, version: int) -> str | None:
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return None
    engine = open_engine(settings.database_url)
    try:
        await require_current(engine, "main")
        async with reading(engine).begin() as db:
            known = await question_sets.hash_of(db, slug, version)
            return await question_sets.body(db, slug, version) if known else None
    finally:
        await engine.dispose()
