"""The whole copy of the own data: what somebody is to do and was, what stands about them, where they came in."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.words.data_requests import FIELDS, value_said
from bot.words.guests import KINDS as GUESTS_AS
from bot.words.member_changes import STATES as CHANGE_STATES
from bot.words.own import span
from bot.words.times import clock_and_day, day, day_of
from bot.words.vi import KINDS
from bot.words.visit_days import span_label
from bot.words.warnings import ENDS

CHANGES = "Các thay đổi về sinh hoạt đảng đã đề nghị hoặc đã ghi"
TASKS, LED, BESIDE = "Các việc được giao", "Các buổi chủ trì, ghi biên bản", "Các buổi dự ngoài danh sách phải dự"
GROUPS, ASSIGNED = "Tổ công tác", "Được phân công riêng dự họp ở chi bộ khác"
FLAGS, LOGINS, TOKENS = "Các điều máy đã lưu ý", "Các nơi đã mở trang tổng hợp", "Mã cho phần mềm"
CHAIR, CLERK = "chủ trì", "ghi biên bản"
LEADER, MEMBER = "tổ trưởng", "tổ viên"
NO_OWN_REPORTS = ", đã dừng báo cáo tự gửi"
WENT_OFF = ", đã thôi"


def wished(field: str, value: object) -> str:
    """Of a correction that waits, behind the request."""
    return f"; {FIELDS[field]}: {value_said(field, value)}"


# What somebody is to do and was


def change(said: str, state: str, on: date) -> str:
    return f"{said.removesuffix('.')} ({CHANGE_STATES[state]}, ghi ngày {day(on)})"


SPLIT_STATES = {"planned": "đã quyết định", "done": "đã xong", "cancelled": "đã bỏ"}


def split(of: str, into: str, on: date, state: str) -> str:
    """Somebody goes with a part of their cell."""
    return f"Từ {of} sang {into} khi chi bộ được tách, từ ngày {day(on)} ({SPLIT_STATES[state]})"


def task(text: str, given_on: date, due_on: date | None, done_at: datetime | None) -> str:
    until = f", hạn {day(due_on)}" if due_on else ""
    said = f"đã xong ngày {day(day_of(done_at))}" if done_at else "chưa xong"
    return f"{text} (buổi họp ngày {day(given_on)}{until}): {said}"


def at_meeting(starts_at: datetime, kind: str, said: str) -> str:
    return f"{day(day_of(starts_at))}, {KINDS[kind]}: {said}"


def beside(kind: str, written: tuple[str | None, ...], came: bool | None) -> str:
    """`written`: name, title and place, as far as they were written down."""
    there = {None: "", True: "có đến", False: "không đến"}[came]
    return ", ".join(filter(None, (GUESTS_AS[kind], *written, there)))


def in_group(name: str, of: str, from_on: date, until_on: date | None, *, is_leader: bool) -> str:
    return f"{name}, {of}: {LEADER if is_leader else MEMBER}{span(from_on, until_on)}"


def assigned(cell: str, days: tuple[date, date], note: str | None, *, is_announced: bool, is_over: bool) -> str:
    secret = "" if is_announced else ", đột xuất"
    return f"{cell}, {span_label(*days)}{secret}{WENT_OFF * is_over}{f'; lưu ý: {note}' if note else ''}"


# What stands about them: as it is counted, and nothing of what might follow

FLAGGED: Mapping[str, str] = {
    "excused_running": "vắng có lý do nhiều buổi liền, từ {period}",
    "personal_excuses": "nhiều lần xin vắng vì việc riêng, {period}",
    "unexcused_note": "có tháng vắng không lý do, {period} (mức lưu ý)",
    "unexcused_warning": "có tháng vắng không lý do, {period} (mức cảnh báo)",
    "unexcused_consider": "có tháng vắng không lý do, {period} (mức xem xét)",
    **{name: f"sắp {said}, {{period}}" for name, said in ENDS.items()},
}
TOLD: Mapping[str, str] = {
    "secretary": "đã báo bí thư, phó bí thư",
    "supervisor": "đã báo người theo dõi chi bộ",
    "nobody": "không báo ai",
}


def flag(cell: str, name: str, period: str, stage: str, at: datetime) -> str:
    """A name that this release does not know stands as it is kept."""
    said = FLAGGED.get(name, f"{name}, {{period}}").format(period=_period(period))
    return f"{cell}: {said}; {TOLD[stage]} ngày {day(day_of(at))}"


def _period(said: str) -> str:
    """Of `2026` or a day."""
    return f"ngày {day(date.fromisoformat(said))}" if said.count("-") == 2 else f"năm {said}"


# Where they came in

WAYS_IN: Mapping[str, str] = {"link": "bằng đường dẫn", "telegram": "trong Telegram"}


def login(device: str, way: str, made_at: datetime, seen_at: datetime, ended_at: datetime | None) -> str:
    ended = f", kết thúc {clock_and_day(ended_at)}" if ended_at else ""
    how = WAYS_IN.get(way, way)
    return f"{device}, {how}: mở lúc {clock_and_day(made_at)}, dùng gần nhất {clock_and_day(seen_at)}{ended}"


def token(said: str, made_at: datetime, revoked_at: datetime | None) -> str:
    gone = f"; thu hồi ngày {day(day_of(revoked_at))}" if revoked_at else ""
    return f"{said}; cấp ngày {day(day_of(made_at))}{gone}"


# What is only counted

COUNTED: Mapping[str, str] = {
    "messages": "tin nhắn gửi đồng chí",
    "codes": "mã nối máy",
    "links": "đường dẫn riêng",
    "boards": "bảng tình hình buổi họp",
    "marks": "lần ghi điểm danh",
    "deeds": "dòng nhật ký về đồng chí",
    "acts": "dòng nhật ký việc đồng chí đã làm",
}


def rest(counts: Mapping[str, int]) -> str:
    return f"- Sổ ghi: {', '.join(f'{counts[one]} {said}' for one, said in COUNTED.items())}."
