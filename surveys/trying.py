"""A conversation without a database: for `questions try`, previews and tests of a question set."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from surveys import engine
from surveys.engine import OWN, Effect, Event, Key, State
from surveys.language.normalise import clean
from surveys.names import ItemWords, names_of
from surveys.questionnaire import Questionnaire
from surveys.replies import Reply, items
from surveys.texts import Texts
from surveys.wording import Said, Speaker


class Trial:
    """Holds what a real conversation would store. `today`: what "gisteren" counts from."""

    def __init__(self, questionnaire: Questionnaire, texts: Texts, language: str, today: date | None = None) -> None:
        self.questionnaire = questionnaire
        self.texts = texts
        self.today = today
        self.state = State(language=language)
        self._words: dict[Key, str] = {}

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.texts, self.questionnaire, self.state.language)

    @property
    def over(self) -> bool:
        return self.state.phase in engine.ENDED

    @property
    def names(self) -> ItemWords:
        """What to call the goals and things that were named."""
        return names_of(self.questionnaire, self.state, self._words, self.state.answers)

    def say(self) -> Said:
        """What is said now."""
        return self.speaker.prompt(engine.prompt(self.questionnaire, self.state), self.state, self.names)

    def hear(self, line: str, alarm: str = "none") -> tuple[Effect, ...]:
        """A typed line: an answer, a command or a button's words. What it led to."""
        text = clean(line)
        asked = self.say()
        event = self._event(asked, text)
        event = replace(
            event, mark=_mark(text), marks=tuple(_mark(one) for one in items(text)), alarm=alarm, today=self.today
        )
        self.state, effects = engine.step(self.questionnaire, self.state, event, self.texts.words)
        for effect in effects:
            if isinstance(effect, engine.Record) and effect.own_words:
                self._words[effect.key] = text
        return effects

    def _event(self, asked: Said, text: str) -> Event:
        if asked.kind == "pseudo":
            codes = [choice.code for choice in asked.choices]
            labels = {choice.label.casefold(): choice.code for choice in asked.choices}
            code = labels.get(text.casefold()) or (codes[int(text) - 1] if _is_place(text, codes) else "")
            if code:
                return Event(asked.id, reply=Reply((code,)))
        return Event(asked.id, asked.item, Reply(text=text))

    def stored(self) -> Iterator[tuple[str, int, str, str]]:
        """(question, item, code, own words) of every answer, in the order they were asked."""
        for question, item in engine.answered(self.questionnaire, self.state):
            value = self.state.answers[question.id, item]
            own = value.startswith(OWN)
            yield question.id, item, "" if own else value, self._words.get((question.id, item), "") if own else ""


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _is_place(text: str, codes: list[str]) -> bool:
    return text.isdecimal() and 1 <= int(text) <= len(codes)
