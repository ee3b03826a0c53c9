"""What is said to whoever watches: how far a sending has come, and whether the books are right."""

from collections.abc import Mapping
from datetime import datetime

from bot.words.stops import EVERYWHERE
from bot.words.times import local, short_when

WORKING = "Đang làm việc — bấm Ctrl+C để dừng."
LEDGER_OK = "sổ gửi tin khớp: mọi tin đều được tính đúng một lần"
NO_STOP = "không có lệnh dừng gửi nào"
SENDING = "Gửi tin"
NOTHING_UNDER_WAY = "Không có gì đang gửi."
CAUSES: Mapping[str, str] = {
    "no_channel": "chưa nối máy",
    "blocked": "đã chặn",
    "deactivated": "tài khoản đã đóng",
    "never_started": "chưa mở trò chuyện",
    "chat_not_found": "không có địa chỉ này",
    "outside_window": "lâu chưa nhắn trên Zalo",
    "inactive": "lâu không dùng Zalo",
    "kind_refused": "không nhận loại tin này",
    "cannot_receive": "Zalo không nhận được tin mẫu",
    "phone_invalid": "số điện thoại sai",
    "no_zalo": "số này không có Zalo",
    "refused": "đã từ chối tin mẫu Zalo",
    "no_form": "chưa có mẫu tin Zalo",
    "too_long": "tin quá dài",
    "too_long_for_form": "tin dài hơn mẫu Zalo",
    "too_late": "mạng nhận lại thì đã muộn",
    "group_expired": "nhóm Zalo hết hạn",
    "forbidden": "không cho gửi",
    "quota": "hết số tin của tháng",
}


def ledger_wrong(unbalanced: int, astray: int) -> str:
    return (
        f"sổ gửi tin không khớp: {unbalanced} đợt gửi có tin không được tính, {astray} tin không ai gửi. "
        "Mời dừng chibot, sao lưu dữ liệu và báo người phát triển"
    )


def open_stop(unit: str | None, by: str, since: datetime) -> str:
    """`by` as it stands in the log, which names nobody."""
    command = f"chibot go {unit}" if unit else "chibot go"
    return f"đang dừng gửi tin: {unit or EVERYWHERE}, từ {short_when(since)}, do {by}; gửi tiếp bằng: {command}"


def troubled_sending(trouble: str) -> str:
    return f"gửi tin: {trouble}"


def counts(owed: int, sent: int, uncertain: int, cancelled: int, expired: int, waiting: int) -> str:
    parts = [f"phải gửi {owed}", f"đã gửi {sent}"]
    rest = {"chưa chắc đã tới": uncertain, "không cần gửi nữa": cancelled, "quá giờ": expired, "đang chờ": waiting}
    return ", ".join(parts + [f"{what} {count}" for what, count in rest.items() if count])


def arrivals(delivered: int, seen: int) -> str:
    """Some networks do not say; so it is of no use to compare it with what was sent."""
    return f"đã đến máy {delivered}, đã xem {seen} (ở những kênh có báo lại)"


def failures(failed: Mapping[str, int]) -> str:
    """By cause, the most frequent first."""
    listed = sorted(failed.items(), key=lambda pair: (-pair[1], pair[0]))
    causes = ", ".join(f"{CAUSES.get(cause, cause)} {count}" for cause, count in listed)
    return f"không gửi được {sum(failed.values())}: {causes}"


def pace(per_second: float, ends_at: datetime | None) -> str:
    until = f", xong khoảng {local(ends_at):%H:%M:%S}" if ends_at else ""
    return f"{per_second:.1f} tin mỗi giây{until}"


def not_yet_due(count: int) -> str:
    return f"{count} tin chờ đến giờ gửi"
