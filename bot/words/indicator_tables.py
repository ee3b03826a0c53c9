"""What stands on the pages about numbers that are asked for: the list, one round, who has not answered."""

from collections.abc import Sequence
from datetime import date

from bot.words import indicator_answers as answers
from bot.words import indicator_pages as pages
from bot.words import indicator_sheet as sheet
from bot.words import indicators as chat
from bot.words.amounts import amount
from bot.words.indicator_figures import figure, ratio
from bot.words.times import day

__all__ = ["day"]
INDICATORS, NONE, NOTHING = chat.INDICATORS, chat.NO_INDICATORS, sheet.NOTHING
NAME, PERIOD, DUE, ANSWERED, MISSING, RESULT, RATE, PLANNED, UNIT, UNDER, STATE = (
    "Chỉ tiêu", "Kỳ", "Hạn", "Đã báo", "Chưa báo", "Kết quả", "Tỷ lệ", "Kế hoạch", "Đơn vị", "Thuộc", "Tình trạng",
)  # fmt: skip
LIST_NOTE = "Kỳ mới nhất của mỗi chỉ tiêu. " + sheet.NOTE
NOTE = sheet.NOTE
BY_UNIT, ROUNDS, DOUBTS = "Từng đơn vị trực thuộc", "Các kỳ", "Số cần xem lại"
DOUBTS_NOTE = "Số khác thường so với kỳ trước hoặc kế hoạch. Mời đồng chí hỏi lại đơn vị nếu cần."
CHART_SAID = "Biểu đồ kết quả của từng đơn vị; số liệu ở bảng trên."
WHO_IS_MISSING, FILE, BACK_TO_LIST, BACK = chat.WHO_IS_MISSING, chat.WORKBOOK, "Về danh sách chỉ tiêu", "Về chỉ tiêu"
NOTHING_MISSING = chat.NOTHING_MISSING
TOO_MANY = "Quá nhiều đơn vị để cộng một lần: mời đồng chí xem ở từng đơn vị bên dưới."
NOT_COUNTED = "xem từng đơn vị bên dưới"
OPEN, LATE, DONE, OVER = "đang báo", "quá hạn", "đã báo đủ", "đã dừng"
BEFORE, YEAR_BEFORE = "Kỳ trước", "Cùng kỳ năm trước"
heading, in_short, doubt = pages.heading, pages.in_short, answers.doubt


def period(repeat: str, starts_on: date, ends_on: date) -> str:
    return chat.period(repeat, starts_on, ends_on) or "một lần"


def result(
    parts: Sequence[int] | None, kind: str, classes: Sequence[str], of: tuple[int, int] | None, rate: str | None
) -> str:
    """`92/120 = 76,67 %`; `92`; a dash where nobody has answered, which is never 0."""
    if parts is None:
        return NOTHING
    return ratio(*of, rate) if of else figure(parts, kind, classes)


def missing_title(number: int, of: int) -> str:
    return f"Chưa báo {amount(number)}/{amount(of)} đơn vị"


def more_doubts(count: int) -> str:
    return f"và {amount(count)} số nữa"
