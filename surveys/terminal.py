"""A conversation as lines on a terminal. Pure."""

from collections.abc import Iterable, Iterator

from surveys.names import ItemWords
from surveys.wording import Said, Speaker

_HINTS = {"date": "date_hint", "list": "list_hint", "ranking": "ranking_hint"}
"""Kinds that do not show by themselves how they are answered."""


def lines(said: Said, speaker: Speaker) -> Iterator[str]:
    """What the bot says, the numbered choices, and what else one may answer."""
    yield from said.lines
    if said.hint:
        yield f"({said.hint})"
    if said.kind == "scale":
        first, last = said.choices[0], said.choices[-1]
        yield "  " + " ".join(choice.label for choice in said.choices)
        for choice, meaning in ((first, said.low), (last, said.high)):
            if meaning:
                yield "  " + speaker.say("scale_end", number=choice.label, meaning=meaning)
    else:
        for number, choice in enumerate(said.choices, 1):
            yield f"  {number}. {choice.label}" + (f"  [{choice.alt}]" if choice.alt else "")
    if said.kind in _HINTS:
        yield "  " + speaker.say(_HINTS[said.kind], at_most=said.most_chosen)
    if said.aside:
        yield f"  ({' / '.join(choice.label for choice in said.aside)})"


def overview(speaker: Speaker, answers: Iterable[tuple[str, int, str, str]], names: ItemWords) -> Iterator[str]:
    """One line per answer: the question's words, then the answer's. `names`: of goals and other things."""
    for name, item, code, words in answers:
        question = speaker.questionnaire.question(name)
        if question and question.kind != "statement":
            yield f"  {speaker.asked(question, item, names)} → {speaker.answer(question, code, words)}"
