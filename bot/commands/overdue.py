"""What `hoorbaar doctor` asks about the help lines."""

from datetime import date
from pathlib import Path

from bot.assistant import every_helpline, overdue


def overdue_lines(config_dir: Path, today: date) -> list[str]:
    """The ids of the shown help lines that must be looked up again."""
    return [line.id for line in overdue(every_helpline(config_dir), today)]
