"""The wire to an Official Account: one HTTP session, tokens renewed once where they are refused.

Tokens and the app's secret stand in headers, so no exception of the HTTP client leaves this file, not even as a cause.
"""

import hashlib
import hmac
import io
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    InvalidURL,
)

from bot.channels.zalo_oa_seals import plain
from bot.channels.zalo_oauth import NeedsPersonError
from bot.messages import Document
from bot.network_settings import ZaloOA as Account

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 15.0
UPLOAD_SECONDS = 60.0
TOKEN_REFUSED = {-216, -220, -124}
NEVER_WRITTEN = (ClientConnectorError, ConnectionTimeoutError, InvalidURL, ssl.SSLError)


class Passes(Protocol):
    """Who keeps the account's tokens."""

    async def access(self) -> str:
        """The token of now; raises `OSError` with a sentence where there is none."""

    async def renewed(self, after: str) -> str:
        """Another one, since this one was refused; raises `OSError` where a person has to authorise again."""

    async def close(self) -> None:
        """Let a renewal end that is under way."""


class NotReachedError(OSError):
    """Nothing was written, so nothing can have been taken."""


class AnswerLostError(OSError):
    """It was written, at least in part, and no whole answer came."""


class NoPassError(OSError):
    """There is no token to ask with, so nothing was written."""

    def __init__(self, trouble: str, *, needs_person: bool) -> None:
        super().__init__(trouble)
        self.needs_person = needs_person


@dataclass(frozen=True, slots=True)
class Answer:
    """What Zalo said; where it said nothing clear, `code` is None."""

    status: int
    code: int | None
    """0: it was done. HTTP says 200 in either case."""
    data: Mapping[str, Any]
    rest: float | None = None
    """Seconds for which it wants to be left alone, where it says so."""

    def id(self, *names: str) -> str | None:
        """The first of these that is there."""
        found = next((self.data[name] for name in names if isinstance(self.data.get(name), str | int)), None)
        return None if found is None else str(found)[:64]


class Wire:
    """Calls to the account's hosts."""

    def __init__(self, account: Account, passes: Passes) -> None:
        self._passes = passes
        self._proof = plain(account.app_secret) if account.app_proof else ""
        self._http: ClientSession | None = None

    async def post(self, url: str, body: Mapping[str, Any]) -> Answer:
        return await self._call("POST", url, json=body)

    async def get(self, url: str, query: Mapping[str, str] | None = None) -> Answer:
        return await self._call("GET", url, params=query or {})

    async def upload(self, url: str, document: Document) -> Answer:
        return await self._call("POST", url, document=document)

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None
        await self._passes.close()

    async def _call(self, method: str, url: str, **what: Any) -> Answer:
        """Raises `NotReachedError`, `NoPassError` or `AnswerLostError`."""
        token = await self._pass()
        answer = await self._ask(method, url, token, **what)
        if answer.code in TOKEN_REFUSED:
            answer = await self._ask(method, url, await self._pass(token), **what)
        return answer

    async def _pass(self, refused: str | None = None) -> str:
        try:
            return await (self._passes.access() if refused is None else self._passes.renewed(refused))
        except OSError as error:
            failure = NoPassError(str(error), needs_person=isinstance(error, NeedsPersonError))
        raise failure

    async def _ask(self, method: str, url: str, token: str, *, document: Document | None = None, **what: Any) -> Answer:
        if document is not None:
            what["data"] = form_of(document)
        seconds = UPLOAD_SECONDS if document is not None else ANSWER_SECONDS
        limits = ClientTimeout(total=seconds, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        try:
            async with self._session().request(
                method, url, headers=self._headers(token), timeout=limits, allow_redirects=False, **what
            ) as answer:
                if not 300 <= answer.status < 400:
                    text = await answer.text(errors="replace")
                    return understood(answer.status, text, answer.headers.get("Retry-After", ""))
            failure: OSError = NotReachedError("Somebody else answers in Zalo's place and redirects")
        except NEVER_WRITTEN as error:
            failure = NotReachedError(f"Zalo cannot be reached ({type(error).__name__})")
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            failure = AnswerLostError(f"Zalo's answer was lost ({type(error).__name__})")
        raise failure  # out here it drags along no exception that knows the headers

    def _session(self) -> ClientSession:
        if self._http is None or self._http.closed:
            self._http = ClientSession(cookie_jar=DummyCookieJar())
        return self._http

    def _headers(self, token: str) -> dict[str, str]:
        headers = {"access_token": token}
        if self._proof:
            headers["appsecret_proof"] = hmac.new(self._proof.encode(), token.encode(), hashlib.sha256).hexdigest()
        return headers


def form_of(document: Document) -> FormData:
    """New for each try: a form is spent when it is sent."""
    form = FormData(quote_fields=False)  # the name as it is, as browsers send it
    name = "".join(sign for sign in document.name if sign.isprintable()) or "file"
    media_type = document.media_type.partition(";")[0]
    form.add_field("file", io.BytesIO(document.content), filename=name, content_type=media_type)
    return form


def understood(status: int, content: str, rest: str = "") -> Answer:
    seconds = float(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 6 else None
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        return Answer(status, None, {}, seconds)
    data = body.get("data")
    return Answer(status, whole(body.get("error")), data if isinstance(data, dict) else {}, seconds)


def whole(code: object) -> int | None:
    """A number, also where it is written as text."""
    if isinstance(code, bool) or not isinstance(code, int | str):
        return None
    try:
        return int(code)
    except ValueError:
        return None
