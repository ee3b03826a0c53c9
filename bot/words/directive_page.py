"""The page to which the file of a document is brought; what it shares with that of papers of meetings is there."""

from bot.words.meeting_papers import FILE, NAME, RULES, SEND, SURE, TYPES

__all__ = ["FILE", "NAME", "NAME_HINT", "PAGE_TITLE", "RULES", "SEND", "SURE", "TYPES"]
PAGE_TITLE, NAME_HINT = "Gửi tệp của văn bản", "ví dụ: Quyết định 27-QĐ/TU"
STORED_TITLE = "Đã nhận tệp"
GONE = "Liên kết không đúng, đã dùng hoặc đã hết hạn. Mời đồng chí bấm “Kèm tệp” trong tin nhắn để nhận liên kết mới."


def where(unit: str) -> str:
    return f"Văn bản đang soạn của {unit}."


def stored(name: str) -> str:
    return f"Đã nhận “{name}”. Đồng chí đóng trang này, rồi bấm “Xem lại” trong tin nhắn."
