"""One invented care record: what is true of it, and the row that its provider would write about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from surveys.ages import age_on
from surveys.demo.region import REGION, Offer, Provider

COLUMNS = (
    "record_id",
    "client_key",
    "provider",
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
    "informants",
    "youth_language",
    "parent_key",
    "parent_language",
    "parent_1_key",
    "parent_1_language",
    "parent_2_key",
    "parent_2_language",
    "foster_parent_key",
    "foster_parent_language",
    "carer_consent",
    "consent_by",
    "do_not_invite",
    "invite_confirmed",
    "crisis_start",
    "referrer",
)

NEVER = date(2030, 1, 1)
"""The end of what is still running."""


@dataclass(frozen=True)
class Reason:
    """Why care ended, as registered. `truth`: what surveys.endings makes of it."""

    truth: str
    list: str = ""
    code: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who may be asked. `key`: pseudonym of a parent or foster parent, empty for the youth."""

    slot: str
    key: str
    language: str

    @property
    def informant(self) -> str:
        return "parent" if self.slot.startswith("parent") else self.slot


@dataclass(frozen=True)
class Case:
    """A care record with all that is true of it. `end` lies in the future while it is running."""

    provider: Provider
    offer: Offer
    record_id: str
    client_key: str
    municipality: str
    framework: str
    born: date
    referred: date
    start: date
    end: date
    reason: Reason
    people: tuple[Person, ...]
    follow_on: bool = False
    consent: Mapping[str, str] = field(default_factory=dict)
    invite_confirmed: str = ""
    do_not_invite: str = ""
    referrer: str = "01"

    @property
    def key(self) -> tuple[str, str]:
        """What a care record is known by: provider and record_id."""
        return self.provider.name, self.record_id

    def person(self, slot: str) -> Person:
        return next(person for person in self.people if person.slot == slot)

    def age(self, day: date) -> int:
        return age_on(f"{self.born:%Y-%m}", day)

    def row(self, known_on: date) -> dict[str, str]:
        """The row of the records file as the provider could write it on that day."""
        ended = self.end <= known_on
        return {
            **dict.fromkeys(COLUMNS, ""),
            **self._what(),
            **(self._ending() if ended else {}),
            **self._who(),
            "follow_on": "yes" if ended and self.follow_on else "no",
            "do_not_invite": self.do_not_invite,
        }

    def _what(self) -> dict[str, str]:
        return {
            "record_id": self.record_id,
            "client_key": self.client_key,
            "provider": self.provider.name,
            "region": REGION,
            "municipality": self.municipality,
            "segment": self.offer.segment,
            "care_form": self.offer.care_form,
            "stay_type": self.offer.stay_type,
            "framework": self.framework,
            "birth_month": f"{self.born:%Y-%m}",
            "referral_date": self.referred.isoformat(),
            "start_date": self.start.isoformat(),
            "crisis_start": "yes" if self.offer.segment == "crisis" else "no",
            "referrer": self.referrer,
        }

    def _ending(self) -> dict[str, str]:
        return {
            "end_date": self.end.isoformat(),
            "end_reason_list": self.reason.list,
            "end_reason": self.reason.code,
            "decided_by": self.reason.decided_by,
            "invite_confirmed": self.invite_confirmed,
        }

    def _who(self) -> dict[str, str]:
        found = {"informants": "+".join(person.slot for person in self.people), **self.consent}
        for person in self.people:
            found[f"{person.slot}_language"] = person.language
            if person.key:
                found[f"{person.slot}_key"] = person.key
        return found
