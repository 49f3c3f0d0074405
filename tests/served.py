"""A real `hoorbaar serve` in a process of its own, on free ports."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = (sys.executable, "-c", "import hoorbaar; hoorbaar.run()")
NOW = "2026-08-12T09:00:00+02:00"
"""Just after the answer window of 2026H1."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(**settings: str) -> dict[str, str]:
    """The environment of a command, with only these settings of ours."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("HOORBAAR_")}
    return found | {"HOORBAAR_NOW": NOW, "PYTHONPATH": str(ROOT), "COLUMNS": "100"} | settings


def hoorbaar(folder: Path, *words: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs one command in a folder of its own."""
    return subprocess.run(
        [*PROGRAM, *words],
        cwd=folder,
        env=environment(**settings),
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass
class Server:
    url: str
    staff_url: str
    process: subprocess.Popen[str]

    def stop(self) -> int:
        """Asks it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def served(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server that answers, in a folder where `init` was run."""
    public, staff = free_port(), free_port()
    words = ["serve", "--public-port", str(public), "--staff-port", str(staff)]
    environ = environment(HOORBAAR_PUBLIC_URL=f"http://127.0.0.1:{public}", **(settings or {}))
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen([*PROGRAM, *words], cwd=folder, env=environ, stdout=log, stderr=log, text=True)
    server = Server(f"http://127.0.0.1:{public}", f"http://127.0.0.1:{staff}", process)
    try:
        _wait(server, folder)
        yield server
    finally:
        process.kill()
        process.wait(30)


def _wait(server: Server, folder: Path) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{server.url}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert server.process.poll() is None, (folder / "serve.log").read_text()
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
