"""`hoorbaar questions check`: faults of form and of language in one go, and the report of levels."""

from pathlib import Path
from shutil import copytree

from tests.served import hoorbaar

CONFIG = Path(__file__).resolve().parent.parent / "config"


def _set_with(folder: Path, old: str, new: str) -> None:
    sound = (CONFIG / "questionnaires" / "end-youth.yaml").read_text("utf-8")
    assert old in sound
    (folder / "end-youth.yaml").write_text(sound.replace(old, new, 1), "utf-8")


def test_hard_language_fails_the_check_with_file_question_language_and_word(tmp_path: Path) -> None:
    _set_with(tmp_path, "Wist je steeds wat er ging gebeuren?", "Was het traject met de GI duidelijk?")
    done = hoorbaar(tmp_path, "questions", "check", "end-youth.yaml")
    sentence = "in “Was het traject met de GI duidelijk?”"

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"end-youth.yaml: question clear, text, language nl: “traject” is jargon {sentence}; write de hulp",
        f"end-youth.yaml: question clear, text, language nl: “GI” is an abbreviation {sentence}; "
        "write de organisatie van de jeugdbeschermer of voogd",
    ]
    assert done.stdout == ""


def test_the_report_tells_level_and_flesch_douma_of_every_question(tmp_path: Path) -> None:
    done = hoorbaar(tmp_path, "questions", "check", "--report")
    rows = [line.split() for line in done.stdout.splitlines()]

    assert done.returncode == 0
    assert ["heard", "nl", "A2", "Douma", "60"] in rows
    assert ["heard", "en", "A2"] in rows
    assert "usefulness                   nl  B1  Douma 86   statutory, not judged; long sentence" in done.stdout
    assert "further_need, option 03      nl  B2" in done.stdout
    assert done.stdout.endswith("question sets are sound.\n")


def test_the_report_comes_also_when_there_are_faults(tmp_path: Path) -> None:
    _set_with(tmp_path, "Wist je steeds wat er ging gebeuren?", "Was het traject duidelijk?")
    done = hoorbaar(tmp_path, "questions", "check", "end-youth.yaml", "--report")

    assert done.returncode == 2
    assert "B2" in next(line for line in done.stdout.splitlines() if line.strip().startswith("clear "))
    assert "sound" not in done.stdout


def test_an_organisation_judges_with_its_own_lists(tmp_path: Path) -> None:
    copytree(CONFIG, tmp_path / "own")
    words = tmp_path / "own" / "readability" / "nl.yaml"
    words.write_text(words.read_text("utf-8").replace("jargon:\n", 'jargon:\n  "tip": "raad"\n', 1), "utf-8")
    (tmp_path / ".env").write_text("HOORBAAR_CONFIG_DIR=own\n", "utf-8")
    done = hoorbaar(tmp_path, "questions", "check")

    assert done.returncode == 2
    assert "“tip” is jargon" in done.stderr
    assert "write raad" in done.stderr


def test_a_mistake_in_the_lists_is_named(tmp_path: Path) -> None:
    copytree(CONFIG, tmp_path / "own")
    (tmp_path / "own" / "readability" / "audiences.yaml").unlink()
    (tmp_path / ".env").write_text("HOORBAAR_CONFIG_DIR=own\n", "utf-8")
    done = hoorbaar(tmp_path, "questions", "check")

    assert done.returncode == 2
    assert done.stderr == "own/readability/audiences.yaml: there is no such file\n"


def test_a_consent_that_is_not_there_is_named(tmp_path: Path) -> None:
    _set_with(tmp_path, "consent: survey-youth", "consent: none")
    done = hoorbaar(tmp_path, "questions", "check", "end-youth.yaml")

    assert done.returncode == 2
    assert done.stderr == "end-youth.yaml: consent none: there is no such text in texts/consent.yaml\n"
