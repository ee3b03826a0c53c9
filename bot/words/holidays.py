"""What the days off are called, and what is said of their list, in the chat and at the command line."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from bot.words.names import fold
from bot.words.times import WEEKDAYS, day

NEW_YEAR = "Tết Dương lịch"
TET = "Tết Nguyên đán"
HUNG_KINGS = "Giỗ Tổ Hùng Vương"
REUNIFICATION = "Ngày Chiến thắng"
LABOUR = "Quốc tế lao động"
NATIONAL = "Quốc khánh"
SOURCE = "Bộ luật Lao động số 45/2019/QH14, Điều 111 và 112; ngày âm lịch tính theo giờ Việt Nam"
SOURCE_ON = date(2019, 11, 20)
KINDS = {"off": "nghỉ", "working": "làm bù"}
NONE_AHEAD = "Chưa có ngày nghỉ nào được ghi trong thời gian này."
EDITED_BY_OFFICE = (
    "Ngày nghỉ cụ thể mỗi năm do cấp có thẩm quyền quyết định; văn phòng sửa danh sách này khi có thông báo."
)


def instead_of(name: str) -> str:
    return f"Nghỉ bù {name}"


def itself(name: str) -> str:
    """Of a day that makes up for a holiday, the holiday's own name."""
    return name.removeprefix(instead_of(""))


def on_day(on: date) -> str:
    """`Thứ Tư 03/02/2027`."""
    return f"{WEEKDAYS[on.weekday()]} {day(on)}"


def line(first: date, last: date, name: str, kind: str) -> str:
    """`Thứ Năm 04/02/2027 – Thứ Tư 10/02/2027: Tết Nguyên đán`; a working day says so."""
    days = on_day(first) if first == last else f"{on_day(first)} – {on_day(last)}"
    return f"{days}: {name}" + (f" ({KINDS[kind]})" if kind == "working" else "")


MOST_LINES = 8


def year_label(year: int) -> str:
    return f"Năm {year}"


def ahead(year: int, lines: Iterable[str]) -> str:
    said = "\n".join(list(lines)[:MOST_LINES])
    return f"Ngày nghỉ năm {year}:\n{said}\n{EDITED_BY_OFFICE}" if said else f"{NONE_AHEAD}\n{EDITED_BY_OFFICE}"


def added(on: date, name: str, kind: str) -> str:
    return f"Đã ghi {on_day(on)}: {name} ({KINDS[kind]})."


def removed(on: date, name: str) -> str:
    return f"Đã bỏ {on_day(on)}: {name}."


# The file of an office


class Field(StrEnum):
    """A column that is read; every other is looked past."""

    DAY = "day"
    NAME = "name"
    KIND = "kind"
    SOURCE = "source"
    SOURCE_DAY = "source_day"


HEADERS: dict[Field, frozenset[str]] = {
    Field.DAY: frozenset({"ngay", "ngay nghi", "ngay thang", "date", "on"}),
    Field.NAME: frozenset({"ten", "ten ngay", "ten ngay nghi", "ngay le", "noi dung", "dip nghi", "name"}),
    Field.KIND: frozenset({"loai", "nghi lam bu", "nghi hay lam bu", "hinh thuc", "kind"}),
    Field.SOURCE: frozenset({"can cu", "van ban", "nguon", "so van ban", "so ky hieu", "source"}),
    Field.SOURCE_DAY: frozenset({"ngay van ban", "ngay ban hanh", "ngay ky", "ngay nguon", "source date"}),
}  # fmt: skip
WANTED = (Field.DAY, Field.NAME, Field.SOURCE, Field.SOURCE_DAY)
NAMES = {Field.DAY: "Ngày", Field.NAME: "Tên", Field.SOURCE: "Căn cứ", Field.SOURCE_DAY: "Ngày văn bản"}
WORKING = frozenset({"lam bu", "lam viec", "di lam", "hoan doi", "working"})
OFF = frozenset({"", "nghi", "nghi le", "nghi tet", "nghi bu", "off"})
NO_DAY = "ngày trống hoặc không đọc được, mời ghi như 24/11/2026"
FAR_DAY = "ngày ngoài các năm 2000–2099"
NO_NAME = "thiếu tên ngày nghỉ"
NO_SOURCE = "thiếu căn cứ (số văn bản)"
NO_SOURCE_DAY = "ngày văn bản trống hoặc không đọc được"
NO_KIND = "loại không rõ, mời ghi “nghỉ” hoặc “làm bù”"
LONG = "chữ quá dài"
TWICE = "ngày này đã có ở dòng trên"
NO_FILE = "Không đọc được tệp. Mời dùng tệp .xlsx hoặc .csv (UTF-8)."


def heading(text: object) -> Field | None:
    """The field of a heading, in whatever spelling."""
    label = " ".join(re.findall("[a-z0-9]+", fold(str(text))))
    return next((field for field, names in HEADERS.items() if label in names), None)


def columns_missing(fields: Iterable[Field]) -> str:
    return f"Thiếu cột: {', '.join(NAMES[field] for field in fields)}. Mời thêm cột, mỗi dòng là một ngày."


def summary(new: int, changed: int, same: int, bad: int) -> str:
    return f"Thêm {new} ngày; sửa {changed} ngày; đã có {same} ngày; {bad} ô sai."
