"""The danger phrases of an installation, read from `safety.yaml`."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import StrictStr

from bot.config_file import Form, Line, read_as
from bot.danger import Dangers, Guards, GuardWords, Tier
from bot.phrase_reader import BadPhrase, Reader
from bot.phrases import Phrase
from bot.spelling import sound
from surveys.faults import Mistakes


class _Words(Form):
    negation: list[Line]
    negation_behind: list[Line]
    still_danger: list[Line]
    between: list[Line]
    opening: list[Line]
    joining: list[Line]
    contrast: list[Line]


class _Guards(Form):
    denied: list[Line]
    idiom: list[Line]
    past: list[Line]
    present: list[Line]
    over: list[Line]
    asked: list[Line]
    topic: list[Line]
    joking: list[Line]


class _Safety(Form):
    """`phrases`: tier -> subject -> language -> phrases; the subject is for whoever reads the file."""

    spelling: dict[StrictStr, Line]
    lists: dict[StrictStr, list[Line]]
    words: _Words
    guards: _Guards
    phrases: dict[Literal["acute", "worrying"], dict[StrictStr, dict[StrictStr, list[Line]]]]


@lru_cache(maxsize=8)
def danger_phrases(config_dir: Path) -> Dangers:
    """The danger phrases of `safety.yaml`, read once per folder. Raises Mistakes naming every wrong phrase."""
    path = config_dir / "safety.yaml"
    reading = _Reading(read_as(path, _Safety))
    phrases, guards = list(reading.phrases()), reading.guards()
    if reading.faults:
        raise Mistakes(*(f"{path}: {fault}" for fault in reading.faults))
    return Dangers(phrases, guards, reading.written_out)


class _Reading:
    """Makes the phrases of one file ready and gathers what is wrong with them."""

    def __init__(self, file: _Safety) -> None:
        self._file = file
        self.written_out = {sound(short): sound(full) for short, full in file.spelling.items()}
        self.faults = [
            f"spelling, {short!r}: expected one word" for short in file.spelling if len(short.split()) != 1
        ]
        self._reader = Reader(file.lists, _sounds(file.words.negation), self.written_out)

    def phrases(self) -> Iterator[tuple[Phrase, Tier]]:
        for tier, subjects in self._file.phrases.items():
            for subject, languages in subjects.items():
                for language, written in languages.items():
                    for phrase in self._ready(written, f"{tier}, {subject}, language {language}"):
                        yield phrase, tier

    def guards(self) -> Guards:
        words = {name: _sounds(getattr(self._file.words, name)) for name in _Words.model_fields}
        phrases = {name: tuple(self._ready(getattr(self._file.guards, name), name)) for name in _Guards.model_fields}
        return Guards(GuardWords(**words), **phrases)

    def _ready(self, written: Iterable[str], where: str) -> Iterator[Phrase]:
        for phrase in written:
            try:
                yield self._reader.read(phrase)
            except BadPhrase as bad:
                self.faults.append(f"{where}, phrase {phrase!r}: {bad}")


def _sounds(words: Iterable[str]) -> frozenset[str]:
    return frozenset(sound(word) for word in words)
