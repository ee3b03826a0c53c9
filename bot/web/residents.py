"""The page of residents: a number, a village, a code to the number, and it is registered; or out again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from ipaddress import IPv6Address, IPv6Network

import structlog
from fastapi import APIRouter, Request, Response

from bot.db.sessions import Sessions
from bot.model.residents import CodePurpose
from bot.refusals import NoSuchUnit, Refused
from bot.services.resident_codes import Asked, Done, TooOften, ask_code, can_send, use_code
from bot.services.villages import Village, village_of, villages_called
from bot.web.forms import is_from_elsewhere, read_form
from bot.web.pages import page
from bot.web.parcels import told
from bot.words import resident_page as words
from bot.words.phones import phone
from bot.words.refused import refused
from bot.words.residents import STOP_PAGE

log = structlog.get_logger()
JOIN_PAGE = "/dang-ky"
CODE_PAGE = "/dang-ky/ma"
LONGEST = 120
"""Letters of a field: nobody's village has more."""
LINE = 64
"""So many bits of an IPv6 address are those of the line."""
Form = Mapping[str, str]


def pages(sessions: Sessions, now: Callable[[], datetime], rang: Callable[[], None]) -> APIRouter:
    """`GET` and `POST /dang-ky`, `/dang-ky/ngung` and `/dang-ky/ma`. Looking changes nothing."""
    router = APIRouter()
    house = Desk(sessions, now, rang)

    @router.api_route(JOIN_PAGE, methods=["GET", "HEAD"])
    async def join(thon: str = "") -> Response:
        return await house.safely(lambda: house.joining({"village": thon[:LONGEST]}))

    @router.api_route(STOP_PAGE, methods=["GET", "HEAD"])
    async def stop() -> Response:
        return await house.safely(lambda: house.stopping({}))

    @router.post(JOIN_PAGE)
    async def ask_to_join(request: Request) -> Response:
        return await house.safely(lambda: house.asked_to_join(request))

    @router.post(STOP_PAGE)
    async def ask_to_stop(request: Request) -> Response:
        return await house.safely(lambda: house.asked_to_stop(request))

    @router.post(CODE_PAGE)
    async def confirm(request: Request) -> Response:
        return await house.safely(lambda: house.confirmed(request))

    return router


class Desk:
    """Answers what the pages bring."""

    def __init__(self, sessions: Sessions, now: Callable[[], datetime], rang: Callable[[], None]) -> None:
        self.sessions, self.now, self.rang = sessions, now, rang

    async def safely(self, answer: Callable[[], Awaitable[Response]]) -> Response:
        try:
            return await answer()
        except Exception:  # whatever breaks, the person gets a sentence
            log.exception("resident_page_failed")
            return told(words.TROUBLE_TITLE, words.TROUBLE, status=500)

    async def joining(
        self, form: Form, sentence: str = "", found: Sequence[Village] = (), status: int = 200
    ) -> Response:
        async with self.sessions() as db:
            if not can_send(db):
                return told(words.TITLE, words.NOT_YET, status=404)
        choices = [(one.unit.id, one.name) for one in found]
        kept = {name: form.get(name, "") for name in ("phone", "village")}
        return page("residents.html", status=status, words=words, sentence=sentence, choices=choices, form=kept)

    async def stopping(self, form: Form, sentence: str = "", status: int = 200) -> Response:
        kept = {"phone": form.get("phone", "")}
        return page("residents_stop.html", status=status, words=words, sentence=sentence, form=kept)

    async def asked_to_join(self, request: Request) -> Response:
        form = await _fields(request)
        if (number := _phone(form)) is None:
            return await self.joining(form, words.WRONG_PHONE, status=400)
        found = await self._villages(form)
        if len(found) != 1:
            return await self.joining(form, words.WHICH_VILLAGE if found else words.NO_VILLAGE, found, status=400)
        if form.get("agree") != "yes":
            return await self.joining(form, words.NOT_AGREED, found, status=400)
        asked = Asked(CodePurpose.JOIN, number, _origin(request), found[0].unit.id)
        return await self._ask(asked)

    async def _villages(self, form: Form) -> Sequence[Village]:
        """The one that was chosen of several, or those with the name."""
        async with self.sessions() as db:
            chosen = form.get("unit", "")
            if chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18:
                try:
                    return [await village_of(db, int(chosen))]
                except NoSuchUnit:
                    return []
            return await villages_called(db, form.get("village", ""))

    async def asked_to_stop(self, request: Request) -> Response:
        form = await _fields(request)
        if (number := _phone(form)) is None:
            return await self.stopping(form, words.WRONG_PHONE, status=400)
        return await self._ask(Asked(CodePurpose.STOP, number, _origin(request)))

    async def _ask(self, asked: Asked) -> Response:
        """The same page whether anybody knows the number or not."""
        async with self.sessions.begin() as db:
            if not can_send(db):
                return told(words.TITLE, words.NOT_YET, status=404)
            try:
                token = await ask_code(db, asked, self.now())
            except TooOften:
                return told(words.TITLE, words.TOO_OFTEN, status=429)
        self.rang()
        return page("residents_code.html", words=words, token=token, sentence="")

    async def confirmed(self, request: Request) -> Response:
        form = await _fields(request)
        token, code = form.get("token", ""), "".join(form.get("code", "").split())
        try:
            async with self.sessions.begin() as db:
                done = await use_code(db, token, code, self.now())
        except Refused as refusal:
            return told(words.TITLE, words.NOT_TAKEN.format(sentence=refused(refusal, spoken=True)), status=409)
        if done is None:
            return page("residents_code.html", status=403, words=words, token=token, sentence=words.WRONG_CODE)
        return told(words.DONE_TITLE, _what_came(done))


def _what_came(done: Done) -> str:
    return words.registered(done.village.name) if done.village else words.STOPPED


async def _fields(request: Request) -> Form:
    """Short ones only, and none that another site's page sent."""
    if is_from_elsewhere(request):
        return {}
    return {name: text[:LONGEST] for name, text in (await read_form(request)).items()}


def _phone(form: Form) -> str | None:
    try:
        return phone(form.get("phone", ""))
    except ValueError:
        return None


def _origin(request: Request) -> str:
    """The visitor's address; of the newer kind that of their line, for one line has more than anybody can count."""
    host = request.client.host if request.client else ""
    try:
        address = IPv6Address(host)
    except ValueError:
        return host
    return str(address.ipv4_mapped or IPv6Network((int(address), LINE), strict=False))
