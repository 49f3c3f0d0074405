"""Keys and ciphertext: bound to one person and one place, gone when the key is gone."""

import base64
import secrets
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.faults import Mistakes
from surveys.vault import Cipher, Master, Unreadable, Vault, make_master_file, read_master
from tests.installed import NOW


def _vault(keys: AsyncEngine, master: bytes = b"m" * 32) -> Vault:
    return Vault(keys, Master.of(master), lambda: NOW)


async def test_what_was_sealed_opens_with_the_same_persons_key_again(keys: AsyncEngine) -> None:
    before = (await _vault(keys).keys_for(["anna"]))["anna"]
    body = before.seal("hallo", "answer|1")

    after = await _vault(keys).key_of("anna")

    assert after is not None
    assert after.open(body, "answer|1") == "hallo"


async def test_another_person_or_another_place_opens_nothing(keys: AsyncEngine) -> None:
    ciphers = await _vault(keys).keys_for(["anna", "bo"])
    body = ciphers["anna"].seal("hallo", "answer|1")

    with pytest.raises(Unreadable):
        ciphers["bo"].open(body, "answer|1")
    with pytest.raises(Unreadable):
        ciphers["anna"].open(body, "answer|2")
    with pytest.raises(Unreadable):
        ciphers["anna"].open(body[:-1], "answer|1")


async def test_a_forgotten_key_is_gone_from_the_file_and_others_stay(keys: AsyncEngine, tmp_path: Path) -> None:
    vault = _vault(keys)
    await vault.keys_for(["anna", "bo"])
    async with keys.begin() as db:
        wrapped = dict((await db.exec_driver_sql("SELECT respondent, wrapped FROM respondent_key")).all())  # type: ignore[arg-type] # pairs
    await vault.forget(["anna"])
    async with keys.connect() as db:
        await db.exec_driver_sql("COMMIT")
        await db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    on_disk = b"".join(path.read_bytes() for path in tmp_path.glob("keys.db*"))
    assert wrapped["anna"] not in on_disk
    assert wrapped["bo"] in on_disk
    assert await vault.key_of("anna") is None


async def test_a_thousand_keys_come_at_once(keys: AsyncEngine) -> None:
    people = [f"person{number}" for number in range(1100)]

    assert len({cipher.key for cipher in (await _vault(keys).keys_for(people)).values()}) == 1100


async def test_another_master_key_is_a_clear_mistake(keys: AsyncEngine) -> None:
    await _vault(keys).keys_for(["anna"])

    with pytest.raises(Mistakes, match="does not fit"):
        await _vault(keys, b"n" * 32).key_of("anna")


async def test_an_address_is_found_again_without_being_stored(keys: AsyncEngine) -> None:
    vault = _vault(keys)

    assert vault.lookup("mail", "a@b.example") == vault.lookup("mail", "a@b.example")
    assert vault.lookup("mail", "a@b.example") != vault.lookup("telegram", "a@b.example")
    assert vault.lookup("mail", "a@b.example") != _vault(keys, b"n" * 32).lookup("mail", "a@b.example")


def test_a_master_file_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "hoorbaar.key"

    assert make_master_file(path)
    first = path.read_bytes()
    assert not make_master_file(path)
    assert path.read_bytes() == first
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert read_master(path).id == Master.of(first).id


@pytest.mark.parametrize("content", [None, b"short"])
def test_a_master_file_that_cannot_be_used_says_why(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "hoorbaar.key"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(Mistakes, match="hoorbaar init" if content is None else "has 32 bytes"):
        read_master(path)


def test_neither_key_nor_master_shows_itself() -> None:
    secret = secrets.token_bytes(32)
    told = repr(Cipher(secret)) + repr(Master.of(secret))

    assert secret.hex() not in told
    assert repr(secret) not in told
    assert base64.b64encode(secret).decode() not in told
