"""Phrases that are ready to look for, and where they stand in a sentence. Pure.

Looking for a phrase is counting along with sets of places, without going back, so that no text can make it slow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

GAP = 4
"""So many other words may stand in a gap."""
STEM = 3
"""So many first letters of a word are enough to look up the phrases that may be meant."""

Words = Sequence[str]


@dataclass(frozen=True)
class Word:
    """One word: one of `exact`, or one with such a beginning, or a number."""

    exact: frozenset[str]
    stems: tuple[str, ...] = ()
    number: bool = False

    def step(self, words: Words, places: set[int]) -> set[int]:
        return {at + 1 for at in places if at < len(words) and self._is(words[at])}

    def _is(self, word: str) -> bool:
        return word in self.exact or word.startswith(self.stems) or (self.number and word.isdecimal())


@dataclass(frozen=True)
class Gap:
    """Any words but a negation."""

    negation: frozenset[str]

    def step(self, words: Words, places: set[int]) -> set[int]:
        return {end for at in places for end in self._ends(words, at)}

    def _ends(self, words: Words, at: int) -> Iterator[int]:
        yield at
        for end in range(at, min(at + GAP, len(words))):
            if words[end] in self.negation:
                return
            yield end + 1


@dataclass(frozen=True)
class Choice:
    """One of several ways to go on, or perhaps none."""

    ways: tuple["Parts", ...]
    optional: bool = False

    def step(self, words: Words, places: set[int]) -> set[int]:
        found = set(places) if self.optional else set()
        for way in self.ways:
            found |= _after(way, words, places)
        return found


Part = Word | Gap | Choice
Parts = tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase; `orders`: the ways in which its parts may follow each other.

    `first`, `last`: a sentence must begin, end with it. `keys`: one of these must be in it, as `keys_in` tells them.
    """

    orders: tuple[Parts, ...]
    first: bool
    last: bool
    keys: frozenset[str]

    def spans(self, words: Words) -> list[tuple[int, int]]:
        """Where the phrase stands: (first word, word after the last) of each place."""
        return [span for parts in self.orders for span in self._spans(parts, words)]

    def _spans(self, parts: Parts, words: Words) -> Iterator[tuple[int, int]]:
        everywhere = set(range(1 if self.first else len(words)))
        if not _after(parts, words, everywhere):
            return
        for start in everywhere:
            end = max(_after(parts, words, {start}), default=0)
            if end == len(words) or (end and not self.last):
                yield start, end


def keys_in(words: Words) -> set[str]:
    """What a sentence can be looked up by: its words and their first letters."""
    return {*words, *(word[:STEM] + "*" for word in words), *("#" for word in words if word.isdecimal())}


def _after(parts: Parts, words: Words, places: set[int]) -> set[int]:
    for part in parts:
        places = part.step(words, places)
        if not places:
            break
    return places
