"""When somebody is written to unasked: invitations and reminders, never at night, never twice a day. Pure.

Days and hours are those of Europe/Amsterdam, so that the nights in which the clock changes make no difference.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from surveys.periods import HOME

OPENS, CLOSES = time(9), time(20)
"""Sending hours (decision 17); at `CLOSES` nothing leaves any more."""
AFTER = (timedelta(days=7), timedelta(days=21))
"""How many days after the invitation each reminder falls due; there is no third."""
GRACE = timedelta(days=5)
"""A reminder that could not go for so many days is left out: the next one, if any, takes its place."""
PRIORITY = ("end", "start", "halfway", "aftercare", "panel")
"""Which moment goes first when a person could be written to about several (decision 11)."""


@dataclass(frozen=True)
class Asked:
    """An open invitation whose questions nobody finished.

    `readers`: names for whoever gets the message (the respondent, the address): two that share one are the same
    person for the rule of one message a day. `reminders`: how many were made.
    """

    invitation: int
    moment: str
    readers: frozenset[str]
    issued_at: datetime
    expires_at: datetime
    reminders: int = 0


@dataclass(frozen=True)
class Reminder:
    """`number` is 1 or 2."""

    invitation: int
    number: int


def day_of(now: datetime) -> date:
    """The day that people have on their calendar."""
    return now.astimezone(HOME).date()


def is_open(now: datetime) -> bool:
    """Whether anything may leave unasked now."""
    return OPENS <= now.astimezone(HOME).time() < CLOSES


def opening(now: datetime, taken: Collection[date] = ()) -> datetime:
    """The first moment from `now` on at which somebody may be written to who hears from us on the days `taken`."""
    if is_open(now) and day_of(now) not in taken:
        return now
    day = day_of(now)
    if now >= _opens(day):
        day += timedelta(days=1)
    while day in taken:
        day += timedelta(days=1)
    return _opens(day)


def _opens(day: date) -> datetime:
    return datetime.combine(day, OPENS, HOME)


def day_begins(now: datetime) -> datetime:
    """Midnight before `now`."""
    return datetime.combine(day_of(now), time(), HOME)


def rank(moment: str) -> int:
    """Lower goes first."""
    return PRIORITY.index(moment) if moment in PRIORITY else len(PRIORITY)


def reminders(asked: Iterable[Asked], spoken_to: Collection[str], now: datetime) -> list[Reminder]:
    """The reminders to make now: at most one a person, none at night, none to who hears from us today.

    `spoken_to`: the readers who got something unasked today, or for whom something waits. After an outage only the
    latest reminder that is due is made, and none that is later than GRACE.
    """
    if not is_open(now):
        return []
    late = [(one, number) for one in asked if one.expires_at > now and (number := _due(one, day_of(now)))]
    late.sort(key=lambda pair: (rank(pair[0].moment), _falls(pair[0], pair[1]), pair[0].invitation))
    busy, made = set(spoken_to), []
    for one, number in late:
        if busy.isdisjoint(one.readers):
            busy |= one.readers
            made.append(Reminder(one.invitation, number))
    return made


def _due(one: Asked, today: date) -> int:
    """The number of the reminder that is due, or 0."""
    fallen: Sequence[int] = [number for number in range(1, len(AFTER) + 1) if _falls(one, number) <= today]
    number = max(fallen, default=0)
    if number <= one.reminders or today - _falls(one, number) > GRACE:
        return 0
    return number


def _falls(one: Asked, number: int) -> date:
    return day_of(one.issued_at) + AFTER[number - 1]
