"""What a button carries: at most 64 bytes that say what it does, sealed for one conversation. Pure.

Anybody can send made-up bytes to a bot, and buttons stay in a chat for years. So each is bound to its
conversation and its question: it can be stale, but it can never answer another question.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from surveys.questionnaire import Questionnaire

Act = Literal["answer", "tick", "ticked", "do"]
"""`answer`: this code; `tick`: on or off, not sent yet; `ticked`: send what is ticked; `do`: an action."""

SEAL = 12
"""Hex digits: 48 bits, and every guess is a message to Telegram."""
MOST = 64
_ACTS: dict[str, Act] = {"a": "answer", "t": "tick", "d": "ticked", "x": "do"}
_LETTERS = {act: letter for letter, act in _ACTS.items()}


@dataclass(frozen=True)
class Press:
    """`code`: of an option, or the name of an action; `item`: the goal's number, for `back` the turn."""

    act: Act
    question: str = ""
    item: int = 0
    code: str = ""


@dataclass(frozen=True)
class Buttons:
    """The buttons of one conversation. `seal` makes 64 hex digits of a text that nobody else can make."""

    questionnaire: Questionnaire
    conversation: int
    seal: Callable[[str], str]

    def data(self, press: Press) -> str:
        """The bytes of a button: letter | question | item | code | seal."""
        told = "|".join((_LETTERS[press.act], self._short(press.question), str(press.item), press.code))
        data = f"{told}|{self._sealed(told)}"
        if len(data.encode()) > MOST:
            raise ValueError("a button's code is too long")
        return data

    def press(self, data: str) -> Press | None:
        """What a button says; None when it was not made for this conversation."""
        told, _, seal = data.rpartition("|")
        if not hmac.compare_digest(seal.encode(), self._sealed(told).encode()):
            return None
        letter, question, item, code = told.split("|")
        return Press(_ACTS[letter], self._long(question), int(item), code)

    def _sealed(self, told: str) -> str:
        return self.seal(f"{self.conversation}|{told}")[:SEAL]

    def _short(self, question: str) -> str:
        """A question by its place in the version that the conversation is pinned to; pseudo-questions by name."""
        if not question or question.startswith("_"):
            return question
        return str([one.id for one in self.questionnaire.questions()].index(question))

    def _long(self, short: str) -> str:
        if not short.isdecimal():
            return short
        return [one.id for one in self.questionnaire.questions()][int(short)]
