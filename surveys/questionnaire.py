"""Question sets as frozen data: questions, choices, branching, loops, texts per language.

What a file looks like is written in config/questionnaires/README.md; reading one is surveys.question_files.

There are few kinds, because each is one way to answer. How a choice looks (`look`) is another matter:
yes_no, faces and agree are choices to the engine, to storage and to analytics.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from surveys.conditions import Condition

Text = Mapping[str, str]
"""Language code -> words. Every language of the set is there (checked when the file is read)."""

Kind = Literal["scale", "choice", "choices", "ranking", "text", "list", "number", "date", "goal", "statement"]
Look = Literal["", "yes_no", "faces", "agree"]

DONT_KNOW = "dont_know"
RATHER_NOT = "rather_not"
UNSCORED = (DONT_KNOW, RATHER_NOT)
READ = "read"
"""The one code of a statement: there is nothing to answer, only to go on."""
OWN_WORDS = frozenset({"text", "list", "goal"})
WITH_OPTIONS = frozenset({"choice", "choices", "ranking"})
GOALS = "goals"
"""What a loop goes over when it goes over goals; else it is the id of a question."""
MOST_ITEMS = 9
"""A loop goes over at most so many goals, options or things: an item's number is one digit."""


@dataclass(frozen=True)
class Option:
    """`picture`: a file in config/pictures; `alt` says in words what is on it."""

    code: str
    text: Text
    picture: str = ""
    alt: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question. `least` and `most` bound scales and numbers.

    `at_most`: how many may be chosen, ranked or listed (0: no bound of its own). `earliest` and `latest` bound
    dates: a day (2026-05-03), `today`, or empty.
    """

    id: str
    kind: Kind
    text: Text
    options: tuple[Option, ...] = ()
    least: int = 0
    most: int = 10
    at_most: int = 0
    low: Text = field(default_factory=dict)
    high: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    statutory: bool = False
    ask_if: Condition | None = None
    look: Look = ""
    earliest: str = ""
    latest: str = ""

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every scored code a button can carry; none for own words, numbers and dates."""
        if self.kind == "scale":
            return tuple(str(mark) for mark in range(self.least, self.most + 1))
        return (READ,) if self.kind == "statement" else tuple(option.code for option in self.options)

    @property
    def is_ordered(self) -> bool:
        """Whether one answer can be more than another: what < and >= may be used on."""
        return self.kind in {"scale", "number", "date"} or self.look == "agree"

    @property
    def most_chosen(self) -> int:
        """How many may be chosen, ranked or listed."""
        return self.at_most or (MOST_ITEMS if self.kind == "list" else len(self.options))


@dataclass(frozen=True)
class Loop:
    """Questions asked once per item: per goal, per chosen option, or per thing that somebody listed.

    `over`: goals, or the id of an earlier choice, choices, ranking or list. With `source` (own, recalled), goals
    are asked for when there are none yet, at most `at_most`; `again` asks whether there is another.
    """

    questions: tuple[Question, ...]
    at_most: int = 3
    source: str = ""
    again: Question | None = None
    ask_if: Condition | None = None
    over: str = GOALS

    @cached_property
    def naming(self) -> Question | None:
        """The question that asks for a goal in one's own words."""
        first = self.questions[0]
        return first if first.kind == "goal" else None

    @cached_property
    def about(self) -> tuple[Question, ...]:
        """The questions about an item that has a name."""
        return self.questions[1:] if self.naming else self.questions

    @property
    def all(self) -> tuple[Question, ...]:
        """Every question inside, in the file's order."""
        return (*self.questions, self.again) if self.again else self.questions


Part = Question | Loop


@dataclass(frozen=True)
class Questionnaire:
    """One version of a question set. Immutable once a conversation has used it.

    `typo_fixes`: the questions in which this version only mends slips of the pen; `retired`: `question.code` of
    options that are offered no more. `pictures`: file name -> SHA-256 of its content. `readers`: for whom the
    language must be plain enough (an audience of config/readability); "" follows from the informant.
    """

    slug: str
    version: int
    purpose: str
    moment: str
    informant: str
    title: Text
    intro: Text
    thanks: Text
    consent: str
    parts: tuple[Part, ...]
    languages: tuple[str, ...]
    made_with: Text = field(default_factory=dict)
    tested_with_n: int = 0
    content_hash: str = ""
    typo_fixes: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    readers: str = ""

    def questions(self) -> Iterator[Question]:
        """Every question, also those inside loops, in the file's order."""
        for part in self.parts:
            if isinstance(part, Question):
                yield part
            else:
                yield from part.all

    def question(self, id: str) -> Question | None:  # noqa: A002 - it is the question's id
        return self._by_id.get(id)

    def loop_of(self, id: str) -> Loop | None:  # noqa: A002 - it is the question's id
        """The loop that a question stands in."""
        return self._loops.get(id)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions()}

    @cached_property
    def _loops(self) -> dict[str, Loop]:
        return {one.id: part for part in self.parts if isinstance(part, Loop) for one in part.all}
