"""What tests share: databases made by the real migrations, on SQLite and, where it is installed, PostgreSQL."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.installation import Installation
from surveys.store.database import open_engine
from surveys.store.upgrade import upgrade
from tests.installed import opened as installed
from tests.installed import settings_in
from tests.postgres import Cluster


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the dialogue files as the conversation went")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A throw-away PostgreSQL, started once; the test is skipped where there is none."""
    cluster = Cluster.start()
    if isinstance(cluster, str):
        if os.environ.get("HOORBAAR_TEST_NEEDS_POSTGRES"):
            pytest.fail(cluster)
        pytest.skip(cluster)
    yield cluster
    cluster.stop()


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A fresh main database on SQLite."""
    opened = open_engine(f"sqlite:///{tmp_path}/hoorbaar.db")
    await upgrade(opened, "main")
    yield opened
    await opened.dispose()


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A fresh keys database on SQLite."""
    opened = open_engine(f"sqlite:///{tmp_path}/keys.db")
    await upgrade(opened, "keys")
    yield opened
    await opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A fresh main database, once on each kind of database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/hoorbaar.db"
    else:
        url = request.getfixturevalue("postgres").new_database()
    opened = open_engine(url)
    await upgrade(opened, "main")
    yield opened
    await opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_installation(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Installation]:
    """An installation, once on each kind of database."""
    settings = settings_in(tmp_path)
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        settings = settings_in(tmp_path, database_url=cluster.new_database(), keys_url=cluster.new_database())
    async with installed(settings) as ready:
        yield ready
