"""What to say for a prompt: lines, choices and how to answer, for any channel. Pure, given the texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.engine import Prompt, State
from surveys.questionnaire import DONT_KNOW, OWN_WORDS, RATHER_NOT, Question, Questionnaire
from surveys.texts import Texts

GoalWords = Mapping[int, str]
"""Goal number -> the goal in the person's own words; missing where they must not be shown."""


@dataclass(frozen=True)
class Choice:
    """A button: the code it sends and the words on it."""

    code: str
    label: str


@dataclass(frozen=True)
class Said:
    """`kind`: how it is answered (a question's kind, or `pseudo`). `aside`: weet ik niet, liever niet."""

    id: str
    item: int
    kind: str
    lines: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    aside: tuple[Choice, ...] = ()
    hint: str = ""
    low: str = ""
    high: str = ""
    most_chosen: int = 0


@dataclass(frozen=True)
class Speaker:
    """How we speak in one conversation: whose set, in which language, to whom."""

    texts: Texts
    questionnaire: Questionnaire
    language: str

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(key, self.language, self.questionnaire.informant, **values)

    def of(self, text: Mapping[str, str]) -> str:
        """A question set's own words in this language, else Dutch, else nothing."""
        return text.get(self.language) or text.get("nl", "")

    def unclear(self, reason: str, question: Question | None) -> str:
        """Why a reply was not understood, with what the question does take."""
        if question is None:
            return self.say(reason)
        return self.say(reason, min=question.least, max=question.most, at_most=question.at_most)

    def asked(self, question: Question, item: int, goals: GoalWords) -> str:
        """A question's words, the goal it is about filled in."""
        goal = goals.get(item) or self.say("goal_number", number=item)
        return self.of(question.text).replace("{goal}", goal)

    def prompt(self, prompt: Prompt, state: State, goals: GoalWords) -> Said:
        """What to say for a prompt of this conversation."""
        if prompt.question is None:
            return self._pseudo(prompt.id, state)
        question = prompt.question
        return Said(
            id=prompt.id,
            item=prompt.item,
            kind=question.kind,
            lines=(self.asked(question, prompt.item, goals),),
            choices=self.choices(question),
            aside=(
                Choice(DONT_KNOW, self.say("button_dont_know")),
                Choice(RATHER_NOT, self.say("button_rather_not")),
            ),
            hint=self.of(question.hint),
            low=self.of(question.low),
            high=self.of(question.high),
            most_chosen=question.at_most,
        )

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The buttons of a closed question."""
        if question.kind == "scale":
            return tuple(Choice(code, code) for code in question.codes)
        return tuple(Choice(option.code, self.of(option.text)) for option in question.options)

    def answer(self, question: Question, value: str, words: str = "") -> str:
        """A stored answer as a person would say it; own words come in as `words`."""
        if value == DONT_KNOW:
            return self.say("button_dont_know")
        if value == RATHER_NOT:
            return self.say("button_rather_not")
        if question.kind in OWN_WORDS:
            return words
        labels = {choice.code: choice.label for choice in self.choices(question)}
        return ", ".join(labels.get(code, code) for code in value.split(" "))

    def _pseudo(self, id: str, state: State) -> Said:  # noqa: A002 - the prompt's id
        lines, codes = self._pseudo_parts(id, state)
        return Said(id=id, item=0, kind="pseudo", lines=lines, choices=codes)

    def _pseudo_parts(self, id: str, state: State) -> tuple[tuple[str, ...], tuple[Choice, ...]]:  # noqa: A002 - the prompt's id
        if id == "_consent":
            _, words = self.texts.consent(self.questionnaire.consent, self.language)
            return tuple(words.paragraphs), (Choice("yes", words.yes), Choice("no", words.no))
        if id == "_done":
            return (self.of(self.questionnaire.thanks), self.say("done")), ()
        if id == "_safety":
            return self._safety(state)
        page = _PSEUDO[id if state.answers or id != "_stop" else "_stop empty"]
        return tuple(self.say(key) for key in page.says), tuple(Choice(*self._labelled(one)) for one in page.offers)

    def _labelled(self, offer: str) -> tuple[str, str]:
        """`code` or `code=label key`; without a key the label is the code's own."""
        code, _, key = offer.partition("=")
        return code, self.say(key or f"button_{code}")

    def _safety(self, state: State) -> tuple[tuple[str, ...], tuple[Choice, ...]]:
        key = "safety" if state.tier == "acute" else "safety_worrying"
        kept = "safety_kept" if state.back_to == "asking" else "safety_not_now"
        buttons = tuple(Choice(code, self.say(f"button_{code}")) for code in ("continue", "stop"))
        return (self.say(key), self.say(kept)), buttons


@dataclass(frozen=True)
class _Page:
    says: tuple[str, ...]
    offers: tuple[str, ...] = ()


_PSEUDO = {
    "_overview": _Page(("overview",), ("send",)),
    "_stop": _Page(("stopping",), ("keep", "discard", "continue")),
    "_stop empty": _Page(("stopping_empty",), ("discard=button_stop", "continue")),
    "_erase": _Page(("erase_confirm", "erase_published"), ("erase", "continue=button_erase_no")),
    "_stopped": _Page(("discarded",)),
    "_declined": _Page(("declined", "declined_reconsider"), ("continue=button_reconsider",)),
    "_erased": _Page(("erased",)),
}
