"""`hoorbaar doctor`: is this installation sound?"""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from surveys import clock, soundness
from surveys.periods import HOME
from surveys.settings import Settings
from surveys.soundness import Finding

SIGNS = {"ok": "ok  ", "warn": "look", "red": "RED "}
Overdue = Callable[[Path, date], Iterable[str]]
"""Configuration folder, today -> names of help lines that must be looked up again."""


def doctor_command(overdue: Overdue) -> Callable[..., None]:
    """The command; what is shown to people in need is checked by who shows it."""

    def doctor(
        ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False
    ) -> None:
        """Look at key, databases, stored data, words and help lines; code 1 when something is red.

        Example: hoorbaar doctor --json
        """
        settings: Settings = ctx.obj
        found = [*asyncio.run(soundness.findings(settings)), *_helplines(settings, overdue)]
        if as_json:
            typer.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2))
        else:
            for finding in found:
                typer.echo(f"{SIGNS[finding.level]}  {finding.about}: {finding.told}")
        raise typer.Exit(1 if any(finding.level == "red" for finding in found) else 0)

    return doctor


def _helplines(settings: Settings, overdue: Overdue) -> list[Finding]:
    today = clock.standing(settings.start_at)().astimezone(HOME).date()
    late = list(overdue(settings.config_dir, today))
    if late:
        return [Finding("warn", "help lines", f"look these up again: {', '.join(late)}")]
    return [Finding("ok", "help lines", "all were looked up lately")]
