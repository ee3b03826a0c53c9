"""A button is pressed: the update as Telegram brings it."""

import time
from typing import Any


def pressed(update_id: int, chat: int, data: str) -> dict[str, Any]:
    about = {"id": chat, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
    under = {
        "message_id": update_id,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "Lan"},
        "from": {"id": 123456, "is_bot": True, "first_name": "Chibot"},
        "text": "Mời đồng chí dự họp chi bộ thường kỳ.",
    }
    press = {"id": str(update_id), "from": about, "chat_instance": "1", "data": data, "message": under}
    return {"update_id": update_id, "callback_query": press}
