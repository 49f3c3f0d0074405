"""Encryption of what people say in their own words, and of where they can be reached.

Every respondent has a key of their own in a separate database, wrapped with the installation's master
key. Erasing a person is throwing that key away: old copies of the main database then hold nothing legible.
A key is made and committed before the first thing it protects.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.clock import Clock
from surveys.faults import Mistakes
from surveys.store.database import insert_missing, reading
from surveys.store.tables import respondent_key

FORMAT = b"\x01"
NONCE = 12
CHUNK = 500
DAY = "day-"
"""What the names of the days' keys begin with; respondents' ids are 26 hex digits."""


class Unreadable(Exception):
    """A ciphertext does not belong to this key or this place."""


@dataclass(frozen=True, repr=False)
class Cipher:
    """One respondent's key. `about` binds a ciphertext to its place, so that it cannot be moved."""

    key: bytes

    def seal(self, text: str, about: str) -> bytes:
        """0x01, a random nonce of 12 bytes, then ciphertext and tag (AES-256-GCM)."""
        nonce = os.urandom(NONCE)
        return FORMAT + nonce + AESGCM(self.key).encrypt(nonce, text.encode(), about.encode())

    def open(self, body: bytes, about: str) -> str:
        """The text again. Raises Unreadable when key or place do not fit."""
        try:
            return AESGCM(self.key).decrypt(body[1 : 1 + NONCE], body[1 + NONCE :], about.encode()).decode()
        except (InvalidTag, ValueError):
            raise Unreadable(about.partition("|")[0]) from None


@dataclass(frozen=True, repr=False)
class Master:
    """What is derived from the master key file, one use each."""

    wrapping: bytes
    lookups: bytes
    id: str

    @classmethod
    def of(cls, secret: bytes) -> "Master":
        return cls(_derive(secret, b"wrap"), _derive(secret, b"lookup"), hashlib.sha256(secret).hexdigest()[:8])


def _derive(secret: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"hoorbaar|v1|" + use).derive(secret)


def make_master_file(path: Path) -> bool:
    """Writes a new master key of 32 random bytes, mode 0600, unless there is one. True when made."""
    if path.exists():
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    return True


def read_master(path: Path) -> Master:
    """The master key of this installation. Raises Mistakes when there is none or it is not 32 bytes long."""
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        raise Mistakes(f"{path}: there is no master key here yet; run `hoorbaar init`") from None
    if len(secret) != 32:
        raise Mistakes(f"{path}: a master key has 32 bytes, this file has {len(secret)}")
    return Master.of(secret)


class Vault:
    """The respondents' keys. `engine` is the keys database."""

    def __init__(self, engine: AsyncEngine, master: Master, clock: Clock) -> None:
        self._engine = engine
        self._master = master
        self._clock = clock

    async def keys_for(self, respondents: Sequence[str]) -> dict[str, Cipher]:
        """A cipher for each respondent id; missing keys are made and committed first."""
        found = await self._known(respondents)
        missing = sorted(set(respondents) - found.keys())
        if missing:
            await self._make(missing)
            found |= await self._known(missing)
        return found

    async def key_of(self, respondent: str) -> Cipher | None:
        """The respondent's cipher, or None when there is none (any more)."""
        return (await self._known([respondent])).get(respondent)

    async def keys_there(self, respondents: Sequence[str]) -> dict[str, Cipher]:
        """A cipher for each respondent who has a key; none are made."""
        return await self._known(respondents)

    async def forget(self, respondents: Sequence[str]) -> None:
        """Throws keys away: from then on nothing of these people can be read."""
        async with self._engine.begin() as db:
            for some in _chunks(respondents):
                await db.execute(delete(respondent_key).where(respondent_key.c.respondent.in_(some)))

    async def of_day(self, day: date) -> tuple[str, Cipher]:
        """The key for what comes in on a day from somebody we do not know yet, and its name.

        It lies among the respondents' keys and is thrown away like them (`forget_days`): what was sealed with it
        then is illegible in every copy.
        """
        name = f"{DAY}{day.isoformat()}"
        return name, (await self.keys_for([name]))[name]

    async def forget_days(self, before: date) -> None:
        """Throws the keys of earlier days away."""
        async with self._engine.begin() as db:
            theirs = respondent_key.c.respondent
            await db.execute(
                delete(respondent_key).where(theirs.startswith(DAY), theirs < f"{DAY}{before.isoformat()}")
            )

    def lookup(self, channel: str, address: str) -> str:
        """A key to find an address by without storing it: HMAC-SHA-256, 64 hex digits."""
        return hmac.new(self._master.lookups, f"{channel}|{address}".encode(), "sha256").hexdigest()

    async def _known(self, respondents: Sequence[str]) -> dict[str, Cipher]:
        rows: list[tuple[str, bytes]] = []
        async with reading(self._engine).connect() as db:
            for some in _chunks(respondents):
                query = select(respondent_key.c.respondent, respondent_key.c.wrapped)
                found = await db.execute(query.where(respondent_key.c.respondent.in_(some)))
                rows += [(row.respondent, row.wrapped) for row in found]
        return {respondent: self._unwrap(respondent, wrapped) for respondent, wrapped in rows}

    async def _make(self, respondents: Sequence[str]) -> None:
        now = self._clock()
        async with self._engine.begin() as db:
            await db.execute(insert_missing(db, respondent_key), [self._new_row(one, now) for one in respondents])

    def _new_row(self, respondent: str, now: datetime) -> dict[str, object]:
        nonce = os.urandom(NONCE)
        sealed = AESGCM(self._master.wrapping).encrypt(nonce, os.urandom(32), self._about(respondent))
        return {
            "respondent": respondent,
            "wrapped": FORMAT + nonce + sealed,
            "master_id": self._master.id,
            "made_at": now,
        }

    def _unwrap(self, respondent: str, wrapped: bytes) -> Cipher:
        try:
            nonce, sealed = wrapped[1 : 1 + NONCE], wrapped[1 + NONCE :]
            return Cipher(AESGCM(self._master.wrapping).decrypt(nonce, sealed, self._about(respondent)))
        except InvalidTag:
            raise Mistakes("the master key file does not fit the keys database") from None

    def _about(self, respondent: str) -> bytes:
        return f"dek|{self._master.id}|{respondent}".encode()


def _chunks(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]
