"""Each rule with sentences that must and sentences that must not trigger it."""

import pytest

from surveys.readability import score
from surveys.reading import lists
from surveys.reading.vocabulary import Vocabulary, apart


def _rules(text: str, language: str = "nl", audience: str = "youths") -> set[str]:
    return {one.rule for one in score(text, language=language, audience=audience).findings}


def _named(text: str, rule: str, language: str = "nl", audience: str = "youths") -> list[tuple[str, str]]:
    found = score(text, language=language, audience=audience).findings
    return [(one.word, one.instead) for one in found if one.rule == rule]


_JARGON = [
    ("Hoe vond je het hulpverleningstraject?", "hulpverleningstraject"),
    ("Klopte de beschikking?", "beschikking"),
    ("Hoe was de bejegening?", "bejegening"),
    ("Had u de regie?", "regie"),
    ("Was er Casuïstiek?", "Casuïstiek"),
    ("Wat vindt u in het kader van de hulp?", "in het kader van"),
    ("Is de gecertificeerde instelling er?", "gecertificeerde instelling"),
    ("Wat wilt u met betrekking tot school?", "met betrekking tot"),
    ("Zocht u hulp omtrent school?", "omtrent"),
]


@pytest.mark.parametrize(("sentence", "word"), _JARGON)
def test_jargon_is_named_with_what_to_write(sentence: str, word: str) -> None:
    named = dict(_named(sentence, "jargon", audience="carers"))

    assert named.get(word) or named.get(word.lower())


@pytest.mark.parametrize(
    "sentence",
    [
        "Hielp de hulp?",
        "Ga je met de trein?",
        "Reed je in de regen?",
        "Was er een register op school?",
        "Wil je een kader om de foto?",
        "Kijk je naar een serie?",
    ],
)
def test_everyday_words_are_no_jargon(sentence: str) -> None:
    assert "jargon" not in _rules(sentence)


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("Sprak je met de GI?", "GI"),
        ("Kreeg u hulp van de GGZ?", "GGZ"),
        ("Kreeg u hulp van de ggz?", "ggz"),
        ("Zijn de doelen SMART?", "SMART"),
        ("Hoe was het m.b.t. school?", "m.b.t."),
        ("Noem iets, bijv. school.", "bijv."),
        ("Ken je de XYZ?", "XYZ"),
        ("Was de POH-GGZ er?", "POH-GGZ"),
    ],
)
def test_an_abbreviation_is_named(sentence: str, short: str) -> None:
    named = dict(_named(sentence, "abbreviation"))

    assert short in named
    assert named[short]


@pytest.mark.parametrize(
    "sentence", ["Kijk je tv?", "Kijk je TV?", "Wil U dat?", "Is dat OK?", "Hielp het NIETMEER?"]
)
def test_what_everybody_knows_or_shouts_is_no_abbreviation(sentence: str) -> None:
    assert "abbreviation" not in _rules(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Werd er naar je geluisterd?",
        "De hulp werd gestopt.",
        "Je wordt goed geholpen.",
        "Werden de afspraken nagekomen?",
        "De hulp is klaar als je wordt uitgenodigd.",
        "Weet je wie door de gemeente betaald wordt?",
        "Werd je betrokken bij het plan?",
        "Snap je wat er gedaan wordt?",
    ],
)
def test_a_passive_is_found(sentence: str) -> None:
    assert "passive" in _rules(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Werd het gesprek leuker?",
        "Werd je gezin rustiger?",
        "Het werd te zwaar voor ons gezin.",
        "Je antwoorden zijn bewaard en tellen mee.",
        "Je bent gestopt.",
        "Wat is er gebeurd?",
        "Werd je verdriet minder?",
        "Wordt het beter als je met iemand hebt gepraat?",
        "Wil je later kok worden?",
        "Word je morgen wakker?",
    ],
)
def test_becoming_and_having_happened_are_no_passive(sentence: str) -> None:
    assert "passive" not in _rules(sentence)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Vond je het niet onduidelijk?", "nl"),
        ("Was er niemand die niet luisterde?", "nl"),
        ("Ik vind niet dat ik nooit iets mag.", "nl"),
        ("Ging je nooit weg zonder antwoord?", "nl"),
        ("Was it not unclear?", "en"),
        ("Nobody didn’t listen.", "en"),
    ],
)
def test_a_double_negative_is_found(sentence: str, language: str) -> None:
    assert "double negative" in _rules(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Nee, dat is niet gelukt.", "nl"),
        ("U ziet het niet en uw kind ook niet.", "nl"),
        ("Weet je het niet? Dan is dat niet erg.", "nl"),
        ("Kies niets als je het niet weet.", "nl"),
        ("Wat hielp, wat hielp niet, wat kon anders?", "nl"),
        ("De hulp duurde ongeveer een jaar.", "nl"),
        ("Was het onduidelijk?", "nl"),
        ("No, I did not reach it.", "en"),
        ("You do not see it, and they do not see it.", "en"),
    ],
)
def test_denying_once_is_no_double_negative(sentence: str, language: str) -> None:
    assert "double negative" not in _rules(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Voelde je je gehoord en begrepen?", "nl"),
        ("Was je begeleider aardig en behulpzaam?", "nl"),
        ("Kreeg je snel hulp en was die hulp goed?", "nl"),
        ("Hoe gaat het thuis en op school?", "nl"),
        ("Hoe was het contact met je vader en je moeder?", "nl"),
        ("Weet je wie er komt en wanneer?", "nl"),
        ("Had je klachten of had je ergens last van?", "nl"),
        ("Was de hulp duidelijk en goed genoeg?", "nl"),
        ("Did you feel heard and understood?", "en"),
        ("Did they listen and did they help?", "en"),
    ],
)
def test_two_questions_in_one_are_found(sentence: str, language: str) -> None:
    assert "double question" in _rules(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Wie hielp jou: je vader of je moeder?", "nl"),
        ("Weet je of je begeleider komt?", "nl"),
        ("Ging het thuis of op school beter?", "nl"),
        ("Werkten de school en de huisarts goed samen?", "nl"),
        ("Hoe vaak zag je je vader en moeder?", "nl"),
        ("Je had hulp en die is gestopt.", "nl"),
        ("Wil je doorgaan of stoppen?", "nl"),
        ("Heb je broers en zussen?", "nl"),
        ("Kreeg je hulp van een man en een vrouw?", "nl"),
        ("Did you and your parents work together?", "en"),
        ("Do you know if your mother or your father will come?", "en"),
    ],
)
def test_one_question_with_and_or_or_is_one_question(sentence: str, language: str) -> None:
    assert "double question" not in _rules(sentence, language)


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("Wilt u je antwoord zien?", True),
        ("Wilt u dat? Dan bewaart jouw telefoon het.", True),
        ("Wilt u uw antwoord zien?", False),
        ("Uw kind zei: “Ik vind je lief.”", False),
        ("Het duurt een uur. Wil je dat?", False),
    ],
)
def test_je_and_u_are_not_mixed_in_one_text(text: str, mixed: bool) -> None:
    assert ("form of address" in _rules(text)) == mixed


def test_a_sentence_may_be_as_long_as_its_readers_can_take() -> None:
    twelve = "Ga je elke dag met de bus of de fiets naar school?"

    assert _rules(twelve) == set()
    assert _rules("Ga je nu elke dag met de bus of de fiets naar school?") == {"long sentence"}
    assert _rules(twelve, audience="children") == {"long sentence"}


@pytest.mark.parametrize(
    ("sentence", "rule", "word"),
    [
        ("Hielp de xqzwbf?", "rare word", "xqzwbf"),
        ("Was er een gezinsopvoedingscursus?", "rare word", "gezinsopvoedingscursus"),
        ("Was er een levensgevaarlijke trap?", "long word", "levensgevaarlijke"),
    ],
)
def test_a_rare_or_long_word_is_named(sentence: str, rule: str, word: str) -> None:
    assert [one for one, _ in _named(sentence, rule)] == [word]


@pytest.mark.parametrize("word", ["hulpverleners", "pleegkinderen", "rapportcijfer", "vertrouwenspersoon"])
def test_words_that_readers_know_are_neither_rare_nor_long(word: str) -> None:
    assert _rules(f"Ken je {word}?") == set()


def test_a_long_word_that_everybody_reads_often_may_stay() -> None:
    assert _rules("Ben je er waarschijnlijk?") == set()
    assert _named("Kreeg je zelf de verantwoordelijkheid?", "hard sentence") == [
        ("verantwoordelijkheid", "easier words")
    ]


def test_middling_words_together_are_too_much_for_some() -> None:
    sentence = "Was er een vergadering over de begeleiding?"

    assert _rules(sentence) == set()
    assert _named(sentence, "hard sentence", audience="children") == [("begeleiding, vergadering", "easier words")]


def test_a_list_takes_stars_commas_and_phrases() -> None:
    vocabulary = Vocabulary(apart({"kaas*, *brood": "eten", "op maat": "passend"}), {}, frozenset(), frozenset())

    assert vocabulary.jargon_in("De kaasboer bakt roggebrood op maat.") == {
        "op maat": "passend",
        "kaasboer": "eten",
        "roggebrood": "eten",
    }
    assert vocabulary.jargon_in("De boer bakt brood.") == {"brood": "eten"}


def test_every_plain_alternative_is_short_and_says_something_else() -> None:
    vocabulary = lists.read().vocabularies["nl"]

    for word, instead in vocabulary.jargon.items():
        assert len(instead) < 70, word
        assert not vocabulary.jargon_in(instead), f"{word}: {instead}"
