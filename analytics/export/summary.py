"""The sheet "Samenvatting": per group and informant the three criteria side by side. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analytics.definitions import RESPONSE
from analytics.export.reading import blanks
from analytics.export.sheet import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, WHOLE, Column, Number, Sheet, Value, measure
from analytics.indicators import SOURCES
from analytics.report import Report
from analytics.rows import ALL, Row
from analytics.words import Summary, Words, fill

USEFUL, GUIDANCE = "satisfaction_usefulness_mean", "guidance_useful_mean"
MARKS = {"youth": USEFUL, "parent": USEFUL, "foster_parent": GUIDANCE}
"""Which mark an informant gives; never the other one."""
WITHOUT_HELP, GOALS, DROPOUT = "without_help_strict", "goals_reached", "dropout_narrow"

Group = tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """The rows of a report, found by group, informant, indicator and source of goals."""

    by: Sequence[str]
    rows: dict[tuple[Group, str, str, str], Row]

    @classmethod
    def of(cls, report: Report) -> "Figures":
        # one provider is named in the title; its column would only make the rest small on paper
        by = [name for name in report.asked.by if name != "provider" or not report.asked.provider]
        return cls(
            by,
            {
                (
                    tuple(str(row[name]) for name in by),
                    str(row["informant"]),
                    str(row["indicator"]),
                    str(row["goal_source"] or ""),
                ): row
                for row in report.rows
            },
        )

    def lines(self) -> list[tuple[Group, str]]:
        """Group and informant of every line, in the order of the rows; `all` where nobody could be asked."""
        asked = {group for group, who, *_ in self.rows if who != ALL}
        return list(dict.fromkeys((group, who) for group, who, *_ in self.rows if who != ALL or group not in asked))

    def sources(self) -> list[str]:
        """The sources of goals that there are."""
        there = {source for *_, indicator, source in self.rows if indicator == GOALS}
        return [source for source in SOURCES if source in there]


def sheet(report: Report, words: Words) -> Sheet:
    figures = Figures.of(report)
    units = {one.id: one.unit for one in report.known}
    lines = figures.lines()
    return Sheet(
        id="samenvatting",
        name=words.sheets.summary,
        title=fill(words.titles.summary, **blanks(report, words)),
        note=words.summary.note,
        columns=list(_columns(figures, words)),
        rows=[list(_line(group, who, figures, units, words)) for group, who in lines],
        one_page=len(lines) <= 45,
        frozen_columns=len(figures.by) + 1,
    )


def _columns(figures: Figures, words: Words) -> Iterator[Column]:
    said = words.summary
    for name in figures.by:
        yield Column(words.columns[name], 33 if name == "provider" else 22)
    yield Column(words.columns["informant"], 13)
    yield Column(words.columns["eligible"], 9.5, numeric=True, opens=True)
    yield Column(words.columns["responded"], 9.5, numeric=True)
    yield Column(said.response, 8.5, numeric=True)
    yield Column(said.subject, 16, opens=True)
    goals = [fill(said.goals, source=words.value("goal_source", source)) for source in figures.sources()]
    yield from _block(said.mark, said, opens=False)
    for what in (said.without_help, *goals, said.dropout):
        yield from _block(what, said)


def _block(what: str, said: Summary, *, opens: bool = True) -> Iterator[Column]:
    yield Column(fill(said.people, what=what), 7.5, numeric=True, opens=opens)
    yield Column(what, 7.5, numeric=True)
    yield Column(fill(said.from_, what=what), 7.5, numeric=True)
    yield Column(fill(said.to, what=what), 7.5, numeric=True)


def _line(group: Group, who: str, figures: Figures, units: Mapping[str, str], words: Words) -> Iterator[Value]:
    said = words.summary
    response = figures.rows.get((group, who, RESPONSE, ""))
    yield from (words.value(name, code) for name, code in zip(figures.by, group, strict=True))
    yield words.value("informant", who)
    yield from (_number(response, name) for name in ("eligible", "responded"))
    yield _measure(response, "value", units)
    mark = MARKS.get(who, USEFUL)
    yield said.guidance if mark == GUIDANCE else said.useful
    yield from _four(figures.rows.get((group, who, mark, "")), units)
    if mark == GUIDANCE:
        yield from [NOT_APPLICABLE] * 4
    else:
        yield from _four(figures.rows.get((group, who, WITHOUT_HELP, "")), units)
    for source in figures.sources():
        yield from _four(figures.rows.get((group, who, GOALS, source)), units)
    yield from _four(figures.rows.get((group, ALL, DROPOUT, "")), units)


def _four(row: Row | None, units: Mapping[str, str]) -> Iterable[Value]:
    """n, value and interval of one figure."""
    return [_number(row, "n"), *(_measure(row, name, units) for name in ("value", "low", "high"))]


def _number(row: Row | None, name: str) -> Value:
    found = row[name] if row else None
    return Number(found, WHOLE) if isinstance(found, int) else _mark(row)


def _measure(row: Row | None, name: str, units: Mapping[str, str]) -> Value:
    found = row[name] if row else None
    if row is None or not isinstance(found, float):
        return _mark(row)
    n = row["n"]
    return measure(found, units.get(str(row["indicator"]), ""), n if isinstance(n, int) else None)


def _mark(row: Row | None) -> str:
    return NOT_AVAILABLE if row is None else HIDDEN
