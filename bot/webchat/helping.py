"""`GET /hulp`: who can be called, on every page's button. For whom nothing is known, everybody's lines."""

from aiohttp import web

from bot.assistant import every_helpline, helplines
from bot.webchat import visits
from bot.webchat.pages import UNKNOWN, render, voice_of
from bot.webchat.parts import CHAT


async def help_page(request: web.Request) -> web.Response:
    chat = request.app[CHAT]
    visit = await visits.find(request)
    informant = visit.stored.informant if visit else UNKNOWN
    voice = voice_of(request, informant)
    folder = chat.settings.config_dir
    lines = helplines(folder, informant) if visit else [line for line in every_helpline(folder) if line.verified]
    return render(
        request,
        "help.html",
        voice,
        title="title_help",
        help_lines=lines,
        back=f"/c/{visit.stored.handle}" if visit else "",
        others=[] if visit else [language for language in chat.languages if language != voice.language],
    )
