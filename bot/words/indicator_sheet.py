"""Numbers that units have answered, as a workbook and as a picture."""

from collections.abc import Sequence
from datetime import datetime

from bot.words.amounts import amount
from bot.words.names import fold
from bot.words.office import percent
from bot.words.times import clock_and_day

SHEET, TOTAL, NOTHING = "Chỉ tiêu", "Cộng", "—"
NUMBER, UNIT, UNDER, PLANNED, RATE, AT, STATE = (
    "STT", "Đơn vị", "Cấp trên trực tiếp", "Kế hoạch", "Tỷ lệ %", "Báo lúc", "Tình trạng",
)  # fmt: skip
SAID, REACHED, WHOLE = "Số báo cáo", "Đạt", "Tổng số"
NOT_YET, LATE, CORRECTED = "chưa báo", "báo muộn", "đã sửa"
NOTE = "Đơn vị chưa báo để trống, không tính là 0. Tỷ lệ chỉ tính các đơn vị đã báo."
PEOPLE = ("dang vien", "dong chi", "nguoi", "hoi vien", "can bo", "quan chung", "doan vien")
FILE = "chi-tieu-{number}-{slug}"


def speaks_of_people(counted: str) -> bool:
    """Whether what is counted are people; organisations name nobody."""
    return any(word in fold(counted) for word in PEOPLE)


def heads(kind: str, classes: Sequence[str]) -> list[str]:
    """Of the columns with what was answered."""
    if kind == "classes":
        return list(classes)
    return [REACHED, WHOLE] if kind == "of" else [SAID]


def state(*, is_answered: bool, is_late: bool, is_corrected: bool) -> str:
    if not is_answered:
        return NOT_YET
    return ", ".join([*([LATE] if is_late else []), *([CORRECTED] if is_corrected else [])])


def at(answered_at: datetime) -> str:
    return clock_and_day(answered_at)


# The picture


def bar(of: tuple[int, int] | None, parts: Sequence[int] | None, rate: str | None, done: int, asked: int) -> str:
    """What stands behind a bar."""
    if not asked:
        return NOTHING
    if parts is None:
        return NOT_YET if asked == 1 else f"{NOT_YET} (0/{asked})"
    said = f"{amount(of[0])}/{amount(of[1])} = {percent(rate)}" if of else amount(sum(parts))
    return said if done >= asked else f"{said} ({done}/{asked} đã báo)"
