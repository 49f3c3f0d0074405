"""What came in through a channel, free of anything that belongs to that channel."""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Inbound:
    """One message of a person in one conversation.

    `message_id` is what makes it one and the same message when it comes twice. `seen` is the turn of the
    screen it was given on (-1: unknown). `alarm`: acute, worrying or none, computed by bot.lanes. `lane`: where
    what is to be said goes afterwards (an HMAC of channel and address); empty: it goes in the reply at once.
    """

    channel: str
    conversation: int
    message_id: str
    question: str = ""
    item: int = 0
    choices: tuple[str, ...] = ()
    text: str = ""
    action: str = ""
    seen: int = -1
    alarm: str = "none"
    lane: str = ""

    @property
    def key(self) -> str:
        """64 hex digits; the inbox holds each only once."""
        return hashlib.sha256(f"{self.channel}|{self.conversation}|{self.message_id}".encode()).hexdigest()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(text: str) -> Inbound:
    """The message again, as `to_json` wrote it."""
    kept = json.loads(text)
    return Inbound(**{**kept, "choices": tuple(kept["choices"])})
