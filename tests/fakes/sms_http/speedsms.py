"""SpeedSMS: JSON with basic authentication, sixty requests in a minute, and no reports that anybody documents."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, ClassVar

from aiohttp import web

from tests.fakes.sms_http.server import FakeCompany, json_of

TOKEN = "SPEED-Token-9"


@dataclass
class FakeSpeedSms(FakeCompany):
    """A brandname."""

    preset: ClassVar[str] = "speedsms"
    path: ClassVar[str] = "/index.php/sms/send"
    secrets: ClassVar[dict[str, str]] = {"token": TOKEN}
    left: int = 60
    """In this minute."""

    def written(self, **more: Any) -> dict[str, Any]:
        return super().written(**({"balance": {"url": f"{self.base_url}/index.php/user/info"}} | more))

    async def answer(self, request: web.Request) -> web.Response:
        self.left -= 1
        if self.left < 0:
            return web.json_response({"status": "error"}, status=429, headers={"X-Rate-Limit-Reset": "17"})
        if request.headers.get("Authorization") != f"Basic {b64encode(f'{TOKEN}:x'.encode()).decode()}":
            return refused("008", "access token is invalid")
        if request.path == "/index.php/user/info" and request.method == "GET":
            data = {"email": "chibo@example.vn", "balance": self.money, "currency": "VND"}
            return web.json_response({"status": "success", "code": "00", "data": data})
        return self._sends(await json_of(request, self.misuse))

    def _sends(self, asked: dict[str, Any]) -> web.Response:
        self.demand(set(asked) == {"to", "content", "sms_type", "sender"}, f"{sorted(asked)}")
        self.demand(asked["sms_type"] in {2, 3, 4, 5} and isinstance(asked["to"], list), "sms_type or to")
        (phone,) = asked["to"]
        if not phone.startswith("84") or len(phone) != 11 or not self.phone(phone).exists:
            return refused("105", "phone number invalid")
        if not asked["content"]:
            return refused("110", "content is empty")
        if self.costs_too_much(asked["content"]):
            return refused("300", f"your account balance is not enough for {phone}")
        sent = self.take(phone, asked["content"])
        data = {"tranId": int(sent.id), "totalSMS": 1, "totalPrice": self.price * sent.parts, "invalidPhone": []}
        return web.json_response({"status": "success", "code": "00", "data": data})


def refused(code: str, words: str) -> web.Response:
    return web.json_response({"status": "error", "code": code, "message": words})
