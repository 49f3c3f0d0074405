"""The parts of serving that need no server: the lock, the log, who is offered which language."""

import json
import logging
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot import serving
from bot.alone import alone
from bot.logs import WithoutContent
from surveys import states
from surveys.faults import Mistakes
from surveys.texts import load
from tests.bot.house import House
from tests.surveys.rehearsal import CONFIG

TEXTS = load(CONFIG)


def test_only_one_holds_a_sqlite_database_and_another_may_after_that(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/hoorbaar.db"
    with alone(url), pytest.raises(Mistakes, match="another `hoorbaar serve` works with it"), alone(url):
        pytest.fail("two held it at once")
    with alone(url):
        assert (tmp_path / "hoorbaar.db.lock").stat().st_mode & 0o777 == 0o600


def test_postgresql_needs_no_lock_file() -> None:
    with alone("postgresql://ergens/iets"), alone("postgresql://ergens/iets"):
        pass


def test_a_language_without_a_reviewer_is_not_offered_and_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    assert serving.offered(TEXTS, demo=False) == ("nl", "en")
    without = replace(TEXTS, reviewed=frozenset({"nl"}))

    assert serving.offered(without, demo=False) == ("nl",)
    assert "language en is not offered: nobody reviewed chat" in caplog.text
    assert serving.offered(without, demo=True) == ("nl", "en")


def test_without_any_reviewed_language_nothing_is_served() -> None:
    with pytest.raises(Mistakes, match="no language has a reviewer"):
        serving.offered(replace(TEXTS, reviewed=frozenset()), demo=False)


async def test_a_language_that_is_not_offered_is_on_no_page_and_cannot_be_asked_for(
    house: House, serve, arrive, tmp_path: Path
) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    chat = tmp_path / "config" / "texts" / "chat.yaml"
    written = chat.read_text("utf-8")
    chat.write_text(written.replace(', en: "2026-11-24"}', "}"))
    house.settings = replace(house.settings, config_dir=tmp_path / "config")
    visitor = arrive(await serve(house), language="en")
    for place in ("/", f"/i/{house.codes['youth']}?lang=en"):
        page = await visitor.get(place)
        assert 'lang="nl"' in page.html
        assert "English" not in page.text
    page = await visitor.send(page, language="en")
    assert 'lang="nl"' in page.html
    assert (await visitor.press("language:en")).status == 400


def _logged(name: str, message: str, *args: object, error: BaseException | None = None) -> dict[str, str]:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, args, trace)
    found: dict[str, str] = json.loads(WithoutContent().format(record))
    return found


def test_our_own_messages_are_logged_whole_and_others_without_what_was_filled_in() -> None:
    assert _logged("bot.lanes", "inbox row %d parked", 7)["message"] == "inbox row 7 parked"
    assert _logged("aiohttp.server", "Error handling request from %s", "192.0.2.1")["message"] == (
        "Error handling request from"
    )
    assert _logged("asyncio", "Task exception was never retrieved\nfuture: <geheim>")["message"] == (
        "Task exception was never retrieved"
    )


def test_of_an_exception_only_its_kind_and_place_are_logged() -> None:
    try:
        states.from_json("wat iemand schreef")
    except ValueError:
        line = _logged("bot.webchat", "page failed", error=sys.exc_info()[1])

    assert line["fault"] == "JSONDecodeError"
    assert line["place"].startswith("from_json:")
    assert "schreef" not in json.dumps(line)
