"""Consents signed on paper: who signed, on which day, and how a secretary writes that down."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.words.names import fold
from bot.words.times import day
from bot.words.vi import MOST_NAMES, cell

HINTS: Mapping[str, str] = {
    "paper_who": (
        "Đang hỏi ai đã ký giấy đồng ý. Mời đồng chí ghi số hoặc họ tên, ví dụ: 1 3 5-8; hoặc “tất cả”; "
        "hoặc “thôi” để dừng."
    ),
    "paper_day": "Đang hỏi ngày ký trên giấy đồng ý. Mời đồng chí nhắn ngày, ví dụ: 12/11, hoặc “thôi” để dừng.",
}

WHOLE = frozenset({"tat ca", "tat ca cac dong chi", "ca chi bo", "het", "moi nguoi", "toan bo"})
"""Everybody, folded."""
BETWEEN = re.compile(r"[,;\n]+|\s+(?:và|voi|với|va)\s+", re.IGNORECASE)
TITLE = re.compile(r"^(?:đ/c|d/c|đc|đồng chí|dong chi|ông|bà)[\s.:]+", re.IGNORECASE)
TODAY = frozenset({"hom nay", "nay"})
YESTERDAY = frozenset({"hom qua", "qua"})
DAY = re.compile(r"(?:ngay |ky |ky ngay )?(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?")
EXAMPLE_DAY, EXAMPLE_PEOPLE = "12/11", "1 3 5-8"
AGES = 180
"""A day without a year is of the year before only where that is not longer ago."""
CHANGE_WHO, CHANGE_DAY, YES_PAPER, MORE_PAPERS, LEAVE = (
    "Chọn lại người",
    "Đổi ngày",
    "Đúng, ghi",
    "Ghi giấy khác",
    "Thôi",
)


def is_everybody(text: str) -> bool:
    return fold(text).strip(" .!") in WHOLE


def untitled(text: str) -> str:
    """A name without the comrade in front of it."""
    return TITLE.sub("", text.strip()).strip(" .")


def read_past_day(text: str, today: date) -> date | None:
    """`12/11`, `12/11/2026`, `hôm nay`: a day that has been, where no year says otherwise; None where it is none."""
    said = fold(text).strip(" .!")
    if said in TODAY:
        return today
    if said in YESTERDAY:
        return date.fromordinal(today.toordinal() - 1)
    found = DAY.fullmatch(said)
    if found is None:
        return None
    years = [int(found[3]) % 100 + 2000] if found[3] else [today.year, today.year - 1]
    days = [on for year in years if (on := _day(year, int(found[2]), int(found[1])))]
    been = [on for on in days if (today - on).days in range(AGES)]
    return next(iter([*been, *days]), None)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def paper_list(unit: str, names: Iterable[tuple[int, str]]) -> str:
    """The people by number, two on a line."""
    items = [f"{number}. {name}" for number, name in names]
    rows = ["; ".join(items[at : at + 2]) for at in range(0, len(items), 2)]
    ask = f"Giấy đồng ý nhận tin, {cell(unit)}: những đồng chí nào đã ký? Mời ghi số hoặc họ tên, ví dụ: {EXAMPLE_PEOPLE}."
    return "\n".join([ask, *rows])


def everybody(count: int) -> str:
    return f"Tất cả {count} đồng chí"


def ask_day(names: Sequence[str]) -> str:
    return f"Đã chọn {named(names)}.\nNgày ký trên giấy? Mời nhắn ngày, ví dụ: {EXAMPLE_DAY}."


def today(on: date) -> str:
    return f"Hôm nay, {day(on)}"


def named(names: Sequence[str]) -> str:
    """`2 đồng chí: An, Bình`; a long list is cut, and says so."""
    left = len(names) - MOST_NAMES
    more = f" và {left} đồng chí nữa" if left > 0 else ""
    return f"{len(names)} đồng chí: {', '.join(names[:MOST_NAMES])}{more}"


def preview(on: date, new: Sequence[str], known: Sequence[str], stopped: Sequence[str]) -> str:
    lines = [f"Giấy đồng ý ký ngày {day(on)}."]
    lines += [f"Sẽ ghi {named(new)}." if new else "Không có giấy nào mới để ghi."]
    lines += [f"Đã ghi từ trước: {named(known)}."] if known else []
    return "\n".join([*lines, *_not_entered(stopped)])


def _not_entered(stopped: Sequence[str]) -> list[str]:
    if not stopped:
        return []
    return [
        f"Không ghi, vì đã dừng nhận tin từ ngày ký trở đi: {named(stopped)}.",
        "Muốn nhận lại, mời đồng chí ấy tự nhắn, hoặc ký giấy mới.",
    ]


def entered(count: int, on: date, stopped: Sequence[str]) -> str:
    return "\n".join([f"Đã ghi giấy đồng ý ký ngày {day(on)} của {count} đồng chí.", *_not_entered(stopped)])
