"""Question sets and texts held against the light: what is too hard is named, statutory wording is left alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from surveys import question_files, question_language, text_language, texts
from surveys.questionnaire import Question, Questionnaire
from surveys.readability import score
from surveys.settings import SHIPPED_CONFIG
from tests.surveys.test_question_files import SOUND

SHIPPED = SHIPPED_CONFIG / "questionnaires"


def _set(folder: Path, old: str = "", new: str = "") -> Questionnaire:
    path = folder / "start-parent.yaml"
    sound = (
        SOUND.replace('nl: "T"', 'nl: "Hoe is het?"')
        .replace('nl: "I"', 'nl: "Fijn."')
        .replace('nl: "D"', 'nl: "Dag."')
        .replace('nl: "V?"', 'nl: "Luisterde iemand?"')
        .replace('nl: "W?"', 'nl: "Waarom?"')
    )
    assert old in sound
    path.write_text(sound.replace(old, new, 1), "utf-8")
    return question_files.read(path)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_set_is_plain_for_its_readers(path: Path) -> None:
    assert question_language.faults(question_files.read(path)) == []


def test_the_chat_and_the_consent_are_plain_for_their_readers() -> None:
    sets = question_files.read_all(SHIPPED).values()
    readers = {one.consent: question_language.readers_of(one) for one in sets}

    assert text_language.faults(texts.load(SHIPPED_CONFIG), readers) == []


def test_a_plain_set_has_no_fault(tmp_path: Path) -> None:
    assert question_language.faults(_set(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "Luisterde iemand?",
            "Hoe was de bejegening?",
            "question heard, text, language nl: “bejegening” is jargon in “Hoe was de bejegening?”; write hoe mensen",
            id="jargon in a question",
        ),
        pytest.param(
            '"Ja"',
            '"Conform de afspraken"',
            "question heard, option yes, language nl: “Conform” is jargon in “Conform de afspraken”; write volgens",
            id="jargon in an option",
        ),
        pytest.param(
            '"Fijn."',
            '"Hoe fijn is het dat u nu de tijd wilt nemen om dit voor ons te doen vandaag."',
            "intro, language nl: “Hoe fijn is het dat u nu de tijd wilt nemen om dit voor ons te doen vandaag.” "
            "has 18 words, 15 at most; write two sentences",
            id="a long sentence in the intro",
        ),
        pytest.param(
            "Luisterde iemand?",
            "Luisterde iemand naar je?",
            "question heard, text, language nl: “je” in “Luisterde iemand naar je?”; write u to these readers",
            id="je to a carer",
        ),
        pytest.param(
            "Luisterde iemand?",
            "Luisterde iemand? Hielp dat?",
            "question heard, text, language nl: “Luisterde iemand? Hielp dat?” asks 2 things; write two questions",
            id="two questions one after another",
        ),
        pytest.param(
            "Luisterde iemand?",
            "Luisterde er iemand niet?",
            "question heard, text, language nl: “niet” in “Luisterde er iemand niet?” makes “nee” mean two things; "
            "write it without denying",
            id="a denying question with yes and no",
        ),
        pytest.param(
            'en: "Q?"',
            'en: "Was the intervention good?"',
            "question heard, text, language en: “intervention” is jargon in “Was the intervention good?”; write help",
            id="English jargon",
        ),
    ],
)
def test_a_fault_names_question_language_word_and_what_to_write(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    found = question_language.faults(_set(tmp_path, old, new))

    assert [line for line in found if line.startswith(expected)], found


def test_an_open_question_may_ask_on(tmp_path: Path) -> None:
    assert question_language.faults(_set(tmp_path, "Waarom?", "Wat hielp? Wat hielp niet?")) == []


def test_asking_who_or_what_may_deny(tmp_path: Path) -> None:
    assert question_language.faults(_set(tmp_path, "Luisterde iemand?", "Wie luisterde er niet?")) == []


def test_statutory_wording_is_not_judged_and_is_reported() -> None:
    youth = question_files.read(SHIPPED / "end-youth.yaml")
    law = [one for one in question_language.judged(youth) if one.exempt and one.score.findings]

    assert {"question usefulness, text", "question further_need, option 03"} <= {one.where for one in law}
    assert not [line for line in question_language.faults(youth) if "usefulness" in line]


def test_a_statutory_question_may_even_deny() -> None:
    youth = question_files.read(SHIPPED / "end-youth.yaml")
    denying = {"nl": "Heb je geen hulp meer nodig?"}
    parts = tuple(
        replace(part, text=denying) if isinstance(part, Question) and part.id in {"further_need", "clear"} else part
        for part in youth.parts
    )

    assert question_language.faults(replace(youth, parts=parts)) == [
        "question clear, text, language nl: “geen” in “Heb je geen hulp meer nodig?” makes “nee” mean two things; "
        "write it without denying"
    ]


def test_the_explanation_beside_a_statutory_question_is_judged() -> None:
    youth = question_files.read(SHIPPED / "end-youth.yaml")
    parts = tuple(
        replace(part, hint={"nl": "Denk aan het traject."})
        if isinstance(part, Question) and part.id == "usefulness"
        else part
        for part in youth.parts
    )

    assert [
        line
        for line in question_language.faults(replace(youth, parts=parts))
        if line.startswith("question usefulness")
    ] == [
        "question usefulness, hint, language nl: “traject” is jargon in “Denk aan het traject.”; write de hulp",
    ]


@pytest.mark.parametrize(
    ("path", "readers"),
    [("end-youth", "youths"), ("end-parent", "carers"), ("end-foster-parent", "carers")],
)
def test_who_answers_decides_who_reads(path: str, readers: str) -> None:
    assert question_language.readers_of(question_files.read(SHIPPED / f"{path}.yaml")) == readers


def test_faces_are_read_by_children_and_a_set_may_say_who_reads_it(tmp_path: Path) -> None:
    plain = _set(tmp_path)
    faces = replace(plain, parts=tuple(replace(part, look="faces") for part in plain.questions()))

    assert question_language.readers_of(faces) == "children"
    assert question_language.readers_of(replace(faces, readers="professionals")) == "professionals"
    assert _set(tmp_path, "informant: parent", "informant: parent\nreaders: children").readers == "children"


def test_a_chat_line_that_says_je_to_everybody_is_a_fault() -> None:
    shipped = texts.load(SHIPPED_CONFIG)
    lines = {**shipped.lines, "saved": {"nl": {"": "Je antwoord is bewaard."}, "en": {"": "Saved."}}}

    assert text_language.faults(replace(shipped, lines=lines), {}) == [
        "chat.yaml: saved, language nl: “je” in “Je antwoord is bewaard.”; write a form for je and one for u"
    ]


def test_a_consent_is_judged_for_those_who_read_it() -> None:
    shipped = texts.load(SHIPPED_CONFIG)

    assert text_language.faults(shipped, {"survey-youth": "youths"}) == []
    assert any(
        line.startswith("consent.yaml: survey-youth, line ")
        for line in text_language.faults(shipped, {"survey-youth": "children"})
    )


def test_a_goal_in_somebodys_own_words_is_not_judged() -> None:
    assert score("Je doel: “{goal}”. Is dat gelukt?").plain
