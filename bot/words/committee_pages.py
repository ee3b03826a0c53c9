"""What stands on the pages of the committee, beside the numbers."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.words.amounts import amount as count
from bot.words.office import UNIT_KINDS, percent
from bot.words.times import day, short_when, when
from bot.words.vi import KINDS as KINDS_SAID

TITLE = "Trang tổng hợp"
BEFORE = "Đường dẫn này mở trang tổng hợp của riêng đồng chí. Đường dẫn chỉ mở được một lần, trong 5 phút."
ENTER = "Mở trang tổng hợp"
WHOSE = "Mở trang tổng hợp của đồng chí nào?"
CLOSE_ALL = "Đóng mọi trang đang mở"


def link_said(link: str, open_now: int) -> str:
    """In the chat; `open_now`: in so many browsers somebody is known by this name already."""
    lines = [
        f"Mời đồng chí mở trang tổng hợp, trong 5 phút, chỉ mở được một lần:\n{link}",
        "Mời không chuyển cho người khác.",
    ]
    return "\n".join([*lines, *([f"Trang đang mở ở {open_now} nơi."] if open_now else [])])


def closed(count: int) -> str:
    return f"Đã đóng trang tổng hợp ở {count} nơi." if count else "Không có trang tổng hợp nào đang mở."


GONE_TITLE = "Đường dẫn không còn dùng được"
GONE = (
    "Đường dẫn đã được mở, hoặc đã quá 5 phút. Mời đồng chí nhắn “trang tổng hợp” vào cuộc trò chuyện để nhận đường dẫn "
    "mới."
)
NOT_IN_TITLE = "Đồng chí chưa mở trang tổng hợp"
NOT_IN = "Mời đồng chí nhắn “trang tổng hợp” vào cuộc trò chuyện với Chibot, rồi mở đường dẫn nhận được."
NOT_BELIEVED = (
    "Máy không nhận ra đồng chí từ ứng dụng này, hoặc trang đã mở quá một giờ. Mời đồng chí đóng lại rồi mở lại từ cuộc "
    "trò chuyện với Chibot, hoặc nhắn “trang tổng hợp”."
)
OPEN_AGAIN = "Trang này đã được mở một lần. Mời đồng chí đóng lại rồi mở lại từ cuộc trò chuyện với Chibot."
FROM_THE_APP = (
    "Đang mở trang tổng hợp. Nếu trang không tự mở: mời đồng chí nhắn “trang tổng hợp” vào cuộc trò chuyện với Chibot, "
    "rồi mở đường dẫn nhận được."
)
NO_OFFICE_TITLE = "Trang này dành cho người phụ trách"
NOT_AGREED = (
    "Đồng chí chưa đồng ý nhận tin ở đây, hoặc đã thôi nhận. "
    "Mời quay lại cuộc trò chuyện, gửi một tin bất kỳ, bấm “Đồng ý”, rồi mở lại trang này."
)
NO_OFFICE = (
    "Trang tổng hợp dành cho chi ủy, cấp ủy và văn phòng. Kết quả dự họp của riêng đồng chí: mời nhắn “kết quả của tôi” "
    "vào cuộc trò chuyện."
)
NOT_YOURS_TITLE = "Đồng chí không xem được trang này"
NOT_YOURS = "Trang này không có, hoặc thuộc đơn vị mà đồng chí không phụ trách."
NOT_FROM_HERE = "Yêu cầu này không đến từ trang của Chibot nên máy không làm gì. Mời đồng chí mở lại trang và thử lại."
UNREADABLE_TITLE = "Địa chỉ trang không đúng"
UNREADABLE = "Máy không đọc được địa chỉ này. Mời đồng chí đi từ trang đầu."
NOWHERE_TITLE = "Không có trang này"
NOWHERE = "Địa chỉ không đúng. Mời đồng chí xem lại, hoặc mở lại từ tin nhắn."
REFUSED_TITLE = "Máy không làm tiếp việc này"
TROUBLE_TITLE = "Máy đang gặp trục trặc"
TROUBLE = "Máy chưa làm được việc này, không ghi gì. Mời đồng chí thử lại sau ít phút."
OUT_TITLE = "Đồng chí đã ra khỏi trang tổng hợp"
OUT = "Muốn mở lại, mời đồng chí nhắn “trang tổng hợp” vào cuộc trò chuyện."
HOME = "Về trang đầu"
SKIP = "Đến nội dung"
LEAVE = "Đăng xuất"
WHERE = "Đang xem"
PAGES = "Các trang"
PERIODS = "Kỳ báo cáo"
KINDS_TITLE = "Loại sinh hoạt"
PLACES_TITLE = "Đồng chí xem đơn vị nào?"
UNKNOWN_DEVICE = "Thiết bị không rõ tên"
KINDS: Mapping[str, str] = {kind: label[:1].upper() + label[1:] for kind, label in KINDS_SAID.items()}

# The visitor's own logins

ACCOUNT = "Nơi đang mở trang"
ACCOUNT_NOTE = "Đây là những nơi đang mở trang tổng hợp bằng tên đồng chí. Thấy nơi lạ, mời đồng chí bấm “Kết thúc” rồi báo văn phòng."
END, END_ALL, HERE = "Kết thúc", "Kết thúc mọi nơi", "nơi này"


def login_line(device: str, made_at: datetime, seen_at: datetime) -> str:
    return f"{device}: mở lúc {short_when(made_at)}, dùng gần nhất {short_when(seen_at)}"


def kind_of_unit(kind: str) -> str:
    label = UNIT_KINDS[kind]
    return label[:1].upper() + label[1:]


def as_of(at: datetime) -> str:
    return f"Số liệu lúc {when(at)}."


# Long tables

SWIPE = "Vuốt bảng sang trái để xem các cột còn lại."
TURN, BEFORE_PAGE, NEXT_PAGE = "Các trang của bảng", "Trang trước", "Trang sau"


def page_of(number: int, pages: int, rows: int) -> str:
    return f"Trang {number}/{pages}, cả thảy {count(rows)} dòng"


# The first page

OVERVIEW = "Tổng quan"
RATE, MONTH_BEFORE, YEAR_BEFORE = "Tỷ lệ dự họp", "Kỳ trước", "Cùng kỳ năm trước"
MET, NOT_MET, BELOW, SILENT = "Đã họp", "Chưa họp", "Dưới mức", "Chưa gọi họp"


def same_months(first: str, last: str) -> str:
    """What a period that still runs is held against: only the months of it that have begun, a year earlier."""
    months = f"các tháng {first[5:]}–{last[5:]}" if first != last else f"tháng {last[5:]}"
    return f"Cùng {months} năm trước"


def both(first: int, second: int) -> str:
    """Two numbers of one label: with a comma they would be read as one."""
    return f"{count(first)} và {count(second)}"


def closed_unit(on: date, *, is_over: bool) -> str:
    return f"Đơn vị này {'đã kết thúc từ' if is_over else 'sẽ kết thúc từ'} {day(on)}. Số liệu trước ngày ấy vẫn giữ ở đây."


def of(part: int, whole: int) -> str:
    """`1.240/1.576`."""
    return f"{count(part)}/{count(whole)}"


__all__ = ["count", "percent"]
