"""`hoorbaar questions check`: are the sets sound, and plain enough for those they ask?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from surveys import question_files, question_language, text_language, texts
from surveys.faults import Mistakes
from surveys.question_language import Judged
from surveys.questionnaire import Questionnaire
from surveys.reading import lists
from surveys.reading.lists import Lists
from surveys.settings import Settings
from surveys.texts import Texts


def check(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files to check; none: all sets and texts.")] = None,
    report: Annotated[bool, typer.Option("--report", help="Level and Flesch–Douma score of every question.")] = False,
) -> None:
    """Name every fault of a question set, and every sentence and word that is too hard for its readers.

    Example: hoorbaar questions check config/questionnaires/end-youth.yaml --report
    """
    settings: Settings = ctx.obj
    folder = settings.config_dir / "questionnaires"
    files = paths or sorted(folder.glob("*.yaml"))
    faults = [] if files else [f"{folder}: there is no question set here"]
    words, plain = _read(settings, faults)
    sets = _sets(files, faults)
    faults += _consents(sets, words)
    if report:
        for one in sets.values():
            for line in _report(one, plain):
                typer.echo(line)
    faults += _too_hard(sets, plain)
    if words and not paths:
        readers = {one.consent: question_language.readers_of(one) for one in sets.values()}
        faults += (f"{settings.config_dir / 'texts'}: {line}" for line in text_language.faults(words, readers, plain))
    if faults:
        raise Mistakes(*faults)
    typer.echo(f"{len(files)} question sets are sound.")


def _read(settings: Settings, faults: list[str]) -> tuple[Texts | None, Lists | None]:
    """The texts and the word lists; what is wrong with either goes into `faults`."""
    words: Texts | None = None
    try:
        words = texts.load(settings.config_dir)
        return words, lists.read(settings.config_dir)
    except Mistakes as mistakes:
        faults += mistakes.lines
        return words, None


def _sets(files: list[Path], faults: list[str]) -> dict[Path, Questionnaire]:
    found: dict[Path, Questionnaire] = {}
    for path in files:
        try:
            found[path] = question_files.read(path)
        except Mistakes as mistakes:
            faults += mistakes.lines
    return found


def _consents(sets: Mapping[Path, Questionnaire], words: Texts | None) -> Iterator[str]:
    for path, one in sets.items():
        if words and one.consent not in words.consents:
            yield f"{path}: consent {one.consent}: there is no such text in texts/consent.yaml"


def _too_hard(sets: Mapping[Path, Questionnaire], plain: Lists | None) -> Iterator[str]:
    for path, one in sets.items():
        if plain:
            yield from (f"{path}: {line}" for line in question_language.faults(one, plain))


def _report(one: Questionnaire, plain: Lists | None) -> Iterator[str]:
    """A line per question and language: level, Flesch–Douma (Dutch), and what is hard in it."""
    yield f"{one.slug} (for {question_language.readers_of(one)})"
    for judged in question_language.judged(one, plain):
        if judged.where.endswith(", text") or (judged.exempt and judged.score.findings):
            yield _row(judged)
    yield ""


def _row(judged: Judged) -> str:
    where = judged.where.removeprefix("question ").removesuffix(", text")
    douma = "" if judged.score.flesch_douma is None else f"Douma {judged.score.flesch_douma:.0f}"
    hard = ", ".join(judged.score.words) or ("long sentence" if judged.score.findings else "")
    law = "statutory, not judged" if judged.exempt else ""
    notes = "; ".join(note for note in (law, hard) if note)
    return f"  {where:28} {judged.language}  {judged.score.level or '–':2}  {douma:9}  {notes}".rstrip()
