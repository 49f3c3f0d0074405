"""Posted forms: read within bounds, and made into what the conversation hears.

A form carries one hidden field, `step`: on which turn it was made and which question it asks, sealed. So a
page from long ago answers its own question, a repeated post is the same message, and nobody can make up a
form for somebody else's conversation.
"""

import asyncio
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs
from uuid import uuid4

from aiohttp import web

from surveys import intake
from surveys.inbound import Inbound
from surveys.language.normalise import clean
from surveys.questionnaire import UNSCORED
from surveys.vault import Cipher, Vault

LARGEST = 64 * 1024
"""Bytes of a whole request; own words are cut at 4,000 signs anyway."""
FIELDS = 60
SLOWEST = 20.0
"""Seconds in which a form must have arrived."""
CHANNEL = "web"

POSTED = web.RequestKey("posted", Mapping[str, Sequence[str]])
"""What was posted, so that a page about trouble can offer to send the same again."""

_ACTION = re.compile(r"stop|back|help|erase|continue|language:[a-z]{2,3}")
_CHANGE = re.compile(r"change:([a-z][a-z0-9_]{0,39}):(\d)", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_KEY = re.compile(r"[0-9a-f-]{36}")


class BadForm(web.HTTPBadRequest):
    """Not a form that one of our pages could have sent."""


async def read(request: web.Request) -> Mapping[str, Sequence[str]]:
    """The fields of a posted form. Raises BadForm, HTTPRequestTimeout or HTTPRequestEntityTooLarge."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadForm
    try:
        async with asyncio.timeout(SLOWEST):
            body = await request.read()
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except ValueError:
        raise BadForm from None
    request[POSTED] = fields
    return fields


def first(form: Mapping[str, Sequence[str]], name: str) -> str:
    """A field's value; empty when it is not there."""
    return form.get(name, [""])[0]


@dataclass(frozen=True)
class Step:
    """The screen that a form stood on: its turn and the question it asked."""

    turn: int
    question: str
    item: int = 0

    def __str__(self) -> str:
        return f"{self.turn}.{self.question}.{self.item}"

    def sealed(self, conversation: int, vault: Vault) -> str:
        """As it stands in the form: `turn.question.item.seal`."""
        return f"{self}.{vault.lookup('web step', f'{conversation}|{self}')[:32]}"

    @classmethod
    def of(cls, sealed: str, conversation: int, vault: Vault) -> "Step":
        """The screen that a posted `step` names. Raises BadForm when it was not made for this conversation."""
        shape = re.fullmatch(r"(\d{1,6})\.(_?[a-z][a-z0-9_]{0,39})\.(\d)\.[0-9a-f]{32}", sealed, re.ASCII)
        if shape is None:
            raise BadForm
        step = cls(int(shape[1]), shape[2], int(shape[3]))
        if not hmac.compare_digest(step.sealed(conversation, vault), sealed):
            raise BadForm
        return step


def inbound_of(form: Mapping[str, Sequence[str]], step: Step, conversation: int, cipher: Cipher) -> Inbound:
    """What a form says. Words that were typed but not sent, because another button was pressed, are not read."""
    action, question, item = _action(first(form, "action"))
    choices = () if action else _choices(form.get("choice", ()))
    text = "" if action or choices else clean(first(form, "text"))
    heard = Inbound(
        channel=CHANNEL,
        conversation=conversation,
        message_id="",
        question=question or step.question,
        item=item if question else step.item,
        choices=choices,
        text=text,
        action=action,
        seen=step.turn,
    )
    return _identified(heard, step, first(form, "key"), cipher)


def _identified(heard: Inbound, step: Step, key: str, cipher: Cipher) -> Inbound:
    """The same post is the same message: by the script's key, else by its screen and what was chosen on it.

    Only a wish to stop is always a new one: it must work from any screen, however old, as often as it is said.
    """
    if heard.action == "stop":
        key = str(uuid4())
    elif not _KEY.fullmatch(key):
        said = intake.mark_of(heard.text, cipher) if heard.text else ""
        key = f"{step}|{heard.action}|{heard.question}.{heard.item}|{' '.join(heard.choices)}|{said}"
    return replace(heard, message_id=key)


def _action(posted: str) -> tuple[str, str, int]:
    """(action, question, item) of `stop`, `language:en` or `change:goal_now:2`."""
    if not posted:
        return "", "", 0
    change = _CHANGE.fullmatch(posted)
    if change:
        return "change", change[1], int(change[2])
    if not _ACTION.fullmatch(posted):
        raise BadForm
    return posted, "", 0


def _choices(posted: Sequence[str]) -> tuple[str, ...]:
    """Weet ik niet and zeg ik liever niet are buttons of their own: they are meant, whatever else is ticked."""
    chosen = [code for code in posted if code]
    if not all(_CODE.fullmatch(code) for code in chosen):
        raise BadForm
    unscored = [code for code in chosen if code in UNSCORED]
    return tuple(unscored[-1:] or dict.fromkeys(chosen))
