"""The words we say: one catalogue from config/texts, per language and, in Dutch, per form of address.

`je` to youths, `u` to carers. A key that is not there is a fault of the file, told at start, never on screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, TypeAdapter, ValidationError

from surveys.faults import Mistakes
from surveys.language.normalise import plain
from surveys.question_files import read_yaml
from surveys.replies import Words

Line = Annotated[StrictStr, Field(min_length=1)]
Forms = Line | dict[StrictStr, Line]


class ConsentWords(BaseModel):
    """The consent text in one language; `reviewed_by` names who judged it fit for real people (decision 10)."""

    model_config = ConfigDict(extra="forbid")

    paragraphs: Annotated[list[Line], Field(min_length=1)]
    yes: Line
    no: Line
    reviewed_by: StrictStr = ""
    reviewed_on: date | None = None


class Consent(BaseModel):
    """One consent text; every change of its words is a new version. `words`: language -> words."""

    model_config = ConfigDict(extra="forbid")

    id: Line
    version: Annotated[StrictInt, Field(ge=1)]
    words: dict[StrictStr, ConsentWords]


@dataclass(frozen=True)
class Texts:
    """`lines`: key -> language -> words per form (`je`, `u`; "" where there is one form).

    `reviewed`: the languages whose stop, erase and safety words have a named reviewer and a date.
    """

    lines: Mapping[str, Mapping[str, Mapping[str, str]]]
    consents: Mapping[str, Consent]
    words: Words
    languages: tuple[str, ...]
    reviewed: frozenset[str] = frozenset()

    def say(self, key: str, language: str, informant: str = "youth", **values: object) -> str:
        """The words behind a key, in the language (else Dutch) and the form for this informant."""
        spoken = self.lines[key]
        forms = spoken.get(language) or spoken["nl"]
        form = forms.get(form_of(informant)) or forms[""]
        return form.format(**values) if values else form

    def consent(self, id: str, language: str) -> tuple[Consent, ConsentWords]:  # noqa: A002 - the text's id
        """A consent text and its words in the language (else Dutch)."""
        text = self.consents[id]
        return text, text.words.get(language) or text.words["nl"]


def form_of(informant: str) -> str:
    """`je` to youths, `u` to everybody else."""
    return "je" if informant == "youth" else "u"


def load(config_dir: Path) -> Texts:
    """The catalogue in `config_dir`/texts. Raises Mistakes naming file, key and language."""
    chat = config_dir / "texts" / "chat.yaml"
    content = read_yaml(chat)
    if not isinstance(content, dict):
        raise Mistakes(f"{chat}: expected keys with words per language")
    spoken = content.pop("words", {})
    reviewed = _reviewed(chat, content.pop("reviewed_by", {}), content.pop("reviewed_on", {}))
    consents = _consents(config_dir / "texts" / "consent.yaml")
    languages = tuple(spoken) or ("nl",)
    lines = {key: _forms(chat, key, value, languages) for key, value in content.items()}
    return Texts(lines, consents, _words(chat, spoken), languages, reviewed)


def offered_languages(config_dir: Path) -> set[str]:
    """Languages in which real conversations may be held: all words that matter have a reviewer (decision 10)."""
    texts = load(config_dir)
    return {language for language in texts.languages if not unreviewed(texts, language)}


def unreviewed(texts: Texts, language: str) -> list[str]:
    """The texts that nobody reviewed in this language (`chat` or a consent's id); empty: it may be offered."""
    return [
        *([] if language in texts.reviewed else ["chat"]),
        *(text.id for text in texts.consents.values() if not _is_reviewed(text.words.get(language))),
    ]


def _is_reviewed(words: ConsentWords | None) -> bool:
    return words is not None and bool(words.reviewed_by and words.reviewed_on)


def _reviewed(path: Path, by: Any, on: Any) -> frozenset[str]:
    try:
        names = TypeAdapter(dict[StrictStr, StrictStr]).validate_python(by)
        days = TypeAdapter(dict[StrictStr, date | Literal[""]]).validate_python(on)
    except ValidationError:
        raise Mistakes(f"{path}: reviewed_by, reviewed_on: expected a name and a date per language") from None
    return frozenset(language for language, name in names.items() if name.strip() and days.get(language))


def _consents(path: Path) -> dict[str, Consent]:
    try:
        found = TypeAdapter(list[Consent]).validate_python(read_yaml(path))
    except ValidationError as error:
        faults = [f"{path}: {', '.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()]
        raise Mistakes(*faults) from None
    return {text.id: text for text in found}


def _forms(path: Path, key: str, value: Any, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    try:
        spoken = TypeAdapter(dict[StrictStr, Forms]).validate_python(value)
    except ValidationError:
        raise Mistakes(f"{path}: {key}: expected words per language, or per form (je, u) within a language") from None
    missing = [language for language in languages if language not in spoken]
    if missing:
        raise Mistakes(*(f"{path}: {key}, language {language}: is missing" for language in missing))
    return {language: forms if isinstance(forms, dict) else {"": forms} for language, forms in spoken.items()}


def _words(path: Path, spoken: Any) -> Words:
    try:
        found = TypeAdapter(dict[StrictStr, dict[StrictStr, list[StrictStr]]]).validate_python(spoken)
    except ValidationError:
        raise Mistakes(f"{path}: words: expected per language lists of what people say, in quotes") from None
    together: dict[str, set[str]] = {}
    for meanings in found.values():
        for meaning, said in meanings.items():
            together.setdefault(meaning, set()).update(plain(words) for words in said)
    return {meaning: frozenset(said) for meaning, said in together.items()}
