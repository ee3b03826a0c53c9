"""A committee defines a number: what is typed, part by part, and how it is shown before anybody is asked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.words.change_line import read_day
from bot.words.names import fold, tidy
from bot.words.times import day

FEWEST, LONGEST, LONGEST_COUNTED, LONGEST_CLASS, MOST_CLASSES = 3, 200, 40, 40, 6
FARTHEST_LEAD = 60
KINDS: Mapping[str, str] = {"number": "một số", "of": "hai số a/b", "classes": "theo loại"}
REPEATS: Mapping[str, str] = {"once": "một lần", "month": "hằng tháng", "quarter": "hằng quý", "year": "hằng năm"}
WHO: Mapping[str, str] = {
    "cells": "các chi bộ",
    "grassroots": "các tổ chức cơ sở đảng",
    "communes": "các đảng ủy xã, phường",
    "organisations": "các đảng bộ xã và tổ chức cơ sở đảng",
    "districts": "các huyện ủy",
}
EXAMPLE = "Kết nạp đảng viên mới; hạn 30/11; hằng năm; lũy kế; hỏi xã"

WHO_SAID: Mapping[str, str] = {
    "chi bo": "cells",
    "cac chi bo": "cells",
    "co so": "grassroots",
    "dang uy co so": "grassroots",
    "to chuc co so dang": "grassroots",
    "cac to chuc co so dang": "grassroots",
    "tccsd": "grassroots",
    "xa": "communes",
    "cac xa": "communes",
    "xa phuong": "communes",
    "dang uy xa": "communes",
    "xa va co so": "organisations",
    "dang bo va chi bo co so": "organisations",
    "huyen": "districts",
    "huyen uy": "districts",
}
REPEATS_SAID: Mapping[str, str] = {
    "mot lan": "once", "hang thang": "month", "moi thang": "month", "thang": "month", "hang quy": "quarter",
    "moi quy": "quarter", "quy": "quarter", "hang nam": "year", "moi nam": "year", "nam": "year",
}  # fmt: skip
KINDS_SAID: Mapping[str, str] = {
    "mot so": "number", "so": "number", "a/b": "of", "hai so": "of", "hai so a/b": "of", "ty le": "of", "ti le": "of",
}  # fmt: skip
RUNNING: Mapping[str, bool] = {"luy ke": True, "cong don": True, "khong luy ke": False, "khong cong don": False}
NAMED = re.compile(r"^t[eê]n\s*:\s*", re.IGNORECASE)
LEAD = re.compile(r"(?:hoi )?truoc (?:han )?(\d{1,2}) ngay")
DUE = re.compile(r"(?:han|han chot|han bao|han nop)\b\s*:?\s*(?:ngay\s+)?(\d.*|hom nay|ngay mai)")
FROM_START = frozenset({"hoi tu dau ky", "dau ky"})

NO_DAY = "hạn không đọc được, mời ghi như: hạn 30/11/2026"
NO_CLASSES = f"mời ghi từ 2 đến {MOST_CLASSES} loại, cách nhau bằng dấu phẩy, không có chữ số"
NO_WHO = "chưa rõ hỏi những đơn vị nào, mời ghi: hỏi chi bộ, hỏi cơ sở, hoặc hỏi xã"
NO_COUNTED = f"đơn vị tính dài nhất {LONGEST_COUNTED} chữ cái"
NO_LEAD = f"hỏi trước nhiều nhất {FARTHEST_LEAD} ngày"
TWO_NAMES = "chưa đọc được phần “{part}”"
NO_NAME = f"tên chỉ tiêu cần từ {FEWEST} đến {LONGEST} chữ cái"
NO_DUE = "chưa ghi hạn báo, mời ghi như: hạn 30/11/2026"
DUE_IS_PAST = "hạn báo đã qua, mời ghi một ngày từ hôm nay trở đi"
DUE_TOO_FAR = "hạn báo còn quá xa, mời xem lại năm"


@dataclass(frozen=True, slots=True)
class Definition:
    """What has been said of a number so far."""

    name: str = ""
    counted: str = ""
    kind: str = "number"
    classes: tuple[str, ...] = ()
    is_running: bool = False
    repeat: str = "once"
    due_on: date | None = None
    lead_days: int | None = None
    who: str = "cells"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "due_on": self.due_on.isoformat() if self.due_on else None}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Definition":
        due_on = date.fromisoformat(said["due_on"]) if said["due_on"] else None
        return cls(**{**said, "classes": tuple(said["classes"]), "due_on": due_on})


def read_definition(text: str, so_far: Definition, today: date) -> Definition:
    """The parts between semicolons or on lines of their own; raises ValueError, whose words say why.

    What says nothing known is the name; a second such part is not taken, and a name is changed by `tên: …`.
    """
    said, named = so_far, False
    for part in filter(None, (tidy(one) for one in re.split(r"[;\n]", text))):
        if (more := _taken(part, said, today)) is not None:
            said = more
        elif named or (so_far.name and not NAMED.match(part)):
            raise ValueError(TWO_NAMES.format(part=part[:40]))
        else:
            said, named = replace(said, name=_name(part)), True
    return said


def _name(part: str) -> str:
    name = NAMED.sub("", part)
    if not FEWEST <= len(name) <= LONGEST:
        raise ValueError(NO_NAME)
    return name


def _taken(part: str, said: Definition, today: date) -> Definition | None:
    words = fold(part).strip(" .")
    if due := DUE.fullmatch(words):
        return replace(said, due_on=_due(due[1], today))
    if words in REPEATS_SAID:
        return replace(said, repeat=REPEATS_SAID[words])
    if words in KINDS_SAID:
        return replace(said, kind=KINDS_SAID[words], classes=())
    if words in RUNNING:
        return replace(said, is_running=RUNNING[words])
    if words in FROM_START:
        return replace(said, lead_days=None)
    if lead := LEAD.fullmatch(words):
        return replace(said, lead_days=_lead(int(lead[1])))
    return _with_value(part, said)


def _due(text: str, today: date) -> date:
    try:
        return read_day(text, today)
    except ValueError:
        raise ValueError(NO_DAY) from None


def _lead(days: int) -> int:
    if days > FARTHEST_LEAD:
        raise ValueError(NO_LEAD)
    return days


def _with_value(part: str, said: Definition) -> Definition | None:
    """`loại: tốt, khá`, `đơn vị tính: đảng viên`, `hỏi xã`."""
    for begins, take in VALUED.items():
        found = re.match(rf"{begins}\s*:\s*", _bare(part))
        if found is not None:
            return take(part[found.end() :].strip(" ."), said)
    asked = fold(part).removeprefix("hoi ").strip(" .")
    return replace(said, who=WHO_SAID[asked]) if asked in WHO_SAID and fold(part).startswith("hoi ") else None


def _bare(part: str) -> str:
    """Without marks and letter for letter as long, so that a place in it is one in the words."""
    return "".join(fold(letter)[:1] or " " for letter in part)


def _classes(text: str, said: Definition) -> Definition:
    names = tuple(filter(None, (tidy(one) for one in re.split(r"[,/]", text))))
    is_good = 2 <= len(names) <= MOST_CLASSES and len(set(map(fold, names))) == len(names)
    if not is_good or any(len(one) > LONGEST_CLASS or re.search(r"\d", one) for one in names):
        raise ValueError(NO_CLASSES)
    return replace(said, kind="classes", classes=names)


def _counted(text: str, said: Definition) -> Definition:
    if len(text) > LONGEST_COUNTED:
        raise ValueError(NO_COUNTED)
    return replace(said, counted=text)


def _who(text: str, said: Definition) -> Definition:
    words = re.sub(r"[^a-z ]+", " ", fold(text))
    who = WHO_SAID.get(" ".join(words.split()))
    if who is None:
        raise ValueError(NO_WHO)
    return replace(said, who=who)


VALUED: Mapping[str, Callable[[str, Definition], Definition]] = {
    r"(?:phan |xep )?loai": _classes,
    r"(?:don vi )?tinh": _counted,
    r"(?:hoi|don vi bao|noi bao)": _who,
}


def behind_beginning(text: str) -> str:
    """What stands behind `chỉ tiêu mới:`."""
    said = tidy(text)
    found = re.match(r"(?:lap )?chi tieu(?: moi)?\s*:?\s*", _bare(said))
    return said[found.end() :] if found else said


# Shown


def defined(said: Definition) -> list[str]:
    """What is asked, of whom and when, on a few lines."""
    kind = f"theo loại: {', '.join(said.classes)}" if said.kind == "classes" else KINDS[said.kind]
    counted = f" ({said.counted})" if said.counted else ""
    running = ", lũy kế từ đầu năm" if said.is_running else ""
    lead = f", hỏi trước hạn {said.lead_days} ngày" if said.lead_days is not None else ""
    due = f"hạn {day(said.due_on)}" if said.due_on else "chưa có hạn"
    return [
        f"Chỉ tiêu: {said.name}{counted}.",
        f"Cách báo: {kind}{running}. {REPEATS[said.repeat].capitalize()}, {due}{lead}.",
    ]
