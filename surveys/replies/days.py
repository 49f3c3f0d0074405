"""A day in what somebody typed: "3 mei 2026", "3-5-2026", and "gisteren" when it is known what today is."""

import re
from datetime import date, timedelta

from surveys.questionnaire import Question
from surveys.replies.meanings import Meaning, Unclear, Understood, Words
from surveys.replies.spoken import meant_by, says, tokens

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})(?:\s*[-/. ]\s*(\d{4}|\d{2}))?")
_ORDINAL = re.compile(r"(\d{1,2})(?:e|de|ste|st|nd|rd|th)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def day(question: Question, said: str, words: Words, today: date | None) -> Meaning:
    """The day meant, inside the question's bounds. Day before month, as in the Netherlands."""
    found = _relative(said, words, today) or _written(said, words, today)
    if isinstance(found, str):
        return Unclear(found)
    days = [one for one in found if _inside(question, one, today)]
    if len(days) == 1:
        return Understood(days[0].isoformat())
    return Unclear("unclear_date_year" if len(found) > 1 else "unclear_date_range")


def bound(text: str, today: date | None) -> date | None:
    """A question's earliest or latest day; None when there is none, or it is today and we do not know that."""
    if text == "today":
        return today
    return date.fromisoformat(text) if text else None


def _inside(question: Question, one: date, today: date | None) -> bool:
    first, last = bound(question.earliest, today), bound(question.latest, today)
    return (first is None or one >= first) and (last is None or one <= last)


def _relative(said: str, words: Words, today: date | None) -> list[date] | str:
    """Today, yesterday, the day before; nothing when today is not known."""
    if today is None:
        return ""
    for ago in range(3):
        if says(said, f"days_ago_{ago}", words):
            return [today - timedelta(days=ago)]
    return ""


def _written(said: str, words: Words, today: date | None) -> list[date] | str:
    """The days that are meant: more than one where the year was left out. Or why it is not a day."""
    iso = _ISO.fullmatch(said)
    if iso:
        return _days(int(iso[3]), int(iso[2]), iso[1], today)
    numeric = _DAY_FIRST.fullmatch(said)
    if numeric:
        return _days(int(numeric[1]), int(numeric[2]), numeric[3] or "", today)
    return _named(said, words, today)


def _named(said: str, words: Words, today: date | None) -> list[date] | str:
    """With the month in words: "zondag 3 mei 2026", "May 3rd, 2026"."""
    left = [token for token in tokens(said, words) if token not in meant_by(words, "weekday")]
    months = [
        (number, token) for token in left for number in range(1, 13) if token in meant_by(words, f"month_{number}")
    ]
    if len(months) != 1:
        return "unclear_date"
    left.remove(months[0][1])
    if not 1 <= len(left) <= 2 or not (first := _ORDINAL.fullmatch(left[0])):
        return "unclear_date"
    year = left[1] if len(left) == 2 else ""
    if year and not re.fullmatch(r"\d{4}|\d{2}", year, re.ASCII):
        return "unclear_date"
    return _days(int(first[1]), months[0][0], year, today)


def _days(number: int, month: int, year: str, today: date | None) -> list[date] | str:
    if len(year) != 4 and today is None:
        return "unclear_date_year"
    found = [made for one in _years(year, today) if (made := _made(one, month, number))]
    return found or "unclear_date"


def _years(year: str, today: date | None) -> list[int]:
    """The years that may be meant. Two digits are of this century up to next year, else of the last one."""
    if len(year) == 4:
        return [int(year)]
    this = today.year if today else 0
    if year:
        century = this - this % 100
        return [century + int(year) if int(year) <= this % 100 + 1 else century - 100 + int(year)]
    return [this - 1, this, this + 1]


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None
