"""Invitation codes: 128 random bits as 26 signs that survive being read out, typed and printed. Pure."""

import base64
import hashlib
import re

LENGTH = 26
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})
"""Digits that are not in the base32 alphabet, and the letters that people read as them."""


def new_code(random_bytes: bytes) -> str:
    """Sixteen random bytes as 26 base32 signs."""
    return base64.b32encode(random_bytes).decode().rstrip("=")


def grouped(code: str) -> str:
    """The code for paper and screens: groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalised(typed: str) -> str | None:
    """The code that somebody typed, whatever the case, dashes and spaces; None when it cannot be one."""
    code = re.sub(r"[^A-Za-z0-9]", "", typed).upper().translate(_MISREAD)
    return code if len(code) == LENGTH and _ALPHABET.issuperset(code) else None


def hash_of(code: str) -> str:
    """What is stored in place of the code: SHA-256, 64 hex digits. 128 random bits need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()
