"""The first words to somebody who comes: to begin, to go on after a while, or to go on on another device. Pure."""

from datetime import timedelta

from surveys import engine
from surveys.engine import Prompt, State
from surveys.names import ItemWords
from surveys.wording import Speaker

LONG = timedelta(days=2)
"""After so much time we say that it was a while ago, and that nothing was lost."""


def welcome(
    speaker: Speaker, state: State | None, names: ItemWords, away: timedelta, *, known: bool
) -> tuple[str, ...]:
    """A greeting, and where the conversation was. `state` None: it has not begun. `away`: since the last step.

    `known`: this device held the conversation. Another one hears that there are answers, never which, nor the
    question that they led to (decision 9).
    """
    hello = speaker.say("greeting" if speaker.questionnaire.informant == "youth" else "greeting_formal")
    if state is None or not state.answers:
        return hello, speaker.say("begin_lead")
    if not known:
        return hello, speaker.say("resume_other_device")
    again = speaker.say("resume_after_long" if away >= LONG else "resume")
    return hello, again, *_where(speaker, engine.prompt(speaker.questionnaire, state), names)


def _where(speaker: Speaker, asked: Prompt, names: ItemWords) -> tuple[str, ...]:
    """The question that waits. Behind a page in between, such as the one about stopping, nothing is said of it."""
    if asked.id == "_overview":
        return (speaker.say("resume_overview"),)
    if asked.question is None:
        return ()
    return (speaker.say("resume_where", question=speaker.asked(asked.question, asked.item, names)),)
