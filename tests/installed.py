"""An installation in a folder of its own, as `hoorbaar init` makes it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from surveys import clock, installation
from surveys.installation import Installation
from surveys.settings import Settings

NOW = datetime(2026, 8, 12, 8, 0, tzinfo=UTC)
"""Just after the answer window of 2026H1."""


def settings_in(folder: Path, **changes: object) -> Settings:
    """Settings of an installation in `folder`, its clock at NOW."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/hoorbaar.db",
        keys_url=f"sqlite:///{folder}/hoorbaar-keys.db",
        key_file=folder / "hoorbaar.key",
        start_at=NOW,
    )
    return replace(settings, **changes)  # type: ignore[arg-type] # fields by name


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Installation]:
    """Made where it has still to be, and opened."""
    now = clock.standing(settings.start_at)
    await installation.prepare(settings, now)
    async with installation.opened(settings, now) as ready:
        yield ready
