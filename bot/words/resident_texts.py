"""What a committee reads while it texts residents: what leaves, what it costs, whom it reached."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.costs import dong
from bot.words.residents import place
from bot.words.times import short_when
from bot.words.vi import CHANNELS

TEXT_RESIDENTS, RESIDENTS = "Nhắn người dân", "Tin cho người dân"
EDIT = "Sửa nội dung"
LEFT = "Đã dừng, chưa gửi gì cho người dân."
HOW_FAR, REFRESH, CALL_BACK, UNREACHED = "Xem gửi đến đâu", "Xem lại", "Bỏ phần chưa gửi", "Các số chưa nhận"
BY_VILLAGE, BACK = "Số đăng ký từng thôn", "Trở lại"
NOT_ABROAD = "Số điện thoại không gửi qua mạng này. Mời đồng chí xem bằng lệnh: chibot residents."
NOBODY_MISSED = "Không có số nào chưa nhận được tin này."


def ask_text(where: str, people: int, longest: int) -> str:
    return (
        f"Gửi tin cho người dân của {where} ({people} máy đã đăng ký). Mời đồng chí nhắn nội dung, nhiều nhất {longest} chữ. "
        "Không gửi nội dung mật, không nêu tên riêng của người dân.\n"
        "Muốn gửi riêng một nơi: nhắn “nhắn dân”, rồi tên nơi ấy."
    )


def preview(
    where: str, shown: str, reached: Mapping[str, int], parts: Mapping[str, int], unreached: int, cost: int
) -> str:
    """The very words that leave, whom they reach by what, and what that costs."""
    ways = [_way(channel, people, parts.get(channel)) for channel, people in reached.items()]
    ways += [f"{unreached} máy không gửi được"] if unreached else []
    money = f" Dự kiến hết {dong(cost)}." if cost else " Không mất phí."
    return f"Người dân của {where} sẽ đọc:\n“{shown}”\n{'; '.join(ways)}.{money}"


def _way(channel: str, people: int, parts: int | None) -> str:
    counted = f", mỗi máy {parts} tin" if parts else ""
    return f"{channel_name(channel)}: {people} máy{counted}"


def channel_name(channel: str) -> str:
    return "SMS" if channel.startswith("sms_") else CHANNELS.get(channel, channel)


SENT_AT_ONCE = "Bấm gửi là gửi ngay."


def sent_at(at: datetime) -> str:
    return f"Đang giờ nghỉ của bà con: tin chờ đến {short_when(at)}."


def send_to(people: int) -> str:
    return f"Gửi cho {people} máy"


def sure_of_many(people: int, limit: int) -> str:
    return (
        f"Tin này gửi cho {people} máy, nhiều hơn {limit}. Nếu đúng, mời đồng chí chọn nút có số {people}, "
        f"hoặc nhắn: {people}."
    )


def sending(people: int, at: datetime | None) -> str:
    """`at`: only where it waits for the morning."""
    when = f"Tin chờ đến {short_when(at)} mới gửi" if at else "Đang gửi tin"
    return f"{when} cho {people} máy."


def standing(
    where: str, text: str | None, made_at: datetime, sent: int, failed: int, rest: Sequence[int], cost: int
) -> str:
    """`rest`: waiting, doubtful, stopped or called back, too late. Counts only."""
    waiting, uncertain, cancelled, expired = rest
    counts = {
        "đã gửi": sent,
        "đang chờ": waiting,
        "không gửi được": failed,
        "chưa chắc": uncertain,
        "đã bỏ hoặc đã ngừng nhận": cancelled,
        "quá hạn": expired,
    }
    said = ", ".join(f"{what} {count}" for what, count in counts.items() if count or what == "đã gửi")
    money = f" Chi phí {dong(cost)}." if cost else ""
    quoted = f"“{text[:SAID_BACK]}{'…' * (len(text) > SAID_BACK)}”" if text else "(nội dung đã xóa)"
    return f"Tin gửi người dân của {where} lúc {short_when(made_at)}:\n{quoted}\nSố máy: {said}.{money}"


SAID_BACK = 120


def ask_call_back(waiting: int) -> str:
    return f"Bỏ phần chưa gửi của tin này ({waiting} máy)?"


def called_back(count: int) -> str:
    return f"Đã bỏ phần chưa gửi: {count} máy. Máy nào nhận rồi thì không lấy lại được."


def overview(where: str, registered: int, stopped: int, villages: int) -> str:
    return f"Người dân của {where}: {registered} máy đang nhận tin ở {villages} thôn; {stopped} máy đã ngừng."


def message_choice(made_at: datetime, where: str) -> str:
    return f"Tin {short_when(made_at)}, {place(where)}"


def village_line(name: str, registered: int, stopped: int, reached: int) -> str:
    ended = f", {stopped} đã ngừng" if stopped else ""
    return f"{place(name)}: {registered} máy{ended}; {reached} máy đã nhận tin"


NO_VILLAGE = "Chưa có thôn nào có người đăng ký."
WHICH_PLACE = "Có mấy nơi tên như vậy. Mời đồng chí chọn."


def unreached(numbers: Sequence[str], first: int, total: int) -> str:
    listed = ", ".join(numbers)
    return f"{total} số chưa nhận được tin (từ số thứ {first}): {listed}"


# At the command line

NOT_SENT = "Chưa gửi gì. Gửi thật bằng cách thêm --send."
NOT_OF_THIS_UNIT = "Tin này không phải của đơn vị đã ghi. Mời xem lại số tin bằng lệnh: chibot residents MÃ."


def number_of(message_id: int) -> str:
    return f"Tin số {message_id}."


def stopped_for(count: int) -> str:
    return f"Đã ngừng gửi tin của {count} thôn cho số này." if count else "Số này không đăng ký nhận tin ở thôn nào."


HINTS: Mapping[str, str] = {
    "residents_text": "Đang chờ nội dung tin gửi người dân. Mời đồng chí nhắn nội dung, hoặc “thôi” để dừng.",
    "residents_look": "Tin chưa gửi. Mời đồng chí chọn “Gửi”, “Sửa nội dung” hoặc “Thôi”.",
    "residents_sure": "Tin chưa gửi. Mời đồng chí chọn nút có số máy, hoặc nhắn đúng số máy; “thôi” để dừng.",
}
