"""The one writer: jobs wait in line, up to 50 share a commit, each in a savepoint of its own.

A job is done when its commit is: only then does `do` return, so that nothing is acknowledged that could
still be lost. A job that fails is undone alone; a database that fails (full, locked, gone) fails the whole
batch, and everybody in it is told to try again.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.store.database import Db

T = TypeVar("T")
Job = Callable[[Db], Awaitable[T]]
TOGETHER = 50
WAITING = 1000


class Unavailable(Exception):
    """The database could not take it now: nothing was stored, the same thing may be tried again."""


@dataclass(frozen=True)
class _Waiting:
    job: Job[Any]
    done: asyncio.Future[Any]


class Writer:
    """Takes jobs for one database. One per process; on SQLite one per installation."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._line: asyncio.Queue[_Waiting] = asyncio.Queue(WAITING)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Writer":
        self._task = asyncio.create_task(self._run(), name="writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._line.join()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def do(self, job: Job[T]) -> T:
        """The job's result, after its commit. Raises what the job raised, or Unavailable."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        await self._line.put(_Waiting(job, done))
        return await asyncio.shield(done)

    async def _run(self) -> None:
        while True:
            batch = [await self._line.get()]
            while len(batch) < TOGETHER and not self._line.empty():
                batch.append(self._line.get_nowait())
            await self._together(batch)
            for _ in batch:
                self._line.task_done()

    async def _together(self, batch: list[_Waiting]) -> None:
        try:
            async with self._engine.begin() as db:
                outcomes = [await _alone(db, waiting.job) for waiting in batch]
        except Exception as error:
            # an outermost loop: whatever it was, nothing was committed, and those who come after must be served
            cause = error.orig if isinstance(error, DBAPIError) else error
            outcomes = [Unavailable(type(cause).__name__) for _ in batch]
        for waiting, outcome in zip(batch, outcomes, strict=True):
            _tell(waiting.done, outcome)


async def _alone(db: Db, job: Job[Any]) -> Any:
    """The job's result, or the exception that undid it. A failing database is not the job's fault: it passes on."""
    try:
        async with db.begin_nested():
            return await job(db)
    except OperationalError:
        raise
    except Exception as error:
        return error


def _tell(done: asyncio.Future[Any], outcome: Any) -> None:
    if done.done():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
