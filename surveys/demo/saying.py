"""How invented people say what they think: with a button or typed, clumsily at times. Chance comes in as `rng`."""

from dataclasses import dataclass
from random import Random
from typing import TypedDict

from surveys.demo.phrases import NUMBERS, UNSCORED_WORDS, VAGUE, in_language
from surveys.questionnaire import OWN_WORDS, UNSCORED, Question


class Reply(TypedDict, total=False):
    """The fields of an Inbound that a reply fills."""

    choices: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Manner:
    """How often somebody types where there is a button, and how often that cannot be understood at first."""

    types: float
    muddles: float


def manner_of(rng: Random) -> Manner:
    """Most people press buttons; one in ten types everything."""
    return Manner(types=0.9 if rng.random() < 0.1 else 0.06, muddles=rng.choice((0.0, 0.02, 0.05)))


def button(value: str) -> Reply:
    """The buttons that stand for a value; several codes are joined by a space."""
    return Reply(choices=tuple(value.split(" ")))


def answer(rng: Random, manner: Manner, question: Question, value: str, language: str) -> Reply:
    """The value, pressed or typed."""
    if question.kind in OWN_WORDS and value not in UNSCORED:
        return Reply(text=value)
    if rng.random() >= manner.types:
        return button(value)
    return Reply(text=_typed(rng, question, value, language))


def muddled(rng: Random, question: Question, language: str) -> Reply:
    """What cannot be an answer to a closed question."""
    if question.kind == "scale" and rng.random() < 0.6:
        return Reply(text=rng.choice((f"{question.most - 3},5", str(question.most + rng.randint(1, 90)), "-1")))
    return Reply(text=rng.choice(in_language(VAGUE, language)))


def _typed(rng: Random, question: Question, value: str, language: str) -> str:
    if value in UNSCORED:
        return rng.choice(in_language(UNSCORED_WORDS[value], language))
    if question.kind in {"scale", "number"}:
        return _typed_number(rng, int(value), language)
    labels = {option.code: option.text.get(language) or option.text["nl"] for option in question.options}
    if question.kind == "choice" and rng.random() < 0.2:
        return str(list(labels).index(value) + 1)
    return _slip(rng, ", ".join(labels[code] for code in value.split(" ")))


def _typed_number(rng: Random, value: int, language: str) -> str:
    in_words = in_language(NUMBERS, language)[value] if value <= 10 else str(value)
    article = "een" if language == "nl" else "a"
    return rng.choice((str(value), str(value), in_words, f"{article} {value}"))


def _slip(rng: Random, text: str) -> str:
    """Now and then a letter is missing, or everything is in small letters."""
    if len(text) > 12 and rng.random() < 0.15:
        place = rng.randrange(1, len(text) - 1)
        return text[:place] + text[place + 1 :]
    return text.lower() if rng.random() < 0.5 else text
