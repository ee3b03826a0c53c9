"""What whoever looks after the SMS gateways is told."""

from bot.words.costs import dong

NONE_SET = "Chưa có cổng SMS nào. Mời xem docs/channels/sms.md và thêm [sms.<tên>] vào chibot.toml."
WHICH = "Có nhiều cổng SMS. Mời ghi tên cổng: chibot sms TÊN --try SỐ."
NO_PHONE = "Số điện thoại không đúng. Mời ghi số di động Việt Nam, ví dụ 0912345678."
TEST_TEXT = "Chibot: tin thử. Đồng chí đọc được tin này là cổng SMS đã dùng được. Trân trọng."
TRIED = {
    "accepted": "Cổng SMS đã nhận tin thử. Mời xem máy có nhận được không.",
    "duplicate": "Cổng SMS đã nhận tin này từ trước.",
    "wait": "Cổng SMS đang bận. Mời thử lại sau ít phút.",
    "address_dead": "Cổng SMS không nhận số điện thoại này.",
    "rejected": "Cổng SMS không nhận tin này",
    "channel_down": "Cổng SMS không dùng được",
    "unknown": "Không rõ cổng SMS đã nhận hay chưa. Mời xem máy có nhận được không.",
}
NOT_ADDRESSED = "chưa có: cần CHIBOT_PUBLIC_URL"


def no_such(name: str, names: list[str]) -> str:
    return f"Không có cổng SMS “{name}”. Đang có: {', '.join(names)}."


def hook(name: str, address: str | None) -> str:
    return f"Địa chỉ để dán vào trang quản lý của cổng {name} (giữ kín): {address or NOT_ADDRESSED}"


def way(two_way: bool) -> str:
    return "hai chiều" if two_way else "một chiều"


def left(amount: float | None, unit: str) -> str:
    if amount is None:
        return ""
    return dong(int(amount)) if unit == "đồng" else f"{amount:g} {unit}"


def preview(phone: str, text: str, parts: int, cost: int) -> str:
    return f"Gửi tới {phone}, {parts} tin, {dong(cost)}:\n{text}"


SEND_IT = "Chưa gửi. Thêm --send để gửi."


def tried(outcome: str, reason: str | None) -> str:
    said = TRIED[outcome]
    return said if said.endswith(".") else f"{said}: {reason}."


def stands(name: str, two_way: bool, amount: float | None, unit: str) -> str:
    money = f", còn {left(amount, unit)}" if amount is not None else ""
    return f"Cổng SMS {name} ({way(two_way)}) trả lời{money}."


def no_money(name: str) -> str:
    return f"Cổng SMS {name} đã hết tiền. Mời nạp thêm; tin đang chờ được gửi tiếp sau đó."


def silent(name: str, trouble: str) -> str:
    return f"Cổng SMS {name} không trả lời hoặc không cho vào: {trouble}"
