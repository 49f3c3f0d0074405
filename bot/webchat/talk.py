"""The conversation's page: `GET /c/HANDLE` shows where it stands, `POST /c/HANDLE` is one reply."""

from aiohttp import web

from bot.assistant import helplines
from bot.webchat import forms, screen, visits
from bot.webchat.forms import Step
from bot.webchat.pages import Voice, message, render, voice_of
from bot.webchat.parts import CHAT, Chat
from bot.webchat.visits import Visit
from surveys.engine import Help, Record
from surveys.intake import Outcome
from surveys.language.normalise import LONGEST
from surveys.store import sessions

SCRIPTED = "Hoorbaar-Script"
"""The header with which the page's own script asks for the next page in the reply itself."""


async def show(request: web.Request) -> web.Response:
    """Where the conversation stands. Changes nothing."""
    visit = await visits.find(request, request.match_info["handle"])
    return await _page(request, visit) if visit else session_over(request)


async def hear(request: web.Request) -> web.Response:
    """One reply: stored, handled, and the next page. Raises Unavailable when it could not be stored."""
    form = await forms.read(request)
    visit = await visits.find(request, request.match_info["handle"])
    if visit is None:
        return session_over(request)
    chat = request.app[CHAT]
    step = Step.of(forms.first(form, "step"), visit.stored.id, chat.vault)
    heard = forms.inbound_of(form, step, visit.stored.id, visit.cipher)
    if heard.action.startswith("language:") and heard.action.removeprefix("language:") not in _offered(chat, visit):
        raise forms.BadForm
    outcome = await chat.lanes.hand_in(heard, visit.cipher)
    await _note(chat, visit, outcome)
    if request.headers.get(SCRIPTED):
        return await show(request)
    return see_other(f"/c/{visit.stored.handle}")


def see_other(place: str) -> web.Response:
    """After a POST the browser gets the page anew, so that reloading it posts nothing."""
    return web.Response(status=303, headers={"Location": place})


def session_over(request: web.Request) -> web.Response:
    """Nobody we know: no session, somebody else's, a withdrawn invitation, or no such conversation."""
    said = voice_of(request).say("session_over")
    return message(request, "title_session_over", said, status=404, onward=("/", "title_code"))


async def _note(chat: Chat, visit: Visit, outcome: Outcome) -> None:
    """Keeps what is to be said about this step until its page is shown, and the session alive."""
    said = note_of(outcome)
    now = chat.clock()
    if said or visit.session.is_due(now):
        turn = outcome.state.turn
        await chat.writer.do(lambda db: sessions.extend(db, visit.token_hash, now, said, turn))


def note_of(outcome: Outcome) -> str:
    """The key of the words about a step: why it was not understood, that help was asked, that an answer changed."""
    if outcome.reasons:
        return outcome.reasons[-1]
    if any(isinstance(effect, Help) for effect in outcome.effects):
        return "help"
    corrected = any(isinstance(effect, Record) and effect.corrected for effect in outcome.effects)
    return "changed" if corrected else ""


def _offered(chat: Chat, visit: Visit) -> list[str]:
    return [language for language in chat.languages if language in visit.questionnaire.languages]


async def _page(request: web.Request, visit: Visit) -> web.Response:
    chat, state = request.app[CHAT], visit.state
    note = visit.session.note if visit.session.note_turn == state.turn else ""
    memory = await visits.remembered(chat, visit)
    shown = screen.screen_of(visit.speaker(chat), state, memory, note, _offered(chat, visit))
    informant = visit.stored.informant
    return render(
        request,
        "talk.html",
        Voice(chat.desk.texts, state.language, informant),
        title=shown.title,
        screen=shown,
        handle=visit.stored.handle,
        step=Step(state.turn, shown.said.id, shown.said.item).sealed(visit.stored.id, chat.vault),
        help_lines=helplines(chat.settings.config_dir, informant) if shown.shows_help else [],
        longest=LONGEST,
    )
