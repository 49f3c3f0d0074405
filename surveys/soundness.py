"""Is this installation sound: key, databases, stored data, words. One finding per thing looked at."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncEngine

from surveys import clock, texts, vault
from surveys.catalogue import Catalogue
from surveys.faults import Mistakes
from surveys.settings import Settings
from surveys.store import checks
from surveys.store.database import open_engine, reading, sqlite_path
from surveys.store.upgrade import is_current
from surveys.vault import Vault

Level = Literal["ok", "warn", "red"]


@dataclass(frozen=True)
class Finding:
    """`red`: not fit for use; `warn`: somebody has to look at it."""

    level: Level
    about: str
    told: str


async def findings(settings: Settings) -> list[Finding]:
    """Everything that was looked at; never raises for what it finds."""
    found = [_key(settings), *_config(settings), *_address(settings)]
    engine, keys = open_engine(settings.database_url), open_engine(settings.keys_url)
    try:
        for name, one in (("main", engine), ("keys", keys)):
            found += [finding async for finding in _database(name, one)]
        if all(finding.level != "red" for finding in found):
            found += [finding async for finding in _stored(engine, keys, settings)]
    finally:
        await engine.dispose()
        await keys.dispose()
    return found


def _key(settings: Settings) -> Finding:
    path = settings.key_file
    try:
        vault.read_master(path)
    except Mistakes as mistakes:
        return Finding("red", "master key", mistakes.lines[0])
    if path.stat().st_mode & 0o077:
        return Finding("red", "master key", f"{path}: others can read it; run: chmod 600 {path}")
    return Finding("ok", "master key", str(path))


def _config(settings: Settings) -> list[Finding]:
    try:
        sets = Catalogue.read(settings.config_dir).current
        words = texts.load(settings.config_dir)
    except Mistakes as mistakes:
        return [Finding("red", "configuration", line) for line in mistakes.lines]
    missing = {language: texts.unreviewed(words, language) for language in words.languages}
    return [
        Finding("ok", "question sets", ", ".join(sorted(sets))),
        *(
            Finding("warn", "languages", f"{language} is not offered: nobody reviewed {', '.join(which)}")
            for language, which in missing.items()
            if which
        ),
    ]


def _address(settings: Settings) -> list[Finding]:
    host = urlsplit(settings.public_url).hostname or ""
    if settings.secure_cookies:
        return [Finding("ok", "public address", settings.public_url)]
    if host in {"127.0.0.1", "localhost", "::1"}:
        return [Finding("warn", "public address", f"{settings.public_url}: only people on this machine can reach it")]
    return [Finding("red", "public address", f"{settings.public_url}: without https others can read along")]


async def _database(name: str, engine: AsyncEngine) -> AsyncIterator[Finding]:
    place = sqlite_path(str(engine.url)) or "PostgreSQL"
    about = f"{name} database"
    try:
        current = await is_current(engine, name)
    except Mistakes as mistakes:
        yield Finding("red", about, mistakes.lines[0])
        return
    if not current:
        yield Finding("red", about, f"{place}: is not made or not up to date; run `hoorbaar init`")
        return
    async with reading(engine).begin() as db:
        damage = await checks.damaged(db)
    yield Finding("red", about, f"{place}: {damage}") if damage else Finding("ok", about, str(place))


async def _stored(engine: AsyncEngine, keys: AsyncEngine, settings: Settings) -> AsyncIterator[Finding]:
    async with reading(engine).begin() as db:
        astray, parked = await checks.out_of_step(db), await checks.parked(db)
        people = sorted(await checks.with_own_words(db))
    opener = Vault(keys, vault.read_master(settings.key_file), clock.standing(settings.start_at))
    try:
        known = await opener.keys_there(people)
    except Mistakes as mistakes:
        yield Finding("red", "keys", mistakes.lines[0])
        return
    yield _counted("conversations", len(astray), "differ between state and answers", "state and answers agree")
    keyless = len(people) - len(known)
    yield _counted("keys", keyless, "people wrote something that no key opens", "every own word has its key")
    if parked:
        yield Finding("warn", "inbox", f"{len(parked)} messages could not be handled; see the log")


def _counted(about: str, many: int, wrong: str, right: str) -> Finding:
    return Finding("red", about, f"{many} {wrong}") if many else Finding("ok", about, right)
