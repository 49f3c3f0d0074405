"""The invented region: its providers, what they offer, and how good they are at it. Nothing here exists.

Names end in "(verzonnen)" so that no table, file or screen can be taken for a real one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from surveys.periods import HOME, Period, half_year_of, previous_half

REGION = "Waterland-Noord (verzonnen)"
MUNICIPALITIES = {"9901": 30, "9902": 24, "9903": 18, "9904": 12, "9905": 10, "9906": 6}
"""Codes shaped like those of CBS that no municipality has -> how many of a hundred clients live there."""

LAST_DAY = date(2026, 6, 30)
NOW = datetime(2026, 8, 12, 9, 30, tzinfo=HOME)
"""The demonstration's clock: a day after the answer window of the last half-year has closed (decision 36)."""
HALF_YEARS = 4


@dataclass(frozen=True)
class Offer:
    """One kind of care. `months`: how long it usually lasts; `forced`, `preventive`: shares of those frameworks."""

    segment: str
    care_form: str
    stay_type: str = ""
    months: float = 8.0
    forced: float = 0.05
    preventive: float = 0.05
    ages: tuple[int, int] = (4, 19)

    @property
    def foster(self) -> bool:
        return self.stay_type == "foster"


OFFERS: Mapping[str, Offer] = {
    "near_home": Offer("ambulatory", "01", months=5),
    "practice": Offer("ambulatory", "02", months=7),
    "at_home": Offer("ambulatory", "04", months=8, forced=0.12, preventive=0.08),
    "day": Offer("day", "03", months=11, ages=(4, 17)),
    "foster": Offer("living", "11", "foster", 16, forced=0.45, preventive=0.10, ages=(4, 20)),
    "family_home": Offer("living", "12", "family_home", 14, forced=0.40, preventive=0.08, ages=(6, 20)),
    "rooms": Offer("living", "14", "protected_living", 10, forced=0.05, ages=(16, 22)),
    "treatment_group": Offer(
        "treatment_stay", "14", "treatment_group", 9, forced=0.35, preventive=0.10, ages=(8, 18)
    ),
    "closed": Offer("treatment_stay", "13", "closed", 6, forced=0.85, preventive=0.10, ages=(13, 17)),
    "clinic": Offer("treatment_stay", "14", "clinical_ggz", 5, ages=(12, 21)),
    "crisis_home": Offer("crisis", "04", months=1.2, forced=0.15, preventive=0.20),
    "crisis_stay": Offer("crisis", "14", "other", 1.0, forced=0.30, preventive=0.20, ages=(10, 19)),
}


@dataclass(frozen=True)
class Provider:
    """`share`: endings in a thousand of the region. `quality`: marks above it; `drift`: more every half-year."""

    name: str
    share: int
    offers: Mapping[str, int] = field(default_factory=dict)
    quality: float = 0.0
    drift: float = 0.0

    @property
    def initials(self) -> str:
        """Letters that begin this provider's pseudonymous keys."""
        return "".join(word[:4] for word in self.name.removesuffix(" (verzonnen)").upper().split()[1:])

    def quality_in(self, half: int) -> float:
        """How good it is in half-year number `half` (0 is the first)."""
        return self.quality + self.drift * half


def _provider(name: str, share: int, quality: float = 0.0, drift: float = 0.0, /, **offers: int) -> Provider:
    return Provider(f"Aanbieder {name} (verzonnen)", share, offers, quality, drift)


PROVIDERS = (
    _provider("De Linde", 245, 0.2, at_home=30, practice=20, foster=34, family_home=6, crisis_home=10),
    _provider("Polderlicht", 190, 0.0, practice=45, at_home=30, day=15, crisis_home=10),
    _provider("De Zilverreiger", 100, 0.5, -0.5, at_home=60, practice=40),
    _provider("Oeverhuis", 90, -0.8, 0.45, treatment_group=45, at_home=35, crisis_stay=20),
    _provider("De Kieviet", 80, 0.4, foster=75, family_home=25),
    _provider("Twee Bruggen", 70, -0.1, day=60, practice=40),
    _provider("Het Rietveer", 60, -0.4, treatment_group=60, clinic=25, rooms=15),
    _provider("De Notelaar", 55, 0.1, near_home=70, practice=30),
    _provider("Lentekroos", 40, 0.6, practice=100),
    _provider("De Wilgenroos", 30, 0.3, family_home=70, rooms=30),
    _provider("Zomerdijk", 17, -0.6, closed=70, treatment_group=30),
    _provider("De Boterbloem", 12, 0.7, day=100),
    _provider("Het Veenpluis", 7, 0.0, near_home=60, at_home=40),
    _provider("De Grutto", 4, -0.2, crisis_stay=100),
)
VISITED = PROVIDERS[0]
"""The provider that the visitor answers about: big enough that what they say is shown."""


def half_years() -> tuple[Period, ...]:
    """The half-years that the demonstration tells of, oldest first."""
    found = [half_year_of(LAST_DAY)]
    while len(found) < HALF_YEARS:
        found.insert(0, previous_half(found[0]))
    return tuple(found)
