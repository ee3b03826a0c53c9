"""What the columns of a list of residents are called, and what is said of its rows."""

import re
from enum import StrEnum

from bot.words.names import fold


class Field(StrEnum):
    """A column that is read; every other, names above all, is looked past and not kept."""

    PHONE = "phone"
    VILLAGE = "village"
    COMMUNE = "commune"
    PROOF = "proof"
    SIGNED = "signed"


HEADERS: dict[Field, frozenset[str]] = {
    Field.PHONE: frozenset({
        "so dien thoai", "dien thoai", "sdt", "so dt", "dt", "di dong", "dien thoai di dong", "so di dong", "so may",
        "phone",
    }),
    Field.VILLAGE: frozenset({
        "thon", "thon ban", "thon xom", "thon to dan pho", "ban", "xom", "ap", "khu", "khu pho", "to dan pho", "ten thon",
        "noi o", "dia ban", "ma thon", "ma don vi", "don vi", "village",
    }),
    Field.COMMUNE: frozenset({"xa", "xa phuong", "phuong", "phuong xa", "ten xa", "commune"}),
    Field.PROOF: frozenset({
        "so phieu", "so giay", "phieu so", "giay so", "ma phieu", "so phieu dong y", "so giay dong y", "phieu dong y",
        "giay dong y", "proof",
    }),
    Field.SIGNED: frozenset({
        "ngay ky", "ngay dong y", "ngay ky phieu", "ngay ky giay", "ngay phieu", "ngay giay", "ngay", "signed on",
    }),
}  # fmt: skip
WANTED = (Field.PHONE, Field.VILLAGE, Field.PROOF, Field.SIGNED)
NAMES = {
    Field.PHONE: "Số điện thoại",
    Field.VILLAGE: "Thôn",
    Field.PROOF: "Số phiếu",
    Field.SIGNED: "Ngày ký",
}


def heading(text: object) -> Field | None:
    """The field of a heading, in whatever spelling: `Thôn/bản`, `SỐ ĐT`."""
    label = " ".join(re.findall("[a-z0-9]+", fold(str(text))))
    return next((field for field, names in HEADERS.items() if label in names), None)


def columns_missing(fields: list[Field]) -> str:
    return f"Thiếu cột: {', '.join(NAMES[field] for field in fields)}. Mời thêm cột, mỗi dòng là một số điện thoại."


NO_FILE = "Không đọc được tệp. Mời dùng tệp .xlsx hoặc .csv (UTF-8)."
NO_PHONE = "số điện thoại trống hoặc không đúng"
NO_SUCH_VILLAGE = "không tìm thấy thôn này ở đơn vị đã chọn"
SEVERAL_VILLAGES = "có mấy thôn tên như vậy; mời thêm cột Xã, hoặc ghi mã thôn"
NO_PROOF = "thiếu số phiếu đồng ý"
LONG_PROOF = "số phiếu quá dài"
NO_DAY = "ngày ký trống hoặc không đọc được"
DAY_TO_COME = "ngày ký chưa tới"
TOO_MANY = "số này đã đăng ký ở nhiều thôn quá"
TWICE = "dòng trùng với dòng trước, chỉ ghi một lần"


def summary(new: int, known: int, stopped: int, bad: int, twice: int) -> str:
    return (
        f"Thêm {new} máy; đã có {known}; bỏ qua {stopped} máy đã ngừng nhận sau ngày ký; "
        f"{twice} dòng trùng; {bad} ô sai."
    )
