"""The doctor finds what is wrong, and says what to do about it."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import update

from surveys import soundness
from surveys.settings import Settings
from surveys.store.database import open_engine
from surveys.store.tables import conversation
from tests.installed import opened, settings_in
from tests.surveys.rehearsal import Rehearsal, desk_of


async def _told(settings: Settings) -> dict[str, str]:
    return {finding.about: f"{finding.level} {finding.told}" for finding in await soundness.findings(settings)}


async def _answered(settings: Settings) -> int:
    """One conversation with an answer in own words whose key is in the vault; its id."""
    async with opened(settings) as ready:
        held = Rehearsal(ready.engine, desk_of(), "start-parent")
        await held.open()
        stored = await held.stored()
        held.cipher = (await ready.vault.keys_for([stored.respondent]))[stored.respondent]
        await held.hear(choices=("yes",))
        await held.hear(text="rust in huis")
        return held.id


async def test_a_sound_installation_is_sound(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    await _answered(settings)
    told = await _told(settings)

    assert {level.split()[0] for level in told.values()} == {"ok", "warn"}
    assert told["conversations"] == "ok state and answers agree"
    assert told["keys"] == "ok every own word has its key"
    assert told["public address"].startswith("warn")


async def test_before_init_everything_missing_is_named(tmp_path: Path) -> None:
    told = await _told(settings_in(tmp_path))

    assert "run `hoorbaar init`" in told["master key"]
    assert "run `hoorbaar init`" in told["main database"]
    assert "run `hoorbaar init`" in told["keys database"]


async def test_a_key_that_others_can_read_is_red(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    await _answered(settings)
    settings.key_file.chmod(0o644)

    assert (await _told(settings))["master key"].startswith("red")


async def test_lost_keys_are_counted(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    await _answered(settings)
    for path in tmp_path.glob("hoorbaar-keys.db*"):
        path.unlink()
    async with opened(settings):
        pass

    assert (await _told(settings))["keys"] == "red 1 people wrote something that no key opens"


async def test_a_state_that_forgot_an_answer_is_found(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    held = await _answered(settings)
    engine = open_engine(settings.database_url)
    async with engine.begin() as db:
        forgetful = '{"phase":"asking","turn":2,"language":"nl"}'
        await db.execute(update(conversation).where(conversation.c.id == held).values(state=forgetful))
    await engine.dispose()

    assert (await _told(settings))["conversations"] == "red 1 differ between state and answers"


async def test_a_public_address_without_https_is_red(tmp_path: Path) -> None:
    settings = replace(settings_in(tmp_path), public_url="http://hoorbaar.example")
    await _answered(settings)

    assert (await _told(settings))["public address"].startswith("red")
