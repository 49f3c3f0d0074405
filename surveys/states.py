"""A conversation's state as the short JSON that is stored. Codes only: own words are a mark, never words."""

import json
from typing import Any

from surveys.engine import Key, State


def _joined(key: Key) -> str:
    return f"{key[0]}/{key[1]}" if key[1] else key[0]


def _split(joined: str) -> Key:
    name, _, item = joined.partition("/")
    return name, int(item or 0)


def to_json(state: State) -> str:
    """One line of JSON; what has its default value is left out."""
    kept: dict[str, Any] = {"phase": state.phase, "turn": state.turn, "language": state.language}
    if state.answers:
        kept["answers"] = {_joined(key): value for key, value in state.answers.items()}
    if state.goals:
        kept["goals"] = list(state.goals)
    if state.reopened:
        kept["reopened"] = _joined(state.reopened)
    if state.back_to != "asking":
        kept["back_to"] = state.back_to
    if state.tier:
        kept["tier"] = state.tier
    if state.missed:
        kept["missed"] = state.missed
    return json.dumps(kept, separators=(",", ":"))


def from_json(text: str) -> State:
    """The state again; `from_json(to_json(state)) == state`."""
    kept = json.loads(text)
    return State(
        phase=kept["phase"],
        answers={_split(key): value for key, value in kept.get("answers", {}).items()},
        goals=tuple(kept.get("goals", ())),
        language=kept["language"],
        reopened=_split(kept["reopened"]) if "reopened" in kept else None,
        back_to=kept.get("back_to", "asking"),
        tier=kept.get("tier", ""),
        missed=kept.get("missed", 0),
        turn=kept["turn"],
    )
