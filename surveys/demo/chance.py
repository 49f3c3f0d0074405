"""All chance of the demonstration: generators from a seed and what they are for, so that order changes nothing."""

from random import Random


def seeded(*about: object) -> Random:
    """A generator of its own for these words; the same words give the same numbers."""
    return Random("|".join(str(word) for word in about))  # noqa: S311 - invented people, not secrets
