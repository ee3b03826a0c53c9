"""People with Zalo, as tests play them, and what they have received."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.zalo_bot.server import FakeZaloBot


@dataclass
class Sent:
    """One message of the bot."""

    chat: str
    message_id: str
    method: str
    text: str
    fields: dict[str, Any] = field(default_factory=dict)


class Person:
    """Somebody who may write to the bot, alone or in a group."""

    def __init__(self, server: "FakeZaloBot", user_id: str, name: str) -> None:
        self.server = server
        self.id = user_id
        self.name = name

    @property
    def received(self) -> list[Sent]:
        return self.server.sent_to(self.id)

    async def says(self, text: str, *, group: str | None = None) -> str:
        return self.brings("text", group, text=text)

    async def sends_photo(self, caption: str = "") -> str:
        return self.brings("image", photo="https://photo.example/1.jpg", **({"caption": caption} if caption else {}))

    async def sends_sticker(self) -> str:
        return self.brings("sticker", sticker="0e078a2e", url="https://sticker.example/1.png")

    async def sends_voice(self) -> str:
        return self.brings("voice", voice_url="https://voice.example/1.aac")

    async def sends_what_is_withheld(self) -> str:
        return self.brings("unsupported")

    async def blocks(self) -> None:
        self.server.gone.add(self.id)

    def brings(self, kind: str, group: str | None = None, **content: Any) -> str:
        """Any event about this person; the id of the message."""
        message_id = self.server.new_message_id()
        chat = {"id": group, "chat_type": "GROUP"} if group else {"id": self.id, "chat_type": "PRIVATE"}
        sender = {"id": self.id, "display_name": self.name, "is_bot": False}
        about = {"message_id": message_id, "date": self.server.milliseconds()}
        self.server.write(self.id, f"message.{kind}.received", {"from": sender, "chat": chat, **content, **about})
        return message_id
