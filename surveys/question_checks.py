"""What must hold in a whole question set: texts in every language, codes, conditions, literal statute. Pure."""

from collections.abc import Iterator
from datetime import date

from surveys import routing_checks, statute
from surveys.conditions import is_date
from surveys.questionnaire import GOALS, MOST_ITEMS, UNSCORED, WITH_OPTIONS, Option, Question, Questionnaire, Text

RESERVED = frozenset({*UNSCORED, "stop", "back", "help"})
NO_IDS = frozenset({GOALS, "answered", "and", "or", "not", "in"})
"""Words of the files and conditions; a question so called could not be told from them."""
MOST_RANKED = 5
"""Nobody puts more things in order than that (and means it)."""
AGREE = range(3, 8)
"""So many marks an agree scale may have."""
BOUNDED: dict[str, tuple[str, object, frozenset[str]]] = {
    "min": ("least", 0, frozenset({"scale", "number"})),
    "max": ("most", 10, frozenset({"scale", "number"})),
    "low": ("low", {}, frozenset({"scale"})),
    "high": ("high", {}, frozenset({"scale"})),
    "at_most": ("at_most", 0, frozenset({"choices", "ranking", "list"})),
    "earliest": ("earliest", "", frozenset({"date"})),
    "latest": ("latest", "", frozenset({"date"})),
}
"""Word in the file -> field, its value when it is left out, and the kinds of question it is for."""


def faults(questionnaire: Questionnaire) -> list[str]:
    """Every fault as a sentence that names question and language; empty when the set is sound."""
    return [
        *_set_texts(questionnaire),
        *_ids(questionnaire),
        *_slug(questionnaire),
        *(fault for question in questionnaire.questions() for fault in _question(questionnaire, question)),
        *_versions(questionnaire),
        *routing_checks.faults(questionnaire),
    ]


def _missing(questionnaire: Questionnaire, where: str, text: Text) -> Iterator[str]:
    for language in questionnaire.languages:
        if not text.get(language, "").strip():
            yield f"{where}, language {language}: is missing"
    for language in text:
        if language not in questionnaire.languages:
            yield f"{where}, language {language}: the title has no such language"


def _set_texts(questionnaire: Questionnaire) -> Iterator[str]:
    if "nl" not in questionnaire.languages:
        yield "title, language nl: is missing"
    for name in ("intro", "thanks"):
        yield from _missing(questionnaire, name, getattr(questionnaire, name))


def _ids(questionnaire: Questionnaire) -> Iterator[str]:
    seen: set[str] = set()
    for question in questionnaire.questions():
        if question.id in seen:
            yield f"question {question.id}: is there twice"
        seen.add(question.id)
        if question.id in NO_IDS:
            yield f"question {question.id}: this word has a meaning of its own; choose another id"


def _slug(questionnaire: Questionnaire) -> Iterator[str]:
    expected = f"{questionnaire.moment}-{questionnaire.informant}".replace("_", "-")
    if questionnaire.purpose == "outcome" and questionnaire.slug != expected:
        yield f"slug {questionnaire.slug}: an outcome set for this moment and informant is called {expected}"


def _question(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    where = f"question {question.id}"
    yield from _missing(questionnaire, f"{where}, text", question.text)
    for name in ("low", "high", "hint"):
        text = getattr(question, name)
        if text:
            yield from _missing(questionnaire, f"{where}, {name}", text)
    yield from _options(questionnaire, question, where)
    yield from _strays(question, where)
    yield from _bounds(question, where)
    yield from _counts(question, where)
    yield from _look(question, where)
    yield from _literal(question, where)


def _strays(question: Question, where: str) -> Iterator[str]:
    for word, (name, default, kinds) in BOUNDED.items():
        if question.kind not in kinds and getattr(question, name) != default:
            yield f"{where}, {word}: has no meaning for kind {question.look or question.kind}"


def _bounds(question: Question, where: str) -> Iterator[str]:
    if question.kind in {"scale", "number"} and question.least >= question.most:
        yield f"{where}: min {question.least} must be below max {question.most}"
    if question.kind == "scale" and question.most - question.least > 10:
        yield f"{where}: a scale has at most 11 marks, this one {question.most - question.least + 1}"
    if question.kind == "date":
        yield from _days(question, where)


def _counts(question: Question, where: str) -> Iterator[str]:
    if question.kind in {"choices", "ranking"} and question.at_most > len(question.options):
        yield f"{where}, at_most: {question.at_most} is more than there are options"
    if question.kind == "ranking" and question.most_chosen > MOST_RANKED:
        yield f"{where}: at most {MOST_RANKED} are put in order; write at_most: {MOST_RANKED}, or fewer options"
    if question.kind == "list" and question.at_most > MOST_ITEMS:
        yield f"{where}, at_most: at most {MOST_ITEMS} things can be listed"


def _days(question: Question, where: str) -> Iterator[str]:
    written = [(name, day) for name in ("earliest", "latest") if is_date(day := getattr(question, name))]
    for name, day in written:
        if not _exists(day):
            yield f"{where}, {name}: {day} is not in the calendar"
    if len(written) == 2 and question.earliest > question.latest:
        yield f"{where}: earliest {question.earliest} comes after latest {question.latest}"


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _look(question: Question, where: str) -> Iterator[str]:
    codes = list(question.codes)
    if question.look == "yes_no" and sorted(codes) != ["no", "yes"]:
        yield f'{where}, options: a yes_no has the codes "yes" and "no", and no others'
    if question.look == "faces" and len(codes) != 3:
        yield f"{where}, options: there are three faces, each with its words"
    if question.look == "agree" and codes != [str(mark) for mark in range(1, len(codes) + 1)]:
        yield f'{where}, options: the codes of an agree scale are "1", "2", "3", … from least to most'
    if question.look == "agree" and len(codes) not in AGREE:
        yield f"{where}, options: an agree scale has {AGREE[0]} to {AGREE[-1]} marks, this one {len(codes)}"


def _options(questionnaire: Questionnaire, question: Question, where: str) -> Iterator[str]:
    wants = question.kind in WITH_OPTIONS
    if wants and len(question.options) < 2:
        yield f"{where}, options: expected at least two"
    if not wants and question.options:
        yield f"{where}, options: a question of kind {question.kind} has none"
    seen: set[str] = set()
    for option in question.options:
        if option.code in seen:
            yield f"{where}, option {option.code}: is there twice"
        if option.code in RESERVED:
            yield f"{where}, option {option.code}: this code is there by itself already"
        seen.add(option.code)
        yield from _missing(questionnaire, f"{where}, option {option.code}", option.text)
        yield from _picture(questionnaire, f"{where}, option {option.code}", option)


def _picture(questionnaire: Questionnaire, where: str, option: Option) -> Iterator[str]:
    """Who cannot see a picture reads what is on it."""
    if option.picture:
        yield from _missing(questionnaire, f"{where}, alt", option.alt)
    elif option.alt:
        yield f"{where}, alt: there is no picture"


def _versions(questionnaire: Questionnaire) -> Iterator[str]:
    """What a version says about the one before must be about questions that are there."""
    for name in questionnaire.typo_fixes:
        if questionnaire.question(name) is None:
            yield f"typo_fixes: there is no question {name}"
    for retired in questionnaire.retired:
        name, _, code = retired.partition(".")
        question = questionnaire.question(name)
        if question is None or not code:
            yield f"retired: {retired}: expected question.code of an option that was there before"
        elif code in question.codes:
            yield f"retired: {retired}: this option is still there"


def _literal(question: Question, where: str) -> Iterator[str]:
    """Statutory items stay literal, and nothing else may bear their names (decision 7)."""
    if question.id == "usefulness" and (
        (question.least, question.most) != (1, 10)
        or question.text.get("nl") not in statute.USEFULNESS.values()
        or question.low.get("nl") != statute.USEFULNESS_LOW
        or question.high.get("nl") != statute.USEFULNESS_HIGH
    ):
        yield f"{where}, language nl: is not the statutory wording (annex 2 Regeling Jeugdwet, 4.3)"
    shown = [(option.code, option.text.get("nl")) for option in question.options]
    if question.id == "further_need" and shown != list(statute.FURTHER_NEED.items()):
        yield f"{where}, language nl: the options are not the statutory ones (annex 2 Regeling Jeugdwet, 4.4)"
    if question.id in {"usefulness", "further_need"} and not question.statutory:
        yield f"{where}: is a statutory question; write statutory: true"
