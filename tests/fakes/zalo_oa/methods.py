"""The calls of the Open API that the fake knows, with the refusals of the real one."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.zalo_oa import checks
from tests.fakes.zalo_oa.answers import RefusedError
from tests.fakes.zalo_oa.checks import demand, only
from tests.fakes.zalo_oa.objects import Button, Sent, Template, Upload
from tests.fakes.zalo_oa.people import Person

if TYPE_CHECKING:
    from tests.fakes.zalo_oa.server import FakeZaloOA

HOUR, DAY = 3600.0, 24 * 3600.0
FREE, WINDOW, PRICE = 48 * HOUR, 7 * DAY, 55
NEVER_WROTE, OUTSIDE, BLOCKED, NIGHT, NO_QUOTA = -213, -230, -217, -133, -144
NO_TEMPLATE, NOT_REVIEWED, TEMPLATE_QUOTA, NOT_ADMIN = -109, -131, -147, -127
NO_ZALO, BAD_PHONE, REFUSES, GROUP_OVER, EXPIRED_UPLOAD = -118, -108, -141, -237, -100
UPLOADS_LAST = 7 * DAY
DAILY = 500
FILE_TYPES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/csv": ".csv",
}
IMAGE_TYPES = {"image/png": ".png", "image/jpeg": ".jpg"}
Fields = Mapping[str, Any]


class Methods:
    """One function a path."""

    def __init__(self, server: "FakeZaloOA") -> None:
        self.server = server
        self.uploads: dict[str, tuple[Upload, float]] = {}
        self.posts: dict[str, Callable[[Any], Fields]] = {
            "/v3.0/oa/message/cs": self._words,
            "/v3.0/oa/message/template": self._template_to_user,
            "/message/template": self._template_to_phone,
            "/v3.0/oa/group/message": self._group_message,
            "/v3.0/oa/quota/message": self._quota,
        }
        self.gets: dict[str, Callable[[Mapping[str, str]], Fields]] = {
            "/v2.0/oa/getoa": self._about,
            "/v3.0/oa/group/getgroupsofoa": self._groups,
            "/v3.0/oa/user/detail": self._user,
            "/message/quota": self._templates_left,
        }

    # To people

    def _words(self, body: Any) -> Fields:
        recipient = only(only(body, {"recipient", "message"})["recipient"], {"user_id"})
        message = only(body["message"], set(), {"text", "attachment", "quote_message_id"})
        sent = Sent(self._user_id(recipient), self.server.new_id(), checks.text_of(message), body=body)
        self._attach(sent, message)
        self._charge(self._reachable(sent.to), sent)
        return self._taken(sent)

    def _user_id(self, holder: Fields) -> str:
        demand(isinstance(holder["user_id"], str), "user_id")
        return str(holder["user_id"])

    def _attach(self, sent: Sent, message: Fields) -> None:
        kind, payload = checks.payload_of(message)
        match kind:
            case "none":
                pass
            case "buttons":
                demand(sent.text.strip(), "text")
                sent.buttons = checks.buttons_of(payload)
            case "file":
                demand(not sent.text, "text")
                sent.upload = self._uploaded(str(payload["token"]))
            case "media":
                sent.upload = self._uploaded(checks.image_of(payload))
            case "request_user_info":
                checks.check_request_for_number(payload)
                sent.asks_for_number = True
            case _:
                raise RefusedError(checks.INVALID, f"template_type {kind}")

    def _uploaded(self, token: str) -> Upload:
        if token not in self.uploads:
            raise RefusedError(checks.INVALID, "token is unknown")
        upload, at = self.uploads[token]
        if self.server.clock.now() - at > UPLOADS_LAST:
            raise RefusedError(EXPIRED_UPLOAD, "the upload has expired")
        return upload

    def _reachable(self, user_id: str) -> Person:
        person = self.server.people.get(user_id)
        if person is None or person.last_at is None:
            raise RefusedError(NEVER_WROTE, "User has not interacted with OA")
        if person.has_blocked:
            raise RefusedError(BLOCKED, "User has blocked OA")
        if self.server.clock.now() - person.last_at > WINDOW:
            raise RefusedError(OUTSIDE, "User has not interacted with OA in past 7 days")
        return person

    def _charge(self, person: Person, sent: Sent) -> None:
        assert person.last_at is not None
        most = self.server.free_in_window
        is_free = self.server.clock.now() - person.last_at <= FREE and (most is None or person.free_sent < most)
        person.free_sent += is_free
        sent.price = 0 if is_free else PRICE

    def _taken(self, sent: Sent) -> Fields:
        self.server.take(sent)
        return {"message_id": sent.message_id, "user_id": sent.to, "sent_time": self.server.milliseconds(), "quota": {}}

    # Templates

    def _template_to_user(self, body: Any) -> Fields:
        only(body, {"user_id", "template_id", "template_data"})
        sent = self._filled_in(self._user_id(body), body)
        person = self.server.people.get(sent.to)
        if person is None or person.last_at is None:
            raise RefusedError(NEVER_WROTE, "User has not interacted with OA")
        if person.has_blocked:
            raise RefusedError(BLOCKED, "User has blocked OA")
        if not person.wants_templates:
            raise RefusedError(REFUSES, "User refuses templates")
        self._spend(sent)
        return self._taken(sent)

    def _template_to_phone(self, body: Any) -> Fields:
        only(body, {"phone", "template_id", "template_data", "tracking_id"}, {"sending_mode", "mode"})
        demand(isinstance(body["tracking_id"], str) and 0 < len(body["tracking_id"]) <= 48, "tracking_id")
        demand(body.get("sending_mode", "1") in {"1", "2", "3"}, "sending_mode")
        demand(body.get("mode", "development") == "development", "mode")
        number = body["phone"]
        if not isinstance(number, str) or not number.isdecimal() or not number.startswith("84"):
            raise RefusedError(BAD_PHONE, "Phone number is invalid")
        sent = self._filled_in(number, body)
        sent.tracking_id, sent.mode = body["tracking_id"], body.get("mode")
        self._may_reach_phone(number, sent)
        self._spend(sent)
        self.server.take(sent)
        self.server.delivered(sent)
        left = {"quota": self._templates_left({})}
        return {"msg_id": sent.message_id, "sent_time": self.server.milliseconds(), "sending_mode": "1", **left}

    def _templates_left(self, query: Mapping[str, str]) -> Fields:
        """Of today; in text, as the real one writes it."""
        demand(not query, "query")
        left = self.server.templates_left
        return {"dailyQuota": str(DAILY), "remainingQuota": str(DAILY if left is None else left)}

    def _may_reach_phone(self, number: str, sent: Sent) -> None:
        phone = self.server.phones.get(number)
        if phone is None or not phone.has_zalo:
            raise RefusedError(NO_ZALO, "Zalo account not existed")
        if phone.refusal is not None:
            raise RefusedError(phone.refusal, "refused for this phone")
        if sent.mode and not phone.is_admin:
            raise RefusedError(NOT_ADMIN, "Test templates go to administrators only")
        if self.server.keeps_nights and self._hour() not in range(6, 22):
            raise RefusedError(NIGHT, "Not allowed at night")

    def _hour(self) -> int:
        return (datetime.fromtimestamp(self.server.clock.now(), UTC) + timedelta(hours=7)).hour

    def _filled_in(self, to: str, body: Fields) -> Sent:
        template = self.server.templates.get(str(body["template_id"]))
        demand(isinstance(body["template_id"], str), "template_id")
        if template is None:
            raise RefusedError(NO_TEMPLATE, "Template invalid")
        if not template.is_reviewed:
            raise RefusedError(NOT_REVIEWED, "Template is not approved")
        data = checks.filled_in(template, body["template_data"])
        buttons = [Button(label, label) for label in template.labels]
        return Sent(to, self.server.new_id(), "", buttons, template=template, data=data, body=dict(body))

    def _spend(self, sent: Sent) -> None:
        assert sent.template
        if self.server.templates_left == 0:
            raise RefusedError(NO_QUOTA, "OA exceeded its daily quota")
        if sent.template.left == 0:
            raise RefusedError(TEMPLATE_QUOTA, "Template exceeded its daily quota")
        if self.server.templates_left is not None:
            self.server.templates_left -= 1
        if sent.template.left is not None:
            sent.template.left -= 1
        sent.price = sent.template.price

    # Groups, uploads, what is known

    def _group_message(self, body: Any) -> Fields:
        recipient = only(only(body, {"recipient", "message"})["recipient"], {"group_id"})
        message = only(body["message"], {"text"})
        demand(checks.text_of(message).strip(), "text")
        group = self.server.groups.get(recipient["group_id"])
        demand(group, "group_id")
        assert group
        if group.is_over:
            raise RefusedError(GROUP_OVER, "Group expired")
        sent = Sent(group.id, self.server.new_id(), message["text"], body=body)
        self.server.take(sent)
        return {"message_id": sent.message_id, "group_id": group.id}

    def upload(self, kind: str, upload: Upload) -> Fields:
        types, limit = (IMAGE_TYPES, 1024 * 1024) if kind == "image" else (FILE_TYPES, 5 * 1024 * 1024)
        demand(upload.media_type in types and upload.name and upload.content, "file")
        demand(len(upload.content) <= limit, "file size")
        token = self.server.new_id() * 3
        self.uploads[token] = upload, self.server.clock.now()
        return {"attachment_id" if kind == "image" else "token": token}

    def _quota(self, body: Any) -> Fields:
        person = self.server.people.get(str(only(body, {"user_id"})["user_id"]))
        if person is None or person.last_at is None:
            raise RefusedError(NEVER_WROTE, "User has not interacted with OA")
        total = self.server.free_in_window or 8
        reply = {"remain": max(0, total - person.free_sent), "total": total}
        return {"last_interaction": str(int(person.last_at * 1000)), "cs_reply": reply}

    def _about(self, query: Mapping[str, str]) -> Fields:
        demand(not query, "query")
        return self.server.about

    def _groups(self, query: Mapping[str, str]) -> Fields:
        demand(set(query) == {"offset", "count"} and int(query["count"]) <= 50, "query")
        first, count = int(query["offset"]), int(query["count"])
        all_of_them = [
            {"group_id": one.id, "name": one.name, "status": "enabled"} for one in self.server.groups.values()
        ]
        return {
            "groups": all_of_them[first : first + count],
            "total": len(all_of_them),
            "offset": first,
            "count": count,
        }

    def _user(self, query: Mapping[str, str]) -> Fields:
        demand(set(query) == {"data"}, "query")
        person = self.server.people.get(json.loads(query["data"])["user_id"])
        demand(person, "user_id")
        assert person
        return {"user_id": person.id, "display_name": person.name, "user_is_follower": not person.has_blocked}

    def register(self, template: Template) -> Template:
        self.server.templates[template.id] = template
        return template
