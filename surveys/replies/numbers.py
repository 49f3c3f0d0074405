"""A mark or a number in what somebody typed: "een dikke 7", "7/10", "zeven", "٧"."""

import re

from surveys.questionnaire import Question
from surveys.replies.meanings import Meaning, Unclear, Understood, Words
from surveys.replies.spoken import known, meant_by, negations, tokens

_FRACTION = re.compile(r"\d+[.,]\d+|\d*½")
_SHADED = re.compile(r"\d\s*(?:[+½]|[-–−]+)\s*$")
"""A seven plus, an eight minus: a mark with a shade, so not a whole one."""
_LARGEST_WORD = 100


def number(question: Question, text: str, said: str, words: Words) -> Meaning:
    """The whole number meant, inside the question's bounds. A half mark, or two numbers, is asked again."""
    end = _end_of_scale(question, said)
    if end is not None:
        return Understood(str(end))
    if _SHADED.search(text):
        return Unclear("unclear_whole")
    found = _numbers(_without_out_of(question, said, words), words, alone=question.kind == "scale")
    if isinstance(found, Unclear):
        return found
    if len(found) != 1:
        return Unclear("unclear_one" if found else f"unclear_{question.kind}")
    inside = question.least <= found[0] <= question.most
    return Understood(str(found[0])) if inside else Unclear(f"unclear_{question.kind}")


def _end_of_scale(question: Question, said: str) -> int | None:
    """The mark whose meaning was typed in full: "helemaal gelukt"."""
    if question.kind != "scale" or not said:
        return None
    for mark, meaning in ((question.least, question.low), (question.most, question.high)):
        if said in {known(text) for text in meaning.values()}:
            return mark
    return None


def _without_out_of(question: Question, said: str, words: Words) -> str:
    """ "7/10" and "7 van de 10" are a 7, where 10 is the most there is."""
    if question.kind != "scale":
        return said
    between = "|".join(re.escape(one) for one in sorted(meant_by(words, "out_of"), key=len, reverse=True))
    return re.sub(rf"\s*(?:/|\b(?:{between or '/'})\b)\s*{question.most}$", "", said)


def _numbers(said: str, words: Words, *, alone: bool) -> list[int] | Unclear:
    """Every number in it, the same one twice as one.

    `alone`: nothing else may be said; otherwise only no `niet` or `geen` ("ik ben 15 jaar" is a 15).
    """
    if _FRACTION.search(said) or any(half in said for half in meant_by(words, "half")):
        return Unclear("unclear_whole")
    apart = re.sub(r"(?<=\d)\s*[-/]\s*(?=\d)", " ", said)
    parts = tokens(apart, words)
    # when every word is one that is left out: "een" is an article, unless it is all there is
    found = {part: _value(part, words) for part in parts or apart.split()}
    values = list(dict.fromkeys(value for value in found.values() if value is not None))
    strange = bool(parts) and None in found.values()
    if len(values) == 1 and strange and (alone or negations(said, words)):
        return []
    return values


def _value(token: str, words: Words) -> int | None:
    if re.fullmatch(r"-?\d{1,9}", token, re.ASCII):
        return int(token)
    return next((value for value in range(_LARGEST_WORD + 1) if token in meant_by(words, f"number_{value}")), None)
