"""`hoorbaar records import`: care records from a CSV file."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from surveys import clock, importing, installation
from surveys.commands.progress import bar
from surveys.formats import records_csv
from surveys.importing import Imported
from surveys.records import CareRecord
from surveys.settings import Settings

records_app = typer.Typer(no_args_is_help=True, help="Care records.")


@records_app.callback()
def about() -> None:
    """Care records: what the help was, when it began and ended, and who may be asked about it."""


@records_app.command("import")
def import_file(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, UTF-8; the columns are listed in the README.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check; change nothing.")] = False,
) -> None:
    """Add and update care records by provider and record_id; one wrong row refuses the whole file.

    Example: hoorbaar records import trajecten.csv --dry-run
    """
    delivered = records_csv.read(file)
    done = asyncio.run(_import(ctx.obj, delivered, dry_run=dry_run))
    would = "would be " if dry_run else ""
    typer.echo(
        f"{len(delivered)} records: {done.added} {would}added, {done.updated} {would}updated; "
        f"{done.people} people named in them."
    )


async def _import(settings: Settings, delivered: Sequence[CareRecord], *, dry_run: bool) -> Imported:
    async with installation.opened(settings, clock.standing(settings.start_at)) as opened:
        if dry_run:
            return await importing.check(opened, delivered)
        with bar(len(delivered), "records") as progress:
            return await importing.import_records(opened, delivered, progress)
