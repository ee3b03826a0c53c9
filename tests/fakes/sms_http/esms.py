"""eSMS: JSON, keys known for a day, reports by GET without a seal, short codes with one."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.sms_http.server import Brought, FakeCompany, Sent, has_marks, json_of

FIELDS = {
    "ApiKey", "SecretKey", "Phone", "Content", "Brandname", "SmsType", "IsUnicode", "Sandbox", "RequestId",
    "CallbackUrl", "SendDate", "campaignid",
}  # fmt: skip
NEEDED = {"ApiKey", "SecretKey", "Phone", "Content", "SmsType"}
PRIVATE_KEY = "17417a0d20114d36a902e49cad0e97f3"
STATES = {
    "waiting": {"SendStatus": "7", "SendSuccess": "0", "SendFailed": "0"},
    "delivered": {"SendStatus": "5", "SendSuccess": "1", "SendFailed": "0"},
    "failed": {"SendStatus": "5", "SendSuccess": "0", "SendFailed": "1"},
    "refused": {"SendStatus": "4", "SendSuccess": "0", "SendFailed": "0"},
}


@dataclass
class FakeESms(FakeCompany):
    """A brandname or, by its console, a short code."""

    preset: ClassVar[str] = "esms"
    path: ClassVar[str] = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
    secrets: ClassVar[dict[str, str]] = {"api_key": "ESMS-Api-Key", "secret_key": "ESMS-Secret", "mo_key": PRIVATE_KEY}
    requests: dict[str, str] = field(default_factory=dict)
    """The keys of the day: burnt by whatever was asked with them, also where it was refused."""
    is_locked: bool = False
    banned: set[str] = field(default_factory=set)
    _mo: int = 0

    def written(self, **more: Any) -> dict[str, Any]:
        balance = {"url": f"{self.base_url}/MainService.svc/json/GetBalance_json"}
        return super().written(**({"balance": balance} | more))

    async def answer(self, request: web.Request) -> web.Response:
        asked = await json_of(request, self.misuse)
        if request.path.endswith("/GetBalance_json"):
            self.demand(set(asked) == {"ApiKey", "SecretKey"}, f"balance with {sorted(asked)}")
            known = self._knows(asked)
            code = {"Balance": self.money if known else 0, "CodeResponse": "100" if known else "101"}
            return web.json_response(code if known else {**code, "ErrorMessage": "Authorize Failed"})
        self.demand(request.path == self.path and set(asked) <= FIELDS and set(asked) >= NEEDED, f"{sorted(asked)}")
        self.demand(all(isinstance(one, str) for one in asked.values()), "a value that is no text")
        return self._sends(asked)

    def _knows(self, asked: dict[str, Any]) -> bool:
        return (asked.get("ApiKey"), asked.get("SecretKey")) == ("ESMS-Api-Key", "ESMS-Secret")

    def _sends(self, asked: dict[str, str]) -> web.Response:
        key, phone = asked.get("RequestId", ""), asked["Phone"]
        self.demand(len(key) <= 50, "RequestId is too long")
        self.demand(has_marks(asked["Content"]) == (asked.get("IsUnicode") == "1"), "IsUnicode is wrong")
        if key and key in self.requests:
            return refused("124", "RequestId is duplicated")
        self.requests[key] = phone
        if code := self._code(asked):
            return refused(code, f"Cannot send to {phone} with {asked['ApiKey']}")
        if asked.get("Sandbox") == "1":
            return web.json_response({"CodeResult": "100", "CountRegenerate": 0, "SMSID": "sandbox"})
        sent = self.take(f"84{phone[1:]}", asked["Content"], key, asked.get("CallbackUrl", ""))
        return web.json_response({"CodeResult": "100", "CountRegenerate": 0, "SMSID": sent.id})

    def _code(self, asked: dict[str, str]) -> str | None:
        phone = asked["Phone"]
        known = self.phone(f"84{phone[1:]}")
        wrong = {
            "101": not self._knows(asked),
            "143": self.is_locked,
            "118": asked["SmsType"] not in {"1", "2", "8"},
            "104": asked.get("Brandname") != self.sender,
            "108": not (phone.isdecimal() and phone.startswith("0") and len(phone) == 10 and known.exists),
            "99": known.is_blocked,
            "201": any(word in asked["Content"] for word in self.banned),
            "103": self.costs_too_much(asked["Content"]),
        }
        return next((code for code, is_so in wrong.items() if is_so), None)

    def report(self, sent: Sent, state: str) -> Brought:
        about = {"SMSID": sent.id, **STATES[state], "TotalPrice": f"{sent.parts * self.price}.0000"}
        about |= {"TotalReceiver": "1", "TotalSent": "1", "RequestId": sent.key, "TypeId": "2", "telcoid": "1"}
        about |= {"phonenumber": f"0{sent.phone[2:]}", "switchsmsid": ""}
        return Brought("GET", f"{sent.callback_url}?{urlencode(about)}")

    def words(self, phone: str, text: str, **about: str) -> Brought:
        """`sign` may be given: a wrong one. What is repeated has the same `smsid`."""
        self._mo += 1
        told = {"cpid": "CP7", "smsid": f"mo{self._mo}", "content": text, "receiverTime": "20261121090000"} | about
        whole = told["cpid"] + told["smsid"] + told["content"] + told["receiverTime"] + PRIVATE_KEY
        sign = base64.b64encode(hashlib.md5(whole.encode(), usedforsecurity=False).digest()).decode()
        told = {"sign": sign, **told, "sender": phone, "serviceNumber": "8041", "keyword": text.partition(" ")[0]}
        return Brought("GET", f"{self.hook}?{urlencode(told)}")


def refused(code: str, words: str) -> web.Response:
    return web.json_response({"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": words})
