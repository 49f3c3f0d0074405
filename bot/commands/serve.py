"""`hoorbaar serve`: the web chat and the staff port, until it is told to stop."""

import asyncio
from typing import Annotated

import typer

from bot import logs, serving
from surveys import clock
from surveys.settings import Settings


def serve(
    ctx: typer.Context,
    public_port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the web chat; 0: a free one.")] = 8080,
    staff_port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the staff; 0: a free one.")] = 8081,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all of them.")] = "127.0.0.1",
) -> None:
    """Serve the web chat until SIGTERM or Ctrl-C; only one process per SQLite database.

    Put a web server with https in front and say its address in HOORBAAR_PUBLIC_URL.

    Example: hoorbaar serve --public-port 8080 --staff-port 8081
    """
    settings: Settings = ctx.obj
    logs.to_stderr()
    asyncio.run(
        serving.run(
            settings,
            clock.ticking(settings.start_at),
            host=host,
            public_port=public_port,
            staff_port=staff_port,
            started=_tell,
        )
    )


def _tell(conversations: str, staff: str) -> None:
    typer.echo(f"Conversations on {conversations}")
    typer.echo(f"Staff on {staff} (now only /health)")
