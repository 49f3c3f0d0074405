"""The pseudo-questions: consent, the overview, and the pages about stopping, danger, erasing and the end."""

from collections.abc import Mapping
from dataclasses import replace

from surveys.engine.corrections import back
from surveys.engine.facts import ENDED, PSEUDO, Consented, Ended, Repeat, Result, State, resting
from surveys.engine.path import prompt
from surveys.questionnaire import Questionnaire
from surveys.replies import Reply, Words, command
from surveys.replies.spoken import heard, says

_TYPED: Mapping[str, Mapping[str, str]] = {
    "_consent": {"yes": "yes", "no": "no"},
    "_overview": {"send": "send", "yes": "send"},
    "_stop": {"keep": "keep", "discard": "discard", "continue": "continue", "no": "continue"},
    "_safety": {"continue": "continue"},
    "_erase": {"erase": "erase", "yes": "erase", "continue": "continue", "no": "continue"},
    "_declined": {"continue": "continue"},
    "_done": {"erase": "erase"},
}
"""Page -> what people say there -> the button they mean."""


def choice(asked: str, reply: Reply, words: Words) -> str:
    """A button's code, or the button or wish that typed words stand for; empty when they stand for none."""
    if reply.codes:
        return reply.codes[0]
    said = heard(reply.text)
    wish = command(said, words)
    return wish or next((code for name, code in _TYPED.get(asked, {}).items() if says(said, name, words)), "")


def stop(state: State) -> State:
    """The page that asks whether to stop; after the end there is nothing to stop."""
    if resting(state) in ENDED:
        return state
    return replace(state, phase="stopping", back_to=resting(state))


def expire(state: State) -> Result:
    """The time to answer is over; what was not sent goes."""
    return replace(state, phase="expired", answers={}, reopened=None), (Ended("expired"),)


def after_the_end(state: State, said: str) -> State:
    """A no can be taken back; what was sent can be erased; nothing else moves any more."""
    if state.phase == "declined" and said == "continue":
        return replace(state, phase="consent")
    if state.phase in {"done", "kept"} and said == "erase":
        return replace(state, phase="erasing", back_to=state.phase)
    return state


def turn(questionnaire: Questionnaire, state: State, asked: str, said: str) -> Result:
    """What was said on a page. A page that has passed changes nothing, except a no to the consent."""
    if asked == "_consent":
        return _consent(state, said)
    if asked == "_overview" and prompt(questionnaire, state).id == "_overview":
        return _overview(questionnaire, state, said)
    if asked != PSEUDO.get(state.phase):
        return state, ()
    if asked == "_safety":
        return _past_safety(state, said)
    return _stopping(state, said)


def unclear(state: State, reason: str) -> Result:
    return replace(state, missed=state.missed + 1), (Repeat(reason),)


def _consent(state: State, said: str) -> Result:
    if said == "yes" and state.phase == "consent":
        return replace(state, phase="asking", missed=0), (Consented(True),)
    if said == "no" and state.phase in {"consent", "asking"}:
        gone = replace(state, phase="declined", answers={}, reopened=None)
        return gone, (Consented(False), Ended("declined"))
    return unclear(state, "unclear_consent") if state.phase == "consent" else (state, ())


def _overview(questionnaire: Questionnaire, state: State, said: str) -> Result:
    if said == "send":
        return replace(state, phase="done"), (Ended("done"),)
    if said == "back":
        return back(questionnaire, state), ()
    return unclear(state, "unclear_overview")


def _past_safety(state: State, said: str) -> Result:
    if said == "continue":
        return replace(state, phase=state.back_to), ()
    return (stop(state), ()) if said == "stop" else (state, ())


def _stopping(state: State, said: str) -> Result:
    """The pages that ask whether to stop, or to erase what was sent."""
    if said == "continue":
        return replace(state, phase=state.back_to), ()
    if state.phase == "erasing" and said == "erase":
        return replace(state, phase="erased", answers={}, reopened=None), (Ended("erased"),)
    if state.phase == "stopping" and said == "keep" and state.answers:
        return replace(state, phase="kept", reopened=None), (Ended("kept"),)
    if state.phase == "stopping" and said == "discard":
        return replace(state, phase="discarded", answers={}, reopened=None), (Ended("discarded"),)
    return unclear(state, "unclear_choice")
