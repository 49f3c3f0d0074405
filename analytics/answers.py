"""The only module of this package with SQL: stored answers -> like units counted together, per finest cell.

A unit is a care record, a person who was eligible, an answer or a goal. Units that agree in cell and codes come
back as one row with how many `times` they occur. A client (or respondent) with one unit only is not named: they
are counted. One with several units keeps a name in `client` (`respondent`), so that nobody is counted twice.

Functions with `db` take the open session and never commit.
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, Label, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.store.database import Db, insert_missing, reading
from surveys.store.tables import (
    care_record,
    conversation,
    current_answer,
    goal,
    participant,
    publication,
    published_table,
    trail,
)

PURPOSE = "outcome"
"""The only conversations that these indicators may use."""
CELL = (
    care_record.c.region,
    care_record.c.municipality,
    care_record.c.provider,
    care_record.c.segment,
    care_record.c.framework,
)
NOT_AN_END = ("continued",)
NOT_ASKED = ("continued", "death")


@dataclass(frozen=True)
class Span:
    """Days that belong together, both inclusive. `until`: what came in later is left out; None: nothing is."""

    first: date
    last: date
    until: datetime | None = None


View = Sequence[Span]
"""What one set of figures looks at."""


@dataclass(frozen=True)
class Publication:
    """A half-year whose figures are frozen. `data_until`: what came in later is in none of them.

    `definitions`: id@version of every indicator in it. `id` is 0 for one that is still to be stored.
    """

    period: str
    published_at: datetime
    data_until: datetime
    pattern_version: str
    definitions: tuple[str, ...]
    id: int = 0


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[Db]:
    """A session that only reads, and sees the database as it was at its first query."""
    same = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    async with reading(engine).execution_options(**same).connect() as db:
        yield db


async def endings(db: Db, view: View) -> pd.DataFrame:
    """Ended care records: cell, ending, client, times."""
    units = select(
        *CELL,
        care_record.c.ending,
        care_record.c.client_key,
        _alone((care_record.c.provider, care_record.c.client_key)),
    ).where(_ended(view, NOT_AN_END))
    return await _frame(db, _alike(units, ["client_key"]))


async def people(db: Db, view: View) -> pd.DataFrame:
    """Who might be asked at the end: cell, informant, responded (yes or no), client, times.

    Somebody whose answers count was asked, also when a reason not to ask them came up later.
    """
    counted = _counted(view, "end")
    units = (
        select(
            *CELL,
            participant.c.informant,
            case((counted.c.conversation.is_(None), "no"), else_="yes").label("responded"),
            care_record.c.client_key,
            _alone((care_record.c.provider, care_record.c.client_key, participant.c.informant)),
        )
        .select_from(_people().outerjoin(counted, counted.c.participant == participant.c.id))
        .where(
            _ended(view, NOT_ASKED),
            or_(participant.c.end_bar == "", counted.c.conversation.is_not(None)),
        )
    )
    return await _frame(db, _alike(units, ["client_key"]))


async def end_answers(db: Db, view: View, questions: Iterable[str]) -> pd.DataFrame:
    """Answers at the end, unscored ones too: cell, informant, ending, question, value, client, times."""
    counted = _counted(view, "end")
    source = (
        _people()
        .join(counted, counted.c.participant == participant.c.id)
        .join(current_answer, current_answer.c.conversation == counted.c.conversation)
    )
    units = (
        select(
            *CELL,
            participant.c.informant,
            care_record.c.ending,
            current_answer.c.question,
            current_answer.c.value,
            care_record.c.client_key,
            _alone(
                (
                    care_record.c.provider,
                    care_record.c.client_key,
                    participant.c.informant,
                    current_answer.c.question,
                )
            ),
        )
        .select_from(source)
        .where(current_answer.c.question.in_(sorted(questions)))
    )
    return await _frame(db, _alike(units, ["client_key"]))


async def goals(db: Db, view: View) -> pd.DataFrame:
    """Goals asked about at the end: cell, informant, goal_source, goal_result, goal_now, goal_start, client,
    respondent, times. Codes as they were given; empty where there is no answer.
    """
    ends, starts = _counted(view, "end"), _counted(view, "start")
    source: FromClause = (
        _people()
        .join(ends, ends.c.participant == participant.c.id)
        .join(goal, goal.c.participant == participant.c.id)
        .outerjoin(starts, starts.c.participant == participant.c.id)
    )
    codes: list[Label[str]] = []
    for name, counted in (("goal_result", ends), ("goal_now", ends), ("goal_start", starts)):
        said = current_answer.alias(name)
        source = source.outerjoin(
            said,
            and_(
                said.c.conversation == counted.c.conversation,
                said.c.question == name,
                said.c.item == goal.c.number,
            ),
        )
        codes.append(func.coalesce(said.c.value, "").label(name))
    units = (
        select(
            *CELL,
            participant.c.informant,
            goal.c.source.label("goal_source"),
            *codes,
            care_record.c.client_key,
            participant.c.respondent,
            _alone(
                (care_record.c.provider, care_record.c.client_key, participant.c.informant),
                (participant.c.respondent,),
            ),
        )
        .select_from(source)
        .where(or_(*(code.element != "" for code in codes[:2])))
    )
    return await _frame(db, _alike(units, ["client_key", "respondent"]))


async def data_until(db: Db, view: View) -> datetime | None:
    """When the last thing came in that these figures use; None when there is nothing."""
    counted = _counted(view, "end")
    answered = select(func.max(conversation.c.closed_at)).join(counted, counted.c.conversation == conversation.c.id)
    imported = select(func.max(care_record.c.imported_at)).where(_ended(view, NOT_AN_END))
    instants = [(await db.execute(query)).scalar_one() for query in (answered, imported)]
    return max((instant for instant in instants if instant), default=None)


async def providers(db: Db, view: View = ()) -> list[str]:
    """Every provider with a care record, or with one that ended in this view, by name."""
    query = select(care_record.c.provider).distinct()
    if view:
        query = query.where(_ended(view, NOT_AN_END))
    return sorted((await db.execute(query)).scalars())


def _people() -> FromClause:
    return participant.join(care_record, participant.c.record == care_record.c.id)


def _ended(view: View, without: Sequence[str], instant: ColumnElement[datetime] | None = None) -> ColumnElement[bool]:
    """Care records of this view by their end date; with `instant`, only what was there in time."""
    spans = [_span(span, instant) for span in view]
    return and_(or_(*spans), care_record.c.ending.is_not(None), care_record.c.ending.not_in(without))


def _span(span: Span, instant: ColumnElement[datetime] | None) -> ColumnElement[bool]:
    rules: list[ColumnElement[bool]] = [care_record.c.end_date.between(span.first, span.last)]
    if span.until is not None:
        rules.append(care_record.c.imported_at <= span.until)
        if instant is not None:
            rules.append(instant <= span.until)
    return and_(*rules)


def _counted(view: View, moment: str) -> Subquery:
    """Per participant the conversation of a moment that counts: the last one, should there be two."""
    return (
        select(conversation.c.participant, func.max(conversation.c.id).label("conversation"))
        .select_from(_people().join(conversation, conversation.c.participant == participant.c.id))
        .where(
            conversation.c.counts,
            conversation.c.moment == moment,
            conversation.c.purpose == PURPOSE,
            _ended(view, NOT_ASKED, conversation.c.closed_at),
        )
        .group_by(conversation.c.participant)
        .subquery()
    )


def _alone(*persons: tuple[ColumnElement[str], ...]) -> Label[bool]:
    """Whether each of these persons occurs in one unit of this view only."""
    return and_(*(func.count().over(partition_by=person) == 1 for person in persons)).label("alone")


def _alike(units: Select[tuple[object, ...]], names: Sequence[str]) -> Select[tuple[object, ...]]:
    """Units that agree in everything, counted together; `names` go where the people in a unit occur in no other."""
    inner = units.subquery()
    kept = [column for column in inner.c if column.name not in {*names, "alone"}]
    named = [case((inner.c.alone, ""), else_=inner.c[name]).label(name) for name in names]
    return select(*kept, *named, func.count().label("times")).group_by(*kept, *named)


async def _frame(db: Db, query: Select[tuple[object, ...]]) -> pd.DataFrame:
    result = await db.execute(query)
    frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    return frame.rename(columns={"client_key": "client"})


async def publications(db: Db) -> list[Publication]:
    """Every publication there is, oldest period first."""
    rows = await db.execute(select(publication).order_by(publication.c.period))
    return [
        Publication(
            id=row.id,
            period=row.period,
            published_at=row.published_at,
            data_until=row.data_until,
            pattern_version=row.pattern_version,
            definitions=tuple(json.loads(row.definitions)),
        )
        for row in rows
    ]


async def add_publication(db: Db, new: Publication, tables: Mapping[str, bytes]) -> bool:
    """Freezes these tables under their names; False when somebody else published the period just before."""
    row = {
        "period": new.period,
        "published_at": new.published_at,
        "data_until": new.data_until,
        "pattern_version": new.pattern_version,
        "definitions": json.dumps(new.definitions),
    }
    made = await db.execute(insert_missing(db, publication).values(row).returning(publication.c.id))
    id_ = made.scalar_one_or_none()
    if id_ is None:
        return False
    rows = [{"publication": id_, "grouping": name, "body": body} for name, body in tables.items()]
    await db.execute(published_table.insert(), rows)
    return True


async def frozen(db: Db, publication_id: int, name: str) -> bytes:
    """One frozen table."""
    query = select(published_table.c.body).filter_by(publication=publication_id, grouping=name)
    return bytes((await db.execute(query)).scalar_one())


async def note(db: Db, now: datetime, action: str, about: str, details: Mapping[str, object]) -> None:
    """A line in the trail. The command line is the operator's (decision 37)."""
    row = {"at": now, "actor": "operator", "action": action, "object": about, "details": json.dumps(details)}
    await db.execute(trail.insert().values(row))
