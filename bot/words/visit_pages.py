"""What stands on the page about visits to cells."""

from collections.abc import Mapping
from datetime import date

from bot.words import visits as chat
from bot.words.amounts import amount
from bot.words.times import clock_and_day
from bot.words.vi import cell
from bot.words.visit_days import span_label
from bot.words.visit_report import EVERY_CELL_VISITED, NOBODY_WENT

__all__ = ["EVERY_CELL_VISITED", "NOBODY_WENT", "cell"]
VISITS = "Dự họp chi bộ"
HELD, VISITED, NEVER, UNANNOUNCED, OPEN = (
    "Lượt dự", "Chi bộ được dự", "Chi bộ chưa được dự", "Buổi dự đột xuất", "Khó khăn chưa trả lời",
)  # fmt: skip
VISITORS, CELLS, DIFFICULTIES = "Tổ công tác và người được cử", "Từng chi bộ", chat.DIFFICULTIES
WHO, ASSIGNED, DUE, CAME = "Tổ, người được cử", "Chi bộ được phân công", "Buổi phải dự", "Buổi đã dự"
CELL, UNDER, TIMES, OF_THEM = "Chi bộ", "Thuộc", "Buổi được dự", "Trong đó đột xuất"
WHEN, TEXT, STATE, ANSWER = "Lúc", "Nội dung", "Tình trạng", "Trả lời"
STATES: Mapping[str, str] = {"new": "chưa nhận", "received": "đã nhận", "answered": "đã trả lời"}
NOTHING = "—"
NOTE = "Chỉ tính những buổi đã họp, do đơn vị này và các đơn vị bên dưới cử người dự. Buổi sắp tới: mời xem trong cuộc trò chuyện."
ONLY_HERE = "Nội dung khó khăn chỉ cấp ủy nhận mới đọc được; cấp trên xem số lượng."
NO_DIFFICULTIES = chat.NO_DIFFICULTIES
TO_ANSWER = "Muốn trả lời: mời đồng chí nhắn “khó khăn” vào cuộc trò chuyện."
TOO_MANY = "Đơn vị có quá nhiều chi bộ để liệt kê trên một trang. Mời đồng chí chọn đơn vị bên dưới."
span, at_said = span_label, clock_and_day


def about(first: date, last: date) -> str:
    return f"{VISITS}, {span_label(first, last)}"


def cells_title(never: int, of: int) -> str:
    return f"Chưa được dự: {amount(never)}/{amount(of)} chi bộ." if never else EVERY_CELL_VISITED
