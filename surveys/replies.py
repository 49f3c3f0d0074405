"""Typed words or a button -> a coded value, a command, or why it was not understood. Pure."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.language.normalise import plain
from surveys.questionnaire import OWN_WORDS, UNSCORED, Option, Question

Words = Mapping[str, frozenset[str]]
"""What people say for a command or a code, in every language shipped: `stop` -> {"stop", "stoppen", …}."""

COMMANDS = ("stop", "back", "help")
NEAR = 0.8
"""How alike (difflib ratio) typed words must be to an option's text."""
APART = 0.1
"""How much less alike the next option must be: never guessed when two are about equally near."""

_FILLER = re.compile(r"^(?:een|ik geef(?: een)?|geef(?: een)?|a|i give(?: it)?(?: a)?)\s+")
_FRACTION = re.compile(r"\d+[.,]\d+")


@dataclass(frozen=True)
class Reply:
    """What came in for one question: codes of buttons, or typed text (already cleaned)."""

    codes: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Understood:
    """`value` is a code, codes joined by a space, or empty for own words."""

    value: str


@dataclass(frozen=True)
class Command:
    """Not an answer but a wish: stop, back or help."""

    name: str


@dataclass(frozen=True)
class Unclear:
    """`reason` is a key of the words to say: unclear_scale, unclear_whole, unclear_choice, …"""

    reason: str


Meaning = Understood | Command | Unclear


def understand(question: Question, reply: Reply, words: Words) -> Meaning:
    """What a reply means as an answer to `question`."""
    if reply.codes:
        return _buttons(question, reply.codes)
    said = plain(reply.text)
    for command in COMMANDS:
        if said in words.get(command, frozenset()):
            return Command(command)
    for code in UNSCORED:
        if said in words.get(code, frozenset()):
            return Understood(code)
    return _typed(question, said, words)


def _buttons(question: Question, codes: tuple[str, ...]) -> Meaning:
    if len(codes) == 1 and codes[0] in UNSCORED:
        return Understood(codes[0])
    known = [code for code in question.codes if code in codes]
    if len(known) != len(set(codes)):
        return Unclear(f"unclear_{question.kind}")
    if question.kind == "choices":
        return _several(question, known)
    return Understood(known[0]) if len(known) == 1 else Unclear(f"unclear_{question.kind}")


def _several(question: Question, known: list[str]) -> Meaning:
    if question.at_most and len(known) > question.at_most:
        return Unclear("unclear_at_most")
    return Understood(" ".join(known)) if known else Unclear("unclear_choices")


def _typed(question: Question, said: str, words: Words) -> Meaning:
    if question.kind in OWN_WORDS:
        return Understood("") if said else Unclear(f"unclear_{question.kind}")
    if question.kind in {"scale", "number"}:
        return _number(question, said, words)
    if question.kind == "choices":
        return _several_typed(question, said, words)
    option = _option(question.options, said, words)
    return Understood(option) if option else Unclear("unclear_choice")


def _number(question: Question, said: str, words: Words) -> Meaning:
    said = _FILLER.sub("", said)
    if question.kind == "scale":
        said = re.sub(rf"\s*(?:/|van de|out of)\s*{question.most}$", "", said)
    if _FRACTION.fullmatch(said):
        return Unclear("unclear_whole")
    digits = said if said.isdecimal() else _number_word(said, words)
    if not digits:
        return Unclear(f"unclear_{question.kind}")
    value = int(digits)
    inside = question.least <= value <= question.most
    return Understood(str(value)) if inside else Unclear(f"unclear_{question.kind}")


def _number_word(said: str, words: Words) -> str:
    for number in range(11):
        if said in words.get(f"number_{number}", frozenset()):
            return str(number)
    return ""


def _option(options: tuple[Option, ...], said: str, words: Words) -> str:
    """The one option meant: by its text, its number in the list, its code, yes/no, or words near enough."""
    if not said:
        return ""
    texts = [(option.code, plain(text)) for option in options for text in option.text.values()]
    exact = {code for code, text in texts if text == said} or _by_code(options, said, words)
    if len(exact) == 1:
        return exact.pop()
    return _nearest(options, said)


def _nearest(options: tuple[Option, ...], said: str) -> str:
    alike = sorted(
        (max(difflib.SequenceMatcher(None, plain(text), said).ratio() for text in option.text.values()), option.code)
        for option in options
    )
    best, code = alike[-1]
    return code if best >= NEAR and best - alike[-2][0] >= APART else ""


def _by_code(options: tuple[Option, ...], said: str, words: Words) -> set[str]:
    if said.isdecimal():
        place = int(said)
        return {options[place - 1].code} if 1 <= place <= len(options) else set()
    return {option.code for option in options if said == option.code or said in words.get(option.code, frozenset())}


def _several_typed(question: Question, said: str, words: Words) -> Meaning:
    pieces = [piece for piece in re.split(r",|\ben\b|\band\b|\+", said) if piece.strip()]
    found = [_option(question.options, piece.strip(), words) for piece in pieces]
    if not found or "" in found:
        whole = _option(question.options, said, words)
        return Understood(whole) if whole else Unclear("unclear_choices")
    return _several(question, [code for code in question.codes if code in found])
