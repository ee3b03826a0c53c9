"""What is said of tokens for programs: on the page of one's own, and at the command line."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.times import clock_and_day, day, local

TITLE = "Mã cho phần mềm"
NOTE = (
    "Mã cho phép một phần mềm, ví dụ bảng tính của văn phòng, đọc số liệu mà hôm nay đồng chí được xem: chỉ số lượng, "
    "không có họ tên, lý do, số điện thoại. Hết giữ chức vụ thì mã hết dùng được. Ai có mã đều đọc được, nên đồng chí "
    "giữ mã như giữ mật khẩu."
)
NONE = "Hiện không có mã nào đang dùng."
NEW, NAME, SCOPES = "Cấp mã mới", "Tên mã", "Được đọc"
NAME_HINT = "Để nhớ mã dùng ở đâu, ví dụ “Máy tính văn phòng”."
ISSUE, REVOKE = "Cấp mã", "Thu hồi"
SHOWN_TITLE = "Mã mới"
SHOWN = "Đây là lần duy nhất mã hiện ra. Mời đồng chí chép ngay vào phần mềm; mất mã thì thu hồi rồi cấp mã khác."
BACK = "Về trang “Nơi đang mở trang”"
LABELS: Mapping[str, str] = {
    "units": "Các đơn vị",
    "meetings": "Các buổi họp",
    "participation": "Tỷ lệ dự họp",
    "directives": "Tiến độ văn bản",
    "ledger": "Kết quả gửi tin",
}


def days(most: int) -> str:
    return f"Dùng trong mấy ngày (1 đến {most})"


def line(name: str, scopes: Sequence[str], expires_at: datetime, used_at: datetime | None) -> str:
    may = ", ".join(LABELS[one].lower() for one in scopes)
    used = f"dùng gần nhất {clock_and_day(used_at)}" if used_at else "chưa dùng lần nào"
    return f"{name}: {may}; đến {day(local(expires_at).date())}; {used}"


def revoke(name: str) -> str:
    """For whoever hears the page: several buttons look alike."""
    return f"{REVOKE} {name}"


def issued(secret: str, expires_at: datetime) -> str:
    """At the command line."""
    return f"{secret}\nMã chỉ hiện lần này, dùng đến {day(local(expires_at).date())}."


def revoked(number: int) -> str:
    return f"Đã thu hồi mã số {number}."
