"""What somebody means by what they did in a chat that is in a conversation. Pure.

Typed words answer the question that was seen last, which need not be the one that is open: whoever types before
the next question has arrived means the one before (or corrects it). Buttons name their question themselves.
"""

from dataclasses import dataclass
from typing import Literal

from bot.telegram.buttons import Buttons, Press
from bot.telegram.talk import CHANNEL, Talk
from bot.telegram.updates import Came
from surveys.engine import ENDED, resting
from surveys.inbound import Inbound

COMMANDS = {
    "start": "resume", "stop": "stop", "stoppen": "stop",
    "help": "help", "hulp": "help",
    "taal": "languages", "language": "languages",
    "mijn": "mine", "mine": "mine",
    "verwijder": "erase", "delete": "erase", "wis": "erase",
    "terug": "back", "back": "back",
}  # fmt: skip
"""What a command asks for, in the words of every language."""


@dataclass(frozen=True)
class Local:
    """What is settled in the chat itself: say the open question (with a `note` before it), offer languages, tick an
    option, show or hide goals, go from the first page to the next, or nothing."""

    does: Literal["say", "languages", "tick", "goals", "begin", "nothing"]
    note: str = ""
    question: str = ""
    item: int = 0
    code: str = ""


@dataclass(frozen=True)
class Heard:
    """`press`: the button it came from, if any."""

    meant: Inbound | Local
    press: Press | None = None


@dataclass(frozen=True)
class Before:
    """`seen`: the question that was seen last; `taken`: the one that an edited message answered when it came, and
    `pieces`: in how many messages."""

    seen: tuple[str, int] | None = None
    taken: tuple[str, int] | None = None
    pieces: int = 0


def meaning(came: Came, talk: Talk, buttons: Buttons, before: Before, alarm: str) -> Heard:
    """What a message, an edit, a button or a picture means here."""
    if came.kind == "pressed":
        return _pressed(came, talk, buttons)
    if came.kind == "edited":
        return Heard(_edited(came, talk, before, alarm))
    if came.kind == "wordless":
        return Heard(_wordless(came, talk, alarm))
    if came.kind != "text":
        return Heard(Local("nothing"))
    command = COMMANDS.get(came.command, "")
    if command and alarm == "none":
        return Heard(_command(command, talk))
    question, item = before.seen or ("", 0)
    return Heard(_inbound(talk, question=question, item=item, text=came.text, alarm=alarm))


def _inbound(talk: Talk, **said: object) -> Inbound:
    # the number of the message is not needed any more: the inbox knows it by its natural key
    return Inbound(CHANNEL, talk.stored.id, "", lane=talk.contact.lookup, **said)  # type: ignore[arg-type] # fields by name


def _command(command: str, talk: Talk) -> Inbound | Local:
    if command == "languages":
        return Local("languages")
    if command in {"mine", "resume"}:
        return Local("say", note="mine" if command == "mine" else "")
    if command == "erase" and resting(talk.state) not in ENDED:
        return _inbound(talk, action="stop")
    return _inbound(talk, action=command)


def _pressed(came: Came, talk: Talk, buttons: Buttons) -> Heard:
    press = buttons.press(came.data)
    if press is None:
        return Heard(Local("say", note="stale"))
    if press.act == "tick":
        return Heard(Local("tick", question=press.question, item=press.item, code=press.code), press)
    if press.act == "do":
        return Heard(_doing(press, talk), press)
    codes = (press.code,) if press.act == "answer" else _ticked(talk, press)
    return Heard(_inbound(talk, question=press.question, item=press.item, choices=codes), press)


def _ticked(talk: Talk, press: Press) -> tuple[str, ...]:
    about, _, codes = talk.contact.ticked.partition(":")
    return tuple(codes.split()) if about == f"{press.question}/{press.item}" else ()


def _doing(press: Press, talk: Talk) -> Inbound | Local:
    if press.code == "begin":
        return Local("begin")
    if press.code == "goals":
        return Local("goals")
    if press.code == "back":
        return _inbound(talk, action="back", seen=press.item)
    if press.code == "change":
        return _inbound(talk, action="change", question=press.question, item=press.item)
    return _inbound(talk, action=press.code)


def _edited(came: Came, talk: Talk, before: Before, alarm: str) -> Inbound | Local:
    """An edited message answers the question anew that it answered before."""
    if before.taken is None:
        return _alarming(came, talk, alarm, Local("nothing"))
    question, item = before.taken
    if before.pieces > 1 and alarm == "none":
        return Local("say", note="parts")
    return _inbound(talk, question=question, item=item, text=came.text, alarm=alarm)


def _wordless(came: Came, talk: Talk, alarm: str) -> Inbound | Local:
    """Pictures and voices are not fetched; the words under a picture are only looked through for danger."""
    return _alarming(came, talk, alarm, Local("say", note="only_text"))


def _alarming(came: Came, talk: Talk, alarm: str, otherwise: Local) -> Inbound | Local:
    if alarm == "none":
        return otherwise
    # a question that is not there: the words are no answer to anything
    return _inbound(talk, question="_aside", text=came.text, alarm=alarm)
