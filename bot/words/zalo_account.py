"""What whoever gives us the Zalo account, or asks how it stands, is told."""

from collections.abc import Mapping
from datetime import datetime

from bot.words.times import short_when

OA_IS_OFF = "Zalo OA chưa bật. Mời đặt CHIBOT_ZALO_OA__APP_ID, CHIBOT_ZALO_OA__APP_SECRET và CHIBOT_ZALO_OA__OA_ID."
ASK_TOKEN = "Refresh token (không hiện khi gõ)"
NO_TOKEN = "Chưa nhập refresh token."
ONE_OF_TWO = "Mời ghi --code hoặc --refresh-token, không ghi cả hai."

TITLES = {True: "Đã nhận quyền dùng Zalo OA", False: "Chưa nhận được quyền dùng Zalo OA"}
GIVEN: Mapping[str, str] = {
    "given": "Máy nhắn tin đã được cấp quyền dùng Zalo OA. Đồng chí có thể đóng trang này.",
    "stale": "Yêu cầu cấp quyền này không còn hiệu lực. Mời chạy lại trên máy chủ: chibot zalo authorise.",
    "refused": "Zalo không nhận mã này: mã chỉ dùng được một lần và trong 10 phút. Mời làm lại: chibot zalo authorise.",
    "another": "Quyền vừa cấp là của một OA khác với CHIBOT_ZALO_OA__OA_ID, nên không giữ lại. Mời chọn đúng OA.",
    "unreached": "Chưa nhận được: không nối được tới Zalo hoặc cơ sở dữ liệu. Mời làm lại: chibot zalo authorise.",
}


def guide(address: str, callback: str, challenge: str) -> str:
    return (
        "Cấp quyền dùng Zalo OA (quản trị viên của OA làm):\n"
        "1. Mở developers.zalo.me, chọn ứng dụng, mục Official Account, Thiết lập chung.\n"
        f"   Callback URL: {callback}\n"
        f"   Code challenge: {challenge}\n"
        "2. Trong vòng một giờ, mở địa chỉ dưới đây, chọn OA và bấm Cho phép:\n"
        f"   {address}\n"
        "3. Trang hiện ra báo đã nhận quyền là xong. Nếu trang không mở được, chép địa chỉ trên trình duyệt, "
        "trong vòng 10 phút chạy: chibot zalo authorise --code 'ĐỊA CHỈ'.\n"
        "Cũng có thể lấy refresh token ở API Explorer rồi chạy: chibot zalo authorise --refresh-token."
    )


def standing(account: str, authorised_at: datetime, days: int, until: datetime, asked_at: datetime | None) -> str:
    lines = [
        f"Zalo OA {account}: được cấp quyền {short_when(authorised_at)} ({days} ngày trước).",
        f"Mã truy cập dùng được đến {short_when(until)}.",
    ]
    if asked_at is not None:
        lines.append(f"Đã hỏi mã mới từ {short_when(asked_at)} mà chưa có câu trả lời.")
    return "\n".join(lines)


def never(account: str) -> str:
    return f"Zalo OA {account}: chưa được cấp quyền; mời chạy: chibot zalo authorise."


def bot_standing(users: int, most_users: int, messages: int, most_messages: int) -> str:
    return f"Zalo Bot: {users}/{most_users} người đã nhắn, {messages}/{most_messages} tin trong tháng."


NOTHING_ON = "Chưa bật kênh Zalo nào."

# What doctor says

OA_WORKS = "hoạt động"
NOT_VERIFIED = "OA chưa xác thực: chưa gửi được tin mẫu và tin nhóm; mời xác thực ở oa.zalo.me"
NO_HOOK_SECRET = "chưa có CHIBOT_ZALO_OA__WEBHOOK_SECRET: không tin nào Zalo gửi tới được nhận; mời chép “OA Secret Key” ở trang Webhook"
NOT_LINKED = "chưa nối Zalo Cloud Account: chưa trả được tiền tin mẫu"


def oa_standing(name: str, package: str | None, forms_left: int | None) -> str:
    parts = [OA_WORKS, f"tên {name}" if name else "", f"gói {package}" if package else ""]
    parts.append(f"hôm nay còn {forms_left} tin mẫu" if forms_left is not None else "")
    return ", ".join(part for part in parts if part)


def oa_silent(detail: str) -> str:
    return f"không dùng được ({detail}); mời kiểm tra mạng, gói OA và mục Official Account của ứng dụng"


BOT_SILENT = "không trả lời; mời kiểm tra CHIBOT_ZALO_BOT__TOKEN và mạng"
