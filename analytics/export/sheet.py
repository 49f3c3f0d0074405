"""A sheet of the workbook as data: one table with a title above it. Pure; analytics.export.xlsx draws it."""

from collections.abc import Sequence
from dataclasses import dataclass

HIDDEN, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[x]", "[z]"
"""Marks in place of a figure, as public statistics use them."""

WHOLE, ONE_DECIMAL, TWO_DECIMALS, PERCENT, FINE_PERCENT = "0", "0.0", "0.00", "0%", "0.0%"
ROOMY = 0.98
"""The part of a column's width that text may count on, whatever font a machine has."""
FINE_FROM = 100
"""From this n on a percentage has a decimal (reference.md H.3)."""


@dataclass(frozen=True)
class Number:
    """A real number with the format it is read in."""

    value: float
    form: str


Value = str | Number


@dataclass(frozen=True)
class Column:
    """`width` in characters. `wrap`: long text goes on in the next line. `opens`: a line to the left of it."""

    label: str
    width: float
    wrap: bool = False
    numeric: bool = False
    opens: bool = False

    def lines(self, text: str) -> int:
        """How many lines a text takes in this column, a little on the safe side."""
        room, used, lines = max(1, int(self.width * ROOMY)), 0, 1
        for word in text.split():
            if used and used + len(word) > room:
                used, lines = 0, lines + 1
            used += len(word) + 1
        return lines


@dataclass(frozen=True)
class Sheet:
    """`id` names the table inside the workbook. `one_page`: fits one sheet of A4; else as many as it takes."""

    id: str
    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    note: str = ""
    one_page: bool = False
    portrait: bool = False
    filter: bool = True
    frozen_columns: int = 0


def measure(value: float, unit: str, n: int | None) -> Number:
    """A value or a limit as people read it."""
    if unit != "share":
        return Number(value, ONE_DECIMAL)
    return Number(value, FINE_PERCENT if n is not None and n >= FINE_FROM else PERCENT)
