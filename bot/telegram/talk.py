"""The conversation that a chat is in, and what may be shown of it there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys import intake, states
from surveys.engine import Key, State
from surveys.intake import Desk
from surveys.questionnaire import Questionnaire
from surveys.store import conversations
from surveys.store.contacts import Contact
from surveys.store.conversations import Stored
from surveys.store.database import Db
from surveys.vault import Cipher
from surveys.wording import GoalWords, Speaker

CHANNEL = "telegram"


@dataclass(frozen=True)
class Arrived:
    """A stored update on its way to be handled. `lane`: the HMAC of its chat."""

    id: int
    lane: str
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class Talk:
    """Who, where, in which conversation, and where that stands."""

    contact: Contact
    stored: Stored
    questionnaire: Questionnaire
    state: State
    cipher: Cipher

    def speaker(self, desk: Desk) -> Speaker:
        return Speaker(desk.texts, self.questionnaire, self.state.language)

    @property
    def chat(self) -> int:
        """Telegram's number of the chat."""
        return int(self.cipher.open(self.contact.address, address_about(self.contact.respondent)))


@dataclass(frozen=True)
class Memory:
    """What was said in this chat. `visible`: the questions whose answer was given in it (decision 9)."""

    words: Mapping[Key, str]
    goals: GoalWords
    visible: frozenset[Key]


def address_about(respondent: str) -> str:
    """The place that an address is bound to by its encryption."""
    return f"contact|{respondent}|{CHANNEL}"


async def talk_of(db: Db, contact: Contact, cipher: Cipher, desk: Desk, *, locked: bool = False) -> Talk | None:
    """The chat's conversation; None when its invitation was withdrawn. `locked`: nobody else may move it now."""
    find = conversations.find_locked if locked else _find
    stored = await find(db, contact.conversation)
    if stored is None or stored.revoked_at:
        return None
    questionnaire = await desk.catalogue.version(db, stored.slug, stored.version)
    return Talk(contact, stored, questionnaire, states.from_json(stored.state), cipher)


async def _find(db: Db, id: int) -> Stored | None:  # noqa: A002 - the column's name
    return await conversations.find(db, id=id)


async def remembered(db: Db, talk: Talk) -> Memory:
    """What may be repeated in this chat: nothing that was said on another device."""
    since = talk.contact.from_turn
    words, goals = await intake.words_of(db, talk.stored, talk.questionnaire, talk.cipher, since)
    return Memory(words, goals, frozenset(await conversations.answered_since(db, talk.stored.id, since)))
