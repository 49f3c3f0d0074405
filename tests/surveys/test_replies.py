"""What people type, and what it means."""

from pathlib import Path

import pytest

from surveys.conditions import parse
from surveys.language.normalise import LONGEST, clean, passes_eleven_test
from surveys.question_files import read_all
from surveys.questionnaire import Option, Question
from surveys.replies import Command, Meaning, Reply, Unclear, Understood, understand
from surveys.texts import load

CONFIG = Path(__file__).resolve().parents[2] / "config"

WORDS = load(CONFIG).words
SETS = read_all(CONFIG / "questionnaires")


def _question(slug: str, name: str) -> Question:
    found = SETS[slug].question(name)
    assert found is not None
    return found


MARK = _question("end-youth", "usefulness")
NEED = _question("end-youth", "further_need")
HEARD = _question("end-youth", "heard")
OPEN = _question("end-youth", "open_answer")
REASONS = _question("end-youth", "stop_reason")
ALIKE = Question(
    "alike", "choice", {"nl": "?"}, (Option("a", {"nl": "bij mijn vader"}), Option("b", {"nl": "bij mijn moeder"}))
)


@pytest.mark.parametrize(
    ("question", "typed", "meaning"),
    [
        pytest.param(MARK, "7", Understood("7"), id="a number is that mark"),
        pytest.param(MARK, "zeven", Understood("7"), id="a number word is that mark"),
        pytest.param(MARK, "een 7", Understood("7"), id="a mark may have an article"),
        pytest.param(MARK, "Ik geef een 8!", Understood("8"), id="a mark may stand in a short sentence"),
        pytest.param(MARK, "7/10", Understood("7"), id="seven of ten is a seven"),
        pytest.param(MARK, " TIEN. ", Understood("10"), id="capitals and stops do not matter"),
        pytest.param(MARK, "7,5", Unclear("unclear_whole"), id="a half mark is asked again"),
        pytest.param(MARK, "11", Unclear("unclear_scale"), id="above the scale is not understood"),
        pytest.param(MARK, "0", Unclear("unclear_scale"), id="below the scale is not understood"),
        pytest.param(MARK, "-3", Unclear("unclear_scale"), id="a negative mark is not understood"),
        pytest.param(MARK, "", Unclear("unclear_scale"), id="nothing is not an answer"),
        pytest.param(MARK, "weet ik niet", Understood("dont_know"), id="not knowing is an answer of its own"),
        pytest.param(MARK, "zeg ik liever niet", Understood("rather_not"), id="not telling is an answer of its own"),
        pytest.param(MARK, "stop", Command("stop"), id="stop is a wish"),
        pytest.param(MARK, "vorige", Command("back"), id="back is a wish"),
        pytest.param(MARK, "help", Command("help"), id="help is a wish"),
        pytest.param(NEED, "4", Understood("04"), id="an option's number in the list means that option"),
        pytest.param(NEED, "04", Understood("04"), id="an option's code means that option"),
        pytest.param(NEED, "5", Unclear("unclear_choice"), id="a number past the list is not understood"),
        pytest.param(
            NEED, "ik heb geen verdere hulp meer nodig", Understood("04"), id="an option's words mean that option"
        ),
        pytest.param(NEED, "ik heb geen verdre hulp meer nodg", Understood("04"), id="a typing error is forgiven"),
        pytest.param(HEARD, "ja hoor", Understood("yes"), id="a warm yes is a yes"),
        pytest.param(HEARD, "nee", Understood("no"), id="a no is a no"),
        pytest.param(ALIKE, "bij mijn oeder", Understood("b"), id="near one option and far from the other"),
        pytest.param(ALIKE, "bij mijn", Unclear("unclear_choice"), id="never guessed between two options"),
        pytest.param(OPEN, "Het ging goed", Understood(""), id="own words are an answer"),
        pytest.param(OPEN, "   ", Unclear("unclear_text"), id="blanks are no words"),
        pytest.param(REASONS, "1, 2", Understood(" ".join(REASONS.codes[:2])), id="several numbers are several"),
    ],
)
def test_typed_words(question: Question, typed: str, meaning: Meaning) -> None:
    assert understand(question, Reply(text=clean(typed)), WORDS) == meaning


@pytest.mark.parametrize(
    ("question", "codes", "meaning"),
    [
        pytest.param(MARK, ("7",), Understood("7"), id="a button is its code"),
        pytest.param(MARK, ("7", "8"), Unclear("unclear_scale"), id="two marks are none"),
        pytest.param(MARK, ("70",), Unclear("unclear_scale"), id="a code that is not offered is refused"),
        pytest.param(HEARD, ("dont_know",), Understood("dont_know"), id="weet ik niet is offered everywhere"),
        pytest.param(OPEN, ("rather_not",), Understood("rather_not"), id="liever niet is offered everywhere"),
        pytest.param(HEARD, ("yes", "dont_know"), Unclear("unclear_choice"), id="an answer and weet ik niet clash"),
        pytest.param(
            REASONS, REASONS.codes[1::-1], Understood(" ".join(REASONS.codes[:2])), id="several keep the set's order"
        ),
        pytest.param(REASONS, REASONS.codes[:4], Unclear("unclear_at_most"), id="more than may be is too many"),
    ],
)
def test_buttons(question: Question, codes: tuple[str, ...], meaning: Meaning) -> None:
    assert understand(question, Reply(codes), WORDS) == meaning


@pytest.mark.parametrize(
    ("source", "values", "holds"),
    [
        ("a = yes", {"a": "yes"}, True),
        ("a = yes", {}, False),
        ("a != yes", {"a": "no"}, True),
        ("a != yes", {"a": "dont_know"}, False),
        ("a in (x, y)", {"a": "y"}, True),
        ("a in (x, y)", {"a": "z x"}, True),
        ("mark >= 7 and not a = no", {"mark": "7", "a": "yes"}, True),
        ("mark < 7", {"mark": "rather_not"}, False),
        ("a = yes or mark <= 3", {"a": "no", "mark": "3"}, True),
        ("not (a = yes or a = no)", {"a": "maybe"}, True),
        ("answered(open)", {"open": "*f00"}, True),
        ("answered(open)", {"open": "dont_know"}, False),
    ],
)
def test_conditions(source: str, values: dict[str, str], *, holds: bool) -> None:
    assert parse(source).holds(values) is holds


def test_control_characters_and_half_characters_go_and_line_breaks_stay() -> None:
    assert clean("a\x00b\ud800c\r\nd\te\x1b") == "abc\nd\te"


def test_long_text_is_cut() -> None:
    assert len(clean("é" * (LONGEST + 1))) == LONGEST


def test_a_number_that_could_be_a_bsn_is_masked() -> None:
    assert clean("mijn nummer is 111222333 hoor") == "mijn nummer is [nummer] hoor"
    assert clean("bel 0612345678 of 111222334") == "bel 0612345678 of 111222334"
    assert passes_eleven_test("111222333")
    assert not passes_eleven_test("000000000")
