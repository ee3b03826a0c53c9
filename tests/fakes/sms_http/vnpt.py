"""VNPT's own brandname: JSON, text only through a registered template."""

from dataclasses import dataclass
from typing import Any, ClassVar

from aiohttp import web

from tests.fakes.sms_http.server import FakeCompany, has_marks, json_of

FIELDS = {
    "name", "REQID", "LABELID", "CONTRACTTYPEID", "CONTRACTID", "TEMPLATEID", "PARAMS", "SCHEDULETIME", "MOBILELIST",
    "ISTELCOSUB", "AGENTID", "APIUSER", "APIPASS", "USERNAME", "DATACODING",
}  # fmt: skip
CONTRACT = {
    "user": "chibo", "password": "VNPT{secret:user}", "username": "chibo_xa", "label": "12", "contract_type": "1",
    "contract": "77", "template": "9001", "agent": "3",
}  # fmt: skip


@dataclass
class FakeVnpt(FakeCompany):
    """A brandname by contract, with a template of one parameter."""

    preset: ClassVar[str] = "vnpt"
    path: ClassVar[str] = "/api"
    secrets: ClassVar[dict[str, str]] = CONTRACT

    async def answer(self, request: web.Request) -> web.Response:
        asked = (await json_of(request, self.misuse)).get("RQST", {})
        self.demand(set(asked) == FIELDS and asked["name"] == "send_sms_list", f"{sorted(asked)}")
        self.demand(asked["REQID"].isdecimal() and len(asked["PARAMS"]) == 1, "REQID or PARAMS")
        text, phone = asked["PARAMS"][0]["CONTENT"], asked["MOBILELIST"]
        self.demand(asked["DATACODING"] == ("8" if has_marks(text) else "0"), "DATACODING is wrong")
        if (asked["APIUSER"], asked["APIPASS"], asked["USERNAME"]) != ("chibo", "VNPT{secret:user}", "chibo_xa"):
            return replied("6", "Authentication failed")
        if (asked["LABELID"], asked["CONTRACTID"], asked["TEMPLATEID"]) != ("12", "77", "9001"):
            return replied("11", "Label, contract or template")
        if not phone.startswith("84") or not self.phone(phone).exists:
            return replied("4", f"Mobile {phone} is wrong")
        self.take(phone, text, asked["REQID"])
        return replied("0", "success")


def replied(error: str, words: str) -> web.Response:
    reply: dict[str, Any] = {"name": "send_sms_list", "ERROR": error, "ERROR_DESC": words}
    return web.json_response({"RPLY": reply})
