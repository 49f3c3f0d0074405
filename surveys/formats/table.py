"""Reading a CSV file that people made: comma or semicolon, header row, UTF-8; every fault with its row."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from surveys.faults import Mistakes


@dataclass(frozen=True)
class Row:
    """`number` as a spreadsheet counts: the header is row 1. `cells`: column -> text without blanks around it."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Columns:
    """What a header may and must hold."""

    required: Collection[str]
    optional: Collection[str] = ()

    @property
    def known(self) -> set[str]:
        return {*self.required, *self.optional}


def read(path: Path, columns: Columns) -> tuple[list[Row], list[str]]:
    """The rows and the faults of single rows. Raises Mistakes when file or header cannot be used at all."""
    text = _text(path)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        numbered = [(lines.line_num, [cell.strip() for cell in line]) for line in lines]
    except csv.Error as error:
        raise Mistakes(f"{path}, row {lines.line_num}: cannot be read as CSV ({error})") from None
    filled = [(number, cells) for number, cells in enumerate((cells for _, cells in numbered), 1) if any(cells)]
    header = filled[0][1]
    faults = list(_header_faults(path, header, columns))
    if faults:
        raise Mistakes(*faults)
    if len(filled) == 1:
        raise Mistakes(f"{path}: has a header but no rows")
    return _rows(path, header, filled[1:])


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Mistakes(f"{path}: there is no such file") from None
    except OSError as error:
        raise Mistakes(f"{path}: cannot be read ({error.strerror})") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise Mistakes(f"{path}, row {row}: is not UTF-8; save it as “CSV UTF-8”") from None
    if "\x00" in text:
        raise Mistakes(f"{path}: is not a text file; save it as “CSV UTF-8”")
    if not text.strip():
        raise Mistakes(f"{path}: is empty")
    return text


def _delimiter(text: str) -> str:
    header = next(line for line in text.splitlines() if line.strip())
    return ";" if header.count(";") > header.count(",") else ","


def _header_faults(path: Path, header: list[str], columns: Columns) -> Iterator[str]:
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield f"{path}, row 1, column {name}: is there twice"
    for place, name in enumerate(header, 1):
        if not name:
            yield f"{path}, row 1: column {place} has no name"
        elif name not in columns.known:
            yield f"{path}, row 1, column {name}: is not known; known are {', '.join(sorted(columns.known))}"
    for name in columns.required:
        if name not in header:
            yield f"{path}, row 1, column {name}: is missing"


def _rows(path: Path, header: list[str], lines: list[tuple[int, list[str]]]) -> tuple[list[Row], list[str]]:
    rows, faults = [], []
    for number, cells in lines:
        if len(cells) == len(header):
            rows.append(Row(number, dict(zip(header, cells, strict=True))))
        else:
            faults.append(f"{path}, row {number}: has {len(cells)} cells, the header has {len(header)}")
    return rows, faults
