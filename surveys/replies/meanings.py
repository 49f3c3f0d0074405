"""What comes in, and what it can mean."""

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, frozenset[str]]
"""What people say for a command or a code, in every language shipped: `stop` -> {"stop", "stoppen", …}."""


@dataclass(frozen=True)
class Reply:
    """What came in for one question: codes of buttons, or typed text (already cleaned)."""

    codes: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Understood:
    """`value` is a code, codes joined by a space, a number, a day (2026-05-03), or empty for own words."""

    value: str


@dataclass(frozen=True)
class Command:
    """Not an answer but a wish: stop, back, help, language:CODE."""

    name: str


@dataclass(frozen=True)
class Unclear:
    """`reason` is a key of the words to say: unclear_scale, unclear_whole, unclear_choice, …"""

    reason: str


Meaning = Understood | Command | Unclear
