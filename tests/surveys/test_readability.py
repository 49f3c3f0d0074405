"""How hard a text is: sentences, syllables, Flesch–Douma, level, and what makes it hard."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import readability
from surveys.faults import Mistakes
from surveys.reading import lists
from surveys.reading.difficulty import difficulty
from surveys.reading.sentences import sentences, tokens, words
from surveys.reading.syllables import flesch_douma, flesch_douma_of, syllables
from surveys.reading.words import COMMON, commonness, hardness, is_abstract, is_learned, zipf

_SYLLABLES = """
    hulp=1 begeleider=4 geïnteresseerd=5 ideeën=3 ui=1 uien=2 mooie=2 eeuwen=2 nieuwe=2 ruzie=2 familie=3 januari=4
    organisatie=5 situatie=4 station=2 museum=3 beoordelen=4 naïef=2 coördinatie=5 financiën=4 cliënt=2 één=1 vóór=1
    baby=2 hockey=2 bureau=2 bijzonder=3 vrouw=1 auto=2 continuïteit=5 beëindigd=3 ijs=1 IJsland=2 koeien=2 geëist=2
    theorie=3 officieel=4 evaluatie=5 reageren=4 radio=3 nationaal=3 leeuw=1 zeeën=2 reünie=3 ruïne=3 egoïst=3
    knieën=2 jij=1 hoe=1 chaos=2 miljoen=2 vakantie=3 geest=1 eieren=3 zoiets=2 piano=3 team=1 tv=1 foto's=2
"""


@pytest.mark.parametrize("vector", _SYLLABLES.split())
def test_a_dutch_word_has_its_syllables(vector: str) -> None:
    word, count = vector.split("=")

    assert syllables(word) == int(count)


@pytest.mark.parametrize(
    ("words", "split", "syllables", "expected"),
    [(10, 1, 14, 89.7), (12, 1, 19, 73.8), (60, 6, 84, 89.7), (20, 1, 36, 49.6), (8, 1, 11, 93.5)],
)
def test_flesch_douma_is_the_published_formula(words: int, split: int, syllables: int, expected: float) -> None:
    assert round(flesch_douma(words, split, syllables), 1) == expected


def test_flesch_douma_of_a_text_counts_its_words_sentences_and_syllables() -> None:
    assert flesch_douma_of("Wie helpt jou? Wat wil je nu?") == flesch_douma(7, 2, 7)
    assert flesch_douma_of("Kies 10.") == flesch_douma(2, 1, 3)
    assert flesch_douma_of("…") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoi! De hulp stopt. Hoe was het?", ["Hoi!", "De hulp stopt.", "Hoe was het?"]),
        ("Bijvoorbeeld bijv. Anna of m.b.t. School.", ["Bijvoorbeeld bijv. Anna of m.b.t. School."]),
        ("Kijk op 113.nl of bel 113.", ["Kijk op 113.nl of bel 113."]),
        ("Ik stop… en dan?", ["Ik stop… en dan?"]),
        ("Hij zei: “Stop!” Toen ging ik.", ["Hij zei: “Stop!”", "Toen ging ik."]),
        ("Eerste regel\nTweede regel", ["Eerste regel", "Tweede regel"]),
        ("“{goal}”. Lukt dat?", ["Lukt dat?"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_numbers_count_as_words_and_what_the_robot_fills_in_does_not() -> None:
    assert tokens("Kies een cijfer van {min} tot 10, of 7,5.") == [
        "Kies",
        "een",
        "cijfer",
        "van",
        "tot",
        "10",
        "of",
        "7,5",
    ]
    assert words("Is je POH-ggz 's avonds thuis?") == ["Is", "je", "POH-ggz", "s", "avonds", "thuis"]


@pytest.mark.parametrize(
    "word", ["klikte", "gepiekerd", "invult", "leefgroep", "verzorgers", "opschrijft", "praatten"]
)
def test_a_form_or_a_compound_of_common_words_is_more_common_than_it_looks(word: str) -> None:
    assert commonness(word, "nl") > zipf(word, "nl")


def test_a_verb_with_a_particle_is_not_as_common_as_the_verb() -> None:
    assert commonness("nagekomen", "nl") < commonness("gekomen", "nl") - 1


def test_a_word_that_does_not_exist_is_never_common() -> None:
    assert commonness("xqzwbf", "nl") == 0.0
    assert commonness("sociaal-xqzwbf", "nl") == 0.0


def test_learned_and_abstract_words_are_told_from_everyday_ones() -> None:
    assert is_learned("residentiële")
    assert not is_learned("organisatie")
    assert is_abstract("verslaglegging")
    assert not is_abstract("ontwikkeling")


def test_a_long_compound_is_not_read_as_its_parts() -> None:
    assert commonness("leesgroep", "nl") > 3
    assert commonness("ochtendgesprek", "nl") == 0.0


def test_learned_and_abstract_words_are_harder_than_their_frequency() -> None:
    assert hardness("effectief", "nl") > hardness("verhuizen", "nl") + 0.2
    assert hardness("bereikbaarheid", "nl") > COMMON - commonness("bereikbaarheid", "nl") + 0.5
    assert hardness("verzekering", "nl") < 1


def test_a_plain_question_is_easy() -> None:
    found = readability.score("Luistert je begeleider goed naar je?")

    assert (found.level, found.plain, found.sentences, found.words) == ("A2", True, (), ())
    assert found.flesch_douma is not None


def test_a_hard_text_names_the_sentences_and_the_words() -> None:
    found = readability.score("Je mag stoppen. Hoe ervaart u de continuïteit in de bejegening?")

    assert found.level in {"B2", "C1"}
    assert found.sentences == ("Hoe ervaart u de continuïteit in de bejegening?",)
    assert {"continuïteit", "bejegening", "ervaart"} <= set(found.words)


@pytest.mark.parametrize(
    ("easy", "hard"),
    [
        pytest.param("Was het fijn?", "Was het residentieel?", id="a rarer word"),
        pytest.param("Was er iets?", "Was er hulpverleningsaanbod?", id="a longer word"),
        pytest.param("Was er een feest?", "Was er een verjaardag?", id="a longer word that is as common"),
        pytest.param("Hielp de hulp?", "Hielp het traject?", id="jargon"),
        pytest.param("Was er hulp?", "Was er een GI?", id="an abbreviation"),
        pytest.param("Wie hielp je goed?", "Werd je goed geholpen?", id="a passive"),
        pytest.param(
            "Hielp de hulp je om beter te slapen?",
            "Hielp de hulp je om beter te slapen en ook om weer elke dag naar school te gaan?",
            id="a longer sentence",
        ),
    ],
)
def test_each_of_these_makes_a_text_harder(easy: str, hard: str) -> None:
    assert readability.score(easy).difficulty < readability.score(hard).difficulty


def test_the_hardest_sentence_decides_and_not_the_number_of_sentences() -> None:
    once, often = "Hoe was het thuis?", "Hoe was het thuis? Hoe was het thuis? Hoe was het thuis?"

    assert readability.score(once).difficulty == readability.score(often).difficulty


def test_the_same_text_may_do_for_carers_and_not_for_children() -> None:
    text = "Wist u steeds wat er ging gebeuren in de week na het eerste gesprek?"

    assert readability.score(text, audience="carers").plain
    assert not readability.score(text, audience="children").plain


def test_professionals_may_read_their_own_jargon() -> None:
    assert readability.score("Wat leerde je over casuïstiek?", audience="professionals").plain
    assert not readability.score("Wat leerde je over casuïstiek?", audience="carers").plain


def test_what_is_hard_is_named_also_to_readers_who_can_take_it() -> None:
    found = readability.score("Hoe was de bejegening? Hoe was het?", audience="professionals")

    assert found.plain
    assert (found.sentences, found.words) == (("Hoe was de bejegening?",), ("bejegening",))


def test_english_is_judged_by_its_own_words_and_has_no_dutch_formula() -> None:
    found = readability.score("Was the intervention adequate?", language="en")

    assert found.level > "B1"
    assert set(found.words) == {"intervention", "adequate"}
    assert found.flesch_douma is None


def test_of_a_language_without_word_lists_only_the_length_is_judged() -> None:
    found = readability.score("هل ساعدك الأشخاص الذين عملوا معك؟", language="ar")
    long = readability.score("كلمة " * 13, language="ar")

    assert (found.level, found.plain) == ("", True)
    assert [one.rule for one in long.findings] == ["long sentence"]
    assert difficulty("كلمة " * 13, "ar", None) > 0


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["nl", "en", "ar"]))
def test_any_text_can_be_judged(text: str, language: str) -> None:
    found = readability.score(text, language=language, audience="children")
    inside = " ".join(sentences(text))

    assert found.difficulty >= 0
    assert all(sentence in inside for sentence in found.sentences)
    assert all(one.why and one.instead for one in found.findings)


def test_nothing_is_easy() -> None:
    assert readability.score("").plain
    assert readability.score("").difficulty == 0


def test_a_name_inside_a_sentence_is_no_rare_word() -> None:
    assert readability.score("Ken je Xqzwbf uit de klas?").plain
    assert not readability.score("Ken je xqzwbf uit de klas?").plain


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("audiences.yaml", "sentence: 10", "sentence: lots", "children, sentence"),
        ("audiences.yaml", "address: je", "address: jij", "children, address"),
        ("nl.yaml", "known: [", "unknown: [", "unknown"),
        ("nl.yaml", '"traject*, *traject, *trajecten": "de hulp"', '"traject*": ""', "jargon, traject"),
    ],
)
def test_a_mistake_in_the_lists_names_file_and_word(
    tmp_path: Path, file: str, old: str, new: str, fault: str
) -> None:
    folder = tmp_path / "readability"
    folder.mkdir()
    for path in (lists.SHIPPED_CONFIG / "readability").glob("*.yaml"):
        (folder / path.name).write_text(
            path.read_text("utf-8").replace(old, new, 1 if path.name == file else 0), "utf-8"
        )

    with pytest.raises(Mistakes) as mistakes:
        lists.read(tmp_path)

    assert any(file in line and fault in line for line in mistakes.value.lines)


def test_the_program_starts_without_the_table_of_words() -> None:
    asked = "import sys, hoorbaar, bot.serving, surveys.readability; sys.exit('wordfreq' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
