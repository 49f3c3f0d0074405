"""How often a signal comes by chance, and how often a real fall is seen: simulated with the rules themselves.

First a region of 60 providers with 20 indicators each where nothing changes, looked at in ten successive half-years;
then indicators that fall from 75 % to 60 %. `python -m tests.bench.false_alarms` prints both tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.compare import Z998, dispersion, shares
from analytics.signals import escalated, own_moves, stands_out
from analytics.windows import Sums, recent_and_earlier

Numbers = NDArray[np.float64]

SEED = 2026
PROVIDERS, INDICATORS, LOOKS = 60, 20, 10
BEFORE = 2
"""Half-years of history before the first look."""
LEVELS = np.linspace(0.1, 0.9, INDICATORS)
"""Where the indicators stand, in every provider."""
SIZES = np.round(np.geomspace(10, 300, PROVIDERS)).astype(np.int64)
"""Answers per half-year of a region with small and large providers."""
AT_ONCE = 20
"""Regions that are in memory together."""
WORDS = ("talk", "improve", "sustain")


@dataclass(frozen=True)
class Quiet:
    """A region where nothing changes. `n`: answers per half-year; `spread`: SD between providers, on the logit."""

    name: str
    n: NDArray[np.int64]
    spread: float = 0.0

    def answers(self, regions: int, rng: np.random.Generator) -> Sums:
        """Arrays (regions, indicators, half-years, providers)."""
        shape = (regions, INDICATORS, 1, PROVIDERS)
        odds = np.log(LEVELS / (1 - LEVELS))[:, np.newaxis, np.newaxis] + self.spread * rng.standard_normal(shape)
        n = np.broadcast_to(self.n, (regions, INDICATORS, BEFORE + LOOKS, PROVIDERS))
        return Sums.of_shares(rng.binomial(n, 1 / (1 + np.exp(-odds))).astype(np.float64), n.astype(np.float64))


QUIET = (
    *(Quiet(f"all alike, {n} answers", np.full(PROVIDERS, n)) for n in (15, 30, 60, 160)),
    Quiet("all alike, 10 to 300 answers", SIZES),
    Quiet("providers differ, 10 to 300 answers", SIZES, spread=0.2),
)


@dataclass(frozen=True)
class Alarms:
    """Per region in ten half-years, all providers and indicators together: by own level alone, and by all rules."""

    own: dict[str, float]
    all: dict[str, float]


def alarms(quiet: Quiet, regions: int, rng: np.random.Generator) -> Alarms:
    """The mean over so many simulated regions."""
    own, every = np.zeros(len(WORDS)), np.zeros(len(WORDS))
    for first in range(0, regions, AT_ONCE):
        portion = signals(quiet.answers(min(AT_ONCE, regions - first), rng))
        own += _counted(portion[0])
        every += _counted(portion[1])
    return Alarms(*(dict(zip(WORDS, (counts / regions).tolist(), strict=True)) for counts in (own, every)))


def signals(answers: Sums) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """By own level alone, and with the funnel: arrays (series, half-years)."""
    shape = answers.size.shape
    series = answers.each(lambda values: np.ascontiguousarray(np.moveaxis(values, 2, 3)).reshape(-1, shape[2]))
    recent, earlier = recent_and_earlier(series, np.zeros(series.size.shape, dtype=np.bool_))
    own = own_moves(recent, earlier, "share")
    beside = recent.each(lambda values: np.moveaxis(values.reshape(*shape[:2], shape[3], shape[2]), 3, 2))
    reference, outside = (np.moveaxis(values, 2, 3).reshape(own.shape) for values in _funnels(beside))
    others = stands_out(recent, reference, outside, "share")
    wish = np.ones((len(own), 1), dtype=np.int64)
    return escalated(own, np.zeros_like(own), wish), escalated(own, others, wish)


def _funnels(recent: Sums) -> tuple[Numbers, NDArray[np.bool_]]:
    """What is expected of each provider, and whether it lies outside; nothing in the first half-year."""
    whole = recent.each(lambda values: values[:, :, 1:])
    scale = shares(whole.total, whole.size)
    _, tau2 = dispersion(scale.z, scale.s)
    z = (scale.y - scale.theta0) / np.sqrt(scale.s**2 + tau2[..., np.newaxis])
    expected = np.broadcast_to(scale.back(scale.theta0), z.shape)
    later = ((0, 0), (0, 0), (1, 0), (0, 0))
    return np.pad(expected, later), np.pad(np.abs(z) > Z998, later)


def _counted(words: NDArray[np.str_]) -> Numbers:
    looks = words[:, BEFORE:]
    return np.array([(looks == word).sum() for word in WORDS], dtype=np.float64)


@dataclass(frozen=True)
class Seen:
    """Share of the falls that gave a signal: in the first or second half-year, and a plan by the third."""

    first: float
    second: float
    plan: float


def falls(n: int, runs: int, rng: np.random.Generator, before: int = 6) -> Seen:
    """Indicators that stand at 75 % for so many half-years and at 60 % for three; n answers each; own level alone."""
    level = np.array([0.75] * before + [0.6] * 3)
    size = np.full((runs, len(level)), n)
    answers = Sums.of_shares(rng.binomial(size, level).astype(np.float64), size.astype(np.float64))
    own = own_moves(*recent_and_earlier(answers, np.zeros(size.shape, dtype=np.bool_)), "share")
    words = escalated(own, np.zeros_like(own), np.ones((runs, 1), dtype=np.int64))[:, before:]
    worse = own[:, before:] < 0
    return Seen(worse[:, 0].mean(), worse[:, :2].any(axis=1).mean(), (words == "improve").any(axis=1).mean())


def lines(regions: int = 100, runs: int = 10_000) -> Iterator[str]:
    """The tables."""
    rng = np.random.default_rng(SEED)
    yield f"signals where nothing changes: per {PROVIDERS} providers x {INDICATORS} indicators, in {LOOKS} half-years"
    yield f"{'':38}{'own level alone':>27}{'and others':>27}"
    yield f"{'answers per half-year':38}" + "".join(f"{word:>9}" for word in WORDS * 2)
    for quiet in QUIET:
        found = alarms(quiet, regions, rng)
        counts = [*found.own.values(), *found.all.values()]
        yield f"{quiet.name:38}" + "".join(f"{count:9.2f}" for count in counts)
    yield ""
    yield "a fall from 75 % to 60 %, seen by own level alone"
    yield f"{'answers per half-year':38}{'1st half':>9}{'by 2nd':>9}{'plan':>9}"
    for n in (40, 80, 160):
        seen = falls(n, runs, rng)
        yield f"{n:<38}{seen.first:9.1%}{seen.second:9.1%}{seen.plan:9.1%}"


if __name__ == "__main__":
    for line in lines():
        print(line)
