"""For whom a document is, as people type it: `bí thư, phó bí thư xã Húc Động; chi bộ cơ sở; đảng viên chính thức`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.words.amounts import amount
from bot.words.names import fold, tidy

OFFICES: Mapping[str, str] = {
    "pho bi thu": "deputy_secretary",
    "bi thu": "secretary",
    "chi uy vien": "cell_committee",
    "chi uy": "cell_committee",
    "thu ky": "clerk",
    "to truong": "group_leader",
    "van phong": "office",
    "ban to chuc": "org_dept",
    "uy ban kiem tra": "inspection",
    "cap uy xa": "commune_committee",
    "cap uy huyen": "district_committee",
}
"""The longer beginning first, where one begins another."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "chi bo": ("grassroots_cell", "cell"),
    "chi bo truc thuoc": ("cell",),
    "chi bo co so": ("grassroots_cell",),
    "dang uy co so": ("grassroots_committee",),
    "dang bo co so": ("grassroots_committee",),
    "dang uy bo phan": ("sub_committee",),
    "dang bo bo phan": ("sub_committee",),
    "dang uy xa": ("commune",),
    "huyen uy": ("district",),
    "to dang": ("group",),
}
STATUSES: Mapping[str, str] = {
    "chinh thuc": "official",
    "dang vien chinh thuc": "official",
    "du bi": "probationary",
    "dang vien du bi": "probationary",
}
EVERYBODY = frozenset(
    {"tat ca", "tat ca dang vien", "moi dang vien", "toan the dang vien", "dang vien", "toan dang bo"}
)
_PEOPLE = sorted([*STATUSES, *EVERYBODY], key=len, reverse=True)
WITH_AWAY = frozenset({"ca dang vien mien", "ca dang vien mien sinh hoat", "ca nguoi di vang", "ca mien"})
_BESIDE = re.compile(
    r"^(?:(?:gửi|gui|cho|tới|toi|đến|den|các|cac|những|nhung|đồng chí|dong chi|đ/c|d/c|của|cua|ở|tai|tại)\s+)+",
    re.IGNORECASE,
)
_APART = re.compile(r"[,;\n]|\s(?:và|va)\s", re.IGNORECASE)


@dataclass
class Audience:
    """What the words say; none of it is checked yet."""

    offices: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    """As they are called."""
    with_away: bool = False


def read_audience(text: str) -> Audience:
    """Every part between commas is an office, a kind of unit, a status, or what a unit is called."""
    found = Audience()
    for part in _APART.split(tidy(text)):
        _take(found, _BESIDE.sub("", part.strip(" .")))
    return found


def _take(found: Audience, part: str) -> None:
    bare = fold(part)
    if not bare or bare in EVERYBODY:
        return
    if bare in WITH_AWAY:
        found.with_away = True
    elif bare in STATUSES:
        found.statuses.append(STATUSES[bare])
    elif bare in KINDS:
        found.kinds += KINDS[bare]
    else:
        _take_who_or_unit(found, part)


def _take_who_or_unit(found: Audience, part: str) -> None:
    """`phó bí thư chi bộ cơ sở`, `bí thư xã Húc Động`, `đảng viên dự bị xã Húc Động`: who first, then where."""
    bare = fold(part)
    for words in (*OFFICES, *_PEOPLE):
        if bare == words or bare.startswith(f"{words} "):
            found.offices += [OFFICES[words]] if words in OFFICES else []
            found.statuses += [STATUSES[words]] if words in STATUSES else []
            _take(found, _BESIDE.sub("", " ".join(part.split()[len(words.split()) :])))
            return
    found.units.append(part)


def in_words(
    offices: Sequence[str], kinds: Sequence[str], statuses: Sequence[str], units: Sequence[str], *, with_away: bool
) -> str:
    """`bí thư, phó bí thư của chi bộ cơ sở; ở Đảng ủy xã Húc Động`; nothing said is all members."""
    who = [OFFICE_NAMES.get(one, one) for one in offices] or [f"đảng viên {STATUS_NAMES[one]}" for one in statuses]
    parts = [", ".join(who) if who else "đảng viên"]
    if kinds:
        parts.append(f"của các {', '.join(KIND_NAMES[one] for one in kinds)}")
    if units:
        parts.append(f"ở {', '.join(units)}")
    return " ".join(parts) + (" (cả đồng chí được miễn, đi vắng)" if with_away else "")


OFFICE_NAMES: Mapping[str, str] = {
    "secretary": "bí thư",
    "deputy_secretary": "phó bí thư",
    "cell_committee": "chi ủy viên",
    "clerk": "thư ký",
    "group_leader": "tổ trưởng",
    "assigned_supervisor": "cấp ủy viên phụ trách",
    "office": "văn phòng",
    "org_dept": "ban tổ chức",
    "inspection": "ủy ban kiểm tra",
    "commune_committee": "cấp ủy xã",
    "district_committee": "cấp ủy huyện",
    "province": "cấp ủy tỉnh",
}
KIND_NAMES: Mapping[str, str] = {
    "province": "tỉnh ủy",
    "district": "huyện ủy",
    "commune": "đảng ủy xã",
    "grassroots_committee": "đảng ủy cơ sở",
    "sub_committee": "đảng ủy bộ phận",
    "grassroots_cell": "chi bộ cơ sở",
    "cell": "chi bộ",
    "group": "tổ đảng",
}
STATUS_NAMES: Mapping[str, str] = {
    "official": "chính thức",
    "probationary": "dự bị",
    "exempt": "miễn sinh hoạt",
    "temporary_out": "đi sinh hoạt tạm thời",
    "special_duty": "làm nhiệm vụ đặc biệt",
}


def and_more(units: int) -> str:
    return f"{amount(units)} đơn vị nữa"
