"""A text cut into sentences, clauses and words. Pure."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…؟።]+[\"”’»)\]]*\s+")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:(?:[^\W\d_]{1,3}\.){2,}|(?:bijv|bv|enz|etc|evt|max|min|resp|incl|excl|dr|mr|mw|mevr|dhr|nr|blz|tel)\.)\s*$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\{\w*\}")
_ADDRESS = r"\S+@\S+|(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|eu|net)\b\S*"
_DOTTED = r"(?:[^\W\d_]{1,3}\.){2,}"
_LETTERS = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_NUMBER = r"\d+(?:[.,:]\d+)*"
_TOKEN = re.compile(f"(?P<address>{_ADDRESS})|(?P<dotted>{_DOTTED})|(?P<word>{_LETTERS})|(?P<number>{_NUMBER})")


def sentences(text: str) -> list[str]:
    """The sentences in order. A new line always ends one; “bijv.” and “m.b.t.” never do; `{goal}` is left out."""
    found = [one for line in text.splitlines() for one in _of_line(_PLACEHOLDER.sub(" ", line))]
    return [one for one in found if tokens(one)]


def _of_line(line: str) -> Iterator[str]:
    begin = 0
    for end in _END.finditer(line):
        if _ends_here(line, begin, end):
            yield line[begin : end.end()].strip()
            begin = end.end()
    yield line[begin:].strip()


def _ends_here(line: str, begin: int, end: re.Match[str]) -> bool:
    """After a full stop a small letter goes on with the same sentence; after `?` and `!` nothing does."""
    if {"?", "!", "؟"} & set(end.group()):
        return True
    rest = line[end.end() :].lstrip("“‘\"'([")
    return not rest[:1].islower() and not _ABBREVIATED.search(line[begin : end.end()])


def tokens(sentence: str) -> list[str]:
    """Everything a reader counts as a word: words, numbers, abbreviations, addresses of sites."""
    return [match.group() for match in _TOKEN.finditer(_PLACEHOLDER.sub(" ", sentence))]


def words(sentence: str) -> list[str]:
    """Only what is made of letters; “POH-ggz” and “foto's” are one word. Dotted abbreviations are no words."""
    return [match.group("word") for match in _TOKEN.finditer(sentence) if match.group("word")]


def dotted(sentence: str) -> list[str]:
    """Abbreviations with full stops: m.b.t., o.a."""
    return [match.group("dotted") for match in _TOKEN.finditer(sentence) if match.group("dotted")]


def judged(sentence: str) -> list[str]:
    """The words whose frequency says something: no names (a capital inside a sentence), no abbreviations."""
    found = words(sentence)
    return [word for at, word in enumerate(found) if not is_capitals(word) and (at == 0 or not word[0].isupper())]


def is_capitals(word: str) -> bool:
    """GI, POH-GGZ, SMART: two to five capitals. A longer word in capitals is stress, and “U” is a word."""
    return len(word) > 1 and word.isupper() and all(len(part) <= 5 for part in word.split("-"))
