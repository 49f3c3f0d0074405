"""From what was extracted to the rows that may be shown, table by table. Pure."""

from collections.abc import Iterable, Sequence
from math import isnan

import pandas as pd

from analytics import disclosure, indicators
from analytics.definitions import Definition
from analytics.indicators import Extract
from analytics.rows import COLUMNS, COUNTS, LATER, MEASURES, Cell, Grouping, name_of
from analytics.tallies import tally

Table = list[list[Cell]]
"""Rows in the order of COLUMNS."""


def tables(
    definitions: Sequence[Definition], extract: Extract, period: str, groupings: Iterable[Grouping]
) -> dict[str, Table]:
    """Grouping -> its rows, sorted by group, informant and indicator; what may not be shown is hidden."""
    wanted = list(groupings)
    units = indicators.units(definitions, extract)
    if units.empty:
        return {name_of(grouping): [] for grouping in wanted}
    measured = indicators.measured(definitions, tally(units), wanted)
    shown = _described(disclosure.hide(measured, definitions), definitions, period)
    return {str(name): _listed(rows) for name, rows in shown.groupby("grouping", sort=False)}


def _described(shown: pd.DataFrame, definitions: Sequence[Definition], period: str) -> pd.DataFrame:
    about = pd.DataFrame(
        [[one.id, one.key, one.direction, one.purpose] for one in definitions],
        columns=["indicator", "definition", "direction", "purpose"],
    )
    described = about.iloc[shown["indicator"].to_numpy(dtype=int)].set_axis(shown.index)
    later = dict.fromkeys(LATER)
    return shown.drop(columns="indicator").join(described).assign(period=period, **later)


def _listed(rows: pd.DataFrame) -> Table:
    """Rows as lists; blanks are None, counts whole numbers."""
    columns = [_cells(rows[name], name) for name in COLUMNS]
    return [list(cells) for cells in zip(*columns, strict=True)]


def _cells(values: pd.Series, name: str) -> list[Cell]:
    cells = values.tolist()
    if name in COUNTS:
        return [None if isnan(cell) else int(cell) for cell in cells]
    if name in MEASURES:
        return [None if isnan(cell) else cell for cell in cells]
    return cells
