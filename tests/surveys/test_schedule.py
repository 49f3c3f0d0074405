"""When somebody is written to unasked: hours, days, who goes first; nothing twice, also when the clock changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import schedule
from surveys.periods import HOME
from surveys.schedule import Asked, Reminder

ISSUED = datetime(2026, 8, 3, 8, 30, tzinfo=UTC)
"""A Monday, half past ten in the morning."""
LASTS = timedelta(days=42)


def asked(invitation: int = 1, moment: str = "end", who: str = "youth", **changes: Any) -> Asked:
    found: dict[str, Any] = {
        "invitation": invitation,
        "moment": moment,
        "readers": frozenset({who}),
        "issued_at": ISSUED,
        "expires_at": ISSUED + LASTS,
    }
    return Asked(**found | changes)


def at(day: int, hour: int = 12) -> datetime:
    """So many days after the invitation, at this hour in Amsterdam."""
    there = datetime.combine(ISSUED.date() + timedelta(days=day), datetime.min.time(), HOME)
    return there.replace(hour=hour)


@pytest.mark.parametrize(
    ("day", "made", "number"),
    [
        pytest.param(6, 0, 0, id="the day before the first"),
        pytest.param(7, 0, 1, id="a week later"),
        pytest.param(7, 1, 0, id="the first was made"),
        pytest.param(12, 0, 1, id="five days late is still in time"),
        pytest.param(13, 0, 0, id="six days late is too late"),
        pytest.param(21, 1, 2, id="three weeks later"),
        pytest.param(21, 0, 2, id="after an outage only the second is made"),
        pytest.param(26, 1, 2, id="the second five days late"),
        pytest.param(27, 0, 0, id="both are too late"),
        pytest.param(35, 2, 0, id="there is no third"),
    ],
)
def test_there_are_two_reminders_and_each_has_its_time(day: int, made: int, number: int) -> None:
    wanted = [Reminder(1, number)] if number else []

    assert schedule.reminders([asked(reminders=made)], (), at(day)) == wanted


@pytest.mark.parametrize(("hour", "open_"), [(8, False), (9, True), (19, True), (20, False), (23, False)])
def test_nothing_leaves_outside_nine_to_eight(hour: int, open_: bool) -> None:
    assert schedule.is_open(at(7, hour)) is open_
    assert bool(schedule.reminders([asked()], (), at(7, hour))) is open_


def test_an_invitation_that_no_longer_works_is_not_reminded_of() -> None:
    assert schedule.reminders([asked(expires_at=at(7, 11))], (), at(7)) == []


def test_a_person_gets_one_message_a_day_and_the_end_goes_first() -> None:
    several = [asked(1, "start"), asked(2, "end"), asked(3, "aftercare"), asked(4, "halfway", who="parent")]

    assert schedule.reminders(several, (), at(7)) == [Reminder(2, 1), Reminder(4, 1)]
    assert schedule.reminders(several, {"youth"}, at(7)) == [Reminder(4, 1)]


def test_two_people_with_one_address_are_one_reader() -> None:
    family = [
        asked(1, readers=frozenset({"mother", "post"})),
        asked(2, readers=frozenset({"father", "post"})),
        asked(3, readers=frozenset({"father"})),
    ]

    assert schedule.reminders(family, (), at(7)) == [Reminder(1, 1), Reminder(3, 1)]


def test_what_waited_longest_goes_first_within_a_moment() -> None:
    older = asked(2, issued_at=ISSUED - timedelta(days=1))

    assert schedule.reminders([asked(1), older], (), at(7)) == [Reminder(2, 1)]


@pytest.mark.parametrize(
    ("now", "taken", "opens"),
    [
        pytest.param(at(0, 12), (), at(0, 12), id="at once within the hours"),
        pytest.param(at(0, 7), (), at(0, 9), id="this morning"),
        pytest.param(at(0, 20), (), at(1, 9), id="tomorrow morning"),
        pytest.param(at(0, 12), (0,), at(1, 9), id="tomorrow when today is taken"),
        pytest.param(at(0, 7), (0, 1), at(2, 9), id="the first day that is free"),
        pytest.param(at(0, 12), (1,), at(0, 12), id="a later day that is taken makes no difference"),
    ],
)
def test_the_next_opening_is_within_the_hours_on_a_free_day(
    now: datetime, taken: tuple[int, ...], opens: datetime
) -> None:
    days = {ISSUED.date() + timedelta(days=day) for day in taken}

    assert schedule.opening(now, days) == opens


NIGHTS = (date(2026, 3, 29), date(2026, 10, 25))
"""The clock goes forward, and back."""


@pytest.mark.parametrize("night", NIGHTS, ids=("an hour is missing", "an hour comes twice"))
def test_every_reminder_is_made_once_around_the_nights_in_which_the_clock_changes(night: date) -> None:
    issued = datetime.combine(night - timedelta(days=7), datetime.min.time(), HOME).replace(hour=2, minute=30)
    now = issued.astimezone(UTC) + timedelta(days=5)
    made, sent = 0, []
    for _ in range(4 * 24 * 60):
        one = asked(issued_at=issued.astimezone(UTC), expires_at=issued + LASTS, reminders=made)
        for reminder in schedule.reminders([one], (), now):
            made = reminder.number
            sent.append(now.astimezone(HOME))
        now += timedelta(minutes=1)

    assert [(when.date(), when.hour, when.minute) for when in sent] == [(night, 9, 0)]


@given(
    minutes=st.integers(0, 4 * 366 * 24 * 60),
    taken=st.sets(st.integers(0, 6)),
)
def test_an_opening_never_lies_in_the_past_at_night_or_on_a_taken_day(minutes: int, taken: set[int]) -> None:
    now = ISSUED + timedelta(minutes=minutes)
    days = {schedule.day_of(now) + timedelta(days=day) for day in taken}
    found = schedule.opening(now, days)

    assert found >= now
    assert schedule.is_open(found)
    assert schedule.day_of(found) not in days
    assert schedule.opening(found, days) == found


@given(
    steps=st.lists(st.integers(1, 10 * 24 * 60), min_size=1, max_size=60),
    gaps=st.lists(st.integers(0, 30), min_size=1, max_size=6),
)
def test_whenever_it_is_looked_nobody_hears_twice_a_day_or_three_times_of_one_thing(
    steps: list[int], gaps: list[int]
) -> None:
    """Looks at irregular times, as after outages; the person has several invitations."""
    issued = {number: ISSUED + timedelta(days=gap) for number, gap in enumerate(gaps)}
    made: dict[int, int] = dict.fromkeys(issued, 0)
    heard: list[tuple[date, int, int]] = []
    now = ISSUED
    for step in steps:
        now += timedelta(minutes=step)
        today = {"youth"} if any(day == schedule.day_of(now) for day, _, _ in heard) else set()
        open_ = [
            asked(one, issued_at=at_, expires_at=at_ + LASTS, reminders=made[one]) for one, at_ in issued.items()
        ]
        for reminder in schedule.reminders(open_, today, now):
            made[reminder.invitation] = reminder.number
            heard.append((schedule.day_of(now), reminder.invitation, reminder.number))

    days = [day for day, _, _ in heard]
    assert len(set(days)) == len(days)
    assert len({(one, number) for _, one, number in heard}) == len(heard)
    for day, one, number in heard:
        late = day - (schedule.day_of(issued[one]) + schedule.AFTER[number - 1])
        assert timedelta(0) <= late <= schedule.GRACE
