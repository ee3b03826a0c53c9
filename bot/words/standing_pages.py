"""What stands on the page about the installation itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.words.amounts import amount
from bot.words.stops import EVERYWHERE
from bot.words.times import clock_and_day
from bot.words.vi import channel_name

STANDING = "Tình trạng máy"
ALL_WELL, SEE_TO_IT = "Không có cảnh báo.", "Cần người phụ trách xem"
CHANNELS, CHANNEL, HEARD, HEARING, SENDING = (
    "Các mạng nhắn tin", "Mạng", "Trả lời gần nhất (giờ thật)", "Nhận tin", "Gửi tin",
)  # fmt: skip
WELL, NEVER, NOTHING = "tốt", "chưa lần nào", "—"
NO_CHANNELS = "Chưa bật mạng nhắn tin nào."
OUTBOX, KIND_OF, DUE, LATER = "Tin chờ gửi", "Loại tin", "Đến giờ", "Hẹn giờ sau"
URGENCIES: Mapping[int, str] = {0: "Trả lời người nhắn", 1: "Gấp", 2: "Trong ngày", 3: "Thường"}
INBOX, OLDEST, ROLL_UP, BACKUP, CLOCK = (
    "Tin đến chờ xử lý", "Chờ lâu nhất", "Số liệu chờ cộng lên cấp trên", "Sao lưu gần nhất", "Đồng hồ",
)  # fmt: skip
HALTS, NO_HALTS, STOPPED_AT, SINCE = "Lệnh dừng gửi", "Không có lệnh dừng gửi nào.", "Nơi dừng", "Từ lúc"
LEASES, DUTY, IS_HELD = "Việc chạy nền", "Việc", "Đang có máy làm"
DUTIES: Mapping[str, str] = {"send": "gửi tin", "poll": "nhận tin", "answer": "trả lời", "pass": "đổi mã truy cập"}
HELD, NOT_HELD = "có", "không"
NO_LEASES = "Chưa có máy nào nhận việc: mời kiểm tra chibot serve."
NO_BACKUP = "chưa có bản nào"
CLOCK_RIGHT = "đúng giờ"
HOW = "Chi tiết và cách xử lý: chạy lệnh chibot doctor trên máy chủ."
at_said, everywhere = clock_and_day, EVERYWHERE


def channel(name: str) -> str:
    return channel_name(name)


def duty(lease: str) -> str:
    """`send:telegram:…` -> `gửi tin Telegram`; without the account."""
    what, _, rest = lease.partition(":")
    name = rest.partition(":")[0]
    return f"{DUTIES.get(what, what)} {channel_name(name) if name else ''}".strip()


def waiting(number: int, most: int) -> str:
    """`1.240`; `20.000 trở lên`, which is as far as is counted."""
    return amount(number) if number < most else f"{amount(most)} trở lên"


def age(since: datetime | None, now: datetime) -> str:
    """`2 ngày 3 giờ`, in whole minutes below an hour."""
    if since is None:
        return NOTHING
    minutes = max(0, int((now - since).total_seconds()) // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{amount(days)} ngày {hours} giờ" if hours else f"{amount(days)} ngày"
    return f"{hours} giờ {minutes % 60} phút" if hours else f"{minutes} phút"


def clock(offset: timedelta) -> str:
    """How far people's hour is moved from the real one, as in a rehearsal."""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return CLOCK_RIGHT
    return f"{'nhanh' if minutes > 0 else 'chậm'} {amount(abs(minutes))} phút so với giờ thật"
