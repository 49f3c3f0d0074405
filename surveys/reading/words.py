"""How common and how hard a single word is. The table of frequencies (wordfreq) is loaded at the first question."""

import math
import re
from collections.abc import Mapping
from functools import cache

from surveys.reading import dutch_forms

COMMON = 3.6
"""Zipf frequency from which a word counts as common (design measurements on Dutch questions)."""

_TRANSPARENT = 12
"""A compound of common words is read without effort up to this many letters."""

_LEARNED = re.compile(
    r"\w{2,}(?:ief|ieve|iefs|ieel|iële|isch|ische|teit|teiten|atie|aties|ueel|uele|isme|air|aire|logie|entie|enties|"
    r"antie|anties|abel|abele|ibel|ibele|ement|matig|matige|(?:is|ic|u|if)(?:eren|eert|eerd|eerde|ering|eringen))"
)
_ABSTRACT = re.compile(r"\w{5,}(?:heid|heden|ing|ingen|schap|schappen|teit|teiten|atie|aties|isme|entie|age)")


@cache
def _table(language: str) -> Mapping[str, float]:
    from wordfreq import get_frequency_dict  # here, because a server must never load this table

    found: Mapping[str, float] = get_frequency_dict(language, "best")
    return found


def zipf(word: str, language: str) -> float:
    """Occurrences per billion words, log 10, of exactly this form; 0 for a word that is not in the table."""
    share = _table(language).get(word, 0.0)
    return math.log10(share) + 9 if share else 0.0


def commonness(word: str, language: str) -> float:
    """Zipf frequency of the word or of what it is a form of. Parts joined by a hyphen: the rarest of them."""
    return min(_commonness(part, language) for part in word.lower().replace("’", "'").split("-"))


@cache
def _commonness(word: str, language: str) -> float:
    own = zipf(word, language)
    if language != "nl" or own >= COMMON:
        return own
    forms = max((zipf(form, language) for form in dutch_forms.base_forms(word)), default=0.0)
    return max(own, forms, _joined(word))


def _joined(word: str) -> float:
    """A compound is a step rarer than its rarest part."""
    if len(word) > _TRANSPARENT:
        return 0.0
    return max((min(zipf(one, "nl"), zipf(two, "nl")) - 1 for one, two in dutch_forms.compounds(word)), default=0.0)


def is_learned(word: str) -> bool:
    """A Dutch word built the Latin way (residentieel, continuïteit), unless everybody uses it (organisatie)."""
    return bool(_LEARNED.fullmatch(word)) and zipf(word, "nl") < 4.5


def is_abstract(word: str) -> bool:
    """A long Dutch noun made of a verb or adjective (bereikbaarheid, verslaglegging), unless it is common."""
    return len(word) >= 10 and bool(_ABSTRACT.fullmatch(word)) and zipf(word, "nl") < 4.6


def hardness(word: str, language: str) -> float:
    """0 for a word everybody knows, up to 3 for one that hardly anybody reads."""
    low = word.lower()
    rarity = COMMON - commonness(low, language) + 0.8 * (language == "nl" and is_learned(low))
    missing = max(0.0, rarity) + 0.25 * min(1.0, max(0.0, rarity + 1))
    return min(2.5, missing) + 0.5 * (language == "nl" and is_abstract(low))
