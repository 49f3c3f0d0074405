"""Care records into the database, and invitations out of it, on both kinds of database."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError

from surveys import importing, inviting, opening
from surveys.catalogue import Catalogue
from surveys.codes import hash_of, normalised
from surveys.faults import Mistakes
from surveys.formats import records_csv
from surveys.installation import Installation
from surveys.inviting import Wanted, Who
from surveys.opening import Browser
from surveys.settings import SHIPPED_CONFIG
from surveys.store import invitations
from surveys.store.tables import care_record, contact, conversation, invitation, participant, publication, respondent
from tests.installed import NOW
from tests.surveys.records import RUNNING, write

FAMILY = {"parent_key": "p1"}
SIBLING = {"record_id": "r2", "client_key": "c2", **FAMILY}
ADMINISTRATIVE = {"end_reason_list": "iJw", "end_reason": "36"}


async def _deliver(opened: Installation, folder: Path, *rows: Mapping[str, str]) -> importing.Imported:
    return await importing.import_records(opened, records_csv.read(write(folder / "records.csv", rows)))


async def _all(opened: Installation, table: Table) -> Sequence[Any]:
    async with opened.engine.begin() as db:
        return (await db.execute(select(table).order_by(*table.primary_key))).all()


async def _invite(opened: Installation, out: Path, **wanted: Any) -> list[dict[str, str]]:
    await inviting.invite(opened, Wanted(**wanted), out)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def _open(opened: Installation, code: str) -> str:
    """Opens the conversation behind a code; its handle."""
    async with opened.engine.begin() as db:
        door = await opening.find_door(db, hash_of(normalised(code) or ""), NOW)
        assert door is not None
        catalogue = Catalogue.read(SHIPPED_CONFIG)
        return await opening.enter(
            db, door, Browser(hash_of(code)), catalogue, "nl", f"handle-{door.invited.id}", NOW
        )


async def test_a_record_that_comes_again_is_updated_not_doubled(
    any_installation: Installation, tmp_path: Path
) -> None:
    first = await _deliver(any_installation, tmp_path, RUNNING)
    again = await _deliver(any_installation, tmp_path, {"end_reason": "03"}, {"record_id": "r2"})

    records = await _all(any_installation, care_record)
    assert (first.added, first.updated, again.added, again.updated) == (1, 0, 1, 1)
    assert [(row.record_id, row.end_date, row.ending) for row in records] == [
        ("r1", date(2026, 5, 1), "03"),
        ("r2", date(2026, 5, 1), "01"),
    ]
    assert records[0].stay_type is None
    assert len(await _all(any_installation, participant)) == 4


async def test_a_parent_of_two_is_one_respondent_and_the_children_are_two(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, FAMILY, SIBLING, {"record_id": "r3", "client_key": "c2"})

    people = [(row.informant, row.person_key) for row in await _all(any_installation, respondent)]
    assert sorted(people) == [("parent", "p1"), ("parent", "r3|parent"), ("youth", "c1"), ("youth", "c2")]


async def test_everybody_due_gets_a_code_of_their_own_once(any_installation: Installation, tmp_path: Path) -> None:
    await _deliver(any_installation, tmp_path, FAMILY, SIBLING, {"record_id": "r3", **RUNNING})
    rows = await _invite(any_installation, tmp_path / "one.csv")
    again = await _invite(any_installation, tmp_path / "two.csv")

    stored = await _all(any_installation, invitation)
    assert sorted((row["record_id"], row["informant"], row["moment"]) for row in rows) == [
        ("r1", "parent", "end"), ("r1", "youth", "end"), ("r2", "parent", "end"), ("r2", "youth", "end")
    ]  # fmt: skip
    assert again == []
    assert {row.token_hash for row in stored} == {hash_of(normalised(row["code"]) or "") for row in rows}
    assert all(row["web_link"].endswith(normalised(row["code"]) or "-") for row in rows)
    assert {row["expires"] for row in rows} == {"2026-09-23"}
    assert {row.question_set for row in stored} == {"end-youth", "end-parent"}
    assert oct((tmp_path / "one.csv").stat().st_mode & 0o777) == "0o600"


async def test_a_list_that_is_there_is_never_written_over(any_installation: Installation, tmp_path: Path) -> None:
    await _deliver(any_installation, tmp_path, {})
    (tmp_path / "one.csv").write_text("codes of before", "utf-8")

    with pytest.raises(Mistakes, match="is there already"):
        await inviting.invite(any_installation, Wanted(), tmp_path / "one.csv")

    assert (tmp_path / "one.csv").read_text("utf-8") == "codes of before"
    assert await _all(any_installation, invitation) == []


async def test_when_codes_cannot_be_stored_no_list_stays_behind(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, {})

    with pytest.raises(IntegrityError):
        await inviting.invite(any_installation, Wanted(made=bytes), tmp_path / "one.csv")

    assert sorted(path.name for path in tmp_path.glob("one*")) == []
    assert await _all(any_installation, invitation) == []


async def test_who_began_lately_is_asked_about_the_start_and_who_began_long_ago_is_not(
    any_installation: Installation, tmp_path: Path
) -> None:
    today = NOW.date()
    old, new = today - timedelta(43), today - timedelta(42)
    await _deliver(
        any_installation,
        tmp_path,
        {"start_date": old.isoformat(), **RUNNING},
        {"record_id": "r2", "start_date": new.isoformat(), **RUNNING},
    )

    rows = await _invite(any_installation, tmp_path / "one.csv", provider="Aanbieder Test (verzonnen)")

    assert [(row["record_id"], row["moment"]) for row in rows] == [("r2", "start"), ("r2", "start")]


async def test_an_ending_of_a_published_period_is_asked_about_no_more(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, {}, {"record_id": "r2", "end_date": "2025-12-31"})
    row = {
        "period": "2025H2",
        "published_at": NOW,
        "data_until": NOW,
        "pattern_version": "primary-only",
        "definitions": "[]",
    }
    async with any_installation.engine.begin() as db:
        await db.execute(publication.insert().values(row))

    rows = await _invite(any_installation, tmp_path / "one.csv", moments=("end",))

    assert {row["record_id"] for row in rows} == {"r1"}


@pytest.mark.parametrize("late", [{"end_reason_list": "iJw", "end_reason": "02"}, {"do_not_invite": "asked_not_to"}])
async def test_what_is_open_is_revoked_with_the_news(
    any_installation: Installation, tmp_path: Path, late: Mapping[str, str]
) -> None:
    await _deliver(any_installation, tmp_path, {})
    rows = await _invite(any_installation, tmp_path / "one.csv")
    await _deliver(any_installation, tmp_path, late)

    async with any_installation.engine.begin() as db:
        doors = [await opening.find_door(db, hash_of(normalised(row["code"]) or ""), NOW) for row in rows]
    assert doors == [None, None]
    assert await _invite(any_installation, tmp_path / "two.csv") == []


async def test_somebody_no_longer_named_is_not_asked_and_their_code_stops(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, {})
    await _invite(any_installation, tmp_path / "one.csv")
    await _deliver(any_installation, tmp_path, {"informants": "youth"})

    people = {row.id: row for row in await _all(any_installation, participant)}
    revoked = [people[row.participant].slot for row in await _all(any_installation, invitation) if row.revoked_at]
    assert revoked == ["parent"]


async def test_an_administrative_ending_is_settled_when_thirty_days_have_passed(
    any_installation: Installation, tmp_path: Path
) -> None:
    late = (NOW - timedelta(20)).date().isoformat()
    following = {"record_id": "r9", "client_key": "c3", "start_date": "2026-05-31", **RUNNING}
    await _deliver(
        any_installation,
        tmp_path,
        ADMINISTRATIVE,
        {"record_id": "r2", "client_key": "c2", **ADMINISTRATIVE, "end_date": late},
        {"record_id": "r3", "client_key": "c3", **ADMINISTRATIVE},
        following,
    )

    endings = {row.record_id: row.ending for row in await _all(any_installation, care_record)}
    assert endings == {"r1": "unknown", "r2": "continued", "r3": "continued", "r9": None}
    rows = await _invite(any_installation, tmp_path / "one.csv", moments=("end",))
    assert {row["record_id"] for row in rows} == {"r1"}

    later = replace(any_installation, clock=lambda: NOW + timedelta(11))
    rows = await _invite(later, tmp_path / "two.csv", moments=("end",))
    assert {row["record_id"] for row in rows} == {"r2"}


async def test_a_lost_code_is_replaced_and_the_conversation_goes_on(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, {})
    rows = await _invite(any_installation, tmp_path / "one.csv")
    old = next(row["code"] for row in rows if row["informant"] == "youth")
    handle = await _open(any_installation, old)

    await inviting.reissue(any_installation, Who("r1", "youth"), tmp_path / "two.csv")

    [row] = csv.DictReader((tmp_path / "two.csv").read_text("utf-8").splitlines())
    new = row["code"]
    async with any_installation.engine.begin() as db:
        assert await opening.find_door(db, hash_of(normalised(old) or ""), NOW) is None
        door = await opening.find_door(db, hash_of(normalised(new) or ""), NOW)
    assert door is not None
    assert door.conversation is not None
    assert door.conversation.handle == handle


async def test_a_code_is_not_replaced_when_the_questions_were_answered(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, {})
    rows = await _invite(any_installation, tmp_path / "one.csv")
    await _open(any_installation, rows[0]["code"])
    async with any_installation.engine.begin() as db:
        await db.execute(conversation.update().values(status="submitted", counts=True))

    with pytest.raises(Mistakes, match="were answered already"):
        await inviting.reissue(any_installation, Who("r1", rows[0]["informant"]), tmp_path / "two.csv")
    with pytest.raises(Mistakes, match="no open invitation"):
        await inviting.reissue(any_installation, Who("r7", "youth"), tmp_path / "two.csv")


async def test_nobody_becomes_another_person_once_their_questions_are_open(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, {})
    for row in await _invite(any_installation, tmp_path / "one.csv"):
        await _open(any_installation, row["code"])

    with pytest.raises(Mistakes) as mistakes:
        await _deliver(any_installation, tmp_path, {"client_key": "c9", "parent_key": "p9", "segment": "day"})

    assert [line.split(":")[0].split("column ")[1] for line in mistakes.value.lines] == ["client_key", "parent_key"]
    assert (await _all(any_installation, care_record))[0].segment == "ambulatory"


async def test_addresses_are_stored_as_ciphertext_only(any_installation: Installation, tmp_path: Path) -> None:
    email = "iemand@voorbeeld.example"
    await _deliver(any_installation, tmp_path, {"parent_email": email})
    await _deliver(any_installation, tmp_path, {"parent_email": email})

    [row] = await _all(any_installation, contact)
    cipher = await any_installation.vault.key_of(row.respondent)
    assert cipher is not None
    assert cipher.open(row.address, f"contact|{row.respondent}|mail") == email
    assert email.encode() not in row.address


async def test_two_live_invitations_for_one_moment_are_impossible(
    any_installation: Installation, tmp_path: Path
) -> None:
    await _deliver(any_installation, tmp_path, {})
    await _invite(any_installation, tmp_path / "one.csv")
    row = (await _all(any_installation, invitation))[0]._asdict()
    del row["id"]

    with pytest.raises(IntegrityError):
        async with any_installation.engine.begin() as db:
            await invitations.add(db, [row | {"token_hash": "0" * 64}])
