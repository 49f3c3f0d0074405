"""What must hold in the stored data, asked by `hoorbaar doctor`."""

from collections.abc import AsyncIterator

from sqlalchemy import select, text

from surveys import states
from surveys.store.database import Db
from surveys.store.tables import answer, conversation, current_answer, goal, inbox

TOGETHER = 500


async def damaged(db: Db) -> str:
    """What SQLite says about its own file, or which safety of PostgreSQL is off; empty when all is well."""
    if db.dialect.name == "sqlite":
        said = str((await db.exec_driver_sql("PRAGMA quick_check(1)")).scalar_one())
        return "" if said == "ok" else said
    off = [name for name in ("fsync", "synchronous_commit", "full_page_writes") if await _is_off(db, name)]
    return f"{', '.join(off)} is off: answers may be lost" if off else ""


async def _is_off(db: Db, setting: str) -> bool:
    return str((await db.execute(text(f"SHOW {setting}"))).scalar_one()) == "off"


async def out_of_step(db: Db) -> list[int]:
    """Conversations whose state and stored answers do not name the same questions."""
    found: list[int] = []
    async for ids, wanted in _states(db):
        stored: dict[int, set[tuple[str, int]]] = {}
        query = select(current_answer.c.conversation, current_answer.c.question, current_answer.c.item)
        for row in await db.execute(query.where(current_answer.c.conversation.in_(ids))):
            stored.setdefault(row.conversation, set()).add((row.question, row.item))
        found += [one for one in ids if wanted[one] != stored.get(one, set())]
    return found


async def _states(db: Db) -> AsyncIterator[tuple[list[int], dict[int, set[tuple[str, int]]]]]:
    last = 0
    while True:
        query = select(conversation.c.id, conversation.c.state).where(conversation.c.id > last)
        rows = (await db.execute(query.order_by(conversation.c.id).limit(TOGETHER))).all()
        if not rows:
            return
        last = rows[-1].id
        yield [row.id for row in rows], {row.id: set(states.from_json(row.state).answers) for row in rows}


async def with_own_words(db: Db) -> set[str]:
    """Respondents of whom something encrypted is stored."""
    of_answers = select(conversation.c.respondent).join(answer, answer.c.conversation == conversation.c.id)
    of_goals = select(conversation.c.respondent).join(goal, goal.c.conversation == conversation.c.id)
    query = of_answers.where(answer.c.body.is_not(None)).union(of_goals)
    return set((await db.execute(query)).scalars())


async def parked(db: Db) -> list[int]:
    """Inbox rows that could not be handled."""
    return list((await db.execute(select(inbox.c.id).where(inbox.c.state == "parked"))).scalars())
