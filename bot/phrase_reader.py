"""The small language in which danger phrases are written, made for people who don't program. Pure.

    {person} + (slaat|schopt) + (mij|mijn zusje)

Words stand next to each other, with a few signs: `( | )` one of these, `[ ]` may be left out, `...` up to four
other words, ` + ` these parts in any order with up to four other words between them, `{name}` a word list of
the same file, `*` any ending, `#` a number in digits, `=` the begin or end of the sentence.
`...` and ` + ` never skip a negation: a phrase that means one writes it out.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from bot.phrases import STEM, Choice, Gap, Part, Parts, Phrase, Word
from bot.spelling import sound

MOST_ORDERED = 3
"""So many parts a phrase with ` + ` can have."""

_SIGN = re.compile(r"\.\.\.|[()\[\]|]|\{[^}]*\}|[{}]|[^\s()\[\]|{}]+")
_CLOSING = {"(": ")", "[": "]"}
_ENDING = frozenset("|)]")
_WORD = re.compile(r"[^\W_]+")


class BadPhrase(Exception):
    """A phrase cannot be read; the message says why."""


class Reader:
    """Reads phrases as they are written in a file with these word lists.

    `negation`: words that no gap skips. `written_out`: abbreviations and their words, by their sound.
    """

    def __init__(
        self, lists: Mapping[str, Sequence[str]], negation: frozenset[str], written_out: Mapping[str, str]
    ) -> None:
        self._lists = lists
        self._written_out = written_out
        self._gap = Gap(negation)
        self._read: dict[str, Part | None] = {}

    def read(self, written: str) -> Phrase:
        """The phrase, ready to look for. Raises BadPhrase."""
        text = written.strip()
        sections = [self._section(section) for section in text.strip("=").split(" + ")]
        if len(sections) > MOST_ORDERED:
            raise BadPhrase(f"has more than {MOST_ORDERED} parts with +")
        keys = _keys([part for parts in sections for part in parts])
        return Phrase(tuple(self._orders(sections)), text.startswith("="), text.endswith("="), keys)

    def _orders(self, sections: list[Parts]) -> Iterator[Parts]:
        for first, *others in permutations(sections):
            yield first + tuple(part for parts in others for part in (self._gap, *parts))

    def _section(self, written: str) -> Parts:
        signs = deque(_SIGN.findall(written))
        parts = self._parts(signs)
        if signs:
            raise BadPhrase("put words with | between ( and )" if signs[0] == "|" else f"{signs[0]} is not opened")
        if not parts or isinstance(parts[0], Gap) or isinstance(parts[-1], Gap):
            raise BadPhrase("needs a word at both ends")
        return parts

    def _parts(self, signs: deque[str]) -> Parts:
        """Takes signs up to one that ends these parts: `|`, `)` or `]`."""
        parts: list[Part] = []
        while signs and signs[0] not in _ENDING:
            parts += self._part(signs.popleft(), signs)
        return tuple(parts)

    def _part(self, sign: str, signs: deque[str]) -> Parts:
        if sign == "...":
            return (self._gap,)
        if sign in _CLOSING:
            return (_choice(self._ways(sign, signs), optional=sign == "["),)
        if sign.startswith("{"):
            return (self._list(sign.strip("{}")),)
        if sign == "#" or sign.endswith("*"):
            return (_kind_of_word(sign),)
        heard = self._written_out.get(sound(sign), sound(sign)).split()
        if not all(_WORD.fullmatch(word) for word in heard):
            raise BadPhrase(f"{sign!r} cannot be read: only letters, and the signs that are explained at the top")
        return tuple(Word(frozenset({word})) for word in heard)

    def _ways(self, opening: str, signs: deque[str]) -> list[Parts]:
        ways = [self._parts(signs)]
        while signs and signs[0] == "|":
            signs.popleft()
            ways.append(self._parts(signs))
        if not signs or signs.popleft() != _CLOSING[opening]:
            raise BadPhrase(f"{opening} is not closed")
        if not all(ways):
            raise BadPhrase("has an empty choice")
        return ways

    def _list(self, name: str) -> Part:
        if name not in self._lists:
            raise BadPhrase(f"there is no word list {name!r}")
        if name not in self._read:
            self._read[name] = None  # until it is read: a list that comes by here again holds itself
            self._read[name] = _choice([self._section(entry) for entry in self._lists[name]], optional=False)
        part = self._read[name]
        if part is None:
            raise BadPhrase(f"the word list {name!r} has a fault or holds itself")
        return part


def _choice(ways: list[Parts], *, optional: bool) -> Part:
    """The ways of one word become one word with all of them: a set is faster than trying each."""
    single = [way[0] for way in ways if len(way) == 1 and isinstance(way[0], Word)]
    longer = [way for way in ways if not (len(way) == 1 and isinstance(way[0], Word))]
    if not single:
        return Choice(tuple(longer), optional)
    word = Word(
        frozenset().union(*(one.exact for one in single)),
        tuple(stem for one in single for stem in one.stems),
        any(one.number for one in single),
    )
    return Choice(((word,), *longer), optional) if longer or optional else word


def _kind_of_word(sign: str) -> Word:
    if sign == "#":
        return Word(frozenset(), number=True)
    return Word(frozenset(), _stems(sign.removesuffix("*")))


def _stems(beginning: str) -> tuple[str, ...]:
    """By its sound, but not as the end of a word; the d or t it ends with may be either."""
    heard = sound(beginning + "x")[:-1]
    if not _WORD.fullmatch(heard) or len(heard) < STEM:
        raise BadPhrase(f"'{beginning}*' needs at least {STEM} letters before the *")
    return (heard[:-1] + "d", heard[:-1] + "t") if heard[-1] in "dt" else (heard,)


def _keys(parts: Sequence[Part]) -> frozenset[str]:
    """The words of the part that fewest texts have: the one whose shortest word is longest, the last of equals."""
    needed = [_words_of(part) for part in parts if _needed(part)]
    if not needed:
        raise BadPhrase("has no word that must be there")
    rarest = max(reversed(needed), key=lambda words: min(len(word) for word in words))
    return frozenset(word if not word.endswith("*") else word[:STEM] + "*" for word in rarest)


def _needed(part: Part) -> bool:
    return not (isinstance(part, Gap) or (isinstance(part, Choice) and part.optional))


def _words_of(part: Part) -> frozenset[str]:
    if isinstance(part, Word):
        return part.exact | {stem + "*" for stem in part.stems} | ({"#"} if part.number else set())
    return frozenset(key for way in part.ways for key in _keys(way)) if isinstance(part, Choice) else frozenset()
