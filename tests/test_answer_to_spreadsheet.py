"""One answer on its whole way: from a page on a phone to the cell that a contract manager reads."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.respondent import Respondent
from tests.served import hoorbaar, served
from tests.surveys.records import write

BEFORE = 11
"""Youths who answered before ours does; every one of them gave a 7."""


def _answer(link: str, mark: str) -> Respondent:
    """Gives this mark, and to all else the first answer there is."""
    person = Respondent().get(link)
    while person.form.question not in {"", "_done"}:
        if person.form.takes_text:
            person.write("rustig slapen")
        else:
            person.choose(mark if person.form.question == "usefulness" else person.form.choices[0])
    return person


def _cells(folder: Path, name: str) -> Mapping[tuple[str, str, str], Mapping[str, Any]]:
    """(indicator, informant, goal source) -> column -> value, as they stand in the workbook."""
    done = hoorbaar(
        folder, "indicators", "--period", "2026H1", "--provisional", "--format", "xlsx", "--out", f"{name}.xlsx"
    )
    assert done.returncode == 0, done.stderr
    rows = list(openpyxl.load_workbook(folder / f"{name}.xlsx")["Gegevens"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == "Indicator (id)")
    header = [str(cell) for cell in rows[start]]
    found = [dict(zip(header, row, strict=True)) for row in rows[start + 1 :] if row[0]]
    return {(row["Indicator (id)"], row["Wie antwoordde"], row["Soort doelen"]): row for row in found}


def test_an_answer_walks_from_the_page_to_the_cell(tmp_path: Path) -> None:
    hoorbaar(tmp_path, "init")
    people = [{"record_id": f"r{number}", "client_key": f"c{number}"} for number in range(BEFORE + 1)]
    write(tmp_path / "records.csv", [person | {"informants": "youth"} for person in people])
    hoorbaar(tmp_path, "records", "import", "records.csv")
    with served(tmp_path) as server:
        hoorbaar(tmp_path, "invite", "--out", "invited.csv", HOORBAAR_PUBLIC_URL=server.url)
        links = [
            row["web_link"] for row in csv.DictReader((tmp_path / "invited.csv").read_text("utf-8").splitlines())
        ]
        for link in links[:BEFORE]:
            _answer(link, "7")
        before = _cells(tmp_path, "before")

        ours = _answer(links[BEFORE], "10")
        assert ours.form.question in {"", "_done"}
        after = _cells(tmp_path, "after")

    mean = ("satisfaction_usefulness_mean", "Jeugdige", "[z]")
    assert (before[mean]["n"], before[mean]["Waarde"]) == (BEFORE, pytest.approx(7))
    assert (after[mean]["n"], after[mean]["Waarde"]) == (BEFORE + 1, pytest.approx((7 * BEFORE + 10) / (BEFORE + 1)))
    registered = {key for key in before if key[1] == "registratie"}
    assert registered
    assert {key: after[key] for key in registered} == {key: before[key] for key in registered}
