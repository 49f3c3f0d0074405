"""How grave a text sounds, by explicit phrases and by what takes them back. Pure: phrases come in, nothing is kept.

Phrases catch what is said outright and miss most of what is said between the lines; a help button stands on
every page for that reason.

A negation or an idiom takes a phrase back. Past, over, asked about, told of a film or laughed about makes what
is acute worrying and no lighter, unless it is said to be over and to be past, asked about or a film's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.phrases import Phrase, Words, keys_in
from bot.spelling import sentences

Tier = Literal["acute", "worrying", "none"]
LADDER: tuple[Tier, ...] = ("acute", "worrying", "none")
REACH = 4
"""So many words before a phrase can a negation stand that takes it back."""
AFTER = 3
"""So many words after a phrase can a negation stand, all but the last being words like `gelukkig`."""

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class GuardWords:
    """The single words of the guards, by their sound; `safety.yaml` explains them."""

    negation: frozenset[str]
    negation_behind: frozenset[str]
    still_danger: frozenset[str]
    between: frozenset[str]
    opening: frozenset[str]
    joining: frozenset[str]
    contrast: frozenset[str]


@dataclass(frozen=True)
class Guards:
    """What takes a phrase back (`denied`, `idiom`, negating words) or makes it lighter."""

    words: GuardWords
    denied: tuple[Phrase, ...] = ()
    idiom: tuple[Phrase, ...] = ()
    past: tuple[Phrase, ...] = ()
    present: tuple[Phrase, ...] = ()
    over: tuple[Phrase, ...] = ()
    asked: tuple[Phrase, ...] = ()
    topic: tuple[Phrase, ...] = ()
    joking: tuple[Phrase, ...] = ()


class Dangers:
    """All danger phrases of an installation. `written_out`: abbreviations and their words, by their sound."""

    def __init__(
        self, phrases: Iterable[tuple[Phrase, Tier]], guards: Guards, written_out: Mapping[str, str]
    ) -> None:
        self.phrases = tuple(phrases)
        self.guards = guards
        self.written_out = written_out
        self._by_key: dict[str, list[tuple[Phrase, Tier]]] = {}
        for phrase, tier in self.phrases:
            for key in phrase.keys:
                self._by_key.setdefault(key, []).append((phrase, tier))

    def possible(self, words: Words) -> set[tuple[Phrase, Tier]]:
        """The phrases that have a key in these words."""
        return {found for key in keys_in(words) for found in self._by_key.get(key, ())}


def judge(text: str, dangers: Dangers) -> Tier:
    """The gravest tier that a phrase in the text still has after the guards; `none` without a phrase."""
    found = sentences(text, dangers.written_out)
    tiers = (gravest(words, found[at + 1 : at + 2], dangers) for at, words in enumerate(found))
    return min(tiers, key=LADDER.index, default="none")


def gravest(words: Words, following: Sequence[Words], dangers: Dangers) -> Tier:
    """The same for one sentence; `following`: the next one, which may say that it is over."""
    sentence = _Sentence(words, following, dangers.guards)
    worst: Tier = "none"
    for phrase, tier in dangers.possible(words):
        if LADDER.index(tier) < LADDER.index(worst):
            left = [sentence.left_of(tier, start, end) for start, end in phrase.spans(words)]
            worst = min([worst, *left], key=LADDER.index)
    return worst


class _Sentence:
    """One sentence and what its guards say about a phrase that stands in it at (start, end)."""

    def __init__(self, words: Words, following: Sequence[Words], guards: Guards) -> None:
        self._words = words
        self._following = following
        self._guards = guards

    def left_of(self, tier: Tier, start: int, end: int) -> Tier:
        """What the guards leave of a phrase of this tier."""
        if self._denied(start, end) or not self._idioms.isdisjoint(range(start, end)):
            return "none"
        elsewhere = self._elsewhere(start, end)
        if self._is_over and elsewhere:
            return "none"
        if tier == "worrying":
            return "none" if self._is_over or self._joking or self._long_ago(start) else tier
        return "worrying" if self._is_over or self._joking or elsewhere else tier

    def _elsewhere(self, start: int, end: int) -> bool:
        """It is not about here and now: long ago, asked about, or in a film."""
        asked = not self._after_asking.isdisjoint(range(start, end))
        return asked or self._long_ago(start) or self._stretches[start] in self._topics

    def _long_ago(self, start: int) -> bool:
        return self._stretches[start] in self._past

    def _denied(self, start: int, end: int) -> bool:
        return self._denied_behind(end) or self._denied_before(start) or start in self._denials

    def _denied_behind(self, end: int) -> bool:
        """`papa slaat mij gelukkig niet`, but neither `papa slaat mij niet zomaar` nor `... , niet te geloven`."""
        for at in range(end, min(end + AFTER, len(self._words))):
            if self._words[at] in self._guards.words.negation_behind:
                return self._guards.words.still_danger.isdisjoint(self._words[at + 1 : at + 2])
            if self._words[at] not in self._guards.words.between:
                return False
        return False

    def _denied_before(self, start: int) -> bool:
        """`nooit meer door hem geslagen`, but not `het gaat niet, ik wil dood`: there something new begins."""
        if self._words[start] in self._guards.words.opening:
            return False
        for word in reversed(self._words[max(0, start - REACH) : start]):
            if word in self._guards.words.opening or word in self._guards.words.joining:
                return False
            if word in self._guards.words.negation:
                return True
        return False

    @cached_property
    def _denials(self) -> set[int]:
        return {end + skipped for _, end in self._spans(self._guards.denied) for skipped in (0, 1)}

    @cached_property
    def _idioms(self) -> set[int]:
        return {at for start, end in self._spans(self._guards.idiom) for at in range(start, end)}

    @cached_property
    def _stretches(self) -> list[int]:
        """Per word in which stretch of the sentence it stands; `maar` begins another."""
        stretch, found = 0, []
        for word in self._words:
            stretch += word in self._guards.words.contrast
            found.append(stretch)
        return found

    @cached_property
    def _past(self) -> set[int]:
        return set() if self._present else self._stretches_with(self._guards.past)

    @cached_property
    def _present(self) -> bool:
        over = {at for start, end in self._over for at in range(start, end)}
        return any(start not in over for start, _ in self._spans(self._guards.present))

    @cached_property
    def _topics(self) -> set[int]:
        return self._stretches_with(self._guards.topic)

    @cached_property
    def _after_asking(self) -> set[int]:
        return {end + skipped for _, end in self._spans(self._guards.asked) for skipped in range(REACH + 1)}

    @cached_property
    def _over(self) -> Spans:
        return self._spans(self._guards.over)

    @cached_property
    def _is_over(self) -> bool:
        return bool(self._over) or any(
            phrase.spans(words) for words in self._following for phrase in self._guards.over
        )

    @cached_property
    def _joking(self) -> bool:
        return bool(self._spans(self._guards.joking))

    def _stretches_with(self, phrases: Iterable[Phrase]) -> set[int]:
        return {self._stretches[start] for start, _ in self._spans(phrases)}

    def _spans(self, phrases: Iterable[Phrase]) -> list[tuple[int, int]]:
        return [span for phrase in phrases for span in phrase.spans(self._words)]
