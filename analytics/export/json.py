"""JSON: what the report is about, and its rows; what is not shown is null."""

import json

from analytics.report import Report


def content(report: Report) -> bytes:
    """The file: an object with what the rows are about and, last, the `rows`."""
    asked, published = report.asked, report.publication
    about = {
        "period": asked.period.name,
        "first_day": asked.period.first.isoformat(),
        "last_day": asked.period.last.isoformat(),
        "by": list(asked.by),
        "provider": asked.provider or None,
        "provisional": report.provisional,
        "published_at": published.published_at.isoformat() if published else None,
        "as_of": report.as_of.isoformat(),
        "pattern_version": report.pattern_version,
        "invented": report.invented,
        "definitions": report.definitions,
        "hidden": report.hidden,
    }
    text = json.dumps({**about, "rows": list(report.rows)}, ensure_ascii=False, allow_nan=False, indent=1)
    return f"{text}\n".encode()
