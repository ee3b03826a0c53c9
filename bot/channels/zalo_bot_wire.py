"""The wire to the Zalo Bot Platform: one HTTP session, and answers made safe to read.

The token is part of every address, so no exception of the HTTP client leaves this file, not even as a cause.
"""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    NonHttpUrlClientError,
)

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 15.0
NEVER_WRITTEN = (
    ClientConnectorError,
    ConnectionTimeoutError,
    InvalidURL,
    NonHttpUrlClientError,
    UnicodeError,
    ssl.SSLError,
)
NO_CODE = 400
"""A refusal that gives none is one of what was asked."""


class NotReachedError(OSError):
    """Nothing was written, so nothing can have been taken."""


class AnswerLostError(OSError):
    """It was written, at least in part, and no whole answer came."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform said; status 200 alone says nothing."""

    ok: bool
    code: int
    result: Any = None
    said: str = ""
    """Of a refusal, without anything that may be a secret or a name."""
    is_clear: bool = True
    """False: it is not in the documented form, so somebody else may have given it."""


class Wire:
    """The calls of one bot."""

    def __init__(self, api_base: str, token: str) -> None:
        self._address = f"{api_base.rstrip('/')}/bot{token}"
        self._http: ClientSession | None = None

    async def ask(self, method: str, fields: Mapping[str, Any], seconds: float | None = None) -> Answer:
        """Raises `NotReachedError` or `AnswerLostError`."""
        limits = ClientTimeout(total=seconds or ANSWER_SECONDS, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        http, url = self._session(), f"{self._address}/{method}"
        try:
            async with http.post(url, json=fields, timeout=limits, allow_redirects=False) as answer:
                if not 300 <= answer.status < 400:
                    return understood(answer.status, await answer.read())
            failure: OSError = NotReachedError("Somebody else answers in Zalo's place and redirects")
        except NEVER_WRITTEN as error:
            failure = NotReachedError(f"Zalo cannot be reached ({type(error).__name__})")
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            failure = AnswerLostError(f"Zalo's answer was lost ({type(error).__name__})")
        raise failure  # out here it drags along no exception that knows the address

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    def _session(self) -> ClientSession:
        if self._http is None or self._http.closed:
            self._http = ClientSession(cookie_jar=DummyCookieJar())
        return self._http


def understood(status: int, content: bytes) -> Answer:
    """What is meant, whatever came: a refusal may come with status 200."""
    told = decoded(content)
    if not isinstance(told.get("ok"), bool) or (told["ok"] and status >= 300):
        return Answer(False, status, is_clear=False)
    if told["ok"]:
        return Answer(True, status, told.get("result"))
    code = status if status >= 300 else number(told.get("error_code"))
    return Answer(False, code, said=plain(told.get("description")))


def decoded(content: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(content.decode(errors="replace"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def number(value: object) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 3 else NO_CODE


def plain(description: object) -> str:
    """The words of it: no numbers, names, addresses, and nothing as long as a secret."""
    words = description.split() if isinstance(description, str) else []
    return " ".join(word for word in words if len(word) <= 14 and word.strip(".,:;'\"()").isalpha() and word.isascii())[
        :80
    ]
