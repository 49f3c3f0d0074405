"""The commands as people type them: what they print, and how they end."""

import json
from pathlib import Path

import pytest

from tests.served import hoorbaar
from tests.surveys.records import write

ROOT = Path(__file__).resolve().parent.parent


def test_init_says_what_it_did_and_may_be_repeated(tmp_path: Path) -> None:
    first, again = hoorbaar(tmp_path, "init"), hoorbaar(tmp_path, "init")

    assert (first.returncode, again.returncode) == (0, 0)
    assert "master key made: var/hoorbaar.key" in first.stdout
    assert "database is up to date" in again.stdout
    assert sorted(oct(path.stat().st_mode & 0o777) for path in (tmp_path / "var").iterdir()) == ["0o600"] * 3


@pytest.mark.parametrize("words", [("records", "import", "r.csv"), ("invite", "--out", "i.csv")])
def test_before_init_a_command_says_what_to_do(tmp_path: Path, words: tuple[str, ...]) -> None:
    write(tmp_path / "r.csv", [{}])
    done = hoorbaar(tmp_path, *words)

    assert done.returncode == 2
    assert done.stderr == "var/hoorbaar.key: there is no master key here yet; run `hoorbaar init`\n"
    assert not (tmp_path / "var").exists()


def test_records_in_and_invitations_out(tmp_path: Path) -> None:
    hoorbaar(tmp_path, "init")
    write(tmp_path / "r.csv", [{}, {"record_id": "r2", "client_key": "c2", "birth_month": "2011-01"}])
    checked = hoorbaar(tmp_path, "records", "import", "r.csv", "--dry-run")
    done = hoorbaar(tmp_path, "records", "import", "r.csv")
    invited = hoorbaar(tmp_path, "invite", "--moment", "end", "--out", "i.csv")
    again = hoorbaar(tmp_path, "invite", "--moment", "end", "--out", "i.csv")

    assert checked.stdout == "2 records: 2 would be added, 0 would be updated; 4 people named in them.\n"
    assert done.stdout == "2 records: 2 added, 0 updated; 4 people named in them.\n"
    assert "records: 2 of 2" in done.stderr
    assert invited.stdout == (
        "3 invitations: i.csv (codes work until 2026-09-23)\n"
        "not asked about the end: 1 (12 to 15, and carer_consent is empty)\n"
    )
    assert again.returncode == 2
    assert again.stderr == "i.csv: is there already, and its codes cannot be made again; choose another name\n"


def test_a_lost_code_is_made_again(tmp_path: Path) -> None:
    hoorbaar(tmp_path, "init")
    write(tmp_path / "r.csv", [{}])
    hoorbaar(tmp_path, "records", "import", "r.csv")
    hoorbaar(tmp_path, "invite", "--out", "i.csv")
    done = hoorbaar(tmp_path, "invite", "--reissue", "r1", "--informant", "youth", "--out", "again.csv")

    assert done.stdout == "1 new code, the old one no longer works: again.csv (works until 2026-09-23)\n"
    assert len((tmp_path / "again.csv").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("invite", "--moment", "later", "--out", "i.csv"), "--moment later: expected start or end"),
        (("invite", "--reissue", "r1", "--out", "i.csv"), "--reissue and --informant belong together"),
        (
            ("invite", "--reissue", "r1", "--informant", "mum", "--out", "i.csv"),
            "--informant mum: expected one of youth",
        ),
        (("invite", "--provider", "B", "--out", "i.csv"), "--provider B: has no records here; there are none"),
        (("invite", "--out", "nowhere/i.csv"), "nowhere: there is no such folder"),
        (("records", "import", "none.csv"), "none.csv: there is no such file"),
        (
            ("questions", "show", "end-teacher"),
            "end-teacher: there is no such question set; there are end-foster-parent",
        ),
        (("questions", "try", "end-youth", "--language", "fr"), "--language fr: end-youth is there in nl, en"),
        (("questions", "try", "end-youth", "--informant", "teacher"), "end-teacher: there is no such question set"),
        (("questions", "check", "none.yaml"), "none.yaml: there is no such file"),
        (("--env", "none.env", "init"), "none.env: there is no such settings file"),
    ],
)
def test_a_mistake_is_one_line_and_code_two(tmp_path: Path, words: tuple[str, ...], fault: str) -> None:
    hoorbaar(tmp_path, "init")
    done = hoorbaar(tmp_path, *words)

    assert done.returncode == 2
    assert fault in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_every_command_has_help_with_an_example(tmp_path: Path) -> None:
    commands = (
        ("init",), ("invite",), ("records", "import"), ("questions", "check"), ("questions", "list"),
        ("questions", "show"), ("questions", "try"), ("doctor",), ("serve",), ("indicators",), ("demo",),
    )  # fmt: skip
    for words in commands:
        done = hoorbaar(tmp_path, *words, "--help")
        assert done.returncode == 0
        assert f"Example: hoorbaar {' '.join(words)}" in " ".join(done.stdout.split()), words


def test_the_shipped_sets_are_sound_and_listed_and_shown(tmp_path: Path) -> None:
    checked, listed = hoorbaar(tmp_path, "questions", "check"), hoorbaar(tmp_path, "questions", "list")
    shown = hoorbaar(tmp_path, "questions", "show", "end-parent")

    assert checked.stdout == "6 question sets are sound.\n"
    assert "end-youth                version 1  nl+en" in listed.stdout
    assert "[04] Ik heb geen verdere hulp meer nodig" in shown.stdout
    assert "[only if stopped_by in (" in shown.stdout


_REPLIES = """ja
zeven
4
weer naar school
ja, dat is gelukt
9
nee
ja
een beetje
weet ik niet
nee
1
ze bleven bellen
1
verstuur
"""


def test_trying_a_set_holds_the_whole_conversation_and_stores_nothing(tmp_path: Path) -> None:
    done = hoorbaar(tmp_path, "questions", "try", "end-youth", "--json", said=_REPLIES)

    talk, _, codes = done.stdout.partition("\n{")
    answers = json.loads("{" + codes)
    found = {(row["question"], row["item"]): row["value"] or row["text"] for row in answers["answers"]}
    assert done.returncode == 0, done.stderr
    assert "Klopt alles? Kies “Verstuur”." in talk
    assert "Geef met een rapportcijfer van 1 tot 10 aan hoe nuttig deze hulp voor jou was? → 7" in talk
    assert answers["status"] == "done"
    assert found == {
        ("usefulness", 0): "7",
        ("further_need", 0): "04",
        ("goal_text", 1): "weer naar school",
        ("goal_result", 1): "reached",
        ("goal_now", 1): "9",
        ("goal_more", 1): "no",
        ("heard", 0): "yes",
        ("clear", 0): "partly",
        ("together", 0): "dont_know",
        ("lived_elsewhere", 0): "no",
        ("stopped_by", 0): "as_planned",
        ("open_answer", 0): "ze bleven bellen",
        ("company", 0): "nobody",
    }
    assert list(tmp_path.iterdir()) == []


def test_trying_in_english_and_as_the_sister_set(tmp_path: Path) -> None:
    done = hoorbaar(
        tmp_path,
        "questions",
        "try",
        "end-youth",
        "--language",
        "en",
        "--informant",
        "foster_parent",
        said="yes\n11\n",
    )

    assert "How much did the guidance help you?" in done.stdout
    assert "Choose a number from 1 to 10." in done.stdout


def test_help_and_stopping_work_in_the_terminal(tmp_path: Path) -> None:
    done = hoorbaar(tmp_path, "questions", "try", "end-parent", "--json", said="ja\nhulp\nstop\ngooi weg\n")

    assert "Hier kunt u met een mens praten." in done.stdout
    assert json.loads("{" + done.stdout.partition("\n{")[2]) == {"status": "discarded", "answers": []}


def test_a_broken_set_is_named_with_file_question_and_language(tmp_path: Path) -> None:
    broken = tmp_path / "end-youth.yaml"
    sound = (ROOT / "config" / "questionnaires" / "end-youth.yaml").read_text("utf-8")
    broken.write_text(
        sound.replace('en: "Yes"', 'en: ""', 1).replace("consent: survey-youth", "consent: none"), "utf-8"
    )
    done = hoorbaar(tmp_path, "questions", "check", "end-youth.yaml")

    assert done.returncode == 2
    assert "end-youth.yaml: question heard, option yes, text, language en: is empty" in done.stderr.replace(
        "options, ", ""
    )


def test_the_doctor_says_what_is_wrong_and_ends_with_one(tmp_path: Path) -> None:
    before = hoorbaar(tmp_path, "doctor")
    hoorbaar(tmp_path, "init")
    after = hoorbaar(tmp_path, "doctor", "--json")
    late = hoorbaar(tmp_path, "doctor", HOORBAAR_NOW="2027-12-31T12:00:00Z")

    assert before.returncode == 1
    assert "RED   master key" in before.stdout
    assert after.returncode == 0
    assert {row["level"] for row in json.loads(after.stdout)} == {"ok", "warn"}
    assert "look these up again: emergency" in late.stdout
