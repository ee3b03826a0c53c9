"""How much of what a Zalo bot may do is used up, said to those who look after the installation."""

from datetime import datetime

from bot.words.amounts import amount
from bot.words.times import local


def users_nearly(used: int, most: int) -> str:
    return (
        f"Zalo Bot đã có {amount(used)} trên {amount(most)} người nhắn vào. "
        "Mời chuẩn bị đường khác (Zalo OA, Telegram) cho những đồng chí chưa nối."
    )


def users_full(most: int) -> str:
    return (
        f"Zalo Bot đã đủ {amount(most)} người, không nối thêm được ai. "
        "Ai nhắn vào bây giờ được mời dùng đường khác. Mời nối các đồng chí còn lại bằng Zalo OA hoặc Telegram."
    )


def messages_nearly(used: int, most: int, at: datetime) -> str:
    return (
        f"Zalo Bot đã gửi {amount(used)} trên {amount(most)} tin của tháng {local(at).month}. "
        "Hết số đó thì tin đi đường khác của từng người; ai chỉ có Zalo Bot thì phải gọi điện."
    )


def messages_full(most: int, at: datetime) -> str:
    return (
        f"Zalo Bot đã gửi hết {amount(most)} tin của tháng {local(at).month}. "
        "Đến tháng sau tin đi đường khác của từng người; ai chỉ có Zalo Bot thì nằm trong danh sách gọi điện."
    )
