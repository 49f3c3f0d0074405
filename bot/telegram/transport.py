"""Requests to the Bot API over aiohttp, in the place of python-telegram-bot's own httpx (measured in tests/bench)."""

import json
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT = 5.0
"""Seconds to wait for a connection, also for one of the pool."""
READ = 10.0
"""Seconds to wait for an answer."""
CONNECTIONS = 100


class NotSent(NetworkError):
    """No connection was made, so nothing of the request arrived. Every other network error leaves that open."""


class WaitFirst(TelegramError):
    """Too many requests: come back after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class Transport(BaseRequest):
    """One pool of connections. What goes wrong is told without address or content: the address holds the token."""

    def __init__(self, connections: int = CONNECTIONS, read_timeout: float = READ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        if self._session:
            await self._session.close()

    async def renew(self) -> None:
        """Leaves every connection behind: one of them may hang without anybody noticing."""
        await self.shutdown()
        self._session = None
        await self.initialize()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the signature of python-telegram-bot
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - as above
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - as above
    ) -> tuple[int, bytes]:
        """Status and body. Raises NotSent, TimedOut, NetworkError or WaitFirst."""
        read = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        fields = request_data.json_parameters if request_data else None
        try:
            status, body = await self._asked(method, url, fields, read)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        if status == 429:
            raise WaitFirst(_seconds(body))
        return status, body

    async def _asked(
        self, method: str, url: str, fields: dict[str, str] | None, patience: float
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("not initialized")
        waits = aiohttp.ClientTimeout(connect=CONNECT, sock_read=patience)
        async with self._session.request(method, url, data=fields, timeout=waits, allow_redirects=False) as answer:
            return answer.status, await answer.read()


def _seconds(body: bytes) -> float:
    """How long to wait, as Telegram says it; a minute when it cannot be read."""
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 60.0
