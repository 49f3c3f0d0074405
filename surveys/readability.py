"""Is this text plain enough for its readers: its level, and the sentences and words that make it hard.

`score` gives an estimate, no proof: it sees length, rarity and form, never meaning. A question that passes still
has to be tried out with the people it is for.
"""

from dataclasses import dataclass
from typing import Literal

from surveys.reading import lists
from surveys.reading.difficulty import difficulty, heavy_words, level
from surveys.reading.findings import Finding, findings
from surveys.reading.lists import Lists
from surveys.reading.sentences import sentences
from surveys.reading.syllables import flesch_douma_of
from surveys.reading.vocabulary import Level


@dataclass(frozen=True)
class Score:
    """`level`: A2 to C1, as the hardest sentence; B1 is what nearly everybody can read. "" for a language whose words
    we do not know.

    `difficulty` orders texts: 0 is the easiest, B1 ends at 1.2. `sentences`, `words`: what makes it hard, whoever
    reads; `findings`: what is too hard for these readers. `flesch_douma`: the classic formula, for Dutch only; it
    sees neither rarity nor jargon.
    """

    level: Level | Literal[""]
    difficulty: float
    sentences: tuple[str, ...]
    words: tuple[str, ...]
    findings: tuple[Finding, ...]
    flesch_douma: float | None

    @property
    def plain(self) -> bool:
        """Nothing in it is too hard for these readers."""
        return not self.findings


def score(text: str, *, language: str = "nl", audience: str = "youths", using: Lists | None = None) -> Score:
    """How hard a text is, and what of it is too hard for `audience` (config/readability/audiences.yaml)."""
    known = using or lists.read()
    vocabulary = known.vocabularies.get(language)
    found = findings(text, language, known.audience(audience), vocabulary)
    split = sentences(text)
    degrees = {one: difficulty(one, language, vocabulary) for one in split}
    hardest = max(degrees.values(), default=0.0)
    heavy = [word for one in split if vocabulary for word in heavy_words(one, language, vocabulary)]
    failed = {one.sentence for one in found}
    return Score(
        level=level(hardest) if vocabulary else "",
        difficulty=round(hardest, 2),
        sentences=tuple(one for one in degrees if one in failed or level(degrees[one]) > "B1"),
        words=tuple(dict.fromkeys([*(one.word for one in found if one.word), *heavy])),
        findings=tuple(found),
        flesch_douma=flesch_douma_of(text) if language == "nl" else None,
    )
