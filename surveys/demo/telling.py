"""What the demonstration says on the terminal. Pure."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from surveys.demo.building import Built
from surveys.demo.region import NOW, PROVIDERS, VISITED, half_years
from surveys.demo.visits import LINKS
from surveys.periods import Period

WELCOME = (
    "Welkom bij de demo van Hoorbaar.",
    "Alles is verzonnen: de regio, de aanbieders, de mensen en wat ze zeggen.",
    "De mensen geven nu antwoord. Dat duurt minder dan een minuut.",
    "",
)
GOODBYE = "De demo is gestopt. Tot ziens!"

_WHO = {
    LINKS[0]: "jongere, de hulp is gestopt",
    LINKS[1]: "de ouder van deze jongere",
    LINKS[2]: "pleegouder, de pleegzorg is gestopt",
    LINKS[3]: "jongere, de hulp is net begonnen",
}
_MONTHS = {6: "juni", 8: "augustus", 12: "december"}
"""Those that the story ends a half-year in, or plays in."""


def ready(
    built: Built, addresses: Sequence[str], exports: Sequence[Path], shown: Period, command: str
) -> Iterator[str]:
    """What one sees and does. `addresses` in the order of LINKS; `shown`: the period of the exports."""
    last = half_years()[-1]
    yield f"Klaar! In deze demo is het {_day()}. {_many(built.people)} mensen gaven antwoord over de hulp"
    yield f"van {len(PROVIDERS)} aanbieders, in {len(half_years())} halve jaren. Niemand van hen bestaat echt."
    yield ""
    yield "1. Geef zelf antwoord. Open een link. Maak het venster smal: zo ziet het eruit op een telefoon."
    for link, address in zip(LINKS, addresses, strict=True):
        yield f"     {_WHO[link]:<36} {address}"
    yield ""
    yield f"2. Bekijk de cijfers van één aanbieder. Dit is {VISITED.name},"
    yield f"   in de twaalf maanden tot en met {_MONTHS[shown.last.month]} {shown.last.year}:"
    for path in exports:
        yield f"     {path}"
    yield ""
    yield f"3. Vind je antwoord terug. Het laatste halve jaar ({last.name}) is nog niet gepubliceerd."
    yield "   Geef eerst antwoord. Typ dan dit in een tweede venster:"
    yield f"     {command}"
    yield f"   Je antwoord telt mee bij {VISITED.name}. (Een begin telt pas mee als de hulp stopt.)"
    yield f"   Let op: hierna staan de cijfers van {last.name} vast. Alleen even kijken? Zet er --provisional achter."
    yield ""


def serving() -> str:
    return "De demo draait. Stoppen: Ctrl-C. Opnieuw beginnen: make demo."


def not_serving(command: str) -> str:
    return f"De links werken als de demo draait. Typ daarvoor: {command}"


def _day() -> str:
    return f"{NOW.day} {_MONTHS[NOW.month]} {NOW.year}"


def _many(number: int) -> str:
    """A number as the Dutch write it."""
    return f"{number:,}".replace(",", ".")
