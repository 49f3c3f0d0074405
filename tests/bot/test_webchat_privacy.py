"""Who sees what, what every page carries, and that looking changes nothing."""

import re

import pytest
from yarl import URL

from surveys.store.tables import web_session
from tests.bot.answers import PARENT, YOUTH
from tests.bot.house import House, build
from tests.bot.visitor import form_of

CARE = re.compile(r"hulp|zorg|jeugd|doel|help|care|goal|aanbieder|provider", re.IGNORECASE)
NASTY = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "{{7*7}} ${7*7} {%raw%}",
    "'; DROP TABLE answer; --",
    "{goal} {min} {0}",
    "=cmd|'/c calc'!A1",
    "[x](javascript:alert(1))",
    "\u202eomgekeerd\u202c \u200b\u200d 👩‍👩‍👧 e\u0301",
]


async def test_youth_and_parent_of_one_record_never_see_each_other_s_words(any_house: House, serve, arrive) -> None:
    server = await serve(any_house)
    youth, parent = arrive(server), arrive(server)
    await youth.open(any_house.codes["youth"])
    await parent.open(any_house.codes["parent"])
    seen_by_youth, seen_by_parent = "", ""
    for _ in range(20):
        for visitor, answers in ((youth, YOUTH), (parent, PARENT)):
            if visitor.page.question != "_done":
                await visitor.reply(answers)
        seen_by_youth += youth.page.html
        seen_by_parent += parent.page.html

    assert youth.page.question == parent.page.question == "_done"
    assert "bel vaker terug" in seen_by_youth
    assert "luister naar ouders" in seen_by_parent
    for theirs in ("luister naar ouders", "rust in huis"):
        assert theirs not in seen_by_youth
    for theirs in ("bel vaker terug", "weer naar school"):
        assert theirs not in seen_by_parent


async def test_somebody_else_s_conversation_looks_like_one_that_is_not_there(house: House, serve, arrive) -> None:
    server = await serve(house)
    youth, parent = arrive(server), arrive(server)
    await youth.open(house.codes["youth"])
    asked = await youth.until("goal_result", YOUTH)
    await parent.open(house.codes["parent"])
    nowhere = await parent.get("/c/00000000000000000000000000")
    theirs = await parent.get(asked.action)

    assert (theirs.status, theirs.html) == (nowhere.status, nowhere.html)
    assert theirs.status == 404
    assert (await parent.send(asked, choice="reached")).status == 404
    assert (await youth.get(asked.action)).question == "goal_result"


async def test_a_step_of_another_conversation_is_refused(house: House, serve, arrive) -> None:
    server = await serve(house)
    youth, parent = arrive(server), arrive(server)
    await youth.open(house.codes["youth"])
    theirs = await youth.until("usefulness", YOUTH)
    await parent.open(house.codes["parent"])
    mine = await parent.until("usefulness", PARENT)
    page = await parent.post(mine.action, [("step", theirs.hidden["step"]), ("choice", "1")])

    assert page.status == 400


async def test_opening_a_link_gives_a_new_cookie_and_ends_the_old_session(house: House, serve, arrive) -> None:
    server = await serve(house)
    visitor = arrive(server)
    visitor.session.cookie_jar.update_cookies({"hoorbaar": "chosen-by-an-attacker"}, URL(server.make_url("/")))
    cookies = []
    for slot in ("youth", "youth", "parent"):
        await visitor.open(house.codes[slot])
        cookies.append(visitor.session.cookie_jar.filter_cookies(server.make_url("/"))["hoorbaar"].value)

    assert len({*cookies, "chosen-by-an-attacker"}) == 4
    assert len(await house.rows(web_session)) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_no_title_says_what_it_is_about(house: House, serve, arrive, language: str) -> None:
    visitor = arrive(await serve(house), language=language)
    titles = [(await visitor.get(place)).title for place in ("/", "/i/dood", "/hulp", "/c/x", "/nergens")]
    titles.append((await visitor.get(f"/i/{house.codes['youth']}?lang={language}")).title)
    await visitor.send(visitor.page)
    while visitor.page.question != "company":
        titles.append(visitor.page.title)
        await visitor.reply(YOUTH)
    titles.append((await visitor.press("stop")).title)
    await visitor.choose("continue")
    titles.append((await visitor.until("_overview", YOUTH)).title)
    titles += [(await visitor.choose("send")).title, (await visitor.press("erase")).title]
    titles.append((await visitor.choose("erase")).title)

    assert all(titles)
    assert [title for title in titles if CARE.search(title)] == []


async def test_what_people_write_is_shown_as_they_wrote_it_and_runs_nowhere(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    await visitor.until("open_answer", YOUTH)
    await visitor.type("eerst iets gewoons")
    await visitor.until("_overview", YOUTH)
    for question in ("goal_text:1", "open_answer:0"):
        for nasty in NASTY:
            await visitor.press(f"change:{question}")
            page = await visitor.type(nasty)
            assert page.question == "_overview"
            assert nasty.replace("e\u0301", "é") in page.text
            assert not re.search(r"<(img|script(?! src=\"/static)|svg onload)", page.html)
            assert "49" not in page.text


@pytest.mark.parametrize("place", ["/", "/i/dood", "/i/YOUTH", "/c/x", "/hulp", "/nergens", "/health"])
async def test_every_page_carries_the_headers_that_protect_it(house: House, serve, arrive, place: str) -> None:
    visitor = arrive(await serve(house))
    headers = (await visitor.get(place.replace("YOUTH", house.codes["youth"]))).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "ython" not in headers["Server"]


async def test_pages_hold_no_inline_script_or_style_and_ask_nothing_of_others(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    html = (await visitor.until("_overview", YOUTH)).html + (await visitor.get("/hulp")).html

    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?! src=\"/static/)", html)
    assert set(re.findall(r'(?:src|stylesheet" href|icon" href)="([^"]+)"', html)) == set(
        re.findall(r'"(/static/[^"]+)"', html)
    )


async def test_static_files_are_kept_by_browsers_and_nothing_else_is_given_out(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    style = re.search(r"/static/chat\.\w+\.css", (await visitor.get("/")).html)
    assert style
    page = await visitor.get(style[0])

    assert "immutable" in page.headers["Cache-Control"]
    for other in ("/static/chat.css", "/static/..%2fapp.py", "/static/chat.000000000000.css"):
        assert (await visitor.get(other)).status == 404


async def test_with_https_the_cookie_is_bound_to_this_host_and_sent_only_there(tmp_path, serve, arrive) -> None:
    house = await build(tmp_path, public_url="https://chat.voorbeeld.example")
    server = await serve(house)
    visitor = arrive(server)
    page = await visitor.get(f"/i/{house.codes['youth']}")
    assert "max-age" in page.headers["Strict-Transport-Security"]
    url = server.make_url(page.action)
    async with visitor.session.post(url, data=page.hidden, allow_redirects=False) as reply:
        cookie = reply.headers["Set-Cookie"]
    await house.engine.dispose()

    assert cookie.startswith("__Host-hoorbaar=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://ergens.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "null"}, 200),
        ({}, 200),
    ],
    ids=[
        "from another site",
        "from a neighbouring site",
        "an older browser on another site",
        "our own page",
        "our own page in an older browser",
        "a browser that says nothing",
    ],
)
async def test_only_our_own_pages_may_post(house: House, serve, arrive, headers, status: int) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    page = await visitor.post(asked.action, form_of(asked, choice="7"), **headers)

    assert page.status == status
    assert (await visitor.get(asked.action)).question == ("further_need" if status == 200 else "usefulness")


@pytest.mark.parametrize("step", ["", "0", "1.usefulness.0.0123", "1.usefulness.0." + "0" * 32, "1.x.0.'--"])
async def test_a_form_without_a_sealed_step_is_refused(house: House, serve, arrive, step: str) -> None:
    visitor = arrive(await serve(house))
    await visitor.open(house.codes["youth"])
    asked = await visitor.until("usefulness", YOUTH)
    before = await house.dump()
    page = await visitor.post(asked.action, [("step", step), ("choice", "7")])

    assert page.status == 400
    assert await house.dump() == before


async def test_looking_at_any_page_changes_nothing_in_the_database(any_house: House, serve, arrive) -> None:
    server = await serve(any_house)
    visitor = arrive(server)
    await visitor.open(any_house.codes["youth"])
    await visitor.until("open_answer", YOUTH)
    places = {route.resource.canonical for route in server.app.router.routes() if route.resource}
    filled = {"{code}": any_house.codes["parent"], "{handle}": visitor.place[3:], "{name}": "chat.css"}
    before = await any_house.dump()
    for place in sorted(places):
        for name, value in filled.items():
            place = place.replace(name, value)
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
            async with visitor.session.request(method, server.make_url(f"{place}?lang=en")) as reply:
                assert reply.status < 500

    assert len(places) == 7
    assert await any_house.dump() == before


async def test_the_help_page_is_one_tap_away_from_every_page_and_knows_who_asks(house: House, serve, arrive) -> None:
    visitor = arrive(await serve(house))
    for place in ("/", "/i/dood", f"/i/{house.codes['parent']}", "/nergens", "/c/x"):
        assert "/hulp" in (await visitor.get(place)).links
    everybody = await visitor.get("/hulp")
    assert {"tel:112", "tel:113", "tel:08000432", "tel:08002000"} <= set(everybody.links)
    page = await visitor.open(house.codes["parent"])
    assert "/hulp" in page.links
    parents = await visitor.get("/hulp")

    assert "tel:08000432" not in parents.links
    assert page.action in parents.links
    assert re.search(r"Gecontroleerd op \d\d-\d\d-\d{4}", parents.text)


async def test_a_demo_says_on_every_page_that_it_is_invented(tmp_path, serve, arrive) -> None:
    house = await build(tmp_path, demo=True)
    visitor = arrive(await serve(house))
    pages = [await visitor.get(place) for place in ("/", "/hulp", "/i/dood", f"/i/{house.codes['youth']}")]
    pages.append(await visitor.open(house.codes["youth"]))
    await house.engine.dispose()

    assert all("Dit is een demo met verzonnen gegevens." in page.text for page in pages)
