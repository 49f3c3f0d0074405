"""What we say besides the questions: who can be called, and whether somebody writes about danger.

Both read plain files of the configuration: `helplines.yaml` and `safety.yaml`. The trained classifier that
reads between the lines will stand behind the same `safety`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError, model_validator

from bot.danger import BadPhrase, Guards, Phrase, Phrases, Tier, compile_phrase, fold, judge
from surveys.faults import Mistakes
from surveys.question_files import read_yaml
from surveys.settings import SHIPPED_CONFIG

Line = Annotated[StrictStr, Field(min_length=1)]
Told = dict[StrictStr, Line]
Written = dict[StrictStr, list[Line]]
Kind = Literal["emergency", "suicide", "talk", "violence", "sexual_violence", "confidant", "police", "complaint"]

VERIFY_EVERY = 180
"""Days after which a help line must be looked up again."""
OLD_NUMBERS = frozenset({"09000113"})
"""Paid numbers of before October 2025 that must never be shown (reference.md D)."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HelpLine(_Strict):
    """Somebody to call or chat with. An empty `phone`, `url`, `chat`, `hours` or `cost` is not known for sure."""

    id: Line
    kind: Kind
    order: StrictInt
    audience: Annotated[list[Literal["youth", "parent", "foster_parent"]], Field(min_length=1)]
    name: Told
    note: Told
    phone: StrictStr = ""
    url: StrictStr = ""
    chat: StrictStr = ""
    hours: Told = {}
    cost: Told = {}
    languages: list[Line] = []
    verified: bool
    verified_on: date | None = None
    source: Line

    @property
    def dial(self) -> str:
        """The number as a telephone wants it, for a `tel:` link; empty without one."""
        return "".join(sign for sign in self.phone if sign.isdecimal() or sign == "+")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.dial in OLD_NUMBERS:
            raise ValueError(f"phone: {self.phone} is an old paid number; write 113")
        if self.verified and self.verified_on is None:
            raise ValueError("verified_on: is missing; write the day it was looked up")
        if not (self.phone or self.url or self.chat):
            raise ValueError("phone, url, chat: one of them is needed")
        for name in ("url", "chat"):
            address = getattr(self, name)
            if address and not address.startswith("https://"):
                raise ValueError(f"{name}: expected an address that begins with https://")
        return self


class _HelpLines(_Strict):
    lines: Annotated[list[HelpLine], Field(min_length=1)]


def helplines(config_dir: Path, informant: str) -> list[HelpLine]:
    """Who this informant can turn to, the most urgent first; what nobody verified is left out."""
    return [line for line in every_helpline(config_dir) if line.verified and informant in line.audience]


def every_helpline(config_dir: Path) -> list[HelpLine]:
    """All help lines of the file by their order, verified or not. Raises Mistakes naming line and field."""
    path = config_dir / "helplines.yaml"
    content = read_yaml(path)
    try:
        found = _HelpLines.model_validate(content).lines
    except ValidationError as error:
        raise Mistakes.of(_faults(error, content, path)) from None
    twice = sorted({line.id for line in found if [other.id for other in found].count(line.id) > 1})
    if twice:
        raise Mistakes(*(f"{path}: line {name}: is there twice" for name in twice))
    return sorted(found, key=lambda line: line.order)


def overdue(lines: Iterable[HelpLine], today: date, days: int = VERIFY_EVERY) -> list[HelpLine]:
    """The shown lines that were last looked up more than `days` ago."""
    return [line for line in lines if line.verified_on and (today - line.verified_on).days > days]


def _faults(error: ValidationError, content: object, path: Path) -> Iterator[str]:
    for fault in error.errors():
        place = ", ".join(_named(fault["loc"], content))
        yield f"{path}: {place}: {fault['msg'].removeprefix('Value error, ')}".replace(": :", ":")


def _named(loc: tuple[int | str, ...], content: object) -> Iterator[str]:
    """A fault's place in the words of the file: the second line is called by its id."""
    value = content
    for step in loc:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) else None
            yield f"line {value['id']}" if isinstance(value, dict) and "id" in value else f"line {step + 1}"
        else:
            value = value.get(step) if isinstance(value, dict) else None
            if step != "lines":
                yield step


class _Guards(_Strict):
    past: list[Line]
    present: list[Line]
    resolved: list[Line]
    topic: list[Line]
    joking: list[Line]
    idiom: list[Line]


class _Safety(_Strict):
    """`phrases`: tier -> subject -> language -> phrases; the subject is for whoever reads the file."""

    spelling: dict[StrictStr, Line]
    lists: Written
    negation: list[Line]
    not_negation: list[Line]
    clause_start: list[Line]
    guards: _Guards
    phrases: dict[Literal["acute", "worrying"], dict[StrictStr, Written]]


def safety(text: str, config_dir: Path = SHIPPED_CONFIG) -> Tier:
    """`acute`: help now; `worrying`: somebody may need help; `none`: no phrase of the file, which proves nothing."""
    return judge(text, danger_phrases(config_dir))


@lru_cache(maxsize=8)
def danger_phrases(config_dir: Path) -> Phrases:
    """The danger phrases of `safety.yaml`, read once per folder. Raises Mistakes naming every wrong phrase."""
    path = config_dir / "safety.yaml"
    content = read_yaml(path)
    try:
        file = _Safety.model_validate(content)
    except ValidationError as error:
        raise Mistakes.of(_faults(error, content, path)) from None
    reading = _Reading(file)
    found = tuple(reading.dangers())
    guards = reading.guards()
    if reading.faults:
        raise Mistakes(*(f"{path}: {fault}" for fault in reading.faults))
    return Phrases(found, guards, {fold(short): fold(full) for short, full in file.spelling.items()})


class _Reading:
    """Makes the phrases of one file ready and gathers what is wrong with them."""

    def __init__(self, file: _Safety) -> None:
        self._file = file
        self._lists = {name: tuple(words) for name, words in file.lists.items()}
        self._negation = [fold(word) for word in file.negation]
        self.faults: list[str] = []

    def dangers(self) -> Iterator[Phrase]:
        for tier, subjects in self._file.phrases.items():
            for subject, languages in subjects.items():
                for language, written in languages.items():
                    yield from self._ready(written, f"{tier}, {subject}, language {language}", tier)

    def guards(self) -> Guards:
        written = self._file.guards
        ready = {name: tuple(self._ready(getattr(written, name), name, "none")) for name in _Guards.model_fields}
        return Guards(
            negation=frozenset(self._negation),
            not_negation=frozenset(fold(word) for word in self._file.not_negation),
            clause_start=frozenset(fold(word) for word in self._file.clause_start),
            **ready,
        )

    def _ready(self, written: Iterable[str], where: str, tier: Tier) -> Iterator[Phrase]:
        for phrase in written:
            try:
                yield compile_phrase(phrase, self._lists, self._negation, tier)
            except BadPhrase as bad:
                self.faults.append(f"{where}, phrase {phrase!r}: {bad}")
