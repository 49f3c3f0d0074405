"""Lanes: in order within a conversation, and neither poison nor a locked database loses or doubles anything."""

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import event

from bot import serving
from bot.lanes import Parked
from bot.webchat.parts import Chat
from surveys import codes, intake, opening
from surveys.inbound import Inbound
from surveys.intake import Outcome
from surveys.opening import Browser
from surveys.store import conversations
from surveys.store.tables import answer, inbox, safety_signal
from surveys.vault import Cipher
from surveys.writer import Unavailable
from tests.bot.house import NOW, House


@pytest.fixture
async def chat(house: House) -> AsyncIterator[Chat]:
    """Everything a channel works with, without pages."""
    async with serving.composed(house.settings, house.clock) as parts:
        yield parts


@dataclass
class Person:
    """Somebody who said yes and answers `usefulness`."""

    chat: Chat
    house: House
    conversation: int
    cipher: Cipher

    @classmethod
    async def begin(cls, chat: Chat, house: House, slot: str = "youth") -> "Person":
        async with house.engine.begin() as db:
            door = await opening.find_door(db, codes.hash_of(house.codes[slot]), NOW)
            assert door is not None
        ciphers = await chat.vault.keys_for([door.invited.respondent])
        browser = Browser(secrets.token_hex(32))
        async with house.engine.begin() as db:
            handle = await opening.enter(db, door, browser, chat.desk.catalogue, "nl", secrets.token_hex(13), NOW)
            stored = await conversations.find(db, handle=handle)
            assert stored is not None
        person = cls(chat, house, stored.id, ciphers[door.invited.respondent])
        await person.say("yes", choices=("yes",), question="_consent")
        return person

    def message(self, id: str, **fields: Any) -> Inbound:  # noqa: A002 - the message's id
        return Inbound("test", self.conversation, id, **{"question": "usefulness"} | fields)

    async def say(self, id: str, **fields: Any) -> Outcome:  # noqa: A002 - the message's id
        return await self.chat.lanes.hand_in(self.message(id, **fields), self.cipher)

    async def leave(self, id: str, body: bytes | None = None, **fields: Any) -> None:  # noqa: A002 - the message's id
        """A message that was written down and not handled, as a killed process leaves it."""
        inbound = self.message(id, **fields)
        async with self.house.engine.begin() as db:
            number, _ = await intake.accept(db, inbound, self.cipher, NOW)
            if body is not None:
                await db.execute(inbox.update().where(inbox.c.id == number).values(body=body))

    async def trail(self) -> list[str]:
        return [row.value for row in await self.house.rows(answer) if row.conversation == self.conversation]

    async def states(self) -> list[str]:
        return [row.state for row in await self.house.rows(inbox)]


async def test_messages_of_one_conversation_are_handled_in_the_order_they_came(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    marks = [str(number % 10 + 1) for number in range(30)]
    waiting = []
    for number, mark in enumerate(marks):
        waiting.append(asyncio.create_task(person.say(f"m{number}", choices=(mark,))))
        await asyncio.sleep(0.001 * (number % 3))
    await asyncio.gather(*waiting)

    assert await person.trail() == marks


async def test_a_lane_is_gone_when_nobody_stands_in_it(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    await asyncio.gather(*(person.say(f"m{number}", choices=("7",)) for number in range(5)))

    assert len(chat.lanes._lanes) == 0


async def test_the_same_message_again_changes_nothing_and_tells_where_things_stand(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    first = await person.say("m", choices=("7",))
    again = await person.say("m", choices=("7",))

    assert again.state == first.state
    assert again.effects == ()
    assert await person.trail() == ["7"]


async def test_danger_is_noticed_here_and_signalled_once(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    outcome = await person.say("m", text="ik wil dood")
    await person.say("m", text="ik wil dood")

    assert outcome.state.phase == "safety"
    assert [row.tier for row in await house.rows(safety_signal)] == ["acute"]


async def test_poison_is_set_aside_and_the_next_message_goes_on(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    await _forbid(house, "6")
    with pytest.raises(Parked):
        await person.say("bad", choices=("6",))
    await person.say("good", choices=("7",))

    assert await person.trail() == ["7"]
    assert [(row.state, row.fault) for row in await house.rows(inbox)][1] == ("parked", "IntegrityError")
    assert (await person.say("bad", choices=("6",))).effects == ()


async def test_what_was_left_behind_is_recovered_in_order_past_poison(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    await _forbid(house, "6")
    for number, mark in enumerate(("3", "6", "4")):
        await person.leave(f"m{number}", choices=(mark,))

    assert await chat.lanes.recover() == 3
    assert await person.trail() == ["3", "4"]
    assert await person.states() == ["done", "done", "parked", "done"]
    assert await chat.lanes.recover() == 0


async def test_a_message_that_cannot_be_read_any_more_is_set_aside(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    await person.leave("moved", body=person.cipher.seal("{}", "another place"))
    await chat.lanes.recover()
    await person.leave("erased", choices=("7",))
    async with house.engine.begin() as db:
        stored = await conversations.find(db, id=person.conversation)
    assert stored is not None
    await chat.vault.forget([stored.respondent])
    await chat.lanes.recover()

    assert [row.fault for row in await house.rows(inbox)][1:] == ["unreadable", "no key"]


async def test_what_was_left_behind_goes_before_what_comes_now(house: House, chat: Chat) -> None:
    person = await Person.begin(chat, house)
    other = await Person.begin(chat, house, "parent")
    await person.leave("first", choices=("3",))
    await other.say("theirs", choices=("5",))
    await person.say("second", choices=("4",))

    assert await person.trail() == ["3", "4"]
    assert await other.trail() == ["5"]


async def test_a_database_that_locks_between_two_commits_loses_nothing(house: House, chat: Chat) -> None:
    """Written down, then locked: the sender is told to try again, and the next message finds the first one done."""
    person = await Person.begin(chat, house)
    release = _lock_before_transaction(chat, house, number=2)
    with pytest.raises(Unavailable):
        await person.say("first", choices=("3",))
    release()
    assert await person.trail() == []
    await person.say("second", choices=("4",))
    await person.say("first", choices=("3",))

    assert await person.trail() == ["3", "4"]


async def _forbid(house: House, value: str) -> None:
    async with house.engine.begin() as db:
        await db.exec_driver_sql(
            f"CREATE TRIGGER poison BEFORE INSERT ON answer WHEN NEW.value = '{value}' "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END"
        )


def _lock_before_transaction(chat: Chat, house: House, number: int) -> Any:
    """Another program takes the database just before the n-th transaction from now; call to release."""
    other = sqlite3.connect(house.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    begun = 0

    def lock(connection: Any, *_: object) -> None:
        nonlocal begun
        begun += 1
        connection.execute("PRAGMA busy_timeout=50")
        if begun == number:
            other.execute("BEGIN IMMEDIATE")

    def release() -> None:
        other.execute("ROLLBACK")
        other.close()

    event.listen(chat.engine.sync_engine, "checkout", lock)
    return release


def test_a_message_is_one_and_the_same_by_channel_conversation_and_id() -> None:
    one = Inbound("web", 1, "m", text="a")

    assert one.key == replace(one, text="b").key
    assert len({one.key, replace(one, channel="test").key, replace(one, conversation=2).key}) == 3
