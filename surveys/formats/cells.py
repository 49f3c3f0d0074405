"""What may stand in a cell: dates, codes, keys. A wrong one says what was expected."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from surveys.language.normalise import passes_eleven_test


class Wrong(ValueError):
    """A cell cannot be used; the message says what was expected."""


def shaped(shape: str, expected: str) -> AfterValidator:
    """A check that the whole cell has this shape, a regular expression."""
    pattern = re.compile(shape)

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise Wrong(f"expected {expected}")
        return text

    return AfterValidator(check)


def without_bsn(text: str) -> str:
    """The text, unless nine digits in it, together or with blanks, dots or dashes between, could be a BSN."""
    together = re.findall(r"\d+", text)
    spaced = [re.sub(r"\D", "", run) for run in re.findall(r"\d(?:[ .\-]?\d)*", text)]
    if any(passes_eleven_test(digits) for digits in (*together, *spaced)):
        raise Wrong("looks like a BSN; use a key of your own that only you can trace back")
    return text


def one_of(codes: tuple[str, ...]) -> AfterValidator:
    """A check that the cell is one of the codes."""

    def check(text: str) -> str:
        if text not in codes:
            raise Wrong(f"{short(text)} is not a known code; expected one of {' '.join(codes).strip()}")
        return text

    return AfterValidator(check)


def or_empty(codes: tuple[str, ...]) -> AfterValidator:
    """The same, or nothing."""
    return one_of((*codes, ""))


def day(cell: str) -> date | None:
    """An ISO date; None for an empty cell."""
    if not cell:
        return None
    found = day_or_none(cell) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) else None
    if found is None:
        raise Wrong(f"{short(cell)} is not a date like 2026-05-31")
    return found


def needed_day(cell: str) -> date:
    found = day(cell)
    if found is None:
        raise Wrong("is empty")
    return found


def short(cell: str) -> str:
    """A cell as it can be quoted in a message."""
    return repr(cell if len(cell) <= 20 else f"{cell[:20]}…")


def month(text: str) -> str:
    if not re.fullmatch(r"(19|20)\d{2}-(0[1-9]|1[0-2])", text):
        raise Wrong(f"{short(text)} is not a month like 2011-09")
    return text


def yes_or_no(text: str) -> str:
    if text not in {"yes", "no"}:
        raise Wrong(f"{short(text)} is not a known code; expected yes or no")
    return text


def day_or_none(cell: str) -> date | None:
    """An ISO date, or None for anything else."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def at_most(longest: int) -> AfterValidator:
    """A check that the cell is not longer than its column in the database."""

    def check(text: str) -> str:
        if len(text) > longest:
            raise Wrong(f"is longer than {longest} signs")
        return text

    return AfterValidator(check)


def filled(cell: str) -> str:
    if not cell:
        raise Wrong("is empty")
    return cell


Name = Annotated[str, AfterValidator(filled), at_most(80)]
Key = Annotated[str, AfterValidator(filled), AfterValidator(without_bsn), at_most(64)]
Day = Annotated[date | None, BeforeValidator(day)]
StartDay = Annotated[date, BeforeValidator(needed_day)]
Month = Annotated[str, AfterValidator(month)]
OptionalFlag = Annotated[str, AfterValidator(lambda text: yes_or_no(text) if text else "")]


def harmless(cell: str) -> str:
    """A cell for a file that a spreadsheet will open: what would start a formula is made plain text."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
