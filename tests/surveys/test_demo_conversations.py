"""The invented conversations: rows made in bulk are those of the real intake, and what is typed is meant."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys import intake
from surveys.demo import saying
from surveys.demo.chance import seeded
from surveys.demo.holding import Held, Scene, hold
from surveys.demo.opinions import Asked, View, opinion
from surveys.demo.population import Population
from surveys.demo.respondent import Fate, Respondent
from surveys.intake import Desk
from surveys.question_files import read_all
from surveys.questionnaire import OWN_WORDS, UNSCORED, Question
from surveys.replies import Reply, Unclear, Understood, understand
from surveys.store import bulk
from surveys.store.invitations import Invited
from surveys.store.tables import answer, consent, conversation, current_answer, goal
from surveys.texts import load
from surveys.vault import Cipher
from tests.surveys.rehearsal import CONFIG, Rehearsal, desk_of


async def _replayed(rehearsal: Rehearsal, held: Held) -> dict[str, list[dict[str, Any]]]:
    """The same replies, handed in one by one; what is stored then."""
    for inbound, now in held.said:
        async with rehearsal.db_engine.begin() as db:
            inbox, _ = await intake.accept(db, inbound, rehearsal.cipher, now)
        async with rehearsal.db_engine.begin() as db:
            await intake.receive(db, inbound, inbox, rehearsal.desk, rehearsal.cipher, now)
    async with rehearsal.db_engine.begin() as db:
        return {
            table.name: [dict(row._mapping) for row in await db.execute(select(table))]
            for table in (conversation, answer, current_answer, goal, consent)
        }


def _same_rows(cipher: Cipher, rows: Sequence[Any], of: int) -> list[dict[str, Any]]:
    """Rows without their own id; own words opened, so that two ciphertexts of one text are equal."""
    return sorted((_legible(cipher, row, of) for row in rows), key=repr)


def _legible(cipher: Cipher, row: Any, of: int) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in {"id", "invitation", "handle"}}
    if kept.get("body"):
        if "question" in kept:
            about = intake.words_about(of, (kept["question"], kept["item"]), kept["turn"])
        else:
            about = intake.goal_about(kept["participant"], kept["number"])
        kept["body"] = cipher.open(kept["body"], about)
    return kept


FATES: tuple[Fate, ...] = ("done", "done", "done", "kept", "discarded", "declined", "abandoned")


@pytest.mark.parametrize("slug", sorted(read_all(CONFIG / "questionnaires")))
async def test_rows_made_in_bulk_equal_the_same_replies_handed_in_one_by_one(engine: AsyncEngine, slug: str) -> None:
    desk = desk_of()
    for number, fate in enumerate(FATES):
        await _compare(engine, desk, slug, fate, seeded(slug, number))


async def _compare(engine: AsyncEngine, desk: Desk, slug: str, fate: Fate, rng: Random) -> None:
    await _clear(engine)
    rehearsal = await Rehearsal(engine, desk, slug).open()
    begun = await rehearsal.stored()
    case = Population(rng).region(10)[0]
    who = Respondent.made(rng, View(case, begun.informant, "nl", 0.0), fate)
    invited = Invited(
        id=1,
        participant=rehearsal.participant,
        respondent=begun.respondent,
        informant=begun.informant,
        moment=rehearsal.questionnaire.moment,
        question_set=slug,
        language="nl",
        expires_at=begun.expires_at or datetime.now(UTC),
        provider="A",
        record_id="r1",
    )
    opened = (await _conversation(engine))["opened_at"]
    held = hold(
        Scene(rehearsal.id, begun.handle, invited, rehearsal.questionnaire, (), opened),
        who,
        desk.texts,
        rehearsal.cipher,
    )
    stored = await _replayed(rehearsal, held)
    made = {
        "conversation": [{"closed_at": None, "by_week": False, **held.row}],
        "answer": held.answers,
        "current_answer": bulk.current_answers(held.answers),
        "goal": bulk.named_goals(held.goals),
        "consent": held.consents,
    }
    for name, rows in made.items():
        assert _same_rows(rehearsal.cipher, rows, rehearsal.id) == _same_rows(
            rehearsal.cipher, stored[name], rehearsal.id
        ), (slug, fate, name)


async def _conversation(engine: AsyncEngine) -> Any:
    async with engine.begin() as db:
        return (await db.execute(select(conversation))).one()._mapping


async def _clear(engine: AsyncEngine) -> None:
    """Room for the next one; what Rehearsal makes has fixed names."""
    async with engine.begin() as db:
        for table in reversed(conversation.metadata.sorted_tables):
            await db.execute(table.delete())


@pytest.mark.parametrize("slug", sorted(read_all(CONFIG / "questionnaires")))
def test_what_is_typed_means_what_was_thought_or_is_not_understood(slug: str) -> None:
    words, rng = load(CONFIG).words, seeded(slug)
    view_of = Population(rng).region(10)[0]
    questionnaire = read_all(CONFIG / "questionnaires")[slug]
    understood = 0
    for question in questionnaire.questions():
        for language in questionnaire.languages:
            view = View(view_of, questionnaire.informant, language, 0.0)
            for _ in range(25):
                value = opinion(rng, Asked(view, question, 1, {}))
                said = saying.answer(rng, saying.Manner(types=1.0, muddles=0.0), question, value, language)
                meaning = understand(question, Reply(said.get("choices", ()), said.get("text", "")), words)
                assert isinstance(meaning, Unclear) or _means(question, value) == meaning
                understood += isinstance(meaning, Understood)
    assert understood > 100


def _means(question: Question, value: str) -> Understood:
    own = question.kind in OWN_WORDS and value not in UNSCORED
    return Understood("" if own else _in_order(question, value))


def _in_order(question: Question, value: str) -> str:
    if question.kind != "choices" or value in UNSCORED:
        return value
    return " ".join(code for code in question.codes if code in value.split(" "))


def test_nobody_is_understood_when_they_muddle() -> None:
    words, rng = load(CONFIG).words, seeded("muddled")
    for question in read_all(CONFIG / "questionnaires")["end-youth"].questions():
        if question.kind in OWN_WORDS:
            continue
        for _ in range(40):
            said = saying.muddled(rng, question, "nl")
            assert isinstance(understand(question, Reply(text=said["text"]), words), Unclear)
