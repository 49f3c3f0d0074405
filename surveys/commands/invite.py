"""`hoorbaar invite`: codes and links for everybody who is due, in a file for the provider to send."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast

import typer

from surveys import clock, installation, inviting
from surveys.faults import Mistakes
from surveys.installation import Installation
from surveys.inviting import Wanted, Who
from surveys.people import MOMENTS, SLOTS, Moment
from surveys.periods import HOME
from surveys.settings import Settings
from surveys.store import due
from surveys.store.database import reading

REASONS = {
    "under_12": "younger than 12",
    "carer_not_asked": "12 to 15, and carer_consent is empty",
    "carer_said_no": "12 to 15, and the carer said no",
    "waits_for_carer": "12 to 15, and the carer has still to agree",
    "continued": "the care goes on",
    "not_confirmed": "ended by circumstances; set invite_confirmed to yes when it is fitting to ask",
    "not_named": "no longer named in informants",
    "death": "death",
    "missing": "missing",
    "safety": "not safe to ask",
    "no_contact_order": "no-contact order",
    "asked_not_to": "asked not to be invited",
    "no_address": "no address",
}


def invite(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="The CSV file to write; it must not be there yet.")],
    moment: Annotated[str, typer.Option(help="start or end; none: both.")] = "",
    provider: Annotated[str, typer.Option(help="Only this provider.")] = "",
    reissue: Annotated[str, typer.Option(help="A record_id whose code got lost: withdraw it and make another.")] = "",
    informant: Annotated[str, typer.Option(help="With --reissue: whose code (youth, parent, foster_parent…).")] = "",
) -> None:
    """Make a code and a link for everybody who is due and was not invited yet.

    Example: hoorbaar invite --moment end --out uitnodigingen.csv
    """
    _check(moment, reissue, informant)
    if reissue:
        asyncio.run(_reissue(ctx.obj, Who(reissue, informant, provider, moment), out))
    else:
        moments = (cast(Moment, moment),) if moment else MOMENTS
        asyncio.run(_invite(ctx.obj, Wanted(moments, provider), out))


def _check(moment: str, reissue: str, informant: str) -> None:
    faults = []
    if moment and moment not in MOMENTS:
        faults.append(f"--moment {moment}: expected {' or '.join(MOMENTS)}")
    if bool(reissue) != bool(informant):
        faults.append("--reissue and --informant belong together: whose code of which record")
    if informant and informant not in SLOTS:
        faults.append(f"--informant {informant}: expected one of {', '.join(SLOTS)}")
    if faults:
        raise Mistakes(*faults)


async def _reissue(settings: Settings, who: Who, out: Path) -> None:
    async with installation.opened(settings, clock.standing(settings.start_at)) as opened:
        issued = await inviting.reissue(opened, who, out)
    typer.echo(f"1 new code, the old one no longer works: {out} (works until {_day(issued.expires_at)})")


async def _invite(settings: Settings, wanted: Wanted, out: Path) -> None:
    async with installation.opened(settings, clock.standing(settings.start_at)) as opened:
        await _known_provider(opened, wanted.provider)
        issued = await inviting.invite(opened, wanted, out)
        async with reading(opened.engine).begin() as db:
            barred = await due.barred(db, opened.clock().astimezone(HOME).date(), wanted.provider)
    until = f" (codes work until {_day(issued[0].expires_at)})" if issued else ""
    typer.echo(f"{len(issued)} invitations: {out}{until}")
    for reason, many in barred.items():
        typer.echo(f"not asked about the end: {many} ({REASONS[reason]})")


async def _known_provider(opened: Installation, provider: str) -> None:
    if not provider:
        return
    async with reading(opened.engine).begin() as db:
        known = await due.providers(db)
    if provider not in known:
        raise Mistakes(f"--provider {provider}: has no records here; there are {', '.join(sorted(known)) or 'none'}")


def _day(instant: datetime) -> str:
    return instant.astimezone(HOME).date().isoformat()
