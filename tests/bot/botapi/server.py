"""The stand-in's HTTP side: methods, faults, fetching and bringing of updates."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.bot.botapi import rules
from tests.bot.botapi.state import BOT, Message, Store

TOKEN = "4242:stand-in-for-the-bot-api-000"
SENDING = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup", "deleteMessages"})
FAULTS = ("too_many", "500_before", "502_after", "hang_after", "drop_before", "drop_after")
"""What may happen to a request that sends; `after`: it took effect all the same."""
UNCERTAIN = frozenset(FAULTS) - {"too_many"}


@dataclass
class Faults:
    """`rates`: fault -> how often; `planned`: faults of the next requests that send, before chance decides.
    `doubled`: how often an update comes twice; `swapped`: how often two of different queues change places."""

    rates: Mapping[str, float] = field(default_factory=dict)
    planned: list[str] = field(default_factory=list)
    doubled: float = 0.0
    swapped: float = 0.0


@dataclass
class Arrival:
    """A request that sent something: what became of it, and whether the sender can know that it arrived."""

    method: str
    chat: int
    text: str
    at: float
    fault: str
    message: Message | None = None


class BotApi:
    """`arrivals`: every request that sends, in order. `polls`: how many calls of getUpdates there were."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - faults have to be repeatable, not secret
        self.store = Store(random.Random(seed + 1))  # noqa: S311 - as above
        self.faults = Faults()
        self.url = ""
        self.arrivals: list[Arrival] = []
        self.polls = 0
        self.webhook: dict[str, Any] = {}
        self.deliveries: list[tuple[int, int]] = []
        self._polling: asyncio.Event | None = None
        self._new = asyncio.Event()
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # --- HTTP ---------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _failed(401, "Unauthorized")
        if method not in rules.METHODS:
            self.store.violations.append(f"no method {method}")
            return _failed(404, "Not Found")
        given = {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}
        try:
            values = rules.read(method, given)
            if method in SENDING:
                return await self._send(request, method, values)
            return await getattr(self, f"_{method}")(values)
        except rules.Bad as bad:
            if "not modified" not in str(bad) and "query is too old" not in str(bad):
                self.store.violations.append(f"{method}: {bad}")
            return _failed(400, f"Bad Request: {bad}")

    async def _send(self, request: web.Request, method: str, values: dict[str, Any]) -> web.StreamResponse:
        chat, store = values["chat_id"], self.store
        if chat in store.blocked:
            return _failed(403, "Forbidden: bot was blocked by the user")
        if chat in store.strangers:
            return _failed(403, "Forbidden: bot can't initiate conversation with a user")
        wait = store.limited(chat, is_message=method == "sendMessage")
        if wait:
            return _wait(wait)
        arrival = Arrival(method, chat, values.get("text", ""), store.now(), self._fault())
        self.arrivals.append(arrival)
        if arrival.fault == "too_many":
            return _wait(1)
        if arrival.fault == "500_before":
            return _failed(500, "Internal Server Error")
        if arrival.fault == "drop_before":
            return _dropped(request)
        result = self._take_effect(arrival, values)
        return await self._after(request, arrival.fault, result)

    async def _after(self, request: web.Request, fault: str, result: Any) -> web.StreamResponse:
        if fault == "502_after":
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        if fault == "drop_after":
            return _dropped(request)
        if fault == "hang_after":
            await asyncio.sleep(60)
        return _ok(result)

    def _fault(self) -> str:
        if self.faults.planned:
            return self.faults.planned.pop(0)
        dice = self.chance.random()
        for fault, rate in self.faults.rates.items():
            if dice < rate:
                return fault
            dice -= rate
        return ""

    # --- methods that send --------------------------------------------------------------------------------

    def _take_effect(self, arrival: Arrival, values: dict[str, Any]) -> Any:
        if arrival.method == "deleteMessages":
            return self._delete(values)
        rules.check_keyboard(values.get("reply_markup"))
        keyboard = (values.get("reply_markup") or {}).get("inline_keyboard", [])
        if arrival.method == "sendMessage":
            rules.check_text(values["text"])
            arrival.message = self.store.says(values["chat_id"], values["text"], keyboard)
        else:
            arrival.message = self._edit(values, keyboard)
        return _message(arrival.message)

    def _edit(self, values: dict[str, Any], keyboard: list[list[dict[str, str]]]) -> Message:
        message = self.store.messages.get((values["chat_id"], values["message_id"]))
        if message is None or message.deleted:
            raise rules.Bad("message to edit not found")
        text = values.get("text", message.text)
        rules.check_text(text)
        if (text, keyboard) == (message.text, message.keyboard):
            raise rules.Bad("message is not modified")
        message.text, message.keyboard = text, keyboard
        message.versions.append(text)
        return message

    def _delete(self, values: dict[str, Any]) -> bool:
        if not 1 <= len(values["message_ids"]) <= 100:
            raise rules.Bad("message_ids: expected 1 to 100")
        for number in values["message_ids"]:
            message = self.store.messages.get((values["chat_id"], number))
            if message:
                message.deleted = True
        return True

    # --- other methods ------------------------------------------------------------------------------------

    async def _getMe(self, _: dict[str, Any]) -> web.Response:  # noqa: N802 - the method's name
        return _ok(BOT)

    async def _answerCallbackQuery(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        query = values["callback_query_id"]
        if self.store.now() - self.store.presses.get(query, -1e9) > self.store.press_lives:
            raise rules.Bad("query is too old and response timeout expired or query ID is invalid")
        self.store.answered[query] += 1
        return _ok(True)

    async def _setMyCommands(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        self.store.signs["commands", values.get("language_code", "")] = values["commands"]
        return _ok(True)

    async def _getMyCommands(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        return _ok(self.store.signs.get(("commands", values.get("language_code", "")), []))

    async def _setMyDescription(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        return self._put_up("description", values)

    async def _getMyDescription(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        return self._shown("description", values)

    async def _setMyShortDescription(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        return self._put_up("short_description", values)

    async def _getMyShortDescription(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        return self._shown("short_description", values)

    def _put_up(self, name: str, values: dict[str, Any]) -> web.Response:
        self.store.signs[name, values.get("language_code", "")] = values[name]
        return _ok(True)

    def _shown(self, name: str, values: dict[str, Any]) -> web.Response:
        return _ok({name: self.store.signs.get((name, values.get("language_code", "")), "")})

    # --- updates ------------------------------------------------------------------------------------------

    async def _deleteWebhook(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        if values.get("drop_pending_updates"):
            self.store.violations.append("updates that wait were dropped")
        self.webhook = {}
        return _ok(True)

    async def _setWebhook(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        if values.get("drop_pending_updates"):
            self.store.violations.append("updates that wait were dropped")
        self.webhook = values
        self.tell()
        return _ok(True)

    async def _getUpdates(self, values: dict[str, Any]) -> web.Response:  # noqa: N802 - as above
        if self.webhook:
            return _failed(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._polling:
            self._polling.set()
        mine = self._polling = asyncio.Event()
        self.polls += 1
        self._confirm(values.get("offset", 0))
        found = await self._wait_for_updates(values, mine)
        if mine.is_set():
            return _failed(409, "Conflict: terminated by other getUpdates request")
        if self._polling is mine:
            self._polling = None
        return _ok(found)

    def _confirm(self, offset: int) -> None:
        """Everything before the offset is gone; one that lies far ahead is ignored."""
        tail = max((one.raw["update_id"] for one in self.store.waiting), default=0)
        while offset <= tail + 10 and self.store.waiting and self.store.waiting[0].raw["update_id"] < offset:
            self.store.waiting.popleft()

    async def _wait_for_updates(self, values: dict[str, Any], mine: asyncio.Event) -> list[dict[str, Any]]:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(values.get("timeout", 0), 50)):
                while not self.store.waiting and not mine.is_set():
                    self._new.clear()
                    await asyncio.wait(
                        [asyncio.ensure_future(self._new.wait()), asyncio.ensure_future(mine.wait())],
                        return_when=asyncio.FIRST_COMPLETED,
                    )
        self.store.expire()
        found = [one.raw for one in self.store.waiting][: min(values.get("limit", 100), 100)]
        return self._disturbed(found)

    def _disturbed(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        doubled = [raw for one in found for raw in [one] * (2 if self.chance.random() < self.faults.doubled else 1)]
        for place in range(len(doubled) - 1):
            mine, next_one = doubled[place], doubled[place + 1]
            if self.chance.random() < self.faults.swapped and _queue(mine) != _queue(next_one):
                doubled[place], doubled[place + 1] = next_one, mine
        return doubled

    def tell(self) -> None:
        """There are new updates."""
        self._new.set()
        if self.webhook:
            self._spread()

    def _spread(self) -> None:
        """Starts a task for every queue that has something and is not busy."""
        for one in list(self.store.waiting):
            if one.queue not in self._busy:
                self._busy.add(one.queue)
                task = asyncio.create_task(self._bring(one.queue))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _bring(self, queue: int) -> None:
        """One update of a queue at a time; again and again until it is taken or expired."""
        pauses = iter([0.05, 0.2, 0.5, *[1.0] * 600])
        async with aiohttp.ClientSession() as session:
            while True:
                self.store.expire()
                mine = next((one for one in self.store.waiting if one.queue == queue), None)
                if mine is None or not self.webhook:
                    break
                times = 2 if self.chance.random() < self.faults.doubled else 1
                taken = [await self._call(session, mine.raw) for _ in range(times)]
                if taken[0]:
                    self.store.waiting.remove(mine)
                    pauses = iter([0.05, 0.2, 0.5, *[1.0] * 600])
                else:
                    await asyncio.sleep(next(pauses))
        self._busy.discard(queue)

    async def _call(self, session: aiohttp.ClientSession, raw: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        try:
            timeout = aiohttp.ClientTimeout(total=50)
            async with session.post(self.webhook["url"], json=raw, headers=headers, timeout=timeout) as answer:
                self.deliveries.append((raw["update_id"], answer.status))
                return answer.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError):
            self.deliveries.append((raw["update_id"], 0))
            return False

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _queue(raw: dict[str, Any]) -> int:
    """Updates of one queue never change places."""
    body = raw.get("message") or raw.get("edited_message") or raw.get("callback_query", {}).get("message") or {}
    return int(body.get("chat", {}).get("id", 0))


def _message(message: Message) -> dict[str, Any]:
    chat = {"id": message.chat, "type": "private", "first_name": "Iemand"}
    return {"message_id": message.id, "date": 1_780_000_000, "chat": chat, "from": BOT, "text": message.text}


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _failed(status: int, why: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": why}, status=status)


def _wait(seconds: int) -> web.Response:
    body = {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {seconds}",
        "parameters": {"retry_after": seconds},
    }
    return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})


def _dropped(request: web.Request) -> web.Response:
    """The connection ends without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def standing_in(seed: int = 1) -> AsyncIterator[BotApi]:
    """The stand-in on a free port of this machine."""
    api = BotApi(seed)
    app = web.Application()
    app.add_routes([web.route("*", "/bot{token}/{method}", api.handle)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.5).start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield api
    finally:
        await api.stop()
        await runner.cleanup()
