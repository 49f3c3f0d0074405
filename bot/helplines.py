"""Whom people can turn to, read from `helplines.yaml`."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator

from bot.config_file import Form, Line, read_as
from surveys.faults import Mistakes

VERIFY_EVERY = 180
"""Days after which a help line must be looked up again."""
OLD_NUMBERS = frozenset({"09000113"})
"""Paid numbers of before October 2025 that must never be shown."""
LANGUAGES = ("nl", "en")

_PHONE = re.compile(r"\+?[0-9][0-9 -]*")


def _in_every_language(told: dict[str, str]) -> dict[str, str]:
    missing = [language for language in LANGUAGES if language not in told]
    if missing:
        raise ValueError(f"language {', '.join(missing)} is missing")
    return told


def _in_every_language_or_none(told: dict[str, str]) -> dict[str, str]:
    return _in_every_language(told) if told else told


def _number(phone: str) -> str:
    if phone and not _PHONE.fullmatch(phone):
        raise ValueError(f"expected digits with spaces or dashes, not {phone!r}")
    if _dial(phone).replace("+31", "0") in OLD_NUMBERS:
        raise ValueError(f"{phone} is an old paid number; write 113")
    return phone


def _address(url: str) -> str:
    if url and not url.startswith("https://"):
        raise ValueError("expected an address that begins with https://")
    return url


def _dial(phone: str) -> str:
    return "".join(sign for sign in phone if sign in "+0123456789")


Told = Annotated[dict[StrictStr, Line], AfterValidator(_in_every_language)]
ToldIfKnown = Annotated[dict[StrictStr, Line], AfterValidator(_in_every_language_or_none)]
Phone = Annotated[StrictStr, AfterValidator(_number)]
Url = Annotated[StrictStr, AfterValidator(_address)]
Kind = Literal["emergency", "suicide", "talk", "violence", "sexual_violence", "confidant", "police", "complaint"]


class HelpLine(Form):
    """Somebody to call or chat with. An empty `phone`, `url`, `chat`, `hours` or `cost` is not known for sure."""

    id: Line
    kind: Kind
    order: StrictInt
    audience: Annotated[list[Literal["youth", "parent", "foster_parent"]], Field(min_length=1)]
    name: Told
    note: Told
    phone: Phone = ""
    url: Url = ""
    chat: Url = ""
    hours: ToldIfKnown = Field(default_factory=dict)
    cost: ToldIfKnown = Field(default_factory=dict)
    languages: list[Line] = Field(default_factory=list)
    verified: StrictBool
    verified_on: Annotated[date, Field(strict=True)] | None = None
    source: Line

    @property
    def dial(self) -> str:
        """The number as a telephone wants it, for a `tel:` link; empty without one."""
        return _dial(self.phone)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.verified and self.verified_on is None:
            raise ValueError("verified_on: is missing; write the day it was looked up")
        if not (self.phone or self.url or self.chat):
            raise ValueError("phone, url, chat: one of them is needed")
        return self


class _HelpLines(Form):
    lines: Annotated[list[HelpLine], Field(min_length=1)]


def helplines(config_dir: Path, informant: str) -> list[HelpLine]:
    """Who this informant can turn to, the most urgent first; what nobody verified is left out."""
    return [line for line in every_helpline(config_dir) if line.verified and informant in line.audience]


def every_helpline(config_dir: Path) -> list[HelpLine]:
    """All help lines of the file by their order, verified or not. Raises Mistakes naming line and field."""
    path = config_dir / "helplines.yaml"
    found = read_as(path, _HelpLines).lines
    names = [line.id for line in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Mistakes(*(f"{path}: line {name}: is there twice" for name in twice))
    return sorted(found, key=lambda line: line.order)


def overdue(lines: Iterable[HelpLine], today: date, days: int = VERIFY_EVERY) -> list[HelpLine]:
    """The shown lines that were last looked up more than `days` ago, or on a day that is yet to come."""
    return [
        line
        for line in lines
        if line.verified and line.verified_on and not 0 <= (today - line.verified_on).days <= days
    ]
