"""What a committee reads of a number: the sum, each unit right below, who has not answered."""

from collections.abc import Sequence
from datetime import date

from bot.words.amounts import amount
from bot.words.indicator_figures import figure, ratio
from bot.words.indicators import NO_INDICATORS, in_period, title
from bot.words.labels import cut
from bot.words.office import percent
from bot.words.times import day


def heading(number: int, name: str, counted: str, label: str, due_on: date, *, is_over: bool) -> str:
    what = title(number, name, counted)
    ended = " Đã dừng." if is_over else ""
    return f"{what[:1].upper()}{what[1:]}{in_period(label)}. Hạn {day(due_on)}.{ended}"


def page_number(number: int, of: int) -> str:
    return f" (trang {number}/{of})" if of > 1 else ""


def in_short(
    parts: Sequence[int], kind: str, classes: Sequence[str], of: tuple[int, int] | None, rate: str | None
) -> str:
    """`92/120 = 76,67 %`, of an earlier round."""
    return ratio(*of, rate) if of else figure(parts, kind, classes)


def in_label(parts: Sequence[int], kind: str, of: tuple[int, int] | None) -> str:
    """On a button: as short as it can be."""
    if kind == "classes":
        return ", ".join(map(amount, parts))
    return f"{amount(of[0])}/{amount(of[1])}" if of else amount(parts[0])


def answered(unit: str, done: int, of: int, page: str) -> str:
    return f"{unit}: {amount(done)}/{amount(of)} đơn vị đã báo.{page}"


def total(
    parts: Sequence[int] | None, kind: str, classes: Sequence[str], against: tuple[int, int] | None, rate: str | None
) -> str:
    """`Cộng: 92. Đạt 92/120 = 76,67 % kế hoạch.`"""
    if parts is None:
        return "Chưa đơn vị nào báo."
    if kind == "of":
        return f"Cộng: {ratio(parts[0], parts[1], rate)}."
    if kind == "classes":
        return f"Cộng {amount(sum(parts))}: {shares(parts, classes)}."
    plan = f" Đạt {ratio(*against, rate)} kế hoạch." if against else ""
    return f"Cộng: {amount(parts[0])}.{plan}"


def shares(parts: Sequence[int], classes: Sequence[str]) -> str:
    """`tốt 134 (34,45 %), không 6 (1,54 %)`."""
    every = zip(classes, parts, percents(parts), strict=True)
    return ", ".join(f"{name} {amount(part)} ({percent(rate)})" for name, part, rate in every)


def percents(parts: Sequence[int]) -> list[str | None]:
    """The share of each in their sum: two places, half up."""
    whole = sum(parts)
    if whole == 0:
        return [None] * len(parts)
    shares = [(part * 20_000 + whole) // (2 * whole) for part in parts]
    return [f"{one // 100}.{one % 100:02}" for one in shares]


def plan_line(kind: str, all_planned: int | None, against: tuple[int, int] | None) -> str:
    """What was planned of all; of who has answered so far it stands in the percent."""
    if all_planned is None or (kind == "number" and against and against[1] == all_planned):
        return ""
    return f"Kế hoạch của tất cả: {amount(all_planned)}."


def child(name: str, said: str | None, rate: str | None, done: int, of: int) -> str:
    """`Húc Động: 12/12 = 100,00 %`; `Đồng Tâm: 2/3 đã báo`."""
    behind = [] if said is None else [f"{said}{f' ({percent(rate)})' if rate else ''}"]
    if done < of:
        behind.append(f"{amount(done)}/{amount(of)} đã báo" if of > 1 else "chưa báo")
    return f"{cut(name, max(14, 40 - len(', '.join(behind)) - 2))}: {', '.join(behind)}"


def line_of(number: int, name: str, done: int, of: int) -> str:
    """On a button: `3. Kết nạp đảng viên mới, 10/12`."""
    behind = f", {amount(done)}/{amount(of)}" if of else ""
    return f"CT {number}: {cut(name, 30 - len(behind))}{behind}"


def own_line(number: int, name: str, *, is_done: bool) -> str:
    return f"CT {number}: {cut(name, 22)}, {'đã báo' if is_done else 'chưa báo'}"


def list_title(unit: str, count_of: int) -> str:
    return (
        f"{unit}: {amount(count_of)} chỉ tiêu. Mời đồng chí chọn, hoặc nhắn “chỉ tiêu” và số."
        if count_of
        else f"{unit}: {NO_INDICATORS.lower()}"
    )


def missing_choice(number: int) -> str:
    return f"Chưa báo ({amount(number)})"


def missing_title(number: int, of: int) -> str:
    return f"Chưa báo {amount(number)}/{amount(of)} đơn vị:"


def missing_line(name: str, under: str) -> str:
    return f"- {name}{f' ({under})' if under else ''}"


def nudge_choice(number: int) -> str:
    return f"Nhắc {amount(number)} đơn vị chưa báo"


def ask_nudge(number: int) -> str:
    return f"Nhắc lại {amount(number)} đơn vị chưa báo?"


def sure_nudge(number: int, limit: int) -> str:
    return f"Việc này nhắc {amount(number)} đơn vị, nhiều hơn {amount(limit)}. Nếu đúng, mời đồng chí chọn nút có số {amount(number)}, hoặc nhắn: {amount(number)}."


def nudged(number: int, unreached: int) -> str:
    rest = f" {amount(unreached)} đơn vị không nhắn được, mời đồng chí gọi điện." if unreached else ""
    return f"Đang nhắc {amount(number)} đơn vị chưa báo.{rest}"


def ask_end(number: int, name: str) -> str:
    return f"Dừng chỉ tiêu {number}, {name}? Từ nay không hỏi và không nhắc nữa; số đã báo vẫn giữ."


def ended(number: int) -> str:
    return f"Đã dừng chỉ tiêu {number}. Số đã báo vẫn giữ."
