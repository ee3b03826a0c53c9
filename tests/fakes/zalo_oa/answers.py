"""What the fake can be told to answer instead of the truth, and its refusals: HTTP 200 with an error in the body."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.telegram.answers import DropAfterAccept, DropBeforeAccept, Garbage, Slow


@dataclass(frozen=True)
class Refusal:
    """An error in the form of the Open API."""

    code: int
    message: str = "refused"
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    as_text: bool = False
    """The number in quotation marks, as some answers have it."""

    def response(self) -> web.Response:
        error = str(self.code) if self.as_text else self.code
        body = {"error": error, "message": self.message}
        return web.json_response(body, status=self.status, headers=dict(self.headers))


class RefusedError(Exception):
    """A refusal on its way out of a method."""

    def __init__(self, code: int, message: str = "refused") -> None:
        super().__init__(message)
        self.answer = Refusal(code, message)


Answer = Refusal | Garbage | DropBeforeAccept | DropAfterAccept | Slow


def rate_limit(most: int = 4000) -> Refusal:
    return Refusal(-32, "Rate limit", {"X-RateLimit-Limit": str(most), "X-RateLimit-Remain": "0"})


@dataclass
class _Planned:
    path: str | None
    times: int
    answer: Answer


class Faults:
    """Answers planned for the next calls, the first that fits is used up first."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def next(self, answer: Answer, *, path: str | None = None, times: int = 1) -> None:
        """`path`: its end, `message/cs`."""
        self._planned.append(_Planned(path, times, answer))

    def take(self, path: str) -> Answer | None:
        planned = next((one for one in self._planned if one.path is None or path.endswith(one.path)), None)
        if planned is None:
            return None
        planned.times -= 1
        if planned.times == 0:
            self._planned.remove(planned)
        return planned.answer
