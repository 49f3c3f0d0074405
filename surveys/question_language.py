"""Is a question set plain enough for those it asks? Every fault names question, language, sentence and word. Pure.

Statutory questions are exempt (their wording is the law's), and listed in `judged` all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.questionnaire import OWN_WORDS, Question, Questionnaire, Text
from surveys.readability import Score, score
from surveys.reading import lists
from surveys.reading.findings import Finding
from surveys.reading.grammar import forms_of_address
from surveys.reading.lists import Lists
from surveys.reading.sentences import sentences, words
from surveys.reading.tongues import GRAMMARS

_READERS = {"youth": "youths", "parent": "carers", "foster_parent": "carers", "professional": "professionals"}


@dataclass(frozen=True)
class Judged:
    """One text of a set: `where` it stands (question clear, text), its `language`, and what was thought of it."""

    where: str
    language: str
    text: str
    score: Score
    exempt: bool = False


def readers_of(questionnaire: Questionnaire) -> str:
    """The audience of config/readability/audiences.yaml: as the set says; faces are for children."""
    if questionnaire.readers:
        return questionnaire.readers
    if any(question.look == "faces" for question in questionnaire.questions()):
        return "children"
    return _READERS.get(questionnaire.informant, "carers")


def faults(questionnaire: Questionnaire, using: Lists | None = None) -> list[str]:
    """What is too hard, one line each; empty when every text is plain."""
    lines = [line for one in judged(questionnaire, using) if not one.exempt for line in _lines(one)]
    address = (using or lists.read()).audience(readers_of(questionnaire)).address
    asked = [line for question in questionnaire.questions() for line in _asked(question)]
    return list(dict.fromkeys([*lines, *_wrong_address(questionnaire, address), *asked]))


def judged(questionnaire: Questionnaire, using: Lists | None = None) -> Iterator[Judged]:
    """Every text of a set in every language, in the order in which people read them."""
    readers = readers_of(questionnaire)
    for where, text, exempt in _texts(questionnaire):
        for language, said in text.items():
            found = score(said, language=language, audience=readers, using=using)
            yield Judged(where, language, said, found, exempt)


def spoken_faults(where: str, language: str, said: str, readers: str, using: Lists | None = None) -> list[str]:
    """The same for one text outside a set, such as a line of a consent."""
    return list(_lines(Judged(where, language, said, score(said, language=language, audience=readers, using=using))))


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Text, bool]]:
    for name in ("title", "made_with", "intro"):
        yield name, getattr(questionnaire, name), False
    for question in questionnaire.questions():
        where = f"question {question.id}"
        yield f"{where}, text", question.text, question.statutory
        yield f"{where}, hint", question.hint, False
        yield f"{where}, low", question.low, question.statutory
        yield f"{where}, high", question.high, question.statutory
        for option in question.options:
            yield f"{where}, option {option.code}", option.text, question.statutory
            yield f"{where}, option {option.code}, alt", option.alt, False
    yield "thanks", questionnaire.thanks, False


def _lines(one: Judged) -> Iterator[str]:
    for found in one.score.findings:
        yield f"{one.where}, language {one.language}: {_told(found)}"


def _told(found: Finding) -> str:
    if not found.word:
        return f"“{found.sentence}” {found.why}; write {found.instead}"
    return f"“{found.word}” {found.why} in “{found.sentence}”; write {found.instead}"


def _wrong_address(questionnaire: Questionnaire, address: str) -> Iterator[str]:
    """Youths are je, carers are u, in every text of the set."""
    for where, text, _ in _texts(questionnaire):
        for language, said in text.items():
            rules = GRAMMARS.get(language)
            forms = forms_of_address(said, rules) if rules and address else {}
            if len(forms) == 1 and address not in forms:
                word = forms.popitem()[1]
                yield f"{where}, language {language}: “{word}” in “{said}”; write {address} to these readers"


def _asked(question: Question) -> Iterator[str]:
    """What only a question with fixed answers must not do: ask twice, or deny where yes and no are the answers."""
    if question.statutory or question.kind in OWN_WORDS or question.kind == "statement":
        return
    for language, said in question.text.items():
        where = f"question {question.id}, text, language {language}"
        asking = [one for one in sentences(said) if one.endswith("?")]
        if len(asking) > 1:
            yield f"{where}: “{said}” asks {len(asking)} things; write two questions"
        for sentence in asking:
            yield from _denying(where, sentence, language)


def _denying(where: str, sentence: str, language: str) -> Iterator[str]:
    """“Nee” to “was het niet duidelijk?” can mean either; a question that begins with wie or wat is no such one."""
    rules = GRAMMARS.get(language)
    low = [word.lower() for word in words(re.sub(r"“.*?”", "", sentence))]
    if rules is None or not low or low[0] in rules.asking:
        return
    denied = next((word for word in low if rules.denying.fullmatch(word)), "")
    if denied:
        yield f"{where}: “{denied}” in “{sentence}” makes “nee” mean two things; write it without denying"
