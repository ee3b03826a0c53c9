"""VietGuys: a form, and reports posted to an address that is registered in the console."""

import json
from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from tests.fakes.sms_http.server import Brought, FakeCompany, Sent, has_marks

FIELDS = {"u", "pwd", "from", "phone", "sms", "bid", "type", "json"}
STATES = {"waiting": "sent", "delivered": "delivered", "failed": "fail"}


@dataclass
class FakeVietGuys(FakeCompany):
    """A brandname."""

    preset: ClassVar[str] = "vietguys"
    path: ClassVar[str] = "/api/index.php"
    secrets: ClassVar[dict[str, str]] = {"user": "chibo", "password": "VG-Pass&9<"}

    async def answer(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        is_form = request.content_type == "application/x-www-form-urlencoded"
        self.demand(request.method == "POST" and is_form and set(form) == FIELDS, f"{sorted(form)}")
        self.demand(form["json"] == "1" and len(form["bid"]) <= 50, "json or bid")
        self.demand(form["type"] == ("8" if has_marks(form["sms"]) else "0"), "type is wrong")
        if (form["u"], form["pwd"]) != ("chibo", "VG-Pass&9<"):
            return web.json_response({"error": -2, "log": "authentication failed"})
        if form["from"] != self.sender or not form["phone"].startswith("84"):
            return web.json_response({"error": -8, "log": "brandname or phone"})
        if not self.phone(form["phone"]).exists:
            return web.json_response({"error": -5, "log": f"no such phone {form['phone']}"})
        sent = self.take(form["phone"], form["sms"], form["bid"])
        return web.json_response({"error": 0, "msgid": sent.id, "log": ""})

    def report(self, sent: Sent, state: str) -> Brought:
        body = {"data": {"message_id": sent.id, "status": STATES[state]}}
        return Brought("POST", self.hook or "", json.dumps(body).encode(), "application/json")
