"""How good a meeting was: what is asked of it, each part of the sum with where it came from, what a score sheet lacks."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.labels import cut
from bot.words.names import fold
from bot.words.office import percent
from bot.words.times import short_when

GRADES = {"good": "tốt", "fair": "khá", "average": "trung bình", "poor": "kém"}
VERIFY = "xin kiểm tra lại với cấp ủy của đồng chí"
HINTS: Mapping[str, str] = {
    "score": (
        "Đang chấm chất lượng buổi sinh hoạt. Mời đồng chí chọn, hoặc nhắn số điểm, hoặc “đạt”, “chưa đạt”, "
        "hoặc “thôi” để dừng."
    ),
}
SCORE, SCORE_AGAIN, RECOUNT = "Chấm chất lượng", "Chấm lại", "Tính lại theo điểm danh"
MET, NOT_MET = "Đạt", "Chưa đạt"
ASK_SUPERVISOR, CONFIRM, OTHER_SHEET = "Xin cấp ủy viên xác nhận", "Xác nhận", "Khung khác"
SAID_MET, SAID_NOT_MET = {"dat", "co", "roi", "da dat"}, {"chua dat", "khong dat", "khong", "chua"}
WHICH_SHEET = f"Chấm theo khung tiêu chí nào? Các khung có sẵn chỉ để tham khảo, {VERIFY}."
NO_SUPERVISOR = "Chưa nhắn được: chi bộ chưa có cấp ủy viên phụ trách, hoặc đồng chí ấy chưa nối máy."
CHANGED = "Điểm vừa có thay đổi. Mời đồng chí xem lại rồi xác nhận."
STALE = "Điểm danh hoặc giờ kết thúc đã sửa sau khi chấm. Mời đồng chí bấm “Tính lại theo điểm danh”."
NUMBER = re.compile(r"(\d{1,3})(?: ?(?:điểm|diem|đ|d))?[.!]?", re.IGNORECASE)
OPERATORS = {">": "trên", ">=": "từ", "<=": "không quá", "<": "dưới"}


def points_said(text: str) -> int | None:
    """`12`, `12 điểm`, `đạt` as 1, `chưa đạt` as 0; None for anything else."""
    if found := NUMBER.fullmatch(text.strip()):
        return int(found[1])
    said = fold(text).strip(" .!")
    return 1 if said in SAID_MET else 0 if said in SAID_NOT_MET else None


def ask(number: int, count: int, title: str, most: int | None) -> str:
    """One criterion; `most` None where it is only met or not."""
    how = "Đạt hay chưa đạt?" if most is None else f"Mời chọn, hoặc nhắn số điểm từ 0 đến {most}."
    return f"Chấm chất lượng {number}/{count}: {title}.\n{how}"


def points_choice(points: int) -> str:
    """The number stands for itself, on a phone without buttons as well."""
    return f"{points}) điểm"


def of_sheet(title: str) -> str:
    return cut(title)


def head(starts_at: datetime, sheet: str) -> str:
    return f"Chất lượng buổi {short_when(starts_at)}, theo: {sheet} ({VERIFY})."


def part(title: str, got: int, most: int | None, why: str) -> str:
    said = (MET.lower() if got else NOT_MET.lower()) if most is None else f"{got}/{most}"
    return f"- {cut(title, 60)}: {said} ({why})"


def said_part(title: str, got: str) -> str:
    return f"{cut(title, 30)} {got}"


def said_parts(said: Sequence[str]) -> str:
    return f"- Chi bộ tự chấm: {'; '.join(said)}"


BY_PEOPLE = "chi bộ tự chấm"


def result(points: int | None, most: int | None, failed: int, grade: str) -> str:
    sum_said = f"{points}/{most} điểm" if most is not None else f"{failed} tiêu chí chưa đạt"
    return f"Kết quả: {sum_said}, xếp loại {GRADES[grade]}."


def capped(titles: Sequence[str], grade: str) -> str:
    return f"Xếp loại cao nhất là {GRADES[grade]} vì chưa đạt đủ: {'; '.join(cut(one, 40) for one in titles)}."


def confirmed(at: datetime) -> str:
    return f"Cấp ủy viên phụ trách đã xác nhận, {short_when(at)}."


# What the roll says by itself


def rate(part: int, whole: int, said: str | None, operator: str, value: int, *, is_adjusted: bool) -> str:
    how = ", đã trừ vắng có lý do" if is_adjusted else ""
    return f"dự họp {part}/{whole} = {percent(said)}{how}; cần {OPERATORS[operator]} {value} %"


def unexcused(count: int) -> str:
    return f"vắng không lý do {count}"


def running(most: int, allowed: int) -> str:
    return f"vắng có lý do liên tiếp nhiều nhất {most} buổi; cho phép {allowed}"


def personal(most: int, allowed: int) -> str:
    return f"vắng việc riêng trong năm nhiều nhất {most} lần; cho phép {allowed}"


def personal_untold(allowed: int, *, is_met: bool) -> str:
    """For whoever may not see why people were away: a number would tell it of the only one excused."""
    return f"vắng việc riêng trong năm: {'trong mức' if is_met else 'quá mức'}; cho phép {allowed}"


def length(minutes: int, wanted: int) -> str:
    return f"họp {minutes} phút; cần từ {wanted} phút"


# The supervisor


def to_confirm(cell: str, starts_at: datetime, result: str, counts: str) -> str:
    """Counts only."""
    return f"{cell}, họp {short_when(starts_at)}, tự chấm chất lượng.\n{result}\n{counts}\nĐồng chí có xác nhận không?"


ASKED_SUPERVISOR = "Đã nhắn cấp ủy viên phụ trách xin xác nhận."


def has_confirmed(cell: str, starts_at: datetime, grade: str) -> str:
    return f"Đã xác nhận: {cell}, họp {short_when(starts_at)}, xếp loại {GRADES[grade]}."


def told_secretary(starts_at: datetime, grade: str) -> str:
    return f"Cấp ủy viên phụ trách đã xác nhận buổi {short_when(starts_at)} xếp loại {GRADES[grade]}."


# What a score sheet lacks


def missing(where: str, what: str) -> str:
    return f"{where}: thiếu {what}"


def unknown(where: str, what: str, known: Sequence[str]) -> str:
    return f"{where}: không hiểu {what}; chỉ dùng: {', '.join(known)}"


def no_number(where: str, least: int, most: int) -> str:
    return f"{where}: cần một số nguyên từ {least} đến {most}"


def no_text(where: str, longest: int) -> str:
    return f"{where}: cần chữ, dài nhất {longest}"


def no_list(where: str, what: str, fewest: int, most: int) -> str:
    return f"{where}: {what} cần từ {fewest} đến {most} mục"


def no_key(where: str) -> str:
    return f"{where}: key chỉ gồm chữ thường không dấu, số, gạch dưới, dài nhất 20"


def twice(key: str) -> str:
    return f"tiêu chí {key} ghi hai lần"


THE_FILE = "tệp"
MIXED = "hoặc mọi tiêu chí đều có points, hoặc không tiêu chí nào có"
NOTHING_FAILS = "cutoffs: với thang điểm, good phải lớn hơn fair, fair lớn hơn average; với đạt/chưa đạt thì ngược lại"
NOT_TOML = "tệp không đọc được: cần tệp TOML, như các khung có sẵn (chibot scoring show hd12_frame)"
OTHERWISE_OF = "otherwise chỉ dùng cho tiêu chí có points và có rules về tỷ lệ"
BAD_NAME = "tên khung chỉ gồm chữ thường không dấu, số, gạch dưới, dài nhất 32"
SHIPPED = "tên này là của khung có sẵn, mời đặt tên khác"


def chosen(unit: str, title: str) -> str:
    return f"{unit}: chấm theo “{title}”. {VERIFY[:1].upper()}{VERIFY[1:]}."


def is_good(title: str, criteria: int) -> str:
    return f"Tệp dùng được: {title}, {criteria} tiêu chí. {VERIFY[:1].upper()}{VERIFY[1:]}."


OURS, CELL_CHOOSES = "có sẵn", "chi bộ tự chọn khung"


def no_sheet(name: str, known: str) -> str:
    return f"Không có khung tiêu chí tên {name}. Các khung: {known}."


def no_file(name: str) -> str:
    return f"Không đọc được tệp {name}. Cần tệp TOML, chữ UTF-8."


def measured(points: int | None) -> str:
    return f"{points} điểm" if points is not None else "đạt / chưa đạt"
