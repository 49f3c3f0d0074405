"""Mistakes of people: told in clear lines, never as a traceback."""

from collections.abc import Iterable


class Mistakes(Exception):
    """Input from a person is wrong. `lines` names each fault: file, row, field, what was expected.

    The command line prints the lines and exits with 2; nothing was changed.
    """

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Mistakes":
        return cls(*lines)
