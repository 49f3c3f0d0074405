"""When something fails: a friendly page, nothing lost, nothing told that is nobody's business."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.webchat.parts import CHAT
from surveys.store.tables import answer, inbox
from tests.bot.answers import YOUTH
from tests.bot.house import House


@pytest.fixture
def locked(house: House):
    """Another program holds the database for as long as the test wants; ours waits only shortly for it."""
    other = sqlite3.connect(house.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    yield lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK")
    other.close()


def impatient(server) -> None:
    """Makes the server's own connections give up at once instead of after five seconds."""
    engine = server.app[CHAT].engine.sync_engine

    event.listen(engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout=50"))


async def test_a_locked_database_says_so_and_the_same_answer_can_be_sent_again(
    house: House, serve, arrive, locked
) -> None:
    lock, release = locked
    server = await serve(house)
    impatient(server)
    visitor = arrive(server)
    await visitor.open(house.codes["youth"])
    await visitor.until("open_answer", YOUTH)
    lock()
    page = await visitor.type("bel vaker <terug>")

    assert (page.status, page.headers["Retry-After"]) == (503, "5")
    assert "Het antwoord is nog niet bewaard." in page.text
    assert (page.question, page.hidden["text"]) == ("open_answer", "bel vaker <terug>")
    again = await visitor.send(page)
    assert again.status == 503
    release()
    page = await visitor.send(again)

    assert page.question == "company"
    assert "bel vaker <terug>" in page.log
    assert [row.question for row in await house.rows(answer)].count("open_answer") == 1


async def test_pages_can_be_read_while_the_database_takes_no_writes(house: House, serve, arrive, locked) -> None:
    lock, release = locked
    server = await serve(house)
    impatient(server)
    visitor = arrive(server)
    await visitor.open(house.codes["youth"])
    lock()
    for place in ("/", "/hulp", f"/i/{house.codes['parent']}", visitor.place):
        assert (await visitor.get(place)).status == 200
    assert (await visitor.get("/health")).status == 503
    release()

    assert (await visitor.get("/health")).status == 200


async def test_a_database_that_is_gone_gives_a_friendly_page_and_comes_back(house: House, serve, arrive) -> None:
    server = await serve(house)
    visitor = arrive(server)
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    path = Path(house.settings.keys_url.removeprefix("sqlite:///"))
    await server.app[CHAT].vault._engine.dispose()
    hidden = path.rename(path.with_suffix(".away"))
    path.mkdir()
    page = await visitor.send(asked, choice="7")
    assert page.status == 503
    assert (await visitor.get(asked.action)).status == 503
    path.rmdir()
    hidden.rename(path)

    assert (await visitor.send(page)).question == "further_need"


async def test_an_answer_that_was_written_down_but_not_handled_is_handled_before_the_next(
    house: House, serve, arrive
) -> None:
    server = await serve(house)
    visitor = arrive(server)
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    async with house.engine.begin() as db:
        await db.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'out of order'); END"
        )
    page = await visitor.send(asked, choice="7")
    assert page.status == 500
    assert "out of order" not in page.html
    async with house.engine.begin() as db:
        await db.exec_driver_sql("DROP TRIGGER broken")
        await db.execute(inbox.update().where(inbox.c.state == "parked").values(state="new"))
    page = await visitor.send(asked, choice="8")

    assert page.question == "further_need"
    assert [(row.kind, row.value) for row in await house.rows(answer)] == [("given", "7"), ("corrected", "8")]


async def test_a_message_that_cannot_be_handled_is_set_aside_and_the_conversation_goes_on(
    house: House, serve, arrive
) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    async with house.engine.begin() as db:
        await db.exec_driver_sql(
            "CREATE TRIGGER poison BEFORE INSERT ON answer WHEN NEW.value = '6' "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END"
        )
    assert (await visitor.send(asked, choice="6")).status == 500
    assert (await visitor.send(asked, choice="7")).question == "further_need"
    assert [row.state for row in await house.rows(inbox)].count("parked") == 1


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"text=" + b"x" * 70_000, 413),
        ("application/x-www-form-urlencoded", b"&".join(b"a=%d" % number for number in range(100)), 400),
        ("application/x-www-form-urlencoded", b"", 400),
        ("application/x-www-form-urlencoded; charset=utf-99", b"step=1", 400),
        ("application/x-www-form-urlencoded", b"\xff\xfe%00%ED%A0%80=%zz", 400),
        ("application/json", b'{"step": "1", "text": "\\ud800"}', 400),
        ("multipart/form-data; boundary=x", b"--x\r\n", 400),
        ("", b"step=1", 400),
    ],
    ids=["too large", "too many fields", "empty", "odd charset", "no text at all", "json", "multipart", "no type"],
)
async def test_what_is_no_form_of_ours_is_refused_kindly(
    house: House, serve, arrive, kind: str, body: bytes, status: int
) -> None:
    server = await serve(house)
    visitor = arrive(server)
    await visitor.open(house.codes["youth"])
    before = await house.dump()
    url = server.make_url(visitor.page.action)
    async with visitor.session.post(url, data=body, headers={"Content-Type": kind}) as reply:
        html = await reply.text()

    assert reply.status == status
    assert "Traceback" not in html
    assert "<h1>Het lukte niet</h1>" in html
    assert await house.dump() == before


async def test_a_body_without_a_length_is_not_read_beyond_the_limit(house: House, serve, arrive) -> None:
    server = await serve(house)
    visitor = arrive(server)
    await visitor.open(house.codes["youth"])

    async def endless():
        for _ in range(1000):
            yield b"text=" + b"x" * 65_536

    url, headers = server.make_url(visitor.page.action), {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        async with visitor.session.post(url, data=endless(), headers=headers) as reply:
            assert reply.status == 413
    except OSError:
        pass  # the server hung up while we were still sending, which is as good

    assert (await visitor.get(visitor.page.action)).status == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "<img src=x>"},
        {"choice": "x" * 41},
        {"action": "language:xx"},
        {"action": "language:de"},
        {"action": "send"},
        {"action": "change:usefulness"},
    ],
    ids=lambda fields: " ".join(fields.values())[:30],
)
async def test_a_form_with_values_that_no_page_has_is_refused(house: House, serve, arrive, fields) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    before = await house.dump()

    assert (await visitor.send(asked, **fields)).status == 400
    assert await house.dump() == before


async def test_any_text_a_person_sends_is_taken(any_house: House, serve, arrive) -> None:
    visitor = arrive(await serve(any_house))
    await visitor.open(any_house.codes["youth"])
    await visitor.until("_overview", YOUTH)
    for text in ("\0nul", "\x1b[31mrood", "a" * 60_000, "\u202ex" * 200, "regel\r\nregel", "👩‍👩‍👧 e\u0301"):
        await visitor.press("change:open_answer:0")
        page = await visitor.type(text)

        assert page.question == "_overview"
    assert "👩‍👩‍👧 é" in page.text


async def test_an_unknown_address_is_a_friendly_page(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    for place in ("/nergens", "/c/", "/i/", "/c/a/b", "/.env", "/static/"):
        page = await visitor.get(place)
        assert page.status == 404
        assert "/hulp" in page.links
    async with visitor.session.put(f"http://127.0.0.1:{visitor._server.port}/code") as reply:
        assert (reply.status, reply.headers["Allow"]) == (405, "POST")


async def test_nobody_s_words_reach_the_log(house: House, serve, arrive, caplog) -> None:
    caplog.set_level("DEBUG")
    visitor = arrive(await serve(house))
    await visitor.get(f"/i/{house.codes['youth']}?geheim=1")
    await visitor.open(house.codes["youth"])
    await visitor.until("open_answer", YOUTH)
    await visitor.type("ik wil dood")
    async with house.engine.begin() as db:
        await db.exec_driver_sql(
            "CREATE TRIGGER poison BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'ik wil dood'); END"
        )
    await visitor.choose("continue")
    assert (await visitor.choose("nobody")).status == 500
    written = "".join(record.getMessage() for record in caplog.records if record.name.startswith(("bot", "surveys")))

    assert "parked: IntegrityError" in written
    for secret in (house.codes["youth"], visitor.place[3:], "dood", "school", "geheim", "127.0.0.1"):
        assert secret not in written


async def test_many_people_at_once_each_get_their_own_conversation(house: House, serve, arrive) -> None:
    server = await serve(house)
    codes = [await house.invite(f"parent_{number}") for number in range(12)]
    visitors = [arrive(server) for _ in codes]

    async def hold(visitor, code: str, number: int) -> None:
        await visitor.open(code)
        await visitor.until("_overview", YOUTH | {"open_answer": f"woord{number}", "company": "rather_not"})
        assert f"woord{number}" in visitor.page.text
        assert (await visitor.choose("send")).question == "_done"

    await asyncio.gather(
        *(hold(visitor, code, number) for number, (visitor, code) in enumerate(zip(visitors, codes, strict=True)))
    )
    texts = [row for row in await house.rows(answer) if row.question == "open_answer"]
    assert len(texts) == 12
