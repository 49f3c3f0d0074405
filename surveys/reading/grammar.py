"""Passive, double negatives, two questions in one, je and u: judged on the words alone, per language. Pure.

There is no parser: each rule knows closed lists of small words and the shapes of participles and adjectives. Where
words alone cannot tell, a rule keeps silent; a false alarm costs a writer more than a missed one.
"""

import re
from collections.abc import Iterator

from surveys.reading.sentences import words
from surveys.reading.tongues import Grammar


def passive(sentence: str, grammar: Grammar) -> str:
    """The words that make a clause passive (“wordt geholpen”), or ""."""
    for clause in _clauses(sentence, grammar.joins):
        helping = next((word for word in clause if word in grammar.becoming), "")
        done = next((word for word in clause if grammar.participle.fullmatch(word)), "")
        if helping and done:
            return f"{helping} … {done}"
    return ""


def double_negative(sentence: str, grammar: Grammar) -> str:
    """The words of a clause that deny twice (“niet … onduidelijk”), or ""."""
    for clause in _clauses(sentence, grammar.joins - {"dat", "die", "that", "who"}):
        found = [word for word in clause if grammar.denying.fullmatch(word) or grammar.undoing.fullmatch(word)]
        if len(found) > 1:
            return " … ".join(found[:2])
    return ""


def double_question(sentence: str, grammar: Grammar) -> str:
    """Where a question asks two things at once (“gehoord en begrepen”), or ""."""
    if not sentence.rstrip('"”’)» ').endswith("?"):
        return ""
    low = [word.lower() for word in words(sentence)]
    if grammar.together & set(low):
        return ""
    for at in range(1, len(low) - 1):
        if low[at] in grammar.adding | grammar.either and _asks_twice(low, at, grammar):
            return " ".join(low[at - 1 : at + 2])
    return ""


def _asks_twice(low: list[str], at: int, grammar: Grammar) -> bool:
    """Whether the joining word at `at` joins two questions, two judgements or two things that are judged."""
    before, after = low[at - 1], low[at + 1]
    if after in grammar.starts or low[at] in grammar.either:
        return after in grammar.starts
    described = low[at + 2] if after in grammar.degrees and at + 2 < len(low) else after
    if grammar.describing.fullmatch(before) and grammar.describing.fullmatch(described):
        return True
    pointed = bool(grammar.pointing & set(low[max(0, at - 3) : at]))
    return after in grammar.places or (after in grammar.pointing and pointed)


def forms_of_address(text: str, grammar: Grammar) -> dict[str, str]:
    """Form of address (je, u) -> the first word of it in the text; what is quoted is somebody else's."""
    low = [word.lower() for word in words(re.sub(r"[“\"].*?[”\"]|‘[^’]*’(?!\w)", " ", text))]
    found = {form: next((word for word in low if word in kin), "") for form, kin in grammar.address}
    return {form: word for form, word in found.items() if word}


def _clauses(sentence: str, joins: frozenset[str]) -> Iterator[list[str]]:
    for part in re.split(r"[,;:()–—]", sentence):
        clause: list[str] = []
        for word in words(part.lower()):
            if word in joins:
                yield clause
                clause = []
            else:
                clause.append(word)
        yield clause
