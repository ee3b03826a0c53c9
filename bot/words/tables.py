"""The tables that cells and committees report upward (`domain` 10): their heads, notes and what stands in them."""

from collections.abc import Sequence
from datetime import datetime

from bot.words.amounts import amount
from bot.words.committee import place
from bot.words.office import percent
from bot.words.report_words import HAS_NOT_MET, below, months
from bot.words.report_words import line as line_to_reach
from bot.words.scoring import GRADES
from bot.words.times import when
from bot.words.vi import KINDS

TOTAL = "Cộng"


def exported_by(exporter: str | None, at: datetime) -> str:
    return f"Người xuất: {exporter}. Lúc: {when(at)}." if exporter else f"Lập lúc: {when(at)}."


def about(kind: str, period: str) -> str:
    return f"{KINDS[kind][:1].upper()}{KINDS[kind][1:]}, {period}"


FILES = {
    "summary": "tong-hop",
    "a": "bang-a",
    "b": "bang-b",
    "c": "bang-c",
    "d": "bang-d",
    "report": "bao-cao",
    "public": "cong-khai",
    "trend": "bieu-do-12-thang",
    "heat": "bang-mau-12-thang",
}
"""What the file of each is called."""

# A


A_TITLE, A_SHEET = "Bảng A. Kết quả sinh hoạt của từng chi bộ", "A. Chi bộ"
A_COLUMNS = (
    "STT", "Chi bộ", "Kỳ", "Ngày, giờ họp", "Loại", "Hình thức", "Tổng số ĐV", "Chính thức", "Dự bị", "Miễn sinh hoạt",
    "Tạm thời đi", "Tạm thời đến", "Nhiệm vụ riêng", "Phải dự", "Có mặt", "Vắng có lý do", "Vắng không lý do",
    "Tỷ lệ %", "Cấp trên dự", "Thời lượng (phút)", "Số ý kiến", "Nghị quyết", "Biên bản", "Tự chấm", "Ghi chú",
)  # fmt: skip
A_NOTE = "Tỷ lệ % = có mặt / phải dự. Ô trống: chưa ghi. Chi bộ chưa họp không tính vào tỷ lệ."
A_WRITTEN, A_UNWRITTEN = "đã xong", "chưa xong"
A_NO_RESOLUTION = "không"


def month_year(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def a_cell(name: str, under: str | None) -> str:
    """`Thôn Đông (Xã Suối Trong)` where it does not stand right below."""
    return f"{name} ({place(under)})" if under else name


def a_kind(kind: str) -> str:
    return KINDS[kind]


def graded(points: int | None, most: int | None, grade: str | None) -> str:
    """`92/100, tốt`."""
    if grade is None:
        return ""
    return f"{points}/{most}, {GRADES[grade]}" if most is not None else GRADES[grade]


def a_drawing(period: str) -> str:
    return f"Tỷ lệ dự sinh hoạt của từng chi bộ (%), {period}"


TOO_SMALL_NOTE = "Chi bộ ít đảng viên được gộp chung, hoặc không nêu số, để không lộ ai vắng."

# B

B_TITLE, B_SHEET = "Bảng B. Tổng hợp sinh hoạt chi bộ", "B. Tổng hợp"
B_COLUMNS = (
    "STT", "Đơn vị", "Số chi bộ", "Số đã họp", "Số chưa họp", "Chi bộ chưa họp", "Số buổi chuyên đề",
    "Tổng phải dự", "Tổng có mặt", "Tỷ lệ gộp %", "Chi bộ dưới mức", "Vắng không lý do", "Tốt", "Khá", "TB", "Kém",
    "Số buổi được cấp trên dự",
)  # fmt: skip
B_MONTHS = "Số chi bộ, số đã họp, số chưa họp: tính theo lượt, mỗi chi bộ mỗi tháng một lượt."
B_NOTE = "Tỷ lệ gộp = tổng có mặt / tổng phải dự, không phải trung bình các tỷ lệ."
OWN_CELLS = "Các chi bộ trực thuộc"
MOST_NAMES = 40


def unmet_names(cells: Sequence[tuple[str, Sequence[str]]], *, is_one_month: bool) -> str:
    """`Thôn Đông; Thôn Tây (10/2026)`; of very many only the first."""
    said = [name if is_one_month else f"{name} ({months(missed)})" for name, missed in cells[:MOST_NAMES]]
    return "; ".join(said) + (f"; và {len(cells) - MOST_NAMES} chi bộ nữa" if len(cells) > MOST_NAMES else "")


def b_drawing(period: str) -> str:
    return f"Tỷ lệ gộp từng đơn vị (%), {period}"


# C


def c_drawing(number: str) -> str:
    return f"Tỷ lệ hoàn thành văn bản {number} (%)"


# D

D_TITLE, D_SHEET = "Bảng D. Kết quả cả năm", "D. Cả năm"
D_COLUMNS = (
    "STT", "Tháng", "Đã họp", "Phải họp", "Phải dự", "Có mặt", "Vắng có lý do", "Vắng không lý do", "Tỷ lệ %",
    "Mức cần đạt %", "Tỷ lệ trừ vắng có lý do %", "Tốt", "Khá", "TB", "Kém", "Ghi chú",
)  # fmt: skip
D_NOTE = "Tháng chưa họp không có tỷ lệ, không phải 0 %. Tốt, Khá, TB, Kém: số buổi thường kỳ chi bộ tự chấm."
KIND_SHEET = "D. Loại họp"
KIND_COLUMNS = (
    "STT", "Loại họp", "Số lượt đã họp", "Phải dự", "Có mặt", "Vắng có lý do", "Vắng không lý do", "Tỷ lệ %",
)  # fmt: skip
KIND_NOTE = "Số lượt: mỗi đơn vị có họp loại ấy trong tháng là một lượt. Không cộng các loại họp với nhau."
FLAG_SHEET = "D. Cần lưu ý"
FLAG_COLUMNS = ("STT", "Đồng chí", "Nội dung")


def d_drawing(period: str) -> str:
    return f"Tỷ lệ dự sinh hoạt từng tháng (%), {period}"


# The form for everybody

PUBLIC_MARK = "BẢNG ĐỂ CÔNG KHAI: chỉ có số chung, không có tên đồng chí nào"
PUBLIC_SHEET = "Công khai"
PUBLIC_COLUMNS = ("STT", "Đơn vị", "Đã họp", "Phải họp", "Phải dự", "Có mặt", "Tỷ lệ %")

# The report on paper: sentences


def met_sentence(period: str, met: int, due: int, *, is_cell: bool, is_one_month: bool) -> str:
    if is_cell:
        said = f"chi bộ đã họp thường kỳ {met}/{due} tháng" if due else "chi bộ không có kỳ họp phải tính"
    else:
        said = f"đã có {met}/{due} {'chi bộ' if is_one_month else 'lượt chi bộ'} họp thường kỳ"
    return f"Trong {period}, {said}."


def came_sentence(present: int, expected: int, strict: str | None, excused: int, adjusted: str | None) -> str:
    if strict is None:
        return "Chưa có buổi họp nào chốt điểm danh, nên chưa có tỷ lệ."
    rest = (
        f" Trừ vắng có lý do, tỷ lệ là {percent(adjusted)} ({amount(present)}/{amount(expected - excused)})."
        if excused
        else ""
    )
    return f"Có mặt {amount(present)}/{amount(expected)} lượt đảng viên phải dự, đạt {percent(strict)}.{rest}"


def away_sentence(excused: int, unexcused: int) -> str:
    if not excused and not unexcused:
        return "Không có lượt đảng viên nào vắng."
    return f"Vắng có lý do {amount(excused)} lượt, vắng không lý do {amount(unexcused)} lượt."


def trend_sentence(before: str, hundredths: int) -> str:
    whole, part = divmod(abs(hundredths), 100)
    if not hundredths:
        return f"So với {before}, tỷ lệ không đổi."
    return f"So với {before}, tỷ lệ {'tăng' if hundredths > 0 else 'giảm'} {whole},{part:02} điểm phần trăm."


def low_sentence(names: Sequence[str], operator: str, line: int) -> str:
    under = below(operator, line)
    if not names:
        return f"Không có đơn vị nào {under}."
    shown = ", ".join(names[:MOST_NAMES])
    return f"Có {len(names)} đơn vị {under}: {shown}{' và các đơn vị khác' * (len(names) > MOST_NAMES)}."


def own_line_sentence(operator: str, line: int, *, is_below: bool) -> str:
    return f"Tỷ lệ {below(operator, line) if is_below else f'đạt {line_to_reach(operator, line)}'}."


def unmet_sentence(cells: Sequence[str]) -> str:
    if not cells:
        return "Các chi bộ đều đã họp."
    shown = ", ".join(cells[:MOST_NAMES])
    return f"Còn {len(cells)} chi bộ {HAS_NOT_MET}: {shown}{' và các chi bộ khác' * (len(cells) > MOST_NAMES)}."


def grades_sentence(said: str) -> str:
    return f"Chất lượng các buổi sinh hoạt do chi bộ tự chấm: {said}."
