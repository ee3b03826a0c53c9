"""What is particular to kinds of meetings that are not the whole cell's, or not the cell's alone."""

import re
from collections.abc import Mapping, Sequence

from bot.words.names import fold, tidy
from bot.words.own import OFFICES as NAMES

HINTS: Mapping[str, str] = {
    "call_who": (
        "Đang hỏi mời những đơn vị nào. Mời đồng chí chọn, hoặc nhắn tên các đơn vị cách nhau bằng dấu phẩy, "
        "hoặc “tất cả”; hoặc “thôi” để dừng."
    ),
}
COMMITTEE_BEFORE = "Gọi họp chi ủy trước"
OTHERS = "Họp chi ủy, tổ đảng; khách mời"
ASK_OTHERS = "Mời đồng chí chọn việc."
COMMITTEE, BRIEFING, GROUP = "Gọi họp chi ủy", "Gọi họp giao ban", "Gọi họp tổ"
WIDE, NARROW = "Mở rộng: có khách mời", "Không mở rộng"
WHOM = "Mời những ai"
OFFICES: Mapping[str, str] = {
    "secretary": "Bí thư chi bộ",
    "both": "Bí thư, phó bí thư chi bộ",
    "committee": "Toàn thể chi ủy các chi bộ",
    "leads": "Lãnh đạo đảng ủy bên dưới",
    "office": "Văn phòng các đảng ủy bên dưới",
}
ASK_WHOM = (
    "Họp giao ban mời ai? Mời đồng chí chọn chức vụ; hoặc nhắn tên đơn vị được mời, ví dụ: Thôn Đông, Thôn Tây; "
    "hoặc “tất cả”."
)
ALL = frozenset({"tat ca", "het", "moi don vi", "tat ca cac don vi", "tat ca cac chi bo", "toan bo"})
BETWEEN = re.compile(r"[,;\n]+")


def whom(offices: Sequence[str], units: Sequence[str] | None) -> str:
    """Behind the place of a briefing: who is called, and from where."""
    named = ", ".join(NAMES[office] for office in offices)
    places = f"của {', '.join(units[:MOST_UNITS])}" if units else "của mọi đơn vị bên dưới"
    more = f" và {len(units) - MOST_UNITS} đơn vị nữa" if units and len(units) > MOST_UNITS else ""
    return f" Thành phần: {named} {places}{more}."


MOST_UNITS = 3


def is_all(text: str) -> bool:
    return fold(text).strip(" .!") in ALL


def units_said(text: str) -> list[str]:
    return [tidy(part) for part in BETWEEN.split(text) if part.strip()]
