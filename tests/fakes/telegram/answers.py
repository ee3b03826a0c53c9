"""What the fake can be told to answer instead of the truth."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

BLOCKED = "bot was blocked by the user"
NEVER_STARTED = "bot can't initiate conversation with a user"
DEACTIVATED = "user is deactivated"


@dataclass(frozen=True)
class Refusal:
    """An error in the form of the Bot API."""

    status: int
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def response(self) -> web.Response:
        body = {"ok": False, "error_code": self.status, "description": self.description}
        headers = {}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        if "retry_after" in self.parameters:
            headers["Retry-After"] = str(math.ceil(float(self.parameters["retry_after"])))
        return web.json_response(body, status=self.status, headers=headers)


class RefusedError(Exception):
    """A refusal on its way out of a method."""

    def __init__(self, answer: Refusal) -> None:
        super().__init__(answer.description)
        self.answer = answer


@dataclass(frozen=True)
class Garbage:
    """A body that is no answer; with status 200 the call was carried out all the same."""

    body: str = "<html>Bad Gateway</html>"
    status: int = 200

    def response(self) -> web.Response:
        return web.Response(text=self.body, status=self.status, content_type="text/html")


@dataclass(frozen=True)
class DropBeforeAccept:
    """The connection breaks and nothing was done."""


@dataclass(frozen=True)
class DropAfterAccept:
    """It was done, and the connection breaks before the answer."""


@dataclass(frozen=True)
class Slow:
    """It is done after so many seconds."""

    seconds: float


Answer = Refusal | Garbage | DropBeforeAccept | DropAfterAccept | Slow


def status_429(seconds: float) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def forbidden(text: str = BLOCKED) -> Refusal:
    return Refusal(403, f"Forbidden: {text}")


def bad_request(text: str) -> Refusal:
    return Refusal(400, f"Bad Request: {text}")


def migrate(chat_id: int) -> Refusal:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, text, {"migrate_to_chat_id": chat_id})


def server_error(status: int = 502, text: str = "Bad Gateway") -> Refusal:
    return Refusal(status, text)


def conflict(text: str) -> Refusal:
    return Refusal(409, f"Conflict: {text}")


UNAUTHORIZED = Refusal(401, "Unauthorized: invalid token specified")
NOT_FOUND = Refusal(404, "Not Found")
TOO_LARGE = Refusal(413, "Request Entity Too Large")


@dataclass
class _Planned:
    method: str | None
    times: int
    chat: int | None
    answer: Answer

    def fits(self, method: str, chat: object) -> bool:
        wanted = self.method is None or self.method.lower() == method
        return wanted and (self.chat is None or str(self.chat) == str(chat))


class Faults:
    """Answers planned for the next calls, the first that fits is used up first."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def next(self, answer: Answer, *, method: str | None = None, chat: int | None = None, times: int = 1) -> None:
        self._planned.append(_Planned(method, times, chat, answer))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str, chat: object) -> Answer | None:
        planned = next((one for one in self._planned if one.fits(method, chat)), None)
        if planned is None:
            return None
        planned.times -= 1
        if planned.times == 0:
            self._planned.remove(planned)
        return planned.answer
