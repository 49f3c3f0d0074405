"""The help lines: who sees which, the literal numbers, and what the file may not hold."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assistant import HelpLine, every_helpline, helplines, overdue
from surveys.faults import Mistakes

CONFIG = Path(__file__).resolve().parents[2] / "config"
LINES = every_helpline(CONFIG)

SOUND: dict[str, Any] = {
    "id": "somebody",
    "kind": "talk",
    "order": 1,
    "audience": ["youth"],
    "name": {"nl": "Iemand", "en": "Somebody"},
    "note": {"nl": "Om te praten.", "en": "To talk."},
    "phone": "0800-0000",
    "verified": True,
    "verified_on": date(2026, 11, 24),
    "source": "made up",
}


@pytest.mark.parametrize(
    ("informant", "numbers"),
    [
        ("youth", ["112", "113", "0800-0432", "0800-2000", "0800-0188", "", "0900-8844"]),
        ("parent", ["112", "113", "0800-2000", "0800-0188", "", "0900-8844"]),
        ("foster_parent", ["112", "113", "0800-2000", "0800-0188", "", "0900-8844"]),
    ],
)
def test_each_informant_sees_these_numbers_in_this_order(informant: str, numbers: list[str]) -> None:
    assert [line.phone for line in helplines(CONFIG, informant)] == numbers


@pytest.mark.parametrize("informant", ["youth", "parent", "foster_parent"])
def test_each_informant_sees_an_independent_confidant(informant: str) -> None:
    assert "confidant" in {line.kind for line in helplines(CONFIG, informant)}


def test_somebody_else_sees_none() -> None:
    assert helplines(CONFIG, "neighbour") == []


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_every_line_is_told_in_dutch_and_english(line: HelpLine) -> None:
    for told in (line.name, line.note, line.hours or line.name, line.cost or line.name):
        assert {"nl", "en"} <= set(told)
    assert line.audience
    assert line.source


@pytest.mark.parametrize("line", [line for line in LINES if line.verified], ids=lambda line: line.id)
def test_every_shown_line_was_looked_up_on_a_day(line: HelpLine) -> None:
    assert line.verified_on


def test_what_nobody_verified_is_in_the_file_but_not_shown() -> None:
    hidden = {line.id for line in LINES if not line.verified}
    assert hidden == {"young_adults", "childrens_ombudsman"}
    assert not hidden & {line.id for informant in ("youth", "parent") for line in helplines(CONFIG, informant)}


def test_the_old_paid_number_is_nowhere_in_the_file() -> None:
    assert "0900-0113" not in (CONFIG / "helplines.yaml").read_text("utf-8")


def test_a_number_is_dialled_without_spaces_and_dashes() -> None:
    assert HelpLine(**SOUND | {"phone": "0800-876 54 32"}).dial == "08008765432"
    assert HelpLine(**SOUND | {"phone": "+31 800 0432"}).dial == "+318000432"
    assert HelpLine(**SOUND | {"phone": "", "url": "https://example.org"}).dial == ""


def test_a_line_is_overdue_after_180_days() -> None:
    line = HelpLine(**SOUND)
    assert overdue([line], date(2026, 11, 24)) == []
    assert overdue([line], date(2026, 11, 24) + timedelta(days=180)) == []
    assert overdue([line], date(2026, 11, 24) + timedelta(days=181)) == [line]
    assert overdue([line], date(2026, 11, 24) + timedelta(days=31), days=30) == [line]


def test_a_line_that_was_looked_up_in_the_future_is_overdue() -> None:
    line = HelpLine(**SOUND)
    assert overdue([line], date(2026, 11, 23)) == [line]


def test_a_line_that_is_not_shown_is_never_overdue() -> None:
    assert overdue([HelpLine(**SOUND | {"verified": False})], date(2036, 1, 1)) == []


def _file(folder: Path, *lines: dict[str, Any]) -> Path:
    (folder / "helplines.yaml").write_text(yaml.safe_dump({"lines": list(lines)}, allow_unicode=True), "utf-8")
    return folder


def _mistakes(folder: Path) -> tuple[str, ...]:
    with pytest.raises(Mistakes) as found:
        every_helpline(folder)
    return found.value.lines


def test_lines_are_shown_by_their_order(tmp_path: Path) -> None:
    _file(tmp_path, SOUND | {"id": "later", "order": 2}, SOUND | {"id": "first", "order": 1})
    assert [line.id for line in helplines(tmp_path, "youth")] == ["first", "later"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(
            {"phone": "0900-0113"}, "phone: 0900-0113 is an old paid number; write 113", id="the old number"
        ),
        pytest.param({"phone": "0900 01 13"}, "phone: 0900 01 13 is an old paid number; write 113", id="with spaces"),
        pytest.param({"phone": "+31 900 0113"}, "phone: +31 900 0113 is an old paid number; write 113", id="abroad"),
        pytest.param(
            {"phone": "0800-O432"}, "phone: expected digits with spaces or dashes, not '0800-O432'", id="letter"
        ),
        pytest.param({"phone": 112}, "phone: Input should be a valid string", id="a number without quotes"),
        pytest.param({"verified_on": None}, "verified_on: is missing; write the day it was looked up", id="no date"),
        pytest.param(
            {"verified_on": "24 november"},
            "verified_on: Input should be a valid date",
            id="not a date",
        ),
        pytest.param({"verified": "ja"}, "verified: Input should be a valid boolean", id="ja is not true"),
        pytest.param({"url": "www.113.nl"}, "url: expected an address that begins with https://", id="no https"),
        pytest.param({"chat": "http://113.nl"}, "chat: expected an address that begins with https://", id="http"),
        pytest.param({"phone": ""}, "phone, url, chat: one of them is needed", id="no way to reach it"),
        pytest.param({"name": {"nl": "Iemand"}}, "name: language en is missing", id="a name in one language"),
        pytest.param({"hours": {"en": "always"}}, "hours: language nl is missing", id="hours in one language"),
        pytest.param(
            {"audience": []}, "audience: List should have at least 1 item after validation, not 0", id="nobody"
        ),
        pytest.param({"tel": "112"}, "tel: Extra inputs are not permitted", id="a field that does not exist"),
    ],
)
def test_a_wrong_line_is_refused_with_line_and_field(tmp_path: Path, change: dict[str, Any], fault: str) -> None:
    _file(tmp_path, SOUND | {"id": "good"}, SOUND | change)
    (told,) = _mistakes(tmp_path)
    assert told.replace("somebody: ", "somebody, ") == f"{tmp_path / 'helplines.yaml'}: line somebody, {fault}"


def test_every_wrong_line_is_told_at_once(tmp_path: Path) -> None:
    _file(
        tmp_path,
        SOUND | {"url": "x", "chat": "y"},
        {key: SOUND[key] for key in SOUND if key != "id"} | {"phone": "x"},
    )
    told = _mistakes(tmp_path)
    assert [line.removeprefix(f"{tmp_path / 'helplines.yaml'}: ") for line in told] == [
        "line somebody, url: expected an address that begins with https://",
        "line somebody, chat: expected an address that begins with https://",
        "line 2, id: Field required",
        "line 2, phone: expected digits with spaces or dashes, not 'x'",
    ]


def test_two_lines_of_one_name_are_refused(tmp_path: Path) -> None:
    _file(tmp_path, SOUND, SOUND)
    assert _mistakes(tmp_path) == (f"{tmp_path / 'helplines.yaml'}: line somebody: is there twice",)


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    assert _mistakes(tmp_path) == (f"{tmp_path / 'helplines.yaml'}: there is no such file",)
    (tmp_path / "helplines.yaml").write_text("", "utf-8")
    (told,) = _mistakes(tmp_path)
    assert told.startswith(f"{tmp_path / 'helplines.yaml'}: ")
