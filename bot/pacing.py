"""Who may be written to next, and when. Pure: time comes in as seconds of a clock that only runs forward.

One message at a time per lane (chat), and never two within `per_lane`; all lanes together evenly spaced, without
bursts: a window that lets thirty through at once was measured to break the limit (channels.md 3).
"""

import heapq
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rhythm:
    """Seconds. `quiet`: after a start, since what was sent just before it still counts."""

    overall: float = 1 / 26
    per_lane: float = 1.05
    quiet: float = 1.1


@dataclass(frozen=True, order=True)
class Item:
    """Something to send. Lower `urgency` goes first, then the older one."""

    urgency: int
    id: int
    lane: str = field(compare=False)
    not_before: float = field(default=0.0, compare=False)


class Line:
    """Everybody who waits. A lane is free, taken (between `take` and `leave`), or rests until a time."""

    def __init__(self, rhythm: Rhythm, now: float) -> None:
        self._rhythm = rhythm
        self._items: dict[str, list[Item]] = {}
        self._taken: set[str] = set()
        self._rests: dict[str, float] = {}
        self._free: list[Item] = []
        self._resting: list[tuple[float, str]] = []
        self._next_slot = now + rhythm.quiet

    def __len__(self) -> int:
        return sum(len(items) for items in self._items.values())

    def add(self, item: Item) -> None:
        heapq.heappush(self._items.setdefault(item.lane, []), item)
        if item.lane not in self._taken and item.lane not in self._rests:
            self._offer(item.lane)

    def take(self, now: float) -> Item | None:
        """The most urgent item that may be sent now; its lane is taken until it is left."""
        self._wake(now)
        while self._free and now >= self._next_slot:
            item = heapq.heappop(self._free)
            if not self._is_head(item):
                continue
            if item.not_before > now:
                self.rest(item.lane, item.not_before)
                continue
            heapq.heappop(self._items[item.lane])
            self._taken.add(item.lane)
            return item
        return None

    def wake_at(self, now: float) -> float | None:
        """When something may be taken at the earliest; None while nobody waits."""
        self._wake(now)
        while self._free and not self._is_head(self._free[0]):
            heapq.heappop(self._free)
        if self._free:
            return max(self._next_slot, now)
        awake = [until for until, lane in self._resting if self._items.get(lane) and self._rests.get(lane) == until]
        return max(min(awake), self._next_slot) if awake else None

    def fired(self, now: float) -> None:
        """The bytes leave now: the next slot follows at its distance, however late this one was."""
        self._next_slot = max(now + self._rhythm.overall, self._next_slot)

    def slot(self) -> float:
        return self._next_slot

    def leave(self, lane: str, fired: float | None) -> None:
        """The lane's item was sent at `fired`, or not at all."""
        self._taken.discard(lane)
        if fired is None:
            self._offer(lane)
        else:
            self.rest(lane, fired + self._rhythm.per_lane)

    def rest(self, lane: str, until: float) -> None:
        """Nothing goes to this lane before `until`."""
        if until > self._rests.get(lane, 0.0):
            self._rests[lane] = until
            heapq.heappush(self._resting, (until, lane))

    def halt(self, until: float) -> None:
        """Nothing goes to anybody before `until`."""
        self._next_slot = max(self._next_slot, until)

    def _wake(self, now: float) -> None:
        while self._resting and self._resting[0][0] <= now:
            until, lane = heapq.heappop(self._resting)
            if self._rests.get(lane) == until:
                del self._rests[lane]
                if lane not in self._taken:
                    self._offer(lane)

    def _offer(self, lane: str) -> None:
        items = self._items.get(lane)
        if items and lane not in self._rests:
            heapq.heappush(self._free, items[0])
        elif not items:
            self._items.pop(lane, None)

    def _is_head(self, item: Item) -> bool:
        items = self._items.get(item.lane)
        away = item.lane in self._taken or item.lane in self._rests
        return bool(items) and not away and items is not None and items[0] is item
