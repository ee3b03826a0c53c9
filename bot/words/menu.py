"""What can be said now, by role."""

from datetime import datetime

from bot.words import labels
from bot.words.times import short_when
from bot.words.vi import body, cell

WHICH_UNIT = "Đồng chí làm việc này cho đơn vị nào? Mời chọn."
WHICH_MEETING = "Đồng chí làm việc này cho buổi họp nào? Mời chọn."
WHICH_OFFICE = "Đồng chí muốn làm việc gì? Mời chọn."
MOST_UNITS = 10
PAGE_BACK, PAGE_ON = "Trang trước", "Trang sau"

OWN = "Việc của riêng tôi"
OWN_HELP = (
    "Việc của riêng đồng chí. Trả lời giấy mời: nhắn “có”, hoặc “vắng” kèm lý do, như “vắng ốm”; "
    "đến muộn thì nhắn “đến muộn”."
)
NEXT_MEETING, OWN_RECORD = "Buổi họp sắp tới", "Kết quả dự họp của tôi"
OWN_DATA, WAYS = "Dữ liệu của tôi", "Kênh nhận tin"
CALL, SERIES = "Gọi họp", "Lịch họp hằng tháng"
CONTENT = "Nội dung, tài liệu, kết luận"
LINKS, CODES, PAPER = "Đảng viên: ai đã nối máy", "Phát mã nối máy", "Ghi giấy đồng ý"
REPORT = "Báo cáo tháng này"
PEOPLE, DATA_REQUESTS = "Đảng viên: thêm, chuyển, đổi diện", "Yêu cầu về dữ liệu cá nhân"
DAYS_OFF = "Xem ngày nghỉ"
MENU = "Xem việc có thể làm"
MORE, REST = "Việc khác", "Các việc khác, mời đồng chí chọn."
UNFINISHED, GO_ON = "Đồng chí có việc đang làm dở.", "Làm tiếp việc đang dở"
MEANT_FOR_DRAFT = "Chưa hiểu rõ ý đồng chí. Đồng chí đang có việc làm dở; đồng chí muốn làm tiếp?"
STILL_TO_CHOOSE = "Chưa hiểu rõ ý đồng chí. Mời đồng chí chọn, hoặc nhắn “thôi” để dừng."
NOT_ON_THE_LIST = "Danh sách không có số này. Mời đồng chí chọn lại."
LIST_GONE = (
    "Danh sách này đã cũ, máy không ghi gì. Nếu muốn trả lời buổi họp, mời đồng chí nhắn bằng chữ: “có” hoặc “vắng”."
)
LEFT = "Đã dừng việc đang làm, không giữ lại gì."
LEFT_AND_KEPT = "Đã dừng. Những gì đã ghi trước đó vẫn giữ."
LEAVE = "Thôi"


def office_of(unit: str, whose: str | None, *, is_cell: bool) -> str:
    """`whose`: on a phone of two people, who of them holds the office."""
    return f"{cell(unit) if is_cell else unit}{f' ({whose})' if whose else ''}: mời đồng chí chọn việc."


def correction_of(starts_at: datetime) -> str:
    return f"Sửa điểm danh buổi {short_when(starts_at)}"


def roll_of(starts_at: datetime) -> str:
    return f"Điểm danh buổi {short_when(starts_at)}"


def tally_of(starts_at: datetime) -> str:
    return f"Tình hình buổi {short_when(starts_at)}"


def unit_choice(unit: str, member: str | None) -> str:
    """On a phone of two people each choice says whose office it is."""
    return labels.named(unit, f" ({member})") if member else labels.cut(unit)


def meeting_choice(unit: str, starts_at: datetime, kind: str = "regular") -> str:
    return labels.named(body(unit, kind), f", {short_when(starts_at)}")


def by_link(link: str) -> str:
    return f"Mời đồng chí mở đường dẫn sau, chỉ mở được một lần trong 24 giờ:\n{link}"
