"""Reading question sets: YAML files for people, JSON for the database; both end as a `Questionnaire`.

Every fault is told with file, question and language. What a file may hold stands in surveys.question_schema;
the checks that need the whole set (what a condition refers to, whether statutory wording is literal) are in
surveys.question_checks.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import ValidationError

from surveys import conditions, question_checks, question_schema
from surveys.faults import Mistakes
from surveys.question_schema import LoopModel, OptionModel, QuestionModel, SetModel
from surveys.questionnaire import Kind, Look, Loop, Option, Part, Question, Questionnaire

LARGEST_PICTURE = 60_000
"""Bytes; a phone on a bad line has to fetch it."""
LOOKS: dict[str, Look] = {"yes_no": "yes_no", "faces": "faces", "agree": "agree"}
"""Words for `kind` that are a choice with a look of its own."""


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
    found = _built(_content(path), str(path))
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
    return question_schema.canonical(SetModel.model_validate(_content(path)))


def _content(path: Path) -> dict[str, Any]:
    """What stands in a file, and what is in the pictures that it names."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise Mistakes(f"{path}: expected a question set, with slug, version and questions")
    if "pictures" in content:
        raise Mistakes(f"{path}: pictures: is not a word this file knows")
    named = sorted(set(_pictures(content)))
    folder = path.parent.parent / "pictures"
    faults = [f"{path}: picture {name}: {fault}" for name in named if (fault := _picture_fault(folder / name))]
    if faults:
        raise Mistakes(*faults)
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in named}
    return content | ({"pictures": digests} if digests else {})


def _pictures(content: Any) -> list[str]:
    """The file names under `picture`, wherever they stand."""
    if isinstance(content, list):
        return [name for one in content for name in _pictures(one)]
    if not isinstance(content, dict):
        return []
    own = content.get("picture")
    inside = [name for value in content.values() for name in _pictures(value)]
    return [own, *inside] if isinstance(own, str) and own and Path(own).name == own else inside


def _picture_fault(path: Path) -> str:
    if not path.is_file():
        return f"there is no such file in {path.parent}"
    if path.stat().st_size > LARGEST_PICTURE:
        return f"is larger than {LARGEST_PICTURE // 1000} kB"
    return ""


def _built(content: dict[str, Any], where: str) -> Questionnaire:
    try:
        model = SetModel.model_validate(content)
    except ValidationError as error:
        raise Mistakes(*(f"{where}: {line}" for line in question_schema.lines(error, content))) from None
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
        # Dutch first; the order in the file is not kept by what is stored
        languages=tuple(sorted(model.title, key=lambda language: (language != "nl", language))),
        made_with=model.made_with,
        readers=model.readers,
        tested_with_n=model.tested_with_n,
        content_hash=hashlib.sha256(question_schema.canonical(model).encode()).hexdigest(),
        typo_fixes=tuple(model.typo_fixes),
        retired=tuple(model.retired),
        pictures=model.pictures,
    )


def _part(model: QuestionModel | LoopModel) -> Part:
    if isinstance(model, QuestionModel):
        return _question(model)
    return Loop(
        questions=tuple(_question(one) for one in model.questions),
        at_most=model.at_most,
        source=model.source,
        again=_question(model.again) if model.again else None,
        ask_if=_condition(model.ask_if, f"loop {model.loop}"),
        over=model.loop,
    )


def _question(model: QuestionModel) -> Question:
    look = LOOKS.get(model.kind, "")
    return Question(
        id=model.id,
        kind="choice" if look else cast(Kind, model.kind),
        text=model.text,
        options=tuple(_option(one) for one in model.options),
        least=model.min,
        most=model.max,
        at_most=model.at_most,
        low=model.low,
        high=model.high,
        hint=model.hint,
        statutory=model.statutory,
        ask_if=_condition(model.ask_if, f"question {model.id}"),
        look=look,
        earliest=model.earliest,
        latest=model.latest,
    )


def _option(model: OptionModel) -> Option:
    return Option(model.code, model.text, model.picture, model.alt)


def _condition(source: str, where: str) -> conditions.Condition | None:
    if not source:
        return None
    try:
        return conditions.parse(source)
    except conditions.BadCondition as error:
        raise conditions.BadCondition(f"{where}, ask_if: {error}") from None
