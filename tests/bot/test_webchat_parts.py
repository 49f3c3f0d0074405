"""The small pure parts of the web chat."""

from datetime import timedelta

import pytest

from bot.webchat.languages import direction, preferred
from bot.webchat.limits import PER_ADDRESS, REMEMBERED, TOGETHER, WITHIN, Guesses, client_address
from bot.webchat.screen import _columns
from tests.bot.house import NOW


def test_an_address_is_closed_after_five_wrong_codes_and_others_are_not() -> None:
    guesses = Guesses()
    for number in range(PER_ADDRESS):
        assert not guesses.closed("here", NOW)
        guesses.wrong("here", NOW + timedelta(seconds=number))

    assert guesses.closed("here", NOW + timedelta(minutes=1))
    assert not guesses.closed("there", NOW)


def test_wrong_codes_are_forgotten_one_by_one() -> None:
    guesses = Guesses()
    for minute in range(PER_ADDRESS):
        guesses.wrong("here", NOW + timedelta(minutes=minute))

    assert guesses.closed("here", NOW + WITHIN - timedelta(seconds=1))
    assert not guesses.closed("here", NOW + WITHIN)


def test_under_a_flood_one_wrong_code_is_enough_and_none_is_fine() -> None:
    guesses = Guesses()
    for number in range(TOGETHER):
        guesses.wrong(f"bot {number}", NOW)
    guesses.wrong("here", NOW)

    assert guesses.closed("here", NOW)
    assert not guesses.closed("there", NOW)
    assert not guesses.closed("here", NOW + WITHIN)


def test_the_memory_of_wrong_codes_is_bounded() -> None:
    guesses = Guesses()
    for number in range(REMEMBERED + 500):
        guesses.wrong(f"bot {number}", NOW)

    assert len(guesses._wrong) == len(guesses._by_address) == REMEMBERED


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("11.0.0.7", "", "11.0.0.7"),
        ("11.0.0.7", "198.51.100.1", "11.0.0.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("172.18.0.2", "spoofed, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (None, "", "None"),
    ],
    ids=[
        "directly",
        "a stranger cannot speak for another",
        "through a proxy on this machine",
        "only what the nearest proxy added counts",
        "a proxy that says nothing useful",
        "an IPv6 household is one address",
        "no address at all",
    ],
)
def test_whose_try_it_is(peer: str | None, forwarded: str, address: str) -> None:
    assert client_address(peer, forwarded) == address


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "nl"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("fr, nl;q=0.5, en;q=0.4", "nl"),
        ("de", "nl"),
        ("en;q=0, nl;q=0.1", "nl"),
        ("en;q=abc", "nl"),
        (";;;,,," * 50, "nl"),
    ],
)
def test_a_page_speaks_the_offered_language_that_the_browser_likes_best(accept: str, language: str) -> None:
    assert preferred(accept, ("nl", "en")) == language


def test_arabic_is_written_from_right_to_left() -> None:
    assert (direction("ar"), direction("nl")) == ("rtl", "ltr")


@pytest.mark.parametrize(("buttons", "columns"), [(3, 3), (6, 6), (7, 4), (10, 5), (11, 6)])
def test_a_scale_stands_in_at_most_two_rows(buttons: int, columns: int) -> None:
    assert _columns(buttons) == columns
