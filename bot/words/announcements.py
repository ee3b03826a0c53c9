"""What a cell announces: how it is written in the chat, and what people read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.calling import first_names
from bot.words.costs import dong
from bot.words.labels import cut
from bot.words.menu import by_link as open_link
from bot.words.times import short_when
from bot.words.vi import channel_name

ANNOUNCE, MENU_LINE = "Gửi thông báo", "Thông báo, lấy ý kiến"
EDIT = "Sửa nội dung"
WITH_GROUP, WITHOUT_GROUP = "Gửi cả vào nhóm", "Không gửi vào nhóm"
HOW_FAR, REFRESH, BACK, LIST = "Xem gửi đến đâu", "Xem lại", "Trở lại", "Các thông báo"
RECALL, RECALL_NOW, KEEP = "Thu hồi", "Thu hồi ngay", "Không thu hồi"
AGAIN, AGAIN_NOW, NOT_AGAIN = "Gửi lại cho người chưa nhận", "Gửi lại ngay", "Không gửi"
LEFT = "Đã dừng, chưa gửi thông báo nào."
HINTS: Mapping[str, str] = {
    "announce_text": "Đang chờ nội dung thông báo. Mời đồng chí nhắn nội dung, hoặc “thôi” để dừng.",
    "announce_look": (
        "Thông báo chưa gửi. Mời đồng chí chọn “Gửi”, “Sửa nội dung”, nhắn “hạn 25/12” để đổi hạn, hoặc “thôi”."
    ),
    "announce_sure": "Thông báo chưa gửi. Mời đồng chí chọn nút có số người, hoặc nhắn đúng số người; “thôi” để dừng.",
}

# Why a text is not taken

DAY_IS_PAST = "Hạn đã qua. Mời nhắn một ngày từ hôm nay trở đi"


def length(fewest: int, most: int, count: int) -> str:
    return f"Nội dung cần từ {fewest} đến {most} chữ cái, đang có {count}. Mời ghi lại"


def too_far(days: int) -> str:
    return f"Hạn xa quá. Mời nhắn một ngày trong vòng {days} ngày tới"


# What people read


def message(cell: str, name: str, text: str) -> str:
    return f"{cell} kính báo đồng chí {name}:\n{text}\nTrân trọng."


def in_group(cell: str, text: str) -> str:
    return f"{cell} thông báo:\n{text}\nTrân trọng."


def recalled(cell: str, name: str, text: str, made_at: datetime) -> str:
    return f"{cell} kính báo đồng chí {name}: {_taken_back(text, made_at)}"


def recalled_in_group(cell: str, text: str, made_at: datetime) -> str:
    return f"{cell} thông báo: {_taken_back(text, made_at)}"


def _taken_back(text: str, made_at: datetime) -> str:
    quoted = f" “{cut(_flat(text), 60)}”" if text else ""
    return f"thông báo lúc {short_when(made_at)}{quoted} đã được THU HỒI, không còn giá trị."


def _flat(text: str) -> str:
    return text.replace("\n", " ")


ASK_SECRETARY = "Nội dung có nêu tên nên không gửi qua mạng này. Mời đồng chí hỏi bí thư."


def by_link(cell: str, name: str, link: str | None) -> str:
    """Where its words may not go through a network abroad."""
    return f"{cell} có thông báo gửi đồng chí {name}. {open_link(link) if link else ASK_SECRETARY}"


# Writing one


def ask_text(cell: str, longest: int) -> str:
    return (
        f"{cell} gửi thông báo. Mời đồng chí nhắn nội dung, nhiều nhất {longest} chữ cái. "
        "Không gửi nội dung mật, không nêu tên người vắng hay lý do vắng."
    )


def preview(cell: str, text: str, people: str) -> str:
    return f"Thông báo của {cell}:\n“{text}”\n{people}"


def people_line(people: int, by_channel: Mapping[str, int], unreached: Sequence[str]) -> str:
    """Whom it reaches by what, and the first names of those whom it does not."""
    ways = ", ".join(f"{channel_name(name)} {count}" for name, count in by_channel.items())
    rest = f"chưa nhắn được {len(unreached)}: {first_names(unreached)}" if unreached else ""
    return f"Gửi {people} đồng chí: {'; '.join(filter(None, (ways, rest)))}."


def sms_is_short(shown: int, whole: int) -> str:
    return f"Máy chỉ có SMS đọc được {shown} trong {whole} chữ cái đầu."


def until(at: datetime, until_at: datetime, *, waits: bool) -> str:
    when = f"Tin gửi lúc {short_when(at)}" if waits else "Bấm gửi là gửi ngay"
    return f"{when}. Sau {short_when(until_at)} thì thôi gửi; muốn đổi, mời nhắn như “hạn 25/12”."


def sending(people: int, at: datetime | None, *, to_group: bool) -> str:
    """`at`: only where it waits for the morning."""
    when = f"Thông báo chờ đến {short_when(at)} mới gửi" if at else "Đang gửi thông báo"
    return f"{when} cho {people} đồng chí{' và vào nhóm của chi bộ' if to_group else ''}."


# What became of it


NOT_SHOWN = "(nội dung đã xóa, hoặc có nêu tên nên không hiện ở đây)"


def standing(text: str | None, made_at: datetime, people: int, counts: Mapping[str, int], *, recalled: bool) -> str:
    """Counts only; they add up to the people."""
    quoted = f"“{cut(_flat(text), 120)}”" if text else NOT_SHOWN
    off = " ĐÃ THU HỒI." if recalled else ""
    return f"Thông báo lúc {short_when(made_at)}.{off}\n{quoted}\n{people} đồng chí: {counted(counts)}."


def counted(counts: Mapping[str, int]) -> str:
    """`đã gửi 20, không có kênh 2`; what is 0 is left out."""
    return ", ".join(f"{STATES[name]} {count}" for name, count in counts.items() if count or name == "sent")


STATES: Mapping[str, str] = {
    "sent": "đã gửi",
    "waiting": "đang chờ",
    "no_channel": "không có kênh nhắn",
    "failed": "không gửi được",
    "uncertain": "chưa chắc",
    "cancelled": "đã bỏ",
    "expired": "quá hạn",
}


def money(cost: int) -> str:
    return f" Chi phí {dong(cost)}." if cost else ""


def ask_recall(told: int, waiting: int) -> str:
    return (
        f"Thu hồi thông báo này? {waiting} tin chưa gửi sẽ bỏ. {told} đồng chí đã nhận thì máy báo là thông báo "
        "đã thu hồi; tin đã nhận không lấy lại được."
    )


def has_recalled(dropped: int, told: int) -> str:
    return f"Đã thu hồi. Bỏ {dropped} tin chưa gửi, đang báo lại {told} đồng chí đã nhận."


def ask_again(missed: int, without: int) -> str:
    rest = f" {without} đồng chí không có kênh nhắn, mời đồng chí báo trực tiếp." if without else ""
    return f"{missed} đồng chí chưa nhận được hoặc chưa chắc đã nhận. Gửi lại?{rest}"


def sent_again(count: int) -> str:
    return f"Đang gửi lại cho {count} đồng chí."


NOBODY_MISSED = "Không gửi lại được cho ai: tin đã tới, đang chờ gửi, hoặc đồng chí ấy chưa có kênh nhắn."
NONE_YET = "Không có thông báo nào còn hạn để thu hồi."
WHICH_RECALL = "Đồng chí muốn thu hồi thông báo nào? Mời chọn."
WHICH_TO_READ = "Đồng chí muốn xem thông báo nào? Mời chọn."


def choice(text: str | None, made_at: datetime) -> str:
    return cut(f"TB {short_when(made_at)}{f': {_flat(text)}' if text else ''}")


def overview(cell: str, announcements: int, polls: int) -> str:
    return f"{cell}: {announcements} thông báo gần đây, {polls} lần lấy ý kiến. Mời đồng chí chọn."


NOTHING_ANNOUNCED = "Chi bộ hiện không có thông báo nào."


def read_again(cell: str, text: str, made_at: datetime) -> str:
    return f"{cell} thông báo lúc {short_when(made_at)}:\n{_flat(text)}"


SHEET = "thong-bao.txt"


def read_elsewhere(made_at: datetime) -> str:
    return f"Thông báo lúc {short_when(made_at)} có nêu tên nên không gửi qua mạng này."


# At the command line

NOT_SENT = "Chưa gửi gì. Gửi thật bằng cách thêm --send."


def number_of(row_id: int) -> str:
    return f"Thông báo số {row_id}."
