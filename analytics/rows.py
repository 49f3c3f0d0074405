"""What an indicator row is: its columns in order, the groupings it may come in, and how it is frozen.

The columns are those of the exported files; a group column that was not asked for holds `all`.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

Cell = str | int | float | None
Row = dict[str, Cell]
"""One indicator for one group: every name of COLUMNS; None where a file shows nothing."""

COLUMNS = (
    "indicator",
    "definition",
    "direction",
    "purpose",
    "period",
    "region",
    "municipality",
    "provider",
    "segment",
    "informant",
    "framework",
    "goal_source",
    "n",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "band",
    "eligible",
    "responded",
    "reference",
    "compared",
    "signal",
    "suppressed",
)
COUNTS = ("n", "numerator", "denominator", "eligible", "responded")
"""Columns of whole numbers."""
MEASURES = ("value", "low", "high")
"""Columns of fractions, or of numbers in the scale's own unit."""
LATER = ("band", "reference", "compared", "signal")
"""Columns that are filled once there is something to compare with; empty until then."""

GROUPS = ("region", "municipality", "provider", "segment", "framework")
"""What rows may be grouped by, in the file's order. Informants are always apart, asked for or not."""
INFORMANTS = ("youth", "parent", "foster_parent")
ALL = "all"

Grouping = tuple[str, ...]
"""A choice of GROUPS, in their order."""


def groupings() -> Iterator[Grouping]:
    """Every choice of groups, from none to all."""
    for many in range(len(GROUPS) + 1):
        yield from combinations(GROUPS, many)


def name_of(grouping: Iterable[str]) -> str:
    """A grouping as it is stored: column names joined by a comma, in the file's order."""
    chosen = set(grouping)
    return ",".join(group for group in GROUPS if group in chosen)


def pack(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Rows as they are frozen: gzipped JSON, each a list in the order of COLUMNS. Floats keep every digit."""
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=4, mtime=0)


def unpack(body: bytes) -> list[Row]:
    """The rows that `pack` froze."""
    return as_rows(json.loads(gzip.decompress(body)))


def as_rows(lists: Iterable[Sequence[Cell]]) -> list[Row]:
    """Lists in the order of COLUMNS as rows by name."""
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in lists]
