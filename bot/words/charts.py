"""What stands in charts, and what is said of them to whoever cannot see them."""

from collections.abc import Mapping, Sequence

from bot.words.amounts import amount
from bot.words.committee import place
from bot.words.office import percent
from bot.words.report_words import HAS_NOT_MET, NOTHING, below
from bot.words.report_words import line as line_to_reach
from bot.words.vi import KINDS, channel_name

TWELVE = "12 tháng"


def month_year(month: str) -> str:
    """`2026-12` -> `12/2026`."""
    return f"{month[5:]}/{month[:4]}"


def month_head(month: str) -> str:
    return str(int(month[5:]))


def page(number: int, count: int) -> str:
    return f" (trang {number}/{count})" if count > 1 else ""


def numbered(number: int, name: str) -> str:
    return f"{number}. {place(name)}"


def kind(name: str) -> str:
    return f"{KINDS[name][:1].upper()}{KINDS[name][1:]}"


def whole(present: int, expected: int) -> str:
    """As little room as a cell has: the whole percent that is reached, never rounded up to one that is not."""
    return str(100 * present // expected)


def of(present: int, expected: int, strict: str | None) -> str:
    return f"{percent(strict)} ({amount(present)}/{amount(expected)})" if strict is not None else NOTHING


# Twelve months of a unit


def trend_title(unit: str, last: str) -> str:
    return f"{unit}: tỷ lệ dự sinh hoạt, {TWELVE} đến {month_year(last)}"


def trend_notes(kind_name: str, operator: str, line: int, *, has_last_year: bool) -> tuple[str, str]:
    before = " Nét nhạt, đứt: cùng tháng năm trước." if has_last_year else ""
    return (
        f"{kind(kind_name)}.",
        f"Nét đậm: năm nay.{before} Gạch ngang: {line_to_reach(operator, line)}. Dấu ×: chưa họp.",
    )


def trend_said(unit: str, last: str, months: Sequence[tuple[str, str | None, bool]], line: str) -> str:
    """Months with their rate, and whether they were not met."""
    said = [f"{month_year(month)}: {HAS_NOT_MET if missed else percent(rate)}" for month, rate, missed in months]
    return f"{trend_title(unit, last)}. {'; '.join(said)}. Cần đạt {line}."


# Units by months


def heat_title(unit: str, last: str, number: int, count: int) -> str:
    return f"{unit}: {TWELVE} đến {month_year(last)}{page(number, count)}"


def heat_notes(kind_name: str) -> tuple[str, str]:
    return (
        f"{kind(kind_name)}. Số trong ô là phần trăm có mặt, bỏ phần lẻ.",
        "Ô có dấu ×: chưa họp. Ô trống: tháng ấy không phải họp.",
    )


def heat_keys(operator: str, line: int, steps: Sequence[int]) -> tuple[str, ...]:
    """Of the shades, the palest first."""
    lower = (f"thấp hơn từ {step} điểm" for step in steps)
    return (f"đạt {line_to_reach(operator, line)}", below(operator, line), *lower, HAS_NOT_MET)


def heat_said(unit: str, last: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """Of each unit how many months were below the line and how many not met; the table beside it says the rest."""
    said = "; ".join(f"{name}: dưới mức {low} tháng, chưa họp {missed} tháng" for name, low, missed in rows)
    return f"Bảng màu {unit}, {TWELVE} đến {month_year(last)}. {said}."


SMALL_HIDDEN = "Chi bộ ít đảng viên không nêu số: để trống."

# Units beside each other


def children_title(unit: str, period: str, number: int, count: int) -> str:
    return f"{unit}: tỷ lệ từng đơn vị, {period}{page(number, count)}"


def children_notes(kind_name: str, operator: str, line: int) -> tuple[str, ...]:
    low = below(operator, line)
    return (f"{kind(kind_name)}. Vạch đứng: {line_to_reach(operator, line)}. Cột đậm, chữ đậm: {low}.",)


def rate_label(present: int, expected: int, strict: str | None, *, has_not_met: bool) -> str:
    return HAS_NOT_MET if strict is None and has_not_met else of(present, expected, strict)


def said(title: str, bars: Sequence[tuple[str, str]]) -> str:
    return f"{title}. {'; '.join(f'{name}: {label}' for name, label in bars)}."


# A document


def completion_title(number: str, unit: str, page_number: int, count: int) -> str:
    return f"Văn bản {number}: {unit}{page(page_number, count)}"


def completion_note(*, must_study: bool) -> str:
    done = "đã học" if must_study else "đã rõ"
    return f"Số đảng viên {done} trên tổng số. Cột đậm, chữ đậm: quá hạn chưa xong."


LATE = ", quá hạn"

# A number against its plan


def figure_note(*, is_rated: bool) -> str:
    return "Vạch đứng: 100 % kế hoạch." if is_rated else "Đơn vị chưa báo không có cột."


# By network


def reach_title(unit: str, number: int, count: int) -> str:
    return f"{unit}: nhận tin bằng đường nào{page(number, count)}"


REACH_NOTE = "Tính đủ mọi đảng viên, kể cả đồng chí chưa có đường nào để nhận tin."
UNREACHED = "chưa có đường nhận tin"


def networks(channels: Sequence[str]) -> tuple[str, ...]:
    return (*map(channel_name, channels), UNREACHED)


def reach_label(people: int, unreached: int) -> str:
    return f"{people} đồng chí" + (f", {unreached} chưa có" if unreached else "")


def reach_said(title: str, rows: Sequence[tuple[str, Mapping[str, int], int]]) -> str:
    said_of = [
        f"{name}: " + ", ".join([*(f"{channel_name(one)} {count}" for one, count in by.items()), f"{UNREACHED} {none}"])
        for name, by, none in rows
    ]
    return f"{title}. {'; '.join(said_of)}."
