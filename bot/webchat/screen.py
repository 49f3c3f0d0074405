"""What stands on a conversation's page: said before, said now, and what may be answered. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from surveys import engine
from surveys.engine import ENDED, OWN, Key, Prompt, State
from surveys.questionnaire import Question
from surveys.wording import GoalWords, Said, Speaker

TITLES = {
    "_consent": "title_consent",
    "_overview": "title_overview",
    "_done": "title_done",
    "_stop": "title_stop",
    "_stopped": "title_stopped",
    "_expired": "title_expired",
    "_declined": "title_declined",
    "_erase": "title_erase",
    "_erased": "title_erased",
    "_safety": "title_safety",
}
AFTERWARDS = {"_done": ("done_next", "done_confidant")}
"""What the web chat adds to a page: things that can be done here and not in every channel."""
MOST_COLUMNS = 6


@dataclass(frozen=True)
class Memory:
    """What this browser may read again. `visible`: the questions whose answer was given on it."""

    words: Mapping[Key, str]
    goals: GoalWords
    visible: frozenset[Key]


@dataclass(frozen=True)
class Bubble:
    """`who`: robot or you."""

    who: Literal["robot", "you"]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """An answer on the overview. `change`: the action that opens it again."""

    question: str
    answer: str
    change: str


@dataclass(frozen=True)
class Screen:
    """One page of a conversation.

    `earlier` is folded away, `recent` is not. `notices`: about the step before. `lines`: what is said now.
    `chosen` and `typed`: the answer that stands, when it is being changed. `columns`: of a scale's buttons.
    `least` and `most`: the bounds of a number.
    """

    said: Said
    title: str
    earlier: tuple[Bubble, ...]
    recent: tuple[Bubble, ...]
    notices: tuple[str, ...]
    lines: tuple[str, ...]
    overview: tuple[Given, ...]
    chosen: tuple[str, ...]
    typed: str
    columns: int
    least: int
    most: int
    languages: tuple[str, ...]
    can_go_back: bool
    can_stop: bool
    can_erase: bool
    shows_help: bool
    is_over: bool


def screen_of(speaker: Speaker, state: State, memory: Memory, note: str, languages: Sequence[str]) -> Screen:
    """The page for a state. `note`: a key of the words about the step before; `languages`: that may be chosen."""
    asked = engine.prompt(speaker.questionnaire, state)
    said = speaker.prompt(asked, state, memory.goals)
    told = _Told(speaker, state, memory)
    exchanges = [] if engine.resting(state) in ENDED else list(told.exchanges())
    folded, recent = _split(exchanges, asked)
    return Screen(
        said=said,
        title=TITLES.get(asked.id, ""),
        earlier=folded,
        recent=_intro(speaker, asked) or recent,
        notices=_notices(speaker, state, asked, note),
        lines=said.lines + tuple(speaker.say(key) for key in AFTERWARDS.get(asked.id, ())),
        overview=tuple(told.overview()) if asked.id == "_overview" else (),
        chosen=told.chosen(asked),
        typed=memory.words.get((asked.id, asked.item), ""),
        columns=_columns(len(said.choices)),
        least=asked.question.least if asked.question else 0,
        most=asked.question.most if asked.question else 0,
        languages=tuple(one for one in languages if one != state.language) if state.phase not in ENDED else (),
        can_go_back=_anything_before(speaker, state, asked),
        can_stop=state.phase == "asking",
        can_erase=state.phase in {"done", "kept"},
        shows_help=asked.id == "_safety" or note == "help",
        is_over=state.phase in ENDED,
    )


@dataclass(frozen=True)
class _Told:
    """What was answered so far, in the words of questions and buttons."""

    speaker: Speaker
    state: State
    memory: Memory

    def exchanges(self) -> Iterator[tuple[Bubble, Bubble]]:
        for question, item in engine.answered(self.speaker.questionnaire, self.state):
            yield Bubble("robot", (self._asked(question, item),)), Bubble("you", (self._answer(question, item),))

    def overview(self) -> Iterator[Given]:
        for question, item in engine.overview(self.speaker.questionnaire, self.state):
            yield Given(self._asked(question, item), self._answer(question, item), f"change:{question.id}:{item}")

    def chosen(self, asked: Prompt) -> tuple[str, ...]:
        """The codes that stand as the answer to what is asked now, when this browser may know."""
        key = (asked.id, asked.item)
        value = self.state.answers.get(key, "")
        return tuple(value.split(" ")) if key in self.memory.visible and not value.startswith(OWN) else ()

    def _asked(self, question: Question, item: int) -> str:
        return self.speaker.asked(question, item, self.memory.goals)

    def _answer(self, question: Question, item: int) -> str:
        """The answer as it was given; on another device only that there is one (decision 9)."""
        key: Key = (question.id, item)
        value, words = self.state.answers[key], self.memory.words.get(key, "")
        hidden = key not in self.memory.visible or (value.startswith(OWN) and not words)
        return self.speaker.say("answered_elsewhere") if hidden else self.speaker.answer(question, value, words)


def _split(exchanges: list[tuple[Bubble, Bubble]], asked: Prompt) -> tuple[tuple[Bubble, ...], tuple[Bubble, ...]]:
    """All but the last exchange is folded away, so that a page begins near its question; the overview repeats all."""
    last = 0 if asked.id == "_overview" else 1
    folded, recent = exchanges[: len(exchanges) - last], exchanges[len(exchanges) - last :]
    return tuple(bubble for pair in folded for bubble in pair), tuple(bubble for pair in recent for bubble in pair)


def _intro(speaker: Speaker, asked: Prompt) -> tuple[Bubble, ...]:
    intro = speaker.of(speaker.questionnaire.intro)
    return (Bubble("robot", (intro,)),) if asked.id == "_consent" and intro else ()


def _notices(speaker: Speaker, state: State, asked: Prompt, note: str) -> tuple[str, ...]:
    if not note:
        return ()
    key = "help_lead" if note == "help" else note
    often = asked.question if state.missed >= engine.OFTEN else None
    return (speaker.unclear(key, asked.question), *([speaker.other_way(often)] if often else []))


def _anything_before(speaker: Speaker, state: State, asked: Prompt) -> bool:
    if state.phase != "asking":
        return False
    before = next((f"{question.id}/{item}" for question, item in engine.answered(speaker.questionnaire, state)), "")
    return before not in ("", f"{asked.id}/{asked.item}")


def _columns(buttons: int) -> int:
    """A scale of ten or eleven stands in two rows under a thumb; a short one in one row."""
    return buttons if buttons <= MOST_COLUMNS else min(-(-buttons // 2), MOST_COLUMNS)
