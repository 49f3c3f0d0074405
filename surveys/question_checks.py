"""What must hold in a whole question set: texts in every language, codes, conditions, literal statute. Pure."""

from collections.abc import Iterator

from surveys import statute
from surveys.questionnaire import UNSCORED, Loop, Question, Questionnaire, Text

RESERVED = frozenset({*UNSCORED, "stop", "back", "help"})


def faults(questionnaire: Questionnaire) -> list[str]:
    """Every fault as a sentence that names question and language; empty when the set is sound."""
    return [
        *_set_texts(questionnaire),
        *_ids(questionnaire),
        *_slug(questionnaire),
        *(fault for question in questionnaire.questions() for fault in _question(questionnaire, question)),
        *_loops(questionnaire),
        *_routing(questionnaire),
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
    if question.kind in {"scale", "number"} and question.least >= question.most:
        yield f"{where}: min {question.least} must be below max {question.most}"
    if question.kind == "scale" and question.most - question.least > 10:
        yield f"{where}: a scale has at most 11 marks, this one {question.most - question.least + 1}"
    yield from _literal(question, where)


def _options(questionnaire: Questionnaire, question: Question, where: str) -> Iterator[str]:
    wants = question.kind in {"choice", "choices"}
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


def _loops(questionnaire: Questionnaire) -> Iterator[str]:
    for part in questionnaire.parts:
        if isinstance(part, Question):
            yield from _outside(part, questionnaire)
        else:
            yield from _loop(part)


def _outside(question: Question, questionnaire: Questionnaire) -> Iterator[str]:
    if question.kind == "goal":
        yield f"question {question.id}: a goal can only be asked for inside `loop: goals`"
    for language in questionnaire.languages:
        if "{goal}" in question.text.get(language, ""):
            yield f"question {question.id}, language {language}: {{goal}} has no meaning outside `loop: goals`"


def _loop(loop: Loop) -> Iterator[str]:
    if any(question.kind == "goal" for question in loop.questions[1:]):
        yield "loop goals: the question that asks for the goal comes first, and only once"
    if loop.naming and not loop.source:
        yield "loop goals: goals are asked for, so say where they come from: source own or recalled"
    if loop.source and not loop.naming:
        yield "loop goals: with a source, the first question must be of kind goal"
    if not loop.about:
        yield "loop goals: nothing is asked about the goals"
    if loop.again and {"yes", "no"} != set(loop.again.codes):
        yield f"question {loop.again.id}: asks for another goal, so its options are yes and no"


def _routing(questionnaire: Questionnaire) -> Iterator[str]:
    before: dict[str, Question] = {}
    for part in questionnaire.parts:
        if isinstance(part, Question):
            yield from _condition(part, part, before)
            before[part.id] = part
            continue
        yield from _condition(None, part, before)
        for question in part.questions:
            yield from _condition(question, question, before)
            before[question.id] = question


def _condition(question: Question | None, part: Question | Loop, before: dict[str, Question]) -> Iterator[str]:
    where = f"question {question.id}, ask_if" if question else "loop goals, ask_if"
    if part.ask_if is None:
        return
    for name in sorted(part.ask_if.names - before.keys()):
        yield f"{where}: {name} is not an earlier question"
    for name, code in sorted(part.ask_if.compared):
        asked = before.get(name)
        if asked and asked.codes and code not in asked.codes:
            yield f"{where}: {name} has no option {code}"
