"""A throw-away PostgreSQL for one test session; databases on it are made one per test."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

SCRIPT = Path(__file__).parent / "pg_up.sh"


@dataclass
class Cluster:
    dsn: str
    folder: str
    _numbers: "count[int]" = field(default_factory=count)

    @classmethod
    def start(cls) -> "Cluster | str":
        """A running cluster, or why there is none here."""
        if shutil.which("pg_ctl") is None and not list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")):
            return "skipped: PostgreSQL is not installed (Debian package postgresql)"
        done = subprocess.run([SCRIPT, "up"], capture_output=True, text=True, check=False)
        found = dict(re.findall(r"^export (\w+)=(.*)$", done.stdout, re.MULTILINE))
        if done.returncode or "PGTEST_DSN" not in found:
            return f"skipped: PostgreSQL did not start: {done.stderr.strip()[-200:]}"
        return cls(found["PGTEST_DSN"], found["PGTEST_DIR"])

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test{next(self._numbers)}"
        with psycopg.connect(self.dsn, autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}")
        return self.dsn.rsplit("/", 1)[0] + f"/{name}"

    def stop(self) -> None:
        subprocess.run([SCRIPT, "down", self.folder], capture_output=True, check=False)
