"""What is said of how far a document has come: its counts, who is missing, study, reports, the table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.words.amounts import amount
from bot.words.labels import cut, named
from bot.words.names import fold, tidy
from bot.words.office import percent
from bot.words.times import day
from bot.words.vi import channel_name

SEE, MISSING, AGAIN, SHEET = "Đã đến đâu", "Còn thiếu", "Nhắc người chưa rõ", "Tải bảng Excel"
ABOVE, LEAVE, SEND, NOT_NOW = "Lên một cấp", "Thôi", "Nhắc ngay", "Không nhắc"
REPORT, CALL_STUDY, STUDY_HERE = "Báo cáo kết quả", "Gọi họp học văn bản", "Học văn bản"
REPORT_ANYWAY, REPORT_COUNTED, QUESTIONS = "Vẫn báo cáo như trên", "Báo cáo theo số máy đếm", "Câu hỏi về văn bản"
LONGEST_REPORT = 500
HINTS: Mapping[str, str] = {
    "directive_report": "Đang báo cáo kết quả học văn bản. Mời nhắn, ví dụ: 1 lớp, 24/25, học bù 1; hoặc “thôi”.",
    "directive_report_sure": "Báo cáo chưa ghi. Mời đồng chí chọn, nhắn lại số liệu đúng, hoặc “thôi” để dừng.",
    "directive_remind_sure": "Chưa nhắc ai. Mời chọn nút có số người, hoặc nhắn đúng số người; “thôi” để dừng.",
}

# How far it has come


def of_rate(done: int, expected: int, rate: str | None) -> str:
    """`24/25 (96,00 %)`; a dash where nobody is expected (rule 9)."""
    return f"{amount(done)}/{amount(expected)} ({percent(rate)})" if rate is not None else "—"


def progress_title(number: str, unit: str, done: str, *, must_study: bool, page: str = "") -> str:
    return f"Văn bản {number}, {unit}{page}: {'đã học' if must_study else 'đã rõ'} {done}."


def done_in_all(unit: str, done: str, *, must_study: bool) -> str:
    return f"{unit}: {'đã học' if must_study else 'đã rõ'} {done}."


def progress_counts(
    delivered: int, acknowledged: int, studied: int | None, reported: tuple[int, int] | None, waiting: int
) -> str:
    """The four are counted apart (rule 35)."""
    parts = [f"Đã nhận tin {amount(delivered)}", f"đã rõ {amount(acknowledged)}"]
    parts += [f"đã học {amount(studied)}"] if studied is not None else []
    parts += [f"đã báo cáo {amount(reported[0])}/{amount(reported[1])} chi bộ"] if reported is not None else []
    parts += [f"{amount(waiting)} cấp ủy chưa chuyển tiếp"] if waiting else []
    return f"{'; '.join(parts)}."


def due_line(due_on: date | None, *, is_late: bool, is_whole: bool, is_withdrawn: bool) -> str:
    if is_withdrawn:
        return "Văn bản đã thu hồi."
    if due_on is None:
        return "Không có hạn." if not is_whole else "Đã hoàn thành, không có hạn."
    state = "Đã hoàn thành. " if is_whole else "QUÁ HẠN. " if is_late else ""
    return f"{state}Hạn: hết ngày {day(due_on)}."


def due_below(due_on: date) -> str:
    """The earlier day that a committee set when it passed the document on."""
    return f"Hạn cấp mình đặt cho cấp dưới: {day(due_on)}."


def child(name: str, done: int, expected: int, rate: str | None, *, waits: bool) -> str:
    if waits and not expected:
        return named(name, ": chưa chuyển tiếp")
    return named(name, f": {of_rate(done, expected, rate)}")


def missing_title(number: str, unit: str, people: int, page: str = "") -> str:
    return f"Văn bản {number}, {unit}{page}: còn thiếu {amount(people)} đồng chí."


NOBODY_MISSING = "Không còn thiếu ai."


def missing_line(name: str, missing: int, expected: int, todo: Sequence[str]) -> str:
    lacks = [f"thiếu {amount(missing)}/{amount(expected)}"] if missing else []
    return f"- {cut(name, 50)}: {', '.join([*lacks, *todo])}"


NOT_PASSED, NOT_REPORTED = "chưa chuyển tiếp", "chưa báo cáo"


def missing_names(names: Sequence[str], *, must_study: bool) -> str:
    return f"{'Chưa học' if must_study else 'Chưa rõ'}: {', '.join(names)}."


def and_more(count: int) -> str:
    return f"và {amount(count)} đồng chí nữa"


def sheet_ready(number: str, unit: str) -> str:
    return f"Bảng kết quả văn bản {number}, {unit}."


# Again


def ask_again(number: str, unit: str, people: int) -> str:
    return f"Nhắc {amount(people)} đồng chí chưa xác nhận văn bản {number} ở {unit}? Ai đã rõ thì không nhận nữa."


def ways(by_channel: Mapping[str, int], unreached: int) -> str:
    """`Zalo 20, SMS 3; chưa nhắn được 1.`"""
    reached = ", ".join(f"{channel_name(name)} {amount(count)}" for name, count in by_channel.items())
    return f"{'; '.join(filter(None, (reached, f'chưa nhắn được {amount(unreached)}' if unreached else '')))}."


def reminding(people: int) -> str:
    return f"Máy đang nhắc {amount(people)} đồng chí. Ai vừa được nhắc hôm nay thì không nhận thêm; giờ nghỉ thì tin chờ đến sáng."


NOBODY_TO_REMIND = "Mọi đồng chí đã nhận văn bản đều đã xác nhận, không cần nhắc."

# Study


def study_choices(starts_at: str) -> str:
    return f"Buổi họp {starts_at} học văn bản nào? Mời chọn."


def study_linked(number: str, starts_at: str) -> str:
    return f"Buổi họp {starts_at} học văn bản {number}. Ai có mặt khi chốt điểm danh thì được ghi đã học."


def study_unlinked(number: str, starts_at: str) -> str:
    return f"Buổi họp {starts_at} không học văn bản {number} nữa."


NOTHING_TO_STUDY = "Chi bộ không còn văn bản nào phải học."
FOR_WHOM_STUDIED = "Mời đồng chí ghi tên, ví dụ: học bù văn bản {number}: Lan, An."


def study_marked(number: str) -> str:
    return cut(f"Bỏ {number}")


def topic(number: str) -> str:
    return f"Học tập văn bản {number}"


def made_up(number: str, names: Sequence[str], new: int) -> str:
    return f"Đã ghi học bù văn bản {number}: {', '.join(names)}" + (f" (ghi mới {new})." if new != len(names) else ".")


def not_made_up(number: str, names: Sequence[str], gone: int) -> str:
    return f"Đã bỏ ghi học bù văn bản {number}: {', '.join(names)} ({gone})." if gone else (
        f"Văn bản {number}: không ai trong số ấy được ghi học bù. Có mặt tại buổi họp thì sửa ở điểm danh."
    )  # fmt: skip


# Reports


@dataclass(frozen=True, slots=True)
class Said:
    """A report as it was typed: what is None was not said."""

    classes: int | None
    studied: int | None
    expected: int | None
    made_up: int | None
    text: str


CLASSES = re.compile(r"(?<![\d/])(\d{1,2}) ?lop\b")
OF = re.compile(r"(?<![\d/])(\d{1,4}) ?/ ?(\d{1,4})(?!\d)(?! ?/)")
MADE_UP = re.compile(r"\bhoc bu ?:? ?(\d{1,4})(?!\d)|(?<![\d/])(?<!/ )(\d{1,4}) ?(?:dong chi |d/c |dc )?hoc bu\b")
REPORT_EXAMPLE = "1 lớp, 24/25, học bù 1"


def read_report(text: str) -> Said:
    """`1 lớp, 24/25, học bù 1`, and any words beside it; raises ValueError where the numbers cannot be or none is said."""
    bare = fold(text)
    classes, of, made = CLASSES.search(bare), OF.search(bare), MADE_UP.search(bare)
    if of is None:
        raise ValueError(f"chưa thấy số đảng viên học trên tổng số, ví dụ: {REPORT_EXAMPLE}")
    studied, expected = int(of[1]), int(of[2])
    made_up = int(made[1] or made[2]) if made else None
    if studied > expected or (made_up or 0) > studied:
        raise ValueError("số đã học nhiều hơn tổng số, hoặc số học bù nhiều hơn số đã học")
    return Said(int(classes[1]) if classes else None, studied, expected, made_up, tidy(text))


def as_counted(classes: int, studied: int, expected: int, made_up: int) -> str:
    return f"{classes} lớp, {studied}/{expected}" + (f", học bù {made_up}" if made_up else "")


def ask_report(number: str, counted: str) -> str:
    return f"Báo cáo kết quả học văn bản {number}. Máy đếm: {counted}. Mời chọn, hoặc nhắn, ví dụ: {REPORT_EXAMPLE}."


def differs(counted: str, said: str) -> str:
    return (
        f"Máy đếm: {counted}. Đồng chí báo: {cut(said, 120)}. Số không khớp: mời kiểm tra điểm danh, học bù, "
        "rồi báo cáo lại; hoặc chọn báo cáo như đã ghi."
    )


def reported(number: str, text: str, *, is_late: bool) -> str:
    return f"Đã báo cáo văn bản {number}: {cut(text, 200)}{' (sau hạn)' if is_late else ''}."


# The table (`domain` 10, C)

SHEET_NAME = "Văn bản"
COLUMNS = (
    "STT", "Đơn vị", "Tên văn bản", "Số lớp", "ĐV đã học", "Tổng ĐV", "Tỷ lệ %", "Học bù", "Ngày hoàn thành", "Hạn",
    "Tình trạng",
)  # fmt: skip
ACK_COLUMNS = (*COLUMNS[:4], "ĐV đã rõ", *COLUMNS[5:])
TOTAL, NOTHING = "Tổng", "—"
STATES: Mapping[str, str] = {
    "whole": "hoàn thành", "late_whole": "hoàn thành sau hạn", "open": "đang thực hiện", "late": "quá hạn",
}  # fmt: skip


def sheet_title(number: str) -> str:
    return f"Kết quả triển khai văn bản {number}"


def small_cells(count: int) -> str:
    return f"{amount(count)} chi bộ ít đảng viên (gộp)"
