"""`hoorbaar demo`: an invented region to look around in; composed of what the rooms offer."""

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from surveys import clock, installation, periods
from surveys.commands.progress import bar
from surveys.demo import ports, telling
from surveys.demo.asks import at
from surveys.demo.building import Built, build
from surveys.demo.folder import ANSWERED, EXPORT, Folder
from surveys.demo.region import NOW, VISITED, half_years
from surveys.faults import Mistakes
from surveys.installation import Installation
from surveys.periods import Period
from surveys.settings import Settings

SEED = 2026
PLACE = Path("var/demo")


@dataclass(frozen=True)
class Rooms:
    """What the other rooms do for the demonstration.

    `alone` keeps servers away from a database meanwhile; `export` writes the figures of one provider, the kind of
    file by its ending; `serve` runs until it is told to stop, and calls back once it listens.
    """

    alone: Callable[[str], AbstractContextManager[None]]
    publish: Callable[[Installation, Period, datetime], Awaitable[None]]
    export: Callable[[Installation, Period, str, Path], Awaitable[None]]
    serve: Callable[[Settings, tuple[int, int], Callable[[], None]], Coroutine[Any, Any, None]]


def demo_command(rooms: Rooms) -> Callable[..., None]:
    """The command, given the rooms above this one."""

    def demo(
        people: Annotated[int, typer.Option(help="How many people answer; in a small region some more.")] = 3000,
        seed: Annotated[int, typer.Option(help="Another number makes another region.")] = SEED,
        no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make it; serve it later.")] = False,
    ) -> None:
        """Make an invented region in var/demo/, show its figures, and serve it to answer in yourself.

        Example: hoorbaar demo --people 500
        """
        if people < 1:
            raise Mistakes(f"--people {people}: expected 1 or more")
        _say(telling.WELCOME)
        ready = _made(rooms, people, seed)
        if no_serve:
            _say([*ready.lines, telling.not_serving(ready.serve_command)])
            return
        asyncio.run(rooms.serve(ready.settings, ready.ports, lambda: _say([*ready.lines, telling.serving()])))
        _say(["", telling.GOODBYE])

    return demo


@dataclass(frozen=True)
class _Ready:
    settings: Settings
    ports: tuple[int, int]
    lines: tuple[str, ...]
    serve_command: str


def _made(rooms: Rooms, people: int, seed: int) -> _Ready:
    """Everything but the server. A demonstration that is still being served is left alone."""
    folder = Folder(PLACE)
    folder.claim()
    pair = ports.free_pair()
    with rooms.alone(folder.database_url):
        settings = folder.begin(f"http://{ports.HOST}:{pair[0]}")
        built, exports = asyncio.run(_filled(rooms, folder, settings, people, seed))
    addresses = [one.row(settings)["web_link"] for one in built.links]
    command = f"{_program()} --env {folder.env}"
    count = f"{command} indicators --period {half_years()[-1].name} --format xlsx --out {folder.path / ANSWERED}"
    lines = tuple(telling.ready(built, addresses, exports, _shown(), count))
    return _Ready(settings, pair, lines, f"{command} serve --public-port {pair[0]} --staff-port {pair[1]}")


async def _filled(
    rooms: Rooms, folder: Folder, settings: Settings, people: int, seed: int
) -> tuple[Built, list[Path]]:
    built = await build(folder, settings, people, seed, bar)
    return built, await _figures(rooms, folder, settings)


async def _figures(rooms: Rooms, folder: Folder, settings: Settings) -> list[Path]:
    """Publishes every half-year but the last on the first day that it could be, and exports one provider."""
    closed, shown = half_years()[:-1], _shown()
    paths = [folder.path / f"{EXPORT}-{shown.name}.{ending}" for ending in ("xlsx", "csv")]
    async with installation.opened(settings, clock.standing(NOW)) as opened:
        with bar(len(closed), "halve jaren") as progress:
            for half in closed:
                await rooms.publish(opened, half, at(half.may_be_published_on, 9))
                progress(1)
        for path in paths:
            await rooms.export(opened, shown, VISITED.name, path)
    return paths


def _shown() -> Period:
    """The standard view: twelve months, here those that were published last (decision 21)."""
    return periods.parse(f"12m-{half_years()[-2].name}")


def _program() -> str:
    """This program as it can be typed here."""
    started = Path(sys.argv[0])
    found = shutil.which("hoorbaar")
    if (found and Path(found).resolve() == started.resolve()) or not started.exists():
        return "hoorbaar"
    return os.path.relpath(started)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
