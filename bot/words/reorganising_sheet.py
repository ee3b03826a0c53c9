"""The file in which an office writes how the tree changes: its headings, its words, and what is said of a bad cell."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.words.amounts import amount
from bot.words.names import fold


class Field(StrEnum):
    """The columns of the changes."""

    DAY = "day"
    KIND = "kind"
    UNIT = "unit"
    TO = "to"
    NAME = "name"
    NEW_CODE = "new_code"
    UNIT_KIND = "unit_kind"


class PeopleField(StrEnum):
    """The columns of the members who go to a cell that is split off."""

    NEW_UNIT = "new_unit"
    NAME = "name"
    PHONE = "phone"
    NUMBER = "number"


HEADINGS: Mapping[Field, tuple[str, ...]] = {
    Field.DAY: ("ngay", "tu ngay", "ngay thuc hien", "ngay hieu luc"),
    Field.KIND: ("viec", "hinh thuc", "noi dung"),
    Field.UNIT: ("don vi", "don vi (ma)", "ma don vi", "ma"),
    Field.TO: ("vao, den", "vao, den (ma)", "vao/den", "vao/den (ma)", "vao", "den", "don vi nhan", "vao den"),
    Field.NAME: ("ten moi", "ten don vi moi"),
    Field.NEW_CODE: ("ma moi",),
    Field.UNIT_KIND: ("loai", "loai moi", "loai don vi"),
}
WANTED = (Field.DAY, Field.KIND, Field.UNIT)
NAMES: Mapping[Field, str] = {
    Field.DAY: "Ngày",
    Field.KIND: "Việc",
    Field.UNIT: "Đơn vị (mã)",
    Field.TO: "Vào, đến (mã)",
    Field.NAME: "Tên mới",
    Field.NEW_CODE: "Mã mới",
    Field.UNIT_KIND: "Loại",
}
PEOPLE_HEADINGS: Mapping[PeopleField, tuple[str, ...]] = {
    PeopleField.NEW_UNIT: ("don vi moi", "ma moi", "ten moi", "chi bo moi"),
    PeopleField.NAME: ("ho va ten", "ho ten", "dang vien"),
    PeopleField.PHONE: ("dien thoai", "so dien thoai"),
    PeopleField.NUMBER: ("ma so", "so", "ma dang vien"),
}
PEOPLE_WANTED = (PeopleField.NEW_UNIT, PeopleField.NAME)
PEOPLE_NAMES: Mapping[PeopleField, str] = {
    PeopleField.NEW_UNIT: "Đơn vị mới",
    PeopleField.NAME: "Họ và tên",
    PeopleField.PHONE: "Điện thoại",
    PeopleField.NUMBER: "Mã số",
}
SHEET, PEOPLE_SHEET, HELP_SHEET = "Sắp xếp", "Đảng viên", "Hướng dẫn"
KINDS: Mapping[str, tuple[str, ...]] = {
    "move": ("chuyen",),
    "merge": ("nhap", "sap nhap", "hop nhat"),
    "split": ("tach",),
    "rename": ("doi ten",),
    "close": ("ket thuc", "giai the"),
    "found": ("lap moi", "thanh lap"),
}
KIND_NAMES = ("chuyển", "nhập", "tách", "đổi tên", "kết thúc", "lập mới")
UNIT_KINDS: Mapping[str, tuple[str, ...]] = {
    "province": ("tinh uy", "thanh uy", "tinh uy, thanh uy"),
    "district": ("huyen uy", "quan uy", "thi uy"),
    "commune": (
        "dang uy xa",
        "dang uy phuong",
        "dang uy dac khu",
        "dang uy xa, phuong",
        "dang bo xa",
        "dang bo phuong",
    ),
    "grassroots_committee": ("dang uy co so", "dang bo co so"),
    "sub_committee": ("dang uy bo phan", "dang bo bo phan"),
    "grassroots_cell": ("chi bo co so",),
    "cell": ("chi bo", "chi bo truc thuoc"),
}
UNIT_KIND_NAMES = (
    "tỉnh ủy", "huyện ủy", "đảng ủy xã", "đảng ủy cơ sở", "đảng ủy bộ phận", "chi bộ cơ sở", "chi bộ",
)  # fmt: skip

NO_FILE = "Không đọc được tệp này. Mời dùng tệp .xlsx hoặc .csv (UTF-8)."
NO_DAY = "Ngày không đọc được. Mời ghi: 01/07/2025."
NO_SUCH_YEAR = "Năm {year} không dùng được. Mời ghi năm từ {first} đến {last}."
NO_KIND = f"Việc không đọc được. Mời ghi một trong: {', '.join(KIND_NAMES)}."
NO_UNIT_KIND = f"Loại không đọc được. Mời ghi một trong: {', '.join(UNIT_KIND_NAMES)}."
FOREIGN = "Không có đơn vị mang mã này trong phạm vi đồng chí phụ trách. Mời xem lại mã ở ô Đơn vị và ô Vào, đến."
OWN = (
    "Việc của chính đơn vị mình thì do cấp trên trực tiếp quyết định, nằm ngoài phạm vi đồng chí phụ trách. "
    "Mời đồng chí báo cấp trên."
)
EMPTY = "Tệp không có dòng nào. Mời ghi mỗi việc một dòng."
NO_PERSON = "Không thấy đảng viên “{name}” ở đơn vị tách. Mời ghi đúng họ tên, hoặc ghi mã số."
SEVERAL = "Có nhiều đảng viên tên “{name}”. Mời ghi thêm điện thoại hoặc mã số."
NO_SPLIT = "“{name}” không phải đơn vị mới của dòng tách nào. Mời ghi đúng mã mới hoặc tên mới."
TWICE = "“{name}” đã có ở một dòng trên."

EXAMPLES: Sequence[tuple[str, ...]] = (
    ("01/07/2025", "kết thúc", "huyen-a", "tinh", "", "", ""),
    ("01/07/2025", "chuyển", "xa-b", "tinh", "", "", ""),
    ("01/07/2025", "nhập", "xa-c", "xa-b", "", "", ""),
    ("01/07/2025", "đổi tên", "xa-b", "", "Đảng ủy xã Bình Minh", "", ""),
    ("01/07/2025", "lập mới", "", "xa-b", "Chi bộ Trường học", "xa-b-truong", "chi bộ"),
    ("01/07/2025", "tách", "xa-b-thon1", "", "Chi bộ Thôn 2", "xa-b-thon2", ""),
)
HELP = (
    "Mỗi việc ghi một dòng ở trang Sắp xếp. Đơn vị ghi bằng mã (xem: chibot units).",
    "chuyển: đơn vị đứng dưới cấp ủy ghi ở cột “Vào, đến”, cùng mọi đơn vị bên dưới.",
    "nhập: mọi thứ sang đơn vị ghi ở cột “Vào, đến”; đơn vị cũ kết thúc, số liệu cũ vẫn giữ.",
    "kết thúc: ghi cột “Vào, đến” nếu còn đơn vị hoặc đảng viên; để trống nếu không còn ai.",
    "đổi tên: ghi tên mới, hoặc loại mới. Mã không đổi.",
    "lập mới: ghi cấp ủy ở cột “Vào, đến”, tên mới, loại; mã mới có thể để trống.",
    "tách: ghi chi bộ cũ ở cột Đơn vị, tên mới; ai sang thì ghi ở trang Đảng viên.",
    "Ngày chưa tới: máy giữ lại và tự làm đúng ngày.",
)


def heading(value: object) -> Field | None:
    said = _said(value)
    return next((field for field, names in HEADINGS.items() if said in names), None)


def people_heading(value: object) -> PeopleField | None:
    said = _said(value)
    return next((field for field, names in PEOPLE_HEADINGS.items() if said in names), None)


def _said(value: object) -> str:
    return fold(str(value)).strip(" .:*")


def kind_named(text: str) -> str | None:
    said = _said(text)
    return next((kind for kind, names in KINDS.items() if said in names), None)


def unit_kind_named(text: str) -> str | None:
    said = _said(text)
    return next((kind for kind, names in UNIT_KINDS.items() if said in names), None)


def columns_missing(missing: Sequence[Field]) -> str:
    return f"Thiếu cột: {', '.join(NAMES[one] for one in missing)}."


def people_columns_missing(missing: Sequence[PeopleField]) -> str:
    return f"Thiếu cột: {', '.join(PEOPLE_NAMES[one] for one in missing)}."


def too_many(most: int) -> str:
    return f"Tệp quá dài. Mời ghi nhiều nhất {amount(most)} dòng."
