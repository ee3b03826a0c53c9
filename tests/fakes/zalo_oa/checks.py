"""What the Open API refuses in a message, field by field: nothing that is not documented passes."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.zalo_oa.answers import RefusedError
from tests.fakes.zalo_oa.objects import Button, Template

INVALID, TOO_LONG = -201, -1121
TEXT_LIMIT, TITLE_LIMIT, PAYLOAD_LIMIT, MOST_BUTTONS = 2000, 100, 1000, 5
BUTTONS = {"oa.query.show", "oa.query.hide", "oa.open.url", "oa.open.phone", "oa.open.sms"}


def demand(is_so: object, what: str) -> None:
    if not is_so:
        raise RefusedError(INVALID, f"{what} is invalid")


def only(body: Any, needed: set[str], allowed: set[str] | None = None) -> Mapping[str, Any]:
    """An object with these fields and no others."""
    demand(isinstance(body, dict), "body")
    assert isinstance(body, dict)
    demand(needed <= set(body) <= needed | (allowed or set()), f"one of {sorted(body)}")
    return body


def text_of(message: Mapping[str, Any]) -> str:
    text = message.get("text", "")
    demand(isinstance(text, str) and len(text) <= TEXT_LIMIT, "text")
    return str(text)


def payload_of(message: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """What kind of thing is attached, and what it consists of."""
    if "attachment" not in message:
        demand(str(message.get("text", "")).strip(), "text")
        return "none", {}
    attachment = only(message["attachment"], {"type", "payload"})
    demand(attachment["type"] in {"template", "file"}, "attachment.type")
    payload = attachment["payload"]
    demand(isinstance(payload, dict), "payload")
    if attachment["type"] == "file":
        return "file", only(payload, {"token"})
    return str(payload.get("template_type", "buttons")), payload


def buttons_of(payload: Mapping[str, Any]) -> list[Button]:
    given = only(payload, {"buttons"})["buttons"]
    demand(isinstance(given, list) and 0 < len(given) <= MOST_BUTTONS, "buttons")
    return [button_of(one) for one in given]


def button_of(given: Any) -> Button:
    button = only(given, {"title", "type", "payload"}, {"image_icon"})
    title, payload = button["title"], button["payload"]
    demand(isinstance(title, str) and 0 < len(title) <= TITLE_LIMIT, "title")
    demand(button["type"] in BUTTONS, "button.type")
    if str(button["type"]).startswith("oa.query"):
        demand(isinstance(payload, str) and 0 < len(payload) <= PAYLOAD_LIMIT, "payload")
    return Button(str(title), str(payload))


def check_request_for_number(payload: Mapping[str, Any]) -> None:
    (element,) = only(payload, {"template_type", "elements"})["elements"]
    fields = only(element, {"title"}, {"subtitle", "image_url"})
    demand(0 < len(fields["title"]) <= 100 and len(fields.get("subtitle", "")) <= 500, "title")


def image_of(payload: Mapping[str, Any]) -> str:
    (element,) = only(payload, {"template_type", "elements"})["elements"]
    fields = only(element, {"media_type"}, {"attachment_id", "url"})
    demand(fields["media_type"] == "image" and isinstance(fields.get("attachment_id"), str), "media")
    return str(fields["attachment_id"])


def filled_in(template: Template, data: Any) -> dict[str, str]:
    """The parameters, exactly those that are registered, none empty."""
    demand(isinstance(data, dict) and set(data) == set(template.parameters), "template_data")
    for name, value in data.items():
        demand(isinstance(value, str) and value.strip(), f"template_data.{name}")
        if len(value) > template.parameters[name]:
            raise RefusedError(TOO_LONG, f"{name} exceeds its length")
    return dict(data)
