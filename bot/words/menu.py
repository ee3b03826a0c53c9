"""What can be said now, by role."""

from datetime import datetime

from bot.words.times import short_when

WHICH_UNIT = "Đồng chí làm việc này cho đơn vị nào? Mời chọn."


WHICH_MEETING = "Đồng chí làm việc này cho buổi họp nào? Mời chọn."


def meeting_choice(cell: str, starts_at: datetime) -> str:
    return f"{cell}, {short_when(starts_at)}"


def by_link(link: str) -> str:
    return f"Mời đồng chí mở đường dẫn sau, chỉ mở được một lần trong 24 giờ:\n{link}"


def unit_choice(unit: str, member: str | None) -> str:
    """On a phone of two people each choice says whose office it is."""
    return f"{unit} ({member})" if member else unit


PAGE_BACK, PAGE_ON = "Trang trước", "Trang sau"
