"""`hoorbaar serve` as a process of its own: starting, stopping, being killed, being refused."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

import pytest
from aiohttp import ClientError, ClientSession
from sqlalchemy.ext.asyncio import AsyncEngine
from yarl import URL

from surveys.settings import Settings
from surveys.store.tables import answer, conversation
from tests.bot.answers import YOUTH
from tests.bot.house import NOW, House
from tests.bot.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from hoorbaar import run; run()", "serve"]
PATIENCE = 60


def environment(settings: Settings) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("HOORBAAR_")}
    return mine | {
        "HOORBAAR_DATABASE_URL": settings.database_url,
        "HOORBAAR_KEYS_URL": settings.keys_url,
        "HOORBAAR_KEY_FILE": str(settings.key_file),
        "HOORBAAR_NOW": NOW.isoformat(),
        "PYTHONPATH": str(ROOT),
    }


@dataclass
class Serving:
    """A running server. `url` of the conversations, `staff` of the staff port, `lines` of its log."""

    process: "subprocess.Popen[str]"
    url: str = ""
    staff: str = ""
    lines: list[str] = field(default_factory=list)

    def make_url(self, path: str) -> URL:
        return URL(f"{self.url}{path}")

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


class Servers:
    """Starts servers, and ends those that a test leaves running."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._all: list[Serving] = []

    def start(self, settings: Settings, *options: str) -> Serving:
        process = subprocess.Popen(
            [*COMMAND, "--public-port", "0", "--staff-port", "0", *options],
            env=environment(settings),
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        serving = Serving(process)
        self._all.append(serving)
        self._listen(serving)
        return serving

    def _listen(self, serving: Serving) -> None:
        """Waits for both addresses; everything on standard error is kept."""
        told: Queue[str] = Queue()
        for stream, keep in ((serving.process.stdout, told.put), (serving.process.stderr, serving.lines.append)):
            threading.Thread(target=_read, args=(stream, keep), daemon=True).start()
        try:
            serving.url = told.get(timeout=PATIENCE).split()[-1]
            serving.staff = told.get(timeout=PATIENCE).split()[2]
        except Empty:
            serving.process.kill()
            pytest.fail("the server did not start: " + "".join(serving.lines))

    def stop(self) -> None:
        for serving in self._all:
            if serving.process.poll() is None:
                serving.process.kill()
            serving.process.wait(PATIENCE)
            for stream in (serving.process.stdout, serving.process.stderr):
                if stream:
                    stream.close()


def _read(stream, keep) -> None:
    for line in stream:
        keep(line)


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """Starts `hoorbaar serve` as often as a test wants."""
    found = Servers(tmp_path)
    yield found
    found.stop()


def refused(settings: Settings, *options: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [*COMMAND, *options], env=environment(settings), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return done.returncode, done.stdout, done.stderr


async def test_both_ports_tell_their_health_and_sigterm_ends_with_zero(house: House, servers: Servers) -> None:
    serving = servers.start(house.settings)
    async with ClientSession() as browser:
        for url in (serving.url, serving.staff):
            async with browser.get(f"{url}/health") as reply:
                assert await reply.json() == {"ready": True, "waiting": {"inbox": 0, "outbox": 0}}
        async with browser.get(serving.staff) as reply:
            assert reply.status == 404

    assert serving.url.startswith("http://127.0.0.1:")
    assert serving.end() == 0


async def test_ctrl_c_ends_with_zero(house: House, servers: Servers) -> None:
    assert servers.start(house.settings).end(signal.SIGINT) == 0


async def test_a_second_server_on_the_same_database_is_refused_in_one_line(house: House, servers: Servers) -> None:
    first = servers.start(house.settings)
    code, said, told = refused(house.settings, "--public-port", "0", "--staff-port", "0")

    assert (code, said) == (2, "")
    assert [line for line in told.splitlines() if not line.startswith("{")] == [
        f"{house.settings.database_url.removeprefix('sqlite:///')}: another `hoorbaar serve` works with it "
        f"(process {first.process.pid}); stop that one first"
    ]
    first.end(signal.SIGKILL)
    assert servers.start(house.settings).end() == 0


async def test_a_taken_port_is_told_in_one_line(house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, _, told = refused(house.settings, "--public-port", port, "--staff-port", "0")

    assert code == 2
    assert f"--public-port {port}: another program listens there already" in told
    assert "Traceback" not in told


async def test_an_installation_that_was_not_made_is_told_in_one_line(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path}/x.db", f"sqlite:///{tmp_path}/k.db", tmp_path / "key")
    code, _, told = refused(settings)

    assert code == 2
    assert "run `hoorbaar init`" in told
    assert "Traceback" not in told


async def test_the_log_holds_no_code_no_query_and_no_address(house: House, servers: Servers) -> None:
    serving = servers.start(house.settings)
    async with Visitor(serving) as visitor:
        await visitor.get(f"/i/{house.codes['youth']}?geheim=1")
        await visitor.open(house.codes["youth"])
        await visitor.get(f"/i/{house.codes['parent']}/verkeerd")
        handle = visitor.page
        await visitor.post("/code", [("code", house.codes["youth"])])
    with socket.create_connection(("127.0.0.1", int(serving.url.rpartition(":")[2]))) as raw:
        raw.sendall(b"GET /i/%s HTTP/9 geheim\r\n\r\n" % house.codes["youth"].encode())
        raw.recv(1000)
    serving.end()
    written = "".join(serving.lines)

    assert handle.status == 404
    assert all(json.loads(line) for line in serving.lines)
    assert "GET /i/{code} 200" in written
    assert "GET elsewhere 404" in written
    for secret in (*house.codes.values(), "geheim", "verkeerd", "127.0.0.1"):
        assert secret not in written


async def test_a_killed_server_loses_nothing_that_it_acknowledged(house: House, servers: Servers) -> None:
    """Six kills in the middle of answering; every answer that got a reply is there, none twice."""
    codes = [await house.invite(f"parent_{number}") for number in range(4)]
    acknowledged: dict[str, dict[str, str]] = {}
    serving = servers.start(house.settings)
    visitors = [Visitor(serving) for _ in codes]
    for visitor, code in zip(visitors, codes, strict=True):
        await visitor.open(code)
        acknowledged[visitor.place[3:]] = {}
    for kill in range(6):
        talking = [asyncio.create_task(talk(visitor, acknowledged[visitor.place[3:]])) for visitor in visitors]
        await asyncio.sleep(0.02 + 0.03 * kill)
        serving.end(signal.SIGKILL)
        await asyncio.gather(*talking)
        serving = servers.start(house.settings)
        for visitor in visitors:
            visitor.move(serving)
            await visitor.get(visitor.place)
    for visitor in visitors:
        await visitor.until("_done", YOUTH)
        await visitor.session.close()
    assert serving.end() == 0

    stored = await answers_of(house.engine)
    assert sum(map(len, acknowledged.values())) > 0
    for handle, told in acknowledged.items():
        assert told.items() <= stored[handle].items()
        assert len(stored[handle]) == len(set(stored[handle]))


async def talk(visitor: Visitor, told: dict[str, str]) -> None:
    """Answers until the server is gone; what got a reply is noted."""
    try:
        while visitor.page.question != "_overview":
            asked, item = visitor.page.question, visitor.page.item
            await visitor.reply(YOUTH)
            if not asked.startswith("_") and visitor.page.status == 200:
                told[f"{asked}/{item}"] = "" if asked in {"goal_text", "open_answer"} else YOUTH[asked]
    except (ClientError, OSError):
        return


async def answers_of(engine: AsyncEngine) -> dict[str, dict[str, str]]:
    """Handle -> question/item -> value. A question answered twice is a failure of the test."""
    async with engine.connect() as db:
        handles = {row.id: row.handle for row in await db.execute(conversation.select())}
        found: dict[str, dict[str, str]] = {handle: {} for handle in handles.values()}
        for row in await db.execute(answer.select()):
            place = found[handles[row.conversation]]
            assert f"{row.question}/{row.item}" not in place
            place[f"{row.question}/{row.item}"] = row.value
    return found


async def test_what_was_only_written_down_is_handled_at_the_next_start(house: House, servers: Servers) -> None:
    serving = servers.start(house.settings)
    async with Visitor(serving) as visitor:
        await visitor.open(house.codes["youth"])
        asked = await visitor.until("usefulness", YOUTH)
        await asyncio.to_thread(stop_before_the_step, house)
        page = await visitor.send(asked, choice="7")
        assert page.status == 500
    serving.end(signal.SIGKILL)
    async with house.engine.begin() as db:
        await db.exec_driver_sql("DROP TRIGGER late")
        await db.exec_driver_sql("UPDATE inbox SET state = 'new' WHERE state = 'parked'")
    again = servers.start(house.settings)

    assert [row.value for row in await house.rows(answer)] == ["7"]
    assert any("messages of before handled: 1" in line for line in again.lines)


def stop_before_the_step(house: House) -> None:
    """From here on messages are written down but not handled."""
    with sqlite3.connect(house.settings.database_url.removeprefix("sqlite:///")) as db:
        db.execute("CREATE TRIGGER late BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'late'); END")


async def test_sigterm_under_load_finishes_what_is_in_flight(house: House, servers: Servers) -> None:
    serving = servers.start(house.settings)
    visitors = [Visitor(serving) for _ in range(6)]
    codes = [await house.invite(f"parent_{number}") for number in range(6)]
    told: list[dict[str, str]] = [{} for _ in codes]
    for visitor, code in zip(visitors, codes, strict=True):
        await visitor.open(code)
    handles = [visitor.place[3:] for visitor in visitors]
    talking = [asyncio.create_task(talk(visitor, mine)) for visitor, mine in zip(visitors, told, strict=True)]
    await asyncio.sleep(0.3)

    assert await asyncio.to_thread(serving.end) == 0
    await asyncio.gather(*talking)
    for visitor in visitors:
        await visitor.session.close()
    stored = await answers_of(house.engine)
    for handle, mine in zip(handles, told, strict=True):
        assert mine.items() <= stored[handle].items()
