"""What reports say that go out by themselves; and when the next one comes."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.words import committee
from bot.words.amounts import amount
from bot.words.report_words import below, rate_of
from bot.words.times import day, local

SEE, WHO, WHOLE_LIST = "Xem báo cáo", "Chưa họp", "Xem cả danh sách"
MOST_NAMED = 10


def title(name: str, period: str, unit: str) -> str:
    return f"Kính gửi đồng chí {name}: báo cáo {period} của {unit}."


def cells(met: int, due: int, *, is_one_month: bool) -> str:
    """`Đã họp thường kỳ 38/40 chi bộ. Chưa họp 2.` Over several months each owes one in each: `Còn thiếu 5 lượt.`"""
    said = (committee.cells_met if is_one_month else committee.months_met)(met, due)
    if met >= due:
        return said
    return f"{said} {f'Chưa họp {due - met}' if is_one_month else f'Còn thiếu {due - met} lượt'}."


def low(count: int, operator: str, line: int) -> str:
    return f"Đơn vị {below(operator, line)}: {count}."


# Where every part of a text is paid for


def short(unit: str, period: str, said: Sequence[str]) -> str:
    """`Báo cáo tháng 11/2026, Xã Húc Động: họp 38/40 chi bộ, có mặt 812/900 = 90,22 %, dưới mức 5, chưa họp 2.`"""
    return f"Báo cáo {period}, {unit}: {', '.join(said)}."


def short_met(met: int, due: int, *, is_one_month: bool) -> str:
    return f"họp {amount(met)}/{amount(due)} {'chi bộ' if is_one_month else 'lượt chi bộ'}"


def short_own_months(met: int, due: int) -> str:
    return f"họp {amount(met)}/{amount(due)} tháng"


def short_rate(present: int, expected: int, strict: str | None) -> str:
    return f"có mặt {rate_of(present, expected, strict)}"


def short_low(count: int, operator: str) -> str:
    return f"{committee.low_mark(operator)} {count}"


def short_away(excused: int, unexcused: int) -> str:
    return f"vắng có lý do {excused}, không lý do {unexcused}"


def short_missing(count: int, *, is_one_month: bool) -> str:
    return f"chưa họp {count}" if is_one_month else f"thiếu {count} lượt"


# Cells that are behind


def behind(name: str, kind: str, unit: str, period: str, today: date, named: Sequence[str]) -> str:
    return f"Kính gửi đồng chí {name}: {_what(kind, unit, period, today, len(named))}: {listed(named, MOST_NAMED)}."


def short_behind(kind: str, unit: str, period: str, today: date, named: Sequence[str], most: int) -> str:
    return f"{_what(kind, unit, period, today, len(named), is_short=True)}: {listed(named, most)}."


def _what(kind: str, unit: str, period: str, today: date, count: int, *, is_short: bool = False) -> str:
    meeting = "họp thường kỳ" if is_short else "buổi sinh hoạt thường kỳ"
    if kind == "not_fixed":
        return f"đến {day(today)}, {unit} còn {count} chi bộ trực thuộc chưa ấn định {meeting} {period}"
    if is_short:
        return f"hết {period}, {unit} còn {count} chi bộ trực thuộc chưa họp thường kỳ"
    return f"hết {period}, {unit} còn {count} chi bộ trực thuộc chưa có {meeting} nào được chốt điểm danh"


def listed(named: Sequence[str], most: int) -> str:
    """`Hồng Sen; Bản Mới; và 3 chi bộ khác`: names of cells, nobody's own."""
    left = len(named) - most
    return "; ".join([*named[:most], *([f"và {left} chi bộ khác"] if left > 0 else [])])


def list_title(kind: str, unit: str, period: str, count: int) -> str:
    """Above the whole list, as it is when it is opened."""
    what = "chưa ấn định buổi sinh hoạt thường kỳ" if kind == "not_fixed" else "chưa họp thường kỳ"
    return f"{unit}, {period}: {count} chi bộ {what}." if count else f"{unit}, {period}: không còn chi bộ nào {what}."


# When it comes

STOP, AGAIN = "Thôi gửi cho tôi", "Gửi lại cho tôi"

NONE = "Chức vụ của đồng chí không thuộc diện nhận báo cáo tự gửi. Mời đồng chí nhắn “báo cáo” để tự xem."


def coming(unit: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{unit}, báo cáo máy tự gửi:", *(f"- {one}" for one in lines)])


def next_report(period: str, at: datetime) -> str:
    return f"Báo cáo {period}: {_at(at)}."


def next_list(kind: str, period: str, at: datetime) -> str:
    """Only where there is a cell to be named."""
    what = "chưa ấn định buổi họp" if kind == "not_fixed" else "chưa họp"
    return f"Danh sách chi bộ {what} {period}, nếu có: {_at(at)}."


def stopped(unit: str) -> str:
    return f"{unit}: máy thôi tự gửi báo cáo cho đồng chí. Đồng chí vẫn tự xem được: mời nhắn “báo cáo”."


def never(unit: str) -> str:
    return f"{unit}: đang đặt không tự gửi báo cáo."


def _at(at: datetime) -> str:
    return f"từ {local(at):%H} giờ ngày {local(at):%d/%m/%Y}"


def how_to_change(code: str) -> str:
    return (
        "Muốn đổi ngày, giờ hoặc thôi gửi cho cả đơn vị: đề nghị người quản trị máy chạy lệnh\n"
        f"chibot set --unit {code} report_day 10\n"
        "(ngày 1 đến 28; 0 là thôi gửi; giờ là report_hour)."
    )
