"""One question and one reply: what it means."""

from datetime import date

from surveys.questionnaire import OWN_WORDS, READ, UNSCORED, Question
from surveys.replies import days, lists, numbers, options
from surveys.replies.meanings import Command, Meaning, Reply, Unclear, Understood, Words
from surveys.replies.spoken import command, heard, says


def understand(question: Question, reply: Reply, words: Words, today: date | None = None) -> Meaning:
    """What a reply means as an answer to `question`. `today`: what "gisteren" and the like count from."""
    if reply.codes:
        return _buttons(question, reply.codes)
    said = heard(reply.text)
    # an answer in own words may hold any words: there only the bare command is one
    literally = question.kind in OWN_WORDS
    wish = command(said, words, literally=literally)
    if wish:
        return Command(wish)
    if question.kind != "statement" and not options.is_text(question.options, said):
        for code in UNSCORED:
            if says(said, code, words, literally=literally):
                return Understood(code)
    return _typed(question, reply.text, said, words, today)


def _buttons(question: Question, codes: tuple[str, ...]) -> Meaning:
    if len(codes) == 1 and codes[0] in UNSCORED and question.kind != "statement":
        return Understood(codes[0])
    known = [code for code in question.codes if code in codes]
    if len(known) != len(set(codes)):
        return Unclear(f"unclear_{question.kind}")
    if question.kind == "choices":
        return options.several(question, known)
    if question.kind == "ranking":
        return options.ranked(question, codes)
    return Understood(known[0]) if len(known) == 1 else Unclear(f"unclear_{question.kind}")


def _typed(question: Question, text: str, said: str, words: Words, today: date | None) -> Meaning:
    if question.kind == "list":
        return lists.listed(question, text)
    if question.kind in OWN_WORDS:
        return Understood("") if said else Unclear(f"unclear_{question.kind}")
    if question.kind in {"scale", "number"}:
        return numbers.number(question, text, said, words)
    if question.kind == "date":
        return days.day(question, said, words, today)
    if question.kind == "choices":
        return options.several_typed(question, text, said, words)
    if question.kind == "ranking":
        return options.ranked_typed(question, text, said, words)
    if question.kind == "statement":
        return Understood(READ) if _goes_on(said, words) else Unclear("unclear_statement")
    option = options.option(question.options, said, words)
    return Understood(option) if option else Unclear("unclear_choice")


def _goes_on(said: str, words: Words) -> bool:
    return any(says(said, name, words) for name in ("continue", "begin", "yes"))
