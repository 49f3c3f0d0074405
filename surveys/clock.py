"""The one clock. Commands and servers read it and pass `now` inwards; nothing else looks at the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def standing(start_at: datetime | None) -> Clock:
    """For commands: `start_at` for as long as the command lasts, else the real time. Always UTC."""
    if start_at is None:
        return lambda: datetime.now(UTC)
    fixed = start_at.astimezone(UTC)
    return lambda: fixed


def ticking(start_at: datetime | None) -> Clock:
    """For servers: starts at `start_at` and runs on, else the real time. Always UTC."""
    if start_at is None:
        return lambda: datetime.now(UTC)
    fixed, began = start_at.astimezone(UTC), time.monotonic()
    return lambda: fixed + timedelta(seconds=time.monotonic() - began)
