"""Who has linked a phone, and the codes to link one."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from bot.words import labels
from bot.words.papers import untitled
from bot.words.times import day, day_of, local
from bot.words.vi import cell, channel_name

# Who is linked how

LIST, BACK, HAND_OUT = "Ai đã nối máy", "Danh sách", "Phát mã nối máy"
NOT_LINKED = "chưa nối máy"
WAY_STATES = {
    "open": "nhận được tin",
    "unagreed": "chờ đồng ý",
    "dead": "máy không nhận được (đã chặn)",
    "stopped": "đã dừng nhận tin",
}

LIST_STATES = WAY_STATES | {"dead": "không nhận được"}


def list_title(unit: str, page: int, count: int) -> str:
    pages = f" (trang {page + 1}/{count})" if count > 1 else ""
    return f"{cell(unit)}: ai đã nối máy{pages}."


def counts(total: int, open_: int, unagreed: int, dead: int, stopped: int, unlinked: int) -> str:
    """`Đã nối 18/22; chưa nối 3; dừng 1.`"""
    rest = (("chưa nối", unlinked), ("chờ đồng ý", unagreed), ("không nhận được", dead), ("dừng", stopped))
    parts = [f"{label} {count}" for label, count in rest if count]
    return f"{'; '.join([f'Đã nối {open_}/{total}', *parts])}."


def person(number: int, name: str, how: str) -> str:
    """The number is that of the person on the list, on every page."""
    room = labels.LONGEST - len(numbered(number, ""))
    return numbered(number, labels.named(name, labels.cut(f": {how}", SHOWN_OF_STATE), room))


SHOWN_OF_STATE = 24
"""So much of how somebody is linked leaves room for the number and the name."""


def numbered(number: int, label: str) -> str:
    return labels.cut(f"{number}) {label}")


def how_linked(channels: Sequence[str], state: str | None) -> str:
    """The channels on which messages arrive, else what keeps them from arriving."""
    if channels:
        return ", ".join(channel_name(channel) for channel in channels)
    return LIST_STATES[state] if state else NOT_LINKED


def card_title(name: str, birth_year: int | None, unit: str) -> str:
    born = f", sinh năm {birth_year}" if birth_year else ""
    return f"Đồng chí {name}{born}, {cell(unit)}."


def way_line(channel: str, state: str, linked_at: datetime) -> str:
    return f"- {channel_name(channel)}: {WAY_STATES[state]}; nối ngày {day(day_of(linked_at))}."


PAPER = "giấy ký, mọi kênh"
CARD_UNLINKED = "- Chưa nối máy nào."
NEW_CODE, ENTER_PAPER, CUT = "Mã mới", "Ghi giấy đồng ý", "Ngắt máy cũ"
YES_CUT, NO_CUT = "Đúng, ngắt máy này", "Không ngắt"
WHICH_CUT = "Đồng chí ngắt máy nào? Mời chọn."
ENDED_HERE = (
    "Máy này đã được thay hoặc đã ngắt nên chưa nối lại bằng số điện thoại được. Mời đồng chí xin bí thư mã mới."
)


def agreed_to(channels: Sequence[str]) -> str:
    """What was agreed to, and not taken back."""
    if not channels:
        return "- Chưa đồng ý nhận tin."
    return f"- Đã đồng ý nhận tin: {', '.join(PAPER if one == '*' else channel_name(one) for one in channels)}."


def ask_cut(name: str, channel: str, sharing: Sequence[str]) -> str:
    too = f"\nDùng chung máy này, vẫn còn nối: {', '.join(sharing)}." if sharing else ""
    return (
        f"Ngắt máy cũ của đồng chí {name} ở {channel_name(channel)} (mất máy, đổi máy)? "
        "Máy ấy không nhận tin và không trả lời thay đồng chí ấy được nữa. "
        f"Muốn nối lại phải có mã mới.{too}"
    )


def is_cut(name: str, channel: str) -> str:
    return f"Đã ngắt máy của đồng chí {name} ở {channel_name(channel)}. Mời đồng chí phát mã để nối máy mới."


def is_cut_for_office(name: str, channel: str) -> str:
    """They get their code from somebody else, and hear of it from nobody but who cut them off."""
    return (
        f"Đã ngắt máy của đồng chí {name} ở {channel_name(channel)}. Đồng chí {name} cần mã mới từ văn phòng cấp ủy. "
        "Mời đồng chí báo để đồng chí ấy liên hệ văn phòng."
    )


# Codes

CODES_SHEET, CODES_HERE, CODE_FOR_ONE = "Tờ in mã", "Xem mã ngay ở đây", "Mã cho một đồng chí"
YES_CODES, NO_CODES = "Lập mã mới", "Thôi"
NOBODY_LEFT = "Đã hết danh sách các đồng chí chưa nối máy."
WHICH_PERSON = "Có nhiều đồng chí như vậy. Mời chọn."
ASKING = re.compile(r"^\s*(?:phát\s+|phat\s+)?(?:mã|ma)\s+(?:cho|của|cua)\s+", re.IGNORECASE)
SHEET_NAME = "Mã nối máy"


def name_behind(text: str) -> str | None:
    """The name in `mã cho đồng chí Nguyễn Văn An`; None in `mà cho tôi hỏi`."""
    plain = unicodedata.normalize("NFC", text)
    return untitled(ASKING.sub("", plain)) if ASKING.match(plain) else None


def person_in(name: str, unit: str) -> str:
    return labels.named(name, f", {labels.cut(cell(unit), labels.LONGEST // 2 + 2)}")


def next_few(count: int) -> str:
    return f"{count} đồng chí tiếp theo"


def codes_title(unit: str, total: int, unlinked: int) -> str:
    """What there is to hand out."""
    left = f"{unlinked} đồng chí chưa nối máy" if unlinked else "mọi đồng chí đã nối máy"
    return (
        f"{cell(unit)}: {total} đồng chí, {left}. Mỗi đồng chí một mã, dùng một lần trong 14 ngày. "
        "Để lấy mã cho một đồng chí, có thể nhắn: mã cho Nguyễn Văn An."
    )


def sheet_of(count: int, *, everybody: bool) -> str:
    who = "cả chi bộ" if everybody else "các đồng chí chưa nối"
    return f"{CODES_SHEET}: {who} ({count})"


def ask_codes(count: int) -> str:
    return (
        f"Lập mã mới cho {count} đồng chí? Mã đã phát trước đây mà chưa dùng của các đồng chí ấy sẽ hết hiệu lực; "
        "máy đã nối vẫn dùng như cũ."
    )


def sheet_made(count: int) -> str:
    return f"Tờ in mã của {count} đồng chí. Mời in, cắt và đưa tận tay từng đồng chí. Mã dùng được trong 14 ngày."


def sheet_file(slug: str) -> str:
    return f"ma-noi-may-{slug}.docx"


def sheet_title(unit: str) -> str:
    return f"{SHEET_NAME}, {cell(unit)}"


def typed(code: str) -> str:
    """A code in two halves, as people read it out."""
    return f"{code[:5]} {code[5:]}"


CODE_PAGE = "/k/"
"""Where our site shows a code, and the ways to us."""


def code_page(token: str) -> str:
    return f"{CODE_PAGE}{token}"


Place = tuple[str, str | None, str | None]
"""A way to us: the network, our name there, what opens it."""


def codes_page(codes: Sequence[tuple[str, str]], until: datetime, places: Sequence[Place]) -> str:
    lines = [f"- {name}: {typed(code)}" for name, code in codes]
    return "\n".join([f"Mã mới, mỗi mã dùng một lần, {_until(until)}:", *lines, _how(places)])


def one_code(name: str, code: str, until: datetime, places: Sequence[Place]) -> str:
    return (
        f"Mã của đồng chí {name}: {typed(code)}\n"
        f"Dùng một lần, {_until(until)}. Mã cũ chưa dùng không còn hiệu lực; máy đang nối vẫn dùng đến khi nối máy mới.\n"
        f"{_how(places)}"
    )


def _until(until: datetime) -> str:
    return f"đến {local(until):%Hh%M ngày %d/%m}"


def _how(places: Sequence[Place]) -> str:
    where = f" ({' hoặc '.join(place(*one) for one in places)})" if places else ""
    return f"Mời đưa tận tay: đồng chí ấy nhắn mã này cho máy{where} là nối xong."


def place(channel: str, name: str | None, link: str | None) -> str:
    """`Zalo: “Chi bộ số”, https://zalo.me/388613280`, `Telegram: @suoitrong_bot`."""
    if channel == "telegram":
        return f"{channel_name(channel)}: @{name}"
    found = [f"“{name}”"] if name and name != link else []
    return f"{channel_name(channel)}: {', '.join([*found, *([link] if link else [])])}"
