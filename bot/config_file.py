"""A YAML file of the configuration, checked against its form; every fault is told in the words of the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from surveys.faults import Mistakes
from surveys.question_files import read_yaml

Line = Annotated[StrictStr, Field(min_length=1)]


class Form(BaseModel):
    """What a file, or a part of it, must hold: nothing more and nothing less."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Kind = TypeVar("Kind", bound=Form)


def read_as(path: Path, form: type[Kind]) -> Kind:
    """The file's content. Raises Mistakes naming the file, the place in it and what is wrong there."""
    content = read_yaml(path)
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise Mistakes.of(_faults(error, content, path)) from None


def _faults(error: ValidationError, content: object, path: Path) -> Iterator[str]:
    for fault in error.errors():
        where = ", ".join(_places(fault["loc"], content))
        yield f"{path}: {where}: {fault['msg'].removeprefix('Value error, ')}".replace(": :", ":")


def _places(steps: tuple[int | str, ...], content: object) -> Iterator[str]:
    """The way to a fault in the words of the file; what has an id is called by it."""
    value = content
    for step in steps:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) else None
            yield f"line {value['id']}" if isinstance(value, dict) and "id" in value else f"line {step + 1}"
        else:
            value = value.get(step) if isinstance(value, dict) else None
            if step != "lines":
                yield step
