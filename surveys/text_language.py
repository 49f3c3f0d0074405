"""Are the texts around the questions (chat and consent) plain enough? The same gate as for questions. Pure."""

from collections.abc import Iterator, Mapping

from surveys.question_language import spoken_faults
from surveys.reading.grammar import forms_of_address
from surveys.reading.lists import Lists
from surveys.reading.tongues import GRAMMARS
from surveys.texts import Consent, Texts

_READERS = {"je": "youths", "u": "carers", "": "youths"}
"""A text with one form is read by everybody, so it has to do for the strictest."""


def faults(texts: Texts, consent_readers: Mapping[str, str], using: Lists | None = None) -> list[str]:
    """What is too hard, naming file, key and language. `consent_readers`: a consent's id -> its audience."""
    consents = (texts.consents[one] for one in consent_readers if one in texts.consents)
    return [
        *_chat(texts, using),
        *(line for one in consents for line in _consent(one, consent_readers[one.id], using)),
    ]


def _chat(texts: Texts, using: Lists | None) -> Iterator[str]:
    for key, spoken in texts.lines.items():
        for language, forms in spoken.items():
            for form, said in forms.items():
                yield from spoken_faults(f"chat.yaml: {key}", language, said, _READERS[form], using)
                yield from _addressed(key, language, form, said)


def _addressed(key: str, language: str, form: str, said: str) -> Iterator[str]:
    rules = GRAMMARS.get(language)
    for other, word in (forms_of_address(said, rules) if rules else {}).items():
        if other != form:
            instead = f"{form} here" if form else "a form for je and one for u"
            yield f"chat.yaml: {key}, language {language}: “{word}” in “{said}”; write {instead}"


def _consent(consent: Consent, readers: str, using: Lists | None) -> Iterator[str]:
    for language, words in consent.words.items():
        for number, said in enumerate((*words.paragraphs, words.yes, words.no), 1):
            where = f"consent.yaml: {consent.id}, line {number}"
            yield from spoken_faults(where, language, said, readers, using)
