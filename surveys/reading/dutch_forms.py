"""What a Dutch word may be a form of, so that “klikte” is as common as “klikken” and “leefgroep” as its parts. Pure.

Candidates are guesses: whoever looks them up in a table of frequencies finds only the words that exist.
"""

from collections.abc import Iterator

_PARTICLES = (
    "achter", "binnen", "dicht", "klaar", "samen", "terug", "thuis", "tegen", "door", "mee", "naar", "neer", "over",
    "rond", "vast", "voor", "weer", "aan", "bij", "los", "nee", "toe", "uit", "weg", "af", "in", "na", "om", "op",
)  # fmt: skip
_ENDINGS = tuple("'s tjes tje jes je den ten de te ere er ste st en s t e n".split(" "))  # noqa: SIM905 - a list
_VOWELS = "aeiou"
_VOICED = {"v": "f", "z": "s"}
_VOICELESS = {"f": "v", "s": "z"}


def base_forms(word: str) -> set[str]:
    """Words that this one may be inflected from: klikte, klikken; invult, invullen; nagekomen, nakomen."""
    found = set(_inflected(word))
    for particle in _PARTICLES:
        rest = word.removeprefix(particle)
        if rest != word and len(rest) > 3:
            found |= {particle + form for form in _inflected(rest)}
    return found - {word}


def _inflected(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield from _whole(stem)
    if word.startswith("ge") and word[-1] in "dtn" and len(word) > 5:
        yield from _whole(word[2:-2] if word.endswith("en") else word[2:-1])
    yield word + "en"
    yield from _whole(word)


def _whole(stem: str) -> Iterator[str]:
    """A stem as it is written at the end of a word and before -en: klik, klikken; loop, lopen; lees, lezen."""
    yield stem
    yield stem + "en"
    if stem[-1] not in _VOWELS:
        yield stem + stem[-1] + "en"
    if len(stem) > 3 and stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem[-1] in _VOICED:
        yield stem[:-1] + _VOICED[stem[-1]]
    if stem[-1] in _VOICELESS:
        yield stem[:-1] + _VOICELESS[stem[-1]] + "en"
    yield from _doubled(stem)
    yield from _single(stem)


def _doubled(stem: str) -> Iterator[str]:
    if len(stem) > 2 and stem[-2] in _VOWELS and stem[-1] not in _VOWELS and stem[-3] not in _VOWELS:
        yield stem[:-1] + stem[-2] + stem[-1]


def _single(stem: str) -> Iterator[str]:
    if len(stem) > 3 and stem[-2] == stem[-3] and stem[-2] in _VOWELS:
        yield stem[:-2] + stem[-1] + "en"
        yield stem[:-2] + _VOICELESS.get(stem[-1], stem[-1]) + "en"


def compounds(word: str) -> Iterator[tuple[str, str]]:
    """Every way to read a word as two words written together, with or without an s between them: gezin-s-plan."""
    for cut in range(3, len(word) - 2):
        first, second = word[:cut], word[cut:]
        yield first, second
        if first.endswith("s") and len(first) > 3:
            yield first[:-1], second
