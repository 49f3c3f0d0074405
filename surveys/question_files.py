"""Reading question sets: YAML files for people, JSON for the database; both end as a `Questionnaire`.

Every fault is told with file, question and language. The checks that need the whole set (what a condition
refers to, whether statutory wording is literal) are in surveys.question_checks.
"""

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from surveys import conditions, question_checks
from surveys.faults import Mistakes
from surveys.questionnaire import Kind, Loop, Option, Part, Question, Questionnaire

Words = dict[StrictStr, Annotated[StrictStr, Field(min_length=1)]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Option(_Strict):
    code: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    text: Words


class _Question(_Strict):
    id: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    kind: Kind
    text: Words
    options: list[_Option] = []
    min: StrictInt = 0
    max: StrictInt = 10
    at_most: StrictInt = 0
    low: Words = {}
    high: Words = {}
    hint: Words = {}
    statutory: bool = False
    ask_if: StrictStr = ""


class _Loop(_Strict):
    loop: Literal["goals"]
    questions: Annotated[list[_Question], Field(min_length=1)]
    at_most: Annotated[StrictInt, Field(ge=1, le=9)] = 3
    source: Literal["", "own", "recalled"] = ""
    again: _Question | None = None
    ask_if: StrictStr = ""


class _Set(_Strict):
    slug: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    version: Annotated[StrictInt, Field(ge=1)]
    purpose: Literal["outcome", "client_survey", "panel", "evaluation"]
    moment: Literal["start", "halfway", "end", "aftercare"]
    informant: Literal["youth", "parent", "foster_parent"]
    made_with: Words = {}
    tested_with_n: Annotated[StrictInt, Field(ge=0)] = 0
    reviewed_by_role: StrictStr = ""
    approved_on: date | None = None
    title: Words
    intro: Words
    thanks: Words
    consent: StrictStr
    questions: Annotated[list[_Question | _Loop], Field(min_length=1)]


class _OneKeyOnce(yaml.SafeLoader):
    """YAML as usual, except that a key written twice is a fault, and yes/no/on/off stay the words they are."""


def _mapping(loader: _OneKeyOnce, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"{key!r} is written twice", problem_mark=key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_OneKeyOnce.yaml_implicit_resolvers = {
    sign: [(tag, shape) for tag, shape in resolvers if tag != "tag:yaml.org,2002:bool"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_OneKeyOnce.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), ["t", "f"])
_OneKeyOnce.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """A YAML file's content. Raises Mistakes naming the line when it cannot be read."""
    try:
        return yaml.load(path.read_text("utf-8"), _OneKeyOnce)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        raise Mistakes(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise Mistakes(f"{path}: is not UTF-8 text") from None
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Mistakes(f"{path}{line}: {error.problem}") from None


def read(path: Path) -> Questionnaire:
    """The question set in a file. Raises Mistakes, one line per fault."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise Mistakes(f"{path}: expected a question set, with slug, version and questions")
    found = _built(content, str(path))
    faults = [f"{path}: {fault}" for fault in question_checks.faults(found)]
    if path.stem != found.slug:
        faults.append(f"{path}: slug {found.slug!r} and file name differ")
    if faults:
        raise Mistakes(*faults)
    return found


def read_all(folder: Path) -> dict[str, Questionnaire]:
    """Every `*.yaml` in a folder, by slug. Raises Mistakes with the faults of all files together."""
    faults: list[str] = []
    found: dict[str, Questionnaire] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            found[path.stem] = read(path)
        except Mistakes as mistakes:
            faults += mistakes.lines
    if faults:
        raise Mistakes(*faults)
    if not found:
        raise Mistakes(f"{folder}: there is no question set here")
    return found


def from_body(body: str) -> Questionnaire:
    """The question set that `body_of` stored."""
    return _built(json.loads(body), "stored question set")


def body_of(path: Path) -> str:
    """A file as the canonical JSON that is stored and hashed."""
    return _canonical(_Set.model_validate(read_yaml(path)))


def _canonical(model: _Set) -> str:
    return json.dumps(model.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True)


def _built(content: dict[str, Any], where: str) -> Questionnaire:
    try:
        model = _Set.model_validate(content)
    except ValidationError as error:
        raise Mistakes(*(f"{where}: {line}" for line in _lines(error, content))) from None
    try:
        parts = tuple(_part(one) for one in model.questions)
    except conditions.BadCondition as error:
        raise Mistakes(f"{where}: {error}") from None
    return Questionnaire(
        slug=model.slug,
        version=model.version,
        purpose=model.purpose,
        moment=model.moment,
        informant=model.informant,
        title=model.title,
        intro=model.intro,
        thanks=model.thanks,
        consent=model.consent,
        parts=parts,
        languages=tuple(model.title),
        made_with=model.made_with,
        tested_with_n=model.tested_with_n,
        content_hash=hashlib.sha256(_canonical(model).encode()).hexdigest(),
    )


def _part(model: _Question | _Loop) -> Part:
    if isinstance(model, _Question):
        return _question(model)
    return Loop(
        questions=tuple(_question(one) for one in model.questions),
        at_most=model.at_most,
        source=model.source,
        again=_question(model.again) if model.again else None,
        ask_if=_condition(model.ask_if, "loop goals"),
    )


def _question(model: _Question) -> Question:
    return Question(
        id=model.id,
        kind=model.kind,
        text=model.text,
        options=tuple(Option(one.code, one.text) for one in model.options),
        least=model.min,
        most=model.max,
        at_most=model.at_most,
        low=model.low,
        high=model.high,
        hint=model.hint,
        statutory=model.statutory,
        ask_if=_condition(model.ask_if, f"question {model.id}"),
    )


def _condition(source: str, where: str) -> conditions.Condition | None:
    if not source:
        return None
    try:
        return conditions.parse(source)
    except conditions.BadCondition as error:
        raise conditions.BadCondition(f"{where}, ask_if: {error}") from None


def _lines(error: ValidationError, content: dict[str, Any]) -> list[str]:
    """Each fault once, in the words of the file: a union of question and loop reports only the one that was meant."""
    lines: list[str] = []
    for fault in error.errors():
        place = _place(fault["loc"], content)
        if place is not None:
            lines.append(f"{place}: {_meaning(fault['type'], fault['msg'])}")
    return list(dict.fromkeys(lines))


def _place(loc: tuple[int | str, ...], content: Any) -> str | None:
    words: list[str] = []
    value, after = content, ""
    for step in loc:
        if step in {"_Question", "_Loop"}:
            if (step == "_Loop") != (isinstance(value, dict) and "loop" in value):
                return None
            continue
        value = _inside(value, step)
        words.append(_named(step, value, after))
        after = str(step)
    return ", ".join(word for word in words if word)


def _inside(value: Any, step: int | str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _named(step: int | str, value: Any, after: str) -> str:
    if isinstance(step, int):
        name = value.get("id") or value.get("code") or value.get("loop") if isinstance(value, dict) else None
        return f"{after.removesuffix('s')} {name or step + 1}"
    if step in {"questions", "options"} and isinstance(value, list):
        return ""
    return f"language {step}" if after in {"text", "title", "intro", "thanks", "low", "high", "hint"} else str(step)


_MEANINGS = {
    "missing": "is missing",
    "extra_forbidden": "is not a word this file knows",
    "string_type": 'expected text; put codes such as "01" and "yes" in quotes',
    "string_too_short": "is empty",
}


def _meaning(kind: str, message: str) -> str:
    return _MEANINGS.get(kind, message[:1].lower() + message[1:])
