"""What is kept between two replies, what comes in, and what comes out of a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from surveys.questionnaire import Question
from surveys.replies import Reply

Key = tuple[str, int]
"""(question id, item): item is the number of the goal, option or thing inside a loop, else 0."""

Phase = Literal[
    "consent", "asking", "stopping", "safety", "erasing",
    "done", "kept", "discarded", "declined", "erased", "expired",
]  # fmt: skip
ENDED = frozenset({"done", "kept", "discarded", "declined", "erased", "expired"})
OWN = "*"
"""In `State.answers` own words are this sign and a mark that tells one text from another, never the words.

A list has a mark per thing, with points between: `*3f2a91.0bc7d4`.
"""
OFTEN = 3
"""After so many misunderstandings in a row another way to answer is offered."""

PSEUDO: Mapping[Phase, str] = {
    "consent": "_consent",
    "stopping": "_stop",
    "safety": "_safety",
    "erasing": "_erase",
    "done": "_done",
    "kept": "_done",
    "discarded": "_stopped",
    "declined": "_declined",
    "erased": "_erased",
    "expired": "_expired",
}


@dataclass(frozen=True)
class State:
    """What is kept between two replies.

    `goals`: those that had a name before this conversation began. `back_to`: the phase that stopping, safety
    and erasing return to. `tier`: of the last danger signal. `missed`: misunderstandings in a row.
    """

    phase: Phase = "consent"
    answers: Mapping[Key, str] = field(default_factory=dict)
    goals: tuple[int, ...] = ()
    language: str = "nl"
    reopened: Key | None = None
    back_to: Phase = "asking"
    tier: str = ""
    missed: int = 0
    turn: int = 0


@dataclass(frozen=True)
class Event:
    """What a person did. `question` empty: meant for whatever is open.

    `action`: stop, back, help, change, language:CODE, erase, continue; or expire, which is the calendar's doing.
    `mark` tells one text from another, `marks` one thing in a list from another. `alarm`: acute, worrying or
    none, decided outside (decision 13). `today`: what "gisteren" counts from; None: nobody knows.
    """

    question: str = ""
    item: int = 0
    reply: Reply = field(default_factory=Reply)
    action: str = ""
    mark: str = ""
    alarm: str = "none"
    marks: tuple[str, ...] = ()
    today: date | None = None


@dataclass(frozen=True)
class Record:
    """Store an answer. `own_words` says that the reply's text is the answer; `value` is then empty."""

    key: Key
    value: str
    own_words: bool
    corrected: bool


@dataclass(frozen=True)
class TakeBack:
    """An answer no longer applies; it stays in the trail."""

    key: Key


@dataclass(frozen=True)
class NameGoal:
    """The reply's text is goal `number`; empty source: a goal that was taken back."""

    number: int
    source: str


@dataclass(frozen=True)
class Consented:
    given: bool


@dataclass(frozen=True)
class Ended:
    """The conversation reached an end: done, kept, discarded, declined, erased or expired."""

    phase: Phase


@dataclass(frozen=True)
class Alarm:
    tier: str


@dataclass(frozen=True)
class Repeat:
    """Not understood, or not meant for what is open: say why, then ask again. `reason` is a key of the words."""

    reason: str


@dataclass(frozen=True)
class OtherWay:
    """Misunderstood OFTEN times in a row: say how else this question can be answered, then ask again."""


@dataclass(frozen=True)
class Help:
    """The person asked for help: show the help lines, then the same question."""


Effect = Record | TakeBack | NameGoal | Consented | Ended | Alarm | Repeat | OtherWay | Help
Result = tuple[State, tuple[Effect, ...]]


@dataclass(frozen=True)
class Prompt:
    """What to say now: a question of the set, or a pseudo-question such as `_overview` (then `question` is None)."""

    id: str
    item: int = 0
    question: Question | None = None


def resting(state: State) -> Phase:
    """Where the conversation is apart from the pages that come in between."""
    return state.back_to if state.phase in {"stopping", "safety", "erasing"} else state.phase
