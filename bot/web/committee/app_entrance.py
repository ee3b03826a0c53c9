"""In from Telegram's own app, which opens a page of ours and signs who opened it (a Mini App).

What it signed stands behind the # of the address, where only a script can read it: the one script of these pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.messages import Channel, Opened, Vouching
from bot.model.members import Member
from bot.services.addresses import endpoint_at, members_at
from bot.services.consents import without_consent
from bot.services.logins import HOME, PATH, log_in_once
from bot.services.permissions import Right, offices_of, rights_at
from bot.web.committee.devices import device_of
from bot.web.committee.entrance import let_in, not_from_here
from bot.web.committee.frame import LOOK, said
from bot.web.committee.troubles import Spoken
from bot.web.cookies import is_over_https
from bot.web.forms import is_from_elsewhere, read_form
from bot.web.pages import TEMPLATES, digest_of, headers_for, page
from bot.words import committee_pages as words
from bot.words.times import day_of

SCRIPT = TEMPLATES.get_template("committee/app.js").render()
LETS = headers_for(LOOK, f"; script-src 'sha256-{digest_of(SCRIPT)}'")


class NotAgreed(Exception):
    """Whoever is known there has not agreed to messages, or has stopped them."""


@dataclass(frozen=True, slots=True)
class Door:
    """One network that vouches for people, as which it is known here."""

    name: str
    network: Vouching
    sessions: Sessions
    now: Callable[[], datetime]

    async def enter(self, request: Request) -> Response:
        """In, or whose pages are wanted where several people share the account, or a sentence."""
        if is_from_elsewhere(request):
            return not_from_here()
        fields = await read_form(request)
        proof = fields.get("du-lieu", "")
        opened = self.network.opened_by(proof, datetime.now(UTC))
        if opened is None:
            return said(words.NOT_IN_TITLE, words.NOT_BELIEVED, status=403)
        try:
            return await self._let_in(request, fields, proof, opened)
        except NotAgreed:
            return said(words.NOT_IN_TITLE, words.NOT_AGREED, status=403)

    async def _let_in(self, request: Request, fields: Mapping[str, str], proof: str, opened: Opened) -> Response:
        async with self.sessions.begin() as db:
            people = await self._officials(db, opened.address)
            chosen = [one for one in people if len(people) == 1 or str(one.id) == fields.get("ai")]
            if not chosen:
                return whose(people, proof)
            cookie = await log_in_once(db, chosen[0].id, self.name, opened.seal, device_of(request), self.now())
            is_safe = is_over_https(db)
        return used_up() if cookie is None else let_in(cookie, HOME, is_safe=is_safe)

    async def _officials(self, db: AsyncSession, address: str) -> list[Member]:
        """Whose chat it is, of those who hold an office that sees anything.

        As in the chat nobody is let in who has not agreed to messages there: raises NotAgreed where nobody else is.
        """
        place, on, found = await endpoint_at(db, self.name, self.network.account, address), day_of(self.now()), []
        for member in await members_at(db, place.id):
            offices = await offices_of(db, member.id, on)
            if any({Right.SEE_COUNTS, Right.WATCH} & rights_at(role.office, unit.kind) for role, unit in offices):
                found.append(member)
        silent = await without_consent(db, found, place) if found else []
        if found and len(silent) == len(found):
            raise NotAgreed
        return [one for one in found if one not in silent]


def pages(sessions: Sessions, now: Callable[[], datetime], channels: Mapping[str, Channel]) -> APIRouter:
    """`GET` and `POST /vao/<network>` for each network that is on and vouches for people."""
    router = APIRouter(route_class=Spoken)
    for name, network in channels.items():
        if isinstance(network, Vouching):
            router.add_api_route(PATH + name, look, methods=["GET"])
            door = Door(name, network, sessions, now)
            router.add_api_route(PATH + name, door.enter, methods=["POST"], response_model=None)
    return router


async def look() -> Response:
    return page("committee/app.html", style=LOOK, headers=LETS, script=SCRIPT, words=words)


def whose(people: list[Member], proof: str) -> Response:
    """Nothing is used up by the question."""
    if not people:
        return said(words.NO_OFFICE_TITLE, words.NO_OFFICE, status=403)
    return page("committee/app_whose.html", style=LOOK, headers=LETS, words=words, people=people, proof=proof)


def used_up() -> Response:
    return said(words.GONE_TITLE, words.OPEN_AGAIN, status=403)
