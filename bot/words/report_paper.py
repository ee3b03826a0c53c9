"""The report on paper: the words in its form, and an invented one to try a form with (Hướng dẫn 36-HD/VPTW)."""

from collections.abc import Mapping
from datetime import date

from bot.words.party_format import dated

TITLE = "BÁO CÁO"
SIGNS: Mapping[str, str] = {"province": "BC/TU", "district": "BC/HU", "cell": "BC/CB", "grassroots_cell": "BC/CB"}
COMMITTEE_SIGN = "BC/ĐU"
FOR_WHOM: Mapping[str, str] = {
    "province": "T/M BAN THƯỜNG VỤ",
    "district": "T/M BAN THƯỜNG VỤ",
    "cell": "T/M CHI BỘ",
    "grassroots_cell": "T/M CHI BỘ",
}
FOR_COMMITTEE = "T/M ĐẢNG ỦY"
SECRETARY = "BÍ THƯ"
SENT_TO = "Nơi nhận:"
BELOW, KEPT, KEPT_BY_CELL = "Các đơn vị trực thuộc", "Lưu Văn phòng", "Lưu chi bộ"
COLUMNS = ("STT", "Đơn vị", "Đã họp", "Có mặt / phải dự", "Tỷ lệ", "Ghi chú")


def number(kind: str) -> str:
    """The number itself is given by hand."""
    return f"Số            -{SIGNS.get(kind, COMMITTEE_SIGN)}"


def subject(period: str) -> str:
    return f"Kết quả sinh hoạt chi bộ, {period}"


def sign_for(kind: str) -> str:
    return FOR_WHOM.get(kind, FOR_COMMITTEE)


def sent_to(upper: str | None, *, is_cell: bool) -> list[str]:
    """To whom it goes, line by line."""
    places = [upper] if upper else []
    places += [KEPT_BY_CELL] if is_cell else [BELOW, KEPT]
    return [f"- {place}{';' if place is not places[-1] else '.'}" for place in places]


FORM: Mapping[str, str] = {
    "number": "{{ number }}",
    "sentence": "{{ one }}",
    "figures": "SỐ LIỆU CỤ THỂ",
    "wanted": "Cần đạt: {{ wanted }}. {{ note }}",
    "sent": "{{ one }}",
    "sign_for": "{{ sign_for }}",
    "sign_title": "{{ sign_title }}",
    "exported": "{{ exported }}",
}

SAMPLE: Mapping[str, object] = {
    "upper_unit": "HUYỆN ỦY SUỐI LỚN",
    "unit": "ĐẢNG ỦY XÃ SUỐI TRONG",
    "number": number("commune"),
    "signed_at_place": "Suối Trong",
    "signed_on": dated(date(2026, 12, 3)),
    "subject": subject("tháng 11/2026"),
    "sentences": [
        "1. Trong tháng 11/2026, đã có 3/3 chi bộ họp thường kỳ.",
        "2. Có mặt 71/90 lượt đảng viên phải dự, đạt 78,89 %.",
    ],
    "rows": [
        {"number": 1, "name": "Thôn Đông", "met": "1/1", "came": "9/10", "rate": "90,00 %", "note": "dưới mức 95 %"},
    ],
    "total": {"name": "Cộng", "met": "1/1", "came": "9/10", "rate": "90,00 %", "note": "dưới mức 95 %"},
    "wanted": "mức từ 95 %",
    "note": "Tỷ lệ = có mặt / phải dự.",
    "sent_to": ["- Huyện ủy Suối Lớn;", "- Các đơn vị trực thuộc;", "- Lưu Văn phòng."],
    "sign_for": FOR_COMMITTEE,
    "sign_title": SECRETARY,
    "exported": "Người xuất: Nguyễn Văn An. Lúc: Thứ Năm, 03/12/2026, 19 giờ 30.",
}
"""An invented report: a form of the office's own is tried with it before it is taken."""
