"""The words we say: complete in every language, addressed right, offered only when somebody judged them."""

from pathlib import Path
from shutil import copytree

import pytest

from surveys.faults import Mistakes
from surveys.settings import SHIPPED_CONFIG
from surveys.texts import load, offered_languages


def _with(folder: Path, file: str, old: str, new: str) -> Path:
    config = copytree(SHIPPED_CONFIG, folder / "config")
    path = config / "texts" / file
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")
    return config


def test_a_youth_is_je_and_a_parent_is_u() -> None:
    texts = load(SHIPPED_CONFIG)

    assert "je antwoorden" in texts.say("done", "nl", "youth").lower()
    assert "uw antwoorden" in texts.say("done", "nl", "parent").lower()
    assert texts.say("done", "en", "youth") == texts.say("done", "en", "parent")


def test_a_language_we_do_not_speak_hears_dutch() -> None:
    texts = load(SHIPPED_CONFIG)

    assert texts.say("done", "fr", "parent") == texts.say("done", "nl", "parent")


def test_a_line_without_a_language_is_a_fault(tmp_path: Path) -> None:
    config = _with(
        tmp_path, "chat.yaml", 'page_title: {nl: "Een paar vragen", en: "A few questions"}', 'page_title: {nl: "X"}'
    )

    with pytest.raises(Mistakes, match="page_title, language en: is missing"):
        load(config)


def test_a_consent_nobody_judged_closes_the_language(tmp_path: Path) -> None:
    config = _with(
        tmp_path,
        "consent.yaml",
        'en:\n      reviewed_by: "redactie Hoorbaar (oprichters)"',
        'en:\n      reviewed_by: ""',
    )

    assert offered_languages(SHIPPED_CONFIG) == {"nl", "en"}
    assert offered_languages(config) == {"nl"}


def test_a_chat_text_nobody_judged_closes_the_language(tmp_path: Path) -> None:
    judged = 'reviewed_by: {nl: "redactie Hoorbaar (oprichters)", en: "redactie Hoorbaar (oprichters)"}'
    config = _with(tmp_path, "chat.yaml", judged, 'reviewed_by: {nl: "redactie Hoorbaar (oprichters)"}')

    assert offered_languages(config) == {"nl"}


@pytest.mark.parametrize("key", ["safety", "safety_worrying", "help_lead"])
def test_the_numbers_stand_literally_in_every_language(key: str) -> None:
    texts = load(SHIPPED_CONFIG)

    for language in texts.languages:
        for informant in ("youth", "parent", "foster_parent"):
            words = texts.say(key, language, informant)
            assert "112" in words
            assert "113" in words
            assert "0900" not in words


def test_titles_tell_a_bystander_nothing() -> None:
    texts = load(SHIPPED_CONFIG)
    titles = [
        form
        for key, spoken in texts.lines.items()
        if key.endswith("title") or key.startswith("title_")
        for forms in spoken.values()
        for form in forms.values()
    ]

    for title in titles:
        assert not {"hulp", "zorg", "jeugdhulp", "pleegzorg", "care"} & set(title.lower().strip("?").split())
