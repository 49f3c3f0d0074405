"""Several things in own words in one reply. The same splitting says later what an item's words were."""

import re

from surveys.questionnaire import Question
from surveys.replies.meanings import Meaning, Unclear, Understood

_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s*")
_AND = re.compile(r"\s+(?:en|and|و)\s+", re.IGNORECASE)


def items(text: str) -> list[str]:
    """The things that are listed: one per line, else between commas (and a last "en"). Each once.

    Stored lists are split again when they are shown, so that this rule never changes.
    """
    lines = text.splitlines()
    if len([line for line in lines if line.strip()]) > 1:
        pieces = [_BULLET.sub("", line) for line in lines]
    else:
        pieces = [piece for part in re.split(r"[,;،]", _BULLET.sub("", text)) for piece in _AND.split(part)]
    return list(dict.fromkeys(stripped for piece in pieces if (stripped := piece.strip(" \t.,;،"))))


def listed(question: Question, text: str) -> Meaning:
    """Own words; how many things there are follows from them."""
    found = items(text)
    if len(found) > question.most_chosen:
        return Unclear("unclear_at_most")
    return Understood("") if found else Unclear("unclear_list")
