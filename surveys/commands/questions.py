"""`hoorbaar questions …`: check, list, show and try question sets."""

from collections.abc import Iterator
from typing import Annotated

import typer

from surveys import texts
from surveys.commands.question_check import check
from surveys.commands.question_try import Safety, try_command
from surveys.commands.which_set import all_sets, one_set, spoken
from surveys.questionnaire import GOALS, Loop, Question
from surveys.wording import Speaker


def questions_app(safety: Safety) -> typer.Typer:
    """The sub-commands; `safety` is what real conversations use, so that trying is no different."""
    app = typer.Typer(no_args_is_help=True, help="Question sets: check, list, show, try.")
    app.command("check")(check)
    app.command("list")(list_sets)
    app.command("show")(show)
    app.command("try")(try_command(safety))
    return app


def list_sets(ctx: typer.Context) -> None:
    """What sets there are: slug, version, languages, number of questions.

    Example: hoorbaar questions list
    """
    for slug, one in all_sets(ctx.obj).items():
        count = sum(1 for _ in one.questions())
        typer.echo(f"{slug:24} version {one.version}  {'+'.join(one.languages)}  {count} questions")


def show(
    ctx: typer.Context,
    slug: Annotated[str, typer.Argument(help="Which set, for example end-youth.")],
    language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
) -> None:
    """The text of a set, as it is asked.

    Example: hoorbaar questions show end-parent
    """
    one = one_set(all_sets(ctx.obj), slug)
    speaker = Speaker(texts.load(ctx.obj.config_dir), one, spoken(one, language))
    typer.echo(f"{speaker.of(one.title)}  ({one.slug}, version {one.version})\n{speaker.of(one.intro)}\n")
    for line in _shown(speaker):
        typer.echo(line)


def _shown(speaker: Speaker) -> Iterator[str]:
    for part in speaker.questionnaire.parts:
        if isinstance(part, Question):
            yield from _shown_question(speaker, part, "")
        else:
            yield from _shown_loop(speaker, part)


def _shown_loop(speaker: Speaker, loop: Loop) -> Iterator[str]:
    condition = f"  [only if {loop.ask_if.source}]" if loop.ask_if else ""
    each = f"per goal, at most {loop.at_most}" if loop.over == GOALS else f"per answer to {loop.over}"
    yield f"{each}:{condition}"
    for question in loop.all:
        yield from _shown_question(speaker, question, "    ")


def _shown_question(speaker: Speaker, question: Question, margin: str) -> Iterator[str]:
    condition = f"  [only if {question.ask_if.source}]" if question.ask_if else ""
    yield f"{margin}{question.id} ({question.look or question.kind}){condition}"
    yield f"{margin}    {speaker.of(question.text)}"
    if question.kind in {"scale", "number"}:
        low, high = speaker.of(question.low), speaker.of(question.high)
        yield f"{margin}    {question.least} ({low}) – {question.most} ({high})"
    for option in question.options:
        yield f"{margin}    [{option.code}] {speaker.of(option.text)}"
