"""OAuth v4 of Zalo: how a person gives us the account, and how its tokens are had and changed.

Tokens, codes and the app's secret are in no exception that leaves this file, not even as a cause.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.network_settings import ZaloOA
from bot.passes import Pair

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
"""A lost answer costs a person's time: better wait for it."""
USUAL = timedelta(hours=25)
STATE_LASTS = timedelta(hours=1)
RATE_CODES = {-32}
NEVER_WRITTEN = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class NotReachedError(OSError):
    """Zalo has surely not taken the question."""


class AnswerLostError(OSError):
    """It was written, and no answer came that can be read: it may have been taken."""


class NeedsPersonError(OSError):
    """Only a person can help: the account has to be authorised anew. `code` is Zalo's, where it has said no."""

    def __init__(self, said: str, code: int | None = None) -> None:
        super().__init__(said)
        self.code = code


class OAuth:
    """The token endpoint and the permission page of one app."""

    def __init__(self, settings: ZaloOA) -> None:
        assert settings.app_id is not None and settings.app_secret is not None  # noqa: S101, PT018 - it is on
        self._app_id, self._secret = settings.app_id, settings.app_secret.get_secret_value()
        self._base = settings.hosts[2]

    @property
    def verifier(self) -> str:
        """Made of the app's secret: every process knows it and nobody has to keep it (43 characters)."""
        return _letters(self._mac("verifier"))

    @property
    def challenge(self) -> str:
        """What the app's page at Zalo wants to know, always the same."""
        return _letters(hashlib.sha256(self.verifier.encode()).digest())

    def new_state(self, now: datetime) -> str:
        stamp = str(int(now.timestamp()))
        return f"{stamp}-{self._mac(f'state {stamp}').hex()[:32]}"

    def is_own_state(self, state: str, now: datetime) -> bool:
        """Whether we made it, and not long ago."""
        stamp, _, mac = state.partition("-")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and mac.isascii()):
            return False
        is_ours = hmac.compare_digest(mac, self._mac(f"state {stamp}").hex()[:32])
        return is_ours and timedelta() <= now - datetime.fromtimestamp(int(stamp), now.tzinfo) <= STATE_LASTS

    def permission_url(self, callback: str, state: str) -> str:
        """Where whoever administers the account gives it to us."""
        asked = {"app_id": self._app_id, "redirect_uri": callback, "code_challenge": self.challenge, "state": state}
        return f"{self._base}/v4/oa/permission?{urlencode(asked)}"

    async def exchanged(self, code: str) -> Pair:
        """The first pair for a code of the permission page, which is good once and for ten minutes."""
        return await self._pair(grant_type="authorization_code", code=code, code_verifier=self.verifier)

    async def refreshed(self, refresh: str) -> Pair:
        """The next pair; the refresh token is spent, and the access token before dies."""
        return await self._pair(grant_type="refresh_token", refresh_token=refresh)

    async def _pair(self, **form: str) -> Pair:
        return pair_of(*await self._post({"app_id": self._app_id, **form}))

    async def _post(self, form: dict[str, str]) -> tuple[int, str]:
        limits = aiohttp.ClientTimeout(total=ANSWER_SECONDS, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        where, headers = f"{self._base}/v4/oa/access_token", {"secret_key": self._secret}
        try:
            async with (
                aiohttp.ClientSession(timeout=limits) as http,
                http.post(where, data=form, headers=headers, allow_redirects=False) as answer,
            ):
                if not 300 <= answer.status < 400:
                    return answer.status, await answer.text(errors="replace")
            failure: OSError = NotReachedError("Somebody else answers in Zalo's place and redirects")
        except NEVER_WRITTEN as error:
            failure = NotReachedError(f"Zalo gives no tokens: it cannot be reached ({type(error).__name__})")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = AnswerLostError(f"Zalo's answer with the tokens was lost ({type(error).__name__})")
        raise failure  # out here it drags along nothing that knows a token

    def _mac(self, what: str) -> bytes:
        return hmac.new(self._secret.encode(), f"chibot {what} {self._app_id}".encode(), hashlib.sha256).digest()


def pair_of(status: int, content: str) -> Pair:
    """The tokens in an answer; raises for every other."""
    answer = _decoded(content)
    access, refresh, error = answer.get("access_token"), answer.get("refresh_token"), answer.get("error")
    if isinstance(access, str) and isinstance(refresh, str) and access and refresh:
        return Pair(access, refresh, _lasts(answer.get("expires_in")))
    if status == 429 or error in RATE_CODES:
        raise NotReachedError("Zalo gives no tokens just now: too many questions")
    if isinstance(error, int) and error:
        raise NeedsPersonError(f"Zalo gives no tokens (error {error})", error)
    raise AnswerLostError(f"Zalo's answer with the tokens cannot be read (HTTP {status})")


def _lasts(told: Any) -> timedelta:
    """Seconds, as a text or a number; 25 hours where it says nothing that can be."""
    try:
        lasts = timedelta(seconds=int(told))
    except (TypeError, ValueError, OverflowError):
        return USUAL
    return lasts if timedelta() < lasts <= timedelta(days=90) else USUAL


def _decoded(content: str) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
