"""What committees read: in the table, in the picture, on the sheet of codes."""

from collections.abc import Sequence
from datetime import datetime

from bot.words.office import percent
from bot.words.quarters import quarter
from bot.words.scoring import GRADES
from bot.words.times import short_when, when
from bot.words.vi import KINDS
from bot.words.vi import cell as cell_name

NOTHING = "—"


def period_label(first: str, last: str) -> str:
    """`tháng 12/2026`, `quý IV/2026`, `năm 2026`; both are months, `2026-10`."""
    year, month = last[:4], int(last[5:])
    if first == last:
        return f"tháng {month:02}/{year}"
    return f"năm {year}" if first.endswith("-01") and month == 12 else quarter(month // 3, year)


def months(missing: Sequence[str]) -> str:
    """`10/2026, 12/2026`."""
    return ", ".join(f"{month[5:]}/{month[:4]}" for month in missing)


def trend(hundredths: int | None) -> str:
    """`+1,20`, `−2,10`, `=`; a real minus sign, which no line break can take for a dash."""
    if hundredths is None:
        return NOTHING
    whole, part = divmod(abs(hundredths), 100)
    return f"{'+' if hundredths > 0 else '−'}{whole},{part:02}" if hundredths else "="


def rate_of(present: int, expected: int, strict: str | None) -> str:
    """`71/90 = 78,89 %`: both counts stand beside every percent."""
    return f"{present}/{expected} = {percent(strict)}" if strict is not None else NOTHING


def below(operator: str, line: int) -> str:
    """The line says `> 85` or `>= 95`; who has exactly 85 % is not below it, and yet has not passed it."""
    return f"chưa vượt mức {line}\u00a0%" if operator == ">" else f"dưới mức {line}\u00a0%"


def line(operator: str, percent_: int) -> str:
    """What is to be reached: `mức từ 95 %`, `mức trên 85 %`."""
    return f"mức {'trên' if operator == '>' else 'từ'} {percent_}\u00a0%"


HAS_NOT_MET = "chưa họp"


def not_met(count: int) -> str:
    return f"{HAS_NOT_MET} {count}"


def not_met_yet(count: int) -> str:
    """Of a month that is not over."""
    return f"đến nay {not_met(count)}"


# The table

HEADING = "Tổng hợp tỷ lệ dự sinh hoạt"
SHEET = "Tỷ lệ dự sinh hoạt"
TOTAL = "Cộng"
COLUMNS = (
    "STT",
    "Đơn vị",
    "Đã họp",
    "Phải họp",
    "Phải dự",
    "Có mặt",
    "Vắng có lý do",
    "Vắng không lý do",
    "Tỷ lệ %",
    "Tỷ lệ trừ vắng có lý do %",
    "So kỳ trước",
    "Tốt",
    "Khá",
    "TB",
    "Kém",
    "Ghi chú",
)


def about(kind: str, period: str, before: str) -> str:
    """`Sinh hoạt thường kỳ, quý IV/2026; so với quý III/2026`."""
    return f"{KINDS[kind].capitalize()}, {period}; so với {before}"


def exported(exporter: str, at: datetime) -> str:
    return f"Người xuất: {exporter}. Lúc: {when(at)}."


def drawing(period: str) -> str:
    """Above the chart of a sheet."""
    return f"Tỷ lệ dự sinh hoạt (%), {period}"


TABLE_NOTE = "Tỷ lệ % = có mặt / phải dự. Chi bộ chưa họp không tính vào tỷ lệ."
GRADES_NOTE = "Tốt, Khá, TB, Kém: số buổi sinh hoạt thường kỳ chi bộ tự chấm xếp loại ấy."


def small_cells(count: int) -> str:
    """In the place of the names of those that are not compared one by one."""
    return f"Các đơn vị nhỏ, gộp chung ({count})"


def too_small(name: str) -> str:
    return f"{name} (ít đảng viên, không nêu số)"


# The picture

PICTURE_COLUMNS = ("Đơn vị", "Đã họp", "Có mặt", "Tỷ lệ", "So kỳ trước")


def total(rows: int, pages: int) -> str:
    """The total of all rows, also on a picture that shows only some of them."""
    return TOTAL if pages == 1 else f"{TOTAL} cả {rows} đơn vị"


def page(number: int, count: int) -> str:
    return f" (hình {number}/{count})" if count > 1 else ""


BELOW_MARK = "▼ "


def picture_note(line: int, below_line: str) -> tuple[str, str]:
    """Two lines."""
    return f"Vạch đứng: {line}\u00a0%. Cột đen, có dấu {BELOW_MARK.strip()}: {below_line}.", TABLE_NOTE


# The sheet of codes

CUT = "Cắt rời từng ô, trao tận tay từng đồng chí. Không chụp ảnh gửi vào nhóm."
SCAN_OR_TYPE = (
    "Mời đồng chí quét hình bên bằng điện thoại rồi bấm Bắt đầu (Start); hoặc nhắn mã trên cho máy của chi bộ."
)
TYPE = "Mời đồng chí nhắn mã trên (10 chữ và số) cho máy nhắn tin của chi bộ."
LONGEST_PLACE = 48


def code_for(places: Sequence[str]) -> str:
    """The places to choose from, short enough for a strip."""
    return "; ".join(place if len(place) <= LONGEST_PLACE else f"{place[: LONGEST_PLACE - 1]}…" for place in places)


def scan_or_type_at(where: str) -> str:
    return f"Mời đồng chí quét hình bên rồi làm theo; hoặc nhắn mã trên cho {where}."


def type_at(where: str) -> str:
    return f"Mời đồng chí nhắn mã trên (10 chữ và số) cho {where}."


def valid_until(at: datetime) -> str:
    return f"Dùng một lần, đến {short_when(at)}. Xin giữ kín."


# The slips of a call

SCAN_OR_CALL = "Mời đồng chí quét hình bên bằng điện thoại để xem và trả lời; hoặc mở đường dẫn dưới; hoặc gọi bí thư."


def invited(name: str) -> str:
    return f"Kính mời đồng chí {name}"


def slip_title(cell: str) -> str:
    return f"Phiếu mời họp, {cell_name(cell)}"


def slip_file(slug: str) -> str:
    return f"phieu-moi-{slug}.docx"


# By kind

BY_KIND = "Từng loại họp"


def by_kind_title(unit: str, period: str, *, is_empty: bool) -> str:
    said = "chưa có buổi họp nào đã chốt." if is_empty else "từng loại họp, tính riêng:"
    return f"{unit}, {period}, {said}"


def of_kind(kind: str, present: int, expected: int, strict: str | None, adjusted: str | None) -> str:
    """`Sinh hoạt chuyên đề: 17/20, 85,00 % (trừ vắng có lý do 94,44 %).`"""
    name = f"{KINDS[kind][:1].upper()}{KINDS[kind][1:]}"
    return f"{name}: {present}/{expected}, {percent(strict)} (trừ vắng có lý do {percent(adjusted)})."


# By grade

GRADED = "Xếp loại buổi họp"


def by_grade_title(unit: str, period: str, counts: Sequence[int]) -> str:
    """The counts stand in the order of `GRADES`."""
    said = f"{grades(counts)}." if any(counts) else "chưa chấm buổi sinh hoạt thường kỳ nào."
    return f"Xếp loại, {unit}, {period}: {said}"


def grades(counts: Sequence[int]) -> str:
    """`tốt 3, khá 1`: those that there are."""
    return ", ".join(f"{grade} {count}" for grade, count in zip(GRADES.values(), counts, strict=True) if count)
