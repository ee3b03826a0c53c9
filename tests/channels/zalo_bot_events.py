"""Events as the platform's documentation shows them."""

from typing import Any

LAN, GROUP = "6ede9afa66b88fe6d6a9", "zgr-9f2c"
SENDER = {"id": LAN, "display_name": "Mật", "is_bot": False}
PRIVATE, IN_GROUP = {"id": LAN, "chat_type": "PRIVATE"}, {"id": GROUP, "chat_type": "GROUP"}


def update(kind: str = "text", chat: Any = PRIVATE, sender: Any = SENDER, **content: Any) -> dict[str, Any]:
    about = {"from": sender, "chat": chat, "message_id": "2d758cb5e222177a4e35", "date": 1763690400000}
    return {"event_name": f"message.{kind}.received", "message": about | content}


def wrapped(event: Any) -> dict[str, Any]:
    return {"ok": True, "result": event}
