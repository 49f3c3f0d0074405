"""The question sets in use: today's files, and the stored versions that running conversations are pinned to."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from surveys import question_files
from surveys.faults import Mistakes
from surveys.questionnaire import Questionnaire
from surveys.store import question_sets
from surveys.store.database import Db


class Catalogue:
    """`current`: slug -> the set in the files. Older versions are read from the database when asked for."""

    def __init__(self, current: Mapping[str, Questionnaire], bodies: Mapping[str, str]) -> None:
        self.current = current
        self._bodies = bodies
        self._known = {(one.slug, one.version): one for one in current.values()}

    @classmethod
    def read(cls, config_dir: Path) -> "Catalogue":
        """Today's files. Raises Mistakes with every fault of every file."""
        folder = config_dir / "questionnaires"
        current = question_files.read_all(folder)
        return cls(current, {slug: question_files.body_of(folder / f"{slug}.yaml") for slug in current})

    async def register(self, db: Db, now: datetime) -> None:
        """Stores today's versions. Raises Mistakes when a version that people answered was changed in its file."""
        faults = [fault for one in self.current.values() if (fault := await self._register(db, one, now))]
        if faults:
            raise Mistakes(*faults)

    async def _register(self, db: Db, one: Questionnaire, now: datetime) -> str:
        stored = await question_sets.hash_of(db, one.slug, one.version)
        if stored == one.content_hash:
            return ""
        if stored and await question_sets.in_use(db, one.slug, one.version):
            return (
                f"{one.slug}.yaml: version {one.version} was changed, but people answered it already; "
                f"write version: {one.version + 1}"
            )
        await question_sets.store(db, one.slug, one.version, one.content_hash, self._bodies[one.slug], now)
        return ""

    async def version(self, db: Db, slug: str, version: int) -> Questionnaire:
        """A set as it was when a conversation began with it."""
        if (slug, version) not in self._known:
            body = await question_sets.body(db, slug, version)
            self._known[slug, version] = question_files.from_body(body)
        return self._known[slug, version]
