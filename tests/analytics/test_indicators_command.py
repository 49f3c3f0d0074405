"""`hoorbaar indicators` as it is typed."""

import asyncio
import csv
import json
import shutil
from pathlib import Path

import pytest

from surveys.store.database import open_engine
from tests.analytics.made import Said, World
from tests.served import hoorbaar


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with twelve answers on 2026H1 and two ended records of 2025H2; nothing published."""
    folder = tmp_path_factory.mktemp("made")
    assert hoorbaar(folder, "init").returncode == 0
    world = World()
    for number in range(12):
        world.record(people={"youth": Said({"usefulness": str(number % 5 + 5)})})
    for _ in range(2):
        world.record(provider="B", end="2025-10-01")
    asyncio.run(_store(world, folder))
    return folder


async def _store(world: World, folder: Path) -> None:
    engine = open_engine(f"sqlite:///{folder}/var/hoorbaar.db")
    await world.store(engine)
    await engine.dispose()


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to publish in."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _export(folder: Path, period: str, form: str, *words: str) -> tuple[int, str, str]:
    done = hoorbaar(folder, "indicators", "--period", period, "--format", form, "--out", f"uit.{form}", *words)
    return done.returncode, done.stdout, done.stderr


def test_it_says_what_it_did(folder: Path) -> None:
    first, again = _export(folder, "2026H1", "csv"), _export(folder, "12m-2026H1", "json", "--by", "segment")
    rows = list(csv.DictReader((folder / "uit.csv").read_text("utf-8").splitlines()))
    hidden = sum(bool(row["suppressed"]) for row in rows)

    assert first[0] == again[0] == 0
    assert first[1].splitlines() == [
        "2026H1: published now; its figures will not change any more",
        f"uit.csv: {len(rows)} rows, {hidden} of them with something hidden",
    ]
    assert again[1].startswith("2026H1: already published on 2026-08-12; these are its figures\nuit.json: ")
    assert json.loads((folder / "uit.json").read_text("utf-8"))["period"] == "12m-2026H1"


def test_a_quarter_is_provisional(folder: Path) -> None:
    code, said, _ = _export(folder, "2026Q1", "xlsx", "--provisional")

    assert code == 0
    assert said.startswith("2026Q1: provisional figures, not published and not to be made public\n")
    assert (folder / "uit.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (
            ("--period", "2026X", "--by", "age", "--format", "pdf", "--out", "no/a"),
            [
                "--period 2026X: expected a period like",
                "--by age: expected one or more of",
                "--format pdf: is not available yet (komt later)",
                "--out no/a: there is no folder no",
            ],
        ),
        (("--period", "2026H2", "--format", "csv", "--out", "a"), ["--period 2026H2: no care record ended in it"]),
        (
            ("--period", "2026H1", "--provider", "C", "--format", "csv", "--out", "a"),
            ["--provider C: there is no care record of this provider; there are: A; B"],
        ),
        (("--period", "2026H1"), ["--format: is missing", "--out: is missing"]),
        (("--definitions", "--language", "fr"), ["--language fr: expected one of nl, en"]),
    ],
)
def test_a_mistake_is_told_and_nothing_is_left(folder: Path, words: tuple[str, ...], faults: list[str]) -> None:
    done = hoorbaar(folder, "indicators", *words)
    told = done.stderr.splitlines()

    assert done.returncode == 2
    assert len(told) == len(faults)
    assert all(line.startswith(fault) for line, fault in zip(told, faults, strict=True))
    assert not (folder / "a").exists()


def test_definitions_are_printed_for_people_and_for_machines(tmp_path: Path) -> None:
    plain = hoorbaar(tmp_path, "indicators", "--definitions")
    english = hoorbaar(tmp_path, "indicators", "--definitions", "--language", "en")
    listed = json.loads(hoorbaar(tmp_path, "indicators", "--definitions", "--json").stdout)

    assert "dropout_narrow (version 1): Uitval (smal)\n" in plain.stdout
    assert "dropout_narrow (version 1): Drop-out (narrow)\n" in english.stdout
    assert "numerator:   Reden 03: eenzijdig door de cliënt  [ending = 03]" in plain.stdout
    [low] = [one for one in listed if one["id"] == "satisfaction_usefulness_low"]
    assert low["numerator"]["codes"] == "usefulness <= 5"
    assert low["show"] == {"none": True, "all": False}


def test_a_broken_definition_stops_the_export_before_it_begins(folder: Path) -> None:
    shipped = Path(__file__).resolve().parents[2] / "config"
    config = folder / "config"
    (config / "indicators").mkdir(parents=True)
    text = (shipped / "indicators" / "1-response.yaml").read_text("utf-8")
    (config / "indicators" / "1-response.yaml").write_text(text.replace("unit: share", "unit: procent"), "utf-8")
    done = hoorbaar(
        folder,
        "indicators", "--period", "2026H1", "--format", "csv", "--out", "a.csv",
        HOORBAAR_CONFIG_DIR=str(config),
    )  # fmt: skip

    assert done.returncode == 2
    assert "1-response.yaml: indicator response_rate, field unit: input should be" in done.stderr


def test_without_an_installation_it_says_what_to_do(tmp_path: Path) -> None:
    code, _, told = _export(tmp_path, "2026H1", "csv")

    assert code == 2
    assert "run `hoorbaar init`" in told
