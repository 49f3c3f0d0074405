"""A person with an old phone: follows links and posts forms over plain HTTP, no script, cookies kept."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """The one answer form of a page, as the page's contract describes it."""

    question: str = ""
    item: int = 0
    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    takes_text: bool = False


class _Page(HTMLParser):
    """Finds the answer form, and what stands in the log."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.forms = 0
        self.logged: list[str] = []
        self._inside = False
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and "data-question" in found:
            self.forms += 1
            self._inside = True
            self.form.question, self.form.action = found["data-question"], found.get("action", "")
            self.form.item = int(found.get("data-item") or 0)
        elif self._inside and tag in {"input", "button", "textarea"}:
            self._field(tag, found)
        if found.get("role") == "log" or self._depth:
            self._depth += tag not in {"br", "img", "hr", "input"}

    def _field(self, tag: str, found: dict[str, str]) -> None:
        name = found.get("name", "")
        if found.get("type") == "hidden":
            self.form.hidden[name] = found.get("value", "")
        elif name == "choice":
            self.form.choices.append(found.get("value", ""))
        elif name == "action":
            self.form.actions.append(found.get("value", ""))
        elif name == "text" or tag == "textarea":
            self.form.takes_text = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and data.strip():
            self.logged.append(data.strip())


class Respondent:
    """One browser. After every request `html`, `status`, `form` and `log` are those of the page it ended on."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.url = self.html = self.log = ""
        self.status = 0
        self.form = Form()

    def get(self, url: str) -> "Respondent":
        return self._go(url, None)

    def post(self, fields: list[tuple[str, str]]) -> "Respondent":
        """Posts the answer form with its hidden fields and these."""
        url = urllib.parse.urljoin(self.url, self.form.action or self.url)
        body = urllib.parse.urlencode([*self.form.hidden.items(), *fields]).encode()
        return self._go(url, body)

    def choose(self, *codes: str) -> "Respondent":
        """Presses a button, or ticks boxes and sends."""
        missing = [code for code in codes if code not in self.form.choices]
        assert not missing, f"{self.form.question} has no {missing}, only {self.form.choices}"
        return self.post([("choice", code) for code in codes])

    def write(self, text: str) -> "Respondent":
        assert self.form.takes_text, f"{self.form.question} takes no text"
        return self.post([("text", text)])

    def act(self, action: str) -> "Respondent":
        return self.post([("action", action)])

    def _go(self, url: str, body: bytes | None) -> "Respondent":
        request = urllib.request.Request(url, body)
        if body is not None:
            parts = urllib.parse.urlsplit(url)
            request.add_header("Origin", f"{parts.scheme}://{parts.netloc}")
        try:
            with self._opener.open(request, timeout=30) as reply:
                self.status, self.url, self.html = reply.status, reply.url, reply.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                self.status, self.url, self.html = error.code, url, error.read().decode()
        page = _Page()
        page.feed(self.html)
        self.form, self.log = page.form, "\n".join(page.logged)
        assert page.forms <= 1, "a page has one answer form"
        return self
