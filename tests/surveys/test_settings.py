"""Settings, clock and periods: what people write, and what is made of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from surveys import clock, settings
from surveys.faults import Mistakes
from surveys.periods import half_year_of, parse, previous_half

AUGUST = datetime(2026, 8, 12, 7, 0, tzinfo=UTC)


def test_the_environment_wins_from_the_file(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text('# ours\n\nexport HOORBAAR_PUBLIC_URL="https://a.example/"\nHOORBAAR_DEMO=1\n', "utf-8")

    found = settings.load(env, {"HOORBAAR_DATABASE_URL": "postgresql://h/d"})

    assert (found.public_url, found.demo, found.secure_cookies) == ("https://a.example", True, True)
    assert found.database_url == "postgresql://h/d"
    assert settings.load(env, {"HOORBAAR_PUBLIC_URL": "http://b.example"}).secure_cookies is False


@pytest.mark.parametrize(
    ("environ", "fault"),
    [
        ({"HOORBAAR_DATABASE": "x"}, "HOORBAAR_DATABASE: no such setting"),
        ({"HOORBAAR_DATABASE_URL": "mysql://h/d"}, "HOORBAAR_DATABASE_URL: expected sqlite"),
        ({"HOORBAAR_NOW": "tomorrow"}, "HOORBAAR_NOW: 'tomorrow' is not a date and time"),
    ],
)
def test_a_wrong_setting_is_named(environ: dict[str, str], fault: str) -> None:
    with pytest.raises(Mistakes, match=fault):
        settings.load(None, environ)


def test_a_settings_file_that_is_wrong_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HOORBAAR_DEMO\n", "utf-8")

    with pytest.raises(Mistakes, match="line 1: expected NAME=value"):
        settings.load(tmp_path / ".env", {})
    with pytest.raises(Mistakes, match="no such settings file"):
        settings.load(tmp_path / "other.env", {})


def test_the_clock_of_commands_stands_still_and_that_of_servers_ticks() -> None:
    standing, ticking = clock.standing(AUGUST), clock.ticking(AUGUST)

    assert standing() == standing() == AUGUST
    first = ticking()
    assert first >= AUGUST
    assert any(ticking() > first for _ in range(1_000_000))
    assert clock.standing(None)().tzinfo is clock.ticking(None)().tzinfo is UTC


@pytest.mark.parametrize(
    ("name", "first", "last", "halves"),
    [
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30), ("2026H1",)),
        ("2025H2", date(2025, 7, 1), date(2025, 12, 31), ("2025H2",)),
        ("12m-2026H1", date(2025, 7, 1), date(2026, 6, 30), ("2025H2", "2026H1")),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), ("2026H1", "2026H2")),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), ()),
    ],
)
def test_periods(name: str, first: date, last: date, halves: tuple[str, ...]) -> None:
    found = parse(name)

    assert (found.name, found.first, found.last, found.halves) == (name, first, last, halves)


@pytest.mark.parametrize("name", ["2026H3", "2026Q5", "26H1", "12m-2026", "12m-2026Q1", "H1", "", "2026h1"])
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(Mistakes, match="expected a period like"):
        parse(name)


def test_a_period_may_be_published_from_the_forty_second_day_after_it_on() -> None:
    half = parse("2026H1")

    assert not half.publishable(datetime(2026, 8, 10, 21, 59, tzinfo=UTC))
    assert half.publishable(datetime(2026, 8, 10, 22, 0, tzinfo=UTC)), "midnight in Amsterdam"
    assert not parse("2026Q1").publishable(datetime(2030, 1, 1, tzinfo=UTC))


def test_half_years_follow_each_other() -> None:
    assert half_year_of(date(2026, 6, 30)).name == "2026H1"
    assert half_year_of(date(2026, 7, 1)).name == "2026H2"
    assert previous_half(parse("2026H1")).name == "2025H2"
