"""What stands for {goal} and {item}: the words for the things that a loop goes over. Pure."""

from collections.abc import Container, Iterator, Mapping

from surveys.conditions import scored
from surveys.engine import OWN, Key, State
from surveys.questionnaire import GOALS, Loop, Questionnaire
from surveys.replies import items

ItemWords = Mapping[Key, str]
"""(`goals` or the id of the question that a loop goes over, number) -> its words; missing where they must not be
shown."""


def names_of(
    questionnaire: Questionnaire, state: State, said: Mapping[Key, str], visible: Container[Key]
) -> dict[Key, str]:
    """The words for what was named in this conversation.

    `said`: own words by key. `visible`: the answers that may be shown; an option that was chosen on another
    device is an earlier answer like any other (decision 9).
    """
    found: dict[Key, str] = {}
    for part in questionnaire.parts:
        if isinstance(part, Loop):
            found |= dict(_in_loop(questionnaire, part, state, said, visible))
    return found


def _in_loop(
    questionnaire: Questionnaire, loop: Loop, state: State, said: Mapping[Key, str], visible: Container[Key]
) -> Iterator[tuple[Key, str]]:
    if loop.over == GOALS:
        yield from (((GOALS, item), words) for (name, item), words in said.items() if _names(loop, name))
        return
    key = (loop.over, 0)
    value, source = state.answers.get(key, ""), questionnaire.question(loop.over)
    if value.startswith(OWN):
        yield from (((loop.over, number), words) for number, words in enumerate(items(said.get(key, "")), 1))
    elif source and key in visible:
        for code in scored(value):
            number = source.codes.index(code) + 1
            text = source.options[number - 1].text
            yield (loop.over, number), text.get(state.language) or text.get("nl", "")


def _names(loop: Loop, name: str) -> bool:
    return loop.naming is not None and loop.naming.id == name
