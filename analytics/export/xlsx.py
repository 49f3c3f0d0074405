"""The workbook: draws the sheets with XlsxWriter. Strings are only ever written as strings, never as formulas."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from analytics.export import reading, summary, tidy
from analytics.export.sheet import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, Number, Sheet, Value
from analytics.report import Report
from analytics.words import Words
from surveys.periods import HOME

A4 = 9
INK, PAPER, FAINT, WARNING = "#1b2b3a", "#dfe8ef", "#5b6770", "#8a1c1c"
MARKS = frozenset({HIDDEN, NOT_AVAILABLE, NOT_APPLICABLE})
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def content(report: Report, words: Words) -> bytes:
    """The file; for a published period the same bytes every time."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    sheets = [
        reading.sheet(report, words),
        summary.sheet(report, words),
        tidy.rows_sheet(report, words),
        tidy.definitions_sheet(report, words),
    ]
    as_of = report.as_of.astimezone(HOME).replace(tzinfo=None)
    book.set_properties({"title": sheets[0].title, "author": "Hoorbaar", "created": as_of})
    pen = Pen(book, banners(report, words), f"&L{words.reading.footer} {as_of:%Y-%m-%d}&R&P / &N")
    for sheet in sheets:
        pen.draw(sheet)
    book.close()
    return out.getvalue()


def banners(report: Report, words: Words) -> list[str]:
    """What stands on top of every sheet in red."""
    found = [words.banners.invented] if report.invented else []
    return [*found, words.banners.provisional] if report.provisional else found


@dataclass
class Pen:
    """Draws sheets into one workbook. `warnings` stand on top of each, `footer` at the foot of each printed page."""

    book: Any
    warnings: Sequence[str]
    footer: str
    _formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    def draw(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        top = self._head(page, sheet)
        self._table(page, sheet, top)
        self._paper(page, sheet, top)

    def _head(self, page: Any, sheet: Sheet) -> int:
        """Title, warnings and note; the row that the table's header is in."""
        page.write_string(0, 0, sheet.title, self._format(bold=True, font_size=14))
        lines = [(warning, self._format(bold=True, font_color=WARNING)) for warning in self.warnings]
        if sheet.note:
            lines.append((sheet.note, self._format(italic=True)))
        for row, (text, look) in enumerate(lines, 1):
            page.write_string(row, 0, text, look)
        return len(lines) + 2

    def _table(self, page: Any, sheet: Sheet, top: int) -> None:
        header = self._format(bold=True, text_wrap=True, valign="top", bg_color=PAPER, font_color=INK, bottom=1)
        page.add_table(
            top,
            0,
            top + len(sheet.rows),
            len(sheet.columns) - 1,
            {
                "name": sheet.id,
                "style": "Table Style Light 1",
                "banded_rows": len(sheet.rows) > 1,
                "autofilter": sheet.filter,
                "columns": [{"header": column.label, "header_format": header} for column in sheet.columns],
            },
        )
        for number, cells in enumerate(sheet.rows, top + 1):
            for place, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True)):
                self._cell(page, number, place, cell, wrap=column.wrap)

    def _cell(self, page: Any, row: int, column: int, cell: Value, *, wrap: bool) -> None:
        if isinstance(cell, Number):
            page.write_number(row, column, cell.value, self._format(num_format=cell.form, valign="top"))
        elif cell in MARKS:
            page.write_string(row, column, cell, self._format(align="right", valign="top", font_color=FAINT))
        elif cell:
            page.write_string(row, column, cell, self._format(text_wrap=wrap, valign="top"))

    def _paper(self, page: Any, sheet: Sheet, top: int) -> None:
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
        page.freeze_panes(top + 1, sheet.frozen_columns)
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if not sheet.portrait:
            page.set_landscape()
        page.fit_to_pages(1, 1 if sheet.one_page else 0)
        page.repeat_rows(top)
        page.set_footer(self.footer)
        page.hide_gridlines(2)

    def _format(self, **look: object) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]
