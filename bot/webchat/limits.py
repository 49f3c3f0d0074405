"""How often codes may be guessed. Kept in memory only: addresses of people are written nowhere."""

import ipaddress
from collections import Counter, deque
from datetime import datetime, timedelta

WITHIN = timedelta(minutes=15)
PER_ADDRESS = 5
TOGETHER = 100
"""So many wrong codes from everywhere: from then on an address that was wrong once has to wait."""
REMEMBERED = 50_000
"""At most so many wrong codes are remembered; the oldest is forgotten first."""


class Guesses:
    """Wrong codes of the last quarter of an hour. A right code is never counted."""

    def __init__(self) -> None:
        self._wrong: deque[tuple[datetime, str]] = deque()
        self._by_address: Counter[str] = Counter()

    def closed(self, address: str, now: datetime) -> bool:
        """Whether this address has to wait. Under a flood from everywhere it is closed sooner, never at once."""
        self._forget(now)
        allowed = 1 if len(self._wrong) >= TOGETHER else PER_ADDRESS
        return self._by_address[address] >= allowed

    def wrong(self, address: str, now: datetime) -> None:
        """A code from this address opened nothing."""
        self._wrong.append((now, address))
        self._by_address[address] += 1
        self._forget(now)

    def _forget(self, now: datetime) -> None:
        while self._wrong and (self._wrong[0][0] <= now - WITHIN or len(self._wrong) > REMEMBERED):
            _, address = self._wrong.popleft()
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]


def client_address(peer: str | None, forwarded: str) -> str:
    """Whose try it is: an IPv4 address, or the /64 network of an IPv6 one, which is one household.

    `forwarded` is the header X-Forwarded-For. Only what the nearest proxy added (the last entry) counts, and
    only from a proxy on this machine or in this network.
    """
    near = _parsed(peer or "")
    if near is None or not near.is_private or not forwarded.strip():
        return _household(near)
    return _household(_parsed(forwarded.rpartition(",")[2].strip()) or near)


Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _parsed(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _household(address: Address | None) -> str:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
