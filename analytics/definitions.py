"""Indicators as data: reading config/indicators/*.yaml. What a file looks like is written in its README.md.

Every fault is told with file, indicator and field.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from analytics.rows import INFORMANTS
from surveys import conditions
from surveys.conditions import Condition, Values
from surveys.faults import Mistakes
from surveys.question_files import read_yaml
from surveys.questionnaire import Text

RESPONSE = "response_rate"
"""The indicator that every other row of the same group borrows `eligible` and `responded` from."""
LANGUAGES = ("nl", "en")

Counts = Literal["records", "people", "answers", "goals"]
Unit = Literal["share", "mark", "points"]

FIELDS: dict[str, frozenset[str]] = {
    "records": frozenset({"ending"}),
    "people": frozenset({"responded"}),
    "answers": frozenset({"ending"}),
    "goals": frozenset({"goal_result", "goal_start", "goal_now", "movement"}),
}
"""What an expression may look at, per thing that is counted; `answers` may also look at one question."""
CODES = {
    "ending": frozenset({"01", "02", "03", "04", "05", "unknown", "death"}),
    "responded": frozenset({"yes", "no"}),
    "goal_result": frozenset({"reached", "partly", "not"}),
}


@dataclass(frozen=True)
class Part:
    """Numerator or denominator: in words, and as an expression over codes."""

    words: Text
    codes: str


@dataclass(frozen=True)
class Definition:
    """One version of one indicator.

    `counts`: what one unit of the denominator is: a care record, a person who was eligible, an answer, a goal.
    `unit`: a share, a mean mark of 1 to 10, or points on a scale of 0 to 10.
    `smallest`: fewer distinct clients hide the row. `show_none`, `show_all`: may it be said that nobody, or
    everybody, is in the numerator (of a mean: that all answers were equal). `n_tells`: a hidden share hides its
    n too, because together with other rows the n gives it away.
    """

    id: str
    version: int
    name: Text
    explanation: Text
    unit: Unit
    direction: str
    purpose: str
    source: str
    counts: Counts
    informants: tuple[str, ...]
    numerator: Part
    denominator: Part
    smallest: int
    show_none: bool
    show_all: bool
    n_tells: bool
    within: Condition
    inside: Condition | None

    @property
    def key(self) -> str:
        """Id and version, as the column `definition` has it."""
        return f"{self.id}@{self.version}"

    @property
    def number(self) -> str:
        """Of a mean: the field whose numbers are added up; empty for a share."""
        return "" if self.inside else self.numerator.codes

    @property
    def fields(self) -> frozenset[str]:
        """Everything the expressions look at."""
        return self.within.names | (self.inside.names if self.inside else {self.number})

    @property
    def question(self) -> str:
        """For an indicator of answers: the one question it is about."""
        return next(iter(self.fields - FIELDS["answers"]), "") if self.counts == "answers" else ""

    def score(self, values: Values) -> int | None:
        """What one unit with these codes adds to the numerator; None when it is not in the denominator."""
        if not self.within.holds(values):
            return None
        return int(values[self.number]) if self.inside is None else int(self.inside.holds(values))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


Words = dict[Literal["nl", "en"], Annotated[StrictStr, Field(min_length=1)]]


class _Part(_Strict):
    words: Words
    codes: Annotated[StrictStr, Field(min_length=1)]


class _Show(_Strict):
    none: StrictBool
    all: StrictBool


class _Indicator(_Strict):
    id: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    version: Annotated[StrictInt, Field(ge=1)]
    name: Words
    explanation: Words
    unit: Unit
    direction: Literal["higher_better", "lower_better", "context"]
    purpose: Literal["outcome"]
    source: Annotated[StrictStr, Field(min_length=1)]
    counts: Counts
    informants: list[Literal["youth", "parent", "foster_parent"]] = []
    denominator: _Part
    numerator: _Part
    smallest: Annotated[StrictInt, Field(ge=5)] = 10
    show: _Show
    n_tells: StrictBool = False


def read_all(config_dir: Path) -> tuple[Definition, ...]:
    """Every indicator of `config_dir`/indicators, in the order of files and within them.

    Raises Mistakes with the faults of all files together.
    """
    folder = config_dir / "indicators"
    faults: list[str] = []
    found: dict[str, Definition] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            _add(found, read(path), path)
        except Mistakes as mistakes:
            faults += mistakes.lines
    if not faults and RESPONSE not in found:
        faults.append(f"{folder}: there is no indicator {RESPONSE}; every row carries its numbers")
    if faults:
        raise Mistakes(*faults)
    return tuple(found.values())


def read(path: Path) -> list[Definition]:
    """The indicators of one file. Raises Mistakes, one line per fault."""
    content = read_yaml(path)
    if not isinstance(content, list):
        raise Mistakes(f"{path}: expected a list of indicators, each beginning with - id:")
    faults: list[str] = []
    found: list[Definition] = []
    for number, one in enumerate(content, 1):
        name = str(one.get("id") or number) if isinstance(one, dict) else str(number)
        try:
            found.append(_definition(one))
        except ValidationError as error:
            faults += [f"{path}: indicator {name}, {line}" for line in _lines(error)]
        except Mistakes as mistakes:
            faults += [f"{path}: indicator {name}, {line}" for line in mistakes.lines]
    if faults:
        raise Mistakes(*faults)
    return found


def _add(found: dict[str, Definition], new: Sequence[Definition], path: Path) -> None:
    twice = [one.id for one in new if one.id in found]
    names = [one.id for one in new]
    twice += sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Mistakes(*(f"{path}: indicator {name}, id: is there already" for name in twice))
    found.update({one.id: one for one in new})


def _definition(content: Any) -> Definition:
    model = _Indicator.model_validate(content)
    faults = list(_faults(model))
    if faults:
        raise Mistakes(*faults)
    inside = conditions.parse(model.numerator.codes) if model.unit == "share" else None
    definition = Definition(
        id=model.id,
        version=model.version,
        name=_text(model.name),
        explanation=_text(model.explanation),
        unit=model.unit,
        direction=model.direction,
        purpose=model.purpose,
        source=model.source,
        counts=model.counts,
        informants=tuple(name for name in INFORMANTS if name in model.informants),
        numerator=Part(_text(model.numerator.words), model.numerator.codes),
        denominator=Part(_text(model.denominator.words), model.denominator.codes),
        smallest=model.smallest,
        show_none=model.show.none,
        show_all=model.show.all,
        n_tells=model.n_tells,
        within=conditions.parse(model.denominator.codes),
        inside=inside,
    )
    strange = list(_strange(definition))
    if strange:
        raise Mistakes(*strange)
    return definition


def _text(words: Words) -> dict[str, str]:
    return {str(language): said for language, said in words.items()}


def _faults(model: _Indicator) -> Iterator[str]:
    """What is wrong with a single field that pydantic cannot see."""
    for field, words in (
        ("name", model.name),
        ("explanation", model.explanation),
        ("numerator.words", model.numerator.words),
        ("denominator.words", model.denominator.words),
    ):
        for language in LANGUAGES:
            if language not in words:
                yield f"field {field}: the language {language} is missing"
    if bool(model.informants) == (model.counts == "records"):
        yield "field informants: expected when people, answers or goals are counted, and only then"
    yield from _unreadable("denominator.codes", model.denominator.codes, conditions.parse)
    reads = conditions.parse if model.unit == "share" else _one_name
    yield from _unreadable("numerator.codes", model.numerator.codes, reads)


def _unreadable(field: str, source: str, reads: Callable[[str], object]) -> Iterator[str]:
    try:
        reads(source)
    except conditions.BadCondition as error:
        yield f"field {field}: {error}"


def _one_name(source: str) -> None:
    if not source.isidentifier():
        raise conditions.BadCondition(f"expects one field whose numbers are added up, not {source!r}")


def _strange(definition: Definition) -> Iterator[str]:
    """Names and codes that no answer can have."""
    known = FIELDS[definition.counts]
    others = sorted(definition.fields - known)
    if definition.counts == "answers":
        if len(others) != 1:
            yield f"field codes: expects one question, and finds {', '.join(others) or 'none'}"
    elif others:
        yield f"field codes: {others[0]!r} is not one of {', '.join(sorted(known))}"
    compared = definition.within.compared | (definition.inside.compared if definition.inside else frozenset())
    for name, code in sorted(compared):
        if name in CODES and code not in CODES[name]:
            yield f"field codes: {name} has no code {code!r}; it has {', '.join(sorted(CODES[name]))}"


_MEANINGS = {
    "missing": "is missing",
    "extra_forbidden": "is not a word this file knows",
    "string_type": "expected text between quotes",
    "string_too_short": "is empty",
}


def _lines(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        field = ".".join(str(step) for step in fault["loc"] if step != "[key]")
        meaning = _MEANINGS.get(fault["type"], fault["msg"][:1].lower() + fault["msg"][1:])
        yield f"field {field}: {meaning}" if field else meaning
