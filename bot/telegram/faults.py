"""What Telegram's refusals mean for a message (channels.md 2)."""

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channel import Doubtful, Later, Refused, Unreachable, Unsent
from bot.telegram.transport import NotSent, WaitFirst

NOTHING_TO_DO = ("message is not modified", "message to delete not found", "message can't be deleted")
NOBODY_THERE = ("chat not found", "user is deactivated", "bot can't initiate")
PASSED = ("message to edit not found", "message can't be edited", "query is too old", "query id is invalid")


def is_nothing_to_do(error: TelegramError) -> bool:
    """A refusal that says that it is so already, or that it is too late to matter."""
    return isinstance(error, BadRequest) and _says(error, (*NOTHING_TO_DO, *PASSED))


def meaning_of(error: TelegramError) -> Exception:
    """One of the exceptions of bot.channel. Telegram's own words stay out of it."""
    if isinstance(error, WaitFirst):
        return Later(error.seconds)
    if isinstance(error, NotSent):
        return Unsent()
    if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and _says(error, NOBODY_THERE)):
        return Unreachable()
    if isinstance(error, InvalidToken | Conflict | ChatMigrated | BadRequest):
        return Refused(type(error).__name__)
    return Doubtful()


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(word in said for word in words)
