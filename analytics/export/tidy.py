"""The sheets "Gegevens" (one row per row of the CSV) and "Definities". Pure."""

from collections.abc import Sequence

from analytics.definitions import Definition
from analytics.export.reading import blanks
from analytics.export.sheet import (
    HIDDEN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    WHOLE,
    Column,
    Number,
    Sheet,
    Value,
    measure,
)
from analytics.report import Report
from analytics.rows import ALL, COLUMNS, COUNTS, LATER, MEASURES, Row
from analytics.words import DEFINED, Words, fill

WIDEST = 48
NAME = "name"
"""A column for people beside the id: the indicator's name in words."""
RESPONSE = ("eligible", "responded")


def rows_sheet(report: Report, words: Words) -> Sheet:
    """The tidy table. Codes are in words; what is hidden, missing or out of place carries a mark."""
    of = {one.id: one for one in report.known}
    names = [COLUMNS[0], NAME, *COLUMNS[1:]]
    rows = [[_cell(name, row, of.get(str(row["indicator"])), words) for name in names] for row in report.rows]
    return Sheet(
        id="gegevens",
        name=words.sheets.rows,
        title=fill(words.titles.rows, **blanks(report, words)),
        note=words.notes.rows,
        columns=[
            _fitting(name, words.columns[name], [cells[place] for cells in rows]) for place, name in enumerate(names)
        ],
        rows=rows,
        frozen_columns=2,
    )


def _fitting(name: str, label: str, cells: Sequence[Value]) -> Column:
    """A column as wide as what is in it; its label may take more than one line."""
    numeric = name in {*COUNTS, *MEASURES}
    longest = 7 if numeric else max(len(cell) for cell in cells if isinstance(cell, str))
    words = max(len(word) for word in label.split())
    return Column(label, min(WIDEST, max(longest, words) * 1.05 + 3), numeric=numeric)


def _cell(name: str, row: Row, definition: Definition | None, words: Words) -> Value:
    if name == NAME:
        return definition.name["nl"] if definition else str(row["indicator"])
    cell = row[name]
    if cell is None or cell == "":
        return _mark(name, row)
    if name in COUNTS and isinstance(cell, int):
        return Number(cell, WHOLE)
    if name in MEASURES and isinstance(cell, float):
        n = row["n"]
        return measure(cell, definition.unit if definition else "", n if isinstance(n, int) else None)
    return words.value(name, str(cell))


def _mark(name: str, row: Row) -> str:
    """Why there is nothing: a later column, no such thing for this row, hidden, or nothing to count."""
    if name in {*LATER, "suppressed"}:
        return ""
    if name == "goal_source" or (name in RESPONSE and row["informant"] == ALL):
        return NOT_APPLICABLE
    return HIDDEN if row["suppressed"] or name in RESPONSE else NOT_AVAILABLE


def definitions_sheet(report: Report, words: Words) -> Sheet:
    """What every figure means; a definition that was changed since is named, without its words."""
    changed = [_changed(key, words) for key in report.changed]
    return Sheet(
        id="definities",
        name=words.sheets.definitions,
        title=fill(words.titles.definitions, **blanks(report, words)),
        note=words.notes.definitions,
        columns=[
            Column(words.definitions[name], width, wrap=True, numeric=name == "version")
            for name, width in DEFINED.items()
        ],
        rows=[*(_defined(one, words) for one in report.known), *changed],
        filter=False,
        frozen_columns=1,
    )


def _defined(one: Definition, words: Words) -> list[Value]:
    who = [words.value("informant", name) for name in one.informants or (ALL,)]
    return [
        one.id,
        Number(one.version, WHOLE),
        one.name["nl"],
        one.explanation["nl"],
        words.value("unit", one.unit),
        one.numerator.words["nl"],
        one.denominator.words["nl"],
        words.value("direction", one.direction),
        ", ".join(who).lower(),
        one.source,
    ]


def _changed(key: str, words: Words) -> list[Value]:
    id_, _, version = key.partition("@")
    return [id_, Number(float(version), WHOLE), "", words.reading.changed, *[""] * 6]
