"""Two ports next to each other that nobody listens on."""

import socket
from collections.abc import Iterator

from surveys.faults import Mistakes

HOST = "127.0.0.1"
FIRST = 8080
LAST = 8180


def free_pair() -> tuple[int, int]:
    """8080 and 8081, or the first pair after them. Raises Mistakes when there is none."""
    found = next(filter(_both_free, _pairs()), None)
    if found is None:
        raise Mistakes(f"the ports {FIRST} to {LAST} are all taken; stop a program that listens there")
    return found


def _pairs() -> Iterator[tuple[int, int]]:
    for port in range(FIRST, LAST, 2):
        yield port, port + 1


def _both_free(pair: tuple[int, int]) -> bool:
    return all(_free(port) for port in pair)


def _free(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, port))
        except OSError:
            return False
    return True
