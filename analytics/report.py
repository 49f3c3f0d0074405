"""One Report value, from which every format is written.

Whatever a file shows is in here; the formats only lay it out. A report on a published period holds nothing that
depends on when it was asked for, so that its files stay the same byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from analytics import answers, publication
from analytics.answers import Publication, Span
from analytics.definitions import RESPONSE, Definition
from analytics.disclosure import PATTERN_VERSION
from analytics.rows import GROUPS, Grouping, Row
from surveys import periods
from surveys.faults import Mistakes
from surveys.periods import Period

APART = "informant"
"""May be named in `--by`, and is always apart."""


@dataclass(frozen=True)
class Asked:
    """What a report is about. `provider`: only that one; empty for all."""

    period: Period
    by: Grouping
    provider: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Report:
    """`rows`: the figures. `response`: the response over everything that was selected, per informant.

    `as_of`: the data as they were then. `publication`: None for provisional figures. `known`: the definitions as
    they are now, of those in the rows; `changed`: id@version of those that are not like that any more.
    """

    asked: Asked
    rows: Sequence[Row]
    response: Sequence[Row]
    as_of: datetime
    publication: Publication | None
    known: Sequence[Definition]
    changed: Sequence[str] = ()
    invented: bool = False
    published_now: bool = False

    @property
    def provisional(self) -> bool:
        return self.publication is None

    @property
    def pattern_version(self) -> str:
        return self.publication.pattern_version if self.publication else PATTERN_VERSION

    @property
    def hidden(self) -> int:
        """How many rows have something hidden."""
        return sum(bool(row["suppressed"]) for row in self.rows)

    @property
    def definitions(self) -> list[str]:
        """id@version of everything that was computed."""
        return list(self.publication.definitions) if self.publication else [one.key for one in self.known]


def asked_for(period: str, by: str = "provider", provider: str = "", *, provisional: bool = False) -> Asked:
    """What somebody typed, understood. Raises Mistakes on a period or a group that does not exist.

    With one provider selected, rows are per provider in any case.
    """
    names = [name.strip() for name in by.split(",") if name.strip()]
    strange = [name for name in names if name not in {*GROUPS, APART}]
    faults = [f"--by {name}: expected one or more of {', '.join((*GROUPS, APART))}" for name in strange]
    try:
        understood = periods.parse(period)
    except Mistakes as mistakes:
        raise Mistakes(*mistakes.lines, *faults) from None
    if faults:
        raise Mistakes(*faults)
    chosen = {*names, "provider"} if provider else set(names)
    return Asked(understood, tuple(name for name in GROUPS if name in chosen), provider, provisional)


async def make(
    engine: AsyncEngine, definitions: Sequence[Definition], asked: Asked, now: datetime, *, invented: bool = False
) -> Report:
    """The report; publishes the period unless it was published before or only provisional figures are wanted.

    A published period gives its frozen figures, also to somebody who asks for provisional ones. Raises Mistakes
    when there is no such provider, when it is too early to publish, and when there is nothing to report.
    """
    await _require_something(engine, asked)
    published = await publication.find(engine, asked.period)
    if published is None and asked.provisional:
        return await _provisional(engine, definitions, asked, now, invented=invented)
    done = await publication.publish(engine, definitions, asked.period, now)
    rows, response = [
        await publication.rows_of(engine, done.publication, asked.period, grouping)
        for grouping in (asked.by, _whole(asked))
    ]
    known = [one for one in definitions if one.key in done.publication.definitions]
    return Report(
        asked=asked,
        rows=_selected(rows, asked),
        response=_response(response, asked),
        as_of=done.publication.published_at,
        publication=done.publication,
        known=known,
        changed=sorted(set(done.publication.definitions) - {one.key for one in known}),
        invented=invented,
        published_now=done.now,
    )


async def _provisional(
    engine: AsyncEngine, definitions: Sequence[Definition], asked: Asked, now: datetime, *, invented: bool
) -> Report:
    found = await publication.provisional(engine, definitions, asked.period, {asked.by, _whole(asked)}, now)
    return Report(
        asked=asked,
        rows=_selected(found[asked.by], asked),
        response=_response(found[_whole(asked)], asked),
        as_of=now,
        publication=None,
        known=definitions,
        invented=invented,
    )


async def _require_something(engine: AsyncEngine, asked: Asked) -> None:
    """Before anything is published for it: is there anything to report on?"""
    period, provider = asked.period, asked.provider
    async with answers.snapshot(engine) as db:
        known = await answers.providers(db) if provider else []
        ended = await answers.providers(db, [Span(period.first, period.last)])
    if provider and provider not in known:
        there = "; ".join(known) or "none yet"
        raise Mistakes(f"--provider {provider}: there is no care record of this provider; there are: {there}")
    if not ended or (provider and provider not in ended):
        raise _nothing(asked)


def _nothing(asked: Asked) -> Mistakes:
    of = f" of {asked.provider}" if asked.provider else ""
    return Mistakes(f"--period {asked.period.name}: no care record{of} ended in it; there is nothing to export")


def _whole(asked: Asked) -> Grouping:
    """The grouping in which everything that was selected is one group."""
    return ("provider",) if asked.provider else ()


def _selected(rows: Sequence[Row], asked: Asked) -> list[Row]:
    found = [row for row in rows if asked.provider in {"", row["provider"]}]
    if not found:
        raise _nothing(asked)
    return found


def _response(rows: Sequence[Row], asked: Asked) -> list[Row]:
    return [row for row in rows if row["indicator"] == RESPONSE and asked.provider in {"", row["provider"]}]
