"""Question sets as frozen data: questions, choices, branching, the loop over goals, texts per language.

What a file looks like is written in config/questionnaires/README.md; reading one is surveys.question_files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from surveys.conditions import Condition

Text = Mapping[str, str]
"""Language code -> words. Every language of the set is there (checked when the file is read)."""

Kind = Literal["scale", "choice", "choices", "text", "number", "goal"]

DONT_KNOW = "dont_know"
RATHER_NOT = "rather_not"
UNSCORED = (DONT_KNOW, RATHER_NOT)
OWN_WORDS = frozenset({"text", "goal"})


@dataclass(frozen=True)
class Option:
    code: str
    text: Text


@dataclass(frozen=True)
class Question:
    """One question. `least` and `most` bound scales and numbers; `at_most` the codes of a several-choice."""

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

    @property
    def codes(self) -> tuple[str, ...]:
        """Every scored code a button can carry; none for own words and numbers."""
        if self.kind == "scale":
            return tuple(str(mark) for mark in range(self.least, self.most + 1))
        return tuple(option.code for option in self.options)


@dataclass(frozen=True)
class Loop:
    """Questions asked once per goal. With `source`, goals are asked for when there are none yet."""

    questions: tuple[Question, ...]
    at_most: int = 3
    source: str = ""
    again: Question | None = None
    ask_if: Condition | None = None

    @property
    def naming(self) -> Question | None:
        """The question that asks for a goal in one's own words."""
        first = self.questions[0]
        return first if first.kind == "goal" else None

    @property
    def about(self) -> tuple[Question, ...]:
        """The questions about a goal that has a name."""
        return self.questions[1:] if self.naming else self.questions


Part = Question | Loop


@dataclass(frozen=True)
class Questionnaire:
    """One version of a question set. Immutable once a conversation has used it."""

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {question.id: question for question in self.questions()})

    def questions(self) -> Iterator[Question]:
        """Every question, also those inside loops, in the file's order."""
        for part in self.parts:
            if isinstance(part, Question):
                yield part
            else:
                yield from part.questions
                if part.again:
                    yield part.again

    def question(self, id: str) -> Question | None:  # noqa: A002 - it is the question's id
        found: Question | None = self._by_id.get(id)  # type: ignore[attr-defined] # set in __post_init__
        return found
