"""Plans of units: the line that is typed, the file of an office, and what is said of both."""

import re
from collections.abc import Iterable
from enum import StrEnum

from bot.words.amounts import amount
from bot.words.indicator_figures import LARGEST, NUMBER
from bot.words.names import fold, tidy

ALL = frozenset({"tat ca", "moi don vi", "cac don vi", "moi noi"})
EXAMPLE = "kế hoạch chỉ tiêu 3: Húc Động 12; Đồng Tâm 8"
UNREADABLE = f"chưa đọc được, mời ghi tên đơn vị rồi số, ví dụ: {EXAMPLE}"
HINTS = {
    "figure_plan": "Đang chờ kế hoạch. Mời đồng chí nhắn tên đơn vị rồi số, ví dụ: Húc Động 12; Đồng Tâm 8; "
    "hoặc “tất cả 5”; không ghi nữa thì nhắn “thôi”."
}
ASK = "Mời đồng chí nhắn kế hoạch: tên đơn vị rồi số, cách nhau bằng dấu chấm phẩy, ví dụ: Húc Động 12; Đồng Tâm 8; hoặc “tất cả 5”."
FROM_FILE = "Nhiều đơn vị thì văn phòng nhập từ tệp bằng lệnh: chibot indicator plan."


def read_plans(text: str) -> list[tuple[str, int]]:
    """Names and numbers; raises ValueError, whose words say why."""
    said = []
    for part in filter(None, (tidy(one) for one in re.split(r"[;\n]|,(?!\d)", text))):
        found = re.fullmatch(rf"(.*\S)[\s:=]+({NUMBER.pattern})\D*", part)
        if found is None:
            raise ValueError(UNREADABLE)
        said.append((found[1].strip(" :="), whole(found[2])))
    if not said:
        raise ValueError(UNREADABLE)
    return said


def whole(text: str) -> int:
    """`1.120`; raises ValueError."""
    if NUMBER.fullmatch(text.strip()) is None:
        raise ValueError(UNREADABLE)
    number = int(text.strip().replace(".", "")[:20])
    if number > LARGEST:
        raise ValueError(UNREADABLE)
    return number


def nobody(name: str) -> str:
    return f"trong các đơn vị được hỏi không có “{name[:40]}”"


def several(name: str, number: int) -> str:
    return f"có {number} đơn vị tên “{name[:40]}”, mời ghi rõ tên hơn"


def twice(name: str) -> str:
    return f"“{name[:40]}” được ghi hai lần"


def planned(indicator: int, year: int, units: int, total: int) -> str:
    return f"Đã ghi kế hoạch năm {year} của chỉ tiêu {indicator} cho {amount(units)} đơn vị, cộng {amount(total)}."


# The file of an office


class Column(StrEnum):
    """A column that is read; every other is looked past."""

    UNIT = "unit"
    PLANNED = "planned"


HEADERS: dict[Column, frozenset[str]] = {
    Column.UNIT: frozenset({"don vi", "ma don vi", "ten don vi", "ma", "chi bo", "to chuc dang", "unit"}),
    Column.PLANNED: frozenset({"ke hoach", "chi tieu", "giao", "so giao", "chi tieu giao", "plan"}),
}
WANTED = (Column.UNIT, Column.PLANNED)
NAMES = {Column.UNIT: "Đơn vị", Column.PLANNED: "Kế hoạch"}
NO_UNIT = "không có đơn vị nào như vậy trong các đơn vị được hỏi; mời ghi mã hoặc tên đơn vị"
SEVERAL = "nhiều đơn vị cùng tên này; mời ghi mã đơn vị"
NO_NUMBER = "kế hoạch trống hoặc không phải số nguyên"
TWICE = "đơn vị này đã có ở dòng trên"
NO_FILE = "Không đọc được tệp. Mời dùng tệp .xlsx hoặc .csv (UTF-8)."


def heading(text: object) -> Column | None:
    """The column of a heading, in whatever spelling."""
    label = " ".join(re.findall("[a-z0-9]+", fold(str(text))))
    return next((column for column, names in HEADERS.items() if label in names), None)


def columns_missing(columns: Iterable[Column]) -> str:
    return f"Thiếu cột: {', '.join(NAMES[one] for one in columns)}. Mời thêm cột, mỗi dòng là một đơn vị."


def summary(new: int, changed: int, same: int, bad: int) -> str:
    return f"Thêm {amount(new)} đơn vị; sửa {amount(changed)}; đã có {amount(same)}; {amount(bad)} ô sai."
