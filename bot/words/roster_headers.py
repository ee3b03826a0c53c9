"""What the columns and the odd lines of a roster are called, in the many ways offices write them."""

import re
from enum import StrEnum
from functools import lru_cache

from bot.words.names import fold


class Field(StrEnum):
    """A column that is read; every other column is looked past."""

    ORDER = "order"
    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    BORN = "born"
    BORN_MALE = "born_male"
    BORN_FEMALE = "born_female"
    CELL = "cell"
    GROUP = "group"
    DUTY = "duty"
    JOINED = "joined"
    OFFICIAL = "official"
    PHONE = "phone"
    NOTE = "note"
    EXEMPT = "exempt"


DAYS = ("", "ngày", "ngày tháng", "ngày tháng năm", "ngày tháng năm được", "ngày được", "năm", "thời gian",
        "thời điểm")  # fmt: skip


def _dated(*events: str) -> tuple[str, ...]:
    return tuple(f"{day} {event}".strip() for event in events for day in DAYS)


# The best name of a column comes first: where two columns would do, the earlier name wins.
HEADERS: dict[Field, tuple[str, ...]] = {
    Field.ORDER: ("STT", "TT", "Số TT", "Số thứ tự", "Thứ tự", "No"),
    Field.NAME: (
        "Họ và tên", "Họ tên", "Họ và tên đảng viên", "Họ tên đảng viên", "Họ, chữ đệm và tên",
        "Họ và tên khai sinh", "Họ tên khai sinh", "Họ, tên đệm và tên", "Họ đệm và tên", "Họ, đệm, tên",
        "Họ và tên đang dùng", "Tên đảng viên", "Họ và tên đồng chí", "Họ và tên đ/c", "Họ tên đ/c",
        "Đảng viên", "Đồng chí",
    ),
    Field.FAMILY: ("Họ đệm", "Họ và đệm", "Họ và tên đệm", "Họ, tên đệm", "Họ và chữ đệm", "Họ, chữ đệm",
                   "Họ lót", "Họ và lót", "Họ và tên lót", "Họ"),
    Field.GIVEN: ("Tên", "Tên riêng"),
    Field.BORN: ("Năm sinh", "Ngày sinh", "Ngày tháng năm sinh", "Ngày tháng sinh", "Sinh năm",
                 "Sinh ngày", "NS", "Ngày tháng năm sinh nam nữ", "Năm sinh nam nữ"),
    Field.BORN_MALE: ("Năm sinh nam", "Ngày sinh nam", "Ngày tháng năm sinh nam", "Sinh năm nam", "Nam"),
    Field.BORN_FEMALE: ("Năm sinh nữ", "Ngày sinh nữ", "Ngày tháng năm sinh nữ", "Sinh năm nữ", "Nữ"),
    Field.CELL: (
        "Chi bộ", "Tên chi bộ", "Sinh hoạt tại chi bộ", "Đang sinh hoạt tại chi bộ", "Chi bộ sinh hoạt",
        "Chi bộ đang sinh hoạt", "Nơi sinh hoạt", "Nơi sinh hoạt đảng", "Sinh hoạt đảng tại", "Thuộc chi bộ",
        "Chi bộ trực thuộc", "Tổ chức đảng", "Tổ chức cơ sở đảng", "Đơn vị", "Đơn vị sinh hoạt",
    ),
    Field.GROUP: ("Tổ đảng", "Thuộc tổ đảng", "Sinh hoạt tại tổ đảng", "Tổ đảng số", "Tên tổ đảng", "Tổ", "Thuộc tổ"),
    Field.DUTY: ("Chức vụ trong Đảng", "Chức vụ Đảng", "Chức vụ Đảng hiện nay", "Chức danh trong Đảng",
                 "Chức danh Đảng", "Chức vụ trong chi bộ", "Chức vụ chi bộ", "Chức vụ", "Chức danh"),
    Field.JOINED: _dated("vào Đảng", "kết nạp", "kết nạp Đảng", "kết nạp vào Đảng", "vào Đảng dự bị",
                         "vào Đảng kết nạp", "kết nạp dự bị", "vào ĐCSVN", "vào Đảng CSVN", "dự bị"),
    Field.OFFICIAL: _dated("chính thức", "vào Đảng chính thức", "chuyển chính thức", "công nhận chính thức",
                           "công nhận đảng viên chính thức", "công nhận ĐV chính thức", "kết nạp chính thức",
                           "chuyển đảng chính thức", "là đảng viên chính thức", "đảng viên chính thức",
                           "chuyển đảng viên chính thức"),
    Field.PHONE: ("Số điện thoại", "Điện thoại", "SĐT", "Số ĐT", "ĐT", "Di động", "Điện thoại di động",
                  "ĐTDĐ", "Số di động", "Số điện thoại di động", "Số điện thoại liên hệ",
                  "Điện thoại liên hệ",
                  "Số ĐTDĐ", "ĐT di động", "Số máy", "Số phone", "SĐT liên hệ", "Liên hệ", "Số Zalo", "Zalo"),
    Field.NOTE: ("Ghi chú", "Chú thích", "Tình trạng sinh hoạt", "Tình trạng", "Trạng thái",
                 "Diện sinh hoạt"),
    Field.EXEMPT: ("Miễn sinh hoạt", "Miễn công tác và sinh hoạt", "Miễn sinh hoạt đảng", "Miễn SH",
                   "Miễn SHĐ", "Miễn công tác, sinh hoạt đảng",
                   "Đảng viên miễn sinh hoạt", "Được miễn sinh hoạt"),
}  # fmt: skip

ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def label(text: str) -> str:
    """A heading as it is compared: no marks, no punctuation, no remark in brackets."""
    return NOT_A_LETTER.sub(" ", ASIDE.sub(" ", fold(text))).strip()


FIELDS: dict[str, tuple[Field, int]] = {}
"""The field a label means, and how good a name for it the label is (0 is best)."""
for _field, _names in HEADERS.items():
    for _rank, _name in enumerate(_names):
        FIELDS.setdefault(label(_name), (_field, _rank))

LIKELY_FIRST = frozenset(name[0].lower() for field in (Field.NAME, Field.FAMILY) for name in HEADERS[field])
"""First letters of a name's heading: a cheap look before the dear one at every cell of 50,000 rows."""

EMPTY = frozenset({"", "-", "--", "–", "—", "_", "/", ".", "..", "...", "…", "x", "không", "không có", "ko",
                   "k", "ko có", "chưa có", "chưa", "n/a"})  # fmt: skip
"""What people write where there is nothing to write."""

CROSSES = frozenset({"x", "v", "có", "+", "✓", "✔", "1"})
DITTO = frozenset({'"', "''", "”", "“", "nt", "-nt-", "- nt -", "như trên", "//", "″"})

TOTAL = re.compile(
    r"[(\[]?(tổng( cộng| số)?|cộng(?! h)|ấn định danh sách|danh sách (này )?(gồm|có))\b"
    r"|tong (cong|so)\b[: ]*\d"
)
"""Against lower-case text with its marks: Tống is a family name, and so is Công."""

FOOT = re.compile(
    r"[(\[]?(t/m|tm\.|t\.m|k/t|kt\.|người lập|lập biểu|nơi nhận|xác nhận|ký tên|ký, ghi|đã ký|thủ trưởng"
    r"|(phó )?bí thư( đảng (ủy|uỷ))?$)"
)
PLACE_AND_DAY = re.compile(r".{0,40}\bngày[ .…\d]{0,12}tháng[ .…\d]{0,12}năm")
"""Who signs, and where and when: from here on nobody is listed."""

NUMBERING = re.compile(r"^(?:[IVXLC]{1,6}|\d{1,3}|[A-ZĐ])\s*[.)/:–-]+\s*")
ROMAN = re.compile(r"(?:[IVXLC]{1,6}|[A-HĐ])[.)]?")
CELL_WORD = re.compile(r"(?:chi bộ|chi bo|cb|c\.b)\b(?!\s*trực thuộc)[\s:.–-]*", re.IGNORECASE)
COUNT = re.compile(
    r"[\s:–-]*[(\[]?\s*(?:có |gồm )?\d+\s*(?:đảng viên|đv|đ/c|đồng chí|người|dv|đc)\s*[)\]]?\.?$",
    re.IGNORECASE,
)
TITLE_CELL = re.compile(
    r"(?:danh sách (?:trích ngang )?đảng viên\s*(?:của|thuộc|-|:)?\s*)?(?=chi bộ(?! trực thuộc| cơ sở))",
    re.IGNORECASE,
)

PLACE = re.compile(
    r"(thôn|xóm|bản|làng|ấp|buôn|bon|plei|sóc|phum|khu|tổ|khóm|phố|trường|trạm|cơ quan|công an|quân sự|"
    r"ban chỉ huy|hợp tác xã|htx|công ty|doanh nghiệp|khối|mầm non|tiểu học|thcs|thpt|y tế|ủy ban|uỷ ban|"
    r"văn phòng|quỹ|bưu điện|chợ)\b(?! (văn|thị)\b)"
)
"""First words of a place or an office, in lower case with marks."""

GROUP = re.compile(r"(danh sách |số )?(đảng viên|đv|đảng bộ|đảng ủy|đảng uỷ|tổ đảng)\b")
"""Lines between the people that name a group of them and not a cell."""

OFFICIAL_GROUPS = frozenset({"đảng viên chính thức", "đảng viên dự bị", "đảng viên", "danh sách đảng viên"})
"""Groups that change nothing: the days tell who is on probation."""

GENERIC_SHEET = re.compile(
    r"(sheet|trang( tinh)?|ds|dsdv|ds dv|danh sach( dang vien)?|data|du lieu|tong hop|tong|bieu|mau|table|"
    r"book|so lieu|dang vien|toan dang bo|ca xa|nhap|dong chua nhap)[ _.-]*\d*( ?\(\d+\))?"
)
"""Names of sheets that say nothing, without marks."""

COMMITTEE = re.compile(r"(đảng (?:ủy|uỷ|bộ))\s+\S", re.IGNORECASE)
COMMITTEE_KIND = re.compile(
    r"đảng (?:ủy|uỷ|bộ)(?: bộ phận| cơ sở| các| cơ quan| khối| xã| phường| thị trấn| đặc khu| huyện| thị xã"
    r"| tỉnh| thành phố| trường| công ty)*",
    re.IGNORECASE,
)
"""The words of a committee's name that are small but for the first, up to the name of the place."""

TITLE_BEFORE_NAME = re.compile(r"(?:đ/c|đc|đồng chí)\b[.: ]*", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’ʼ()\u0300-\u036f-])*")
NEVER_IN_NAMES = re.compile("[ªºµåäæçëîïðöøûüþßÿ]", re.IGNORECASE)
"""Letters no language of the country has: a name with one is in an encoding nobody recognised."""
CELL_NAME = re.compile(r"[\w\s.,:;'’\"“”/()&+№°–-]+")


def exempt_note(said: str) -> str:
    """What stands in a column of the exempt, as it would be said in a note."""
    if said.lower() in CROSSES:
        return "Miễn sinh hoạt"
    return f"Miễn sinh hoạt từ {said}" if said[0].isdecimal() else f"Miễn sinh hoạt {said}"
