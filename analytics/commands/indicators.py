"""`hoorbaar indicators`: export the figures of a period, and publish it; or print what every figure means."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from analytics.commands import defining
from surveys.faults import Mistakes


def indicators(
    ctx: typer.Context,
    period: Annotated[str, typer.Option(help="2026H1, 12m-2026H1 (twelve months), 2026; 2026Q3 provisionally.")] = "",
    by: Annotated[
        str, typer.Option(help="Any of region, municipality, provider, segment, framework, joined by commas.")
    ] = "provider",
    provider: Annotated[str, typer.Option(help="Only this provider.")] = "",
    provisional: Annotated[
        bool, typer.Option("--provisional", help="Before publication: marked, never public.")
    ] = False,
    form: Annotated[str, typer.Option("--format", help="csv, json or xlsx.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    definitions: Annotated[bool, typer.Option("--definitions", help="Print what every figure means.")] = False,
    language: Annotated[str, typer.Option(help="Of the definitions: nl or en.")] = "nl",
    as_json: Annotated[bool, typer.Option("--json", help="The definitions as JSON.")] = False,
) -> None:
    """Export the figures of a period; the first export publishes it. Informants are always apart.

    From 42 days after its end a period can be published; from then on its figures never change.

    Example: hoorbaar indicators --period 12m-2026H1 --by provider,segment --format xlsx --out uitkomsten.xlsx
    """
    if definitions:
        typer.echo(defining.printed(ctx.obj.config_dir, language, as_json=as_json))
        return
    if not (period and form and out):
        missing = [name for name, given in (("--period", period), ("--format", form), ("--out", out)) if not given]
        raise Mistakes(*(f"{name}: is missing" for name in missing))
    # pandas takes half a second to load, which no other command should wait for
    from analytics.commands import exporting

    wanted = exporting.wanted(period, by, provider, form, out, provisional=provisional)
    for line in asyncio.run(exporting.run(ctx.obj, wanted)):
        typer.echo(line)
