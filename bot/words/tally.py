"""How a meeting stands, as its secretary sees it."""

from datetime import datetime

from bot.words.times import local, short_when

WHO_IS_SILENT = "Ai chưa trả lời"
NUDGE = "Nhắc các đồng chí ấy"
LEAVES = "Đơn xin vắng"
ROLL = "Điểm danh"
MOVE, CANCEL = "Dời", "Hoãn"


def title(cell: str, starts_at: datetime, place: str) -> str:
    return f"{cell}, họp {short_when(starts_at)}, {place}."


def counts(expected: int, coming: int, away: int, undecided: int, silent: int) -> str:
    unsure = f", chưa chắc {undecided}" if undecided else ""
    return f"Phải dự {expected}: có mặt {coming}, xin vắng {away}{unsure}, chưa trả lời {silent}."


def reached(told: int, unreached: int) -> str:
    rest = f"; chưa nhắn được {unreached}" if unreached else ""
    return f"Đã nhận tin {told}{rest}."


def leaves(count: int) -> str:
    return f"Đơn xin vắng chờ quyết định: {count}."


def leaves_choice(count: int) -> str:
    return f"{LEAVES} ({count})"


CALLED_OFF = "Buổi họp đã hoãn."


def closed(present: int, expected: int) -> str:
    return f"Đã chốt điểm danh: có mặt {present}/{expected}."


def as_of(now: datetime) -> str:
    return f"Cập nhật {local(now):%H:%M ngày %d/%m}."
