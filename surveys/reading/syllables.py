"""Dutch syllables, and the Flesch–Douma score that needs them (reference: Douma 1960). Pure."""

import re
import unicodedata

from surveys.reading.sentences import sentences, tokens

_NUCLEUS = re.compile(
    r"aai|ooi|oei|eeu|ieu|eau|"  # three letters, one sound
    r"aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|ai|oi|ay|ey|oy|"
    r"[ëï]e|ëi|io(?=n)|"  # naïef, beëindigd; natio-nale is said in one breath
    r"[aeiouëïöüä]|(?<![aeiou])y"
)
_LOANS = {
    "team": 1, "teams": 1, "coach": 1, "coaches": 2, "coachen": 2, "chat": 1, "site": 1, "website": 2, "websites": 2,
    "online": 2, "offline": 2, "museum": 3, "cake": 1, "game": 1, "games": 1, "gamen": 2, "beat": 1, "break": 1,
    "privacy": 3, "smiley": 2, "pion": 2, "date": 1, "update": 2, "type": 2, "file": 1, "mobile": 2,
}  # fmt: skip


def syllables(word: str) -> int:
    """How many syllables a Dutch word has, at least one. A diaeresis begins a new one: co-ör-di-na-tie."""
    plain = _plain(word)
    return _LOANS.get(plain) or max(1, len(_NUCLEUS.findall(plain)))


def _plain(word: str) -> str:
    """Small letters; accents that only stress (één, vóór, à) are dropped, a diaeresis stays."""
    apart = unicodedata.normalize("NFD", word.lower().replace("ĳ", "ij"))
    return unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0302\u0303]", "", apart))


def flesch_douma(words: int, sentences: int, syllables: int) -> float:
    """206.835 − 0.93 · words per sentence − 77 · syllables per word; 70–80 is fairly easy, above 80 easy."""
    return 206.835 - 0.93 * words / sentences - 77 * syllables / words


def flesch_douma_of(text: str) -> float | None:
    """The score of a Dutch text; None when there is no word in it. A number counts as one syllable per digit."""
    split = sentences(text)
    found = [token for sentence in split for token in tokens(sentence)]
    if not found:
        return None
    return flesch_douma(len(found), len(split), sum(_counted(token) for token in found))


def _counted(token: str) -> int:
    digits = sum(sign.isdigit() for sign in token)
    return digits or sum(syllables(part) for part in re.split(r"[-.@/]", token) if part)
