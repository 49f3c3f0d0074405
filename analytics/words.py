"""The Dutch words of a report, from config/indicators/report/nl.yaml."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from analytics.rows import COLUMNS
from surveys.faults import Mistakes
from surveys.question_files import read_yaml

Said = Annotated[StrictStr, Field(min_length=1)]
DEFINED = {
    "id": 29,
    "version": 7,
    "name": 30,
    "explanation": 60,
    "unit": 16,
    "numerator": 34,
    "denominator": 34,
    "direction": 16,
    "informants": 18,
    "source": 34,
}
"""Columns of the definitions, and how wide they are in characters."""
BLANKS = frozenset(
    {
        "period",
        "first",
        "last",
        "scope",
        "as_of",
        "status",
        "groups",
        "selection",
        "response",
        "hidden",
        "rows",
        "pattern",
    }
    | {"published", "provider", "who", "responded", "eligible", "share", "source", "what"}
)
"""What may stand between braces."""
_BLANK = re.compile(r"\{([^}]*)\}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sheets(_Strict):
    """One text per sheet."""

    reading: Said
    summary: Said
    rows: Said
    definitions: Said


class Banners(_Strict):
    invented: Said
    provisional: Said


class Notes(_Strict):
    rows: Said
    definitions: Said


class Summary(_Strict):
    """Labels of the summary; `what` is the figure that a column belongs to."""

    note: Said
    response: Said
    subject: Said
    useful: Said
    guidance: Said
    mark: Said
    without_help: Said
    goals: Said
    dropout: Said
    people: Said
    from_: Said = Field(alias="from")
    to: Said


class Line(_Strict):
    about: Said
    text: Said


class Status(_Strict):
    published: Said
    provisional: Said


class Selection(_Strict):
    """`nothing`: what rows are split by when they are not. `scope`: added to titles when one provider is selected."""

    all: Said
    one: Said
    nothing: Said
    scope: Said


class Response(_Strict):
    some: Said
    hidden: Said
    none: Said


class Reading(_Strict):
    """The guide for readers: lines of a subject and what there is to say about it."""

    about: Said
    text: Said
    lines: list[Line]
    status: Status
    selection: Selection
    response: Response
    changed: Said
    footer: Said


class Words(_Strict):
    """Everything a reader of the workbook reads that is not a figure."""

    columns: dict[Said, Said]
    values: dict[Said, dict[Said, Said]]
    definitions: dict[Said, Said]
    sheets: Sheets
    titles: Sheets
    banners: Banners
    summary: Summary
    notes: Notes
    reading: Reading

    def value(self, column: str, code: str) -> str:
        """A code as people read it; a name that has no other word is itself."""
        return self.values.get(column, {}).get(code, code)


def fill(text: str, **values: object) -> str:
    """The text with its blanks filled in."""
    return _BLANK.sub(lambda blank: str(values.get(blank[1], blank[0])), text)


def read(config_dir: Path) -> Words:
    """Raises Mistakes, one line per fault."""
    path = config_dir / "indicators" / "report" / "nl.yaml"
    content = read_yaml(path)
    try:
        words = Words.model_validate(content)
    except ValidationError as error:
        raise Mistakes(*(f"{path}: {_place(fault['loc'])}: {fault['msg']}" for fault in error.errors())) from None
    faults = [f"columns: {name}: is missing" for name in (*COLUMNS, "name") if name not in words.columns]
    faults += [f"definitions: {name}: is missing" for name in DEFINED if name not in words.definitions]
    faults += [f"{{{blank}}} is not something that can be filled in" for blank in _strange(words)]
    if faults:
        raise Mistakes(*(f"{path}: {fault}" for fault in faults))
    return words


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in loc)


def _strange(words: Words) -> list[str]:
    found: set[str] = set(_BLANK.findall(" ".join(_texts(words.model_dump()))))
    return sorted(found - BLANKS)


def _texts(part: object) -> list[str]:
    if isinstance(part, dict):
        return [text for inner in part.values() for text in _texts(inner)]
    if isinstance(part, list):
        return [text for inner in part for text in _texts(inner)]
    return [str(part)]
