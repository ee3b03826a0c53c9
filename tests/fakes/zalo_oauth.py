"""Zalo's permission page and token endpoint over real HTTP: refresh tokens good once, codes once and ten minutes.

By itself (`async with FakeOAuth() as zalo`), or in another fake: `oauth.add_to(app)`, `oauth.is_current(token)`.
"""

import asyncio
import base64
import hashlib
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import web
from pydantic import SecretStr
from yarl import URL

from bot.network_settings import ZaloOA

APP, SECRET, ACCOUNT = "431287", "appSecretOfTheFake", "388613280"
CODE_LASTS = timedelta(minutes=10)
ACCESS_LASTS = timedelta(hours=25)
REFRESH_LASTS = timedelta(days=90)
INACTIVE, WRONG_CALLBACK, WRONG_SECRET, WRONG_CODE, WRONG_REFRESH = -14002, -14003, -14004, -14010, -14014
"""The first two are documented; of the others only that they are not 0."""
FIELDS = {
    "authorization_code": {"app_id", "grant_type", "code", "code_verifier"},
    "refresh_token": {"app_id", "grant_type", "refresh_token"},
}


@dataclass
class Code:
    """What the permission page gave."""

    challenge: str
    until: datetime


@dataclass
class Tokens:
    """The pair that works."""

    access: str
    refresh: str
    access_until: datetime
    refresh_until: datetime


class Refused(Exception):
    """Answered with HTTP 200 and this error."""

    def __init__(self, code: int, name: str) -> None:
        super().__init__(name)
        self.code, self.name = code, name


@dataclass
class FakeOAuth:
    """One app and one account."""

    app_id: str = APP
    secret: str = SECRET
    oa_id: str = ACCOUNT
    callback: str = "https://chibot.example.vn/hooks/zalo-oa/authorised"
    is_active: bool = True
    latency: float = 0.0
    skew: timedelta = timedelta()
    """Moved on by tests."""
    current: Tokens | None = None
    given: list[Tokens] = field(default_factory=list)
    """Every pair that was given out, the first first."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """What came to the token endpoint."""
    failures: list[str] = field(default_factory=list)
    """What a client must never do."""
    faults: deque[str] = field(default_factory=deque)
    """For the next questions: `lost_before`, `lost_after` (taken), `html`, `rate`, `redirect`."""
    before: Callable[[], Awaitable[None]] | None = None
    """Awaited before a question is taken."""
    after: Callable[[], Awaitable[None]] | None = None
    """Awaited once it is taken and before it is answered."""
    base_url: str = ""
    account: dict[str, Any] = field(default_factory=dict)
    """More of what the account says of itself."""
    templates_left: int = 499
    """Of today, by phone."""
    _codes: dict[str, Code] = field(default_factory=dict)
    _runner: web.AppRunner | None = None

    # As a server

    async def __aenter__(self) -> Self:
        app = web.Application()
        self.add_to(app)
        app.router.add_get("/v2.0/oa/getoa", self._account)
        app.router.add_get("/message/quota", self._quota)
        self._runner = web.AppRunner(app, handler_cancellation=False, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner
        await self._runner.cleanup()
        assert not self.failures, self.failures

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/v4/oa/access_token", self._tokens)

    def settings(self, **more: Any) -> ZaloOA:
        given = {"app_id": self.app_id, "app_secret": SecretStr(self.secret), "oa_id": self.oa_id}
        return ZaloOA(**(given | {"api_base": self.base_url} | more))

    # As a person and as time

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew

    def permits(self, address: str) -> str:
        """The administrator opens the permission page and says yes: where the browser goes then."""
        query = dict(URL(address).query)
        if query.get("app_id") != self.app_id or not self.is_active:
            raise Refused(INACTIVE, "Invalid application")
        if query.get("redirect_uri") != self.callback:
            raise Refused(WRONG_CALLBACK, "Invalid redirect uri")
        code = secrets.token_urlsafe(32)
        self._codes[code] = Code(query["code_challenge"], self.now() + CODE_LASTS)
        return f"{self.callback}?{urlencode({'code': code, 'oa_id': self.oa_id, 'state': query['state']})}"

    def gives(self) -> Tokens:
        """A new pair; the one before is dead."""
        now = self.now()
        pair = Tokens(f"access-{secrets.token_hex(16)}", f"refresh-{secrets.token_hex(16)}", now + ACCESS_LASTS, now)
        pair.refresh_until = now + REFRESH_LASTS
        self.current = pair
        self.given.append(pair)
        return pair

    def is_current(self, access: str | None) -> bool:
        """Whether calls with this token are taken; where not, they are answered with -216."""
        return self.current is not None and access == self.current.access and self.now() < self.current.access_until

    @property
    def refreshes(self) -> int:
        return sum(form.get("grant_type") == "refresh_token" for form in self.asked)

    # The endpoint

    async def _tokens(self, request: web.Request) -> web.StreamResponse:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.asked.append(form)
        self._look_over(request, form)
        fault = self.faults.popleft() if self.faults else ""
        if (odd := _instead(fault, request)) is not None:
            return odd
        if self.before:
            await self.before()
        await asyncio.sleep(self.latency / 2)
        try:
            answer = self._answer(request.headers.get("secret_key"), form)
        except Refused as refused:
            answer = {"error": refused.code, "error_name": refused.name, "error_description": refused.name}
        if self.after:
            await self.after()
        await asyncio.sleep(self.latency / 2)
        return _dropped(request) if fault == "lost_after" else web.json_response(answer)

    def _look_over(self, request: web.Request, form: dict[str, str]) -> None:
        wanted = FIELDS.get(form.get("grant_type", ""), set())
        if request.content_type != "application/x-www-form-urlencoded" or set(form) != wanted or request.query:
            self.failures.append(f"{request.content_type} with {sorted(form)} and a query of {sorted(request.query)}")

    def _answer(self, secret: str | None, form: dict[str, str]) -> dict[str, Any]:
        if form.get("app_id") != self.app_id or not self.is_active:
            raise Refused(INACTIVE, "Invalid application")
        if secret != self.secret:
            raise Refused(WRONG_SECRET, "Invalid secret key")
        if form["grant_type"] == "authorization_code":
            self._spend_code(form["code"], form["code_verifier"])
        elif self.current is None or form["refresh_token"] != self.current.refresh:
            raise Refused(WRONG_REFRESH, "Invalid refresh token")
        elif self.now() >= self.current.refresh_until:
            raise Refused(WRONG_REFRESH, "Expired refresh token")
        pair = self.gives()
        seconds = str(int(ACCESS_LASTS.total_seconds()))
        return {"access_token": pair.access, "refresh_token": pair.refresh, "expires_in": seconds}

    def _spend_code(self, code: str, verifier: str) -> None:
        found = self._codes.pop(code, None)
        if found is None or self.now() >= found.until:
            raise Refused(WRONG_CODE, "Invalid code")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if len(verifier) != 43 or challenge != found.challenge:
            raise Refused(WRONG_CODE, "Invalid code verifier")

    async def _quota(self, request: web.Request) -> web.Response:
        if not self.is_current(request.headers.get("access_token")):
            return web.json_response({"error": -216, "message": "Access token is invalid"})
        left = {"dailyQuota": "500", "remainingQuota": str(self.templates_left)}
        return web.json_response({"error": 0, "data": left})

    async def _account(self, request: web.Request) -> web.Response:
        if not self.is_current(request.headers.get("access_token")):
            return web.json_response({"error": -216, "message": "Access token is invalid"})
        about = {"oa_id": self.oa_id, "name": "Chi bộ mẫu", "is_verified": True, "oa_type": 4}
        about |= {"package_name": "Gói Nâng cao"} | self.account
        return web.json_response({"error": 0, "message": "Success", "data": about})


def _instead(fault: str, request: web.Request) -> web.StreamResponse | None:
    """What comes in the place of an answer, nothing having been taken."""
    match fault:
        case "lost_before":
            return _dropped(request)
        case "html":
            return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
        case "rate":
            return web.json_response({"error": -32, "message": "Rate limit"})
        case "redirect":
            return web.Response(status=302, headers={"Location": "https://login.example.vn/"})
    return None


def _dropped(request: web.Request) -> web.Response:
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()
