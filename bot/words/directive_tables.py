"""What stands on the pages about documents: the list of a unit, one of them, and where it is still missing."""

from bot.words import directive_progress as progress
from bot.words import directives as chat
from bot.words.amounts import amount
from bot.words.report_words import NOTHING
from bot.words.times import day

__all__ = ["HASTES", "KINDS", "NOTHING", "day"]
KINDS = chat.KINDS
HASTES = {one: label.capitalize() or "Thường" for one, label in chat.HASTES.items()}
DIRECTIVES, MISSING = chat.DIRECTIVES, "Nơi còn thiếu"
NUMBER, KIND, ISSUED, DUE, HASTE, STATE = "Số", "Loại", "Ngày", "Hạn", "Mức khẩn", "Tình trạng"
KNOWN, STUDIED, REPORTED, DELIVERED, WAITING = (
    "Đã rõ", "Đã học", "Đơn vị đã báo cáo", "Đã nhận tin", "Cấp ủy chưa chuyển tiếp",
)  # fmt: skip
UNIT, UNDER, LACKS, UNDONE, RATE = "Đơn vị", "Thuộc", "Còn thiếu", "Việc chưa làm", "Tỷ lệ"
STATES = {**progress.STATES, "gone": chat.WITHDRAWN}
NONE = "Chưa có văn bản nào."
LIST_NOTE = "Văn bản của đơn vị và của các đơn vị bên dưới, mới nhất ở trên. Số đếm gồm mọi đơn vị bên dưới."
OWN_NOTE = "Văn bản của đơn vị, mới nhất ở trên."
NEWEST = "Chỉ liệt kê 200 văn bản mới nhất. Văn bản cũ hơn: mời nhắn “văn bản” và số văn bản vào cuộc trò chuyện."
BY_UNIT = "Từng đơn vị trực thuộc"
CHART_SAID = "Biểu đồ tỷ lệ hoàn thành của từng đơn vị; số liệu ở bảng trên."
HERE = "Chính đơn vị này"
FILE = "Tải bảng kết quả (Excel)"
WHERE_MISSING = "Xem nơi còn thiếu, mọi cấp"
BACK_TO_LIST, BACK = "Về danh sách văn bản", "Về văn bản"
NOBODY_MISSING, NOT_PASSED, NOT_REPORTED = progress.NOBODY_MISSING, progress.NOT_PASSED, progress.NOT_REPORTED
NAMES_NOTE = "Chỉ chi bộ mình xem được tên. Việc xem tên được ghi lại mỗi ngày một lần."
COUNTS_ONLY = "Cấp trên xem số lượng, không xem tên từng đồng chí."
TOO_MANY = "Danh sách này quá dài để xem một lần. Mời đồng chí chọn một đơn vị ở trang văn bản."
NOT_COUNTED = "mời xem ở từng đơn vị"
SMALL_NOTE = "Đã nhận tin, đã rõ, đã học, đã báo cáo là bốn số đếm riêng."
titled, due_line = chat.titled, progress.due_line


def summary(text: str) -> str:
    return chat.summary_line(text)


def most_missing(shown: int) -> str:
    return f"Chỉ liệt kê {amount(shown)} đơn vị thiếu nhiều nhất."


def missing_title(number: str, people: int) -> str:
    return f"Văn bản {number}: còn thiếu {amount(people)} đồng chí" if people else f"Văn bản {number}"


def not_done(*, must_study: bool) -> str:
    return "Đồng chí chưa học" if must_study else "Đồng chí chưa xác nhận đã rõ"
