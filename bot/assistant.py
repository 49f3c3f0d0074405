"""What we say besides the questions: who can be called, and whether somebody writes about danger."""

from pathlib import Path

from bot.danger import Tier, judge
from bot.danger_file import danger_phrases
from bot.helplines import HelpLine, every_helpline, helplines, overdue
from surveys.settings import SHIPPED_CONFIG

__all__ = ["HelpLine", "every_helpline", "helplines", "overdue", "safety"]


def safety(text: str, config_dir: Path = SHIPPED_CONFIG) -> Tier:
    """`acute`: help now; `worrying`: somebody may need help; `none`: no phrase of the file, which proves nothing."""
    return judge(text, danger_phrases(config_dir))
