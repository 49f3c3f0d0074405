"""The pages in a real browser, with the script and without: Chromium on a phone-sized screen."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from sqlalchemy import create_engine, select

from surveys.store.tables import answer, conversation
from tests.bot.answers import YOUTH
from tests.bot.house import House, build
from tests.bot.test_serving import Servers, Serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian package chromium)")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all these tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def home(tmp_path: Path) -> House:
    """An installation, made in a thread of its own because the browser's event loop runs in this one."""

    async def made() -> House:
        house = await build(tmp_path)
        await house.engine.dispose()
        return house

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(made())).result()


@pytest.fixture
def serving(home: House, tmp_path: Path) -> Iterator[Serving]:
    """Its server, in a process of its own."""
    servers = Servers(tmp_path)
    yield servers.start(home.settings)
    servers.stop()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone with the script on."""
    opened = chromium.new_context(viewport=PHONE, locale="nl-NL")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Its page; anything wrong that the browser notices fails the test."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"a fault in the script: {error}"))
    return opened


def trail(house: House) -> list[tuple[str, str]]:
    database = create_engine(house.settings.database_url)
    with database.connect() as db:
        rows = [(row.question, row.value) for row in db.execute(select(answer).order_by(answer.c.id))]
    database.dispose()
    return rows


def status_of(house: House) -> str:
    database = create_engine(house.settings.database_url)
    with database.connect() as db:
        (row,) = db.execute(select(conversation)).all()
    database.dispose()
    return str(row.status)


def asked(page: Page, question: str) -> None:
    """Waits until this is asked."""
    expect(page.locator(f'form[data-question="{question}"]')).to_be_attached(timeout=20_000)


def begin(page: Page, serving: Serving, house: House) -> None:
    page.goto(f"{serving.url}/i/{house.codes['youth']}")
    page.get_by_role("button", name="Beginnen").click()
    asked(page, "_consent")


def give(page: Page, question: str) -> None:
    """Answers what is asked as a thumb does."""
    asked(page, question)
    reply = YOUTH[question]
    if page.locator("textarea").count():
        page.locator("textarea").fill(reply)
        page.get_by_role("button", name="Verder").click()
    elif page.locator("input[type=checkbox]").count():
        for code in reply.split(" "):
            page.locator(f'input[value="{code}"]').check()
        page.get_by_role("button", name="Verder").click()
    else:
        page.locator(f'button[name="choice"][value="{reply}"]').click()


ORDER = [name for name in YOUTH if name != "_overview"]


def test_a_conversation_with_the_script_reads_like_a_chat(page: Page, serving: Serving, home: House) -> None:
    begin(page, serving, home)
    for question in ORDER:
        give(page, question)
    asked(page, "_overview")
    log = page.get_by_role("log").inner_text()

    assert page.evaluate("performance.getEntriesByType('navigation')[0].type") == "navigate"
    assert log.index("weer naar school") < log.index("Ik wilde stoppen") < log.index("bel vaker terug")
    page.get_by_role("button", name="Verstuur").click()
    asked(page, "_done")
    assert "bel vaker terug" not in page.get_by_role("log").inner_text()
    assert status_of(home) == "submitted"
    assert [question for question, _ in trail(home)] == [name for name in ORDER if not name.startswith("_")]


def test_the_same_conversation_without_the_script(chromium: Browser, serving: Serving, home: House) -> None:
    context = chromium.new_context(viewport=PHONE, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    begin(page, serving, home)
    for question in [*ORDER, "_overview"]:
        give(page, question)
    asked(page, "_done")
    context.close()

    assert status_of(home) == "submitted"


def test_a_triple_tap_is_one_answer(page: Page, serving: Serving, home: House) -> None:
    begin(page, serving, home)
    give(page, "_consent")
    asked(page, "usefulness")
    page.evaluate("for (let tap = 0; tap < 3; tap += 1) document.querySelector('.scale button[value=\"7\"]').click()")
    asked(page, "further_need")

    assert trail(home) == [("usefulness", "7")]
    assert page.locator(".bubble.you", has_text=re.compile(r"^7$")).count() == 1


def test_an_answer_given_offline_is_sent_once_after_coming_back(
    context: BrowserContext, page: Page, serving: Serving, home: House
) -> None:
    begin(page, serving, home)
    give(page, "_consent")
    asked(page, "usefulness")
    context.set_offline(True)
    page.locator('.scale button[value="8"]').click()
    expect(page.get_by_role("status")).to_contain_text("Geen verbinding.", timeout=20_000)
    assert trail(home) == []
    context.set_offline(False)
    asked(page, "further_need")

    assert trail(home) == [("usefulness", "8")]
    expect(page.get_by_role("status")).to_be_empty()
    assert page.evaluate("sessionStorage.length") == 0


def test_an_unsent_answer_survives_reloading_the_page(page: Page, serving: Serving, home: House) -> None:
    begin(page, serving, home)
    give(page, "_consent")
    asked(page, "usefulness")

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/c/*", lose)
    page.locator('.scale button[value="8"]').click()
    expect(page.get_by_role("status")).to_contain_text("Geen verbinding.", timeout=20_000)
    page.unroute("**/c/*", lose)
    page.reload()
    asked(page, "further_need")

    assert trail(home) == [("usefulness", "8")]


def test_a_reply_that_got_lost_on_the_way_back_is_not_doubled(page: Page, serving: Serving, home: House) -> None:
    begin(page, serving, home)
    give(page, "_consent")
    asked(page, "usefulness")
    posts = 0

    def swallow_first(route: Route) -> None:
        nonlocal posts
        if route.request.method != "POST":
            route.continue_()
            return
        posts += 1
        reply = route.fetch()
        if posts == 1:
            route.abort()
        else:
            route.fulfill(response=reply)

    page.route("**/c/*", swallow_first)
    page.locator('.scale button[value="8"]').click()
    asked(page, "further_need")

    assert posts == 2
    assert trail(home) == [("usefulness", "8")]


def test_what_people_type_is_text_also_for_the_script(page: Page, serving: Serving, home: House) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    begin(page, serving, home)
    for question in ("_consent", "usefulness", "further_need"):
        give(page, question)
    asked(page, "goal_text")
    page.locator("textarea").fill("<img src=x onerror=alert(1)>{{7*7}}")
    page.get_by_role("button", name="Verder").click()
    asked(page, "goal_result")
    page.reload()

    assert dialogs == []
    assert page.locator("main img").count() == 0
    assert "<img src=x onerror=alert(1)>{{7*7}}" in page.get_by_role("log").inner_text()


def test_the_answer_group_has_the_focus_after_every_answer(page: Page, serving: Serving, home: House) -> None:
    begin(page, serving, home)
    for question in ("_consent", "usefulness"):
        give(page, question)
    asked(page, "further_need")

    assert page.evaluate("document.activeElement.id") == "answer"
    assert page.get_by_role("group", name="Antwoord").count() == 1


def test_leaving_quickly_replaces_the_page(page: Page, serving: Serving, home: House) -> None:
    page.route(
        "https://www.knmi.nl/**", lambda route: route.fulfill(body="<title>weer</title>", content_type="text/html")
    )
    begin(page, serving, home)
    left = page.url
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url("https://www.knmi.nl/**")
    page.go_back()

    assert page.url != left


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_sticks_out_and_every_target_is_large_enough(
    chromium: Browser, serving: Serving, home: House, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 740}, locale="nl-NL")
    page = context.new_page()
    begin(page, serving, home)
    for question in [*ORDER, "_overview"]:
        asked(page, question)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), question
        small = page.evaluate(
            "[...document.querySelectorAll('button, .pill, .tick, main a')].filter(e => e.offsetParent)"
            ".map(e => [e.textContent, e.getBoundingClientRect()])"
            ".filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)"
        )
        assert small == [], question
        give(page, question)
    context.close()


def test_a_page_weighs_less_than_40_kb_and_asks_for_at_most_five_things(
    page: Page, serving: Serving, home: House
) -> None:
    begin(page, serving, home)
    fetched: list[tuple[str, int]] = []
    page.on("response", lambda response: fetched.append((response.url, len(response.body()))))
    page.reload()
    page.wait_for_load_state("networkidle")

    assert all(url.startswith(serving.url) for url, _ in fetched)
    assert len(fetched) <= 5
    assert sum(size for _, size in fetched) < 40_000
