"""The conversation, pure: (question set, state, event) -> (state, effects).

Two rules hold in this package. Everything that moves a conversation is here; nothing here reads a clock, a
file, a database or chance. And what is asked next is never stored: it follows from the answers, so that a
lost reply, a correction or a restart cannot leave a conversation somewhere it should not be.

The path is the list of questions that the answers so far lead to. The open question is the one that was
reopened, else the first on the path without an answer; with none left, the overview is shown.

    facts        what is kept, what comes in, what comes out
    path         where the answers lead, and what is asked now
    corrections  going back, and what an answer that changes takes with it
    pages        the pseudo-questions: consent, overview, stopping, safety, erasing, the ends
    steps        the one door: `step`
"""

from surveys.engine.corrections import keys
from surveys.engine.facts import (
    ENDED,
    OFTEN,
    OWN,
    PSEUDO,
    Alarm,
    Consented,
    Effect,
    Ended,
    Event,
    Help,
    Key,
    NameGoal,
    OtherWay,
    Phase,
    Prompt,
    Record,
    Repeat,
    Result,
    State,
    TakeBack,
    resting,
)
from surveys.engine.path import answered, overview, path, prompt
from surveys.engine.steps import step

__all__ = [
    "ENDED",
    "OFTEN",
    "OWN",
    "PSEUDO",
    "Alarm",
    "Consented",
    "Effect",
    "Ended",
    "Event",
    "Help",
    "Key",
    "NameGoal",
    "OtherWay",
    "Phase",
    "Prompt",
    "Record",
    "Repeat",
    "Result",
    "State",
    "TakeBack",
    "answered",
    "keys",
    "overview",
    "path",
    "prompt",
    "resting",
    "step",
]
