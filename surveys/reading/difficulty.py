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
    weights = sorted(_weighed(sentence, language, vocabulary).values(), reverse=True)
    rare = sum(weight * 0.5**place for place, weight in enumerate(weights))
    longest = max(_lengths(sentence, language, vocabulary).values(), default=0.0)
    rules = GRAMMARS.get(language)
    passive = 0.6 if rules and grammar.passive(sentence, rules) else 0.0
    return rare + longest + length + passive


def heavy_words(sentence: str, language: str, vocabulary: Vocabulary) -> list[str]:
    """The words that make a sentence hard because they are rare, long or jargon; the hardest first."""
    weights, lengths = _weighed(sentence, language, vocabulary), _lengths(sentence, language, vocabulary)
    total = {word: weights.get(word, 0.0) + lengths.get(word, 0.0) for word in {**weights, **lengths}}
    return [word for word in sorted(total, key=lambda one: -total[one]) if total[word] >= _FELT]


def _weighed(sentence: str, language: str, vocabulary: Vocabulary) -> dict[str, float]:
    """What every word weighs that is not known to the readers; 0 for a common one."""
    listed = vocabulary.jargon_in(sentence) | vocabulary.abbreviations_in(sentence)
    rest = [word for word in judged(sentence) if word not in listed and not vocabulary.knows(word.lower())]
    return dict.fromkeys(listed, _LISTED) | {word: hardness(word, language) for word in rest}


def _lengths(sentence: str, language: str, vocabulary: Vocabulary) -> dict[str, float]:
    """What the letters beyond nine weigh, of words that are neither known to readers nor very common."""
    return {
        word: 0.15 * max(0, len(word) - 9)
        for word in judged(sentence)
        if not vocabulary.knows(word.lower()) and commonness(word, language) < 5
    }
