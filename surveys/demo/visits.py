"""The records that the visitor answers about: nobody has been asked about them yet, so their links are new."""

from datetime import date

from surveys.demo.cases import NEVER, Case, Person, Reason
from surveys.demo.region import OFFERS, VISITED


def _visit(number: int, offer: str, born: date, start: date, *people: Person, end: date | None = None) -> Case:
    return Case(
        provider=VISITED,
        offer=OFFERS[offer],
        record_id=f"{VISITED.initials}-BEZOEK{number}",
        client_key=f"{VISITED.initials}-BEZOEK{number}J",
        municipality="9901",
        framework="voluntary",
        born=born,
        referred=start,
        start=start,
        end=end or NEVER,
        reason=Reason("01", "CBS", "01") if end else Reason("unknown"),
        people=people,
    )


_AT_HOME = _visit(
    1,
    "at_home",
    date(2009, 9, 1),
    date(2025, 10, 6),
    Person("youth", "", "nl"),
    Person("parent", f"{VISITED.initials}-BEZOEK1O", "nl"),
    end=date(2026, 6, 24),
)
_FOSTER = _visit(
    2,
    "foster",
    date(2014, 3, 1),
    date(2024, 9, 2),
    Person("foster_parent", f"{VISITED.initials}-BEZOEK2P", "nl"),
    end=date(2026, 6, 17),
)
_BEGUN = _visit(3, "at_home", date(2010, 2, 1), date(2026, 8, 3), Person("youth", "", "nl"))

VISITS = (_AT_HOME, _FOSTER, _BEGUN)
LINKS = (
    (_AT_HOME.record_id, "youth"),
    (_AT_HOME.record_id, "parent"),
    (_FOSTER.record_id, "foster_parent"),
    (_BEGUN.record_id, "youth"),
)
"""(record_id, informant) of the links that are printed, in their order."""
