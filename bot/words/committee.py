"""The reports in the chat: what a committee reads of its units, a secretary of the cell; names on a stated need."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.amounts import amount
from bot.words.labels import FEWEST, LONGEST, cut, joined, named
from bot.words.office import percent
from bot.words.report_words import NOTHING, months, not_met, rate_of
from bot.words.times import day, day_of, short_when
from bot.words.vi import KINDS

HINTS: Mapping[str, str] = {
    "need": (
        "Đang hỏi vụ việc cần xem tên. Mời đồng chí nhắn vụ việc, như “Xác minh đơn ngày 02/12 về việc bỏ sinh hoạt”, "
        "hoặc nhắn “thôi” để dừng."
    ),
}

MORE, UP, BACK = "Xem thêm", "Lên", "Quay lại báo cáo"
LOW, UNMET, PICTURE, TABLE = "Dưới mức", "Chưa họp", "Bảng ảnh", "Tệp Excel"
BODIES = ("Đảng ủy ", "Đảng bộ ", "Chi bộ ")
"""What a button leaves out before the name of a place."""


def place(name: str) -> str:
    """`Đảng ủy xã Húc Động` -> `Xã Húc Động`: a button is short."""
    body = next((body for body in BODIES if name.startswith(body)), "")
    rest = name.removeprefix(body)
    return f"{rest[:1].upper()}{rest[1:]}"


BODY_WORDS = ("dang uy", "dang bo", "chi bo", "chi uy")
COMMUNE_WORDS = ("xa", "phuong", "thi tran", "dac khu")
"""Folded: what may stand before a name, and need not be said."""

PERIOD_WORDS = re.compile(
    r"(?<!\w)(?:(?P<unit>thang|quy) (?P<number>[0-9]{1,2}|i{1,3}|iv)(?:(?: nam | ?/ ?| ?- ?| )(?P<year>[0-9]{4}))?"
    r"|nam (?P<whole>[0-9]{4})|(?P<named>thang|quy|nam) (?P<which>nay|truoc))(?!\w)"
)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
PERIOD_EXAMPLE = "báo cáo tháng 12/2026, báo cáo quý 4, báo cáo năm 2026"


# One unit


def until(period: str, now: datetime | None) -> str:
    """`now` while the period is not over."""
    return f"{period}, tính đến {day(day_of(now))}" if now else period


def cells_met(met: int, due: int) -> str:
    return f"Đã họp thường kỳ {amount(met)}/{amount(due)} chi bộ."


def months_met(met: int, due: int) -> str:
    """Over more than a month: a cell owes one meeting each month."""
    return f"Đã họp thường kỳ {amount(met)}/{amount(due)} lượt chi bộ."


def own_months(met: int, due: int) -> str:
    return f"Đã họp thường kỳ {amount(met)}/{amount(due)} tháng."


MET, MISSING, NOTHING_DUE = "Đã họp thường kỳ.", "Chưa họp thường kỳ.", "Chưa có số liệu."
NO_RATE = "Chưa có buổi họp nào chốt điểm danh."


def rates(present: int, expected: int, excused: int, strict: str | None, adjusted: str | None, mark: str) -> str:
    """Both rates with their counts (rules 6, 9); without a roll there is none."""
    if strict is None:
        return NO_RATE
    by_rest = rate_of(present, expected - excused, adjusted)
    return f"Có mặt {rate_of(present, expected, strict)}{mark}; trừ vắng có lý do {by_rest}."


def absences(excused: int, unexcused: int, before: str, change: int | None) -> str:
    against = f" So với {before}: {trend(change)}." if change is not None else ""
    return f"Vắng có lý do {excused}, không lý do {unexcused}.{against}"


def trend(hundredths: int) -> str:
    whole, part = divmod(abs(hundredths), 100)
    return f"{'tăng' if hundredths > 0 else 'giảm'} {whole},{part:02} điểm phần trăm" if hundredths else "không đổi"


def page_number(number: int, count: int) -> str:
    return f" Trang {number}/{count}." if count > 1 else ""


# Lines of a list


def child(unit: str, present: int, expected: int, strict: str | None, marks: Sequence[str]) -> str:
    """`Xã Húc Động: 84,00 % (210/250), dưới mức`: as much as a button has room for."""
    rate = [f"{percent(strict)} ({amount(present)}/{amount(expected)})"] if strict is not None else []
    return joined(place(unit), (*rate, *marks) or (NOTHING,))


def low_mark(operator: str) -> str:
    """Without the line itself, for which a button has no room."""
    return "chưa vượt mức" if operator == ">" else "dưới mức"


def met_of(met: int, due: int) -> str:
    return f"họp {amount(met)}/{amount(due)}"


def missing(count: int, *, is_one_month: bool) -> str:
    return UNMET.lower() if is_one_month else not_met(count)


def month_name(month: str) -> str:
    """`2026-12` -> `Tháng 12`."""
    return f"Tháng {month[5:]}"


def meeting(kind: str, starts_at: datetime, state: str) -> str:
    return f"{short_when(starts_at)}, {KINDS[kind]}: {state}."


def attended(present: int, expected: int, excused: int, unexcused: int) -> str:
    return (
        f"có mặt {amount(present)}/{amount(expected)}, vắng có lý do {amount(excused)}, không lý do {amount(unexcused)}"
    )


def late_and_early(late: int, early: int) -> str:
    """Behind the counts: they are among those present."""
    return "".join(f", {what} {count}" for what, count in (("đến muộn", late), ("về sớm", early)) if count)


CALLED, NO_COUNTS = "đã gọi họp", "đã họp"


def low_title(count: int, line: str, period: str) -> str:
    return f"{line[:1].upper()}{line[1:]}, {period}: {count} đơn vị." if count else f"Không có đơn vị nào {line}."


def unmet_title(count: int, period: str) -> str:
    return f"Chưa họp thường kỳ, {period}: {count} chi bộ." if count else f"Các chi bộ đều đã họp, {period}."


def unmet(cell: str, under: str, owed: Sequence[str]) -> str:
    """`Thôn Hồng Sen (Xã Húc Động): 10, 11/2026`; within one month it needs no saying which."""
    owes = f": {_owed(owed)}" if owed else ""
    room = LONGEST - min(len(place(cell)), FEWEST) - len(owes) - len(" ()")
    where = f" ({cut(place(under), room)})" if under and room >= FEWEST // 2 else ""
    return named(place(cell), where + owes)


def _owed(owed: Sequence[str]) -> str:
    """`10, 11/2026`; of many months only how many."""
    if len(owed) > MOST_OWED:
        return f"thiếu {len(owed)} tháng"
    is_one_year = len({month[:4] for month in owed}) == 1
    return f"{', '.join(month[5:] for month in owed)}/{owed[0][:4]}" if is_one_year else months(list(owed))


MOST_OWED = 2
"""More months than these are counted on a button, and not named."""


# What else


def more_title(unit: str, period: str) -> str:
    return f"{unit}, {period}. Đồng chí muốn xem gì? Mời chọn."


def period_choice(label: str) -> str:
    return f"{label[:1].upper()}{label[1:]}"


def up(unit: str) -> str:
    return cut(f"{UP} {unit}")


BY_NAME = "Xem nhanh một chi bộ: mời nhắn “báo cáo” kèm tên, ví dụ: báo cáo Thôn Đông."
OPEN_A_LINE = "Mở một dòng để xem đủ: phải dự, có mặt, hai tỷ lệ, so kỳ trước."
WHICH_UNIT = "Báo cáo của đơn vị nào? Mời đồng chí chọn."


def which_of_many(count: int, shown: int) -> str:
    if count <= shown:
        return WHICH_UNIT
    return f"Có {count} đơn vị tên như vậy, đây là {shown} đơn vị đầu. Mời đồng chí chọn, hoặc ghi tên rõ hơn."


def found_unit(unit: str, above: str | None) -> str:
    """`Thôn Hồng Sen (Xã Húc Động)`: what stands behind tells two of one name apart, so half of the room is its own."""
    under = f" ({cut(place(above), LONGEST // 2)})" if above else ""
    return named(place(unit), under)


def picture_text(unit: str, period: str, page: int, count: int) -> str:
    return f"Bảng ảnh của {unit}, {period}{f', hình {page}/{count}' if count > 1 else ''}."


def next_picture(page: int, count: int) -> str:
    return f"Hình {page}/{count}"


def table_text(unit: str, period: str) -> str:
    return f"Tệp Excel của {unit}, {period}."


# Names on a stated need

NEED = "Xem tên theo vụ việc"
NEED_AGAIN, LEAVE = "Ghi lại vụ việc", "Thôi"
YES_NAMES = "Đúng, xem tên"
NAMES_DOCUMENT = "Danh sách vắng theo vụ việc"


def ask_need(cell: str, period: str) -> str:
    return (
        f"Xem tên đồng chí vắng họp của {cell}, {period}.\n"
        "Mời đồng chí nhắn vụ việc cần xem tên, ít nhất 10 chữ cái.\n"
        "Ví dụ: Xác minh đơn ngày 02/12 về việc bỏ sinh hoạt.\n"
        "Vụ việc và việc xem tên được ghi lại để kiểm tra."
    )


def confirm_need(cell: str, period: str, need: str) -> str:
    return (
        f"Xem tên đồng chí vắng họp của {cell}, {period}.\n"
        f"Vụ việc: “{need}”.\n"
        "Đồng chí xác nhận? Việc này được ghi lại kèm họ tên đồng chí."
    )


def nobody_away(cell: str, period: str) -> str:
    return f"{cell}, {period}: không có tên đồng chí nào vắng họp, hoặc đã quá hạn lưu 24 tháng."


def names_title(cell: str, period: str, count: int) -> str:
    return f"{cell}, {period}: {count} đồng chí có vắng họp thường kỳ. Chỉ dùng cho vụ việc đã ghi."


def absent(name: str, born: int | None, unexcused: int, excused: int) -> str:
    """The year of birth tells two people of one name apart."""
    return f"- {name}{f' ({born})' if born else ''}: không lý do {unexcused}, có lý do {excused}"


def names_by_link(cell: str, period: str) -> str:
    return f"Danh sách đồng chí vắng họp của {cell}, {period}."
