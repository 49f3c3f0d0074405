"""Files with care records: what is wrong is named by row and column, all of it, and nothing else."""

from pathlib import Path

import pytest

from surveys.faults import Mistakes
from surveys.formats import records_csv
from tests.surveys.records import SOUND, write


def _faults(path: Path) -> list[str]:
    with pytest.raises(Mistakes) as mistakes:
        records_csv.read(path)
    return [line.removeprefix(f"{path}") for line in mistakes.value.lines]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        pytest.param({"record_id": "111222333"}, "column record_id: looks like a BSN", id="a BSN as key"),
        pytest.param(
            {"record_id": "J-1112.22.333"}, "column record_id: looks like a BSN", id="a BSN with dots in a key"
        ),
        pytest.param(
            {"client_key": "2026-111222333"}, "column client_key: looks like a BSN", id="a BSN behind a year"
        ),
        pytest.param(
            {"parent_key": "111222333"}, "column parent_key: looks like a BSN", id="a BSN as a parent's key"
        ),
        pytest.param({"record_id": ""}, "column record_id: is empty", id="no key"),
        pytest.param(
            {"record_id": "x" * 65}, "column record_id: is longer than 64 signs", id="a key too long to store"
        ),
        pytest.param({"provider": ""}, "column provider: is empty", id="no provider"),
        pytest.param({"municipality": "34"}, "column municipality: expected the CBS code", id="a lost leading zero"),
        pytest.param(
            {"segment": "ambulant"}, "column segment: 'ambulant' is not a known code", id="an unknown segment"
        ),
        pytest.param(
            {"care_form": "2"}, "column care_form: '2' is not a known code", id="a care form without its zero"
        ),
        pytest.param(
            {"framework": "vrijwillig"}, "column framework: 'vrijwillig' is not a known code", id="a Dutch code"
        ),
        pytest.param(
            {"birth_month": "2011-13"}, "column birth_month: '2011-13' is not a month", id="a thirteenth month"
        ),
        pytest.param(
            {"birth_month": "2026-01"}, "column birth_month: lies after start_date", id="born after the start"
        ),
        pytest.param({"start_date": ""}, "column start_date: is empty", id="no start"),
        pytest.param({"start_date": "1-10-2025"}, "column start_date: '1-10-2025' is not a date", id="a Dutch date"),
        pytest.param({"start_date": "2025-02-30"}, "column start_date: '2025-02-30' is not a date", id="no such day"),
        pytest.param(
            {"end_date": "2025-09-30"}, "column end_date: 2025-09-30 lies before start_date", id="ends too early"
        ),
        pytest.param(
            {"end_reason": "31"}, "column end_reason: '31' is not a known code; expected one of 01", id="wrong list"
        ),
        pytest.param(
            {"end_reason": ""}, "column end_reason: is empty, but there is an end_reason_list", id="list alone"
        ),
        pytest.param({"end_reason_list": ""}, "column end_reason_list: is empty, but there is", id="reason alone"),
        pytest.param(
            {"end_date": ""}, "column end_date: is empty, but there is an end_reason", id="a reason but no end"
        ),
        pytest.param({"follow_on": "ja"}, "column follow_on: 'ja' is not a known code", id="yes in Dutch"),
        pytest.param(
            {"informants": "youth+mother"}, "column informants: 'mother' is not known", id="an unknown informant"
        ),
        pytest.param({"informants": "youth+youth"}, "column informants: names somebody twice", id="the youth twice"),
        pytest.param(
            {"informants": "parent+parent_1"}, "column informants: expected parent, or", id="parent and parent_1"
        ),
        pytest.param({"carer_consent": "maybe"}, "column carer_consent: 'maybe' is not", id="an unknown consent"),
        pytest.param({"do_not_invite": "sad"}, "column do_not_invite: 'sad' is not known", id="an unknown reason"),
        pytest.param(
            {"do_not_invite": "safety+mum"}, "column do_not_invite: 'safety+mum'", id="a reason about nobody"
        ),
        pytest.param(
            {"youth_language": "Dutch"}, "column youth_language: 'Dutch' is not a language", id="a language's name"
        ),
        pytest.param({"parent_email": "at home"}, "column parent_email: is not an e-mail address", id="no address"),
        pytest.param({"foster_parent_key": "k"}, "column foster_parent_key: is filled in, but", id="a key of nobody"),
    ],
)
def test_one_fault_is_named_by_row_and_column(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    path = write(tmp_path / "records.csv", [{"record_id": "r0"}, changes])

    found = _faults(path)

    assert len(found) == 1
    assert found[0].startswith(f", row 3, {fault}")


def test_a_file_with_fifty_faults_names_all_fifty_in_order(tmp_path: Path) -> None:
    wrong = {"segment": "x", "care_form": "x"}
    path = write(tmp_path / "records.csv", [{"record_id": f"r{number}", **wrong} for number in range(25)])

    found = _faults(path)

    assert [fault.split(",")[1] for fault in found] == [f" row {row}" for row in range(2, 27) for _ in wrong]


def test_a_row_with_a_wrong_code_and_wrong_dates_names_both(tmp_path: Path) -> None:
    path = write(tmp_path / "records.csv", [{"segment": "x", "end_date": "2025-01-01"}])

    assert [fault.split(":")[0] for fault in _faults(path)] == [", row 2, column segment", ", row 2, column end_date"]


def test_a_doubled_key_names_the_row_it_was_in_before(tmp_path: Path) -> None:
    path = write(tmp_path / "records.csv", [{}, {"record_id": "r2"}, {}])

    assert _faults(path) == [", row 4, column record_id: is in row 2 already"]


def test_the_same_record_id_at_another_provider_is_another_record(tmp_path: Path) -> None:
    path = write(tmp_path / "records.csv", [{}, {"provider": "B (verzonnen)"}])

    assert [record.key for record in records_csv.read(path)] == [(SOUND["provider"], "r1"), ("B (verzonnen)", "r1")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", ": is empty", id="an empty file"),
        pytest.param(b"\xef\xbb\xbf  \n", ": is empty", id="nothing but blanks"),
        pytest.param("provider\ncaf\xe9".encode("latin-1"), ", row 2: is not UTF-8", id="a wrong encoding"),
        pytest.param("provider\n".encode("utf-16"), ", row 1: is not UTF-8", id="UTF-16"),
        pytest.param(b"PK\x03\x04\x00\x00", ": is not a text file", id="a workbook"),
        pytest.param(b'provider\n"open', ", row 2: cannot be read as CSV", id="a quote that never closes"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "records.csv"
    path.write_bytes(content)

    assert _faults(path)[0].startswith(fault)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert _faults(tmp_path / "records.csv") == [": there is no such file"]


def test_columns_that_are_not_known_or_missing_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_text("record_id,record_id,colour\n", "utf-8")

    found = _faults(path)

    assert found[0] == ", row 1, column record_id: is there twice"
    assert found[1].startswith(", row 1, column colour: is not known")
    assert ", row 1, column provider: is missing" in found


def test_a_header_alone_and_short_rows_are_faults(tmp_path: Path) -> None:
    path = write(tmp_path / "records.csv", [])
    assert _faults(path) == [": has a header but no rows"]

    path.write_text(path.read_text("utf-8") + "a,b\n", "utf-8")
    assert _faults(path) == [f", row 2: has 2 cells, the header has {len(SOUND)}"]


def test_semicolons_a_byte_order_mark_blank_lines_and_spaces_are_fine(tmp_path: Path) -> None:
    path = write(tmp_path / "records.csv", [{"region": " Regio; Noord "}], delimiter=";")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\r\n;\r\n")

    assert [record.region for record in records_csv.read(path)] == ["Regio; Noord"]


def test_what_was_delivered_is_what_is_read(tmp_path: Path) -> None:
    changes = {
        "parent_key": "p7",
        "parent_language": "en",
        "parent_email": "iemand@voorbeeld.example",
        "crisis_start": "yes",
    }
    record = records_csv.read(write(tmp_path / "records.csv", [changes]))[0]

    youth, parent = record.people
    assert (youth.slot, youth.language, record.person_key(youth)) == ("youth", "nl", "c1")
    assert (parent.informant, parent.language, record.person_key(parent)) == ("parent", "en", "p7")
    assert (record.crisis_start, record.invite_confirmed, record.follow_on) == (True, False, False)
    assert "voorbeeld" not in repr(record)
