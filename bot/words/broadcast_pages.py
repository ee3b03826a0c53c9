"""What stands on the pages about what was sent to many: the list, one of them with its ledger, sending again."""

from collections.abc import Mapping
from datetime import datetime

from bot.words import stops
from bot.words.amounts import amount
from bot.words.costs import dong
from bot.words.report_words import NOTHING
from bot.words.times import clock_and_day
from bot.words.vi import KINDS as MEETING_KINDS
from bot.words.vi import channel_name
from bot.words.watching import CAUSES

__all__ = ["NOTHING", "clock_and_day", "dong"]
SENT_TO_MANY = "Tin đã gửi"
KINDS: Mapping[str, str] = {
    "meeting": "Gọi họp", "directive": "Văn bản", "announcement": "Thông báo", "residents": "Tin đến người dân",
}  # fmt: skip
WHAT, UNIT, AT, COST, CHANNEL, TELLING = "Việc", "Đơn vị gửi", "Lúc", "Chi phí", "Đường gửi", "Lượt tin"
OWED, SENT, FAILED, UNCERTAIN, CANCELLED, EXPIRED, WAITING = (
    "Phải gửi", "Đã gửi", "Không gửi được", "Chưa chắc đã tới", "Không cần gửi nữa", "Quá giờ", "Đang chờ",
)  # fmt: skip
STATES = (OWED, SENT, FAILED, UNCERTAIN, CANCELLED, EXPIRED, WAITING)
LIST_NOTE = (
    "Tin của đơn vị và của các đơn vị bên dưới, mới nhất ở trên. Số phải gửi luôn bằng tổng sáu cột liền bên phải."
)
NEWEST = "Mỗi loại chỉ liệt kê 100 việc mới nhất của đơn vị này. Việc cũ hơn: mời mở trang của đơn vị bên dưới."
NONE = "Chưa gửi tin nào cho nhiều người."
OTHER = "lý do khác"
BY_CHANNEL, BY_TELLING, NO_CHANNEL = "Theo đường gửi", "Theo lượt tin", "chưa có đường nào"
ALL, BACK = "Tất cả", "Về danh sách tin đã gửi"
ADDS_UP, ADDS_UP_NOT = "Sổ gửi tin khớp.", "SỔ GỬI TIN KHÔNG KHỚP: mời báo người trông hệ thống."
TOO_MANY = "Văn bản này gửi cho rất nhiều người: mời xem số tin ở trang từng đơn vị bên dưới."
NOT_COUNTED = "xem trang văn bản"
SEE = "Mở trang của việc này"
STEPS: Mapping[str, str] = {
    "notice": "Gọi họp", "reminder": "Nhắc họp", "last_reminder": "Nhắc lần cuối", "moved": "Báo dời họp",
    "cancelled": "Báo hoãn họp", "nudge": "Nhắc người chưa trả lời", "group": "Nhóm chat", "content": "Nội dung họp",
    "papers": "Tài liệu họp", "residents": "Tin đến người dân", "directive": "Văn bản",
    "directive_reminder": "Nhắc văn bản", "announcement": "Thông báo", "poll": "Lấy ý kiến", "indicator": "Chỉ tiêu",
    "indicator_reminder": "Nhắc chỉ tiêu", "visit": "Báo người dự họp", "report": "Báo cáo",
}  # fmt: skip

# Again

AGAIN, NOW = "Gửi lại cho người chưa nhận", stops.RESEND_NOW
NOBODY_MISSED = stops.NOBODY_MISSED
HELD_BACK = "Việc gửi ở đơn vị này đang dừng: tin chờ đến khi gửi tiếp."


def what(kind: str, number: str, meeting_kind: str, starts_at: datetime | None) -> str:
    """`Gọi họp: sinh hoạt thường kỳ, 14:00 ngày 03/11/2026`."""
    if starts_at is not None:
        return f"{KINDS[kind]}: {MEETING_KINDS[meeting_kind]}, {clock_and_day(starts_at)}"
    return f"{KINDS[kind]} {number}".strip()


def channel(name: str | None) -> str:
    return channel_name(name) if name else NO_CHANNEL


def causes(failed: Mapping[str, int]) -> str:
    """`chưa nối máy 3, số không dùng nữa 1`."""
    return ", ".join(f"{CAUSES.get(cause, OTHER)} {amount(count)}" for cause, count in sorted(failed.items()))


def telling(step: str, revision: int, round_: int) -> str:
    """`Gọi họp, lần 2`: a change of the meeting or a new round is a telling of its own."""
    change = f", thay đổi lần {amount(revision - 1)}" if revision > 1 else ""
    return f"{STEPS.get(step, step)}{change}{f', gửi lại lần {amount(round_ - 1)}' if round_ > 1 else ''}"


def identity(owed: int, parts: Mapping[str, int]) -> str:
    """`Phải gửi 13 = đã gửi 10 + không gửi được 3 + …`."""
    return f"{OWED} {amount(owed)} = {' + '.join(f'{name.lower()} {amount(count)}' for name, count in parts.items())}."


def ask_again(count: int, without: int) -> str:
    rest = f" {amount(without)} đồng chí khác không nhắn được, mời báo trực tiếp." if without else ""
    return f"{amount(count)} đồng chí chưa nhận được tin hoặc chưa chắc đã nhận.{rest}"


def sure(count: int, limit: int) -> str:
    return (
        f"Việc này báo cho {amount(count)} đồng chí, nhiều hơn {amount(limit)}. Nếu đúng, mời gõ lại số {amount(count)}"
    )
