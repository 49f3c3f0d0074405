"""Installations with invited people, their pages served on a free port."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot import serving
from tests.bot.house import House, build
from tests.bot.visitor import Visitor

Arrive = Callable[..., Visitor]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """An installation on SQLite."""
    built = await build(tmp_path)
    yield built
    await built.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """An installation, once on each kind of database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").new_database()
    built = await build(tmp_path, url)
    yield built
    await built.engine.dispose()


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[House], Awaitable[TestServer]]]:
    """Serves the pages of an installation, closed at the end of the test."""
    servers: list[TestServer] = []

    async def start(house: House) -> TestServer:
        server = TestServer(serving.application(house.settings, house.clock))
        servers.append(server)
        await server.start_server()
        return server

    yield start
    for server in servers:
        await server.close()


@pytest.fixture
async def arrive() -> AsyncIterator[Arrive]:
    """A new browser at a server."""
    visitors: list[Visitor] = []

    def come(server: TestServer, language: str = "nl") -> Visitor:
        visitors.append(Visitor(server, language))
        return visitors[-1]

    yield come
    for visitor in visitors:
        await visitor.session.close()
