"""Explicit danger in what people type: what must raise an alarm, and what must not."""

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import safety
from bot.danger import LADDER, gravest
from bot.danger_file import danger_phrases
from bot.phrases import Choice, Parts, Word
from bot.spelling import sentences
from surveys.faults import Mistakes
from surveys.question_files import read_all
from surveys.questionnaire import Questionnaire
from surveys.texts import load

CONFIG = Path(__file__).resolve().parents[2] / "config"
HERE = Path(__file__).parent
FILE: dict[str, Any] = yaml.safe_load((CONFIG / "safety.yaml").read_text("utf-8"))

SAMPLE = [json.loads(line) for line in (HERE / "safety_sample.jsonl").read_text("utf-8").splitlines()]
"""A sample of messages that others made up and labelled; not the whole of what the phrases were written for."""


def _cases() -> Iterator[Any]:
    found = yaml.safe_load((HERE / "safety_cases.yaml").read_text("utf-8"))
    for tier, reasons in found.items():
        for reason, texts in reasons.items():
            for text in texts:
                yield pytest.param(text, tier, id=f"{tier}, {reason}: {text}")


@pytest.mark.parametrize(("text", "tier"), list(_cases()))
def test_what_somebody_writes_is_heard_for_what_it_is(text: str, tier: str) -> None:
    assert safety(text) == tier


def _told(label: str) -> list[str]:
    return [safety(message["text"]) for message in SAMPLE if message["tier"] == label]


def test_nothing_acute_of_the_labelled_sample_is_missed() -> None:
    assert set(_told("acute")) == {"acute"}


def test_nearly_all_that_is_worrying_in_the_labelled_sample_is_heard() -> None:
    told = _told("worrying")
    assert told.count("none") <= 1
    assert told.count("acute") <= 1


def test_nothing_harmless_of_the_labelled_sample_stops_the_questions() -> None:
    assert set(_told("none")) == {"none"}


def _texts(value: object) -> Iterator[str]:
    """Every text in a question set, however deep."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, dict | tuple | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


@pytest.mark.parametrize("questionnaire", read_all(CONFIG / "questionnaires").values(), ids=lambda asked: asked.slug)
def test_nothing_that_we_ask_or_offer_raises_an_alarm(questionnaire: Questionnaire) -> None:
    assert [text for text in _texts(questionnaire) if safety(text) != "none"] == []


def test_no_word_that_steers_the_conversation_raises_an_alarm() -> None:
    assert [word for said in load(CONFIG).words.values() for word in said if safety(word) != "none"] == []


@pytest.mark.parametrize("guard", ["vroeger", "haha", "in de film", "nu gaat het beter", "ze vroegen of"])
def test_one_guard_alone_never_silences_what_is_acute(guard: str) -> None:
    assert safety(f"{guard} papa slaat mij") in {"acute", "worrying"}


def test_the_gravest_of_all_sentences_counts() -> None:
    assert safety("het gaat goed. ik voel me alleen. papa slaat mij. verder is alles leuk") == "acute"


def test_a_danger_in_one_sentence_is_not_taken_back_by_another() -> None:
    assert safety("ik ben nooit ziek. papa slaat mij. niemand weet het") == "acute"


def test_an_empty_message_is_no_danger() -> None:
    assert [safety(text) for text in ("", " ", "\n", "...", "😀", ",")] == ["none"] * 6


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=4000))
def test_whatever_somebody_types_there_is_a_tier(text: str) -> None:
    assert safety(text) in LADDER


BITS = (
    "ik_wil dood niet papa slaat mij vroeger maar haha nu_niet_meer vroegen_of zelfmoord met_een mes er_een_eind_aan "
    "maken film over of als , . ? ... 𝔡𝔬𝔬𝔡"
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(BITS.split()), max_size=60).map(lambda bits: " ".join(bits).replace("_", " ")))
def test_dangerous_words_in_any_order_have_a_tier(text: str) -> None:
    assert safety(text) in LADDER


@pytest.mark.parametrize(
    "text", ["ik wil dood", "mijn vader slaat mij", "ik ben bang voor mijn vader", "ik wil niet dood"]
)
def test_capitals_signs_and_spaces_make_no_difference(text: str) -> None:
    told = {safety(text.upper()), safety(f"  {text}!!! "), safety(text.replace(" ", "   ")), safety(f"😭 {text} 💔")}
    assert told == {safety(text)}


def _steps(text: str) -> int:
    """How many functions are called to judge a text: its work, whatever the machine is doing besides."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        safety(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "poison",
    [
        pytest.param("a", id="one long word"),
        pytest.param("ie", id="one long word that is respelled"),
        pytest.param("niet ", id="only negations"),
        pytest.param("papa slaat mij niet ", id="danger that is taken back, over and over"),
        pytest.param("hij mij slaat niet ", id="parts in every order"),
        pytest.param("vroeger wil ik dood maar ", id="stretch after stretch"),
        pytest.param("ik wil ik wil ik wil ", id="begins without an end"),
        pytest.param("dood. ", id="sentence after sentence"),
        pytest.param("é", id="accents"),
    ],
)
def test_twice_as_long_a_text_is_at_most_some_twice_the_work(poison: str) -> None:
    safety("warm")
    half = (poison * 2000)[:2000]
    assert _steps(half + half) < 2.5 * _steps(half) + 1000


def test_an_ordinary_answer_is_compared_with_few_phrases() -> None:
    dangers = danger_phrases(CONFIG)
    answer = "Ik vond mijn begeleider heel lief en ze hielp mij goed met school en thuis."
    (words,) = sentences(answer, dangers.written_out)
    assert len(dangers.phrases) > 500
    assert len(dangers.possible(words)) < 30


def _example(parts: Parts) -> list[str]:
    """The shortest words that a phrase finds."""
    words: list[str] = []
    for part in parts:
        if isinstance(part, Word):
            words.append(min([*part.exact, *part.stems, *(["12"] if part.number else [])]))
        elif isinstance(part, Choice) and not part.optional:
            words += _example(part.ways[0])
    return words


def test_no_phrase_of_the_file_is_silenced_by_its_own_words() -> None:
    dangers = danger_phrases(CONFIG)
    silent = []
    for phrase, tier in dangers.phrases:
        words = _example(phrase.orders[0])
        if LADDER.index(gravest(words, [], dangers)) > LADDER.index(tier):
            silent.append(" ".join(words))
    assert silent == []


def _with(folder: Path, **changes: Any) -> Path:
    (folder / "safety.yaml").write_text(yaml.safe_dump(FILE | changes, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def _mistakes(folder: Path) -> tuple[str, ...]:
    with pytest.raises(Mistakes) as found:
        safety("hoi", folder)
    return found.value.lines


def test_every_wrong_phrase_is_named(tmp_path: Path) -> None:
    phrases = {
        "acute": {"violence": {"nl": ["papa slaat mij", "papa|mama slaat"], "en": ["{nobody} hits me"]}},
        "worrying": {"dark": {"nl": ["[somber]"]}},
    }
    _with(tmp_path, phrases=phrases, guards=FILE["guards"] | {"past": ["(vroeger"]}, spelling={"me eige": "me eigen"})
    path = tmp_path / "safety.yaml"
    assert _mistakes(tmp_path) == (
        f"{path}: spelling, 'me eige': expected one word",
        f"{path}: acute, violence, language nl, phrase 'papa|mama slaat': put words with | between ( and )",
        f"{path}: acute, violence, language en, phrase '{{nobody}} hits me': there is no word list 'nobody'",
        f"{path}: worrying, dark, language nl, phrase '[somber]': has no word that must be there",
        f"{path}: past, phrase '(vroeger': ( is not closed",
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"phrases": {"grave": {}}}, "phrases, grave, [key]: Input should be 'acute' or 'worrying'"),
        (
            {"phrases": {"acute": {"dark": {"nl": [""]}}}},
            "phrases, acute, dark, nl, line 1: String should have at least 1 character",
        ),
        ({"words": FILE["words"] | {"negation": [False]}}, "words, negation, line 1: Input should be a valid string"),
        ({"jokes": ["haha"]}, "jokes: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_place_in_the_file_is_named(tmp_path: Path, changes: dict[str, Any], line: str) -> None:
    _with(tmp_path, **changes)
    assert _mistakes(tmp_path) == (f"{tmp_path / 'safety.yaml'}: {line}",)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert _mistakes(tmp_path) == (f"{tmp_path / 'safety.yaml'}: there is no such file",)


def test_an_installation_has_its_own_phrases(tmp_path: Path) -> None:
    _with(tmp_path, phrases={"acute": {"codeword": {"nl": ["paarse krokodil"]}}, "worrying": {}})
    assert safety("Paarse krokodil!", tmp_path) == "acute"
    assert safety("ik wil dood", tmp_path) == "none"
    assert safety("paarse krokodil", CONFIG) == "none"


@pytest.mark.parametrize("key", ["safety", "safety_worrying", "help_lead"])
def test_the_safety_texts_name_112_and_113_in_every_language_and_form(key: str) -> None:
    spoken = load(CONFIG).lines[key]
    assert {"nl", "en"} <= set(spoken)
    for forms in spoken.values():
        for text in forms.values():
            assert "112" in text
            assert "113" in text
