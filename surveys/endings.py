"""What a registered ending counts as. Pure.

CBS list: Regeling Jeugdwet, annex 2, 3.7. iJw list: JZ588. No official conversion exists; this one is
reference.md A.4 as settled in decision 5, and reports print its name.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from surveys.ages import age_on

MAPPING = "ending-1"
"""Name of this conversion; a changed rule gets a new name."""
CBS = ("01", "02", "03", "04", "05")
IJW = ("02", "20", "31", "32", "33", "34", "35", "36", "37", "38", "39")
SUCCESSOR_WITHIN = timedelta(days=30)
"""An administrative ending (iJw 36, 37) is one only when the same client has no new record within this time."""
ADMINISTRATIVE = frozenset({"36", "37"})

_PLAIN = {"31": "01", "32": "03", "33": "04", "34": "02", "35": "05", "02": "death", "20": "continued"}


@dataclass(frozen=True)
class Registered:
    """An ended record as its provider registered it. `list`: CBS, iJw or empty, then `code` is empty too."""

    list: str
    code: str
    end_date: date
    birth_month: str
    decided_by: str = ""
    follow_on: bool = False
    died: bool = False


def ending_of(record: Registered, *, succeeded: bool, today: date) -> str:
    """`01`…`05`, `unknown`, `death` or `continued`.

    `succeeded`: the same client began another record at this provider within 30 days. Until those days have
    passed an administrative ending is taken as continued.
    """
    if record.died:
        return "death"
    if record.follow_on:
        return "continued"
    if record.list != "iJw":
        return record.code or "unknown"
    if record.code in ADMINISTRATIVE:
        over = today > record.end_date + SUCCESSOR_WITHIN
        return "unknown" if over and not succeeded else "continued"
    if record.code == "38":
        return "03" if record.decided_by == "client" else "02"
    if record.code == "39":
        return "01" if age_on(record.birth_month, record.end_date) >= 18 else "02"
    return _PLAIN[record.code]
