"""A long table of half-years as arrays: a row per series, a column per half-year, oldest first. Pure."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveys import periods

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """A long table seen as arrays; `table` has series, period and what else one asks for, one row for each place."""

    table: pd.DataFrame
    row: Places
    column: Places
    shape: tuple[int, int]

    @classmethod
    def of(cls, table: pd.DataFrame) -> "Grid":
        """Raises ValueError when a series has a half-year twice, or what is no half-year."""
        if table.duplicated(["series", "period"]).any():
            raise ValueError("series, period: expected each pair once")
        row, series = pd.factorize(table["series"])
        columns = _calendar(table["period"])
        column = table["period"].map(columns).to_numpy().astype(np.int64)
        return cls(table, row.astype(np.int64), column, (len(series), len(columns)))

    def numbers(self, name: str, missing: float = 0.0) -> Floats:
        return self._placed(self.table[name].to_numpy(dtype=np.float64), missing)

    def breaks(self, name: str) -> Flags:
        """Where this differs from when it was last there."""
        codes = self._placed(pd.factorize(self.table[name])[0].astype(np.float64), np.nan)
        before = pd.DataFrame(codes).ffill(axis=1).shift(axis=1).to_numpy()
        changed: Flags = ~np.isnan(codes) & ~np.isnan(before) & (codes != before)
        return changed

    def latest(self, name: str) -> list[str]:
        """Per series what its last half-year says."""
        order = np.lexsort([self.column, self.row])
        return self.table[name].iloc[order].groupby(self.row[order]).last().tolist()

    def _placed(self, values: Floats, missing: float) -> Floats:
        found = np.full(self.shape, missing, dtype=np.float64)
        found[self.row, self.column] = values
        return found

    def rows(self, **arrays: NDArray[np.generic]) -> pd.DataFrame:
        """The arrays as columns beside series and period, for the places that the table has."""
        columns = {name: values[self.row, self.column] for name, values in arrays.items()}
        return self.table[["series", "period"]].reset_index(drop=True).assign(**columns)


def _calendar(names: pd.Series) -> dict[str, int]:
    """Every half-year from the first named to the last, with its place; those nobody names included."""
    halves = [periods.parse(str(name)) for name in names.unique()]
    if any(half.halves != (half.name,) for half in halves):
        raise ValueError("period: expected half-years, like 2026H1")
    half = max(halves, key=lambda one: one.first)
    first = min(one.first for one in halves)
    found = [half.name]
    while half.first > first:
        half = periods.previous_half(half)
        found.append(half.name)
    return {name: place for place, name in enumerate(reversed(found))}
