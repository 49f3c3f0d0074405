"""A conversation as lines on a terminal. Pure."""

from collections.abc import Iterator

from surveys.wording import Said, Speaker


def lines(said: Said, speaker: Speaker) -> Iterator[str]:
    """What the bot says, the numbered choices, and what else one may answer."""
    yield from said.lines
    if said.hint:
        yield f"({said.hint})"
    if said.kind == "scale":
        first, last = said.choices[0], said.choices[-1]
        yield "  " + " ".join(choice.label for choice in said.choices)
        for choice, meaning in ((first, said.low), (last, said.high)):
            if meaning:
                yield "  " + speaker.say("scale_end", number=choice.label, meaning=meaning)
    else:
        for number, choice in enumerate(said.choices, 1):
            yield f"  {number}. {choice.label}"
    if said.aside:
        yield f"  ({' / '.join(choice.label for choice in said.aside)})"


def overview(speaker: Speaker, answers: Iterator[tuple[str, int, str, str]]) -> Iterator[str]:
    """One line per answer: the question's words, then the answer's."""
    given = list(answers)
    goals = {item: words for name, item, _, words in given if _is_naming(speaker, name)}
    for name, item, code, words in given:
        question = speaker.questionnaire.question(name)
        if question:
            yield f"  {speaker.asked(question, item, goals)} → {speaker.answer(question, code, words)}"


def _is_naming(speaker: Speaker, name: str) -> bool:
    question = speaker.questionnaire.question(name)
    return question is not None and question.kind == "goal"
