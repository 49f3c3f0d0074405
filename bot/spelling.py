"""Words by their sound, so that `zelfmoort`, `zelf­moord` and `ZÉLFMOORDDD` are one word. Pure.

People write Dutch by ear: d, t and dt, ei and ij, au and ou, g and ch, one letter or two, and the last n
left off. Phrases and texts are written down the same way here, so that no phrase has to list these.
"""

import re
import unicodedata
from collections.abc import Mapping

SENTENCE_ENDS = re.compile(r"[.!?;\n]+")
COMMA = ","

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ـ": "", "ى": "ي", "ة": "ه"})
_ASIDE = re.compile(
    "[’‘`´ʼ'\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}-\N{RIGHT-TO-LEFT MARK}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}]"
)
_PAUSE = re.compile(r"\.{2,}|…")
_NO_WORD = re.compile(r"[^\w\s.,!?;]|_")
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[013]+(?=[a-z])")
_DIGITS = str.maketrans("013", "oie")
_SOUNDS = (
    (re.compile(r"(?<=\w[^\We])en\b"), "e"),  # slapen, slape; but not alleen
    (re.compile(r"(?<=\w{3})dt?\b"), "t"),  # dood, word; but not had, bed
    (re.compile(r"ij|ei|y"), "y"),
    (re.compile("au"), "ou"),
    (re.compile("ch"), "g"),
    (re.compile("ie"), "i"),
    (re.compile(r"([^\W\d])\1+"), r"\1"),
)


def sound(text: str) -> str:
    """Lower case, without accents, vowel signs and apostrophes, and as it sounds; length and order stay."""
    heard = _folded(text)
    for spelled, said in _SOUNDS:
        heard = spelled.sub(said, heard)
    return heard


def sentences(text: str, written_out: Mapping[str, str]) -> list[list[str]]:
    """The words of each sentence by their sound, a comma being a word, abbreviations written out.

    `written_out`: abbreviation -> its words, both by their sound.
    """
    plain = _NO_WORD.sub(" ", _PAUSE.sub(" ", sound(text))).replace(COMMA, f" {COMMA} ")
    return [_words(part, written_out) for part in SENTENCE_ENDS.split(plain) if part.strip()]


def _words(sentence: str, written_out: Mapping[str, str]) -> list[str]:
    return [full for word in sentence.split() for full in written_out.get(word, word).split()]


def _folded(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    if not lowered.isascii():
        split = unicodedata.normalize("NFD", lowered)
        lowered = "".join(sign for sign in split if not unicodedata.combining(sign))
    plain = _ASIDE.sub("", lowered)
    return _DIGIT_IN_WORD.sub(lambda found: found[0].translate(_DIGITS), plain)
