"""How often the score agrees with people: invented questions, written twice (plain, hard) or judged (B1 or not).

`readability_sample.jsonl` is small: one item is two to ten points. The jargon list knows words of these very
questions, so the figures without it are the honest ones; they guard the rest of the score.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from surveys.readability import score
from surveys.reading import lists
from surveys.reading.lists import Lists

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "readability_sample.jsonl").read_text("utf-8").splitlines()
]
PAIRS = [(row["simple"], row["hard"]) for row in ROWS if "pair" in row]
TEXTS = [
    *((row["text"], row["b1_ok"]) for row in ROWS if "text" in row),
    *((simple, True) for simple, _ in PAIRS),
    *((hard, False) for _, hard in PAIRS),
]


def _without_jargon() -> Lists:
    known = lists.read()
    bare = {name: replace(one, jargon={}, abbreviations={}) for name, one in known.vocabularies.items()}
    return replace(known, vocabularies=bare)


def _difficulty(using: Lists) -> Callable[[str], float]:
    return lambda text: score(text, using=using).difficulty


def _area(easy: list[float], hard: list[float]) -> float:
    """The chance that a hard text scores higher than a plain one (ties count half)."""
    return sum((a < b) + 0.5 * (a == b) for a in easy for b in hard) / (len(easy) * len(hard))


@pytest.mark.parametrize(("simple", "hard"), PAIRS)
def test_the_plain_version_scores_easier_than_the_hard_one(simple: str, hard: str) -> None:
    for using in (lists.read(), _without_jargon()):
        assert score(simple, using=using).difficulty < score(hard, using=using).difficulty


def test_without_the_jargon_list_hard_texts_still_stand_above_plain_ones() -> None:
    difficulty = _difficulty(_without_jargon())
    easy = [difficulty(text) for text, is_plain in TEXTS if is_plain]
    hard = [difficulty(text) for text, is_plain in TEXTS if not is_plain]

    assert _area(easy, hard) > 0.97


def test_with_the_lists_b1_is_told_from_harder_and_without_almost() -> None:
    def agreed(using: Lists) -> float:
        return sum((score(text, using=using).level <= "B1") == is_plain for text, is_plain in TEXTS) / len(TEXTS)

    assert agreed(lists.read()) == 1.0
    assert agreed(_without_jargon()) > 0.9


def test_no_plain_text_is_refused() -> None:
    assert [(text, score(text).findings) for text, is_plain in TEXTS if is_plain and not score(text).plain] == []


def test_every_hard_text_is_refused_with_its_words() -> None:
    assert [text for text, is_plain in TEXTS if not is_plain and not score(text).words] == []
