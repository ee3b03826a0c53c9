"""What is said to whoever answers for a unit: what is asked, what was understood, what is strange, what was taken."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.words.amounts import amount
from bot.words.indicator_figures import class_numbers, figure, ratio
from bot.words.indicators import in_period
from bot.words.times import day, short_when


def ask_figure(what: str, label: str, at: str, kind: str, classes: Sequence[str]) -> str:
    wanted = {"number": "một số, ví dụ: 92", "of": "hai số, ví dụ: 98/104"}.get(kind)
    wanted = (
        wanted or f"{class_numbers(classes).removeprefix('cần ')}; hoặc nhắn từng loại một, bắt đầu từ “{classes[0]}”"
    )
    return f"{at} báo {what}{in_period(label)}. Mời đồng chí nhắn {wanted}."


def own_said(said: str) -> str:
    return f"Đã báo: {said}."


def next_class(so_far: str, name: str) -> str:
    return f"Đã ghi: {so_far}. Mời đồng chí nhắn số của loại “{name}”."


def understood(what: str, label: str, at: str, said: str, doubts: Sequence[str]) -> str:
    """What was made of the words, before anything is written."""
    look = f"\nXin đồng chí xem lại: {' '.join(doubts)}" if doubts else ""
    return f"{at} báo {what}{in_period(label)}: {said}.{look}\nĐúng như vậy không?"


def shown(parts: Sequence[int], kind: str, classes: Sequence[str], planned: int | None, rate: str | None) -> str:
    """`92 (92/120 = 76,67 % kế hoạch)`; `98/104 = 94,23 %`; `tốt 134, không 6, cộng 140`."""
    said = figure(parts, kind, classes)
    if kind == "classes":
        return f"{said}, cộng {amount(sum(parts))}"
    if kind == "of":
        plan = f" (kế hoạch {amount(planned)})" if planned is not None else ""
        return f"{ratio(parts[0], parts[1], rate)}{plan}"
    return said if planned is None else f"{said} ({ratio(parts[0], planned, rate)} kế hoạch)"


DOUBTS: Mapping[str, str] = {
    "fell": "số lũy kế {said} ít hơn lần trước ({against}).",
    "much_more": "số {said} nhiều hơn ba lần số lần trước ({against}).",
    "over_plan": "số {said} nhiều hơn kế hoạch ({against}).",
    "over_whole": "số {said} nhiều hơn tổng số ({against}).",
    "off_plan": "các loại cộng lại là {said}, trong khi phải xếp loại {against}.",
}


def doubt(why: str, said: int, against: int) -> str:
    return DOUBTS[why].format(said=amount(said), against=amount(against))


def other_plan(said: int, planned: int) -> str:
    return f"kế hoạch là {amount(planned)}, đồng chí ghi {amount(said)}; mời chỉ nhắn số đạt được"


def taken(number: int, what: str, label: str, at: str, said: str, *, is_late: bool, is_corrected: bool) -> str:
    deed = "Đã sửa" if is_corrected else "Đã nhận"
    late = " (báo sau hạn)" if is_late else ""
    return f"{deed}: {at}, {what}{in_period(label)}: {said}{late}. Muốn sửa, mời đồng chí nhắn lại: “chỉ tiêu {number}: …”."


WHICH_REPORT = "Đồng chí báo số cho đơn vị nào, kỳ nào? Mời chọn."


# One unit's own page


def own_page(what: str, label: str, at: str, due_on: date, said: str | None, state: str) -> str:
    answer = f"đã báo {said}{state}" if said else "chưa báo"
    return f"{at}, {what}{in_period(label)}, hạn {day(due_on)}: {answer}."


def state(at: datetime, *, is_late: bool, is_corrected: bool) -> str:
    """` lúc 08h00 ngày 30/11, báo muộn, đã sửa`."""
    marks = [f"lúc {short_when(at)}", *(["báo muộn"] if is_late else []), *(["đã sửa"] if is_corrected else [])]
    return f" {', '.join(marks)}"


def remark(text: str) -> str:
    return f"Ghi chú: {text}"


def planned(number: int) -> str:
    return f"Kế hoạch: {amount(number)}."


def compared(last: str | None, last_year: str | None) -> str:
    """Nothing where there was nothing before."""
    said = [f"Kỳ trước: {last}." if last else "", f"Cùng kỳ năm trước: {last_year}." if last_year else ""]
    return " ".join(filter(None, said))
