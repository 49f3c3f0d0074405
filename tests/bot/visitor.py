"""Somebody with a browser without a script: reads a page as the contract describes it, and posts its form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import urlencode

from aiohttp import ClientSession, CookieJar
from yarl import URL


class Server(Protocol):
    """Anything that knows its own address."""

    def make_url(self, path: str) -> URL: ...


Fields = list[tuple[str, str]]
VOID = frozenset({"meta", "link", "input", "br", "path", "circle", "rect", "img"})


@dataclass
class Page(HTMLParser):
    """What stands on a page. `question` and `item` of its form, `choices` and `actions` of its buttons."""

    status: int
    html: str
    headers: dict[str, str] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    title: str = ""
    log: str = ""
    text: str = ""
    typing: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(self.html)

    @property
    def question(self) -> str:
        return self.forms[0].get("data-question", "") if self.forms else ""

    @property
    def item(self) -> int:
        return int(self.forms[0].get("data-item", 0)) if self.forms else 0

    @property
    def action(self) -> str:
        """Where the form is posted to."""
        return self.forms[0]["action"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, found))
        if tag == "form":
            self.forms.append(found)
        elif tag == "a":
            self.links.append(found.get("href", ""))
        elif tag in {"input", "button", "textarea"}:
            self._control(found)

    def _control(self, found: dict[str, str]) -> None:
        name, value = found.get("name", ""), found.get("value", "")
        if found.get("type") == "hidden":
            self.hidden[name] = value
        elif name == "choice":
            self.choices.append(value)
        elif name == "action":
            self.actions.append(value)
        elif name:
            self.typing = name

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open and self._open[-1][0] == "title":
            self.title += data
        if any(found.get("role") == "log" for _, found in self._open):
            self.log += data


class Visitor:
    """One browser: its cookies, and the page it is on."""

    def __init__(self, server: Server, language: str = "nl") -> None:
        self._server = server
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": language})
        self.page = Page(0, "")
        self.place = ""

    async def __aenter__(self) -> "Visitor":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    def move(self, server: Server) -> None:
        """The same browser, when the server was started anew on another port."""
        self._server = server

    async def get(self, path: str, **headers: str) -> Page:
        async with self.session.get(self._server.make_url(path), headers=headers) as response:
            self.place = str(response.url.path)
            self.page = Page(response.status, await response.text(), dict(response.headers))
        return self.page

    async def post(self, path: str, fields: Iterable[tuple[str, str]], **headers: str) -> Page:
        """A form post; a redirect is followed, as a browser does."""
        body = urlencode(list(fields))
        kind = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        async with self.session.post(self._server.make_url(path), data=body, headers=kind) as response:
            self.place = str(response.url.path)
            self.page = Page(response.status, await response.text(), dict(response.headers))
        return self.page

    async def open(self, code: str, **fields: str) -> Page:
        """Follows an invitation link and presses its button."""
        await self.get(f"/i/{code}")
        return await self.send(self.page, choice="begin", **fields)

    async def send(self, page: Page, **fields: str) -> Page:
        """Posts the form of a page, this one or an older one, with what was pressed or typed."""
        return await self.post(page.action, form_of(page, **fields))

    async def choose(self, *codes: str) -> Page:
        return await self.post(self.page.action, [*self.page.hidden.items(), *(("choice", code) for code in codes)])

    async def type(self, text: str) -> Page:
        return await self.send(self.page, text=text)

    async def press(self, action: str) -> Page:
        return await self.send(self.page, action=action)

    async def reply(self, answers: dict[str, str]) -> Page:
        """The answer that `answers` has for what is asked: a code, or words where one types."""
        answer = answers[self.page.question]
        return await (self.type(answer) if self.page.typing else self.choose(*answer.split(" ")))

    async def until(self, question: str, answers: dict[str, str]) -> Page:
        """Answers until this is asked."""
        for _ in range(60):
            if self.page.question == question:
                return self.page
            await self.reply(answers)
        raise AssertionError(f"{question} was never asked; stuck at {self.page.question}")


def form_of(page: Page, **fields: str) -> Fields:
    return [*page.hidden.items(), *fields.items()]


def code_of(link: str) -> str:
    """The code in an invitation link."""
    return re.sub(r".*/i/", "", link)
