"""Viettel's own brandname: SOAP."""

from dataclasses import dataclass
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from aiohttp import web
from defusedxml.ElementTree import fromstring

from tests.fakes.sms_http.server import FakeCompany, has_marks

SOAP, OWN = "{http://schemas.xmlsoap.org/soap/envelope/}", "{http://impl.bulkSms.ws/}"
WHO = ["User", "Password", "CPCode"]
FIELDS = [*WHO, "RequestID", "UserID", "ReceiverID", "ServiceID", "CommandCode", "Content", "ContentType"]


@dataclass
class FakeViettel(FakeCompany):
    """A brandname by contract."""

    preset: ClassVar[str] = "viettel"
    path: ClassVar[str] = "/bulkapi"
    secrets: ClassVar[dict[str, str]] = {"user": "chibo", "password": "VT<&>\"'", "cp_code": "CHIBOXA"}

    def written(self, **more: Any) -> dict[str, Any]:
        return super().written(**({"balance": {"url": self.base_url + self.path}} | more))

    async def answer(self, request: web.Request) -> web.Response:
        (call,) = fromstring(await request.text()).iterfind(f"{SOAP}Body/*")
        is_soap = request.method == "POST" and request.content_type == "text/xml"
        self.demand(is_soap and request.path == self.path, f"{request.method} {request.content_type}")
        fields = {one.tag: one.text or "" for one in call}
        if call.tag == f"{OWN}checkBalance":
            self.demand(list(fields) == WHO, f"{list(fields)}")
            return envelope("checkBalance", {"balance": f"{self.money:g}", "errCode": "0"})
        return self._sends(call, fields)

    def _sends(self, call: Element, asked: dict[str, str]) -> web.Response:
        self.demand(call.tag == f"{OWN}wsCpMt" and list(asked) == FIELDS, f"{call.tag} {list(asked)}")
        self.demand(asked["CommandCode"] == "bulksms" and asked["RequestID"].isdecimal(), "command or number")
        self.demand(asked["ContentType"] == str(int(has_marks(asked["Content"]))), "ContentType is wrong")
        if [asked[name] for name in WHO] != ["chibo", "VT<&>\"'", "CHIBOXA"]:
            return envelope("wsCpMt", {"message": "Authenticate: WRONG_INFORMATION", "result": "0"})
        if not asked["ReceiverID"].startswith("84") or not self.phone(asked["ReceiverID"]).exists:
            return envelope("wsCpMt", {"message": f"Phone {asked['ReceiverID']} is wrong", "result": "0"})
        self.take(asked["ReceiverID"], asked["Content"], asked["RequestID"])
        return envelope("wsCpMt", {"message": "Insert MT_QUEUE: OK", "result": "1"})


def envelope(name: str, fields: dict[str, str]) -> web.Response:
    inner = "".join(f"<{tag}>{text}</{tag}>" for tag, text in fields.items())
    body = f'<ns2:{name}Response xmlns:ns2="http://impl.bulkSms.ws/"><return>{inner}</return></ns2:{name}Response>'
    text = f'<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>{body}</S:Body></S:Envelope>'
    return web.Response(text=f'<?xml version="1.0" ?>{text}', content_type="text/xml")
