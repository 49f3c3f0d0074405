"""One invented person in conversation: what is asked comes in, what they do comes out."""

from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from surveys.demo import saying
from surveys.demo.opinions import Asked, View, opinion
from surveys.demo.phrases import YES, in_language
from surveys.demo.saying import Manner
from surveys.engine import Key, Prompt, State
from surveys.questionnaire import OWN_WORDS, Question

Fate = Literal["never", "declined", "abandoned", "discarded", "kept", "done"]
"""How far somebody gets: never opened, said no, walked away, stopped (not kept, kept), sent."""
ANSWERED = frozenset({"done", "kept"})
BREAKS_OFF = frozenset({"abandoned", "discarded", "kept"})

CORRECTS = 0.12
"""How many change something at the overview."""
GOES_BACK = 0.01
ASKS_HELP = 0.003

Does = dict[str, Any]
"""Fields of an Inbound."""


@dataclass
class Respondent:
    """`stops_after`: how many answers they give before they break off, where their fate is to break off."""

    rng: Random
    view: View
    fate: Fate
    manner: Manner
    stops_after: int
    _meant: dict[Key, str] = field(default_factory=dict)
    _may_correct: bool = True

    @classmethod
    def made(cls, rng: Random, view: View, fate: Fate) -> "Respondent":
        return cls(rng, view, fate, saying.manner_of(rng), rng.randint(1, 8))

    def does(self, asked: Prompt, state: State) -> Does | None:
        """The next reply; None when they walk away."""
        if asked.question is None:
            done = self._at_page(asked.id, state)
        elif self._has_enough(state):
            done = self._break_off()
        else:
            done = self._at_question(asked.question, asked.item, state)
        return None if done is None else {"question": asked.id, "item": asked.item} | done

    def _has_enough(self, state: State) -> bool:
        return self.fate in BREAKS_OFF and len(state.answers) >= self.stops_after

    def _break_off(self) -> Does | None:
        return None if self.fate == "abandoned" else {"action": "stop"}

    def _at_page(self, page: str, state: State) -> Does | None:
        if page == "_consent":
            return self._consent()
        if page == "_stop":
            return {"choices": ("keep" if self.fate == "kept" else "discard",)}
        if self.fate in BREAKS_OFF:
            return self._break_off()
        if self._may_correct and self.rng.random() < CORRECTS:
            return self._corrects(state)
        return {"choices": ("send",)}

    def _consent(self) -> Does | None:
        if self.fate == "declined":
            return {"choices": ("no",)}
        if self.fate == "abandoned" and self.rng.random() < 0.4:
            return None
        if self.rng.random() < self.manner.types:
            return {"text": self.rng.choice(in_language(YES, self.view.language))}
        return {"choices": ("yes",)}

    def _corrects(self, state: State) -> Does:
        self._may_correct = False
        question, item = self.rng.choice(sorted(state.answers))
        self._meant.pop((question, item), None)
        return {"action": "change", "question": question, "item": item}

    def _at_question(self, question: Question, item: int, state: State) -> Does:
        chance = self.rng.random()
        if chance < GOES_BACK and not state.missed:
            return {"action": "back", "seen": state.turn}
        if chance < GOES_BACK + ASKS_HELP:
            return {"action": "help"}
        return dict(self._answer(question, item, state))

    def _answer(self, question: Question, item: int, state: State) -> saying.Reply:
        """What was not understood is said again with a button."""
        language = self.view.language
        if state.missed and (question.id, item) in self._meant:
            return saying.button(self._meant[question.id, item])
        value = opinion(self.rng, Asked(self.view, question, item, state.answers))
        if question.kind in OWN_WORDS:
            return saying.answer(self.rng, self.manner, question, value, language)
        self._meant[question.id, item] = value
        if self.rng.random() < self.manner.muddles:
            return saying.muddled(self.rng, question, language)
        return saying.answer(self.rng, self.manner, question, value, language)
