"""Raw updates of Telegram: what makes each one and the same, and what a person did with it. Pure.

Only private chats are heard: in a group others read along.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from telegram import Message, Update
from telegram.constants import ChatType

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates we ask for. It sticks at Telegram, so it is always sent along."""

Kind = Literal["text", "edited", "wordless", "pressed", "left", "back", "nothing"]


@dataclass(frozen=True)
class Label:
    """What is known of an update before it is understood. `chat` 0: none; `callback`: of a pressed button."""

    natural: str
    chat: int = 0
    callback: str = ""


def label_of(raw: Mapping[str, Any]) -> Label:
    """The natural key: update numbers begin anew at random after a quiet week (channels.md 1.7)."""
    for kind, one in raw.items():
        if kind in _LABELS and isinstance(one, Mapping):
            found = _LABELS[kind](one)
            if found:
                return found
    return Label(f"update|{raw.get('update_id')}")


def _of_message(one: Mapping[str, Any]) -> Label | None:
    chat = _chat(one)
    return Label(natural_of_message(chat, one["message_id"]), chat) if chat and "message_id" in one else None


def natural_of_message(chat: int, message: int) -> str:
    return f"message|{chat}|{message}"


def _of_edited(one: Mapping[str, Any]) -> Label | None:
    """Two edits can fall within one second, so the words count too."""
    first = _of_message(one)
    words = hashlib.sha256(str(one.get("text", "")).encode("utf-8", "replace")).hexdigest()
    return Label(f"{first.natural}|{one.get('edit_date')}|{words}", first.chat) if first else None


def _of_pressed(one: Mapping[str, Any]) -> Label | None:
    message = one.get("message")
    chat = _chat(message) if isinstance(message, Mapping) else 0
    return Label(f"callback|{one['id']}", chat, str(one["id"])) if "id" in one else None


def _of_member(one: Mapping[str, Any]) -> Label | None:
    chat, now = _chat(one), one.get("new_chat_member")
    status = now.get("status") if isinstance(now, Mapping) else ""
    return Label(f"member|{chat}|{one.get('date')}|{status}", chat) if chat else None


_LABELS = {
    "message": _of_message,
    "edited_message": _of_edited,
    "callback_query": _of_pressed,
    "my_chat_member": _of_member,
}


def _chat(one: Mapping[str, Any]) -> int:
    chat = one.get("chat")
    found = chat.get("id") if isinstance(chat, Mapping) else None
    return found if isinstance(found, int) else 0


@dataclass(frozen=True)
class Came:
    """What a person did. `message`: the one that came, or under which the pressed button stands.

    `command` and `argument` of `/start CODE`; `text` of a picture is its caption; `language` of the person's app.
    """

    kind: Kind
    chat: int = 0
    message: int = 0
    text: str = ""
    command: str = ""
    argument: str = ""
    data: str = ""
    language: str = ""


NOTHING = Came("nothing")


def read(raw: Mapping[str, Any]) -> Came:
    """An update understood; raises whatever python-telegram-bot does when it is none."""
    update = Update.de_json(dict(raw), None)
    if update.effective_chat is None or update.effective_chat.type != ChatType.PRIVATE:
        return NOTHING
    if update.my_chat_member:
        away = update.my_chat_member.new_chat_member.status in {"kicked", "left"}
        return Came("left" if away else "back", update.effective_chat.id)
    if update.callback_query:
        return _pressed(update)
    if update.edited_message:
        return _written(update.edited_message, "edited")
    return _written(update.message, "text") if update.message else NOTHING


def _pressed(update: Update) -> Came:
    query = update.callback_query
    if query is None or query.message is None or not query.data:
        return NOTHING
    return Came(
        "pressed",
        query.message.chat.id,
        query.message.message_id,
        data=query.data,
        language=query.from_user.language_code or "",
    )


def _written(message: Message, kind: Kind) -> Came:
    language = (message.from_user.language_code if message.from_user else "") or ""
    place = message.chat.id, message.message_id
    if message.text is None:
        wordless = message.effective_attachment is not None
        return Came("wordless", *place, text=message.caption or "", language=language) if wordless else NOTHING
    command, argument = _command(message.text) if kind == "text" else ("", "")
    return Came(kind, *place, text=message.text, command=command, argument=argument, language=language)


def _command(text: str) -> tuple[str, str]:
    """(start, CODE) of `/start CODE` or `/start@name CODE`."""
    if not text.startswith("/"):
        return "", ""
    first, _, rest = text[1:].partition(" ")
    return first.partition("@")[0].lower(), rest.strip()
