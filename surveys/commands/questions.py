"""`hoorbaar questions …`: check, list, show and try question sets."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from surveys import engine, question_files, terminal, texts
from surveys.commands.question_check import check
from surveys.faults import Mistakes
from surveys.questionnaire import Loop, Question, Questionnaire
from surveys.settings import Settings
from surveys.texts import Texts
from surveys.trying import Trial
from surveys.wording import Speaker

Safety = Callable[[str], str]
"""Typed text -> acute, worrying or none."""


def questions_app(safety: Safety) -> typer.Typer:
    """The sub-commands; `safety` is what real conversations use, so that trying is no different."""
    app = typer.Typer(no_args_is_help=True, help="Question sets: check, list, show, try.")
    app.command("check")(check)
    app.command("list")(list_sets)
    app.command("show")(show)

    @app.command("try")
    def try_set(
        ctx: typer.Context,
        slug: Annotated[str, typer.Argument(help="Which set, for example end-youth.")],
        language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
        informant: Annotated[str, typer.Option(help="youth, parent or foster_parent: the sister set.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print the stored codes at the end.")] = False,
    ) -> None:
        """Hold the conversation here; nothing is stored.

        Example: hoorbaar questions try end-youth --language en
        """
        trial = _trial(ctx.obj, slug, language, informant)
        _converse(trial, safety)
        if as_json:
            rows = [
                {"question": name, "item": item, "value": code, "text": own}
                for name, item, code, own in trial.stored()
            ]
            typer.echo(json.dumps({"status": trial.state.phase, "answers": rows}, ensure_ascii=False, indent=2))

    return app


def list_sets(ctx: typer.Context) -> None:
    """What sets there are: slug, version, languages, number of questions.

    Example: hoorbaar questions list
    """
    for slug, one in _all(ctx.obj).items():
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
    one = _one(_all(ctx.obj), slug)
    speaker = Speaker(texts.load(ctx.obj.config_dir), one, _language(one, language))
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
    yield f"per goal, at most {loop.at_most}:"
    for question in (*loop.questions, *([loop.again] if loop.again else [])):
        yield from _shown_question(speaker, question, "    ")


def _shown_question(speaker: Speaker, question: Question, margin: str) -> Iterator[str]:
    condition = f"  [only if {question.ask_if.source}]" if question.ask_if else ""
    yield f"{margin}{question.id} ({question.kind}){condition}"
    yield f"{margin}    {speaker.of(question.text)}"
    if question.kind in {"scale", "number"}:
        low, high = speaker.of(question.low), speaker.of(question.high)
        yield f"{margin}    {question.least} ({low}) – {question.most} ({high})"
    for option in question.options:
        yield f"{margin}    [{option.code}] {speaker.of(option.text)}"


def _all(settings: Settings) -> dict[str, Questionnaire]:
    return question_files.read_all(settings.config_dir / "questionnaires")


def _one(sets: dict[str, Questionnaire], slug: str) -> Questionnaire:
    if slug not in sets:
        raise Mistakes(f"{slug}: there is no such question set; there are {', '.join(sorted(sets))}")
    return sets[slug]


def _language(one: Questionnaire, language: str) -> str:
    if language not in one.languages:
        raise Mistakes(f"--language {language}: {one.slug} is there in {', '.join(one.languages)}")
    return language


def _trial(settings: Settings, slug: str, language: str, informant: str) -> Trial:
    sets = _all(settings)
    one = _one(sets, slug)
    if informant and informant != one.informant:
        one = _one(sets, f"{one.moment}-{informant.replace('_', '-')}")
    words: Texts = texts.load(settings.config_dir)
    return Trial(one, words, _language(one, language))


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
    if isinstance(effect, engine.Repeat):
        question = engine.prompt(trial.questionnaire, trial.state).question
        typer.echo(trial.speaker.unclear(effect.reason, question))
    elif isinstance(effect, engine.Help):
        typer.echo(trial.speaker.say("help_lead"))


def _say(trial: Trial) -> None:
    said = trial.say()
    if said.id == "_overview":
        for line in terminal.overview(trial.speaker, trial.stored()):
            typer.echo(line)
    for line in terminal.lines(said, trial.speaker):
        typer.echo(line)
    typer.echo("")
