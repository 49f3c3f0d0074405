"""An export that is killed leaves no half file, and the next one gives what was published."""

import asyncio
import os
import signal
import subprocess
import time
from pathlib import Path

from surveys.store.database import open_engine
from tests.analytics.made import Said, World
from tests.served import PROGRAM, environment, hoorbaar

KILLS = 5
WORDS = ("indicators", "--period", "2026H1", "--by", "provider,segment", "--format", "xlsx", "--out")


async def _store(folder: Path) -> None:
    world = World()
    for number in range(600):
        world.record(provider=f"P{number % 20}", people={"youth": Said({"usefulness": str(number % 10 + 1)})})
    engine = open_engine(f"sqlite:///{folder}/var/hoorbaar.db")
    await world.store(engine)
    await engine.dispose()


def _killed(folder: Path, after: float) -> None:
    running = subprocess.Popen(
        [*PROGRAM, *WORDS, "killed.xlsx"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        running.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()


def test_a_killed_export_leaves_all_or_nothing(tmp_path: Path) -> None:
    """Killed at moments spread over a whole run, the first of which would also have published."""
    hoorbaar(tmp_path, "init")
    asyncio.run(_store(tmp_path))
    _killed(tmp_path, 0.5)
    began = time.monotonic()
    assert hoorbaar(tmp_path, *WORDS, "whole.xlsx").returncode == 0
    lasted = time.monotonic() - began
    whole = (tmp_path / "whole.xlsx").read_bytes()

    for turn in range(1, KILLS + 1):
        _killed(tmp_path, lasted * turn / (KILLS + 1))
        out = tmp_path / "killed.xlsx"
        assert not out.exists() or out.read_bytes() == whole
    assert hoorbaar(tmp_path, *WORDS, "killed.xlsx").returncode == 0
    assert (tmp_path / "killed.xlsx").read_bytes() == whole
