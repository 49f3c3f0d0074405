"""Explicit danger phrases in what people type. Pure: the phrases come in, nothing is read or kept.

Rules catch what is said outright and miss most of what is said between the lines; a help button stands on
every page for that reason. A phrase is words with a few signs, so that people who don't program can add one:

    papa|vader ... sla*|schop* [heel hard|steeds] mij|me

`|` or, `*` any ending, `[ ]` may be left out, `...` up to three other words (no `niet`, no new sentence),
`{name}` a word list of the same file, `#` a number in digits.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Tier = Literal["acute", "worrying", "none"]
LADDER: tuple[Tier, ...] = ("acute", "worrying", "none")
Lists = Mapping[str, tuple[str, ...]]

STEM = 3
"""So many first letters of a word say which phrases could be meant, so that few are tried."""
REACH = 4
"""So many words before a phrase can a negation stand that takes it back."""

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ـ": ""})
_APOSTROPHES = re.compile("[’‘`´ʼ']")
_ELLIPSIS = re.compile(r"\.{2,}|…")
_SENTENCE = re.compile(r"[.!?;\n]+")
_NO_WORD = re.compile(r"[^\w\s.,!?;]|_")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_ELEMENT = re.compile(r"\[[^\]]*\]|\S+")
_LIST = re.compile(r"\{(\w+)\}")


class BadPhrase(Exception):
    """A phrase cannot be read; the message says why."""


@dataclass(frozen=True)
class Phrase:
    """One phrase ready to look for. `keys`: the first letters of its longest word; one of them must be there."""

    pattern: re.Pattern[str]
    keys: frozenset[str]
    words: frozenset[str]
    tier: Tier = "none"


@dataclass(frozen=True)
class Guards:
    """What takes a phrase back (negation, idiom, resolved) or lowers it one tier (past, topic, joking)."""

    negation: frozenset[str] = frozenset()
    not_negation: frozenset[str] = frozenset()
    clause_start: frozenset[str] = frozenset()
    past: tuple[Phrase, ...] = ()
    present: tuple[Phrase, ...] = ()
    resolved: tuple[Phrase, ...] = ()
    topic: tuple[Phrase, ...] = ()
    joking: tuple[Phrase, ...] = ()
    idiom: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """All danger phrases of an installation with their guards and the chat spellings that are written out."""

    phrases: tuple[Phrase, ...]
    guards: Guards
    spelling: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        index: dict[str, list[Phrase]] = {}
        for phrase in self.phrases:
            for key in phrase.keys:
                index.setdefault(key, []).append(phrase)
        vocabulary = frozenset(word for phrase in self.phrases for word in phrase.words)
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_vocabulary", vocabulary | frozenset(self.spelling))

    def candidates(self, sentence: str) -> set[Phrase]:
        """The phrases whose key word could be in the sentence."""
        index: dict[str, list[Phrase]] = self._index  # type: ignore[attr-defined] # set in __post_init__
        return {phrase for word in set(sentence.split()) for phrase in index.get(word[:STEM], ())}

    def knows(self, word: str) -> bool:
        known: bool = word in self._vocabulary  # type: ignore[attr-defined] # set in __post_init__
        return known


def fold(text: str) -> str:
    """Lower case, NFKC, without accents, vowel signs and apostrophes: the same for phrases and for texts."""
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    if not lowered.isascii():
        split = unicodedata.normalize("NFD", lowered)
        lowered = "".join(sign for sign in split if not unicodedata.combining(sign))
    return _APOSTROPHES.sub("", lowered)


def compile_phrase(written: str, lists: Lists, negation: Iterable[str] = (), tier: Tier = "none") -> Phrase:
    """A phrase as written in the file, made ready to look for. Raises BadPhrase."""
    elements = [_element(part, lists) for part in _ELEMENT.findall(fold(written))]
    needed = [words for kind, words in elements if kind == "words"]
    if not needed:
        raise BadPhrase("has no word that must be there")
    rarest = max(needed, key=lambda words: min(len(_first(word)) for word in words))
    if any(word.endswith("*") and len(_first(word)) < STEM for word in rarest):
        raise BadPhrase(f"needs at least {STEM} letters before the *")
    gap = _gap(negation)
    pattern = "".join(gap if kind == "gap" else _regex(kind, words) for kind, words in elements)
    keys = frozenset(_first(word)[:STEM] for word in rarest)
    literal = frozenset(part.rstrip("*") for words in needed for word in words for part in word.split())
    return Phrase(re.compile(pattern), keys, literal, tier)


def judge(text: str, phrases: Phrases) -> Tier:
    """The gravest tier that a phrase in the text still has after the guards; `none` without a phrase."""
    found = _sentences(text, phrases)
    worst = len(LADDER) - 1
    for number, sentence in enumerate(found):
        candidates = phrases.candidates(sentence)
        if candidates:
            around = sentence + " ".join(found[number + 1 : number + 2])
            worst = min([worst, *_tiers(sentence, around, candidates, phrases.guards)])
    return LADDER[worst]


def _sentences(text: str, phrases: Phrases) -> list[str]:
    """Per sentence the words between single spaces, with a space at both ends, chat spelling written out."""
    plain = _NO_WORD.sub(" ", _ELLIPSIS.sub(" ", fold(text))).replace(",", " , ")
    return [_spelled(part.split(), phrases) for part in _SENTENCE.split(plain) if part.strip()]


def _spelled(words: list[str], phrases: Phrases) -> str:
    short = (_short(word, phrases) if _DRAWN_OUT.search(word) else word for word in words)
    return f" {' '.join(phrases.spelling.get(word, word) for word in short)} "


def _short(word: str, phrases: Phrases) -> str:
    """`doooood` is dood and `wiiil` is wil: of the two ways to shorten, the one that a phrase knows."""
    double, single = _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)
    return single if phrases.knows(single) and not phrases.knows(double) else double


def _element(part: str, lists: Lists) -> tuple[str, tuple[str, ...]]:
    if part == "...":
        return "gap", ()
    if part.startswith("["):
        return "optional", _alternatives(part.strip("[]"), lists)
    return "words", _alternatives(part, lists)


def _alternatives(part: str, lists: Lists) -> tuple[str, ...]:
    words: list[str] = []
    for word in part.split("|"):
        named = _LIST.fullmatch(word)
        if named is None:
            words.append(word)
        elif named[1] in lists:
            words += (fold(one) for one in lists[named[1]])
        else:
            raise BadPhrase(f"there is no word list {named[1]!r}")
    if not all(word.strip(" *") for word in words) or any(sign in part for sign in "[]()"):
        raise BadPhrase(f"{part!r} cannot be read")
    return tuple(words)


def _first(word: str) -> str:
    return word.split()[0].rstrip("*")


def _regex(kind: str, words: tuple[str, ...]) -> str:
    either = "|".join(r"\d+" if word == "#" else re.escape(word).replace(r"\*", r"\w*") for word in words)
    return f"(?: (?:{either})(?= ))" + ("?" if kind == "optional" else "")


def _gap(negation: Iterable[str]) -> str:
    stop = "|".join(re.escape(word) for word in negation)
    return rf"(?:{f' (?!(?:{stop}) )' if stop else ' '}[^ ]+(?= )){{0,3}}?"


def _tiers(sentence: str, around: str, candidates: set[Phrase], guards: Guards) -> Iterator[int]:
    """Place on the ladder of every phrase in the sentence that is not taken back."""
    for phrase in candidates:
        for match in phrase.pattern.finditer(sentence):
            if not _negated(sentence, match, guards) and not _part_of_idiom(sentence, match, guards):
                yield min(LADDER.index(phrase.tier) + _softer(sentence, around, guards), len(LADDER) - 1)


def _negated(sentence: str, match: re.Match[str], guards: Guards) -> bool:
    after = sentence[match.end() :].split()[:2]
    if after and after[0] in guards.negation and not guards.not_negation.intersection(after[1:]):
        return True
    before = sentence[: match.start()].split()[-REACH:]
    if before[-1:] and before[-1] in guards.negation:
        return True
    if match[0].split()[0] in guards.clause_start:
        return False
    for word in reversed(before):
        if word in guards.clause_start:
            return False
        if word in guards.negation:
            return True
    return False


def _part_of_idiom(sentence: str, match: re.Match[str], guards: Guards) -> bool:
    return any(
        idiom.start() < match.end() and match.start() < idiom.end()
        for phrase in guards.idiom
        for idiom in phrase.pattern.finditer(sentence)
    )


def _softer(sentence: str, around: str, guards: Guards) -> int:
    """How many tiers lower: what is long past, told about a film or laughed about weighs less."""
    lower = _there(guards.topic, sentence) + _there(guards.joking, sentence)
    if not _there(guards.present, sentence):
        lower += _there(guards.past, sentence) + len(LADDER) * _there(guards.resolved, around)
    return lower


def _there(phrases: tuple[Phrase, ...], sentence: str) -> bool:
    return any(phrase.pattern.search(sentence) for phrase in phrases)
