"""Broken question sets: every fault is told with file, question and language."""

from pathlib import Path

import pytest
import yaml

from surveys import question_files
from surveys.faults import Mistakes
from surveys.settings import SHIPPED_CONFIG

SHIPPED = SHIPPED_CONFIG / "questionnaires"
SOUND = """
slug: start-parent
version: 1
purpose: outcome
moment: start
informant: parent
title: {nl: "T", en: "T"}
intro: {nl: "I", en: "I"}
thanks: {nl: "D", en: "D"}
consent: survey-parent
questions:
  - id: heard
    kind: choice
    text: {nl: "V?", en: "Q?"}
    options:
      - {code: "yes", text: {nl: "Ja", en: "Yes"}}
      - {code: "no", text: {nl: "Nee", en: "No"}}
  - id: why
    kind: text
    ask_if: heard = no
    text: {nl: "W?", en: "W?"}
"""


def _faults(folder: Path, content: str, name: str = "start-parent.yaml") -> list[str]:
    path = folder / name
    path.write_text(content, "utf-8")
    with pytest.raises(Mistakes) as mistakes:
        question_files.read(path)
    assert all(str(path) in line for line in mistakes.value.lines)
    return [line.removeprefix(f"{path}").removeprefix(": ") for line in mistakes.value.lines]


def test_the_sound_set_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "start-parent.yaml"
    path.write_text(SOUND, "utf-8")

    assert [question.id for question in question_files.read(path).questions()] == ["heard", "why"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param('en: "Q?"', 'en: ""', "question heard, text, language en: is empty", id="an empty text"),
        pytest.param(', en: "Q?"', "", "question heard, text, language en: is missing", id="a language left out"),
        pytest.param(
            '{nl: "Ja", en: "Yes"}',
            '{nl: "Ja"}',
            "question heard, option yes, language en: is missing",
            id="an option untranslated",
        ),
        pytest.param('code: "yes"', "code: 1", "put codes such as", id="a code without quotes"),
        pytest.param('code: "no"', 'code: "yes"', "question heard, option yes: is there twice", id="a code twice"),
        pytest.param('code: "no"', "code: dont_know", "this code is there by itself already", id="a code of ours"),
        pytest.param("id: why", "id: heard", "question heard: is there twice", id="a question twice"),
        pytest.param(
            "heard = no",
            "hurt = no",
            "question why, ask_if: hurt is not an earlier question",
            id="a condition on nothing",
        ),
        pytest.param(
            "heard = no",
            "heard = nope",
            "question why, ask_if: heard has no option nope",
            id="a condition on no option",
        ),
        pytest.param(
            "heard = no", "heard == no", "question why, ask_if: expects", id="a condition that cannot be read"
        ),
        pytest.param("heard = no", "(heard = no", "question why, ask_if: expects ')'", id="a bracket left open"),
        pytest.param("kind: text", "kind: essay", "question why, kind", id="a kind that does not exist"),
        pytest.param(
            "kind: choice", "kind: text", "a question of kind text has none", id="options where there are none"
        ),
        pytest.param("moment: start", "moment: end", "is called end-parent", id="a set with the wrong name"),
        pytest.param("version: 1", "version: 0", "version", id="a version of nothing"),
        pytest.param(
            "consent: survey-parent", "color: red", "color: is not a word this file knows", id="a word unknown"
        ),
        pytest.param("slug: start-parent", "slug: begin-parent", "file name differ", id="a slug unlike its file"),
        pytest.param('nl: "V?"', 'nl: "V {goal}?"', "{goal} has no meaning outside", id="a goal outside the loop"),
        pytest.param("version: 1", "version: 1\nversion: 2", "'version' is written twice", id="a key twice"),
        pytest.param("questions:", "questions: [", "line", id="YAML that does not close"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in SOUND

    assert any(fault in line for line in _faults(tmp_path, SOUND.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            "hoe nuttig deze hulp voor jou was?",
            "hoe goed deze hulp was?",
            "is not the statutory wording",
            id="wording",
        ),
        pytest.param("red ik het goed", "red ik het", "the options are not the statutory ones", id="an option"),
        pytest.param(
            "min: 1\n    max: 10\n    statutory",
            "min: 1\n    max: 7\n    statutory",
            "is not the statutory",
            id="the scale",
        ),
        pytest.param("statutory: true", "statutory: false", "write statutory: true", id="the mark"),
        pytest.param("source: recalled", 'source: ""', "say where they come from", id="goals without a source"),
    ],
)
def test_statutory_items_stay_literal(tmp_path: Path, old: str, new: str, fault: str) -> None:
    content = (SHIPPED / "end-youth.yaml").read_text("utf-8")
    assert old in content

    assert any(fault in line for line in _faults(tmp_path, content.replace(old, new, 1), "end-youth.yaml"))


def test_a_folder_tells_the_faults_of_all_its_files(tmp_path: Path) -> None:
    for name in ("start-parent", "end-parent"):
        (tmp_path / f"{name}.yaml").write_text("slug: 3", "utf-8")

    with pytest.raises(Mistakes) as mistakes:
        question_files.read_all(tmp_path)

    assert {
        name for name in ("start-parent", "end-parent") if any(name in line for line in mistakes.value.lines)
    } == {
        "start-parent",
        "end-parent",
    }


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="no question set here"):
        question_files.read_all(tmp_path)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_stored_set_is_the_set_of_the_file(path: Path) -> None:
    read = question_files.read(path)
    again = question_files.from_body(question_files.body_of(path))

    assert again == read


def test_every_shipped_set_has_dutch_and_english_and_says_who_made_it() -> None:
    for one in question_files.read_all(SHIPPED).values():
        assert one.languages == ("nl", "en")
        assert one.made_with["nl"]


def test_foster_parents_are_not_asked_the_statutory_questions() -> None:
    asked = {question.id for question in question_files.read(SHIPPED / "end-foster-parent.yaml").questions()}

    assert "guidance_useful" in asked
    assert not {"usefulness", "further_need"} & asked


def test_youths_are_je_and_carers_are_u() -> None:
    for path in SHIPPED.glob("*.yaml"):
        words = set(str(yaml.safe_load(path.read_text("utf-8"))).replace("’", " ").lower().replace(".", " ").split())
        formal, informal = words & {"u", "uw", "uzelf"}, words & {"je", "jij", "jou", "jouw"}
        assert not (informal if "youth" not in path.stem else formal), path.stem
