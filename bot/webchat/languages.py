"""In which language a page is shown, and which way it is written. Pure."""

from collections.abc import Sequence

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "ckb", "yi"})


def direction(language: str) -> str:
    """`ltr` or `rtl`, for the page's `dir`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def preferred(accept: str, offered: Sequence[str]) -> str:
    """The offered language that the header Accept-Language likes best, else the first one."""
    liked = [wish for part in accept.split(",")[:20] if (wish := _wish(part))]
    for _, language in sorted(liked, key=lambda wish: -wish[0]):
        if language in offered:
            return language
    return offered[0]


def _wish(part: str) -> tuple[float, str] | None:
    tag, _, quality = part.partition(";q=")
    language = tag.strip().partition("-")[0].lower()
    try:
        weight = float(quality or 1)
    except ValueError:
        return None
    return (weight, language) if language and weight > 0 else None
