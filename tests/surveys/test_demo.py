"""The demonstration: an invented region, but real records, real conversations, real rows."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from surveys import clock, installation, intake, settings
from surveys.demo import building, deliveries
from surveys.demo.asks import Ask, at, opened_at
from surveys.demo.building import Built, build
from surveys.demo.chance import seeded
from surveys.demo.folder import Folder
from surveys.demo.population import Population
from surveys.demo.region import NOW, PROVIDERS, VISITED, half_years
from surveys.demo.visits import LINKS, VISITS
from surveys.faults import Mistakes
from surveys.installation import Installation
from surveys.periods import HOME, half_year_of
from surveys.store import bulk
from surveys.store.database import reading
from surveys.store.tables import (
    answer,
    care_record,
    consent,
    conversation,
    current_answer,
    goal,
    invitation,
    participant,
)

PEOPLE = 60


@contextmanager
def _silent(_length: int, _name: str) -> Iterator[Any]:
    yield lambda _more: None


def _built(place: Path, seed: int = 1, people: int = PEOPLE) -> tuple[Folder, Built]:
    folder = Folder(place)
    folder.claim()
    made = folder.begin("http://127.0.0.1:8080")
    return folder, asyncio.run(build(folder, made, people, seed, _silent))


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Built]:
    return _built(tmp_path_factory.mktemp("region") / "demo")


async def _rows(folder: Folder, query: Any) -> list[dict[str, Any]]:
    async with installation.opened(settings.load(folder.env, environ={}), clock.standing(NOW)) as opened:
        return await _rows_of(opened, query)


async def _rows_of(opened: Installation, query: Any) -> list[dict[str, Any]]:
    async with reading(opened.engine).begin() as db:
        return [dict(row._mapping) for row in await db.execute(query)]


def _without(table: Table, *names: str) -> Any:
    return select(*(column for column in table.c if column.name not in names)).order_by(table.primary_key.columns[0])


async def _everything(folder: Folder) -> dict[str, Any]:
    """All rows, apart from random ids, nonces and the visitor's codes; own words as they were written."""
    async with installation.opened(settings.load(folder.env, environ={}), clock.standing(NOW)) as opened:
        found = {
            "records": await _rows_of(opened, _without(care_record)),
            "participants": await _rows_of(opened, _without(participant, "respondent")),
            "conversations": await _rows_of(opened, _without(conversation, "respondent", "state")),
            "consents": await _rows_of(opened, _without(consent, "respondent")),
            "current": await _rows_of(opened, select(current_answer).order_by(*current_answer.primary_key)),
            "asked": await _rows_of(opened, _without(invitation).where(invitation.c.issued_at < NOW)),
            "now": await _rows_of(opened, _without(invitation, "token_hash").where(invitation.c.issued_at >= NOW)),
        }
        return found | {"answers": await _legible_answers(opened), "goals": await _legible_goals(opened)}


async def _legible_answers(opened: Installation) -> list[dict[str, Any]]:
    rows = await _rows_of(opened, select(answer, conversation.c.respondent).join(conversation).order_by(answer.c.id))
    ciphers = await opened.vault.keys_for(sorted({row["respondent"] for row in rows}))
    for row in rows:
        cipher = ciphers[row.pop("respondent")]
        about = intake.words_about(row["conversation"], (row["question"], row["item"]), row["turn"])
        row["body"] = row["body"] and cipher.open(row["body"], about)
    return rows


async def _legible_goals(opened: Installation) -> list[dict[str, Any]]:
    rows = await _rows_of(opened, select(goal, participant.c.respondent).join(participant).order_by(goal.c.id))
    ciphers = await opened.vault.keys_for(sorted({row["respondent"] for row in rows}))
    for row in rows:
        cipher = ciphers[row.pop("respondent")]
        row["body"] = cipher.open(row["body"], intake.goal_about(row["participant"], row["number"]))
    return rows


def test_the_same_seed_gives_the_same_region_row_for_row(region: tuple[Folder, Built], tmp_path: Path) -> None:
    again, _ = _built(tmp_path / "demo")
    first, second = asyncio.run(_everything(region[0])), asyncio.run(_everything(again))

    assert first.keys() == second.keys()
    for name, rows in first.items():
        assert rows == second[name], name
        assert rows, name


def test_another_seed_gives_another_region() -> None:
    one, other = (Population(seeded(seed, "region")).region(PEOPLE) for seed in (1, 2))

    assert one != other


def test_as_many_people_answer_as_were_asked_for(tmp_path: Path) -> None:
    """More only because the visited provider has enough answers to show, whatever the size of the region."""
    folder, built = _built(tmp_path / "demo", people=400)
    query = select(func.count(conversation.c.respondent.distinct()).label("people")).where(
        conversation.c.counts, conversation.c.moment == "end"
    )

    assert built.people == 400
    assert asyncio.run(_rows(folder, query)) == [{"people": 400}]


def test_there_are_all_segments_many_providers_and_four_half_years(region: tuple[Folder, Built]) -> None:
    cases = Population(seeded(1, "region")).region(3000)
    ended = [case for case in cases if case.end <= half_years()[-1].last]

    assert {case.offer.segment for case in cases} == {"treatment_stay", "living", "day", "ambulatory", "crisis"}
    assert len({case.provider.name for case in ended}) == len(PROVIDERS) >= 12
    assert {half_year_of(case.end).name for case in ended} == {"2024H2", "2025H1", "2025H2", "2026H1"}
    assert all("(verzonnen)" in case.provider.name for case in cases)


def test_every_way_a_conversation_may_end_is_there(region: tuple[Folder, Built]) -> None:
    rows = asyncio.run(_rows(region[0], select(conversation.c.status).distinct()))
    never = asyncio.run(_rows(region[0], select(invitation.c.id).where(invitation.c.opened_at.is_(None))))
    kinds = asyncio.run(_rows(region[0], select(answer.c.kind).distinct()))

    assert {row["status"] for row in rows} == {"submitted", "kept", "discarded", "declined", "open"}
    assert {row["kind"] for row in kinds} >= {"given", "corrected"}
    assert never


def test_nobody_who_must_be_left_alone_is_asked(region: tuple[Folder, Built]) -> None:
    bar = {"start": participant.c.start_bar, "end": participant.c.end_bar}
    for moment, column in bar.items():
        barred = select(invitation.c.id).join(participant).where(invitation.c.moment == moment, column != "")

        assert asyncio.run(_rows(region[0], barred)) == []


def test_answers_come_while_the_invitation_works_and_the_period_is_open_at_decent_hours(
    region: tuple[Folder, Built],
) -> None:
    query = (
        select(answer.c.at, invitation.c.issued_at, invitation.c.expires_at)
        .add_columns(conversation.c.moment, care_record.c.end_date)
        .select_from(answer.join(conversation).join(invitation).join(participant).join(care_record))
    )
    rows = asyncio.run(_rows(region[0], query))

    assert rows
    for row in rows:
        local = row["at"].astimezone(HOME)
        assert row["issued_at"] < row["at"] < row["expires_at"]
        assert time(9) <= local.time() < time(20)
        if row["moment"] == "end":
            assert row["end_date"] < local.date() < half_year_of(row["end_date"]).may_be_published_on


def test_nobody_opens_an_invitation_after_its_last_day() -> None:
    case = Population(seeded("short")).region(10)[0]
    who = bulk.Participant(1, case.provider.name, case.record_id, "youth", "youth", "p", "nl", "", "")
    ask = Ask(case, who, "end", at(date(2026, 3, 27), 10), at(date(2026, 3, 31), 0))
    opened = {opened_at(seeded(number), ask).date() for number in range(200)}

    assert opened == {date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)}


def test_goals_of_the_start_are_what_the_end_asks_about(region: tuple[Folder, Built]) -> None:
    started, ended = conversation.alias("started"), conversation.alias("ended")
    first, last = current_answer.alias("first"), current_answer.alias("last")
    query = (
        select(goal.c.source)
        .join(started, started.c.id == goal.c.conversation)
        .join(ended, ended.c.participant == goal.c.participant)
        .join(first, (first.c.conversation == started.c.id) & (first.c.item == goal.c.number))
        .join(last, (last.c.conversation == ended.c.id) & (last.c.item == goal.c.number))
        .where(started.c.moment == "start", ended.c.moment == "end", started.c.counts)
        .where(first.c.question == "goal_start", last.c.question == "goal_now")
    )
    rows = asyncio.run(_rows(region[0], query))

    assert {row["source"] for row in rows} == {"own"}


def test_the_visitor_gets_links_that_nobody_has_opened(region: tuple[Folder, Built]) -> None:
    folder, built = region
    query = select(invitation.c.token_hash, invitation.c.opened_at, invitation.c.expires_at)
    stored = {row["token_hash"]: row for row in asyncio.run(_rows(folder, query))}

    assert [(one.due.record_id, one.due.slot) for one in built.links] == list(LINKS)
    for one in built.links:
        row = stored[one.stored(NOW)["token_hash"]]
        assert one.due.provider == VISITED.name
        assert row["opened_at"] is None
        assert row["expires_at"] > NOW


def test_the_visitors_codes_never_come_from_the_seed(region: tuple[Folder, Built], tmp_path: Path) -> None:
    _, again = _built(tmp_path / "demo")

    assert not {one.code for one in region[1].links} & {one.code for one in again.links}


def test_deliveries_are_files_that_the_importer_takes_and_never_know_the_future(
    region: tuple[Folder, Built],
) -> None:
    files = sorted(region[0].deliveries.glob("*.csv"))
    rows = asyncio.run(_rows(region[0], select(care_record.c.imported_at, care_record.c.start_date)))

    assert [path.stem for path in files] == [day.isoformat() for day in deliveries.days()]
    assert all(row["start_date"] <= row["imported_at"].date() for row in rows)
    assert len(rows) == len(Population(seeded(1, "region")).region(PEOPLE)) + len(VISITS)


def test_a_folder_that_no_demo_made_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "hoorbaar.db").write_text("of somebody else")
    with pytest.raises(Mistakes, match="no demo made it"):
        Folder(tmp_path).claim()

    assert (tmp_path / "hoorbaar.db").read_text() == "of somebody else"
    assert [path.name for path in tmp_path.iterdir()] == ["hoorbaar.db"]


def test_settings_of_a_real_installation_are_no_mark_of_a_demo(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HOORBAAR_DEMO=1\nHOORBAAR_DATABASE_URL=sqlite:///hoorbaar.db\n")
    with pytest.raises(Mistakes):
        Folder(tmp_path).claim()


def test_beginning_anew_throws_away_its_own_files_only(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "demo")
    folder.claim()
    folder.begin("http://127.0.0.1:8080")
    for name in ("hoorbaar.db", "hoorbaar.db-wal", "hoorbaar.key", "uitnodigingen.csv", "notities.txt", "mijn.xlsx"):
        (folder.path / name).write_text("of before")
    Folder(tmp_path / "demo").claim()
    made = folder.begin("http://127.0.0.1:8082")

    assert sorted(path.name for path in folder.path.iterdir()) == [
        ".env", "aanleveringen", "mijn.xlsx", "notities.txt"
    ]  # fmt: skip
    assert made.public_url == "http://127.0.0.1:8082"
    assert made.demo
    assert made.start_at == NOW


def test_the_clock_stands_after_the_answer_window_of_the_last_half_year() -> None:
    last = half_years()[-1]

    assert last.name == "2026H1"
    assert last.publishable(NOW)
    assert not half_year_of(NOW.date()).publishable(NOW)


def test_building_is_told_how_far_it_is(tmp_path: Path) -> None:
    told: dict[str, list[int]] = {}

    @contextmanager
    def bar(length: int, name: str) -> Iterator[Any]:
        told[name] = [length, 0]
        yield lambda more: told[name].__setitem__(1, told[name][1] + more)

    folder = Folder(tmp_path / "demo")
    folder.claim()
    asyncio.run(building.build(folder, folder.begin("http://127.0.0.1:8080"), 1, 1, bar))

    assert list(told) == ["trajecten", "gesprekken"]
    assert all(length == done > 0 for length, done in told.values())
