"""Typed words made comparable: what is said besides the answer left out, commands recognised."""

import re
from functools import lru_cache

from surveys.language.normalise import plain
from surveys.replies.meanings import Words

COMMANDS = ("stop", "back", "help")

_TWICE = re.compile(r"([👍👎])\1+")
_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def known(text: str) -> str:
    """`plain` for texts of ours, which come again and again."""
    return plain(text)


def heard(text: str) -> str:
    """What somebody typed, ready to compare."""
    return _TWICE.sub(r"\1", plain(text))


def meant_by(words: Words, name: str) -> frozenset[str]:
    return words.get(name, _NOTHING)


def tokens(said: str, words: Words) -> list[str]:
    """The words that carry meaning: "ik geef een dikke 8 hoor" -> ["8"]."""
    filler = meant_by(words, "filler")
    return [token for token in re.split(r"[\s,.]+", said) if token and token not in filler]


def core(said: str, words: Words) -> str:
    """The same in one line."""
    return " ".join(tokens(said, words))


def says(said: str, name: str, words: Words, *, literally: bool = False) -> bool:
    """Whether these words, as they stand or (not `literally`) without what is said besides, mean `name`."""
    meant = meant_by(words, name)
    return bool(said) and (said in meant or (not literally and core(said, words) in meant))


def command(said: str, words: Words, *, literally: bool = False) -> str:
    """The wish that these words are: stop, back, help, language:CODE; empty when they are none."""
    found = next((name for name in COMMANDS if says(said, name, words, literally=literally)), "")
    return found or next((name for name in words if name.startswith("language:") and said in words[name]), "")


def negations(said: str, words: Words) -> set[str]:
    """The words in it that turn a meaning around: niet, geen, no, …"""
    return set(said.split()) & meant_by(words, "negation")
