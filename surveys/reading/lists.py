"""The lists of config/readability, read once and only when a text is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, TypeAdapter, ValidationError

from surveys.faults import Mistakes
from surveys.question_files import read_yaml
from surveys.reading.vocabulary import Audience, Level, Vocabulary, apart
from surveys.settings import SHIPPED_CONFIG

Word = Annotated[StrictStr, Field(min_length=1)]


class _Audience(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sentence: Annotated[StrictInt, Field(ge=4, le=40)]
    letters: Annotated[StrictInt, Field(ge=6, le=40)]
    rarity: Annotated[float, Field(ge=0, le=7)]
    level: Level
    jargon: StrictBool
    address: Literal["je", "u", ""]


class _Vocabulary(BaseModel):
    model_config = ConfigDict(extra="forbid")

    jargon: dict[Word, Word] = {}
    abbreviations: dict[Word, Word] = {}
    plain_abbreviations: list[Word] = []
    known: list[Word] = []


@dataclass(frozen=True)
class Lists:
    """`audiences`: name -> limits; `vocabularies`: language -> words. Without words only length is judged."""

    audiences: Mapping[str, Audience]
    vocabularies: Mapping[str, Vocabulary]

    def audience(self, name: str) -> Audience:
        """The limits for these readers. Raises KeyError when there are no such readers."""
        return self.audiences[name]


@cache
def read(config_dir: Path = SHIPPED_CONFIG) -> Lists:
    """Everything in `config_dir`/readability. Raises Mistakes naming file and word."""
    folder = config_dir / "readability"
    path = folder / "audiences.yaml"
    audiences = _checked(path, TypeAdapter(dict[Word, _Audience]))
    languages = sorted(one for one in folder.glob("*.yaml") if one.name != path.name)
    return Lists(
        {name: Audience(**limits.model_dump()) for name, limits in audiences.items()},
        {one.stem: _vocabulary(_checked(one, TypeAdapter(_Vocabulary))) for one in languages},
    )


def _checked(path: Path, shape: TypeAdapter[Any]) -> Any:
    try:
        return shape.validate_python(read_yaml(path))
    except ValidationError as error:
        lines = (f"{path}: {', '.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise Mistakes(*lines) from None


def _vocabulary(model: _Vocabulary) -> Vocabulary:
    return Vocabulary(
        jargon=apart(model.jargon),
        abbreviations=apart(model.abbreviations),
        plain_abbreviations=frozenset(model.plain_abbreviations),
        known=frozenset(model.known),
    )
