"""`hoorbaar questions try`: the conversation in the terminal, nothing stored."""

import json
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from surveys import clock, engine, terminal, texts
from surveys.commands import which_set
from surveys.periods import HOME
from surveys.questionnaire import Questionnaire
from surveys.settings import Settings
from surveys.trying import Trial

Safety = Callable[[str], str]
"""Typed text -> acute, worrying or none."""


def try_command(safety: Safety) -> Callable[..., None]:
    """The command; `safety` is what real conversations use, so that trying is no different."""

    def try_set(
        ctx: typer.Context,
        slug: Annotated[str, typer.Argument(help="Which set, for example end-youth.")],
        language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
        informant: Annotated[str, typer.Option(help="youth, parent or foster_parent: the sister set.")] = "",
        version: Annotated[str, typer.Option(help="A version's number, or a file; none: the file of today.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print the stored codes at the end.")] = False,
    ) -> None:
        """Hold the conversation here; nothing is stored.

        Example: hoorbaar questions try end-youth --language en
        """
        settings: Settings = ctx.obj
        one = _wanted(settings, slug, informant, version)
        today = clock.standing(settings.start_at)().astimezone(HOME).date()
        trial = Trial(one, texts.load(settings.config_dir), which_set.spoken(one, language), today)
        _converse(trial, safety)
        if as_json:
            rows = [
                {"question": name, "item": item, "value": code, "text": own}
                for name, item, code, own in trial.stored()
            ]
            typer.echo(json.dumps({"status": trial.state.phase, "answers": rows}, ensure_ascii=False, indent=2))

    return try_set


def _wanted(settings: Settings, slug: str, informant: str, version: str) -> Questionnaire:
    if version and not informant:
        return which_set.version_of(settings, slug, version)
    sets = which_set.all_sets(settings)
    one = which_set.one_set(sets, slug)
    if informant and informant != one.informant:
        one = which_set.one_set(sets, f"{one.moment}-{informant.replace('_', '-')}")
    return which_set.version_of(settings, one.slug, version) if version else one


def _converse(trial: Trial, safety: Safety) -> None:
    speaker = trial.speaker
    typer.echo(f"{speaker.of(trial.questionnaire.title)}\n{speaker.of(trial.questionnaire.intro)}\n")
    _say(trial)
    while not trial.over:
        line = sys.stdin.readline()
        if not line:
            return
        for effect in trial.hear(line, safety(line)):
            _tell(trial, effect)
        _say(trial)


def _tell(trial: Trial, effect: engine.Effect) -> None:
    """What is said before the next question: why a reply was not understood, or who can be called."""
    question = engine.prompt(trial.questionnaire, trial.state).question
    if isinstance(effect, engine.Repeat):
        typer.echo(trial.speaker.unclear(effect.reason, question))
    elif isinstance(effect, engine.OtherWay) and question:
        typer.echo(trial.speaker.other_way(question))
    elif isinstance(effect, engine.Help):
        typer.echo(trial.speaker.say("help_lead"))


def _say(trial: Trial) -> None:
    said = trial.say()
    if said.id == "_overview":
        for line in terminal.overview(trial.speaker, trial.stored(), trial.names):
            typer.echo(line)
    for line in terminal.lines(said, trial.speaker):
        typer.echo(line)
    typer.echo("")
