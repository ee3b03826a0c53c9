"""The rehearsal: three phones on a page. Mounted by `demo` alone.

Every deed is a form, so all works without scripts; the script only spares the reloading.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse, StreamingResponse

from bot.messages import Document
from bot.model.meetings import Meeting
from bot.rehearsal.cast import MOST, Player, Seat
from bot.rehearsal.clock import Jump, moment_of
from bot.rehearsal.handset import NETWORKS, hand_over
from bot.rehearsal.others import others_answer
from bot.rehearsal.others_reading import others_read
from bot.rehearsal.stage import Stage
from bot.services.meetings import called_meetings
from bot.web.forms import is_from_elsewhere, read_form
from bot.web.pages import HEADERS, STYLE, TEMPLATES, headers_for, page
from bot.web.parcels import disposition
from bot.web.rehearsal_views import PATH, Asked, Handset, handsets, linked, seated
from bot.words import rehearsal_page as words
from bot.words.phones import national

SCRIPT = Path(__file__).parent / "static" / "rehearsal.js"
LOOK = STYLE + TEMPLATES.get_template("rehearsal.css").render()
LETS = headers_for(LOOK, "; script-src 'self'; connect-src 'self'; img-src 'self'")
LONGEST = 2000
"""Letters that can be typed at once."""
BREATH = 15.0
"""Seconds after which a watcher hears something even if nothing happens, so that both sides know they are there."""
PICTURES = ("image/png", "image/jpeg")


def pages(stage: Stage) -> APIRouter:
    """`GET /tap-duot`, and what can be done there."""
    router = APIRouter()

    @router.get("/")
    async def begin() -> Response:
        return RedirectResponse(PATH, status_code=303)

    @router.get(PATH)
    async def look(request: Request) -> Response:
        async with stage.sessions() as db:
            asked, players = await seated(db, stage, Asked.read(request.query_params))
            shown = await handsets(db, stage, asked, players)
        return drawn(stage, asked, shown)

    @router.post(PATH + "/lam/{deed}")
    async def do(request: Request, deed: str) -> Response:
        """What somebody did; then the page again, where a reload repeats nothing."""
        if is_from_elsewhere(request):
            return Response(status_code=403)
        fields = await read_form(request)
        async with stage.sessions() as db:
            asked, players = await seated(db, stage, Asked.read(request.query_params))
        asked = replace(asked, searching=None, sought="", news="", count=0)
        done = await DEEDS[deed](stage, players, fields) if deed in DEEDS else NOT_UNDERSTOOD
        return RedirectResponse(asked.address(**done), status_code=303)

    @router.get(PATH + "/tin-moi")
    async def watch() -> Response:
        return StreamingResponse(changes(stage), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    @router.get(PATH + "/tep/{ref}")
    async def file(ref: int) -> Response:
        document = stage.phones.file(ref) if 0 < ref < 2**53 else None
        return given(document) if document else Response(status_code=404)

    @router.get(PATH + "/may.js")
    async def script() -> Response:
        return FileResponse(SCRIPT, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})

    return router


def drawn(stage: Stage, asked: Asked, shown: Sequence[Handset]) -> Response:
    return page(
        "rehearsal.html",
        style=LOOK,
        headers=LETS,
        words=words,
        path=PATH,
        pictures=PICTURES,
        longest=LONGEST,
        most=MOST,
        linked=linked,
        national=national,
        asked=asked,
        handsets=shown,
        now=stage.now(),
        news=news(asked),
        is_new=not any(one.bubbles for one in shown),
    )


async def changes(stage: Stage) -> AsyncIterator[str]:
    """A line whenever something is said or arrives on any phone, until the house is shut."""
    yield "retry: 1000\n\n"
    while not stage.closing.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(BREATH):
                await stage.phones.change()
        yield f"data: {stage.phones.version}\n\n"


def given(document: Document) -> Response:
    """Pictures are shown, all else is kept."""
    how = disposition(document.name)
    if document.media_type in PICTURES:
        how = how.replace("attachment", "inline", 1)
    return Response(document.content, media_type=document.media_type, headers={**HEADERS, "Content-Disposition": how})


def news(asked: Asked) -> str:
    """What has just happened, said once at the top."""
    sentences = {
        "gio": words.MOVED_ON,
        "chua-hop": words.NO_MEETING,
        "dang-hop": words.BEGUN,
        "het-tin": words.NO_MESSAGE,
        "doi-may": words.CHANGED_PHONE,
        "tra-loi": words.answered(asked.count),
        "khong-hieu": words.NOT_UNDERSTOOD,
    }
    return sentences.get(asked.news, "")


# What can be done: each answers with what the address of the next page says of it

Deed = dict[str, object]
Players = dict[Seat, Player]
NOT_UNDERSTOOD: Deed = {"tin": "khong-hieu"}


def _holder(players: Players, fields: dict[str, str]) -> Player | None:
    """Whose phone a form came from: somebody who sits here, and no other."""
    return next((one for seat, one in players.items() if seat == fields.get("ghe")), None)


async def say(stage: Stage, players: Players, fields: dict[str, str]) -> Deed:
    holder, text = _holder(players, fields), fields.get("noi-dung", "").strip()
    if holder is None or not NETWORKS[holder.network].inbound or not 0 < len(text) <= LONGEST:
        return NOT_UNDERSTOOD
    stage.phone_of(holder).says(text)
    return {}


async def press(stage: Stage, players: Players, fields: dict[str, str]) -> Deed:
    """Only a button that is on this phone's screen."""
    holder = _holder(players, fields)
    phone = stage.phone_of(holder) if holder else None
    for bubble in phone.screen if phone else []:
        for choice in bubble.choices:
            if phone and (str(bubble.id), choice.value) == (fields.get("tin-nhan"), fields.get("nut")):
                phone.presses(choice.value, str(bubble.id), choice.label)
                return {}
    return NOT_UNDERSTOOD


async def share(stage: Stage, players: Players, fields: dict[str, str]) -> Deed:
    holder = _holder(players, fields)
    if holder is None or holder.member.phone is None:
        return NOT_UNDERSTOOD
    stage.phone_of(holder).shares_number(holder.member.phone)
    return {}


async def take_another(stage: Stage, players: Players, fields: dict[str, str]) -> Deed:
    """Another kind of phone for whoever sits here."""
    holder = _holder(players, fields)
    if holder is None or fields.get("loai") not in NETWORKS:
        return NOT_UNDERSTOOD
    async with stage.sessions.begin() as db:
        await hand_over(db, holder.member.id, fields["loai"], stage.now())
    stage.ring()
    return {"tin": "doi-may"}


async def move_on(stage: Stage, players: Players, fields: dict[str, str]) -> Deed:
    """The clock, to where the secretary's cell has something to see."""
    secretary, jump = players.get(Seat.SECRETARY), next((one for one in Jump if one == fields.get("toi")), None)
    if secretary is None or jump is None:
        return NOT_UNDERSTOOD
    async with stage.sessions() as db:
        moment = await moment_of(db, jump, secretary.unit.id, stage.now())
        meetings = await called_meetings(db, [secretary.unit.id])
    if moment is None:
        to_come = any(one.starts_at > stage.now() for one in meetings)
        return {"tin": "het-tin" if to_come else _without_meeting(meetings)}
    stage.move_on_to(moment)
    return {"tin": "gio"}


def _without_meeting(called: Sequence[Meeting]) -> str:
    """None is to come: the last one waits for its roll, or there is none at all."""
    return "dang-hop" if called else "chua-hop"


async def let_others_answer(stage: Stage, players: Players, _fields: dict[str, str]) -> Deed:
    secretary = players.get(Seat.SECRETARY)
    if secretary is None:
        return NOT_UNDERSTOOD
    playing = [one.member.id for one in players.values()]
    async with stage.sessions() as db:
        called = await called_meetings(db, [secretary.unit.id])
        open_ones = [meeting for meeting in called if meeting.starts_at > stage.now()]
        count = sum([await others_answer(db, stage.networks, one, playing, stage.luck) for one in open_ones[:1]])
        count += await others_read(db, stage.networks, secretary.unit, playing, stage.luck, stage.now())
    return {"tin": "tra-loi", "so": count} if open_ones or count else {"tin": _without_meeting(called)}


DEEDS = {
    "noi": say,
    "bam": press,
    "chia-se": share,
    "doi-may": take_another,
    "dong-ho": move_on,
    "nguoi-khac": let_others_answer,
}
