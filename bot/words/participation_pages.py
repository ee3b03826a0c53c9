"""What stands on the pages about who came: tables, the map of twelve months, lists, a cell and a meeting."""

from collections.abc import Sequence
from datetime import datetime

from bot.words import report_words
from bot.words.amounts import amount as count
from bot.words.committee import place
from bot.words.scoring import GRADES
from bot.words.times import clock_and_day
from bot.words.vi import KINDS

NOTHING = report_words.NOTHING
BELOW_MARK = report_words.BELOW_MARK.strip()
NOT_MET_MARK = "×"
UNITS, MONTHS, UNMET, LOW, SILENT = "Từng đơn vị", "Mười hai tháng", "Chưa họp", "Dưới mức", "Chưa gọi họp"
GRADED = "Xếp loại buổi họp"
TOTAL = report_words.TOTAL
LEVELS = "Cấp"
RIGHT_BELOW = "Trực thuộc"
LEVEL_NAMES = {
    "province": "Tỉnh ủy",
    "district": "Huyện ủy",
    "commune": "Đảng ủy xã",
    "grassroots_committee": "Đảng ủy cơ sở",
    "sub_committee": "Đảng ủy bộ phận",
    "cell": "Chi bộ",
}

# Heads

NAME, UNDER, MET_DUE, MET = "Đơn vị", "Thuộc", "Đã họp / phải họp", "Đã họp"
EXPECTED, PRESENT, EXCUSED, UNEXCUSED = "Phải dự", "Có mặt", "Vắng có lý do", "Vắng không lý do"
STRICT, ADJUSTED, CHANGE, NOT_MET = "Tỷ lệ", "Trừ vắng có lý do", "So kỳ trước", "Chưa họp"
MONTH, WHEN, KIND, STATE, GRADE, MINUTES = "Tháng", "Ngày giờ", "Loại", "Tình trạng", "Xếp loại", "Biên bản"
LATE, EARLY, OWED, CALLED_FOR = "Đến muộn", "Về sớm", "Tháng chưa họp", "Buổi đã gọi"
PERSON, ATTENDED, NOTE = "Đồng chí", "Dự / phải dự", "Ghi chú"
YEAR_RATE = "12 tháng"

PRESENT_OF, HAS_NOT_MET = "Có mặt / phải dự", report_words.HAS_NOT_MET

# The first page

CHART = "Biểu đồ tỷ lệ dự họp mười hai tháng; số liệu từng tháng ở bảng dưới."
WORST, WORST_NONE = "Năm đơn vị có tỷ lệ thấp nhất", "Chưa có đơn vị nào có số liệu."
WHOLE_TABLE = "Xem cả bảng"
TREND, TREND_TABLE = "Mười hai tháng gần nhất", "Số liệu từng tháng"
OWN_MEETINGS = "Các buổi họp do đơn vị gọi"
UNITS_BELOW, CELLS, BY_UNIT = "đơn vị trực thuộc", "chi bộ", "Xem từng đơn vị"
NO_GRADES = "chưa chấm"
FILES_NOTE = "Muốn lấy tệp Excel hoặc Word: mời đồng chí nhắn “báo cáo” vào cuộc trò chuyện, rồi chọn “Xem thêm”."


change = report_words.trend


def against(hundredths: int | None) -> str:
    """Beside the rate of another period: by how much the present one is above it."""
    if hundredths is None:
        return "không so được"
    return (
        "kỳ này bằng"
        if hundredths == 0
        else f"kỳ này {'cao' if hundredths > 0 else 'thấp'} hơn {abs_points(hundredths)}"
    )


def abs_points(hundredths: int) -> str:
    whole, part = divmod(abs(hundredths), 100)
    return f"{whole},{part:02} điểm"


def unit_of_due(*, is_month: bool) -> str:
    """What is counted in `đã họp 5/7`."""
    return CELLS if is_month else "lượt chi bộ"


def grades(counts: Sequence[int]) -> str:
    return report_words.grades(counts) or NO_GRADES


NOBODY_GRADED = "Trang này chỉ tính các buổi sinh hoạt thường kỳ. Mời đồng chí chọn sinh hoạt thường kỳ."
GRADES_NOTE = report_words.GRADES_NOTE
GRADE_HEADS = tuple(label[:1].upper() + label[1:] for label in GRADES.values())


def silent_in(month: str) -> str:
    return f"{SILENT} tháng {month_said(month)}"


def below_line(operator: str, line: int) -> str:
    said = report_words.below(operator, line)
    return f"{said[:1].upper()}{said[1:]}"


def month_said(month: str) -> str:
    """`2026-12` -> `12/2026`."""
    return f"{month[5:]}/{month[:4]}"


def months_said(months: Sequence[str]) -> str:
    return ", ".join(month_said(one) for one in months)


# Tables


def about(kind: str, period: str) -> str:
    return f"{kind_said(kind)}, {period}"


def kind_said(kind: str) -> str:
    return f"{KINDS[kind][:1].upper()}{KINDS[kind][1:]}"


def table_note(operator: str, line: int) -> str:
    return (
        f"Tỷ lệ = có mặt / phải dự. Dấu {BELOW_MARK}: {report_words.below(operator, line)}. "
        "Chi bộ chưa họp không tính vào tỷ lệ. So kỳ trước tính bằng điểm phần trăm."
    )


OF_KIND_NOTE = "Loại sinh hoạt này không bắt buộc hằng tháng: chỉ nêu đơn vị đã họp, không có đơn vị chưa họp."
NO_UNITS = "Không có đơn vị nào."
UNSEEN_LOW = "dưới mức"
"""For whoever hears the page and does not see the mark."""


def listed(number: int) -> str:
    return f"Có {count(number)} đơn vị."


# Too many

TOO_MANY = "Danh sách này quá dài để xem một lần. Mời đồng chí chọn đơn vị."
CHOOSE_CAPTION = "Các đơn vị trực thuộc; bấm vào tên để xem danh sách của đơn vị ấy."

# The map

MAP_NOTE = "Số trong ô là phần trăm có mặt, bỏ phần lẻ. Bấm vào ô để xem đủ số của tháng ấy."
LEGEND = "Chú giải"
MAP_BLANK = "Ô trống: tháng ấy không phải họp."
MAP_NOT_MET = "chưa họp"


def map_title(last: str) -> str:
    return f"Mười hai tháng đến {month_said(last)}"


def map_key(step: int, operator: str, line: int) -> str:
    """What a shade means, from the palest on."""
    if step == 0:
        return report_words.line(operator, line)
    return report_words.below(operator, line)


def map_lower(least: int) -> str:
    return f"thấp hơn mức từ {least} điểm"


# Lists


def unmet_title(number: int, times: int, period: str) -> str:
    """`times`: the months of all of them, which is what the first page counts."""
    if not number:
        return f"Các chi bộ đều đã họp, {period}."
    every = f": {count(times)} lượt" if times != number else ""
    return f"{count(number)} chi bộ chưa họp thường kỳ, {period}{every}."


def low_title(number: int, line: str, period: str) -> str:
    return f"{line}, {period}: {count(number)} đơn vị." if number else f"Không có đơn vị nào {line.lower()}, {period}."


def silent_title(number: int, month: str) -> str:
    if not number:
        return f"Tháng {month_said(month)}: chi bộ nào cũng đã họp hoặc đã gọi họp."
    return f"Tháng {month_said(month)}: {count(number)} chi bộ chưa họp và chưa gọi họp."


NOBODY_OWES = "Loại sinh hoạt này không bắt buộc hằng tháng, nên không có danh sách chưa họp. Mời đồng chí chọn sinh hoạt thường kỳ."
UNMET_NOTE = "Chi bộ phải họp thường kỳ mỗi tháng một lần. Buổi đã gọi: ngày giờ của buổi đang chờ họp."
SILENT_NOTE = "Tính cả buổi mà lịch định kỳ đã gọi. Muốn nhắc: mời đồng chí liên hệ bí thư chi bộ."


# A cell

HELD, PEOPLE, MONTHS_UNIT = "Các buổi họp trong kỳ", "Đảng viên", "tháng"
NO_MEETINGS = "Trong kỳ này chưa có buổi họp nào."
CALLED, CLOSED, OPEN_ROLL, CANCELLED = "đã gọi", "đã chốt", "chưa chốt điểm danh", "đã hoãn"
WRITTEN, BEING_WRITTEN, NOT_WRITTEN = "đã xong", "đang ghi", "chưa có"
PEOPLE_NOTE = "Việc xem tên được ghi lại mỗi ngày một lần. Chỉ dùng trong chi bộ, không chụp gửi vào nhóm."
NAMES_BY_MEETING = (
    "Kết quả cả năm của từng đồng chí do bí thư, phó bí thư xem. Muốn xem tên: mời đồng chí mở từng buổi họp ở trên."
)
COUNTS_ONLY = "Cấp trên xem số lượng, không xem tên từng đồng chí."


def people_of_year(year: int, kind: str) -> str:
    return f"Đảng viên, năm {year}: {KINDS[kind]}"


def on_need(cell: str, period: str) -> str:
    """Not a form of the page: the need is stated in the chat, where it is written down."""
    return (
        f"Xem tên khi có vụ việc: mời đồng chí nhắn “báo cáo {place(cell)} {period}” vào cuộc trò chuyện, chọn “Xem thêm”, "
        "rồi “Xem tên theo vụ việc” và ghi vụ việc. Vụ việc và việc xem tên được ghi lại để kiểm tra."
    )


def attended(present: int, expected: int) -> str:
    return f"{present}/{expected}" if expected else NOTHING


def person(name: str, born: int | None) -> str:
    """The year of birth tells two of one name apart."""
    return f"{name} ({born})" if born else name


# A meeting

MEETING = "Buổi họp"
PLACE, TOPIC, ROLL, FORECAST = "Địa điểm", "Chủ đề", "Điểm danh", "Báo trước"
COMING, AWAY, UNDECIDED, NO_ANSWER = "Báo có mặt", "Xin vắng", "Chưa chắc", "Chưa trả lời"
FORECAST_NOTE = "Báo trước là trả lời trong máy; điểm danh mới là kết quả."
GUESTS = "Người dự ngoài danh sách"
GUEST_KINDS = ("Khách mời", "Cấp trên dự", "Đảng viên được miễn, đi xa về dự")
GUESTS_NOTE = "Đếm riêng, không tính vào tỷ lệ."
NO_ROLL = "Chưa chốt điểm danh."
ROLL_GONE = "Danh sách từng đồng chí đã hết hạn lưu; số liệu chung vẫn giữ trong báo cáo."
MARKS = {"present": "có mặt", "excused": "vắng có lý do", "unexcused": "vắng không lý do"}
NO_MARK = "chưa điểm danh"
ANSWERS = {"coming": "báo có mặt", "away": "xin vắng", "undecided": "chưa chắc"}
CAME_LATE, LEFT_EARLY = "đến muộn", "về sớm"
BACK_TO_UNIT = "Về trang đơn vị"


def meeting_title(kind: str, at: datetime) -> str:
    return f"{kind_said(kind)}, {clock_and_day(at)}"


def at_said(at: datetime) -> str:
    return clock_and_day(at)


def grade(name: str | None, points: int | None, most: int | None) -> str:
    if name is None:
        return NOTHING
    return f"{GRADES[name]} ({points}/{most})" if points is not None and most else GRADES[name]


def month_short(month: str) -> str:
    """`2026-12` -> `12/26`."""
    return f"{month[5:]}/{month[2:4]}"
