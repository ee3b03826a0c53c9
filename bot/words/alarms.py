"""What those who look after the installation are told when something needs a person."""

from datetime import date, datetime

from bot.words.times import day, short_when

AUTHORISE = "Mời chạy trên máy chủ: chibot zalo authorise, rồi làm theo lời chỉ dẫn"

ZALO_NOT_AUTHORISED = f"Zalo OA chưa được cấp quyền nên chưa gửi được tin qua Zalo. {AUTHORISE}."
ZALO_ANSWER_LOST = (
    "Zalo OA không dùng được nữa: phản hồi của Zalo khi đổi mã truy cập đã bị mất, nên phải cấp quyền lại. "
    f"{AUTHORISE}."
)


def told(text: str) -> str:
    return f"Máy nhắn tin cần người phụ trách xem giúp.\n{text}"


def shown(text: str, since: datetime) -> str:
    return f"{text} (từ {short_when(since)})"


def zalo_refuses(code: int | None) -> str:
    why = f" (mã lỗi {code})" if code is not None else ""
    return f"Zalo không đổi mã truy cập của OA{why}, nên phải cấp quyền lại. {AUTHORISE}."


def zalo_unreached(hours: int) -> str:
    return (
        f"Đã {hours} giờ không đổi được mã truy cập Zalo OA vì máy chủ không nối được tới Zalo. "
        "Mời kiểm tra mạng của máy chủ; chạy chibot doctor để xem chi tiết."
    )


def zalo_grows_old(days: int, until: date) -> str:
    return f"Quyền dùng Zalo OA đã cấp được {days} ngày. Mời cấp quyền lại trước ngày {day(until)}. {AUTHORISE}."


def hook_is_silent(hours: int, address: str) -> str:
    return (
        f"Zalo OA im lặng: đã hơn {hours} giờ không báo về máy chủ điều gì, dù tin vẫn gửi đi. "
        f"Mời mở trang quản lý ứng dụng Zalo, mục Webhook, bật lại và kiểm tra địa chỉ {address}."
    )
