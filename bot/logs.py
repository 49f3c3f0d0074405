"""Logs without content: one JSON object a line, never an address, a code or what somebody wrote.

Our own messages hold counts, row numbers and names of faults. Of other people's libraries only the fixed part
of a message is kept, and of an exception its kind and place: both may carry what was on the wire.
"""

import json
import logging
from datetime import UTC, datetime
from traceback import walk_tb

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

OURS = ("bot", "surveys", "analytics", "hoorbaar")


class WithoutContent(logging.Formatter):
    """`at`, `level`, `from`, `message`, and for a fault `fault` and `place`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _message(record),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error:
            line |= {"fault": type(error).__name__, "place": place_of(error)}
        return json.dumps(line, ensure_ascii=False)


def place_of(error: BaseException) -> str:
    """Where in our own code an error came from, without its words."""
    frames = [
        (frame.f_globals.get("__name__", ""), frame.f_code, line) for frame, line in walk_tb(error.__traceback__)
    ]
    ours = [(code, line) for module, code, line in frames if module.partition(".")[0] in OURS]
    return f"{ours[-1][0].co_qualname}:{ours[-1][1]}" if ours else ""


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg).partition("\n")[0].partition("%")[0].strip()


class Access(AbstractAccessLogger):
    """Method, the route's pattern in place of the path, status and milliseconds: no code, query or address."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """One line for a request that was answered."""
        self.logger.info("%s %s %d %d ms", request.method, _pattern(request), response.status, round(time * 1000))


def _pattern(request: web.BaseRequest) -> str:
    resource = request.match_info.route.resource if isinstance(request, web.Request) else None
    return resource.canonical if resource else "elsewhere"


ACCESS = logging.getLogger("bot.access")


def to_stderr() -> None:
    """From here on everything that is logged goes to standard error in this shape."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutContent())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
