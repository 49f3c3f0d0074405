"""Progress of long work on standard error: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

STEPS = 10
"""Lines at most, where there is no terminal."""


@contextmanager
def bar(length: int, name: str) -> Iterator[Callable[[int], None]]:
    """A function that is told how many more are done."""
    if sys.stderr.isatty():
        with typer.progressbar(length=length, label=name, file=sys.stderr) as shown:
            yield shown.update
    else:
        yield _lines(length, name)


def _lines(length: int, name: str) -> Callable[[int], None]:
    done = told = 0

    def progress(more: int) -> None:
        nonlocal done, told
        done += more
        if done * STEPS // max(length, 1) > told:
            told = done * STEPS // max(length, 1)
            typer.echo(f"{name}: {done} of {length}", err=True)

    return progress
