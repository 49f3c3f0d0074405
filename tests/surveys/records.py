"""Rows of a records file for tests: one sound row, changed cell by cell."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

SOUND: Mapping[str, str] = {
    "record_id": "r1",
    "client_key": "c1",
    "provider": "Aanbieder Test (verzonnen)",
    "region": "Regio Test (verzonnen)",
    "municipality": "9901",
    "segment": "ambulatory",
    "care_form": "02",
    "framework": "voluntary",
    "birth_month": "2008-01",
    "referral_date": "2025-09-01",
    "start_date": "2025-10-01",
    "end_date": "2026-05-01",
    "end_reason_list": "CBS",
    "end_reason": "01",
    "follow_on": "no",
    "informants": "youth+parent",
}
RUNNING = {"end_date": "", "end_reason_list": "", "end_reason": ""}


def write(path: Path, rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> Path:
    """The sound row with each of these changes, as a file."""
    columns = list(dict.fromkeys(name for row in (SOUND, *rows) for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, columns, restval="", delimiter=delimiter)
        lines.writeheader()
        lines.writerows({**SOUND, **row} for row in rows)
    return path
