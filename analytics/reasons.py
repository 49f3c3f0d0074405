"""Why there is a signal, in a plain Dutch sentence for the table of an account meeting. Pure.

"In de laatste twee halfjaren 61 % (95 %: 53–69), daarvoor 78 %."
"""

from math import isnan

import numpy as np
import pandas as pd

TOO_FEW = "Te weinig antwoorden om te zien of er iets verandert."
"""Without a number: it might be a small cell."""
AGAIN = "Een half jaar eerder was dat ook al zo."


def sentences(rows: pd.DataFrame, unit: str) -> list[str]:
    """One for each row of analytics.signals that has a signal or too few people, else empty."""
    said = rows["state"].map({"too few": TOO_FEW}).fillna("").to_list()
    for place in np.flatnonzero(rows["signal"] != ""):
        said[place] = _sentence(rows.iloc[place], unit)
    return said


def _sentence(row: pd.Series, unit: str) -> str:
    told = [f"In de laatste twee halfjaren {_amount(row['value'], unit)}{_margin(row['low'], row['high'], unit)}"]
    if "own" in row["because"]:
        told.append(f"daarvoor {_short(row['earlier'], unit)}")
    if "others" in row["because"]:
        told.append(f"bij vergelijkbare aanbieders {_short(row['reference'], unit)}")
    again = f" {AGAIN}" if row["signal"] != "talk" else ""
    return ", ".join(told) + "." + again


def _amount(value: float, unit: str) -> str:
    return _short(value, unit) if unit == "share" else f"gemiddeld {_short(value, unit)}"


def _short(value: float, unit: str) -> str:
    return f"{_number(value, unit)} %" if unit == "share" else _number(value, unit)


def _margin(low: float, high: float, unit: str) -> str:
    """Empty where a mean has no interval."""
    return "" if isnan(low) else f" (95 %: {_number(low, unit)}–{_number(high, unit)})"


def _number(value: float, unit: str) -> str:
    """Whole percents; other numbers with one decimal, the Dutch way."""
    if unit == "share":
        return f"{100 * value:.0f}"
    return f"{value:.1f}".replace(".", ",").replace("-", "−")
