"""The minutes on paper: the words in the form, and how the facts are written into it (`domain` 1.6)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.words.office import percent
from bot.words.party_format import dated
from bot.words.times import day, local, short_when

TITLE = "BIÊN BẢN"
NUMBERS: Mapping[bool, str] = {True: "Số            -BB/CB", False: "Số            -BB/ĐU"}
"""Of a cell and what belongs to it; of a committee. The number itself is given by hand."""
DRAFT = "BẢN NHÁP: điểm danh chưa chốt, số liệu là tạm tính"
NOBODY = "không có"
NOT_SAID = "…………"
REASON_UNKNOWN = "có lý do"
NONE_WRITTEN = "Chưa ghi kết luận"
KINDS_OF_MINUTES: Mapping[str, str] = {
    "regular": "Sinh hoạt chi bộ thường kỳ",
    "thematic": "Sinh hoạt chi bộ chuyên đề",
    "regular_thematic": "Sinh hoạt chi bộ thường kỳ kết hợp chuyên đề",
    "extraordinary": "Họp chi bộ bất thường",
    "conference": "Hội nghị chi bộ",
    "congress": "Đại hội chi bộ",
    "committee": "Họp chi ủy",
    "group": "Họp tổ đảng",
    "review": "Họp kiểm điểm cuối năm",
    "admission": "Lễ kết nạp đảng viên",
    "study": "Học tập, quán triệt nghị quyết",
    "briefing": "Họp giao ban",
}
WIDE = " (mở rộng)"
OF_CELL, OF_GROUP, OF_LISTED = "của chi bộ", "của tổ", "thuộc diện dự họp"
NOT_COUNTED_ANEW = "Điểm danh hoặc giờ kết thúc đã sửa sau khi chấm, chưa tính lại"


def moment(at: datetime) -> str:
    """`19 giờ 30 phút, ngày 03/12/2026`."""
    return f"{hour(at)}, ngày {day(local(at).date())}"


def hour(at: datetime) -> str:
    here = local(at)
    return f"{here.hour} giờ {here.minute:02} phút"


def lasted(minutes: int) -> str:
    return f"{minutes} phút"


def rate(said: str | None, part: int, whole: int) -> str:
    return f"{percent(said)} ({part}/{whole})"


def numbered(names: Sequence[str]) -> list[str]:
    return [f"{number}. {name}" for number, name in enumerate(names, 1)]


def with_year(name: str, birth_year: int | None) -> str:
    """Two of one name are told apart."""
    return f"{name} (sinh năm {birth_year})" if birth_year else name


def resolution(number: str | None) -> str:
    return f"Nghị quyết số {number}" if number else "Không ra nghị quyết"


def task(who: str | None, due: date | None) -> str:
    parts = [f"giao đồng chí {who}" if who else "", f"hạn {day(due)}" if due else ""]
    said = ", ".join(filter(None, parts))
    return f" ({said})" if said else ""


# Corrected after the closing


def corrected(at: datetime | None, present: int, expected: int, excused: int, unexcused: int) -> str:
    when = f" (sửa lần cuối {short_when(at)})" if at else ""
    return (
        f"Điểm danh đã sửa sau khi chốt{when}; các số trên là số đã sửa. Khi chốt: có mặt {present}/{expected}, "
        f"vắng có lý do {excused}, vắng không lý do {unexcused}."
    )


MARKS = {"present": "có mặt", "excused": "vắng có lý do", "unexcused": "vắng không lý do"}


def fixed(name: str, was: str, became: str) -> str:
    return f"{name}: {MARKS[was]} sửa thành {MARKS[became]}"


# Quality


def graded(points: int | None, most: int | None, grade: str) -> str:
    return f"{points}/{most} điểm, xếp loại {grade}" if most is not None else f"Xếp loại {grade}"


def sheet(title: str, verify: str) -> str:
    return f"Theo: {title} ({verify})"


NOT_CONFIRMED = "Chưa có xác nhận của cấp ủy viên phụ trách"


def confirmed(on: str | None) -> str:
    return f"Cấp ủy viên phụ trách đã xác nhận ngày {on}" if on else NOT_CONFIRMED


MET, NOT_MET = "đạt", "chưa đạt"

# The form itself, as the shipped template has it

FORM: Mapping[str, str] = {
    "number": "{{ number }}",
    "held": "I. THỜI GIAN, ĐỊA ĐIỂM",
    "begun": "Bắt đầu: {{ begun }}",
    "place": "Địa điểm: {{ place }}",
    "who": "II. THÀNH PHẦN",
    "total": (
        "1. Tổng số đảng viên {{ total_of }}: {{ total }} đồng chí; trong đó chính thức {{ official }}, dự bị {{ probationary }}. "
        "Sinh hoạt tạm thời đến: {{ temporary_in }}"
    ),
    "exempt": "2. Đảng viên được miễn công tác và sinh hoạt: {{ exempt }}",
    "out": "3. Đảng viên sinh hoạt tạm thời nơi khác: {{ temporary_out }}{% if special_duty %}; đang làm nhiệm vụ riêng: {{ special_duty }}{% endif %}",
    "present": (
        "4. Có mặt: {{ present }}/{{ expected }} đồng chí; trong đó chính thức {{ present_official }}, "
        "dự bị {{ present_probationary }}, sinh hoạt tạm thời {{ present_temporary_in }}. Tỷ lệ {{ rate }}; trừ vắng có lý do {{ rate_adjusted }}"
    ),
    "excused": "5. Vắng có lý do: {{ excused }}",
    "excused_one": "- Đồng chí {{ one.name }}: {{ one.reason }}",
    "unexcused": "6. Vắng không lý do: {{ unexcused }}",
    "unexcused_one": "- Đồng chí {{ one.name }}",
    "late": "7. Đến muộn: {{ late|join('; ') or none_said }}. Về sớm: {{ early|join('; ') or none_said }}",
    "guests": "8. Khách mời: {{ guests|join('; ') or none_said }}",
    "upper": "9. Cấp trên dự: {{ upper|join('; ') or none_said }}",
    "own_guests": "10. Đảng viên không thuộc diện phải dự nhưng có mặt: {{ own_guests|join('; ') }}",
    "corrected": "{{ one }}",
    "chair": "Chủ trì: đồng chí {{ chair }}",
    "clerk": "Thư ký: đồng chí {{ clerk }}",
    "content": "III. NỘI DUNG",
    "topic": "Chuyên đề: {{ topic }}",
    "agenda_one": "{{ one }}",
    "opinions": "Số lượt ý kiến phát biểu: {{ opinions }}",
    "conclusions": "IV. KẾT LUẬN",
    "conclusion_one": "{{ one }}",
    "resolution": "{{ resolution }}",
    "quality": "V. CHẤT LƯỢNG SINH HOẠT",
    "quality_none": "Chưa chấm",
    "quality_sum": "{{ score.result }}. {{ score.sheet }}. {{ score.confirmed }}",
    "ended": "Buổi họp kết thúc lúc {{ ended }} ({{ lasted }}). Biên bản đã đọc lại cho toàn thể cùng nghe và nhất trí thông qua.",
    "sign_clerk": "THƯ KÝ",
    "sign_chair": "CHỦ TRÌ",
}
SCORE_HEADINGS = ("Tiêu chí", "Kết quả", "Căn cứ")

# An invented meeting

SAMPLE: Mapping[str, object] = {
    "upper_unit": "ĐẢNG ỦY XÃ SUỐI TRONG",
    "unit": "CHI BỘ THÔN ĐÔNG",
    "number": NUMBERS[True],
    "signed_at_place": "Suối Trong",
    "signed_on": dated(date(2026, 12, 3)),
    "kind": KINDS_OF_MINUTES["regular"],
    "draft": None,
    "begun": "19 giờ 30 phút, ngày 03/12/2026",
    "ended": "21 giờ 05 phút, ngày 03/12/2026",
    "lasted": lasted(95),
    "place": "Nhà văn hóa thôn",
    "topic": "Chuẩn bị Tết",
    "agenda": ["1. Kiểm điểm tháng trước", "2. Nhiệm vụ tháng tới"],
    "total_of": OF_CELL,
    "total": 30,
    "official": 27,
    "probationary": 3,
    "temporary_in": 1,
    "exempt": 4,
    "temporary_out": 2,
    "special_duty": 0,
    "expected": 25,
    "present": 21,
    "present_official": 18,
    "present_probationary": 2,
    "present_temporary_in": 1,
    "rate": "84,00 % (21/25)",
    "rate_adjusted": "95,45 % (21/22)",
    "excused": 3,
    "unexcused": 1,
    "excused_people": [{"name": "Nguyễn Văn An", "reason": "đi công tác"}],
    "unexcused_people": [{"name": "Lê Văn Bốn"}],
    "late": ["Phạm Thị Cúc"],
    "early": [],
    "none_said": NOBODY,
    "guests": ["Hà Văn Khách, phó chủ tịch xã"],
    "upper": ["Vũ Văn Trên, đảng ủy viên"],
    "own_guests": ["Phạm Văn Miễn"],
    "corrections": [],
    "chair": "Trần Thị Bình",
    "clerk": "Nguyễn Thị Lan",
    "opinions": 7,
    "conclusions": ["1. Vận động nhân dân làm đường (giao đồng chí Lan, hạn 25/12/2026)"],
    "resolution": resolution("07-NQ/CB"),
    "score": {
        "result": "92/100 điểm, xếp loại tốt",
        "sheet": "Theo: thang 100 điểm",
        "confirmed": NOT_CONFIRMED,
        "rows": [{"title": "Tỷ lệ dự họp", "got": "20/20", "why": "dự họp 21/25 = 84,00 %"}],
    },
}
"""An invented meeting: a form of the office's own is tried with it before it is taken."""
