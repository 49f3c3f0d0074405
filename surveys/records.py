"""Care records as their providers deliver them. Pure.

A care record is youth + start + care form at one provider (Informatieprotocol Beleidsinformatie Jeugd 3.3, 7.5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from surveys.endings import Registered, ending_of
from surveys.people import MOMENTS, SLOTS, Facts, Slot, bar, informant_of

FIELDS = (
    "provider",
    "record_id",
    "client_key",
    "region",
    "municipality",
    "segment",
    "care_form",
    "stay_type",
    "framework",
    "birth_month",
    "referral_date",
    "start_date",
    "end_date",
    "end_reason_list",
    "end_reason",
    "decided_by",
    "follow_on",
    "carer_consent",
    "consent_by",
    "do_not_invite",
    "invite_confirmed",
    "crisis_start",
    "referrer",
)
"""What is delivered and kept as it is: the columns of `care_record` of the same names."""


@dataclass(frozen=True)
class Person:
    """Somebody who may be asked. `key`: pseudonym that other records share, or empty. `email`: or empty."""

    slot: Slot
    key: str = ""
    language: str = "nl"
    email: str = field(default="", repr=False)

    @property
    def informant(self) -> str:
        return informant_of(self.slot)


@dataclass(frozen=True)
class CareRecord:
    """One delivered row. Empty text and None are what was left empty."""

    provider: str
    record_id: str
    client_key: str
    region: str
    municipality: str
    segment: str
    care_form: str
    framework: str
    birth_month: str
    start_date: date
    people: tuple[Person, ...]
    stay_type: str = ""
    referral_date: date | None = None
    end_date: date | None = None
    end_reason_list: str = ""
    end_reason: str = ""
    decided_by: str = ""
    follow_on: bool = False
    carer_consent: str = ""
    consent_by: str = ""
    do_not_invite: str = ""
    invite_confirmed: bool = False
    crisis_start: bool | None = None
    referrer: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.provider, self.record_id

    @property
    def died(self) -> bool:
        return self.do_not_invite == "death" or (self.end_reason_list, self.end_reason) == ("iJw", "02")

    def fields(self) -> dict[str, Any]:
        """The delivered columns of `care_record`, None for empty. After a death nobody is invited (decision 3)."""
        found = {name: None if (value := getattr(self, name)) == "" else value for name in FIELDS}
        return found | ({"do_not_invite": "death"} if self.died else {})

    def person_key(self, person: Person) -> str:
        """What a respondent is known by at this provider, next to their informant kind (decision 1)."""
        if person.slot == "youth":
            return self.client_key
        return person.key or f"{self.record_id}|{person.slot}"


Fields = Mapping[str, Any]
"""A record by column names, as delivered or as stored."""


def ending(record: Fields, *, succeeded: bool, today: date) -> str | None:
    """What the record's ending counts as; None while it is running."""
    if record["end_date"] is None:
        return None
    registered = Registered(
        list=record["end_reason_list"] or "",
        code=record["end_reason"] or "",
        end_date=record["end_date"],
        birth_month=record["birth_month"],
        decided_by=record["decided_by"] or "",
        follow_on=record["follow_on"],
        died=record["do_not_invite"] == "death",
    )
    return ending_of(registered, succeeded=succeeded, today=today)


def bars(record: Fields, ended_as: str | None) -> dict[Slot, dict[str, str]]:
    """Per slot `start_bar` and `end_bar`: why that person is not asked then; empty: may be asked."""
    facts = Facts(
        birth_month=record["birth_month"],
        start_date=record["start_date"],
        end_date=record["end_date"],
        ending=ended_as or "",
        carer_consent=record["carer_consent"] or "",
        do_not_invite=record["do_not_invite"] or "",
        invite_confirmed=record["invite_confirmed"],
    )
    return {slot: {f"{moment}_bar": bar(facts, slot, moment) for moment in MOMENTS} for slot in SLOTS}
