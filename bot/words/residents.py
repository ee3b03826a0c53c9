"""What is said to residents, who are no comrades of the bot and owe it nothing: short enough for one or two SMS."""

from collections.abc import Mapping, Sequence

from bot.words.names import fold, tidy

CONSENT_VERSION = "dan-2026-11"
"""Change it with every change of the consent text: what somebody agreed to must be found again."""
VILLAGE_WORDS = (
    "thon", "xom", "ban", "ap", "khom", "khu pho", "khu", "to dan pho", "to", "pho", "lang", "buon", "plei", "soc",
)  # fmt: skip
"""So begins the name of a cell that is a village's or a quarter's; agencies and schools have no residents."""
KEYWORDS = ("dk nhan tin", "dang ky nhan tin", "dang ki nhan tin", "dang ky", "dang ki", "dk")
STOP_KEYWORDS = ("huy dk", "huy dang ky", "huy dang ki", "huy nhan tin", "ngung nhan tin")


def place(name: str) -> str:
    """`Thôn Hồng Sen`, also where the roster wrote `Chi bộ Thôn Hồng Sen`."""
    words = tidy(name).split()
    return " ".join(words[2:]) if fold(" ".join(words[:2])) == "chi bo" and words[2:] else tidy(name)


def is_village(search_key: str) -> bool:
    bare = search_key.removeprefix("chi bo ")
    return any(bare.startswith(f"{word} ") for word in VILLAGE_WORDS)


def village(name: str, above: str) -> str:
    """`Thôn Hồng Sen (Đảng ủy xã Húc Động)`."""
    return f"{place(name)} ({above})" if above else place(name)


# Registering

DOOR = "Người dân: đăng ký nhận tin"
AT_THE_DOOR = "Người dân muốn nhận tin của thôn, mời nhắn: ĐK, rồi tên thôn."
ASK_WHERE = "Ông/bà muốn nhận tin của thôn nào? Mời nhắn tên thôn, tên xã. Ví dụ: Hồng Sen, Húc Động."
NOT_FOUND = (
    "Chưa tìm thấy thôn này. Mời ông/bà nhắn lại tên thôn, tên xã. Ví dụ: ĐK Hồng Sen Húc Động. Hoặc hỏi trưởng thôn."
)
WHICH = "Có mấy nơi tên như vậy. Mời ông/bà chọn:"
TOO_MANY_PLACES = "Có nhiều nơi tên như vậy. Mời ông/bà nhắn thêm tên xã. Ví dụ: ĐK Hồng Sen Húc Động."
AGREE, NOT_NOW = "Đồng ý", "Không"
DECLINED = "Không đăng ký gì. Khi nào muốn, ông/bà nhắn: ĐK, rồi tên thôn."


def consent(where: str, sender: str) -> str:
    """Purpose, data, who keeps it, how long, how to stop; two short messages at most, the two choices with it."""
    return (
        f"Nhận tin của {where}: việc chung của thôn, xã, không quảng cáo. {sender} chỉ giữ số máy (hoặc chat) này và tên "
        "thôn, đến khi ông/bà ngừng. Ngừng lúc nào cũng được: nhắn HUY DK. Ông/bà đồng ý không?"
    )


def registered(where: str) -> str:
    return f"Đã đăng ký: ông/bà nhận tin của {where} ở đây. Muốn ngừng, mời nhắn HUY DK."


MORE, END = "Thêm thôn khác", "Ngừng nhận tin"


def standing(places: Sequence[str]) -> str:
    return f"Ông/bà đang nhận tin của: {'; '.join(places)}."


# Stopping

ALL_PLACES = "Tất cả"
WHICH_STOP = "Ông/bà muốn ngừng nhận tin của nơi nào? Mời chọn."
YES_STOP, NO_STOP = "Đúng, ngừng nhận", "Không, vẫn nhận"
STILL_ON = "Ông/bà vẫn nhận tin như trước."
NOT_REGISTERED = "Máy này chưa đăng ký nhận tin của thôn nào. Muốn đăng ký, mời nhắn: ĐK, rồi tên thôn."
WHICH_MESSAGES = "Đồng chí muốn dừng tin nào? Mời chọn."
MEETINGS, ANNOUNCEMENTS = "Tin mời họp", "Tin cho người dân"


def ask_stop(places: Sequence[str]) -> str:
    return f"Ông/bà muốn ngừng nhận tin của {'; '.join(places)}?"


def stopped(places: Sequence[str]) -> str:
    return f"Đã ngừng gửi tin của {'; '.join(places)}. Muốn nhận lại, mời nhắn: ĐK, rồi tên thôn."


# What leaves


def message(sender: str, text: str, how_to_stop: str) -> str:
    """As it is read: who speaks, what, and how to hear no more of it."""
    ended = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    return " ".join(filter(None, (f"{sender}: {ended}", how_to_stop)))


STOP_BY_WORD = "Ngừng nhận: nhắn HUY DK."
STOP_AT_OFFICE = "Muốn ngừng: báo văn phòng."
STOP_PAGE = "/dang-ky/ngung"


def stop_by_page(url: str | None) -> str:
    """The address is the last of the message, with nothing behind it; without a page the office sees to it."""
    return f"Ngừng nhận: {url.rstrip('/')}{STOP_PAGE}" if url else STOP_AT_OFFICE


def code(number: str, village: str | None) -> str:
    """`village`: which they register for; none where they stop."""
    what = f"đăng ký nhận tin {village}" if village else "ngừng nhận tin"
    return f"Mã {what}: {number}. Mã dùng trong 10 phút. Ai không yêu cầu thì bỏ qua tin này."


HINTS: Mapping[str, str] = {"dk_where": ASK_WHERE}
