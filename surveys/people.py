"""Who may be asked, and why not: age, consent, and reasons to leave somebody alone. Pure.

The ladder: under 12 a carer with authority agrees and the child wants to; 12 to 15 both; from 16 the youth
alone (Jeugdwet 7.3.4, 7.3.5; reference.md C.1; decision 2). Carers agree for themselves.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from surveys.ages import age_on

Moment = Literal["start", "end"]
MOMENTS: tuple[Moment, ...] = ("start", "end")
Slot = Literal["youth", "parent", "parent_1", "parent_2", "foster_parent"]
SLOTS: tuple[Slot, ...] = ("youth", "parent", "parent_1", "parent_2", "foster_parent")
NEVER = ("death", "missing", "safety", "no_contact_order", "asked_not_to", "no_address")
"""Reasons of `do_not_invite` (decision 3)."""
OWN_SET_FROM = 12
"""The youngest age that the question sets for youths are written for."""
ALONE_FROM = 16

_REFUSED = {"no": "carer_said_no", "via_chat": "waits_for_carer", "": "carer_not_asked"}


@dataclass(frozen=True)
class Facts:
    """What decides whether somebody of a care record may be asked. `ending` as in surveys.endings, or empty."""

    birth_month: str
    start_date: date
    end_date: date | None
    ending: str
    carer_consent: str
    do_not_invite: str
    invite_confirmed: bool


def informant_of(slot: str) -> str:
    """`parent_1` and `parent_2` are both informants of the kind `parent`."""
    return "parent" if slot.startswith("parent") else slot


def bar(facts: Facts, slot: str, moment: Moment) -> str:
    """Why this person is not asked at this moment; empty when they may be asked."""
    return _barred_for_all(facts, slot) or _barred_by_ending(facts, moment) or _barred_by_age(facts, slot, moment)


def _barred_for_all(facts: Facts, slot: str) -> str:
    if facts.ending == "death":
        return "death"
    reason, _, only = facts.do_not_invite.partition("+")
    return reason if only in {"", slot, informant_of(slot)} else ""


def _barred_by_ending(facts: Facts, moment: Moment) -> str:
    if moment != "end":
        return ""
    if facts.ending == "continued":
        return "continued"
    return "not_confirmed" if facts.ending == "05" and not facts.invite_confirmed else ""


def _barred_by_age(facts: Facts, slot: str, moment: Moment) -> str:
    if slot != "youth":
        return ""
    day = facts.start_date if moment == "start" else facts.end_date or facts.start_date
    age = age_on(facts.birth_month, day)
    if age < OWN_SET_FROM:
        return "under_12"
    return _REFUSED.get(facts.carer_consent, "") if age < ALONE_FROM else ""
