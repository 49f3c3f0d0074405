"""What everybody can see of the bot: its commands and what stands on its first page, per language."""

import logging
from collections.abc import Sequence

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from surveys.texts import Texts

log = logging.getLogger(__name__)

COMMANDS = ("start", "help", "stop", "taal", "mijn", "verwijder")


async def put_up(bot: Bot, texts: Texts, languages: Sequence[str]) -> None:
    """Sets what differs from what is there; best effort, for the bot works without."""
    try:
        for language in ("", *languages):
            await _commands(bot, texts, language)
            await _descriptions(bot, texts, language)
    except TelegramError as error:
        log.warning("commands and descriptions not set: %s", type(error).__name__)


async def _commands(bot: Bot, texts: Texts, language: str) -> None:
    wanted = [
        BotCommand(name, texts.say(f"telegram_command_{name}", language or "nl", "parent")) for name in COMMANDS
    ]
    if tuple(wanted) != await bot.get_my_commands(language_code=language or None):
        await bot.set_my_commands(wanted, language_code=language or None)


async def _descriptions(bot: Bot, texts: Texts, language: str) -> None:
    """No word about care: others see it (decision 12)."""
    told = texts.say("telegram_about", language or "nl", "parent")
    code = language or None
    if (await bot.get_my_description(language_code=code)).description != told:
        await bot.set_my_description(told, language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != told:
        await bot.set_my_short_description(told, language_code=code)
