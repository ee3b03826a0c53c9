"""Numbers that committees ask for: what is said to whoever answers, and to whoever asked."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.words.amounts import amount
from bot.words.indicator_plans import HINTS as PLAN_HINTS
from bot.words.report_words import period_label
from bot.words.times import day, month_of

INDICATORS, NEW = "Chỉ tiêu", "Lập chỉ tiêu mới"
REPORT, CORRECT, RIGHT, AGAIN, LEAVE = "Báo số", "Sửa số đã báo", "Đúng, báo số này", "Ghi lại số", "Thôi"
NUDGE, NEXT_PICTURE, PLAN_MORE = "Nhắc đơn vị chưa báo", "Hình tiếp theo", "Ghi thêm kế hoạch"
WHO_IS_MISSING, MORE, BACK, LIST = "Xem đơn vị chưa báo", "Việc khác", "Trở lại", "Danh sách chỉ tiêu"
PICTURE, WORKBOOK, PLAN, END, EARLIER = "Xem hình", "Tải tệp Excel", "Ghi kế hoạch", "Dừng chỉ tiêu", "Xem kỳ trước"
NO_INDICATORS = "Chưa có chỉ tiêu nào."
NOTHING_MISSING = "Tất cả các đơn vị đã báo."
LEFT = "Đã dừng, không ghi gì."
SAY_YES = frozenset({"dung roi", "dung so", "bao", "bao so nay", "dong y"})
SAY_SEND = frozenset({"gui", "hoi", "hoi di", "gui di", "dong y"})

HINTS: Mapping[str, str] = {
    "figure": "Đang chờ số. Mời đồng chí nhắn số, ví dụ 92; chưa có số thì nhắn “thôi”.",
    "figure_sure": "Số chưa được ghi. Mời đồng chí chọn “Đúng, báo số này”, nhắn số khác để sửa, hoặc “thôi”.",
    "figure_name": "Đang lập chỉ tiêu. Mời đồng chí nhắn tên và hạn, ví dụ: Kết nạp đảng viên mới; hạn 30/11; hoặc “thôi”.",
    "figure_look": "Chỉ tiêu chưa gửi. Mời đồng chí chọn “Hỏi”, nhắn phần cần sửa, ví dụ “hạn 30/11”, hoặc “thôi”.",
    "figure_many": "Chưa gửi. Mời đồng chí chọn nút có số người, hoặc nhắn đúng số ấy; “thôi” để dừng.",
    "figure_nudge": "Chưa nhắc. Mời đồng chí chọn nút có số đơn vị, hoặc nhắn đúng số ấy; “thôi” để dừng.",
    **PLAN_HINTS,
}


# What it is


def title(number: int, name: str, counted: str) -> str:
    """`chỉ tiêu 3, Kết nạp đảng viên mới (đảng viên)`."""
    return f"chỉ tiêu {number}, {name}{f' ({counted})' if counted else ''}"


def period(repeat: str, starts_on: date, ends_on: date) -> str:
    """`tháng 11/2026`; of what is asked once nothing."""
    return "" if repeat == "once" else period_label(month_of(starts_on), month_of(ends_on))


def in_period(label: str) -> str:
    return f", {label}" if label else ""


def how(number: int, kind: str, classes: Sequence[str]) -> str:
    """How whoever is asked answers in one line."""
    example = {"number": "92", "of": "98/104"}.get(kind, " ".join(str(10 - place) for place in range(len(classes))))
    behind = f" (theo thứ tự: {', '.join(classes)})" if kind == "classes" else ""
    return f"Mời đồng chí nhắn, ví dụ: “chỉ tiêu {number}: {example}”{behind}."


def asked(name: str, by: str, what: str, label: str, at: str, due_on: date, planned: int | None) -> str:
    plan = f" Kế hoạch: {amount(planned)}." if planned is not None else ""
    return f"Kính gửi đồng chí {name}: {by} đề nghị {at} báo {what}{in_period(label)}, hạn {day(due_on)}.{plan}"


def reminded(name: str, what: str, label: str, at: str, due_on: date, today: date) -> str:
    if today > due_on:
        when = f"đã quá hạn {day(due_on)}"
    else:
        when = "hạn là hôm nay" if today == due_on else f"hạn {day(due_on)}"
    return f"Kính gửi đồng chí {name}: {at} chưa báo {what}{in_period(label)}, {when}."


def tell(asker: str) -> str:
    """Where nobody can answer."""
    return f"Mời đồng chí báo số về {asker}."


def over(number: int, name: str, missing: Sequence[str], of: int) -> str:
    """To whoever asked, the day after."""
    listed = ", ".join(missing[:MOST_NAMES]) + (
        f" và {len(missing) - MOST_NAMES} đơn vị nữa" if len(missing) > MOST_NAMES else ""
    )
    return f"Chỉ tiêu {number}, {name}, đã hết hạn: {amount(of - len(missing))}/{amount(of)} đơn vị đã báo. Chưa báo: {listed}."


MOST_NAMES = 10
