"""What somebody sees who has scanned the picture: the ways to say who they are, or one tap where they are known."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.attendances import Noticed
from bot.model.check_ins import CheckIn
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import CheckInNotOpen, NoSuchMeeting, Refused
from bot.services.check_in_codes import is_picture, is_ticket, shown, ticket
from bot.services.check_in_ways import ways_for
from bot.services.check_ins import open_now
from bot.services.checking_in import check_in
from bot.services.meetings import meeting_of
from bot.services.personal_links import LENGTH, opened
from bot.web.check_in_screen import SCANNED
from bot.web.forms import is_from_elsewhere, read_form
from bot.web.pages import page
from bot.web.parcels import told
from bot.words import check_in_pages as words
from bot.words import check_ins, vi
from bot.words.names import given_name
from bot.words.refused import refused

log = structlog.get_logger()
TOKEN = re.compile(r"([0-9]{1,15})-([a-z2-7]{16})", re.ASCII)
OWN = "toi_"
"""So begin the cookies by which a phone knows its own personal links."""
OWN_TOKEN = re.compile(rf"[A-Za-z0-9]{{{LENGTH}}}", re.ASCII)
MOST_OWN = 6
KEPT = 8 * 24 * 3600
"""Seconds; a link ends with the day of its meeting."""


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET` and `POST /d/<meeting>-<proof>`. A picture that is not shown any more looks the same as a wrong one."""
    router = APIRouter()

    @router.api_route(SCANNED + "{token}", methods=["GET", "HEAD"])
    async def look(token: str, request: Request) -> Response:
        try:
            async with sessions() as db:
                scanned = await scanned_now(db, token, now())
                return gone() if scanned is None else await ways_page(db, *scanned, own_tokens(request.cookies), now())
        except Exception:  # whatever breaks, the person gets a sentence
            log.exception("check_in_page_failed")
            return told(words.GONE_TITLE, words.TROUBLE, status=500)

    @router.post(SCANNED + "{token}")
    async def tap(token: str, request: Request) -> Response:
        """One tap of somebody whose own link this phone has; what proves that they are there came with the page."""
        if is_from_elsewhere(request):
            return Response(status_code=403)
        form = await read_form(request)
        try:
            async with sessions.begin() as db:
                said = await tapped(db, token, form, own_tokens(request.cookies), now())
        except Refused as refusal:
            return told(words.TITLE, refused(refusal, spoken=True), status=409)
        except Exception:  # whatever breaks, the person is told that nothing was noted
            log.exception("check_in_failed")
            return told(words.GONE_TITLE, words.TROUBLE, status=500)
        return gone() if said is None else told(words.TITLE, said)

    return router


async def scanned_now(db: AsyncSession, token: str, now: datetime) -> tuple[CheckIn, Meeting] | None:
    """The database is not asked for what cannot be there."""
    said = TOKEN.fullmatch(token)
    found = None if said is None else await _open(db, int(said[1]), now)
    return found if said and found and is_picture(found[0], said[2], now) else None


async def _open(db: AsyncSession, meeting_id: int, now: datetime) -> tuple[CheckIn, Meeting] | None:
    try:
        meeting = await meeting_of(db, meeting_id)
        return await open_now(db, meeting, now), meeting
    except (CheckInNotOpen, NoSuchMeeting):
        return None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose personal link of this meeting the phone has opened before."""

    member: Member
    token: str


def remembers(answer: Response, member_id: int, token: str, *, is_safe: bool) -> None:
    """This phone has opened a personal link: at the meeting one tap is enough. Only the page of a picture gets it."""
    answer.set_cookie(
        f"{OWN}{member_id}", token, max_age=KEPT, path=SCANNED, secure=is_safe, httponly=True, samesite="lax"
    )


def own_tokens(cookies: Mapping[str, str]) -> list[str]:
    held = [value for name, value in cookies.items() if name.startswith(OWN) and OWN_TOKEN.fullmatch(value)]
    return held[:MOST_OWN]


async def known_at(db: AsyncSession, meeting: Meeting, tokens: Sequence[str], now: datetime) -> list[Known]:
    """Whose links these are, each once; one that ended, or is of another meeting, is nobody's."""
    people: dict[int, Known] = {}
    for token in tokens:
        call = await opened(db, token, now)
        if call is not None and call.meeting.id == meeting.id:
            people.setdefault(call.member.id, Known(call.member, token))
    return list(people.values())


async def ways_page(
    db: AsyncSession, found: CheckIn, meeting: Meeting, tokens: Sequence[str], now: datetime
) -> HTMLResponse:
    code = shown(found, now).code
    ways = await ways_for(db, code)
    cell = vi.body((await db.get_one(Unit, meeting.cell_id)).name, meeting.kind)
    return page(
        "check_in.html",
        words=words,
        what=words.meeting(cell, meeting.starts_at),
        known=[
            (one.member.id, words.it_is_me(given_name(one.member.name)))
            for one in await known_at(db, meeting, tokens, now)
        ],
        ticket=ticket(found, now),
        links=[(words.open_in(way.channel, way.name, is_enough=way.takes_token), link) for way, link in ways.links],
        sms=ways.sms,
        names=[words.look_for(way.channel, way.name) for way in ways.by_name],
        typed=check_ins.to_type(code),
    )


async def tapped(
    db: AsyncSession, token: str, form: Mapping[str, str], tokens: Sequence[str], now: datetime
) -> str | None:
    """What became of it; None without the proof, or for somebody whose link is not on this phone."""
    said, member = TOKEN.fullmatch(token), form.get("member", "")
    found = None if said is None else await _open(db, int(said[1]), now)
    if found is None or not is_ticket(found[0], form.get("ticket", ""), now):
        return None
    known = [one for one in await known_at(db, found[1], tokens, now) if str(one.member.id) == member]
    if not known:
        return None
    arrival = await check_in(db, found[1].id, known[0].member.id, Noticed.QR, now)
    return check_ins.came(arrival.came, given_name(known[0].member.name), arrival.at)


def gone() -> HTMLResponse:
    return told(words.TITLE, words.OLD_PICTURE, status=404)
