"""People with a telephone, as tests play them."""

from typing import TYPE_CHECKING, Any

from tests.fakes.telegram import objects
from tests.fakes.telegram.answers import BLOCKED, forbidden
from tests.fakes.telegram.objects import Chat, Sent

if TYPE_CHECKING:
    from tests.fakes.telegram.server import FakeTelegram


class Person:
    """Somebody with a private chat with the bot, who may also write in groups."""

    def __init__(self, server: "FakeTelegram", chat: Chat, user: dict[str, Any]) -> None:
        self.server = server
        self.chat = chat
        self.id = chat.id
        self.user = user

    @property
    def received(self) -> list[Sent]:
        return self.server.sent_to(self.id)

    async def says(self, text: str, *, chat: int | None = None, **more: Any) -> int:
        """Writes, here or in a group; the id of the message."""
        if text.startswith("/"):
            length = objects.units(text.split(maxsplit=1)[0])
            more = {"entities": [{"offset": 0, "length": length, "type": "bot_command"}], **more}
        return await self.sends(chat=chat, text=text, **more)

    async def starts(self, payload: str = "") -> int:
        self.chat.refusal = None
        return await self.says(f"/start {payload}".strip())

    async def sends(self, *, chat: int | None = None, **content: Any) -> int:
        """A message with any content: `photo=[…]`, `sticker={…}`, `caption="…"`."""
        message = self._message(chat, {key: value for key, value in content.items() if value != ""})
        self.server.add_update(message["chat"]["id"], "message", message)
        return int(message["message_id"])

    async def sends_photo(self, caption: str = "") -> int:
        sizes = [{**objects.file(f"{self.id}:{side}"), "width": side, "height": side} for side in (90, 800)]
        return await self.sends(photo=sizes, caption=caption)

    async def sends_file(self, name: str, caption: str = "") -> int:
        about = {"file_name": name, "mime_type": "application/pdf", "file_size": 1000}
        document = {**objects.file(name), **about}
        return await self.sends(document=document, caption=caption)

    async def edits(self, message_id: int, text: str) -> None:
        now = int(self.server.clock.now())
        message = {**self._message(None, {"text": text, "edit_date": now}), "message_id": message_id}
        self.server.add_update(self.id, "edited_message", message)

    async def shares_contact(self, phone: str) -> int:
        return await self.shares_contact_of(phone, user_id=self.id, first_name=self.user["first_name"])

    async def shares_contact_of(self, phone: str, *, user_id: int | None = None, first_name: str = "Minh") -> int:
        """Somebody's card, with their number on Telegram where they have one."""
        contact: dict[str, Any] = {"phone_number": phone, "first_name": first_name}
        if user_id is not None:
            contact["user_id"] = user_id
        return await self.sends(contact=contact)

    async def presses(self, label: str, *, chat: int | None = None) -> str:
        """The button with this text on the newest message that has it; the id of the press."""
        where = chat or self.id
        shown = [sent for sent in self.server.sent_to(where) if not sent.is_deleted]
        for sent in reversed(shown):
            for button in sent.buttons:
                if label in button.text:
                    return self._press(sent, button.data)
        there = [button.text for sent in shown for button in sent.buttons]
        raise AssertionError(f"no button with {label!r} was sent to {where}, only {there}")

    async def presses_data(self, sent: Sent, data: str) -> str:
        """Any value, as somebody might with a program of their own."""
        return self._press(sent, data)

    async def blocks(self) -> None:
        self.chat.refusal = forbidden(BLOCKED)
        self._member("member", "kicked")

    async def unblocks(self) -> None:
        self.chat.refusal = None
        self._member("kicked", "member")

    def _press(self, sent: Sent, data: str | None) -> str:
        query = self.server.new_press()
        press = {
            "id": query,
            "from": self.user,
            "message": self.server.message_json(sent),
            "chat_instance": objects.chat_instance(sent.chat),
            **({} if data is None else {"data": data}),
        }
        self.server.add_update(sent.chat, "callback_query", press)
        return query

    def _member(self, before: str, after: str) -> None:
        change = {
            "chat": self.chat.json(),
            "from": self.user,
            "date": int(self.server.clock.now()),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(after),
        }
        self.server.add_update(self.id, "my_chat_member", change)

    def _membership(self, status: str) -> dict[str, Any]:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.server.me, "status": status, **until}

    def _message(self, chat_id: int | None, content: dict[str, Any]) -> dict[str, Any]:
        chat = self.server.chats[chat_id or self.id]
        return {
            "message_id": self.server.new_message_id(incoming_in=chat.id),
            "from": self.user,
            "chat": chat.json(),
            "date": int(self.server.clock.now()),
            **content,
        }
