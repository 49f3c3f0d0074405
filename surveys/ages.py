"""Ages from a birth month. Pure."""

from datetime import date


def age_on(birth_month: str, day: date) -> int:
    """Years old on a day; `birth_month` is YYYY-MM. In the birthday's month the younger age holds (decision 2)."""
    year, month = (int(part) for part in birth_month.split("-"))
    return day.year - year - (day.month <= month)
