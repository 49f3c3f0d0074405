"""Nothing that a browser or an impatient person does loses an answer, doubles one, or answers another question."""

import asyncio

from sqlalchemy import func, select

from surveys.store.tables import answer, conversation, current_answer, inbox, web_session
from tests.bot.answers import YOUTH
from tests.bot.house import House
from tests.bot.visitor import form_of


async def given(house: House) -> dict[str, str]:
    return {row.question: row.value for row in await house.rows(current_answer)}


async def trail(house: House) -> list[tuple[str, str, str]]:
    return [(row.question, row.kind, row.value) for row in await house.rows(answer)]


async def test_the_same_post_twice_stores_one_answer_and_leads_to_the_same_page(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    once = await visitor.send(asked, choice="7")
    twice = await visitor.send(asked, choice="7")

    assert twice.question == once.question == "further_need"
    assert await trail(house) == [("usefulness", "given", "7")]


async def test_five_taps_at_once_store_one_answer(any_house: House, serve, arrive) -> None:
    server = await serve(any_house)
    visitor = arrive(server)
    await visitor.open(any_house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    taps = [
        visitor.session.post(server.make_url(asked.action), data=dict(form_of(asked, choice="7"))) for _ in range(5)
    ]
    replies = await asyncio.gather(*taps)
    for reply in replies:
        reply.release()

    assert {reply.status for reply in replies} == {200}
    assert await trail(any_house) == [("usefulness", "given", "7")]
    assert len([row for row in await any_house.rows(inbox) if row.state == "done"]) == 2


async def test_reloading_the_page_after_a_post_changes_nothing(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("further_need", YOUTH)
    before = await house.dump()
    for _ in range(3):
        assert (await visitor.get(visitor.place)).question == "further_need"

    assert await house.dump() == before


async def test_an_old_screen_answers_its_own_question(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    old = await visitor.until("usefulness", YOUTH)
    await visitor.until("stopped_by", YOUTH)
    page = await visitor.send(old, choice="9")

    assert page.question == "stopped_by"
    assert (await given(house))["usefulness"] == "9"
    assert "stopped_by" not in await given(house)


async def test_a_repeated_old_post_does_not_bring_back_what_was_corrected(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    old = await visitor.until("usefulness", YOUTH)
    await visitor.send(old, choice="7")
    await visitor.until("_overview", YOUTH)
    await visitor.press("change:usefulness:0")
    await visitor.choose("9")
    await visitor.send(old, choice="7")

    assert (await given(house))["usefulness"] == "9"


async def test_an_answer_from_an_old_screen_counts_while_stopping_is_asked(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    old = await visitor.until("further_need", YOUTH)
    await visitor.press("stop")
    page = await visitor.send(old, choice="02")

    assert page.question == "_stop"
    assert (await given(house))["further_need"] == "02"


async def test_every_post_of_a_conversation_again_changes_nothing(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    posts = []
    while visitor.page.question != "_overview":
        page = visitor.page
        reply = YOUTH[page.question]
        fields = [("text", reply)] if page.typing else [("choice", code) for code in reply.split(" ")]
        posts.append((page.action, [*page.hidden.items(), *fields]))
        await visitor.post(*posts[-1])
    before = await house.dump()
    for path, fields in posts:
        page = await visitor.post(path, fields)
        assert page.question == "_overview"

    assert await house.dump() == before


async def test_back_from_an_old_screen_counts_once(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("clear", YOUTH)
    first = await visitor.send(asked, action="back")
    second = await visitor.send(asked, action="back")

    assert first.question == second.question == "heard"


async def test_stopping_works_from_any_screen_as_often_as_it_is_said(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("clear", YOUTH)
    for _ in range(2):
        assert (await visitor.send(asked, action="stop")).question == "_stop"
        assert (await visitor.choose("continue")).question == "clear"


async def test_two_tabs_go_through_one_conversation(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    first = await visitor.until("usefulness", YOUTH)
    second = await visitor.get(visitor.place)
    await visitor.send(first, choice="7")
    page = await visitor.send(second, choice="8")

    assert page.question == "further_need"
    assert await trail(house) == [("usefulness", "given", "7"), ("usefulness", "corrected", "8")]


async def test_opening_the_link_in_a_second_tab_leaves_the_first_one_working(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    first = await visitor.until("usefulness", YOUTH)
    await visitor.open(house.codes["youth"])
    page = await visitor.send(first, choice="7")

    assert page.question == "further_need"
    assert await given(house) == {"usefulness": "7"}
    assert len(await house.rows(web_session)) == 1


async def test_a_double_tap_on_begin_makes_one_conversation(any_house: House, serve, arrive) -> None:
    server = await serve(any_house)
    visitor = arrive(server)
    page = await visitor.get(f"/i/{any_house.codes['youth']}")
    taps = [visitor.session.post(server.make_url(page.action), data=dict(form_of(page))) for _ in range(4)]
    for reply in await asyncio.gather(*taps):
        assert reply.status == 200
        reply.release()

    async with any_house.engine.connect() as db:
        assert (await db.execute(select(func.count()).select_from(conversation))).scalar_one() == 1


async def test_a_key_of_the_script_makes_the_same_choice_another_message(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    key = "00000000-0000-4000-8000-00000000000{}".format
    for number, choice in enumerate(("7", "8", "7", "7")):
        await visitor.send(asked, choice=choice, key=key(min(number, 2)))

    assert await trail(house) == [
        ("usefulness", "given", "7"),
        ("usefulness", "corrected", "8"),
        ("usefulness", "corrected", "7"),
    ]


async def test_a_page_for_the_script_comes_in_the_reply_itself(house: House, serve, arrive) -> None:
    server = await serve(house)
    visitor = arrive(server)
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    url = server.make_url(asked.action)
    async with visitor.session.post(
        url, data=dict(form_of(asked, choice="7")), headers={"Hoorbaar-Script": "1"}, allow_redirects=False
    ) as reply:
        assert reply.status == 200
        assert 'data-question="further_need"' in await reply.text()
    async with visitor.session.post(url, data=dict(form_of(asked, choice="7")), allow_redirects=False) as reply:
        assert (reply.status, reply.headers["Location"]) == (303, asked.action)
