"""Who may be asked, and what an ending counts as: rules as tables."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from surveys.ages import age_on
from surveys.endings import Registered, ending_of
from surveys.people import Facts, Moment, bar

ENDED = date(2026, 5, 1)
FACTS = Facts(
    birth_month="2008-01",
    start_date=date(2025, 10, 1),
    end_date=ENDED,
    ending="01",
    carer_consent="",
    do_not_invite="",
    invite_confirmed=False,
)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        pytest.param("2010-05", date(2026, 5, 31), 15, id="in the birthday's month the younger age holds"),
        pytest.param("2010-05", date(2026, 6, 1), 16, id="the month after, the birthday has certainly been"),
        pytest.param("2010-05", date(2026, 4, 1), 15, id="before the birthday"),
    ],
)
def test_age(born: str, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("changes", "slot", "moment", "expected"),
    [
        pytest.param({}, "youth", "end", "", id="from 16 a youth decides alone"),
        pytest.param(
            {"birth_month": "2010-05"}, "youth", "end", "carer_not_asked", id="at 15 a carer must have agreed"
        ),
        pytest.param(
            {"birth_month": "2010-05", "carer_consent": "yes"}, "youth", "end", "", id="at 15 with a carer's yes"
        ),
        pytest.param(
            {"birth_month": "2010-05", "carer_consent": "not_needed"}, "youth", "end", "", id="no yes needed"
        ),
        pytest.param(
            {"birth_month": "2010-05", "carer_consent": "no"}, "youth", "end", "carer_said_no", id="a no is a no"
        ),
        pytest.param(
            {"birth_month": "2010-05", "carer_consent": "via_chat"},
            "youth",
            "end",
            "waits_for_carer",
            id="not yet agreed",
        ),
        pytest.param(
            {"birth_month": "2010-05", "carer_consent": "no"}, "parent", "end", "", id="a parent speaks for self"
        ),
        pytest.param({"carer_consent": "no"}, "youth", "end", "", id="from 16 the carer's no does not count"),
        pytest.param(
            {"birth_month": "2014-05", "carer_consent": "yes"}, "youth", "end", "under_12", id="11 is too young"
        ),
        pytest.param(
            {"birth_month": "2009-12"}, "youth", "start", "carer_not_asked", id="at the start the age of then counts"
        ),
        pytest.param(
            {"ending": "continued"}, "parent", "end", "continued", id="care that goes on has no end to ask about"
        ),
        pytest.param(
            {"ending": "continued"}, "parent", "start", "", id="care that goes on can be asked about its start"
        ),
        pytest.param(
            {"ending": "05"}, "parent", "end", "not_confirmed", id="circumstances: somebody must confirm first"
        ),
        pytest.param({"ending": "05", "invite_confirmed": True}, "parent", "end", "", id="circumstances, confirmed"),
        pytest.param({"ending": "death"}, "parent", "start", "death", id="after a death nobody is asked anything"),
        pytest.param({"do_not_invite": "safety"}, "parent", "end", "safety", id="not safe: nobody"),
        pytest.param({"do_not_invite": "no_contact_order+parent"}, "youth", "end", "", id="only about the parent"),
        pytest.param(
            {"do_not_invite": "no_contact_order+parent"},
            "parent_1",
            "end",
            "no_contact_order",
            id="parent means both parents",
        ),
        pytest.param({"do_not_invite": "no_address+parent_2"}, "parent_1", "end", "", id="the other parent only"),
    ],
)
def test_bar(changes: dict[str, object], slot: str, moment: Moment, expected: str) -> None:
    assert bar(replace(FACTS, **changes), slot, moment) == expected  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"list": "CBS", "code": "04"}, "04", id="the CBS code is the category"),
        pytest.param({"list": "iJw", "code": "31"}, "01", id="according to plan"),
        pytest.param({"list": "iJw", "code": "32"}, "03", id="one-sided by the client"),
        pytest.param({"list": "iJw", "code": "33"}, "04", id="one-sided by the provider"),
        pytest.param({"list": "iJw", "code": "34"}, "02", id="by agreement"),
        pytest.param({"list": "iJw", "code": "35"}, "05", id="external circumstances"),
        pytest.param({"list": "iJw", "code": "02"}, "death", id="death is a line of its own"),
        pytest.param(
            {"list": "CBS", "code": "05", "died": True}, "death", id="death under CBS 05, known from the record"
        ),
        pytest.param({"list": "iJw", "code": "20"}, "continued", id="stopped for a while is no ending"),
        pytest.param(
            {"list": "CBS", "code": "01", "follow_on": True}, "continued", id="the same care in another form"
        ),
        pytest.param(
            {"list": "iJw", "code": "38", "decided_by": "client"}, "03", id="another provider, client's choice"
        ),
        pytest.param({"list": "iJw", "code": "38", "decided_by": "together"}, "02", id="another provider, agreed"),
        pytest.param({"list": "iJw", "code": "38"}, "02", id="another provider, nobody said who decided"),
        pytest.param(
            {"list": "iJw", "code": "39", "birth_month": "2008-03"}, "01", id="other law from 18 on: planned"
        ),
        pytest.param({"list": "iJw", "code": "39", "birth_month": "2008-05"}, "02", id="other law before 18: early"),
        pytest.param({}, "unknown", id="no reason registered is unknown, not nothing"),
    ],
)
def test_ending(changes: dict[str, object], expected: str) -> None:
    registered = Registered("", "", ENDED, "2012-01")

    assert ending_of(replace(registered, **changes), succeeded=False, today=ENDED) == expected  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    ("days", "succeeded", "expected"),
    [
        pytest.param(30, False, "continued", id="a successor can still come"),
        pytest.param(31, False, "unknown", id="no successor came"),
        pytest.param(31, True, "continued", id="a successor came"),
    ],
)
def test_administrative_ending(days: int, *, succeeded: bool, expected: str) -> None:
    registered = Registered("iJw", "36", ENDED, "2012-01")

    assert ending_of(registered, succeeded=succeeded, today=ENDED + timedelta(days)) == expected
