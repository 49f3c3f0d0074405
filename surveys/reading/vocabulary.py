"""Words with a plain alternative, words readers know, and how much a group of readers can take. Pure data."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from surveys.reading.sentences import dotted, is_capitals, words

Level = Literal["A2", "B1", "B2", "C1"]
"""Of the European framework, as far as a formula can tell; in this order, also as text."""


@dataclass(frozen=True)
class Audience:
    """What one group of readers can take. `rarity`: the lowest zipf frequency (occurrences per billion words,
    log 10) of a word that is still common to them; `letters`, `sentence`: the longest word and sentence; `level`: the
    hardest sentence. `address`: je, u, or "" for either."""

    sentence: int
    letters: int
    rarity: float
    level: Level
    jargon: bool
    address: str


@dataclass(frozen=True)
class Vocabulary:
    """One language's lists. `jargon`, `abbreviations`: what not to write -> what to write; `*` stands for letters."""

    jargon: Mapping[str, str]
    abbreviations: Mapping[str, str]
    plain_abbreviations: frozenset[str]
    known: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether readers know a word (small letters) although it is rare."""
        return bool(self._known.fullmatch(word))

    def instead_of(self, word: str) -> str:
        """What to write for a single word (small letters); "" when it is no jargon."""
        exact = self._exact.get(word)
        return exact or next((instead for shape, instead in self._shapes if shape.fullmatch(word)), "")

    def phrases_in(self, sentence: str) -> dict[str, str]:
        """The jargon of several words in a sentence, with what to write for each."""
        low = sentence.lower()
        return {found.group(): instead for shape, instead in self._phrases for found in [shape.search(low)] if found}

    def jargon_in(self, sentence: str) -> dict[str, str]:
        """The jargon in a sentence, as it is written there, with what to write for each."""
        single = {word: self.instead_of(word.lower()) for word in words(sentence) if not is_capitals(word)}
        return self.phrases_in(sentence) | {word: instead for word, instead in single.items() if instead}

    def abbreviations_in(self, sentence: str) -> dict[str, str]:
        """The abbreviations in a sentence, on the list or in capitals; "" where nobody wrote what it stands for."""
        cut_off = [part.strip('(“"') for part in sentence.split() if part.endswith(".")]
        found = dict.fromkeys([*words(sentence), *dotted(sentence), *cut_off])
        return {word: self.abbreviations.get(word, "") for word in found if self._is_abbreviation(word)}

    def _is_abbreviation(self, word: str) -> bool:
        low = word.lower()
        in_capitals = is_capitals(word) and low not in self.plain_abbreviations and not self.knows(low)
        return word in self.abbreviations or in_capitals

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return re.compile("|".join(_shape(one) for one in self.known) or "(?!)")

    @cached_property
    def _exact(self) -> dict[str, str]:
        return {one: instead for one, instead in self.jargon.items() if "*" not in one and " " not in one}

    @cached_property
    def _shapes(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple(
            (re.compile(_shape(one)), instead)
            for one, instead in self.jargon.items()
            if "*" in one and " " not in one
        )

    @cached_property
    def _phrases(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple(
            (re.compile(rf"\b{_shape(one)}\b"), instead) for one, instead in self.jargon.items() if " " in one
        )


def _shape(word: str) -> str:
    return re.escape(word).replace(r"\*", r"[\w'-]*").replace(r"\ ", r"\s+")


def apart(glossed: Mapping[str, str]) -> dict[str, str]:
    """`"a, b": c` of a list as `a: c, b: c`."""
    return {one: instead for key, instead in glossed.items() for one in _forms(key)}


def _forms(key: str) -> Iterable[str]:
    return (form.strip() for form in key.split(",") if form.strip())
