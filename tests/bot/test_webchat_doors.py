"""Links and codes: what opens, what doesn't, and what a new device gets to see (decision 9)."""

from datetime import timedelta

import pytest

from surveys import codes
from surveys.store.tables import conversation, invitation, web_session
from tests.bot.answers import YOUTH
from tests.bot.house import NOW, House

MADE_UP = "AAAABBBBCCCCDDDDEEEEFFFF22"


async def test_looking_at_a_link_opens_nothing(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    before = await house.dump()
    for _ in range(3):
        page = await visitor.get(f"/i/{house.codes['youth']}")
        assert (page.status, page.question) == (200, "_begin")
        assert "Beginnen" in page.text

    assert await house.dump() == before
    assert not visitor.session.cookie_jar


async def test_the_button_exchanges_the_code_for_a_session_and_a_clean_address(house: House, serve, arrive) -> None:
    server = await serve(house)
    visitor = arrive(server)
    page = await visitor.get(f"/i/{house.codes['youth']}")
    async with visitor.session.post(server.make_url(page.action), data=page.hidden, allow_redirects=False) as reply:
        place, cookie = reply.headers["Location"], reply.headers["Set-Cookie"]

    (begun,) = await house.rows(conversation)
    assert (reply.status, place) == (303, f"/c/{begun.handle}")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    (session,) = await house.rows(web_session)
    assert session.token_hash not in cookie
    assert (await house.rows(invitation))[0].opened_at == NOW


@pytest.mark.parametrize(
    "written",
    [str.lower, codes.grouped, lambda code: code.replace("O", "0").replace("I", "1")],
    ids=["small letters", "groups of four", "digits for letters"],
)
async def test_a_link_works_however_its_code_is_written(house: House, serve, arrive, written) -> None:
    visitor = arrive(await serve(house))

    assert (await visitor.open(written(house.codes["youth"]))).question == "_consent"


async def test_dead_links_are_the_same_page_byte_for_byte(house: House, serve, arrive) -> None:
    expired = await house.invite("parent_1", expires_at=NOW)
    revoked = await house.invite("parent_2", revoked_at=NOW - timedelta(days=1))
    visitor = arrive(await serve(house))
    pages = [await visitor.get(f"/i/{code}") for code in (expired, revoked, MADE_UP, "zomaar", "%00", "é")]

    assert {page.status for page in pages} == {404}
    assert len({page.html for page in pages}) == 1
    assert "Deze link of code werkt niet (meer)." in pages[0].text
    assert "/hulp" in pages[0].links


async def test_posting_to_a_dead_link_gives_that_page_too(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    seen = await visitor.get(f"/i/{MADE_UP}")
    posted = await visitor.post(f"/i/{MADE_UP}", [("step", "0"), ("choice", "begin")])
    typed = await visitor.post("/code", [("step", "0"), ("code", MADE_UP)])

    assert (posted.status, posted.html) == (typed.status, typed.html) == (404, seen.html)


async def test_the_dead_link_page_speaks_the_reader_s_language(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house), language="en-GB,en;q=0.9")

    assert "This link or code does not work" in (await visitor.get(f"/i/{MADE_UP}")).text


async def test_a_withdrawn_invitation_ends_the_conversation_at_once(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    async with house.engine.begin() as db:
        await db.execute(invitation.update().values(revoked_at=NOW))
    page = await visitor.send(asked, choice="7")

    assert page.status == 404
    assert (await visitor.get(asked.action)).status == 404


async def test_a_conversation_that_was_begun_may_be_finished_after_the_last_day_of_its_link(
    house: House, serve, arrive
) -> None:
    house.clock.now = NOW + timedelta(days=41, hours=23)
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("usefulness", YOUTH)
    house.clock.now += timedelta(hours=2)

    assert (await visitor.choose("7")).question == "further_need"
    assert (await visitor.get(f"/i/{house.codes['youth']}")).status == 404


async def test_a_session_ends_twelve_hours_after_the_last_answer(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("usefulness", YOUTH)
    house.clock.now += timedelta(hours=11)
    page = await visitor.choose("7")
    house.clock.now += timedelta(hours=11)
    assert (await visitor.get(page.action)).question == "further_need"
    house.clock.now += timedelta(hours=2)
    page = await visitor.get(page.action)

    assert page.status == 404
    assert "Open de link opnieuw" in page.text


async def test_a_new_device_goes_on_and_never_reads_what_was_answered(house: House, serve, arrive) -> None:
    server = await serve(house)
    phone, laptop = arrive(server), arrive(server)
    await phone.open(house.codes["youth"])
    await phone.until("company", YOUTH)
    page = await laptop.get(f"/i/{house.codes['youth']}")
    assert "Op een ander apparaat gaf je al antwoorden." in page.text
    page = await laptop.open(house.codes["youth"])

    assert page.question == "company"
    await laptop.choose("nobody")
    page = laptop.page
    assert page.question == "_overview"
    assert page.text.count("beantwoord") >= 13
    for hidden in ("weer naar school", "bel vaker terug", "Voor een deel"):
        assert hidden not in page.html
    assert "bel vaker terug" in (await phone.get(page.action)).text


async def test_a_new_device_may_answer_again_and_then_reads_that(house: House, serve, arrive) -> None:
    server = await serve(house)
    phone, laptop = arrive(server), arrive(server)
    await phone.open(house.codes["youth"])
    await phone.until("_overview", YOUTH)
    await laptop.open(house.codes["youth"])
    page = await laptop.press("change:open_answer:0")
    assert "bel vaker terug" not in page.html
    page = await laptop.type("iets heel anders")

    assert "iets heel anders" in page.text
    assert "bel vaker terug" not in page.html


async def test_coming_back_on_the_same_browser_shows_everything(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("company", YOUTH)
    page = await visitor.get(f"/i/{house.codes['youth']}")
    assert "Fijn dat je er weer bent." in page.text
    page = await visitor.send(page, choice="begin")

    assert "bel vaker terug" in page.log


async def test_the_link_of_a_finished_conversation_only_offers_to_erase(house: House, serve, arrive) -> None:
    server = await serve(house)
    phone, other = arrive(server), arrive(server)
    await phone.open(house.codes["youth"])
    await phone.until("_done", YOUTH)
    page = await other.get(f"/i/{house.codes['youth']}")

    assert (page.question, page.choices, page.actions) == ("_done", [], ["erase"])
    assert "bel vaker terug" not in page.html
    page = await other.send(page, action="erase")
    assert (page.question, page.choices) == ("_erase", ["erase", "continue"])
    assert "bel vaker terug" not in page.html
    assert "nobody" not in page.html
    page = await other.choose("erase")
    assert page.question == "_erased"
    page = await other.get(f"/i/{house.codes['youth']}")
    assert page.forms == []
    assert "Je antwoorden zijn gewist." in page.text


async def test_five_wrong_codes_close_the_code_page_for_that_address_only(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    wrong, right = [("code", MADE_UP)], [("code", house.codes["youth"])]
    for _ in range(5):
        assert (await visitor.post("/code", wrong)).status == 404
    page = await visitor.post("/code", wrong)
    assert (page.status, page.headers["Retry-After"]) == (429, "900")
    assert (await visitor.post("/code", right)).status == 429
    assert (await visitor.post("/code", right, **{"X-Forwarded-For": "203.0.113.9"})).question == "_consent"


async def test_a_right_link_works_also_where_codes_were_guessed(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    for _ in range(5):
        assert (await visitor.post(f"/i/{MADE_UP}", [("step", "0")])).status == 404
    assert (await visitor.post(f"/i/{MADE_UP}", [("step", "0")])).status == 429

    assert (await visitor.open(house.codes["youth"])).question == "_consent"


async def test_after_a_quarter_of_an_hour_codes_may_be_typed_again(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    for _ in range(6):
        await visitor.post("/code", [("code", MADE_UP)])
    house.clock.now += timedelta(minutes=15)

    assert (await visitor.post("/code", [("code", house.codes["youth"])])).question == "_consent"
