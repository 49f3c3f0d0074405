"""Care records from CSV: every fault of the whole file, with row and column (interface: care records)."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from surveys.endings import CBS, IJW
from surveys.faults import Mistakes
from surveys.formats import table
from surveys.formats.cells import (
    Day,
    Key,
    Month,
    Name,
    OptionalFlag,
    StartDay,
    Wrong,
    day_or_none,
    one_of,
    or_empty,
    shaped,
    short,
    without_bsn,
)
from surveys.people import NEVER, SLOTS, Slot
from surveys.records import FIELDS, CareRecord, Person

REQUIRED = (
    "record_id",
    "client_key",
    "provider",
    "region",
    "municipality",
    "segment",
    "care_form",
    "framework",
    "birth_month",
    "referral_date",
    "start_date",
    "end_date",
    "end_reason_list",
    "end_reason",
    "follow_on",
    "informants",
)
CARERS = tuple(slot for slot in SLOTS if slot != "youth")
PER_PERSON = (
    *(f"{slot}_{what}" for slot in SLOTS for what in ("language", "email")),
    *(f"{slot}_key" for slot in CARERS),
)
OPTIONAL = (
    "stay_type",
    "decided_by",
    "carer_consent",
    "consent_by",
    "do_not_invite",
    "invite_confirmed",
    "crisis_start",
    "referrer",
    *PER_PERSON,
)
COLUMNS = table.Columns(REQUIRED, OPTIONAL)


def _do_not_invite(text: str) -> str:
    reason, plus, only = text.partition("+")
    if text and (reason not in NEVER or (plus and only not in SLOTS)):
        raise Wrong(f"{short(text)} is not known; expected one of {' '.join(NEVER)}, or one of them with +informant")
    return text


def _slots(cell: str) -> tuple[Slot, ...]:
    slots = [part.strip() for part in cell.split("+")] if cell else []
    unknown = [slot for slot in slots if slot not in SLOTS]
    if unknown:
        raise Wrong(f"{short(unknown[0])} is not known; expected {' '.join(SLOTS)}, joined by +")
    if len(set(slots)) != len(slots):
        raise Wrong("names somebody twice")
    if "parent" in slots and {"parent_1", "parent_2"} & set(slots):
        raise Wrong("expected parent, or parent_1 and parent_2, not both")
    return tuple(slot for slot in SLOTS if slot in slots)


SEGMENTS = ("treatment_stay", "living", "day", "ambulatory", "crisis")
CARE_FORMS = ("01", "02", "03", "04", "11", "12", "13", "14")
STAY_TYPES = (
    "foster",
    "family_home",
    "respite",
    "treatment_group",
    "three_milieu",
    "closed",
    "clinical_ggz",
    "protected_living",
    "other",
)
FRAMEWORKS = ("voluntary", "preventive", "forced")
REFERRERS = ("01", "02", "03", "04", "05", "06", "08")
CONSENTS = ("yes", "no", "via_chat", "not_needed")
CONSENTERS = ("parent", "guardian", "gi", "foster_guardian")
DECIDERS = ("client", "provider", "together")


class _Delivered(BaseModel):
    """One row, cell by cell."""

    model_config = ConfigDict(extra="allow")

    record_id: Key
    client_key: Key
    provider: Name
    region: Name
    municipality: Annotated[str, shaped(r"\d{4}", "the CBS code of four digits, such as 0034")]
    segment: Annotated[str, one_of(SEGMENTS)]
    care_form: Annotated[str, one_of(CARE_FORMS)]
    framework: Annotated[str, one_of(FRAMEWORKS)]
    birth_month: Month
    referral_date: Day
    start_date: StartDay
    end_date: Day
    end_reason_list: Annotated[str, or_empty(("CBS", "iJw"))]
    end_reason: str
    follow_on: OptionalFlag
    informants: Annotated[tuple[Slot, ...], BeforeValidator(_slots)]
    stay_type: Annotated[str, or_empty(STAY_TYPES)] = ""
    decided_by: Annotated[str, or_empty(DECIDERS)] = ""
    carer_consent: Annotated[str, or_empty(CONSENTS)] = ""
    consent_by: Annotated[str, or_empty(CONSENTERS)] = ""
    do_not_invite: Annotated[str, AfterValidator(_do_not_invite)] = ""
    invite_confirmed: OptionalFlag = ""
    crisis_start: OptionalFlag = ""
    referrer: Annotated[str, or_empty(REFERRERS)] = ""


def _contradictions(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Cells that are fine by themselves but not together; cells that cannot be read are left to their own fault."""
    start, end = day_or_none(cells["start_date"]), day_or_none(cells["end_date"])
    if start and end and end < start:
        yield "end_date", f"{end} lies before start_date {start}"
    if start and cells["birth_month"] > f"{start:%Y-%m}":
        yield "birth_month", f"lies after start_date {start}"
    yield from _reason(cells["end_reason_list"], cells["end_reason"], cells["end_date"])


def _reason(codes: str, code: str, end: str) -> Iterator[tuple[str, str]]:
    if code and not codes:
        yield "end_reason_list", "is empty, but there is an end_reason; expected CBS or iJw"
    if codes and not code:
        yield "end_reason", "is empty, but there is an end_reason_list"
    if code and not end:
        yield "end_date", "is empty, but there is an end_reason"
    known: tuple[str, ...] = {"CBS": CBS, "iJw": IJW}.get(codes, ())
    if code and known and code not in known:
        yield "end_reason", f"{short(code)} is not a known code; expected one of {' '.join(known)} in list {codes}"


def read(path: Path) -> list[CareRecord]:
    """The records of a file. Raises Mistakes naming every fault with row and column; then nothing may be imported."""
    rows, faults = table.read(path, COLUMNS)
    found: list[CareRecord] = []
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        record, wrong = _record(row.cells)
        faults += [f"{path}, row {row.number}, column {column}: {what}" for column, what in wrong]
        key = row.cells["provider"], row.cells["record_id"]
        if all(key) and key in first:
            faults.append(f"{path}, row {row.number}, column record_id: is in row {first[key]} already")
        first.setdefault(key, row.number)
        if record:
            found.append(record)
    if faults:
        raise Mistakes(*sorted(faults, key=_row_number))
    return found


def _row_number(fault: str) -> int:
    number = re.search(r", row (\d+)", fault)
    return int(number[1]) if number else 0


def _record(cells: dict[str, str]) -> tuple[CareRecord | None, list[tuple[str, str]]]:
    wrong = [*_contradictions(cells), *_people_faults(cells)]
    try:
        row = _Delivered.model_validate(cells)
    except ValidationError as error:
        return None, [*_faults(error), *wrong]
    return (None, wrong) if wrong else (_built(row, cells), [])


def _faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    for fault in error.errors():
        cause = fault.get("ctx", {}).get("error")
        if isinstance(cause, Wrong):
            yield str(fault["loc"][0]), str(cause)
        else:
            yield str(fault["loc"][0]), fault["msg"]


def _people_faults(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    named = {part.strip() for part in cells["informants"].split("+")}
    for column in PER_PERSON:
        cell = cells.get(column, "")
        slot, what = column.rsplit("_", 1)
        if cell and slot not in named:
            yield column, f"is filled in, but informants does not name {slot}"
        elif cell:
            fault = _PERSON_CHECKS[what](cell)
            if fault:
                yield column, fault


def _language_fault(cell: str) -> str:
    return "" if re.fullmatch(r"[a-z]{2,3}", cell) else f"{short(cell)} is not a language code such as nl, en or ar"


def _email_fault(cell: str) -> str:
    return "" if re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+", cell) else "is not an e-mail address"


def _key_fault(cell: str) -> str:
    try:
        without_bsn(cell)
    except Wrong as wrong:
        return str(wrong)
    return "" if len(cell) <= 64 else "is longer than 64 signs"


_PERSON_CHECKS: dict[str, Callable[[str], str]] = {
    "language": _language_fault,
    "email": _email_fault,
    "key": _key_fault,
}


def _built(row: _Delivered, cells: dict[str, str]) -> CareRecord:
    values = {name: getattr(row, name) for name in FIELDS}
    flags: dict[str, Any] = {name: values[name] == "yes" for name in ("follow_on", "invite_confirmed")}
    flags["crisis_start"] = values["crisis_start"] == "yes" if values["crisis_start"] else None
    return CareRecord(**(values | flags), people=tuple(_person(slot, cells) for slot in row.informants))


def _person(slot: Slot, cells: dict[str, str]) -> Person:
    return Person(
        slot=slot,
        key=cells.get(f"{slot}_key", ""),
        language=cells.get(f"{slot}_language", "") or "nl",
        email=cells.get(f"{slot}_email", ""),
    )
