"""The web chat's routes."""

from aiohttp import web

from bot.webchat import assets, doors, helping, talk
from bot.webchat.forms import LARGEST
from bot.webchat.guard import guarded
from bot.webchat.pages import ASSETS


def bare() -> web.Application:
    """The application without what it works with; `CHAT` has to be put in before it serves (bot.serving does)."""
    app = web.Application(middlewares=[guarded], client_max_size=LARGEST)
    app.add_routes(
        [
            web.get("/", doors.code_page),
            web.post("/code", doors.typed_code),
            web.get("/i/{code}", doors.link_page),
            web.post("/i/{code}", doors.opened_link),
            web.get("/c/{handle}", talk.show),
            web.post("/c/{handle}", talk.hear),
            web.get("/hulp", helping.help_page),
            assets.serving(ASSETS),
        ]
    )
    return app
