"""When a question is asked: a small expression language over earlier answers. Pure, no `eval`.

    stopped_by in (me, parent) and usefulness <= 5
    answered(open_answer) or not further_need = 04
    moved_on >= 2026-01-01

A comparison with a question that has no scored answer is false. `!=` is true only for another scored
answer, so that silence never counts as a no.
"""

import operator as op
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

UNSCORED = frozenset({"dont_know", "rather_not"})
DEEPEST = 12
"""Brackets and `not` within each other; nobody reads more."""

Values = Mapping[str, str]
"""Question id -> code; several codes joined by a space; own words as any non-empty text."""


class BadCondition(Exception):
    """The expression cannot be read; the message says where."""


@dataclass(frozen=True)
class Compare:
    """One question against codes. `operator`: = != < <= > >= in answered (then without codes)."""

    name: str
    operator: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Not:
    of: "Node"


@dataclass(frozen=True)
class Every:
    of: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    of: tuple["Node", ...]


Node = Compare | Not | Every | Either


@dataclass(frozen=True)
class Condition:
    """A readable expression. `names` are the questions it looks at, `compared` the codes it compares them with."""

    source: str
    holds: Callable[[Values], bool] = field(compare=False)
    names: frozenset[str]
    compared: frozenset[tuple[str, str]]
    tree: Node


def parse(source: str) -> Condition:
    """The condition behind `source`. Raises BadCondition with what is wrong."""
    return of_tree(_Reader(source).whole(), source)


def of_tree(tree: Node, source: str) -> Condition:
    """The condition that a tree stands for."""
    found = list(comparisons(tree))
    return Condition(
        source,
        _test(tree),
        frozenset(one.name for one in found),
        frozenset((one.name, code) for one in found for code in one.codes),
        tree,
    )


def comparisons(tree: Node) -> Iterator[Compare]:
    """Every comparison in a tree, in the order of the expression."""
    if isinstance(tree, Compare):
        yield tree
    elif isinstance(tree, Not):
        yield from comparisons(tree.of)
    else:
        for part in tree.of:
            yield from comparisons(part)


def is_date(word: str) -> bool:
    """Whether a code has the shape of a day: 2026-05-03."""
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII))


def is_number(word: str) -> bool:
    return bool(re.fullmatch(r"-?\d+", word, re.ASCII))


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


class _Reader:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        self._depth = 0

    def whole(self) -> Node:
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

    def _either(self) -> Node:
        parts = [self._every()]
        while self._take("or"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Node:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Node:
        if self._take("not"):
            self._deeper()
            return Not(self._one())
        if self._take("("):
            self._deeper()
            inside = self._either()
            self._expect(")")
            return inside
        return self._comparison()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadCondition(f"has more than {DEEPEST} brackets and nots; split the question")

    def _comparison(self) -> Node:
        name = self._word()
        if name == "answered" and self._take("("):
            asked = self._word()
            self._expect(")")
            return Compare(asked, "answered")
        operator = self._next()
        if operator == "in":
            return Compare(name, "in", self._list())
        if operator not in {"=", "!=", *_ORDER}:
            raise BadCondition(f"expects =, !=, <, <=, >, >= or in after {name!r}")
        code = self._word()
        if operator in _ORDER and not is_number(code) and not is_date(code):
            raise BadCondition(f"{code!r} is not a number or a date to compare {name!r} with")
        return Compare(name, operator, (code,))

    def _word(self) -> str:
        word = self._next()
        if not re.fullmatch(r"[\w.-]+", word):
            raise BadCondition(f"expects a question or a code, not {word!r}")
        return word

    def _list(self) -> tuple[str, ...]:
        self._expect("(")
        codes = [self._word()]
        while self._take(","):
            codes.append(self._word())
        self._expect(")")
        return tuple(codes)


Test = Callable[[Values], bool]


def _test(tree: Node) -> Test:
    if isinstance(tree, Compare):
        return _compared(tree)
    if isinstance(tree, Not):
        inner = _test(tree.of)
        return lambda values: not inner(values)
    tests = [_test(part) for part in tree.of]
    if isinstance(tree, Every):
        return lambda values: all(test(values) for test in tests)
    return lambda values: any(test(values) for test in tests)


def scored(value: str) -> list[str]:
    """The codes of a stored value that count as an answer."""
    return [code for code in value.split(" ") if code and code not in UNSCORED]


def _compared(one: Compare) -> Test:
    name, codes = one.name, frozenset(one.codes)
    if one.operator == "answered":
        return lambda values: bool(scored(values.get(name, "")))
    if one.operator in {"=", "in"}:
        return lambda values: not codes.isdisjoint(scored(values.get(name, "")))
    if one.operator == "!=":
        return lambda values: bool(given := scored(values.get(name, ""))) and codes.isdisjoint(given)
    return _ordered(name, one.operator, one.codes[0])


def _ordered(name: str, operator: str, limit: str) -> Test:
    compare = _ORDER[operator]
    if is_date(limit):
        # days written as year-month-day sort as text
        return lambda values: any(is_date(day) and compare(day, limit) for day in scored(values.get(name, "")))
    number = int(limit)
    return lambda values: any(is_number(code) and compare(int(code), number) for code in scored(values.get(name, "")))


_ORDER: dict[str, Callable[[Any, Any], bool]] = {"<": op.lt, "<=": op.le, ">": op.gt, ">=": op.ge}
"""Between two numbers or two days; `_ordered` sees to that."""
