"""The workbook: draws the sheets with XlsxWriter. Strings are only ever written as strings, never as formulas."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from analytics.export import reading, summary, tidy
from analytics.export.sheet import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, Column, Number, Sheet, Value
from analytics.report import Report
from analytics.words import Words
from surveys.periods import HOME

A4 = 9
PAPER, HAIR, FAINT, WARNING = "#dfe8ef", "#d5dde3", "#5b6770", "#8a1c1c"
LINE = 15
"""Height of a line of text, in points."""
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


def _left(column: Column) -> dict[str, object]:
    return {"left": 1, "left_color": FAINT} if column.opens else {}


def _lines(cell: Value, column: Column) -> int:
    return column.lines(cell) if column.wrap and isinstance(cell, str) else 1


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
        page.add_table(
            top,
            0,
            top + len(sheet.rows),
            len(sheet.columns) - 1,
            {
                "name": sheet.id,
                "style": "Table Style Light 1",
                "banded_rows": False,
                "autofilter": sheet.filter,
                "columns": [{"header": one.label, "header_format": self._header(one)} for one in sheet.columns],
            },
        )
        self._height(page, top, max(column.lines(column.label) for column in sheet.columns))
        for number, cells in enumerate(sheet.rows, top + 1):
            for place, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True)):
                self._cell(page, number, place, cell, column)
            wrapped = zip(cells, sheet.columns, strict=True)
            self._height(page, number, max(_lines(cell, column) for cell, column in wrapped))

    def _height(self, page: Any, row: int, lines: int) -> None:
        page.set_row(row, LINE * lines + 2)

    def _header(self, column: Column) -> Any:
        look = {"align": "right"} if column.numeric else {"align": "left", "indent": 1}
        return self._format(
            bold=True, text_wrap=True, valign="top", bg_color=PAPER, bottom=1, **look, **_left(column)
        )

    def _cell(self, page: Any, row: int, place: int, cell: Value, column: Column) -> None:
        look = {"valign": "top", "bottom": 1, "bottom_color": HAIR, **_left(column)}
        if isinstance(cell, Number):
            page.write_number(row, place, cell.value, self._format(num_format=cell.form, **look))
            return
        look |= {"align": "right"} if column.numeric else {"align": "left", "indent": 1}
        if cell in MARKS:
            look["font_color"] = FAINT
        if cell:
            page.write_string(row, place, cell, self._format(text_wrap=column.wrap, **look))
        else:
            page.write_blank(row, place, None, self._format(**look))

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
