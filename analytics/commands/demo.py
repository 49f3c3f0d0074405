"""What `hoorbaar demo` needs of this room: half-years published as in real life, the figures of one provider."""

from datetime import datetime
from pathlib import Path

from surveys.installation import Installation
from surveys.periods import Period


async def publish(opened: Installation, half: Period, now: datetime) -> None:
    """Publishes a half-year, as its first export on that day would have done."""
    # pandas takes half a second to load, which no other command should wait for
    from analytics import definitions, publication

    await publication.publish(opened.engine, definitions.read_all(opened.settings.config_dir), half, now)


async def export(opened: Installation, period: Period, provider: str, out: Path) -> None:
    """The figures of one provider; the kind of file by its ending."""
    from analytics.commands import exporting

    wanted = exporting.wanted(period.name, "provider", provider, out.suffix.removeprefix("."), out)
    await exporting.export(opened.engine, opened.settings.config_dir, wanted, opened.clock(), invented=True)
