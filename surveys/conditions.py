"""When a question is asked: a small expression language over earlier answers. Pure, no `eval`.

    stopped_by in (me, parent) and usefulness <= 5
    answered(open_answer) or not further_need = 04

A comparison with a question that has no scored answer is false. `!=` is true only for another scored
answer, so that silence never counts as a no.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

UNSCORED = frozenset({"dont_know", "rather_not"})

Values = Mapping[str, str]
"""Question id -> code; several codes joined by a space; own words as any non-empty text."""


class BadCondition(Exception):
    """The expression cannot be read; the message says where."""


@dataclass(frozen=True)
class Condition:
    """A readable expression. `names` are the questions it looks at, `compared` the codes it compares them with."""

    source: str
    holds: Callable[[Values], bool]
    names: frozenset[str]
    compared: frozenset[tuple[str, str]]


_TOKEN = re.compile(r"\s*(?:(?P<op>!=|>=|<=|=|<|>|\(|\)|,)|(?P<word>[\w.-]+))")


def _tokens(source: str) -> list[str]:
    found, at = [], 0
    while source[at:].strip():
        match = _TOKEN.match(source, at)
        if match is None:
            raise BadCondition(f"does not understand {source[at:].strip()[:20]!r}")
        found.append(match["op"] or match["word"])
        at = match.end()
    return found


def _codes(values: Values, name: str) -> list[str]:
    return [code for code in values.get(name, "").split(" ") if code and code not in UNSCORED]


class _Reader:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        self.names: set[str] = set()
        self.compared: set[tuple[str, str]] = set()

    def whole(self) -> Callable[[Values], bool]:
        found = self._either()
        if self._tokens:
            raise BadCondition(f"does not expect {self._tokens[0]!r} there")
        return found

    def _next(self) -> str:
        if not self._tokens:
            raise BadCondition("ends too early")
        return self._tokens.pop(0)

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[0] == token:
            self._tokens.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise BadCondition(f"expects {token!r}" + (f" before {self._tokens[0]!r}" if self._tokens else ""))

    def _either(self) -> Callable[[Values], bool]:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda values: any(part(values) for part in parts)

    def _both(self) -> Callable[[Values], bool]:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda values: all(part(values) for part in parts)

    def _one(self) -> Callable[[Values], bool]:
        if self._take("not"):
            inner = self._one()
            return lambda values: not inner(values)
        if self._take("("):
            inside = self._either()
            self._expect(")")
            return inside
        return self._comparison()

    def _comparison(self) -> Callable[[Values], bool]:
        name = self._word()
        if name == "answered" and self._take("("):
            asked = self._name()
            self._expect(")")
            return lambda values: bool(_codes(values, asked))
        self.names.add(name)
        operator = self._next()
        if operator == "in":
            return self._among(name)
        if operator in _ORDER:
            return self._ordered(name, operator)
        return self._equal(name, operator)

    def _word(self) -> str:
        word = self._next()
        if not re.fullmatch(r"[\w.-]+", word):
            raise BadCondition(f"expects a question or a code, not {word!r}")
        return word

    def _name(self) -> str:
        name = self._word()
        self.names.add(name)
        return name

    def _code(self, name: str) -> str:
        code = self._word()
        self.compared.add((name, code))
        return code

    def _among(self, name: str) -> Callable[[Values], bool]:
        self._expect("(")
        codes = {self._code(name)}
        while self._take(","):
            codes.add(self._code(name))
        self._expect(")")
        return lambda values: not codes.isdisjoint(_codes(values, name))

    def _equal(self, name: str, operator: str) -> Callable[[Values], bool]:
        if operator not in {"=", "!="}:
            raise BadCondition(f"expects =, !=, <, <=, >, >= or in after {name!r}")
        code = self._code(name)
        if operator == "=":
            return lambda values: code in _codes(values, name)
        return lambda values: bool(_codes(values, name)) and code not in _codes(values, name)

    def _ordered(self, name: str, operator: str) -> Callable[[Values], bool]:
        word = self._code(name)
        if not word.isdigit():
            raise BadCondition(f"{word!r} is not a number to compare {name!r} with")
        limit, compare = int(word), _ORDER[operator]
        return lambda values: any(compare(int(code), limit) for code in _codes(values, name) if code.isdigit())


_ORDER: dict[str, Callable[[int, int], bool]] = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
}


def parse(source: str) -> Condition:
    """The condition behind `source`. Raises BadCondition with what is wrong."""
    reader = _Reader(source)
    holds = reader.whole()
    return Condition(source, holds, frozenset(reader.names), frozenset(reader.compared))
