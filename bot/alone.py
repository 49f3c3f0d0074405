"""One serving process per SQLite database: two would handle one person's answers at the same time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from surveys.faults import Mistakes
from surveys.store.database import sqlite_path


@contextmanager
def alone(database_url: str) -> Iterator[None]:
    """Holds a lock file beside the database; the system lets go of it however the process ends.

    PostgreSQL keeps its own order, so there is none. Raises Mistakes when another process serves already.
    """
    path = sqlite_path(database_url)
    if path is None:
        yield
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, str(path))
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, place: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
        raise Mistakes(
            f"{place}: another `hoorbaar serve` works with it (process {holder}); stop that one first"
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
