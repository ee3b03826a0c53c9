"""Leaves: what a secretary reads and writes about who asks to stay away, and what the member is told."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.messages import Reason
from bot.words.names import tidy
from bot.words.tally import some
from bot.words.times import short_when
from bot.words.understand_patterns import pattern
from bot.words.vi import REASONS

HINTS: Mapping[str, str] = {
    "leaves": (
        "Đang xem đơn xin vắng. Mời đồng chí chọn một đồng chí, hoặc nhắn “1 3 đồng ý”, “2 không”, “đồng ý tất cả”, "
        "hoặc “thôi” để dừng."
    ),
    "leave_of": "Đang quyết định một đơn xin vắng. Mời đồng chí nhắn “đồng ý” hoặc “không”, hoặc “thôi” để dừng.",
}

GRANT, REFUSE, GRANT_ALL = "Cho vắng", "Không đồng ý", "Cho vắng tất cả"
OTHERS, SEE_REASONS = "Các đơn khác", "Xem lý do"
NO_REASON = "không nêu lý do"
NOBODY = "Chưa có ai xin vắng buổi họp này."
DECIDED: Mapping[str, str] = {"excused": "đã cho vắng", "refused": "không đồng ý", "pending": "chờ quyết định"}


def why(reason: Reason | None) -> str:
    return REASONS[reason].lower() if reason else NO_REASON


# The list


def title(starts_at: datetime, pending: int) -> str:
    rest = f"{pending} đơn chờ quyết định" if pending else "đã quyết định hết"
    return f"Đơn xin vắng, họp {short_when(starts_at)}: {rest}."


HOW = "Mời chọn một đồng chí, hoặc nhắn: 1 3 đồng ý."


def label(name: str, leave: str, reason: str | None) -> str:
    """One line, since on a phone without buttons it is one line of the message."""
    why = f": {reason}" if reason else ""
    return f"{name}{why}" if leave == "pending" else f"{name}{why} ({DECIDED[leave]})"


# One request


def one(name: str, starts_at: datetime, reason: str | None) -> str:
    why = f", lý do: {reason}" if reason else ""
    return f"Đồng chí {name} xin vắng buổi họp {short_when(starts_at)}{why}."


def stands(leave: str) -> str:
    return "Đồng chí cho vắng không?" if leave == "pending" else f"Hiện nay: {DECIDED[leave]}. Đồng chí muốn đổi không?"


# What was decided


def noted(granted: Sequence[str], refused: Sequence[str], untold: Sequence[str]) -> str:
    yes = f"Đã cho vắng: {some(granted)}." if granted else ""
    no = f"Không đồng ý: {some(refused)}." if refused else ""
    said = " ".join(part for part in (yes, no) if part) or "Không có gì thay đổi."
    return f"{said}\nChưa nhắn được: {some(untold)}. Mời đồng chí báo trực tiếp." if untold else said


def decided(cell: str, name: str, starts_at: datetime, leave: str, *, has_begun: bool) -> str:
    """What the member is told; on a phone of two it says whom it is for."""
    when = short_when(starts_at)
    if leave == "excused":
        return f"{cell}: bí thư đã đồng ý cho đồng chí {name} vắng buổi họp {when}. Trân trọng."
    how = "liên hệ bí thư" if has_begun else "sắp xếp dự họp hoặc liên hệ bí thư"
    return f"{cell}: bí thư chưa đồng ý cho đồng chí {name} vắng buổi họp {when}. Mời đồng chí {how}. Trân trọng."


REASONS_TEXT = "Lý do xin vắng của từng đồng chí."
SHEET = "Lý do xin vắng.txt"


def sheet(cell: str, starts_at: datetime, lines: Sequence[str]) -> str:
    return "\n".join([f"{cell}, đơn xin vắng buổi họp {short_when(starts_at)}:", *(lines or [NOBODY])])


def sheet_line(name: str, reason: str, leave: str) -> str:
    return f"- {name}: {reason} ({DECIDED[leave]})"


# Typed decisions

YES = "đồng ý cho vắng|đồng ý|cho vắng|cho phép|cho nghỉ|được|duyệt|nhất trí|ok"
NO = "không đồng ý cho vắng|không đồng ý|chưa đồng ý|không cho vắng|không cho phép|không cho|không được|không duyệt|không|ko"
ALL = "tất cả|hết|cả"
WHO = rf"(?P<who>(?:\d{{1,2}} )+|{pattern(ALL).pattern})"
WHAT = rf"(?:(?P<no>{pattern(NO).pattern})|(?P<yes>{pattern(YES).pattern}))"
ORDERS = tuple(re.compile(order) for order in (WHO + WHAT, WHAT + WHO))
ALONE = re.compile(WHAT)
FILLERS = pattern("và|số|đơn|đồng chí|đ/c|đc")

Verdict = tuple[tuple[int, ...], bool]
"""Whose numbers, none for all; and whether the leave is granted."""


def verdicts(text: str) -> list[Verdict] | None:
    """`1 3 đồng ý, 2 không`, or the other way round; None where any of it has no certain meaning."""
    row = _row(text)
    for order in ORDERS:
        found = list(order.finditer(row))
        if found and "".join(one[0] for one in found) == row:
            return _certain([(_numbers(one["who"]), one["no"] is None) for one in found])
    return None


def verdict(text: str) -> bool | None:
    """`đồng ý` or `không` and nothing else."""
    found = ALONE.fullmatch(_row(text))
    return found["no"] is None if found else None


def _row(text: str) -> str:
    words = re.sub(r"[.,;:!]+", " ", tidy(text).lower()).split()
    return FILLERS.sub("", "".join(f"{word} " for word in words))


def _numbers(who: str) -> tuple[int, ...]:
    return tuple(int(word) for word in who.split() if word.isdecimal())


def _certain(said: list[Verdict]) -> list[Verdict] | None:
    """Nobody twice, and all only alone."""
    numbers = [number for whose, _ in said for number in whose]
    has_all = any(not whose for whose, _ in said)
    return said if len(set(numbers)) == len(numbers) and not (has_all and len(said) > 1) else None
