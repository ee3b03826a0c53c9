"""The two pages of a check-in: the screen that everybody sees, and what somebody sees who has scanned it."""

from datetime import datetime

from bot.words.check_ins import hour, to_type
from bot.words.times import short_when
from bot.words.vi import channel_name

TITLE = "Điểm danh"

# The screen

BEFORE = "Đường dẫn này mở màn hình điểm danh trên máy của đồng chí, chỉ mở được một lần. Mời bấm nút dưới đây."
OPEN = "Mở màn hình điểm danh"
CODE = "Mã điểm danh"
SCAN = "Mời các đồng chí dùng máy ảnh của điện thoại quét hình này. Hình đổi sau mỗi 30 giây."
PRESENT = "có mặt"
OVER = "Điểm danh bằng mã đã đóng. Đồng chí nào chưa được ghi, mời báo thư ký."
GONE_TITLE = "Không mở được"
TROUBLE = "Máy gặp lỗi nên chưa ghi gì. Mời đồng chí thử lại sau ít phút, hoặc báo thư ký."
GONE = "Đường dẫn này đã được mở, đã cũ hoặc không đúng. Mời đồng chí nhắn “mở điểm danh” để lấy đường dẫn mới."


def code_until(code: str, until: datetime) -> str:
    return f"Mời nhắn: {to_type(code)}. Mã đổi lúc {hour(until)}."


def still(coming: int) -> str:
    return f"Đã báo đến, chưa tới: {coming}"


def guests(count: int) -> str:
    return f"Khách và đại biểu khác: {count}"


def closes(at: datetime) -> str:
    return f"Tự đóng lúc {hour(at)}."


# After scanning

HOW = "Mời đồng chí chọn một cách để ghi tên mình có mặt:"
BY_SMS = "Nhắn tin SMS (soạn sẵn, chỉ cần bấm gửi)"
TYPE = "Hoặc gửi dòng sau cho máy nhắn tin của chi bộ:"
NO_PHONE = "Máy chưa nối với chi bộ thì không ghi được ở đây. Khi ấy mời đồng chí báo thư ký."
OLD_PICTURE = "Hình này đã cũ hoặc điểm danh chưa mở. Mời đồng chí quét lại hình đang hiện trên màn hình."


def meeting(cell: str, starts_at: datetime) -> str:
    return f"{cell}, họp {short_when(starts_at)}"


def it_is_me(name: str) -> str:
    return f"Tôi là {name}, tôi có mặt"


def open_in(channel: str, name: str | None, *, is_enough: bool) -> str:
    """Where the link says all, opening it is enough; else the line below is sent there."""
    network = f"Mở {channel_name(channel)}" + (f": {name}" if name else "")
    return f"{network}, rồi bấm Bắt đầu" if is_enough else f"{network}, rồi gửi dòng dưới đây"


def look_for(channel: str, name: str | None) -> str:
    return f"{channel_name(channel)}: tìm “{name}”, rồi gửi dòng dưới đây."
