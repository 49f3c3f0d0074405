"""How hard one sentence is, as one number that orders sentences, and its level. Pure.

Weights were chosen by hand on questions whose readers' judgement is known; what they were measured on stands in
tests/surveys/test_readability_pairs.py.
"""

from surveys.reading import grammar
from surveys.reading.sentences import judged, tokens
from surveys.reading.tongues import GRAMMARS
from surveys.reading.vocabulary import Level, Vocabulary
from surveys.reading.words import commonness, hardness

_BOUNDS: tuple[tuple[float, Level], ...] = ((0.6, "A2"), (1.2, "B1"), (3.0, "B2"))
_LISTED = 1.8
"""What one word of jargon or abbreviation weighs: a sentence with one is never B1."""
_FELT = 0.2
"""From this weight on a word is named as one that makes a sentence hard."""


def level(difficulty: float) -> Level:
    """A2 up to 0.6, B1 up to 1.2, B2 up to 3, beyond it C1."""
    return next((one for bound, one in _BOUNDS if difficulty < bound), "C1")


def difficulty(sentence: str, language: str, vocabulary: Vocabulary | None) -> float:
    """0 is the easiest. Hard words, each next one half as heavy; the longest word; words beyond ten; a passive."""
    length = 0.12 * max(0, len(tokens(sentence)) - 10)
    if vocabulary is None:
        return length
    weights = sorted(weighed(sentence, language, vocabulary).values(), reverse=True)
    rare = sum(weight * 0.5**place for place, weight in enumerate(weights))
    rules = GRAMMARS.get(language)
    passive = 0.6 if rules and grammar.passive(sentence, rules) else 0.0
    return rare + length + passive + 0.15 * _longest(sentence, language, vocabulary)


def weighed(sentence: str, language: str, vocabulary: Vocabulary) -> dict[str, float]:
    """What every word weighs that is not known to the readers; 0 for a common one."""
    listed = vocabulary.jargon_in(sentence) | vocabulary.abbreviations_in(sentence)
    rest = [word for word in judged(sentence) if word not in listed and not vocabulary.knows(word.lower())]
    return dict.fromkeys(listed, _LISTED) | {word: hardness(word, language) for word in rest}


def heavy_words(sentence: str, language: str, vocabulary: Vocabulary) -> list[str]:
    """The words that make a sentence hard, the hardest first."""
    weights = weighed(sentence, language, vocabulary)
    return [word for word in sorted(weights, key=lambda one: -weights[one]) if weights[word] >= _FELT]


def _longest(sentence: str, language: str, vocabulary: Vocabulary) -> int:
    """Letters beyond nine of the longest word that is neither known to readers nor very common."""
    lengths = [
        len(word)
        for word in judged(sentence)
        if not vocabulary.knows(word.lower()) and commonness(word, language) < 5
    ]
    return max(0, max(lengths, default=0) - 9)
