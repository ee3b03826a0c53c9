"""The parts of a described web service: requests, conditions, what it brings."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

PLACEHOLDER = re.compile(r"\{(secret:\w+|[a-z]\w*)\}")
ABOUT_US = {"sender", "callback_url"}
ABOUT_MESSAGE = {
    "text", "phone_national", "phone_international", "unicode01", "unicode08", "attempt_key", "request_id",
}  # fmt: skip
OF_ANSWERS = {"id", "sender", "text"}
"""What may stand in the answer to words that were brought."""
IN_HEADERS = {"sender", "attempt_key", "request_id"}
"""These have no line breaks and nothing else that a header does not take."""
Template = dict[str, Any] | str
STRICT = ConfigDict(extra="forbid", populate_by_name=True)


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error:
        raise ValueError("it is no regular expression") from None
    return pattern


class When(BaseModel):
    """A condition: of an answer's status, or of a value in it that is one of these or looks like this."""

    model_config = STRICT

    path: str | None = Field(default=None, alias="field")
    """Where it stands: `data.code`, `list.0.code`, `.//result` where the answer is XML; the whole text without one."""
    is_in: list[str] = Field(default=[], alias="in")
    regex: Annotated[str, AfterValidator(_regex)] | None = None
    http: list[int] = []


def _listed(one: Any) -> Any:
    return one if isinstance(one, list) else [one]


Whens = Annotated[list[When], BeforeValidator(_listed)]
"""Any of these."""


class Ask(BaseModel):
    """One request."""

    model_config = STRICT

    method: Literal["GET", "POST", "PUT"] = "POST"
    url: str
    body_type: Literal["json", "form", "xml", "query"] = "json"
    body: Template = {}
    headers: dict[str, str] = {}
    user: str | None = None
    """Of basic authentication."""
    password: str = ""

    @model_validator(mode="after")
    def _fits_its_type(self) -> "Ask":
        if isinstance(self.body, str) != (self.body_type == "xml"):
            raise ValueError("body: one text for body_type xml, a table of fields for the others")
        if self.body_type in {"form", "query"} and any(isinstance(one, dict | list) for one in self.fields.values()):
            raise ValueError("body: a form has no tables within it")
        if self.method == "GET" and self.body_type != "query" and self.body:
            raise ValueError('body_type: write "query" where method is GET')
        if isinstance(self.body, str) and not _is_xml(self.body):
            raise ValueError("body: it is no XML")
        return self

    @property
    def fields(self) -> Mapping[str, Any]:
        return self.body if isinstance(self.body, dict) else {}

    def texts(self) -> Iterator[str]:
        """All in which something is filled in."""
        yield from (self.url, self.user or "", self.password, *self.headers.values())
        yield from _texts(self.body)


class Inquiry(Ask):
    """Asking what is left."""

    body: Template = {}
    ok_when: Whens = []
    amount: str
    """Where the number stands in the answer."""
    unit: str = "đồng"


class Report(BaseModel):
    """What becomes of messages, as the gateway tells it later."""

    model_config = STRICT

    method: Literal["GET", "POST"] = "POST"
    when: Whens = []
    """What is brought is one; none: whatever has the id."""
    id_field: str
    key_field: str | None = None
    """Where our own key comes back."""
    delivered_when: Whens
    failed_when: Whens = []
    error_field: str | None = None


class Signature(BaseModel):
    """How words that are brought are sealed: a digest over some of the fields, one after the other."""

    model_config = STRICT

    field: str
    digest: Literal["md5", "sha1", "sha256"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    over: list[str]
    """`{field}` or `{secret:name}`, or the letters themselves."""


class Inbound(BaseModel):
    """What people write, as the gateway brings it."""

    model_config = STRICT

    method: Literal["GET", "POST"] = "POST"
    when: Whens = []
    sender_field: str
    text_field: str
    id_field: str | None = None
    time_field: str | None = None
    keyword: str = ""
    """By which a short code that several share knows what is ours: it is left out of what people wrote."""
    signature: Signature | None = None
    answer: str = ""
    """What it wants to read, with {id}, {sender} and {text}."""
    answer_type: Literal["text/plain", "text/xml", "application/json"] = "text/plain"


def _is_xml(body: str) -> bool:
    try:
        fromstring(PLACEHOLDER.sub("x", body))
    except (ParseError, DefusedXmlException):
        return False
    return True


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def demand_known(ask: Ask) -> None:
    """A placeholder that is misspelt would leave as it stands."""
    for text in ask.texts():
        for name in PLACEHOLDER.findall(text):
            if not name.startswith("secret:") and name not in ABOUT_US | ABOUT_MESSAGE:
                raise ValueError(f"{{{name}}}: write one of {', '.join(sorted(ABOUT_US | ABOUT_MESSAGE))}, secret:…")
    for text in (*ask.headers.values(), ask.user or "", ask.password):
        for name in PLACEHOLDER.findall(text):
            if not name.startswith("secret:") and name not in IN_HEADERS:
                raise ValueError(f"headers: {{{name}}} cannot stand there")
