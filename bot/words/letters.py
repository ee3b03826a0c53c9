"""The invitation letter (giấy mời) for guests and for whoever comes from the committee above."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.words.agendas import SHIPPED
from bot.words.party_format import PARTY, dated
from bot.words.times import short_when

LETTERS = "Giấy mời khách (Word)"
BLANK = "……………………………………………………"
SECRETARY = "BÍ THƯ"


def handed(count: int, starts_at: datetime) -> str:
    people = f"{count} giấy mời có tên và 1 giấy mời để trống" if count else "1 giấy mời để trống (chưa ghi khách nào)"
    return f"Tệp Word gồm {people} cho buổi họp {short_when(starts_at)}. Đồng chí in, ghi số và ký."


def is_written(file: str) -> str:
    return f"Đã ghi giấy mời vào {file}."


def name(meeting_id: int) -> str:
    return f"giay-moi-{meeting_id}.docx"


def mark(*, is_cell: bool) -> str:
    """What stands behind the kind of document in its number: `-GM/CB`."""
    return "CB" if is_cell else "ĐU"


# The shipped template; what stands in braces is filled in

TITLE, FILE_TITLE = "GIẤY MỜI", "Giấy mời"
HEAD_LEFT = ("{{ upper }}", "{{ issuer }}", "*", "Số        -GM/{{ mark }}")
HEAD_RIGHT = (PARTY, "", "{{ place }}, {{ date }}")
FOOT_LEFT = ("Nơi nhận:", "- Như trên,", "- Lưu.")
FOOT_RIGHT = ("T/M {{ issuer }}", "{{ office }}", "", "", "{{ signer }}")
BODY = (
    "{{ cell }} trân trọng kính mời: {{ guest.name }}",
    "{%p if guest.title %}",
    "Chức vụ: {{ guest.title }}",
    "{%p endif %}",
    "{%p if guest.organisation %}",
    "Đơn vị: {{ guest.organisation }}",
    "{%p endif %}",
    "Đến dự: {{ kind }}{% if topic %}, chủ đề: {{ topic }}{% endif %}.",
    "Thời gian: {{ time }}.",
    "Địa điểm: {{ venue }}.",
    "{%p if chair %}",
    "Chủ trì: đồng chí {{ chair }}.",
    "{%p endif %}",
    "Nội dung:",
    "{%p for item in agenda %}",
    "{{ loop.index }}. {{ item }}.",
    "{%p endfor %}",
    "{%p if papers %}",
    "Tài liệu: {{ papers|join('; ') }}.",
    "{%p endif %}",
    "Nếu không dự được, đề nghị báo cho {{ cell }} trước giờ họp. Rất hân hạnh được đón tiếp.",
)
SAMPLE: Mapping[str, object] = {
    "upper": "ĐẢNG ỦY XÃ SUỐI TRONG",
    "issuer": "CHI BỘ THÔN ĐÔNG",
    "cell": "Chi bộ Thôn Đông",
    "mark": mark(is_cell=True),
    "place": "Suối Trong",
    "date": dated(date(2026, 12, 1)),
    "guest": {"name": "Nguyễn Văn A", "title": "Phó Chủ tịch", "organisation": "UBND xã Suối Trong"},
    "kind": "sinh hoạt thường kỳ",
    "topic": "Chuẩn bị Tết",
    "time": "19 giờ 30, Thứ Năm, ngày 03 tháng 12 năm 2026",
    "venue": "Nhà văn hóa thôn",
    "agenda": list(SHIPPED["regular"]),
    "papers": ["Dự thảo nghị quyết"],
    "chair": "Trần Thị Bình",
    "office": SECRETARY,
    "signer": "Trần Thị Bình",
}
"""Everything that a template of letters can name."""
