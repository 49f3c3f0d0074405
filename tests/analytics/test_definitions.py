"""The indicators as data: the shipped ones fit the question sets, broken ones are told field by field."""

from pathlib import Path

import pytest
import yaml

from analytics import words
from analytics.definitions import CODES, FIELDS, Definition, read, read_all
from surveys.faults import Mistakes
from surveys.question_files import read_all as read_sets
from surveys.questionnaire import Question

CONFIG = Path(__file__).resolve().parents[2] / "config"
SHIPPED = {one.id: one for one in read_all(CONFIG)}
SETS = read_sets(CONFIG / "questionnaires")

EXPECTED = {
    "response_rate",
    "satisfaction_usefulness_mean",
    "satisfaction_usefulness_low",
    "guidance_useful_mean",
    "without_help_strict",
    "without_help_wide",
    "goals_reached",
    "goal_movement_mean",
    "goal_movement_3plus",
    "dropout_narrow",
    "dropout_broad",
    "ended_early",
    *(f"end_reason_{code}" for code in ("01", "02", "03", "04", "05", "unknown", "death", "disagreement")),
}


def test_the_shipped_indicators_are_there() -> None:
    assert set(SHIPPED) >= EXPECTED


def test_response_comes_first_so_that_it_is_read_first() -> None:
    assert next(iter(SHIPPED)) == "response_rate"


def _asked_of(informant: str, moment: str, name: str) -> Question | None:
    return SETS[f"{moment}-{informant.replace('_', '-')}"].question(name)


@pytest.mark.parametrize("one", [one for one in SHIPPED.values() if one.counts == "answers"], ids=lambda one: one.id)
def test_every_informant_is_asked_what_their_indicator_counts(one: Definition) -> None:
    for informant in one.informants:
        question = _asked_of(informant, "end", one.question)
        assert question, f"{informant} is not asked {one.question}"
        compared = one.within.compared | (one.inside.compared if one.inside else frozenset())
        codes = {code for name, code in compared if name == one.question}
        assert codes <= set(question.codes)


def test_the_fields_of_goals_are_questions_with_those_codes() -> None:
    for informant in ("youth", "parent", "foster_parent"):
        for name in FIELDS["goals"] - {"movement"}:
            question = _asked_of(informant, "start" if name == "goal_start" else "end", name)
            assert question, f"{informant} is not asked {name}"
            assert set(question.codes) == CODES.get(name, {str(mark) for mark in range(11)})


def test_foster_parents_are_not_counted_on_the_statutory_questions() -> None:
    """Decision 6."""
    for name in ("satisfaction_usefulness_mean", "satisfaction_usefulness_low", "without_help_strict"):
        assert "foster_parent" not in SHIPPED[name].informants
    assert SHIPPED["guidance_useful_mean"].informants == ("foster_parent",)


@pytest.mark.parametrize("name", ["dropout_narrow", "dropout_broad", "ended_early", "end_reason_03"])
def test_dropout_is_context_never_better_or_worse(name: str) -> None:
    assert SHIPPED[name].direction == "context"


@pytest.mark.parametrize(
    ("name", "codes", "score"),
    [
        pytest.param("satisfaction_usefulness_low", {"usefulness": "5"}, 1, id="a five is low"),
        pytest.param("satisfaction_usefulness_low", {"usefulness": "6"}, 0, id="a six is not"),
        pytest.param("satisfaction_usefulness_low", {"usefulness": "10"}, 0, id="ten is more than five"),
        pytest.param("satisfaction_usefulness_low", {"usefulness": "dont_know"}, None, id="not knowing is no mark"),
        pytest.param("satisfaction_usefulness_mean", {"usefulness": "8"}, 8, id="a mark adds itself"),
        pytest.param("satisfaction_usefulness_mean", {"usefulness": "rather_not"}, None, id="a skip is not zero"),
        pytest.param("without_help_strict", {"further_need": "03"}, 0, id="help again some day is not strict"),
        pytest.param("without_help_wide", {"further_need": "03"}, 1, id="but it is wide"),
        pytest.param("goals_reached", {"goal_result": "partly"}, 0, id="partly is not reached"),
        pytest.param("goals_reached", {"goal_result": ""}, None, id="no answer is no goal"),
        pytest.param("goal_movement_mean", {"movement": "-2"}, -2, id="one can move back"),
        pytest.param("goal_movement_3plus", {"movement": "3"}, 1, id="three points is three or more"),
        pytest.param("goal_movement_3plus", {"movement": "-4"}, 0, id="four points back is not"),
        pytest.param("goal_movement_3plus", {"movement": ""}, None, id="without a start there is no movement"),
        pytest.param("dropout_narrow", {"ending": "03"}, 1, id="the client stopped"),
        pytest.param("dropout_narrow", {"ending": "unknown"}, None, id="an unknown reason is in no drop-out"),
        pytest.param("dropout_broad", {"ending": "04"}, 1, id="the provider stopped"),
        pytest.param("dropout_broad", {"ending": "death"}, None, id="a death is in no drop-out"),
        pytest.param("ended_early", {"ending": "01"}, 0, id="as planned is not early"),
        pytest.param("end_reason_unknown", {"ending": "unknown"}, 1, id="unknown is shown as such"),
        pytest.param("end_reason_01", {"ending": "unknown"}, 0, id="shares of reasons are of all endings"),
        pytest.param("end_reason_01", {"ending": "death"}, None, id="deaths are in no reason's share"),
        pytest.param("end_reason_death", {"ending": "death"}, 1, id="deaths are a line of their own"),
        pytest.param(
            "end_reason_disagreement", {"ending": "01", "stopped_by": "provider"}, 1, id="planned, or the provider?"
        ),
        pytest.param(
            "end_reason_disagreement", {"ending": "02", "stopped_by": "provider"}, 1, id="agreed, or the provider?"
        ),
        pytest.param(
            "end_reason_disagreement", {"ending": "02", "stopped_by": "together"}, 0, id="agreed, says the client too"
        ),
        pytest.param(
            "end_reason_disagreement", {"ending": "03", "stopped_by": "together"}, 1, id="the client, or together?"
        ),
        pytest.param("end_reason_disagreement", {"ending": "03", "stopped_by": "me"}, 0, id="the client says so too"),
        pytest.param(
            "end_reason_disagreement", {"ending": "04", "stopped_by": "provider"}, 0, id="the provider, as registered"
        ),
        pytest.param(
            "end_reason_disagreement", {"ending": "unknown", "stopped_by": "provider"}, None, id="nothing registered"
        ),
        pytest.param(
            "end_reason_disagreement", {"ending": "01", "stopped_by": "dont_know"}, None, id="the client can't tell"
        ),
    ],
)
def test_what_a_unit_adds(name: str, codes: dict[str, str], score: int | None) -> None:
    assert SHIPPED[name].score(codes) == score


SOUND = """
- id: low
  version: 1
  name: {nl: "Laag", en: "Low"}
  explanation: {nl: "Uitleg", en: "Explanation"}
  unit: share
  direction: lower_better
  purpose: outcome
  source: "ergens"
  counts: answers
  informants: [youth]
  denominator: {words: {nl: "alle", en: "all"}, codes: answered(usefulness)}
  numerator: {words: {nl: "lage", en: "low ones"}, codes: usefulness <= 5}
  show: {none: true, all: false}
"""


def _faults(folder: Path, text: str) -> list[str]:
    path = folder / "some.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Mistakes) as caught:
        read(path)
    assert all(line.startswith(str(path)) for line in caught.value.lines)
    return [line.removeprefix(f"{path}") for line in caught.value.lines]


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(SOUND, "utf-8")
    [one] = read(path)

    assert (one.key, one.question, one.smallest) == ("low@1", "usefulness", 10)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("  unit: share\n", "", ": indicator low, field unit: is missing"),
        ("unit: share", "unit: grade", ": indicator low, field unit: input should be 'share', 'mark' or 'points'"),
        ('  source: "ergens"', '  sauce: "ergens"', ": indicator low, field sauce: is not a word this file knows"),
        ('source: "ergens"', "source: 4", ": indicator low, field source: expected text between quotes"),
        (', en: "Low"}', "}", ": indicator low, field name: the language en is missing"),
        (', en: "low ones"}', "}", ": indicator low, field numerator.words: the language en is missing"),
        ("  informants: [youth]\n", "", ": indicator low, field informants: expected when people, answers or goals"),
        ("usefulness <= 5", "usefulness <=", ": indicator low, field numerator.codes: ends too early"),
        ("answered(usefulness)", "answered(heard)", ": indicator low, field codes: expects one question, and finds"),
        ("counts: answers", "counts: goals", ": indicator low, field codes: 'usefulness' is not one of"),
        (
            "codes: usefulness <= 5",
            "codes: usefulness <= 5 and ending = 06",
            ": indicator low, field codes: ending has no code '06'",
        ),
        ("unit: share", "unit: mark", ": indicator low, field numerator.codes: expects one field whose numbers"),
        ("- id: low", "- id: Low!", ": indicator Low!, field id: string should match pattern"),
        ("{none: true, all: false}", "{none: 1, all: false}", ": indicator low, field show.none: input should be"),
        ("version: 1", "version: 1\n  version: 2", ", line 4: 'version' is written twice"),
    ],
)
def test_a_fault_names_file_indicator_and_field(tmp_path: Path, before: str, after: str, fault: str) -> None:
    assert before in SOUND
    assert any(line.startswith(fault) for line in _faults(tmp_path, SOUND.replace(before, after)))


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    broken = SOUND.replace("unit: share", "unit: grade") + SOUND.replace("id: low", "id: lower").replace(
        "usefulness <= 5", "(usefulness"
    )
    assert len(_faults(tmp_path, broken)) == 2


def test_a_file_without_a_list_is_no_indicators(tmp_path: Path) -> None:
    assert _faults(tmp_path, "id: low") == [": expected a list of indicators, each beginning with - id:"]


def test_all_files_are_told_about_together(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    folder.mkdir()
    (folder / "a.yaml").write_text(SOUND, "utf-8")
    (folder / "b.yaml").write_text(SOUND, "utf-8")
    with pytest.raises(Mistakes, match=r"b\.yaml: indicator low, id: is there already"):
        read_all(tmp_path)
    (folder / "b.yaml").unlink()
    with pytest.raises(Mistakes, match="there is no indicator response_rate"):
        read_all(tmp_path)


def _words_with(folder: Path, **changes: object) -> Path:
    path = folder / "indicators" / "report" / "nl.yaml"
    path.parent.mkdir(parents=True)
    shipped = yaml.safe_load((CONFIG / "indicators" / "report" / "nl.yaml").read_text("utf-8"))
    path.write_text(yaml.safe_dump(shipped | changes, allow_unicode=True), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"columns": {"n": "n"}}, "columns: indicator: is missing"),
        ({"definitions": {}}, "definitions: id: is missing"),
        ({"banners": {"invented": "verzonnen"}}, "banners.provisional: Field required"),
        ({"notes": {"rows": "{wat}", "definitions": "x"}}, "{wat} is not something that can be filled in"),
    ],
)
def test_faults_in_the_words_of_the_report_are_told(tmp_path: Path, changes: dict[str, object], fault: str) -> None:
    with pytest.raises(Mistakes) as caught:
        words.read(_words_with(tmp_path, **changes))
    assert any(fault in line for line in caught.value.lines)
