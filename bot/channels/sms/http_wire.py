"""The wire to a gateway: one HTTP session. Keys and phones stand in addresses and bodies, so no exception of the HTTP
client leaves this file, not even as a cause."""

import ssl

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
)
from yarl import URL

from bot.channels.sms.http_answers import Answer, answer_of
from bot.channels.sms.http_bodies import Request

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
LARGEST = 1024 * 1024
NEVER_WRITTEN = (ClientConnectorError, ConnectionTimeoutError, InvalidURL, ssl.SSLError)


class NotReachedError(OSError):
    """Nothing was written, so nothing can have been taken."""


class AnswerLostError(OSError):
    """It was written, at least in part, and no whole answer came."""


class Wire:
    """The calls to one gateway."""

    def __init__(self) -> None:
        self._http: ClientSession | None = None

    async def ask(self, request: Request) -> Answer:
        """Raises `NotReachedError` or `AnswerLostError`."""
        limits = ClientTimeout(total=ANSWER_SECONDS, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        headers, content = request.headers, request.content
        try:
            url = URL(request.url, encoded=True)
            async with self._session().request(
                request.method, url, headers=headers, data=content, timeout=limits, allow_redirects=False
            ) as answer:
                if not 300 <= answer.status < 400:
                    return answer_of(answer.status, answer.headers, await _bounded(answer))
            failure: OSError = NotReachedError("Somebody else answers in the gateway's place and redirects")
        except NEVER_WRITTEN as error:
            failure = NotReachedError(f"The gateway cannot be reached ({type(error).__name__})")
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            failure = AnswerLostError(f"The gateway's answer was lost ({type(error).__name__})")
        raise failure  # out here it drags along no exception that knows the address

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _session(self) -> ClientSession:
        if self._http is None or self._http.closed:
            self._http = ClientSession(cookie_jar=DummyCookieJar())
        return self._http


async def _bounded(answer: ClientResponse) -> bytes:
    """As much of it as any answer can be."""
    content = b""
    async for part in answer.content.iter_chunked(65_536):
        content += part
        if len(content) > LARGEST:
            raise ValueError("too large for an answer")
    return content
