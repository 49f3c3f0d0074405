"""What people type, made safe to store and easy to compare. Pure."""

import re
import unicodedata

LONGEST = 4000
"""Own words are cut after this many code points; nobody types more on a phone, machines do."""

_NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8}(?!\d)")


def clean(text: str) -> str:
    """NFC, without control characters (except line breaks and tabs) and lone surrogates, at most LONGEST long.

    A number that could be a BSN is masked: a survey has no right to one (reference.md C.4).
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(sign for sign in composed if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
    return mask_bsn(kept[:LONGEST]).strip()


_SIGNS = str.maketrans({"٫": ".", "،": ",", "؟": "?", "½": "0,5"})
"""Arabic signs as ours; a half is written out, or NFKD would make "7½" a 71."""


def plain(text: str) -> str:
    """For comparing: lower case, without accents, punctuation and doubled spaces; digits of any script as 0–9.

    Signs like 👍 stay.
    """
    split = unicodedata.normalize("NFKD", text.translate(_SIGNS).casefold())
    letters = "".join(_digit(sign) for sign in split if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s/,.+👍👎-]|_", " ", letters).strip(" .,!?").rstrip("-").split())


def _digit(sign: str) -> str:
    return str(int(sign)) if sign.isdecimal() else sign


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits could be a BSN (the eleven-test of the Dutch citizen service number)."""
    if len(digits) != 9 or not digits.isdecimal() or not digits.isascii() or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def mask_bsn(text: str) -> str:
    """The text with every number that could be a BSN replaced by `[nummer]`."""

    def masked(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        return "[nummer]" if passes_eleven_test(digits) else found[0]

    return _NINE_DIGITS.sub(masked, text)
