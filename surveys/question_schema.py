"""What a question set's file may hold, and the words for what is wrong with it. Pure.

Fields that are left out have defaults, and defaults are left out of what is stored and hashed: a new field
changes no set that does without it.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

Words = dict[StrictStr, Annotated[StrictStr, Field(min_length=1)]]
Id = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Day = Annotated[StrictStr, Field(pattern=r"^(today|\d{4}-\d{2}-\d{2})?$")]
Kind = Literal[
    "scale", "faces", "agree", "yes_no", "choice", "choices", "ranking",
    "text", "list", "number", "date", "goal", "statement",
]  # fmt: skip


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OptionModel(Strict):
    code: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    text: Words
    picture: Annotated[StrictStr, Field(pattern=r"^([a-z0-9][a-z0-9_-]{0,59}\.(svg|png|webp|jpg))?$")] = ""
    alt: Words = {}


class QuestionModel(Strict):
    id: Id
    kind: Kind
    text: Words
    options: list[OptionModel] = []
    min: StrictInt = 0
    max: StrictInt = 10
    at_most: Annotated[StrictInt, Field(ge=0, le=99)] = 0
    earliest: Day = ""
    latest: Day = ""
    low: Words = {}
    high: Words = {}
    hint: Words = {}
    statutory: bool = False
    ask_if: StrictStr = ""


class LoopModel(Strict):
    loop: Id
    questions: Annotated[list[QuestionModel], Field(min_length=1)]
    at_most: Annotated[StrictInt, Field(ge=1, le=9)] = 3
    source: Literal["", "own", "recalled"] = ""
    again: QuestionModel | None = None
    ask_if: StrictStr = ""


class SetModel(Strict):
    """`pictures` is not written by people: the reader fills in what the files hold."""

    slug: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    version: Annotated[StrictInt, Field(ge=1)]
    purpose: Literal["outcome", "client_survey", "panel", "evaluation"]
    moment: Literal["start", "halfway", "end", "aftercare"]
    informant: Literal["youth", "parent", "foster_parent"]
    readers: Literal["", "children", "youths", "carers", "professionals"] = ""
    made_with: Words = {}
    tested_with_n: Annotated[StrictInt, Field(ge=0)] = 0
    reviewed_by_role: StrictStr = ""
    approved_on: date | None = None
    typo_fixes: list[StrictStr] = []
    retired: list[StrictStr] = []
    pictures: dict[StrictStr, StrictStr] = {}
    title: Words
    intro: Words
    thanks: Words
    consent: StrictStr
    questions: Annotated[list[QuestionModel | LoopModel], Field(min_length=1)]


def canonical(model: SetModel) -> str:
    """The JSON that is stored and hashed."""
    return json.dumps(model.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True)


def lines(error: ValidationError, content: dict[str, Any]) -> list[str]:
    """Each fault once, in the words of the file: a union of question and loop reports only the one that was meant."""
    found: list[str] = []
    for fault in error.errors():
        place = _place(fault["loc"], content)
        if place is not None:
            found.append(f"{place}: {_meaning(fault['type'], fault['msg'])}")
    return list(dict.fromkeys(found))


def _place(loc: tuple[int | str, ...], content: Any) -> str | None:
    words: list[str] = []
    value, after = content, ""
    for step in loc:
        if step in {"QuestionModel", "LoopModel"}:
            if (step == "LoopModel") != (isinstance(value, dict) and "loop" in value):
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


_SPOKEN = frozenset({"text", "title", "intro", "thanks", "low", "high", "hint", "alt", "made_with"})


def _named(step: int | str, value: Any, after: str) -> str:
    if isinstance(step, int):
        name = value.get("id") or value.get("code") or value.get("loop") if isinstance(value, dict) else None
        return f"{after.removesuffix('s')} {name or step + 1}"
    if step in {"questions", "options"} and isinstance(value, list):
        return ""
    return f"language {step}" if after in _SPOKEN else str(step)


_MEANINGS = {
    "missing": "is missing",
    "extra_forbidden": "is not a word this file knows",
    "string_type": 'expected text; put codes such as "01" and "yes" in quotes',
    "string_too_short": "is empty",
}


def _meaning(kind: str, message: str) -> str:
    return _MEANINGS.get(kind, message[:1].lower() + message[1:])
