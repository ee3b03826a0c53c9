"""What whoever is sent to a meeting is told, and what others are told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.words.labels import cut
from bot.words.times import short_when
from bot.words.visits import ANSWERS, upper

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is said to somebody of a meeting to which they are sent."""

    name: str
    visitor: str
    """`Tổ công tác số 1`, or the person."""
    sender: str
    lines: str
    is_reminder: bool
    is_moved: bool
    """They were told of another time."""
    is_unannounced: bool
    note: str | None
    clash: tuple[str, datetime] | None
    """Another cell to which they are sent at the same hour."""


def letter(said: Letter) -> str:
    lines = [f"{_begins(said)} {said.sender} cử {said.visitor} dự buổi họp sau.", said.lines]
    lines += ["Dự đột xuất, chi bộ không được báo trước."] if said.is_unannounced else []
    lines += [f"Lưu ý: {said.note}."] if said.note else []
    lines += [f"TRÙNG GIỜ: đồng chí còn được cử dự {said.clash[0]}, {short_when(said.clash[1])}."] if said.clash else []
    return "\n".join(lines)


def _begins(said: Letter) -> str:
    if said.is_moved:
        return f"Buổi họp đã THAY ĐỔI thời gian hoặc địa điểm. Kính báo đồng chí {said.name}:"
    return f"{'Nhắc' if said.is_reminder else 'Kính gửi'} đồng chí {said.name}:"


def how(answer: str | None) -> str:
    """What is asked at the end, by buttons or their numbers."""
    return "Đồng chí dự được không? Mời chọn." if answer is None else f"Đã ghi: {ANSWERS[answer]}."


def not_sent(cell: str, starts_at: datetime) -> str:
    return f"Kính báo đồng chí: {cell}, họp {short_when(starts_at)}: đồng chí không phải dự nữa."


def moved_away(name: str, lines: str) -> str:
    """The day that they know of is another; the lines say the new one."""
    return f"Kính báo đồng chí {name}: buổi họp đã ĐỔI NGÀY, đồng chí không phải dự nữa. Ngày họp mới:\n{lines}"


def called_off(name: str, lines: str) -> str:
    return f"Kính báo đồng chí {name}: không phải dự buổi họp sau nữa (đã hoãn hoặc đã thôi phân công).\n{lines}"


def how_was_it(cell: str, starts_at: datetime) -> str:
    return f"{cell}, họp {short_when(starts_at)}: đồng chí (tổ công tác) có dự không? Mời chọn để ghi nhận xét."


def how_was_it_one_way(cell: str, starts_at: datetime, sender: str) -> str:
    return f"{cell}, họp {short_when(starts_at)}: mời đồng chí (tổ công tác) báo kết quả dự họp về {sender}."


# What others are told


def announced(visitor: str, sender: str, starts_at: datetime, note: str | None) -> str:
    more = f" Lưu ý: {note}." if note else ""
    return f"{sender} cử {visitor} dự buổi họp {short_when(starts_at)} của chi bộ.{more}"


def withdrawn(visitor: str, starts_at: datetime) -> str:
    return f"{upper(visitor)} không dự buổi họp {short_when(starts_at)} của chi bộ nữa."


def nobody_goes(visitor: str, cell: str, starts_at: datetime) -> str:
    return f"{upper(visitor)} báo không dự được buổi họp {short_when(starts_at)} của {cell}."


def cells_closed(cells: Sequence[str]) -> str:
    return f"{_some(cells)} đã kết thúc hoạt động: máy đã bỏ phân công dự họp ở đó và báo người được cử."


def offices_ended(names: Sequence[str]) -> str:
    return f"Đồng chí {_some(names)} đã thôi chức vụ, nên không dự họp theo phân công nữa. Cần phân công lại."


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")


def released(visitor: str, starts_at: datetime) -> str:
    return f"{upper(visitor)} gửi chi bộ nhận xét về buổi họp {short_when(starts_at)}."


def difficulty_came(cell: str) -> str:
    return f"Có khó khăn của {cell} do người dự họp gửi lên, chờ cấp ủy tiếp nhận."


def difficulty_received(unit: str, cell: str) -> str:
    return f"{unit} đã tiếp nhận khó khăn của {cell} mà đồng chí gửi lên."


def difficulty_answered(unit: str, cell: str, text: str, said: str) -> str:
    return f"{unit} có ý kiến về khó khăn của {cell}.\nKhó khăn: {cut(text, 300)}\nÝ kiến: {said}"
