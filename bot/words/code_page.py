"""What the page says that shows a code and where to type it; it names nobody."""

from bot.words.links import typed
from bot.words.vi import channel_name

TITLE = "Mã nối máy"
HOW = "Mời đồng chí làm hai bước:"
COPY = "1. Chạm giữ vào mã dưới đây để sao chép."
TYPE = "2. Mở một trong các nơi sau, gửi mã vào ô tin nhắn."
NO_TYPING = "mở là nối, không cần gửi mã"
ONCE = "Mã dùng một lần và chỉ dành cho đồng chí. Mời không chuyển cho người khác."
NO_WAY = "Mời đồng chí gửi mã này cho máy nhắn tin của chi bộ."
GONE_TITLE = "Không mở được"
GONE = "Mã không đúng, đã dùng hoặc đã hết hạn. Mời đồng chí xin bí thư mã mới."
TROUBLE = "Máy gặp lỗi, chưa mở được trang. Mời đồng chí mở lại sau ít phút."


def shown(code: str) -> str:
    return typed(code)


def open_in(channel: str, name: str | None) -> str:
    """The words on a button."""
    network = channel_name(channel)
    return f"Mở {network}: {name}" if name else f"Mở {network}"


def look_for(channel: str, name: str | None) -> str:
    """Where nothing can be opened by a link."""
    return f"{channel_name(channel)}: tìm “{name}”."
