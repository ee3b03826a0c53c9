"""What is said to whoever watches: how far a sending has come, and whether the books are right."""

from collections.abc import Mapping
from datetime import datetime

from bot.words.times import local

WORKING = "Đang làm việc — bấm Ctrl+C để dừng."
LEDGER_OK = "sổ gửi tin khớp: mọi tin đều được tính đúng một lần"
SENDING = "Gửi tin"
NOTHING_UNDER_WAY = "Không có gì đang gửi."
CAUSES: Mapping[str, str] = {
    "no_channel": "chưa nối máy",
    "blocked": "đã chặn",
    "deactivated": "tài khoản đã đóng",
    "never_started": "chưa mở trò chuyện",
    "chat_not_found": "không có địa chỉ này",
}


def ledger_wrong(unbalanced: int, astray: int) -> str:
    return (
        f"sổ gửi tin không khớp: {unbalanced} đợt gửi có tin không được tính, {astray} tin không ai gửi. "
        "Mời dừng chibot, sao lưu dữ liệu và báo người phát triển"
    )


def troubled_sending(trouble: str) -> str:
    return f"gửi tin: {trouble}"


def counts(owed: int, sent: int, uncertain: int, cancelled: int, expired: int, waiting: int) -> str:
    parts = [f"phải gửi {owed}", f"đã gửi {sent}"]
    rest = {"chưa chắc đã tới": uncertain, "không cần gửi nữa": cancelled, "quá giờ": expired, "đang chờ": waiting}
    return ", ".join(parts + [f"{what} {count}" for what, count in rest.items() if count])


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
