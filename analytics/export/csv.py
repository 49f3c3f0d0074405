"""CSV: comma, UTF-8, the columns of analytics.rows. Excel is served by the workbook."""

import csv
import io

from analytics.report import Report
from analytics.rows import COLUMNS, Cell

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def content(report: Report) -> bytes:
    """The file. Numbers keep every digit; a text that a spreadsheet would run as a formula gets a `'` before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(guarded(name) for name in COLUMNS)
    writer.writerows([guarded(row[name]) for name in COLUMNS] for row in report.rows)
    return out.getvalue().encode()


def guarded(cell: Cell) -> Cell:
    """A cell as it may be opened in a spreadsheet program; numbers are left alone."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell
