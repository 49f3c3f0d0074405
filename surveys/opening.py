"""From an invitation to a conversation, and back to it on the same browser or another one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveys import states
from surveys.catalogue import Catalogue
from surveys.engine import State
from surveys.questionnaire import Questionnaire
from surveys.store import conversations, invitations, sessions
from surveys.store.conversations import Stored
from surveys.store.database import Db


@dataclass(frozen=True)
class Browser:
    """`token_hash`: of the cookie it gets now; `before`: of the cookie it brought, if any."""

    token_hash: str
    before: str = ""


@dataclass(frozen=True)
class Door:
    """What stands behind a code: the invitation, and its conversation when it was opened before."""

    invited: invitations.Invited
    conversation: Stored | None

    @property
    def finished(self) -> bool:
        return self.conversation is not None and self.conversation.status not in {"open", "declined"}


async def find_door(db: Db, token_hash: str, now: datetime) -> Door | None:
    """What a code opens, or None: made up, expired and revoked look the same (decision 9)."""
    invited = await invitations.find_invitation(db, token_hash, now)
    if invited is None:
        return None
    return Door(invited, await conversations.find(db, invited=invited.id))


async def enter(
    db: Db, door: Door, browser: Browser, catalogue: Catalogue, language: str, handle: str, now: datetime
) -> str:
    """Opens the door for this browser; the conversation's handle. `handle` is used when it is a new one.

    Empty when the invitation was withdrawn since the door was found. Twice at once gives one conversation:
    the second finds what the first made.
    """
    stored = await entered(db, door, catalogue, language, handle, now)
    if stored is None:
        return ""
    from_turn = seen_from(stored)
    if browser.before:
        known = await sessions.find(db, browser.before, now)
        if known and known.conversation == stored.id:
            from_turn = known.from_turn
        await sessions.end(db, browser.before)
    await sessions.sweep(db, now)
    await sessions.begin(db, browser.token_hash, stored.id, from_turn, now)
    return stored.handle


async def entered(
    db: Db, door: Door, catalogue: Catalogue, language: str, handle: str, now: datetime
) -> Stored | None:
    """The conversation behind a door, begun now if it was not; None when the invitation was withdrawn meanwhile."""
    if not await invitations.is_live(db, door.invited.id, now):
        return None
    stored = await conversations.find(db, invited=door.invited.id)
    return stored or await _begin(db, door.invited, catalogue, language, handle, now)


def seen_from(stored: Stored) -> int:
    """The first turn that a browser or chat that comes now may read: what was said before was said elsewhere."""
    return stored.turn + 1 if stored.turn else 0


async def _begin(
    db: Db, invited: invitations.Invited, catalogue: Catalogue, language: str, handle: str, now: datetime
) -> Stored:
    questionnaire = catalogue.current[invited.question_set]
    goals = tuple(number for number, _ in await conversations.named_goals(db, invited.participant))
    row = conversation_row(invited, questionnaire, State(goals=goals, language=language), handle, now)
    await conversations.add(db, row)
    await invitations.mark_opened(db, invited.id, now)
    made = await conversations.find(db, invited=invited.id)
    if made is None:
        raise LookupError("the conversation that was just begun is gone")
    return made


def conversation_row(
    invited: invitations.Invited, questionnaire: Questionnaire, state: State, handle: str, now: datetime
) -> dict[str, Any]:
    """A new conversation, pinned to the version of the question set that it begins with."""
    return {
        "handle": handle,
        "invitation": invited.id,
        "participant": invited.participant,
        "respondent": invited.respondent,
        "purpose": questionnaire.purpose,
        "moment": questionnaire.moment,
        "slug": questionnaire.slug,
        "version": questionnaire.version,
        "language": state.language,
        "status": "open",
        "counts": False,
        "state": states.to_json(state),
        "turn": state.turn,
        "opened_at": now,
        "last_at": now,
    }
