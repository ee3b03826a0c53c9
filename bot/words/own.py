"""What a member is told of their own record, their own data and their own channels."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from bot.words.links import WAY_STATES
from bot.words.names import fold
from bot.words.office import percent
from bot.words.phones import national
from bot.words.times import day, day_of, local, short_when, when
from bot.words.vi import ANSWERS, KINDS, channel_name

WHOSE = "Máy này của nhiều đồng chí. Mời chọn."

WHO_STOPS = (
    "Máy này của nhiều đồng chí. Đồng chí nào dừng nhận tin ở máy này? "
    "Việc dự họp và điểm danh không thay đổi; bí thư sẽ báo trực tiếp cho đồng chí ấy."
)
ALL_STOP = "Tất cả"


def one_of(names: Sequence[str], *, or_another: bool = False) -> str:
    """Whoever of those at a phone it was; `or_another`: somebody else there, whose name the reader must not learn."""
    return " hoặc đồng chí ".join(names) + (" hoặc người dùng chung máy" if or_another else "")


# The own record

MARKS = {"present": "có mặt", "excused": "vắng có lý do", "unexcused": "vắng không lý do"}
NO_ROLLS = "- Chưa có buổi nào chốt điểm danh mà đồng chí phải dự."
NO_NEXT = "Chưa có buổi họp sắp tới."


def record_title(name: str, year: int) -> str:
    return f"Kết quả dự sinh hoạt thường kỳ năm {year} của đồng chí {name}:"


YEAR = re.compile(r"20[0-9]{2}")


def year_said(text: str, this: int) -> int:
    """`2025`, "năm ngoái", "năm trước"; else the running year."""
    if found := YEAR.search(text):
        return int(found[0])
    return this - 1 if fold(text).endswith(("ngoai", "truoc")) else this


def year_choice(year: int, this: int) -> str:
    return f"Năm nay ({year})" if year == this else f"Năm trước ({year})"


def held(held_: int, expected: int) -> str:
    return f"- Chi bộ đã họp {held_} buổi, đồng chí phải dự {expected} buổi."


def marks(present: int, excused: int, unexcused: int) -> str:
    return f"- Có mặt {present}, vắng có lý do {excused}, vắng không lý do {unexcused}."


def rate(strict: str | None, present: int, expected: int) -> str:
    return f"- Tỷ lệ dự họp: {percent(strict)} ({present}/{expected})."


LATEST = "Các buổi gần nhất:"


def attended(on: date, kind: str, mark: str) -> str:
    said = "" if kind == "regular" else f" ({KINDS[kind]})"
    return f"- {day(on)}{said}: {MARKS[mark]}."


def next_meeting(starts_at: datetime, answer: str | None) -> str:
    said = ANSWERS[answer] if answer else NO_ANSWER
    return f"Buổi tới: {short_when(starts_at)}, đồng chí {said}."


# The own data

COPY, WISH = "Bản đầy đủ", "Xin sửa hoặc xóa"
COPY_MADE = "Bản đầy đủ dữ liệu máy đang giữ về đồng chí."
STATUSES = {
    "official": "đảng viên chính thức",
    "probationary": "đảng viên dự bị",
    "exempt": "được miễn công tác và sinh hoạt",
    "temporary_out": "sinh hoạt tạm thời ở nơi khác",
    "special_duty": "làm nhiệm vụ đặc biệt",
}
OFFICES = {
    "secretary": "bí thư",
    "deputy_secretary": "phó bí thư",
    "cell_committee": "chi ủy viên",
    "clerk": "thư ký",
    "group_leader": "tổ trưởng tổ đảng",
    "assigned_supervisor": "cấp ủy viên phụ trách",
    "office": "văn phòng cấp ủy",
    "org_dept": "ban tổ chức",
    "inspection": "ủy ban kiểm tra",
    "commune_committee": "đảng ủy",
    "district_committee": "huyện ủy",
    "province": "tỉnh ủy",
    "tech_admin": "quản trị kỹ thuật",
}
NOTHING, NO_ANSWER = "chưa có", "chưa trả lời"
KEPT = "- Thời gian giữ: tin nhắn 90 ngày, việc dự họp 24 tháng, lý do vắng đến 31/3 năm sau."
CONSENTS = {"tapped": "bấm nút", "typed": "nhắn chữ", "paper": "giấy ký"}


def data_title(name: str) -> str:
    return f"Máy đang giữ về đồng chí {name}:"


def person(birth_year: int | None, phone: str | None) -> str:
    return f"- Năm sinh: {birth_year or NOTHING}; số điện thoại: {national(phone) if phone else NOTHING}."


def span(from_on: date | None, until_on: date | None) -> str:
    """` từ 01/03/2026 đến 30/06/2026`; nothing where no day is known."""
    begins = f" từ {day(from_on)}" if from_on else ""
    return begins + (f" đến {day(until_on)}" if until_on else "")


def listed(label: str, things: Sequence[str]) -> str:
    return f"- {label}: {'; '.join(things) or NOTHING}."


CELL, STATUS, OFFICE, WAYS, CONSENT = "Nơi sinh hoạt", "Diện", "Chức vụ", "Máy đã nối", "Đồng ý nhận tin"
STATUS_OFFICE = "Diện và chức vụ"


def way(channel: str, state: str) -> str:
    return f"{channel_name(channel)} ({WAY_STATES[state]})"


def consent(channel: str, kind: str, on: date, version: str) -> str:
    where = "mọi kênh" if channel == "*" else channel_name(channel)
    return f"{where}, {CONSENTS[kind]} ngày {day(on)}, bản {version}"


def taken_back(on: date) -> str:
    return f", rút lại ngày {day(on)}"


def kept_of_meetings(meetings: int, answers: int, reasons: int) -> str:
    return f"- Việc dự họp: {meetings} buổi, {answers} câu trả lời, {reasons} lý do vắng."


# The whole copy, on paper


def copy_title(name: str, now: datetime) -> str:
    return f"Dữ liệu máy đang giữ về đồng chí {name}. Lập: {when(now)}."


def decided(decision: str | None) -> str:
    return f", quyết định số {decision}" if decision else ""


REQUESTS = "Các yêu cầu về dữ liệu của mình"
DIRECTIVES, QUESTIONS = "Văn bản đã nhận", "Các câu đã hỏi về văn bản"
ENDED_WAYS, MEETINGS, ANSWERS_GIVEN = "Máy đã thay hoặc đã ngắt", "Các buổi họp", "Các câu trả lời đã nhắn"


def address(channel: str, external_id: str, linked_at: datetime, ended_at: datetime | None) -> str:
    ended = f" đến {day(day_of(ended_at))}" if ended_at else ""
    return f"{channel_name(channel)}, địa chỉ {external_id}, từ {day(day_of(linked_at))}{ended}"


def manner(arrived_at: datetime | None, *, was_late: bool, was_early: bool) -> str:
    """How somebody was there, behind the mark."""
    came = [f"tự ghi lúc {local(arrived_at):%H:%M}"] if arrived_at else []
    late = ["đến muộn"] if was_late else []
    early = ["về sớm"] if was_early else []
    return "".join(f" ({', '.join(said)})" for said in ([*came, *late, *early],) if said)


def meeting(
    starts_at: datetime, kind: str, answer: str | None, reason: str | None, mark: str | None, how: str = ""
) -> str:
    said = [ANSWERS[answer]] if answer else []
    why = [f"lý do: {reason.lower()}"] if reason else []
    seen = [f"điểm danh: {MARKS[mark]}{how}"] if mark else []
    return f"{day(day_of(starts_at))}, {KINDS[kind]}: {', '.join([*said, *why, *seen]) or NO_ANSWER}"


def receipt(number: str, known_on: date | None, studied_on: date | None) -> str:
    said = f"đã rõ ngày {day(known_on)}" if known_on else "chưa rõ"
    return f"{number}: {said}" + (f", đã học ngày {day(studied_on)}" if studied_on else "")


def asked(number: str, text: str, answer: str | None) -> str:
    return f"{number}: “{text}”" + (f"; trả lời: “{answer}”" if answer else "")


def answer_given(at: datetime, answer: str, channel: str) -> str:
    return f"{when(at)}: {ANSWERS[answer]}, qua {channel_name(channel)}"


COPY_FILE = "du-lieu-{slug}.txt"

# The own channels

WAYS_TITLE = "Các kênh nhận tin của đồng chí {name}. Máy gửi kênh đầu trước; không gửi được mới dùng kênh sau."
THIS_PHONE = " (máy này)"
FIRST, STOP_HERE, ON_HERE = "Gửi kênh này trước", "Dừng kênh này", "Nhận tin ở kênh này"
YES_STOP, NO_STOP = "Đúng, dừng kênh này", "Không dừng"
WAYS_BACK = "Các kênh nhận tin"
NOT_AGREED = "chưa đồng ý"


def way_choice(channel: str, state: str, *, is_here: bool) -> str:
    return f"{channel_name(channel)}{THIS_PHONE * is_here}: {WAY_STATES[state]}"


def way_card(name: str, channel: str, state: str, agreed: Sequence[str], *, is_here: bool) -> str:
    return (
        f"Kênh {channel_name(channel)}{THIS_PHONE * is_here} của đồng chí {name}: {WAY_STATES[state]}.\n"
        f"Đồng ý nhận tin: {'; '.join(agreed) or NOT_AGREED}."
    )


def is_first(channel: str) -> str:
    return f"Từ nay máy gửi {channel_name(channel)} trước."


def ask_stop_way(channel: str) -> str:
    return (
        f"Đồng chí muốn dừng nhận tin ở kênh {channel_name(channel)}? Các kênh khác và việc điểm danh không thay đổi."
    )


def way_stopped(channel: str, others: Sequence[str]) -> str:
    if not others:
        return (
            f"Đã dừng nhận tin ở kênh {channel_name(channel)}. Không còn kênh nào khác; "
            "bí thư sẽ báo họp trực tiếp cho đồng chí."
        )
    return f"Đã dừng nhận tin ở kênh {channel_name(channel)}. Đồng chí vẫn nhận tin ở {named(others)}."


def named(channels: Sequence[str]) -> str:
    return ", ".join(channel_name(channel) for channel in channels)


def has_stopped_one(name: str, channel: str, others: Sequence[str]) -> str:
    """For the secretary."""
    return f"Đồng chí {name} đã dừng nhận tin ở kênh {channel_name(channel)}; vẫn nhận tin ở {named(others)}."


def write_from(channel: str, *, is_dead: bool) -> str:
    where = channel_name(channel)
    first = "mở chặn trên máy ấy rồi " if is_dead else ""
    return f"Để nhận tin lại ở {where}, mời đồng chí {first}nhắn cho máy một tin bất kỳ từ {where}."


# Not agreeing

DECLINED = (
    "Đồng chí chưa đồng ý nên máy không gửi tin nào; bí thư sẽ báo họp trực tiếp. "
    "Khi muốn nhận tin, mời đồng chí nhắn: đồng ý."
)
