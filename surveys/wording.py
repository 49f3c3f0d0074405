"""What to say for a prompt: lines, choices and how to answer, for any channel. Pure, given the texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.engine import Prompt, State
from surveys.names import ItemWords
from surveys.questionnaire import DONT_KNOW, GOALS, OWN_WORDS, RATHER_NOT, READ, Loop, Question, Questionnaire
from surveys.texts import Texts

GoalWords = ItemWords
"""What to call goals and other things that questions are asked about."""


@dataclass(frozen=True)
class Choice:
    """A button: the code it sends and the words on it. `picture`: a file in config/pictures; `alt`: what is on it."""

    code: str
    label: str
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Said:
    """`kind`: how it is answered (a question's kind, or `pseudo`). `aside`: weet ik niet, liever niet.

    `look`: how a choice is shown (yes_no, faces, agree). `earliest` and `latest`: a day, `today` or nothing.
    """

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
    look: str = ""
    earliest: str = ""
    latest: str = ""


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
        return self.say(reason, min=question.least, max=question.most, at_most=question.most_chosen)

    def other_way(self, question: Question) -> str:
        """How else a question can be answered, for who was misunderstood again and again."""
        if question.kind == "statement":
            return self.say("unclear_statement")
        if question.kind in {"scale", "number"}:
            return self.say("other_way_number", example=(question.least + question.most + 1) // 2)
        if question.kind == "date":
            return self.say("other_way_date")
        if question.options:
            choices = enumerate(self.choices(question), 1)
            numbered = ", ".join(f"{number} = {choice.label}" for number, choice in choices)
            return self.say("other_way_options", numbered=numbered)
        return self.say("other_way_words")

    def asked(self, question: Question, item: int, names: ItemWords) -> str:
        """A question's words, with the goal or thing that it is about filled in."""
        loop = self.questionnaire.loop_of(question.id)
        if loop is None:
            return self.of(question.text)
        name = names.get((loop.over, item)) or self._unnamed(loop, item)
        return self.of(question.text).replace("{goal}", name).replace("{item}", name)

    def _unnamed(self, loop: Loop, item: int) -> str:
        return self.say("goal_number" if loop.over == GOALS else "item_number", number=item)

    def prompt(self, prompt: Prompt, state: State, names: ItemWords) -> Said:
        """What to say for a prompt of this conversation."""
        if prompt.question is None:
            return self._pseudo(prompt.id, state)
        question = prompt.question
        return Said(
            id=prompt.id,
            item=prompt.item,
            kind=question.kind,
            lines=(self.asked(question, prompt.item, names),),
            choices=self.choices(question),
            aside=() if question.kind == "statement" else self._aside(),
            hint=self.of(question.hint),
            low=self.of(question.low),
            high=self.of(question.high),
            most_chosen=question.at_most if question.kind == "choices" else question.most_chosen,
            look=question.look,
            earliest=question.earliest,
            latest=question.latest,
        )

    def _aside(self) -> tuple[Choice, ...]:
        return (
            Choice(DONT_KNOW, self.say("button_dont_know")),
            Choice(RATHER_NOT, self.say("button_rather_not")),
        )

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The buttons of a closed question."""
        if question.kind == "scale":
            return tuple(Choice(code, code) for code in question.codes)
        if question.kind == "statement":
            return (Choice(READ, self.say("button_next")),)
        return tuple(
            Choice(option.code, self.of(option.text), option.picture, self.of(option.alt))
            for option in question.options
        )

    def answer(self, question: Question, value: str, words: str = "") -> str:
        """A stored answer as a person would say it; own words come in as `words`."""
        if value == DONT_KNOW:
            return self.say("button_dont_know")
        if value == RATHER_NOT:
            return self.say("button_rather_not")
        if question.kind in OWN_WORDS:
            return words
        if question.kind == "date":
            return self._date(value)
        labels = {choice.code: choice.label for choice in self.choices(question)}
        said = [labels.get(code, code) for code in value.split(" ")]
        if question.kind == "ranking":
            said = [self.say("item_ranked", number=number, label=label) for number, label in enumerate(said, 1)]
        return ", ".join(said)

    def _date(self, value: str) -> str:
        year, month, day = (int(part) for part in value.split("-"))
        return self.say("date_said", day=day, month=self.say("months").split(" ")[month - 1], year=year)

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
    "_expired": _Page(("expired",)),
    "_declined": _Page(("declined", "declined_reconsider"), ("continue=button_reconsider",)),
    "_erased": _Page(("erased",)),
}
