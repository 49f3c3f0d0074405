"""What the Bot API takes: parameters per method, texts, keyboards. Anything else is a violation, and refused."""

import json
from collections.abc import Mapping
from typing import Any

INT, TEXT, JSON, FLAG = "integer", "text", "json", "flag"

METHODS: Mapping[str, Mapping[str, str]] = {
    "getMe": {},
    "getUpdates": {"offset": INT, "limit": INT, "timeout": INT, "allowed_updates": JSON},
    "setWebhook": {
        "url": TEXT, "max_connections": INT, "allowed_updates": JSON,
        "drop_pending_updates": FLAG, "secret_token": TEXT,
    },
    "deleteWebhook": {"drop_pending_updates": FLAG},
    "sendMessage": {"chat_id": INT, "text": TEXT, "reply_markup": JSON, "link_preview_options": JSON},
    "editMessageText": {
        "chat_id": INT, "message_id": INT, "text": TEXT, "reply_markup": JSON, "link_preview_options": JSON,
    },
    "editMessageReplyMarkup": {"chat_id": INT, "message_id": INT, "reply_markup": JSON},
    "deleteMessages": {"chat_id": INT, "message_ids": JSON},
    "answerCallbackQuery": {"callback_query_id": TEXT, "text": TEXT},
    "setMyCommands": {"commands": JSON, "language_code": TEXT},
    "getMyCommands": {"language_code": TEXT},
    "setMyDescription": {"description": TEXT, "language_code": TEXT},
    "getMyDescription": {"language_code": TEXT},
    "setMyShortDescription": {"short_description": TEXT, "language_code": TEXT},
    "getMyShortDescription": {"language_code": TEXT},
}  # fmt: skip
REQUIRED = {
    "sendMessage": ("chat_id", "text"),
    "editMessageText": ("chat_id", "message_id", "text"),
    "editMessageReplyMarkup": ("chat_id", "message_id"),
    "deleteMessages": ("chat_id", "message_ids"),
    "answerCallbackQuery": ("callback_query_id",),
    "setWebhook": ("url",),
    "setMyCommands": ("commands",),
}


class Bad(Exception):
    """A 400 with what is wrong."""


def read(method: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The parameters as values. Raises Bad on one that is unknown, missing or of the wrong kind."""
    known = METHODS[method]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise Bad(f"{method}: unknown parameters {unknown}")
    for name in REQUIRED.get(method, ()):
        if name not in given:
            raise Bad(f"{method}: {name} is missing")
    return {name: _value(known[name], name, text) for name, text in given.items()}


def _value(kind: str, name: str, text: str) -> Any:
    try:
        if kind == INT:
            return int(text)
        if kind == JSON:
            return json.loads(text)
    except ValueError:
        raise Bad(f"{name}: not a {kind}") from None
    return text == "true" if kind == FLAG else text


def check_text(text: str) -> None:
    units = len(text.encode("utf-16-le")) // 2
    if not text.strip():
        raise Bad("message text is empty")
    if units > 4096:
        raise Bad("message is too long")


def check_keyboard(markup: Any) -> None:
    """At most 100 buttons, 8 in a row, each with a label and one thing to do, of at most 64 bytes."""
    if markup is None:
        return
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or set(markup) != {"inline_keyboard"}:
        raise Bad("reply_markup: expected an inline keyboard")
    if sum(len(row) for row in rows) > 100 or any(not 1 <= len(row) <= 8 for row in rows):
        raise Bad("reply_markup: too many buttons")
    for button in (one for row in rows for one in row):
        does = set(button) - {"text"}
        if not button.get("text") or len(does) != 1 or not does <= {"callback_data", "url"}:
            raise Bad(f"reply_markup: a button with {sorted(button)}")
        if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
            raise Bad("BUTTON_DATA_INVALID")
