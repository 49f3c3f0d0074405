"""What Telegram holds: chats with their messages, updates that wait, and which limits were broken."""

import itertools
import random
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

BOT = {"id": 4242, "is_bot": True, "first_name": "Een paar vragen", "username": "paar_vragen_bot"}
MESSAGE_LIVES, PRESS_LIVES = 24 * 3600.0, 150.0
PER_CHAT, OVERALL = 1.0, 30


@dataclass
class Message:
    """A message in a chat. `parts`: what it said, each version after the other; `by_bot`: whose it is."""

    chat: int
    id: int
    text: str
    keyboard: list[list[dict[str, str]]]
    by_bot: bool
    at: float
    deleted: bool = False
    versions: list[str] = field(default_factory=list)

    def data(self, label: str) -> str:
        """What the button with this label carries."""
        found = [one["callback_data"] for row in self.keyboard for one in row if one["text"] == label]
        assert len(found) == 1, f"{label}: {[one['text'] for row in self.keyboard for one in row]}"
        return found[0]

    @property
    def labels(self) -> list[str]:
        return [one["text"] for row in self.keyboard for one in row]


@dataclass
class Waiting:
    """An update on its way. `queue`: those of one queue go one after another."""

    raw: dict[str, Any]
    queue: int
    until: float


@dataclass
class Store:
    """Numbers begin at random, as after a quiet week."""

    chance: random.Random
    now: Callable[[], float] = time.monotonic
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    strangers: set[int] = field(default_factory=set)
    waiting: deque[Waiting] = field(default_factory=deque)
    violations: list[str] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    presses: dict[str, float] = field(default_factory=dict)
    answered: Counter[str] = field(default_factory=Counter)
    signs: dict[tuple[str, str], Any] = field(default_factory=dict)
    listeners: list[Callable[[Message], None]] = field(default_factory=list)
    press_lives: float = PRESS_LIVES
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _update: int = 0
    _last_in_chat: dict[int, float] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._update = self.chance.randrange(1_000_000, 900_000_000)

    # --- what people do -----------------------------------------------------------------------------------

    def writes(self, chat: int, text: str, **more: Any) -> int:
        """A person's message; its number."""
        number = next(self._numbers)
        message = self._from(chat, number) | ({"text": text} if text else {}) | more
        self._post("message", message, chat, MESSAGE_LIVES)
        return number

    def edits(self, chat: int, number: int, text: str) -> None:
        changed = self._from(chat, number) | {"text": text, "edit_date": int(time.time())}
        self._post("edited_message", changed, chat, MESSAGE_LIVES)

    def presses_button(self, message: Message, data: str) -> str:
        """A person's tap; the number of the query."""
        query = str(self.chance.getrandbits(60))
        self.presses[query] = self.now()
        body = {
            "id": query,
            "from": _user(message.chat),
            "chat_instance": str(message.chat),
            "data": data,
            "message": {
                "message_id": message.id,
                "date": int(time.time()),
                "chat": _chat(message.chat),
                "from": BOT,
                "text": message.text,
            },
        }
        self._post("callback_query", body, message.chat + (3 << 33), self.press_lives)
        return query

    def blocks(self, chat: int, *, again: bool = False) -> None:
        """A person blocks the bot, or lets it in again."""
        (self.blocked.discard if again else self.blocked.add)(chat)
        before, after = ("kicked", "member") if again else ("member", "kicked")
        member = {
            "chat": _chat(chat),
            "from": _user(chat),
            "date": int(time.time()),
            "old_chat_member": _member(before),
            "new_chat_member": _member(after),
        }
        self._post("my_chat_member", member, chat + (5 << 33), MESSAGE_LIVES)

    def _from(self, chat: int, number: int) -> dict[str, Any]:
        return {"message_id": number, "date": int(time.time()), "chat": _chat(chat), "from": _user(chat)}

    def _post(self, kind: str, body: dict[str, Any], queue: int, lives: float) -> None:
        self._update += 1
        self.waiting.append(Waiting({"update_id": self._update, kind: body}, queue, self.now() + lives))

    def expire(self) -> None:
        self.waiting = deque(one for one in self.waiting if one.until > self.now())

    # --- what the bot does --------------------------------------------------------------------------------

    def limited(self, chat: int, *, is_message: bool) -> int:
        """Seconds to wait when a limit is broken, else 0. A broken limit is a violation."""
        now = self.now()
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        if len(self._recent) >= OVERALL:
            self.violations.append(f"more than {OVERALL} within a second")
            return 3
        last = self._last_in_chat.get(chat, -10.0)
        if is_message and now - last < PER_CHAT:
            self.violations.append(f"two messages to one chat within {now - last:.3f} s")
            return 1
        self._recent.append(now)
        if is_message:
            self._last_in_chat[chat] = now
        return 0

    def says(self, chat: int, text: str, keyboard: list[list[dict[str, str]]]) -> Message:
        message = Message(chat, next(self._numbers), text, keyboard, True, self.now(), versions=[text])
        self.messages[chat, message.id] = message
        self.sent.append(message)
        for listener in self.listeners:
            listener(message)
        return message

    def in_chat(self, chat: int) -> list[Message]:
        """What stands in a chat now, of the bot."""
        return [one for one in self.sent if one.chat == chat and not one.deleted]


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private", "first_name": "Iemand"}


def _user(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Iemand", "language_code": "nl"}


def _member(status: str) -> dict[str, Any]:
    return {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
