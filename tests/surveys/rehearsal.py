"""One conversation over the real storage, for tests: nothing is kept between two replies but the database."""

import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys import engine, intake, opening, states
from surveys.catalogue import Catalogue
from surveys.engine import State
from surveys.inbound import Inbound
from surveys.intake import Desk, Outcome
from surveys.store import conversations
from surveys.store.conversations import Stored
from surveys.store.invitations import Invited
from surveys.store.tables import answer, care_record, goal, invitation, participant, respondent
from surveys.texts import load
from surveys.vault import Cipher
from surveys.wording import Said, Speaker

CONFIG = Path(__file__).resolve().parents[2] / "config"
NOW = datetime(2026, 8, 12, 8, 0, tzinfo=UTC)


def desk_of(config: Path = CONFIG) -> Desk:
    return Desk(Catalogue.read(config), load(config))


class Rehearsal:
    """A participant, an invitation and a conversation in a fresh database; replies go through accept and receive."""

    def __init__(self, db_engine: AsyncEngine, desk: Desk, slug: str, language: str = "nl") -> None:
        self.db_engine = db_engine
        self.desk = desk
        self.questionnaire = desk.catalogue.current[slug]
        self.language = language
        self.cipher = Cipher(secrets.token_bytes(32))
        self.id = 0
        self.participant = 0
        self._messages = 0

    async def open(self, goals: dict[int, str] | None = None) -> "Rehearsal":
        async with self.db_engine.begin() as db:
            await self.desk.catalogue.register(db, NOW)
            person = secrets.token_hex(13)
            record = await _add(db, care_record, record_row())
            await db.execute(
                respondent.insert().values(
                    id=person, provider="A", informant=self.questionnaire.informant, person_key="k"
                )
            )
            self.participant = await _add(
                db,
                participant,
                {
                    "record": record,
                    "slot": self.questionnaire.informant,
                    "informant": self.questionnaire.informant,
                    "respondent": person,
                    "language": self.language,
                },
            )
            for number, words in (goals or {}).items():
                about = intake.goal_about(self.participant, number)
                row = {"participant": self.participant, "number": number, "source": "plan", "at": NOW}
                await db.execute(goal.insert().values(row | {"body": self.cipher.seal(words, about)}))
            invited = await _add(db, invitation, invitation_row(self.participant, self.questionnaire.slug))
            state = State(goals=tuple(goals or {}), language=self.language)
            invitee = Invited(
                id=invited,
                participant=self.participant,
                respondent=person,
                informant=self.questionnaire.informant,
                moment=self.questionnaire.moment,
                question_set=self.questionnaire.slug,
                language=self.language,
                expires_at=NOW.replace(month=10),
                provider="A",
                record_id="r1",
            )
            row = opening.conversation_row(invitee, self.questionnaire, state, secrets.token_hex(13), NOW)
            self.id = await conversations.add(db, row)
        return self

    async def hear(self, **reply: Any) -> Outcome:
        """A new message with these fields of Inbound."""
        self._messages += 1
        return await self.hand_in(Inbound("test", self.id, str(self._messages), **reply))

    async def hand_in(self, inbound: Inbound) -> Outcome:
        async with self.db_engine.begin() as db:
            inbox, _ = await intake.accept(db, inbound, self.cipher, NOW)
        async with self.db_engine.begin() as db:
            return await intake.receive(db, inbound, inbox, self.desk, self.cipher, NOW)

    async def stored(self) -> Stored:
        async with self.db_engine.begin() as db:
            found = await conversations.find(db, id=self.id)
        assert found is not None
        return found

    async def state(self) -> State:
        return states.from_json((await self.stored()).state)

    async def say(self) -> Said:
        """What is said now, from nothing but the database."""
        stored = await self.stored()
        state = states.from_json(stored.state)
        async with self.db_engine.begin() as db:
            _, goals = await intake.words_of(db, stored, self.questionnaire, self.cipher)
        speaker = Speaker(self.desk.texts, self.questionnaire, state.language)
        return speaker.prompt(engine.prompt(self.questionnaire, state), state, goals)

    async def trail(self) -> list[tuple[str, int, str, str]]:
        """(question, item, kind, value or own words) of every row of the answer trail, oldest first."""
        async with self.db_engine.begin() as db:
            rows = (await db.execute(select(answer).filter_by(conversation=self.id).order_by(answer.c.id))).all()
        return [(row.question, row.item, row.kind, self._value(row)) for row in rows]

    def _value(self, row: Any) -> str:
        if row.body is None:
            return str(row.value)
        return self.cipher.open(row.body, intake.words_about(self.id, (row.question, row.item), row.turn))


def record_row(**changes: Any) -> dict[str, Any]:
    """A care record that ended as planned, as a row of its table."""
    row: dict[str, Any] = {
        "provider": "A",
        "record_id": "r1",
        "client_key": "c1",
        "region": "R",
        "municipality": "9901",
        "segment": "ambulatory",
        "care_form": "02",
        "framework": "voluntary",
        "birth_month": "2010-05",
        "start_date": date(2025, 10, 1),
        "end_date": date(2026, 5, 1),
        "end_reason_list": "CBS",
        "end_reason": "01",
        "ending": "01",
        "imported_at": NOW,
        "updated_at": NOW,
    }
    return row | changes


def invitation_row(of: int, slug: str) -> dict[str, Any]:
    return {
        "participant": of,
        "moment": slug.split("-")[0],
        "question_set": slug,
        "token_hash": secrets.token_hex(32),
        "language": "nl",
        "issued_at": NOW,
        "expires_at": NOW.replace(month=10),
    }


async def _add(db: Any, table: Any, row: dict[str, Any]) -> int:
    return int((await db.execute(table.insert().values(row).returning(table.c.id))).scalar_one())
