"""The one writer: many jobs to a commit, each undone alone, none acknowledged before it is durable."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.store.database import Db, is_full_or_locked, open_engine
from surveys.store.tables import respondent
from surveys.writer import TOGETHER, Job, Unavailable, Writer


def _adding(id: str) -> Job[str]:  # noqa: A002 - the column's name
    async def add(db: Db) -> str:
        row = {"id": id, "provider": "A", "informant": "youth", "person_key": id}
        await db.execute(insert(respondent).values(row))
        return id

    return add


async def _stored(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as db:
        return set((await db.execute(select(respondent.c.id))).scalars())


async def test_jobs_that_wait_together_share_commits(any_engine: AsyncEngine) -> None:
    commits = []
    event.listen(any_engine.sync_engine, "commit", commits.append)
    async with Writer(any_engine) as writer:
        done = await asyncio.gather(*(writer.do(_adding(str(number))) for number in range(4 * TOGETHER)))

    assert await _stored(any_engine) == set(done)
    assert len(commits) <= 6


async def test_a_job_that_fails_is_undone_alone(any_engine: AsyncEngine) -> None:
    async def half(db: Db) -> str:
        await _adding("half")(db)
        raise ValueError("no")

    async with Writer(any_engine) as writer:
        found = await asyncio.gather(
            writer.do(_adding("a")), writer.do(half), writer.do(_adding("a")), writer.do(_adding("b")),
            return_exceptions=True,
        )  # fmt: skip

    assert [found[0], found[3]] == ["a", "b"]
    assert isinstance(found[1], ValueError)
    assert isinstance(found[2], IntegrityError)
    assert await _stored(any_engine) == {"a", "b"}


async def test_whatever_goes_wrong_the_writer_serves_who_comes_after(engine: AsyncEngine) -> None:
    faults = [RuntimeError("unforeseen")]

    def fail_once(_connection: object) -> None:
        if faults:
            raise faults.pop()

    async with Writer(engine) as writer:
        event.listen(engine.sync_engine, "begin", fail_once)
        with pytest.raises(Unavailable, match="RuntimeError"):
            await writer.do(_adding("a"))
        await writer.do(_adding("b"))

    assert await _stored(engine) == {"b"}


async def test_leaving_finishes_what_waits(engine: AsyncEngine) -> None:
    async with Writer(engine) as writer:
        jobs = [asyncio.create_task(writer.do(_adding(str(number)))) for number in range(120)]
        await asyncio.sleep(0)

    assert await _stored(engine) == {await job for job in jobs}


async def test_a_locked_database_is_told_and_the_next_try_works(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _impatient(connection: object, _: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined] # the driver's own connection

    other = open_engine(str(engine.url))
    async with Writer(engine) as writer:
        async with other.begin():
            with pytest.raises(Unavailable):
                await writer.do(_adding("a"))
        assert await writer.do(_adding("a")) == "a"
    await other.dispose()


async def test_a_full_disk_is_told_nothing_is_lost_and_it_goes_on_by_itself(engine: AsyncEngine) -> None:
    async def limit(pages: int) -> None:
        async with engine.connect() as db:
            await db.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    async def fill(db: Db) -> None:
        await db.exec_driver_sql("CREATE TABLE filler (body BLOB)")
        await db.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(2000000))")

    async with Writer(engine) as writer:
        await writer.do(_adding("before"))
        await limit(200)
        with pytest.raises(Unavailable):
            await writer.do(fill)
        await limit(100_000)
        await writer.do(_adding("after"))

    assert await _stored(engine) == {"before", "after"}


def test_what_passes_by_itself_is_told_from_what_does_not() -> None:
    assert not is_full_or_locked(ValueError())


_COMMITTING = """
import asyncio, sys
from sqlalchemy import text
from surveys.store.database import open_engine

async def main():
    engine = open_engine(sys.argv[1])
    async with engine.begin() as db:
        await db.execute(text("CREATE TABLE t (n INTEGER)"))
    for n in range(20):
        async with engine.begin() as db:
            await db.execute(text("INSERT INTO t VALUES (1)"))
    await engine.dispose()

asyncio.run(main())
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="skipped: strace is not installed")
def test_every_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(trace), sys.executable, "-c", _COMMITTING]
    done = subprocess.run([*command, f"sqlite:///{tmp_path}/t.db"], capture_output=True, text=True, check=False)
    if done.returncode and "ptrace" in done.stderr:
        pytest.skip("skipped: strace may not trace here")

    assert done.returncode == 0, done.stderr
    assert trace.read_text().count("sync(") >= 20
