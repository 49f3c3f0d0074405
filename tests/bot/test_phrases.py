"""The small language of the danger phrases, and words by their sound."""

import pytest

from bot.phrase_reader import BadPhrase, Reader
from bot.phrases import Word, keys_in
from bot.spelling import sentences, sound

LISTS = {
    "person": ["papa", "mijn (vader|oom)", "hij"],
    "me": ["mij", "me"],
    "both": ["{person}", "iemand"],
    "itself": ["{itself}"],
    "broken": ["(a"],
}
READER = Reader(LISTS, frozenset({"nit"}), {"im": "i am"})


def _found(phrase: str, text: str) -> bool:
    return any(READER.read(phrase).spans(words) for words in sentences(text, {"im": "i am"}))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        pytest.param("wil dood", "ik wil dood zegt hij", id="words that stand next to each other"),
        pytest.param("wil (dood|sterven)", "ik wil sterven", id="one of these"),
        pytest.param("wil (dood|niet meer leven)", "ik wil niet meer leven", id="a choice of more words"),
        pytest.param("wil [echt|heel graag] dood", "ik wil heel graag dood", id="words that may stand there"),
        pytest.param("wil [echt|heel graag] dood", "ik wil dood", id="and may be left out"),
        pytest.param("hij ... slaat", "hij heel erg vaak weer slaat", id="four other words in a gap"),
        pytest.param("hij ... slaat", "hij slaat", id="a gap may be empty"),
        pytest.param("{person} slaat", "mijn oom slaat", id="a word list"),
        pytest.param("{both} slaat", "mijn vader slaat", id="a word list in a word list"),
        pytest.param("papa + slaat + mij", "slaat papa mij", id="any order"),
        pytest.param("papa + slaat + mij", "mij heeft papa weer slaat", id="any order, with other words between"),
        pytest.param("zelfbeschadig*", "zelfbeschadigende", id="any ending"),
        pytest.param("verspreid*", "hij verspreidt", id="an ending after a d that sounds like a t"),
        pytest.param("# pillen", "20 pillen", id="a number"),
        pytest.param("= dood =", "ja. dood!", id="a whole sentence"),
        pytest.param("= dood", "dood wil ik", id="the begin of a sentence"),
        pytest.param("dood =", "ik wil dood", id="the end of a sentence"),
        pytest.param("im bang", "i am bang", id="an abbreviation in a phrase is written out as in a text"),
        pytest.param("(a|(b|c) d) e", "c d e", id="brackets in brackets"),
    ],
)
def test_a_phrase_finds(phrase: str, text: str) -> None:
    assert _found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        pytest.param("wil dood", "wil echt dood", id="words with another between them"),
        pytest.param("wil dood", "ik wil. dood", id="words of two sentences"),
        pytest.param("hij ... slaat", "hij en ik en wij samen slaat", id="five other words in a gap"),
        pytest.param("hij ... slaat", "hij niet slaat", id="a negation in a gap"),
        pytest.param("papa + slaat + mij", "papa slaat niet mij", id="a negation between parts in any order"),
        pytest.param("papa + slaat", "papa", id="not all parts"),
        pytest.param("= dood =", "dood wil ik", id="more than the whole sentence"),
        pytest.param("= dood", "ik wil dood", id="not at the begin"),
        pytest.param("dood =", "dood wil ik", id="not at the end"),
        pytest.param("slaat", "geslaat", id="a part of a word"),
        pytest.param("# pillen", "twee pillen", id="a number in letters"),
    ],
)
def test_a_phrase_does_not_find(phrase: str, text: str) -> None:
    assert not _found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("a|b", "put words with | between ( and )"),
        ("(a b", "( is not closed"),
        ("[a b", "[ is not closed"),
        ("(a]", "( is not closed"),
        ("a) b", ") is not opened"),
        ("(a|) b", "has an empty choice"),
        ("[a]", "has no word that must be there"),
        ("[a] [b|c]", "has no word that must be there"),
        ("... slaat", "needs a word at both ends"),
        ("slaat ...", "needs a word at both ends"),
        ("slaat + ...", "needs a word at both ends"),
        ("", "needs a word at both ends"),
        ("=", "needs a word at both ends"),
        ("{nobody} slaat", "there is no word list 'nobody'"),
        ("{itself} slaat", "the word list 'itself' has a fault or holds itself"),
        ("{broken} slaat", "( is not closed"),
        ("sl* mij", "'sl*' needs at least 3 letters before the *"),
        ("{me slaat", "there is no word list ''"),
        ("me} slaat", "'}' cannot be read: only letters, and the signs that are explained at the top"),
        ("slaat, mij", "'slaat,' cannot be read: only letters, and the signs that are explained at the top"),
        ("a + b + c + d", "has more than 3 parts with +"),
    ],
)
def test_a_wrong_phrase_is_refused_with_the_reason(phrase: str, why: str) -> None:
    with pytest.raises(BadPhrase) as refused:
        READER.read(phrase)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        pytest.param("ik wil dood", "ik wil dood", id="words"),
        pytest.param("{both} + slaat", "mijn oom slaat", id="a list"),
        pytest.param("(verspreid*|lekken) [het] nu", "zij verspreidt nu", id="a beginning of a word"),
        pytest.param("#", "wel 20", id="a number"),
    ],
)
def test_a_phrase_is_looked_up_by_a_word_of_the_sentence(phrase: str, text: str) -> None:
    (words,) = sentences(text, {})
    read = READER.read(phrase)
    assert read.spans(words)
    assert read.keys & keys_in(words)


def test_a_phrase_is_looked_up_by_its_rarest_word() -> None:
    assert READER.read("ik wil (zelfmoord|sterven) en").keys == {"zelfmort", "sterve"}
    assert READER.read("ik wil dood").keys == {"dot"}


def test_a_span_runs_from_the_first_word_to_the_word_after_the_last() -> None:
    (words,) = sentences("ja papa slaat mij weer hard", {})
    assert READER.read("papa slaat [mij] [weer]").spans(words) == [(1, 5)]


def test_choices_of_single_words_become_one_set() -> None:
    phrase = READER.read("(a|b|cde*|#|{me})")
    assert phrase.orders == ((Word(frozenset({"a", "b", "my", "me"}), ("cde",), number=True),),)
    assert phrase.keys == {"a", "b", "my", "me", "#", "cde*"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("zelfmoord", "ZELFMOORT", id="d and t at the end, capitals"),
        pytest.param("word", "wordt", id="d and dt"),
        pytest.param("snijdt", "sneidt", id="ij and ei"),
        pytest.param("vrouw", "vrauw", id="ou and au"),
        pytest.param("echt", "egt", id="ch and g"),
        pytest.param("geslagen", "geslage", id="the last n"),
        pytest.param("dood", "doooooood", id="letters drawn out"),
        pytest.param("niet", "nit", id="ie and i"),
        pytest.param("m'n", "m’n", id="apostrophes"),
        pytest.param("zélfmoord", "zelfmoord", id="accents"),
        pytest.param("zelf\u00admoord", "zelf\u200bmoord", id="signs that nobody sees"),
        pytest.param("d00d", "dood", id="digits for letters"),
        pytest.param("ｄｏｏｄ", "dood", id="wide letters"),
        pytest.param("б'є", "бє", id="a Ukrainian apostrophe"),
        pytest.param("أريد", "اريد", id="an Arabic hamza"),
    ],
)
def test_these_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("haat", "had", id="haat and had"),
        pytest.param("beet", "bed", id="beet and bed"),
        pytest.param("alle", "alleen", id="alle and alleen"),
        pytest.param("geslagen", "geslaagd", id="geslagen and geslaagd"),
        pytest.param("geslagen", "geslapen", id="geslagen and geslapen"),
        pytest.param("zien", "zin", id="zien and zin"),
        pytest.param("bloed", "bloot", id="bloed and bloot"),
        pytest.param("20", "200", id="numbers"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_a_text_becomes_sentences_of_words() -> None:
    text = "Hoi, k ben er... nog (echt)!\nEn jij? 😀"
    assert sentences(text, {"k": "ik"}) == [["hoi", ",", "ik", "ben", "er", "nog", "egt"], ["en", "jy"]]
