"""The sheet "Leeswijzer": what this is, how to read it, what it is not for. Pure."""

from datetime import datetime

from analytics.export.sheet import FINE_FROM, Column, Sheet
from analytics.report import Report
from analytics.rows import Row
from analytics.words import Words, fill
from surveys.periods import HOME


def sheet(report: Report, words: Words) -> Sheet:
    values = blanks(report, words)
    lines = [(line.about, fill(line.text, **values)) for line in words.reading.lines]
    return Sheet(
        id="leeswijzer",
        name=words.sheets.reading,
        title=fill(words.titles.reading, **values),
        columns=[Column(words.reading.about, 26), Column(words.reading.text, 96, wrap=True)],
        rows=lines,
        portrait=True,
        one_page=True,
        filter=False,
    )


def blanks(report: Report, words: Words) -> dict[str, object]:
    """What is filled in wherever a text asks for it."""
    asked = report.asked
    groups = [words.columns[name].lower() for name in asked.by]
    return {
        "period": asked.period.name,
        "first": asked.period.first.isoformat(),
        "last": asked.period.last.isoformat(),
        "scope": fill(words.reading.selection.scope, provider=asked.provider) if asked.provider else "",
        "as_of": day(report.as_of),
        "status": _status(report, words),
        "groups": ", ".join(groups) or words.reading.selection.nothing,
        "selection": _selection(report, words),
        "response": _response(report, words),
        "hidden": report.hidden,
        "rows": len(report.rows),
        "pattern": report.pattern_version,
    }


def day(instant: datetime) -> str:
    """The date people had, as ISO."""
    return instant.astimezone(HOME).date().isoformat()


def _status(report: Report, words: Words) -> str:
    said = words.reading.status
    if report.publication is None:
        return said.provisional
    return fill(said.published, published=day(report.publication.published_at))


def _selection(report: Report, words: Words) -> str:
    said = words.reading.selection
    return fill(said.one, provider=report.asked.provider) if report.asked.provider else said.all


def _response(report: Report, words: Words) -> str:
    lines = [_response_of(row, words) for row in report.response]
    return f"{'; '.join(lines)}." if lines else words.reading.response.none


def _response_of(row: Row, words: Words) -> str:
    who = words.value("informant", str(row["informant"]))
    responded, eligible = row["responded"], row["eligible"]
    if not isinstance(responded, int) or not isinstance(eligible, int):
        return fill(words.reading.response.hidden, who=who)
    digits = 1 if eligible >= FINE_FROM else 0
    share = f"{100 * responded / eligible:.{digits}f} %".replace(".", ",")
    return fill(words.reading.response.some, who=who, responded=responded, eligible=eligible, share=share)
