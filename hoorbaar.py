"""The command line: composes the parts, holds no logic. `hoorbaar --help` lists the commands."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from analytics.commands import demo as figures
from analytics.commands.indicators import indicators
from bot.alone import alone
from bot.assistant import safety
from bot.commands import demo as chat
from bot.commands.overdue import overdue_lines
from bot.commands.serve import serve
from surveys import clock, installation, settings
from surveys.commands.demo import Rooms, demo_command
from surveys.commands.doctor import doctor_command
from surveys.commands.invite import invite
from surveys.commands.questions import questions_app
from surveys.commands.records import records_app
from surveys.faults import Mistakes

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Hoorbaar: hears how the help goes, and turns it into outcome indicators.",
)
app.add_typer(questions_app(safety), name="questions")
app.add_typer(records_app, name="records")
app.command()(invite)
app.command()(serve)
app.command()(indicators)
app.command()(doctor_command(overdue_lines))
app.command()(demo_command(Rooms(alone, figures.publish, figures.export, chat.serve)))


@app.callback()
def prepare(
    ctx: typer.Context,
    env: Annotated[Path | None, typer.Option(help="Settings file; default: .env in this folder.")] = None,
) -> None:
    """Reads the settings before any command runs."""
    ctx.obj = settings.load(env)


@app.command()
def init(ctx: typer.Context) -> None:
    """Create or upgrade the databases and the key; safe to repeat.

    Example: hoorbaar init
    """
    for line in asyncio.run(installation.prepare(ctx.obj, clock.standing(ctx.obj.start_at))):
        typer.echo(line)


def run() -> None:
    """The console script. A person's mistake ends with its lines on standard error and exit code 2."""
    try:
        app()
    except Mistakes as mistakes:
        for line in mistakes.lines:
            typer.echo(line, err=True)
        sys.exit(2)
