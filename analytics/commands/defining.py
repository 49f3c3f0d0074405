"""The definitions of all indicators, for people or as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analytics.definitions import LANGUAGES, Definition, read_all
from surveys.faults import Mistakes


def printed(config_dir: Path, language: str, *, as_json: bool) -> str:
    """Raises Mistakes on a language that is not there, and on every fault in the files."""
    if language not in LANGUAGES:
        raise Mistakes(f"--language {language}: expected one of {', '.join(LANGUAGES)}")
    known = read_all(config_dir)
    if as_json:
        return json.dumps([_plain(one) for one in known], ensure_ascii=False, indent=2)
    return "\n\n".join("\n".join(_lines(one, language)) for one in known)


def _lines(one: Definition, language: str) -> Iterator[str]:
    yield f"{one.id} (version {one.version}): {one.name[language]}"
    yield f"    {one.explanation[language]}"
    yield f"    numerator:   {one.numerator.words[language]}  [{one.numerator.codes}]"
    yield f"    denominator: {one.denominator.words[language]}  [{one.denominator.codes}]"
    yield f"    unit: {one.unit}; direction: {one.direction}; purpose: {one.purpose}"
    yield f"    counts {one.counts}; informants: {', '.join(one.informants) or 'all (from the records)'}"
    yield f"    hidden under {one.smallest} clients; {_shows(one)}"
    yield f"    source: {one.source}"


def _shows(one: Definition) -> str:
    none, everybody = ("may" if flag else "may not" for flag in (one.show_none, one.show_all))
    return f"that it is nobody {none} be shown, that it is everybody {everybody}"


def _plain(one: Definition) -> dict[str, Any]:
    parts = {
        name: {"words": dict(part.words), "codes": part.codes}
        for name, part in (("numerator", one.numerator), ("denominator", one.denominator))
    }
    return {
        "id": one.id,
        "version": one.version,
        "name": dict(one.name),
        "explanation": dict(one.explanation),
        "unit": one.unit,
        "direction": one.direction,
        "purpose": one.purpose,
        "source": one.source,
        "counts": one.counts,
        "informants": list(one.informants),
        **parts,
        "smallest": one.smallest,
        "show": {"none": one.show_none, "all": one.show_all},
        "n_tells": one.n_tells,
    }
