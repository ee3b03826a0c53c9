"""The wire to the Bot API: one HTTP session, and answers made safe to read.

The token is part of every address, so no exception of the HTTP client leaves this file, not even as a cause.
"""

import json
import math
import ssl
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientTimeout,
    ConnectionTimeoutError,
    FormData,
    InvalidURL,
    Payload,
)
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 15.0
WAIT_WHERE_NONE_IS_SAID = 5

NEVER_WRITTEN = (
    ClientConnectorError,
    ConnectionTimeoutError,
    InvalidURL,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
    ssl.SSLError,  # bare only from a handshake through a proxy
)


class NotReachedError(OSError):
    """Nothing was written, so nothing can have been taken."""


class AnswerLostError(OSError):
    """It was written, at least in part, and no whole answer came."""


class Wire(AiohttpSession):
    """aiogram's session with our time limits, which knows what was certainly not sent."""

    def __init__(self, api_base: str, proxy: str | None) -> None:
        super().__init__(proxy=proxy, api=TelegramAPIServer.from_base(api_base))

    async def post(
        self, token: str, method: str, body: Payload | FormData, *, seconds: float | None = None
    ) -> tuple[int, str]:
        """Status and text of the answer; raises `NotReachedError` or `AnswerLostError`."""
        http = await self.create_session()
        limits = ClientTimeout(total=seconds or ANSWER_SECONDS, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        url = self.api.api_url(token, method)
        try:
            async with http.post(url, timeout=limits, allow_redirects=False, data=body) as answer:
                if not 300 <= answer.status < 400:
                    return answer.status, await answer.text(errors="replace")
            failure: OSError = NotReachedError("Somebody else answers in Telegram's place and redirects")
        except NEVER_WRITTEN as error:
            failure = NotReachedError(f"Telegram cannot be reached ({type(error).__name__})")
        except (ClientError, TimeoutError, OSError) as error:
            failure = AnswerLostError(f"Telegram's answer was lost ({type(error).__name__})")
        raise failure  # out here it drags along no exception that knows the address

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        form = self.build_form_data(bot, method)
        status, content = await self.post(bot.token, method.__api_method__, form, seconds=timeout)
        return cast(TelegramType, self.check_response(bot, method, status, content).result)

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        status, answer = status_and_answer(status_code, content)
        return super().check_response(bot, method, status, content if answer is None else json.dumps(answer))

    async def close(self) -> None:
        """Like aiogram's, without its pause: today's aiohttp waits for the connections itself."""
        if self._session is not None:
            await self._session.close()


def message_taken(status: int, content: str) -> int | None:
    """The id of a message that was surely taken; None for every other answer."""
    answer = decoded(content) if status == 200 else {}
    result = answer.get("result") if answer.get("ok") is True else None
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return message_id if type(message_id) is int else None


def status_and_answer(status: int, content: str) -> tuple[int, dict[str, Any] | None]:
    """What is meant: a refusal in the documented form, None for an answer of 200 that says nothing clear."""
    answer = decoded(content)
    if status == 200 and not isinstance(answer.get("ok"), bool):
        return status, None
    if status == 200 and answer["ok"]:
        return status, answer
    code = answer.get("error_code")
    status = code if status == 200 and isinstance(code, int) else status
    description = str(answer.get("description") or f"HTTP {status}")
    parameters = hints(status, answer.get("parameters"))
    return status, {"ok": False, "error_code": status, "description": description, "parameters": parameters}


def decoded(content: str) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def hints(status: int, parameters: object) -> dict[str, int]:
    """How long to wait and where the chat has moved, in the whole numbers that aiogram insists on."""
    given = parameters if isinstance(parameters, dict) else {}
    if status == 429:
        return {"retry_after": whole_seconds(given.get("retry_after"))}
    moved = given.get("migrate_to_chat_id")
    return {"migrate_to_chat_id": moved} if isinstance(moved, int) else {}


def whole_seconds(value: Any) -> int:
    """Rounded up: coming back too early costs another wait."""
    try:
        return max(1, math.ceil(float(value)))
    except (TypeError, ValueError, OverflowError):
        return WAIT_WHERE_NONE_IS_SAID
