"""What is said in Telegram for a row of the outbox: text and buttons. Pure, given what may be shown.

Others see a phone's screen (decision 12): the first line holds no word about care, goals read "doel 1" until the
person switches their words on, and an overview that was sent is folded away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from telegram import InlineKeyboardMarkup

from bot.assistant import HelpLine
from bot.telegram import faces
from bot.telegram.buttons import Buttons, Press
from bot.telegram.faces import Beside
from bot.telegram.talk import Memory, Talk
from surveys import engine
from surveys.engine import ENDED, OWN, Key, Prompt
from surveys.intake import Desk
from surveys.questionnaire import OWN_WORDS, Question
from surveys.store.outbox import Claimed
from surveys.wording import Said, Speaker

MOST = 4096
"""UTF-16 units of a message."""
WORDS_SHOWN = 200
"""Signs of an answer in own words that an overview repeats."""
BEGIN, LANGUAGES = "_begin", "_language"
"""Pages of Telegram's own: before the consent, and the choice of a language."""
FIRST = ("telegram_first", "telegram_robot", "telegram_private")
OPENING = frozenset({BEGIN, "_consent"})


@dataclass(frozen=True)
class Letter:
    """`does`: say something new, change message `messages[0]` (or only its buttons), or take messages away."""

    chat: int
    does: Literal["say", "change", "buttons", "wipe"] = "say"
    text: str = ""
    keyboard: InlineKeyboardMarkup | None = None
    messages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pen:
    """Writes in one chat. `languages`: those that may be chosen; `helplines`: for this informant."""

    desk: Desk
    talk: Talk
    memory: Memory
    buttons: Buttons
    languages: Sequence[str]
    helplines: Sequence[HelpLine]

    @property
    def speaker(self) -> Speaker:
        return self.talk.speaker(self.desk)

    @property
    def _goals(self) -> dict[Key, str]:
        return dict(self.memory.goals) if self.talk.contact.shows_goals else {}

    def say(self, row: Claimed) -> Letter:
        """The row's question, with what there is to say before it."""
        if row.question == BEGIN:
            return self._begin()
        if row.question == LANGUAGES:
            return self._say(
                [self.speaker.say("telegram_language")], Beside([[one] for one in self._other_languages()])
            )
        asked = engine.prompt(self.talk.questionnaire, self.talk.state)
        said = self.speaker.prompt(asked, self.talk.state, self._goals)
        parts = [*self._notices(asked, row), *self._said(asked, said)]
        ticked = ticks(self.talk.contact.ticked, (asked.id, asked.item))
        ready = self.speaker.say("telegram_ready")
        face = faces.keyboard(said, ticked, ready, self._beside(asked), self.buttons)
        return Letter(self.talk.chat, text=_joined(parts), keyboard=face)

    def change(self, row: Claimed) -> Letter:
        """The question that was answered, with the answer that stands now, and no buttons."""
        parts, shown = self._asked_then(row)
        if shown:
            parts.append(self.speaker.say("telegram_chosen", answer=shown))
        return Letter(self.talk.chat, "change", _joined(parts), messages=(int(row.target),))

    def _asked_then(self, row: Claimed) -> tuple[list[str], str]:
        """What was asked, and the answer to it."""
        if row.question == BEGIN:
            return [self.speaker.say(key) for key in FIRST], ""
        question = self.talk.questionnaire.question(row.question)
        if question:
            given = (question.id, row.item) in self.talk.state.answers
            asked = [self.speaker.asked(question, row.item, self._goals)]
            return asked, self._given(question, row.item) if given else ""
        said = self.speaker.prompt(Prompt(row.question), self.talk.state, {})
        return list(said.lines), next((one.label for one in said.choices if one.code == row.note), "")

    def ticks(self, row: Claimed) -> Letter | None:
        """The same buttons with what is ticked now; None when the question is no longer open."""
        asked = engine.prompt(self.talk.questionnaire, self.talk.state)
        if (asked.id, asked.item) != (row.question, row.item):
            return None
        said = self.speaker.prompt(asked, self.talk.state, self._goals)
        ticked = ticks(self.talk.contact.ticked, (asked.id, asked.item))
        ready = self.speaker.say("telegram_ready")
        face = faces.keyboard(said, ticked, ready, self._beside(asked), self.buttons)
        return Letter(self.talk.chat, "buttons", keyboard=face, messages=(int(row.target),))

    def _begin(self) -> Letter:
        parts = [self.speaker.say(key) for key in FIRST]
        begin = (self.speaker.say("button_begin"), Press("do", code="begin"))
        return self._say(parts, Beside([[begin], *([one] for one in self._other_languages())]))

    def _say(self, parts: Sequence[str], beside: Beside) -> Letter:
        nothing = Said(id="", item=0, kind="pseudo", lines=())
        return Letter(
            self.talk.chat, text=_joined(parts), keyboard=faces.keyboard(nothing, (), "", beside, self.buttons)
        )

    def _said(self, asked: Prompt, said: Said) -> Iterator[str]:
        if asked.id == "_consent":
            yield self.speaker.of(self.talk.questionnaire.intro)
        yield from said.lines
        if asked.id == "_overview":
            yield from self._overview()
        if asked.id == "_safety":
            yield lines_of(self.helplines, self.talk.state.language)
        if asked.id == "_done":
            yield self.speaker.say("telegram_done")
        if asked.question:
            yield from self._how(asked.question, said)

    def _how(self, question: Question, said: Said) -> Iterator[str]:
        """What the question takes."""
        yield said.hint
        ends = ((question.least, said.low), (question.most, said.high))
        yield "\n".join(self.speaker.say("scale_end", number=mark, meaning=told) for mark, told in ends if told)
        if said.choices and faces.is_numbered(said.choices):
            yield "\n".join(f"{number}. {choice.label}" for number, choice in enumerate(said.choices, 1))
        if question.kind == "choices" and said.most_chosen:
            yield self.speaker.say("at_most_hint", at_most=said.most_chosen)
        if question.kind == "number":
            yield self.speaker.say("number_hint", min=question.least, max=question.most)
        if question.kind in OWN_WORDS:
            yield self.speaker.say("telegram_type")

    def _overview(self) -> Iterator[str]:
        found = engine.overview(self.talk.questionnaire, self.talk.state)
        for number, (question, item) in enumerate(found, 1):
            asked = self.speaker.asked(question, item, self._goals)
            yield f"{number}. {asked}\n{self.speaker.say('telegram_chosen', answer=self._given(question, item))}"
        yield self.speaker.say("telegram_change")

    def _given(self, question: Question, item: int) -> str:
        """An answer as it was given; of another device only that there is one, of a goal only its number."""
        key: Key = (question.id, item)
        value, words = self.talk.state.answers[key], self.memory.words.get(key, "")
        own = value.startswith(OWN)
        if key not in self.memory.visible or (own and not words):
            return self.speaker.say("answered_elsewhere")
        if own and question.kind == "goal" and not self.talk.contact.shows_goals:
            return self.speaker.say("goal_number", number=item)
        return _clipped(self.speaker.answer(question, value, words), WORDS_SHOWN)

    def _notices(self, asked: Prompt, row: Claimed) -> Iterator[str]:
        if not row.note:
            return
        yield self.speaker.unclear(_NOTES.get(row.note, row.note), asked.question)
        if row.note == "help":
            yield lines_of(self.helplines, self.talk.state.language)
        elif asked.question and self.talk.state.missed >= engine.OFTEN:
            yield self.speaker.other_way(asked.question)

    def _beside(self, asked: Prompt) -> Beside:
        """What can be done besides answering; help is under every message."""
        rows: list[list[tuple[str, Press]]] = []
        state, say = self.talk.state, self.speaker.say
        if asked.id == "_overview":
            found = engine.overview(self.talk.questionnaire, state)
            rows += faces.numbers([Press("do", question.id, item, "change") for question, item in found])
        if asked.id in OPENING:
            rows += [[one] for one in self._other_languages()]
        if self._tells_goals(asked):
            key = "telegram_hide_goals" if self.talk.contact.shows_goals else "telegram_show_goals"
            rows.append([(say(key), Press("do", code="goals"))])
        if state.phase in {"done", "kept"}:
            rows.append([(say("button_erase"), Press("do", code="erase"))])
        return Beside([*rows, self._always(asked)])

    def _always(self, asked: Prompt) -> list[tuple[str, Press]]:
        state, say = self.talk.state, self.speaker.say
        row = [(say("button_help"), Press("do", code="help"))]
        if state.phase in {"consent", "asking"}:
            row.insert(0, (say("button_stop"), Press("do", code="stop")))
        earlier = engine.answered(self.talk.questionnaire, state)
        if state.phase == "asking" and earlier and (earlier[0][0].id, earlier[0][1]) != (asked.id, asked.item):
            row.insert(0, (say("telegram_back"), Press("do", item=state.turn, code="back")))
        return row

    def _tells_goals(self, asked: Prompt) -> bool:
        if not self.memory.goals or self.talk.state.phase in ENDED:
            return False
        named = asked.question is not None and any("{goal}" in words for words in asked.question.text.values())
        return named or asked.id == "_overview"

    def _other_languages(self) -> Iterator[tuple[str, Press]]:
        for language in self.languages:
            if language != self.talk.state.language:
                yield self.speaker.say(f"language_{language}"), Press("do", code=f"language:{language}")


_NOTES = {"help": "help_lead", "mine": "telegram_mine", "was_away": "telegram_was_away", "parts": "telegram_parts"}
"""Notes whose words have another key."""


def ticks(ticked: str, key: Key) -> tuple[str, ...]:
    """The codes that are ticked for a question, from `QUESTION/ITEM:CODE CODE`."""
    about, _, codes = ticked.partition(":")
    return tuple(codes.split()) if about == f"{key[0]}/{key[1]}" else ()


def lines_of(helplines: Sequence[HelpLine], language: str) -> str:
    """Who can be called, one paragraph each."""
    return "\n\n".join(_line(one, language) for one in helplines)


def _line(one: HelpLine, language: str) -> str:
    name, hours = (words.get(language) or words.get("nl", "") for words in (one.name, one.hours))
    parts = (name, one.phone and f"☎ {one.phone}", one.chat or one.url, hours)
    return "\n".join(part for part in parts if part)


def _joined(parts: Sequence[str]) -> str:
    return _clipped("\n\n".join(part for part in parts if part), MOST)


def _clipped(text: str, most: int) -> str:
    """At most so many UTF-16 units, as Telegram counts them."""
    if len(text.encode("utf-16-le")) // 2 <= most:
        return text
    cut = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    return f"{cut}…"
