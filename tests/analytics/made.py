"""Made-up care records and what was said about them, written straight into the tables that analytics reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.store.tables import (
    care_record,
    conversation,
    current_answer,
    goal,
    participant,
    respondent,
)

EARLY = datetime(2024, 1, 1, tzinfo=UTC)
CLOSED = datetime(2026, 7, 20, tzinfo=UTC)
"""When answers came in, unless a test says otherwise."""
AFTER = datetime(2026, 8, 12, 8, 0, tzinfo=UTC)
"""A moment at which 2026H1 may be published."""

Codes = Mapping[str, str]


@dataclass
class Goal:
    """`start`: None when there was no start conversation about it."""

    source: str = "own"
    result: str = "reached"
    now: str = "7"
    start: str | None = None


@dataclass
class Said:
    """What one person answered at the end. `counts`: whether it was sent or kept. `person`: for two who are one."""

    answers: Codes = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    counts: bool = True
    bar: str = ""
    person: str = ""
    closed_at: datetime = CLOSED


SILENT = Said(counts=False)
"""Somebody who was asked and did not answer."""


class World:
    """Collects rows; `store` writes what was collected since the last time."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._people: dict[tuple[str, str, str], str] = {}
        self._rows: dict[Any, list[dict[str, Any]]] = {}

    def _add(self, table: Any, **row: Any) -> int:
        number = next(self._ids)
        self._rows.setdefault(table, []).append({"id": number, **row})
        return number

    def record(self, ending: str | None = "01", end: str = "2026-03-01", client: str = "", **more: Any) -> int:
        """A care record that ended; named by keyword: provider, region, municipality, segment, framework, people.

        `people`: slot -> Said.
        """
        people: Mapping[str, Said] = more.pop("people", {})
        number = next(self._ids)
        row = {
            "provider": "A",
            "record_id": f"r{number}",
            "client_key": client or f"c{number}",
            "region": "R",
            "municipality": "9901",
            "segment": "ambulatory",
            "care_form": "02",
            "framework": "voluntary",
            "birth_month": "2010-05",
            "start_date": date(2025, 1, 1),
            "end_date": date.fromisoformat(end) if end else None,
            "ending": ending,
            "follow_on": False,
            "invite_confirmed": False,
            "imported_at": EARLY,
            "updated_at": EARLY,
            **more,
        }
        made = self._add(care_record, **row)
        for slot, said in people.items():
            self._person(made, str(row["provider"]), slot, said)
        return made

    def _person(self, record: int, provider: str, slot: str, said: Said) -> None:
        informant = "parent" if slot.startswith("parent") else slot
        key = (provider, informant, said.person or f"{record}:{slot}")
        if key not in self._people:
            self._people[key] = f"p{len(self._people)}"
            row = {"id": self._people[key], "provider": provider, "informant": informant, "person_key": key[2]}
            self._rows.setdefault(respondent, []).append(row)
        who = self._people[key]
        one = self._add(
            participant,
            record=record,
            slot=slot,
            informant=informant,
            respondent=who,
            language="nl",
            start_bar="",
            end_bar=said.bar,
        )
        starts = {number: one.start for number, one in enumerate(said.goals, 1) if one.start is not None}
        if starts:
            held = self._conversation(one, who, "start", said)
            for number, mark in starts.items():
                self._answer(held, "goal_start", mark, number)
        if said.answers or said.goals:
            self._end(one, who, said)

    def _end(self, one: int, who: str, said: Said) -> None:
        held = self._conversation(one, who, "end", said)
        for question, value in said.answers.items():
            self._answer(held, question, value)
        for number, about in enumerate(said.goals, 1):
            self._add(
                goal, participant=one, number=number, source=about.source, body=b"", conversation=held, at=EARLY
            )
            self._answer(held, "goal_result", about.result, number)
            self._answer(held, "goal_now", about.now, number)

    def _conversation(self, one: int, who: str, moment: str, said: Said) -> int:
        return self._add(
            conversation,
            handle=f"h{next(self._ids)}",
            invitation=None,
            participant=one,
            respondent=who,
            purpose="outcome",
            moment=moment,
            slug=f"{moment}-youth",
            version=1,
            language="nl",
            status="submitted" if said.counts else "open",
            counts=said.counts,
            state="{}",
            turn=9,
            opened_at=EARLY,
            last_at=EARLY,
            closed_at=said.closed_at if said.counts else None,
        )

    def _answer(self, held: int, question: str, value: str, item: int = 0) -> None:
        if value:
            row = {"conversation": held, "question": question, "item": item, "turn": 1, "value": value}
            self._rows.setdefault(current_answer, []).append(row)

    def again(self, answers: Codes) -> None:
        """The last person of the last record answers once more, in a conversation of their own."""
        one = self._rows[participant][-1]
        self._end(one["id"], one["respondent"], Said(answers))

    async def store(self, engine: AsyncEngine) -> None:
        order = (care_record, respondent, participant, conversation, goal, current_answer)
        async with engine.begin() as db:
            for table in order:
                if self._rows.get(table):
                    await db.execute(table.insert(), self._rows[table])
        self._rows = {}
