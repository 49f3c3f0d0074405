"""CSV, JSON and workbook: the same figures, safe to open, all or nothing."""

import csv
import io
import json
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics import report, words
from analytics.commands import exporting
from analytics.definitions import read_all
from analytics.export import files, xlsx
from analytics.export import json as json_format
from analytics.export.csv import guarded
from analytics.export.sheet import Column, measure
from analytics.export.summary import Figures
from analytics.report import Report
from analytics.rows import COLUMNS, COUNTS, MEASURES
from surveys.faults import Mistakes
from surveys.store.tables import trail
from tests.analytics.made import AFTER, SILENT, Goal, Said, World

CONFIG = Path(__file__).resolve().parents[2] / "config"
DEFINITIONS = read_all(CONFIG)
WORDS = words.read(CONFIG)
ONE_PAGE = ("Leeswijzer", "Samenvatting")
EVIL = '=HYPERLINK("http://x") +@aanbieder'


def _region() -> World:
    """A has enough of everybody; the evil-named provider is small; B has records and nobody to ask."""
    world = World()
    for number in range(120):
        said = {"usefulness": str(4 + number % 6), "further_need": "04" if number % 3 else "01"}
        goals = (Goal("plan", "reached" if number % 2 else "not", now="8", start="2"), Goal("recalled", "reached"))
        youth = Said(said | {"stopped_by": "as_planned"}, goals)
        foster = Said({"guidance_useful": str(5 + number % 5)})
        asked = {"youth": youth if number < 100 else SILENT, "foster_parent": foster if number < 30 else SILENT}
        world.record("03" if number % 4 == 0 else "01", people=asked)
    for _ in range(3):
        world.record(provider=EVIL, people={"youth": SILENT})
    for _ in range(12):
        world.record(provider="B", people={})
    return world


async def _made(engine: AsyncEngine, **changes: Any) -> Report:
    await _region().store(engine)
    invented = changes.pop("invented", False)
    now = changes.pop("now", AFTER)
    return await report.make(engine, DEFINITIONS, report.asked_for("2026H1", **changes), now, invented=invented)


def _csv(made: Report) -> list[dict[str, str]]:
    text = files.FORMATS["csv"](made, WORDS).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _book(made: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx.content(made, WORDS)))


def _table(sheet: Any) -> list[list[Any]]:
    """The cells of the sheet's one table, header first."""
    [table] = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


async def test_csv_has_the_columns_and_every_digit(engine: AsyncEngine) -> None:
    made = await _made(engine)
    rows = _csv(made)

    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(made.rows)
    for row, original in zip(rows, made.rows, strict=True):
        for name in (*COUNTS, *MEASURES):
            assert (float(row[name]) if row[name] else None) == original[name]
    assert files.FORMATS["csv"](made, WORDS)[:3] != b"\xef\xbb\xbf"


async def test_json_says_what_it_is_about(engine: AsyncEngine) -> None:
    made = await _made(engine, invented=True)
    found = json.loads(json_format.content(made))
    rows = found.pop("rows")

    assert rows == made.rows
    assert found["hidden"] == sum(bool(row["suppressed"]) for row in rows)
    assert {name: found[name] for name in ("period", "by", "provider", "provisional", "invented", "as_of")} == {
        "period": "2026H1",
        "by": ["provider"],
        "provider": None,
        "provisional": False,
        "invented": True,
        "as_of": AFTER.isoformat(),
    }
    assert "response_rate@1" in found["definitions"]


async def test_the_workbook_holds_the_rows_of_the_csv(engine: AsyncEngine) -> None:
    made = await _made(engine)
    header, *cells = _table(_book(made)["Gegevens"])
    place = {name: header.index(WORDS.columns[name]) for name in COLUMNS}

    assert len(cells) == len(made.rows)
    for row, original in zip(cells, made.rows, strict=True):
        for name in (*COUNTS, *MEASURES):
            shown, number = row[place[name]], original[name]
            # a workbook keeps sixteen digits of a number
            assert shown in {"[c]", "[z]"} if number is None else shown == pytest.approx(number, rel=1e-15, abs=0)
        for name in ("indicator", "definition", "provider", "region", "municipality", "segment", "informant"):
            assert row[place[name]] == WORDS.value(name, str(original[name]))


async def test_percentages_have_no_decimals_under_a_hundred() -> None:
    assert measure(0.123, "share", 99).form == "0%"
    assert measure(0.123, "share", 100).form == "0.0%"
    assert measure(0.123, "share", None).form == "0%"
    assert measure(7.123, "mark", 20).form == "0.0"


async def test_the_summary_puts_the_three_criteria_side_by_side(engine: AsyncEngine) -> None:
    header, *lines = _table(_book(await _made(engine))["Samenvatting"])
    youth = dict(zip(header, next(line for line in lines if line[:2] == ["A", "Jeugdige"]), strict=True))
    foster = dict(zip(header, next(line for line in lines if line[:2] == ["A", "Pleegouder"]), strict=True))

    assert (youth["Gevraagd"], youth["Antwoord"]) == (120, 100)
    assert youth["Cijfer"] == pytest.approx(sum(4 + n % 6 for n in range(100)) / 100)
    assert youth["Verder zonder hulp"] == pytest.approx(66 / 100)
    assert youth["Doelen bereikt (plan)"] == pytest.approx(0.5)
    assert youth["Uitval (smal)"] == foster["Uitval (smal)"] == pytest.approx(0.25)
    assert (youth["Cijfer gaat over"], foster["Cijfer gaat over"]) == ("nut van de hulp", "begeleiding")
    assert foster["Verder zonder hulp"] == "[z]"
    assert foster["Doelen bereikt (plan)"] == "[x]"


async def test_one_provider_is_named_in_every_title_and_has_no_column_in_the_summary(engine: AsyncEngine) -> None:
    book = _book(await _made(engine, provider="A"))

    assert all("bij A," in str(sheet["A1"].value) for sheet in book.worksheets)
    assert _table(book["Samenvatting"])[0][0] == "Wie antwoordde"
    assert "Aanbieder" in _table(book["Gegevens"])[0]


async def test_several_providers_have_a_column_and_no_name_in_the_title(engine: AsyncEngine) -> None:
    book = _book(await _made(engine))

    assert not any(" bij " in str(sheet["A1"].value) for sheet in book.worksheets)
    assert _table(book["Samenvatting"])[0][:2] == ["Aanbieder", "Wie antwoordde"]


async def test_a_provider_with_nobody_to_ask_is_in_the_summary_too(engine: AsyncEngine) -> None:
    header, *lines = _table(_book(await _made(engine))["Samenvatting"])
    [alone] = [dict(zip(header, line, strict=True)) for line in lines if line[0] == "B"]

    assert alone["Uitval (smal), n"] == 12
    assert (alone["Gevraagd"], alone["Cijfer"]) == ("[x]", "[x]")


async def test_the_summary_knows_the_sources_of_goals_in_order(engine: AsyncEngine) -> None:
    assert Figures.of(await _made(engine)).sources() == ["plan", "recalled"]


async def test_the_guide_gives_period_response_and_what_is_hidden(engine: AsyncEngine) -> None:
    made = await _made(engine)
    guide = dict(_table(_book(made)["Leeswijzer"]))

    assert "2026-01-01 tot en met 2026-06-30" in guide["Periode"]
    assert guide["Respons"] == "Jeugdige: 100 van 123 (81,3 %); Pleegouder: 30 van 120 (25,0 %)."
    assert f"{made.hidden} van de {len(made.rows)} regels" in guide["[c] verborgen"]
    assert "Gepubliceerd op 2026-08-12" in guide["Stand van de gegevens"]
    assert "volgorde" in guide["Niet voor"]
    assert not [text for text in guide.values() if "{" in text]


async def test_the_guide_hides_a_response_of_few_and_says_when_nobody_was_asked(engine: AsyncEngine) -> None:
    made = await _made(engine, provider=EVIL, by="")
    guide = dict(_table(_book(made)["Leeswijzer"]))
    alone = dict(_table(_book(replace(made, response=[]))["Leeswijzer"]))

    assert guide["Respons"] == "Jeugdige: te weinig mensen om te tonen."
    assert guide["Wat is gekozen"].startswith(f"Alleen {EVIL}.")
    assert alone["Respons"] == "In deze periode mocht niemand gevraagd worden."


async def test_definitions_are_in_the_book(engine: AsyncEngine) -> None:
    header, *lines = _table(_book(await _made(engine))["Definities"])

    assert header[:3] == ["Id", "Versie", "Naam"]
    assert [line[0] for line in lines] == [one.id for one in DEFINITIONS]


async def test_a_definition_that_changed_since_is_said_to_have_changed(engine: AsyncEngine) -> None:
    made = replace(await _made(engine), known=DEFINITIONS[1:], changed=[DEFINITIONS[0].key])
    *_, last = _table(_book(made)["Definities"])

    assert last[:4] == ["response_rate", 1, None, WORDS.reading.changed]
    assert "response_rate" in {line[1] for line in _table(_book(made)["Gegevens"])}


@pytest.mark.parametrize(("invented", "provisional"), [(True, False), (False, True), (True, True), (False, False)])
async def test_every_sheet_says_what_must_be_known_first(
    engine: AsyncEngine, *, invented: bool, provisional: bool
) -> None:
    made = await _made(
        engine, invented=invented, provisional=provisional, now=AFTER - timedelta(days=30 * provisional)
    )
    for sheet in _book(made):
        above = [str(row[0].value) for row in sheet["A2:A3"]]
        assert any("VERZONNEN" in line for line in above) == invented
        assert any("VOORLOPIG" in line for line in above) == provisional


async def test_the_book_prints_on_a4_and_stays_readable_when_scrolled(engine: AsyncEngine) -> None:
    book = _book(await _made(engine))

    assert book.sheetnames == ["Leeswijzer", "Samenvatting", "Gegevens", "Definities"]
    for sheet in book:
        [table] = sheet.tables.values()
        first = int("".join(filter(str.isdigit, table.ref.split(":")[0])))
        assert sheet.freeze_panes.endswith(str(first + 1))
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert "2026-08-12" in str(sheet.oddFooter.left.text)
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.fitToHeight in ({None, 1} if sheet.title in ONE_PAGE else {0})
    assert book["Gegevens"].tables["gegevens"].autoFilter


async def test_no_text_becomes_a_formula(engine: AsyncEngine) -> None:
    made = await _made(engine)
    assert f"'{EVIL}" in {row["provider"] for row in _csv(made)}
    for sheet in _book(made):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    header, *cells = _table(_book(made)["Gegevens"])
    assert EVIL in {row[header.index("Aanbieder")] for row in cells}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_would_run_is_guarded(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["A", "", None, -1.5, -3, "a=b"])
def test_numbers_and_plain_texts_are_left_alone(cell: str | float | None) -> None:
    assert guarded(cell) == cell


async def test_a_published_period_gives_the_same_bytes_every_time(engine: AsyncEngine) -> None:
    first = await _made(engine)
    again = await report.make(engine, DEFINITIONS, report.asked_for("2026H1"), AFTER + timedelta(days=90))

    for form, content in files.FORMATS.items():
        assert content(first, WORDS) == content(again, WORDS), form


def _listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_file_gets_its_name_when_it_is_whole(engine: AsyncEngine, tmp_path: Path) -> None:
    made = await _made(engine)
    out = tmp_path / "uit.csv"
    out.write_text("an earlier export")
    files.write(made, WORDS, "csv", out)

    assert out.read_bytes() == files.FORMATS["csv"](made, WORDS)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [name for name in _listing(tmp_path) if "uit" in name] == ["uit.csv"]


async def test_what_cannot_get_its_name_leaves_nothing_beside_it(engine: AsyncEngine, tmp_path: Path) -> None:
    made = await _made(engine)
    (tmp_path / "uit.csv").mkdir()
    with pytest.raises(OSError):
        files.write(made, WORDS, "csv", tmp_path / "uit.csv")

    assert [name for name in _listing(tmp_path) if "uit" in name] == ["uit.csv"]


async def test_a_write_that_fails_leaves_no_file_and_is_in_the_trail(engine: AsyncEngine, tmp_path: Path) -> None:
    """The name is too long for the name beside it, which only shows when it is written."""
    await _region().store(engine)
    out = tmp_path / ("x" * 250)
    wanted = exporting.wanted("2026H1", "provider", "", "csv", out)
    with pytest.raises(Mistakes, match="could not be written"):
        await exporting.export(engine, CONFIG, wanted, AFTER)
    async with engine.connect() as db:
        actions = list((await db.execute(select(trail.c.action).order_by(trail.c.id))).scalars())

    assert not [name for name in _listing(tmp_path) if name.startswith((".x", "x"))]
    assert actions == ["publication.made", "export.failed"]


async def test_an_export_is_in_the_trail(engine: AsyncEngine, tmp_path: Path) -> None:
    await _region().store(engine)
    wanted = exporting.wanted("2026H1", "provider,segment", "A", "json", tmp_path / "uit.json")
    made = await exporting.export(engine, CONFIG, wanted, AFTER)
    async with engine.connect() as db:
        *_, last = await db.execute(select(trail).order_by(trail.c.id))

    assert (last.action, last.object) == ("export.written", "2026H1")
    assert json.loads(last.details)["rows"] == len(made.rows)


@pytest.mark.parametrize(
    ("form", "name", "told"),
    [
        ("pdf", "uit.pdf", "--format pdf: is not available yet (komt later)"),
        ("doc", "uit.doc", "--format doc: expected one of csv, json, xlsx"),
        ("csv", ".", "is not a file"),
        ("csv", "nergens/uit.csv", "there is no folder"),
    ],
)
def test_a_file_that_cannot_be_is_refused_before_anything_is_done(
    tmp_path: Path, form: str, name: str, told: str
) -> None:
    with pytest.raises(Mistakes) as caught:
        exporting.wanted("2026H1", "provider", "", form, tmp_path / name)
    assert told in str(caught.value)


def test_every_fault_of_a_command_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Mistakes) as caught:
        exporting.wanted("2026", "age", "", "doc", tmp_path / "no" / "file")
    assert [line.split(":")[0] for line in caught.value.lines] == [
        "--by age",
        "--format doc",
        f"--out {tmp_path / 'no' / 'file'}",
    ]


def test_lines_of_a_text_are_counted_by_words() -> None:
    assert Column("", 10).lines("een twee drie") == 2
    assert Column("", 10).lines("") == 1
    assert Column("", 5).lines("onbreekbaarlang woord") == 2
