"""People with Zalo, their phones and their groups, as tests play them."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.zalo_oa.hook import Brought
from tests.fakes.zalo_oa.objects import Button, Sent

if TYPE_CHECKING:
    from tests.fakes.zalo_oa.server import FakeZaloOA


def pressed(server: "FakeZaloOA", where: str, label: str) -> tuple[Sent, Button]:
    """The newest button with these words."""
    for sent in reversed(server.sent_to(where)):
        for button in sent.buttons:
            if label in button.title:
                return sent, button
    there = [button.title for sent in server.sent_to(where) for button in sent.buttons]
    raise AssertionError(f"no button with {label!r} was sent to {where}, only {there}")


class Person:
    """Somebody who knows the account, by the id that they have there."""

    def __init__(self, server: "FakeZaloOA", user_id: str, name: str) -> None:
        self.server, self.id, self.name = server, user_id, name
        self.last_at: float | None = None
        """Their last dealing with the account, on the fake's clock."""
        self.free_sent = 0
        self.has_blocked = False
        self.wants_templates = True

    @property
    def received(self) -> list[Sent]:
        return self.server.sent_to(self.id)

    def says(self, text: str, **more: Any) -> Brought:
        return self.sends("text", text=text, **more)

    def sends(self, kind: str, **content: Any) -> Brought:
        """`image`, `sticker`, `link` and so on."""
        self._deals()
        message = {"msg_id": self.server.new_id(), **content}
        return self._event(f"user_send_{kind}", message=message)

    def sends_picture(self, text: str = "") -> Brought:
        picture = {"type": "image", "payload": {"url": "https://f.zalo.example/a.jpg", "thumbnail": "https://x"}}
        return self.sends("image", attachments=[picture], **({"text": text} if text else {}))

    def presses(self, label: str) -> Brought:
        """It says the button's text, as if they had typed it."""
        return self.says(pressed(self.server, self.id, label)[1].payload)

    def answers_template(self, label: str) -> Brought:
        """A quick reply of a template that was sent to the user id: there is no tracking number."""
        sent, _ = pressed(self.server, self.id, label)
        return _click(self.server, sent, label, sender={"id": self.id})

    def follows(self) -> Brought:
        self.has_blocked = False
        self._deals()
        return self.server.tell("follow", follower={"id": self.id}, user_id_by_app=f"9{self.id}", source="oa_profile")

    def leaves(self) -> Brought:
        self.has_blocked = True
        return self.server.tell("unfollow", follower={"id": self.id}, user_id_by_app=f"9{self.id}", source="oa_profile")

    def shares_number(self, phone: str, **more: str) -> Brought:
        """They type it themselves: it may be anybody's."""
        self._deals()
        info = {"name": self.name, "phone": phone, "address": "", **more}
        return self._event("user_submit_info", info=info)

    def sees(self, *sent: Sent) -> Brought:
        return self._report("user_seen_message", {"msg_ids": [one.message_id for one in sent or self.received]})

    def receives(self, sent: Sent) -> Brought:
        about = {"msg_id": sent.message_id, "delivery_time": str(int(time.time() * 1000))}
        return self._report("user_received_message", about)

    def _report(self, name: str, message: dict[str, Any]) -> Brought:
        """Here the account is the sender."""
        return self.server.tell(name, sender={"id": self.server.oa_id}, recipient={"id": self.id}, message=message)

    def _event(self, name: str, **fields: Any) -> Brought:
        return self.server.tell(name, sender={"id": self.id}, recipient={"id": self.server.oa_id}, **fields)

    def _deals(self) -> None:
        self.last_at, self.free_sent = self.server.clock.now(), 0


@dataclass
class Phone:
    """A phone number, with or without Zalo."""

    server: "FakeZaloOA"
    number: str
    has_zalo: bool = True
    refusal: int | None = None
    """The error with which templates for it are refused."""
    is_admin: bool = False

    @property
    def received(self) -> list[Sent]:
        return self.server.sent_to(self.number)

    def presses(self, label: str) -> Brought:
        sent, _ = pressed(self.server, self.number, label)
        return _click(self.server, sent, label)


@dataclass
class Group:
    """A group that the account has made."""

    server: "FakeZaloOA"
    id: str
    name: str
    is_over: bool = False

    @property
    def received(self) -> list[Sent]:
        return self.server.sent_to(self.id)

    def hears(self, person: Person, text: str) -> Brought:
        message = {"msg_id": self.server.new_id(), "text": text}
        return self.server.tell(
            "user_send_group_text", sender={"id": person.id}, recipient={"id": self.id}, message=message
        )


def _click(server: "FakeZaloOA", sent: Sent, label: str, **more: Any) -> Brought:
    message = {"submit_time": str(int(time.time() * 1000)), "button_type": "response", "data": label}
    if sent.tracking_id is not None:
        message["tracking_id"] = sent.tracking_id
    return server.tell("user_click_response_button", msg_id=sent.message_id, message=message, **more)
