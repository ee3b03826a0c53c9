"""A list of assignments as offices write it: the headings of its columns, and what is said of a bad cell."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.words.names import fold


class Field(StrEnum):
    """The columns."""

    VISITOR = "visitor"
    CELL = "cell"
    COMMUNE = "commune"
    DAYS = "days"
    MANNER = "manner"
    NOTE = "note"


HEADINGS: Mapping[Field, tuple[str, ...]] = {
    Field.VISITOR: (
        "to cong tac",
        "to",
        "nguoi du",
        "doan cong tac",
        "to cong tac, nguoi du",
        "thanh phan du",
        "nguoi duoc cu",
    ),
    Field.CELL: ("chi bo", "ten chi bo", "ma chi bo", "don vi", "chi bo duoc du"),
    Field.COMMUNE: ("dang uy", "dang bo", "xa", "dang bo xa", "truc thuoc"),
    Field.DAYS: ("thoi gian", "ky", "thang, quy", "quy", "thang", "ngay"),
    Field.MANNER: ("hinh thuc", "hinh thuc du", "cach du"),
    Field.NOTE: ("ghi chu", "luu y", "noi dung"),
}
WANTED = (Field.VISITOR, Field.CELL, Field.DAYS)
NAMES: Mapping[Field, str] = {Field.VISITOR: "Tổ công tác", Field.CELL: "Chi bộ", Field.DAYS: "Thời gian"}
ANNOUNCED = ("", "bao truoc", "co bao truoc", "thuong", "theo lich")
UNANNOUNCED = ("dot xuat", "khong bao truoc")

NO_FILE = "Không đọc được tệp này. Mời dùng tệp .xlsx hoặc .csv (UTF-8)."
NO_VISITOR = "Không có tổ công tác này. Mời lập tổ trước bằng lệnh: chibot workgroup."
NO_PERSON = "Không thấy đồng chí này trong danh sách, hoặc có nhiều người cùng tên. Mời ghi đủ họ tên."
NO_CELL = "Không có chi bộ này ở đơn vị."
SEVERAL_CELLS = "Có nhiều chi bộ tên này. Mời ghi thêm cột Đảng ủy, hoặc ghi mã chi bộ."
NO_DAYS = "Thời gian không đọc được. Mời ghi: quý 1/2027, tháng 1/2027, 03/01/2027, hoặc từ 1/12 đến 15/12."
PAST = "Thời gian đã qua, hoặc còn quá xa."
NO_MANNER = "Hình thức không đọc được. Mời ghi: báo trước, hoặc đột xuất."
LONG_NOTE = "Ghi chú quá dài."
SECRET_NOTE = "Ghi chú có từ giống dấu mật. Mời bỏ, hoặc ghi khác."
TWICE = "Đã phân công ở một dòng trên."


def heading(value: object) -> Field | None:
    said = fold(str(value)).strip(" .:*")
    return next((field for field, names in HEADINGS.items() if said in names), None)


def columns_missing(missing: Sequence[Field]) -> str:
    return f"Thiếu cột: {', '.join(NAMES[one] for one in missing)}."


def summary(new: int, known: int, bad: int) -> str:
    return f"Phân công mới: {new} lượt chi bộ. Đã có từ trước: {known}. Dòng sai: {bad}."
