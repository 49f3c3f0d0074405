"""The gate: what in a text is too hard for its readers, named by sentence and word, with what to write. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.reading import grammar
from surveys.reading.difficulty import difficulty, heavy_words, level
from surveys.reading.sentences import judged, sentences, tokens
from surveys.reading.tongues import GRAMMARS, Grammar
from surveys.reading.vocabulary import Audience, Vocabulary
from surveys.reading.words import commonness

_EVERYDAY = 4.5
"""Zipf frequency from which a word may be long: everybody has read it often."""


@dataclass(frozen=True)
class Finding:
    """`word`: the words that fail, as they stand in `sentence`; `why` says what is wrong, `instead` what to write."""

    rule: str
    sentence: str
    word: str
    why: str
    instead: str


def findings(text: str, language: str, readers: Audience, vocabulary: Vocabulary | None) -> list[Finding]:
    """Every fault of a text for these readers. Without a vocabulary only the length of sentences is judged."""
    rules = GRAMMARS.get(language)
    found: list[Finding] = []
    for sentence in sentences(text):
        here = [*_length(sentence, readers), *(_grammar(sentence, rules) if rules else ())]
        if vocabulary:
            here += _words(sentence, language, readers, vocabulary)
        if vocabulary and not here:
            here += _altogether(sentence, language, readers, vocabulary)
        found += here
    return [*found, *(_address(text, rules) if rules else ())]


def _length(sentence: str, readers: Audience) -> Iterator[Finding]:
    count = len(tokens(sentence))
    if count > readers.sentence:
        why = f"has {count} words, {readers.sentence} at most"
        yield Finding("long sentence", sentence, "", why, "two sentences")


def _words(sentence: str, language: str, readers: Audience, vocabulary: Vocabulary) -> Iterator[Finding]:
    jargon = vocabulary.jargon_in(sentence) if readers.jargon else {}
    short = vocabulary.abbreviations_in(sentence) if readers.jargon else {}
    for word, instead in jargon.items():
        yield Finding("jargon", sentence, word, "is jargon", instead)
    for word, instead in short.items():
        yield Finding("abbreviation", sentence, word, "is an abbreviation", instead or "what it stands for")
    for word in dict.fromkeys(judged(sentence)):
        if not {word, word.lower()} & {*jargon, *short} and not vocabulary.knows(word.lower()):
            yield from _rare_or_long(sentence, word, commonness(word, language), readers)


def _rare_or_long(sentence: str, word: str, common: float, readers: Audience) -> Iterator[Finding]:
    if common < readers.rarity:
        yield Finding("rare word", sentence, word, "is a rare word", "a word that everybody knows")
    elif len(word) > readers.letters and common < _EVERYDAY:
        why = f"has {len(word)} letters, {readers.letters} at most"
        yield Finding("long word", sentence, word, why, "a shorter word, or a few short ones")


def _altogether(sentence: str, language: str, readers: Audience, vocabulary: Vocabulary) -> Iterator[Finding]:
    """No single word is too rare or long, but together they are too much."""
    reached = level(difficulty(sentence, language, vocabulary))
    if reached > readers.level:
        heavy = ", ".join(heavy_words(sentence, language, vocabulary)[:3])
        yield Finding(
            "hard sentence", sentence, heavy, f"reads as {reached}, {readers.level} at most", "easier words"
        )


def _grammar(sentence: str, rules: Grammar) -> Iterator[Finding]:
    if done := grammar.passive(sentence, rules):
        yield Finding("passive", sentence, done, "is passive", "who does it")
    if denied := grammar.double_negative(sentence, rules):
        yield Finding("double negative", sentence, denied, "denies twice", "it without denying")
    if asked := grammar.double_question(sentence, rules):
        yield Finding("double question", sentence, asked, "asks two things at once", "two questions")


def _address(text: str, rules: Grammar) -> Iterator[Finding]:
    forms = grammar.forms_of_address(text, rules)
    if len(forms) > 1:
        word = " … ".join(forms.values())
        yield Finding("form of address", text.strip(), word, "mixes two forms of address", "either je or u")
