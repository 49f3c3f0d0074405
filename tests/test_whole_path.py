"""The main job with real input: records in, invitations out, answers over form posts, figures counted by hand."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.respondent import Respondent
from tests.served import Server, hoorbaar, served
from tests.surveys.records import SOUND, write

CLIENTS = 20
MARKS = {"youth": (4, 5, 6, 7, 7, 8, 8, 8, 9, 9, 10, 10), "parent": (3, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9)}
"""Twelve youths and eleven parents answer; of the others nobody opens the link."""
REASONS = ("01",) * 13 + ("02",) + ("03",) * 6
GOALS_REACHED = 7
"""The first seven youths reached their goal, the others did not."""


def _answers(informant: str, number: int) -> Mapping[str, str]:
    reached = number < GOALS_REACHED
    return {
        "_begin": "begin",
        "_consent": "yes",
        "usefulness": str(MARKS[informant][number]),
        "further_need": "04" if number % 2 == 0 else "03" if number % 3 == 0 else "01",
        "goal_result": "reached" if reached else "not",
        "goal_now": "8" if reached else "2",
        "goal_more": "no",
        "stopped_by": "as_planned",
        "open_answer": "dont_know",
    }


def _answer_all(person: Respondent, answers: Mapping[str, str], words: str) -> None:
    """Answers whatever is asked, until there is nothing left to answer."""
    for _ in range(40):
        asked = person.form.question
        if asked in {"", "_done"}:
            return
        if asked == "goal_text":
            person.write(words)
        elif asked == "_overview":
            person.choose("send")
        else:
            person.choose(answers.get(asked) or person.form.choices[0])
    raise AssertionError(f"still asked: {person.form.question}")


def _codes(path: Path) -> dict[tuple[str, str], str]:
    """(record_id, informant) -> web link."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["record_id"], row["informant"]): row["web_link"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything answered; exports are made by the tests."""
    made = tmp_path_factory.mktemp("path")
    hoorbaar(made, "init")
    rows = [
        {"record_id": f"r{number}", "client_key": f"c{number}", "end_reason": REASONS[number]}
        for number in range(CLIENTS)
    ]
    write(made / "records.csv", rows)
    hoorbaar(made, "records", "import", "records.csv")
    with served(made) as server:
        invited = hoorbaar(made, "invite", "--out", "invited.csv", HOORBAAR_PUBLIC_URL=server.url)
        assert invited.returncode == 0, invited.stderr
        _everybody(server, _codes(made / "invited.csv"))
        assert server.stop() == 0
    return made


def _everybody(server: Server, links: Mapping[tuple[str, str], str]) -> None:
    assert all(link.startswith(server.url) for link in links.values())
    for informant, marks in MARKS.items():
        for number in range(len(marks)):
            person = Respondent().get(links[f"r{number}", informant])
            _answer_all(person, _answers(informant, number), f"doel van {informant} {number}")
            assert person.status == 200


def _exported(folder: Path, *words: str) -> list[dict[str, str]]:
    out = folder / "-".join(["out", *words]).replace("/", "_")
    done = hoorbaar(folder, "indicators", "--period", "2026H1", *words, "--format", "csv", "--out", str(out))
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _row(rows: list[dict[str, str]], indicator: str, informant: str, **group: str) -> dict[str, str]:
    wanted = {"indicator": indicator, "informant": informant, **group}
    [found] = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return found


def test_the_exported_numbers_equal_a_count_by_hand(folder: Path) -> None:
    rows = _exported(folder)
    for informant, marks in MARKS.items():
        mean = _row(rows, "satisfaction_usefulness_mean", informant)
        low = _row(rows, "satisfaction_usefulness_low", informant)
        assert mean["provider"] == SOUND["provider"]
        assert int(mean["n"]) == len(marks)
        assert float(mean["value"]) == pytest.approx(sum(marks) / len(marks))
        assert float(mean["low"]) < float(mean["value"]) < float(mean["high"])
        assert (int(mean["eligible"]), int(mean["responded"])) == (CLIENTS, len(marks))
        assert low["suppressed"] == "small", "fewer than five gave a low mark"
        assert (low["numerator"], low["value"]) == ("", "")


def test_shares_have_a_numerator_and_a_denominator(folder: Path) -> None:
    rows = _exported(folder)
    reached = _row(rows, "goals_reached", "youth", goal_source="recalled")
    needs = [_answers("youth", number)["further_need"] for number in range(len(MARKS["youth"]))]
    strict = _row(rows, "without_help_strict", "youth")

    assert (int(reached["numerator"]), int(reached["denominator"])) == (GOALS_REACHED, len(MARKS["youth"]))
    assert float(reached["value"]) == pytest.approx(GOALS_REACHED / len(MARKS["youth"]))
    assert (int(strict["numerator"]), int(strict["denominator"])) == (needs.count("04"), len(needs))


def test_the_registered_endings_are_counted_per_record(folder: Path) -> None:
    rows = _exported(folder)
    narrow = _row(rows, "dropout_narrow", "all")

    assert (int(narrow["n"]), int(narrow["numerator"])) == (CLIENTS, REASONS.count("03"))
    assert float(narrow["value"]) == pytest.approx(6 / 20)


def test_parent_and_youth_are_apart_in_every_row(folder: Path) -> None:
    rows = _exported(folder, "--by", "provider,segment,framework")
    of_answers = [row for row in rows if not row["indicator"].startswith(("dropout", "end", "ended"))]

    assert of_answers
    assert {row["informant"] for row in of_answers} == {"youth", "parent"}


def test_the_period_is_published_and_stays_what_it_was(folder: Path) -> None:
    before = _exported(folder)
    write(folder / "more.csv", [{"record_id": "r99", "client_key": "c99", "end_reason": "03"}])
    hoorbaar(folder, "records", "import", "more.csv")

    assert _exported(folder, "--by", "provider") == before


def test_json_and_workbook_hold_the_same_numbers(folder: Path) -> None:
    for form in ("json", "xlsx"):
        done = hoorbaar(folder, "indicators", "--period", "2026H1", "--format", form, "--out", f"again.{form}")
        assert done.returncode == 0, done.stderr
    rows = json.loads((folder / "again.json").read_text("utf-8"))["rows"]
    means = {row["informant"]: row["value"] for row in rows if row["indicator"] == "satisfaction_usefulness_mean"}

    assert means == {informant: pytest.approx(sum(marks) / len(marks)) for informant, marks in MARKS.items()}
    assert (folder / "again.xlsx").stat().st_size > 5000


def test_no_words_and_no_code_lie_readable_on_the_disk(folder: Path) -> None:
    links = _codes(folder / "invited.csv")
    secrets = [b"doel van youth", b"doel van parent", *(link.rsplit("/", 1)[1].encode() for link in links.values())]

    for path in (*(folder / "var").iterdir(), folder / "serve.log"):
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret in content], path.name
