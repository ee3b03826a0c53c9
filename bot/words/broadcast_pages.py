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
    "poll": "Câu hỏi lấy ý kiến", "figures": "Hỏi chỉ tiêu",
}  # fmt: skip
WHAT, UNIT, AT, COST, CHANNEL, TELLING = "Việc", "Đơn vị gửi", "Lúc", "Chi phí", "Đường gửi", "Lượt tin"
OWED, SENT, FAILED, UNCERTAIN, CANCELLED, EXPIRED, WAITING = (
    "Phải gửi", "Đã gửi", "Không gửi được", "Chưa chắc đã tới", "Không cần gửi nữa", "Quá giờ", "Đang chờ",
)  # fmt: skip
STATES = (OWED, SENT, FAILED, UNCERTAIN, CANCELLED, EXPIRED, WAITING)
LIST_NOTE = (
    "Tin của đơn vị và của các đơn vị bên dưới, mới nhất ở trên. Số phải gửi luôn bằng tổng sáu cột liền bên phải."
)
OWN_NOTE = "Tin của chính đơn vị này, mới nhất ở trên. Số phải gửi luôn bằng tổng sáu cột liền bên phải."
BELOW = "Tin của các đơn vị bên dưới"
BELOW_NOTE = "Đơn vị có rất nhiều đơn vị bên dưới: mời đồng chí mở trang của từng đơn vị trực thuộc."
NONE = "Kỳ này chưa gửi tin nào cho nhiều người."
OTHER = "lý do khác"
BY_CHANNEL, BY_TELLING, NO_CHANNEL = "Theo đường gửi", "Theo lượt tin", "chưa có đường nào"
ALL, BACK = "Tất cả", "Về danh sách tin đã gửi"
ADDS_UP, ADDS_UP_NOT = "Sổ gửi tin khớp.", "SỔ GỬI TIN KHÔNG KHỚP: mời báo người trông hệ thống."
TOO_MANY = (
    "Tin này gửi cho rất nhiều người nên không đếm ngay trên trang. Văn bản, chỉ tiêu: mời đồng chí mở trang của việc "
    "này để xem từng đơn vị."
)
NOT_COUNTED = "rất nhiều tin, không đếm ở đây"
SEE = "Mở trang của việc này"
STEPS: Mapping[str, str] = {
    "notice": "Gọi họp", "reminder": "Nhắc họp", "last_reminder": "Nhắc lần cuối", "moved": "Báo dời họp",
    "cancelled": "Báo hoãn họp", "nudge": "Nhắc người chưa trả lời", "group": "Nhóm chat", "content": "Nội dung họp",
    "papers": "Tài liệu họp", "residents": "Tin đến người dân", "directive": "Văn bản",
    "directive_reminder": "Nhắc văn bản", "announcement": "Thông báo", "poll": "Lấy ý kiến", "indicator": "Chỉ tiêu",
    "indicator_reminder": "Nhắc chỉ tiêu", "visit": "Báo người dự họp", "report": "Báo cáo",
}  # fmt: skip
TOLD_OF: Mapping[tuple[str, int], str] = {
    ("directive", 2): "Báo thu hồi văn bản", ("announcement", 2): "Báo thu hồi thông báo",
    ("poll", 2): "Nhắc người chưa trả lời", ("poll", 3): "Báo kết quả", ("poll", 4): "Báo thu hồi câu hỏi",
}  # fmt: skip
"""What the revision of the notices says where it does not count the changes of a meeting."""

# Again

AGAIN, NOW = "Gửi lại cho người chưa nhận", stops.RESEND_NOW
HELD_BACK = "Việc gửi ở đơn vị này đang dừng: tin chờ đến khi gửi tiếp."


def what(kind: str, number: str, meeting_kind: str, starts_at: datetime | None) -> str:
    """`Gọi họp: sinh hoạt thường kỳ, 14:00 ngày 03/11/2026`."""
    if starts_at is not None:
        return f"{KINDS[kind]}: {MEETING_KINDS[meeting_kind]}, {clock_and_day(starts_at)}"
    if kind == "figures":
        return f"{KINDS[kind]}: {number}"
    return f"{KINDS[kind]} {f'số {number}' if kind == 'poll' else number}".strip()


def channel(name: str | None) -> str:
    return channel_name(name) if name else NO_CHANNEL


def causes(failed: Mapping[str, int]) -> str:
    """`chưa nối máy 3, số không dùng nữa 1`."""
    return ", ".join(f"{CAUSES.get(cause, OTHER)} {amount(count)}" for cause, count in sorted(failed.items()))


def telling(kind: str, step: str, revision: int, round_: int) -> str:
    """`Gọi họp, thay đổi lần 1`: a change of the meeting or a new round is a telling of its own."""
    if kind == "figures":
        return STEPS[step]
    if kind != "meeting":
        said = TOLD_OF.get((kind, revision), STEPS.get(step, step))
        return f"{said}{_again(round_)}" if step != "directive_reminder" else STEPS[step]
    change = f", thay đổi lần {amount(revision - 1)}" if revision > 1 else ""
    return f"{STEPS.get(step, step)}{change}{_again(round_)}"


def _again(round_: int) -> str:
    return f", gửi lại lần {amount(round_ - 1)}" if round_ > 1 else ""


def identity(owed: int, parts: Mapping[str, int]) -> str:
    """`Phải gửi 13 = đã gửi 10 + không gửi được 3 + …`."""
    return f"{OWED} {amount(owed)} = {' + '.join(f'{name.lower()} {amount(count)}' for name, count in parts.items())}."


def sent_in(period: str) -> str:
    return f"{SENT_TO_MANY}, {period}"


def ask_again(count: int, without: int) -> str:
    if not count:
        return stops.nobody_to_resend(without)
    rest = f" {amount(without)} đồng chí khác không nhắn được, mời báo trực tiếp." if without else ""
    return f"{amount(count)} đồng chí chưa nhận được tin hoặc chưa chắc đã nhận.{rest}"


def sure(count: int, limit: int) -> str:
    return (
        f"Việc này báo cho {amount(count)} đồng chí, nhiều hơn {amount(limit)}. Nếu đúng, mời gõ lại số {amount(count)}"
    )
