"""What `chibot doctor` says of the machine, the database and whoever works with it: what is wrong, and what to do."""

from collections.abc import Sequence
from datetime import timedelta

from bot.words.backups import size

WHOLE = "kiểm tra nhanh: tệp dữ liệu nguyên vẹn"
NOT_CHECKED = "mở được; máy chủ không bật kiểm tra trang (data_checksums), nên hỏng ngầm không tự lộ ra"
CHECKED = "máy chủ kiểm tra từng trang, chưa thấy trang hỏng"
BROKEN_FILE = (
    "tệp dữ liệu bị hỏng. Mời dừng chibot, giữ nguyên tệp này, rồi khôi phục bản sao lưu mới nhất "
    "vào nơi khác (chibot restore)"
)
NO_WAL = "không ở chế độ WAL, nên người đọc phải chờ người ghi; mời khởi động lại chibot serve"
NOBODY_HOLDS = "không có giao dịch nào mở quá lâu"
NO_ADDRESS = "chưa đặt CHIBOT_PUBLIC_URL: đường dẫn cá nhân, mã QR, trang tổng hợp không mở được từ ngoài"
NOT_PUBLIC = "{url} chỉ mở được trên máy này; mời đặt CHIBOT_PUBLIC_URL là địa chỉ https"
WORKED = "có tiến trình đang gửi"
HEARD = "không có tin đến nào bị bỏ quên"
SENT = "không có tin đi nào quá giờ"
TREE_DONE = "không có việc sắp xếp đơn vị nào bị vướng"


def pages_broken(count: int) -> str:
    return (
        f"máy chủ PostgreSQL thấy {count} trang bị hỏng. Mời dừng chibot, xem nhật ký PostgreSQL, "
        "rồi khôi phục bản sao lưu mới nhất vào nơi khác (chibot restore)"
    )


def journal(count: int) -> str:
    return f"chế độ WAL, nhật ký {size(count)}"


def journal_grows(count: int) -> str:
    return f"nhật ký WAL đã {size(count)}: có lệnh đọc mở quá lâu; mời dừng lệnh ấy, hoặc khởi động lại chibot serve"


def held_open(count: int, longest: timedelta) -> str:
    return (
        f"{count} giao dịch mở quá lâu, lâu nhất {longest.total_seconds() // 60:.0f} phút; mời xem pg_stat_activity, "
        "kết thúc nếu không phải bản sao lưu đang chạy"
    )


def room(free: int, folder: str) -> str:
    return f"{folder} còn trống {size(free)}"


def no_room(free: int, folder: str, wanted: int) -> str:
    return f"{folder} chỉ còn trống {size(free)}, cần ít nhất {size(wanted)}; mời dọn bớt hoặc thêm đĩa"


def clock_differs(by: float, whose: str) -> str:
    return (
        f"đồng hồ máy này lệch {by:+.0f} giây so với {whose}; "
        "mời bật đồng bộ giờ ở cả hai máy: timedatectl set-ntp true"
    )


OF_THE_DATABASE = "máy chủ dữ liệu"


def nobody_sends(channels: Sequence[str]) -> str:
    return (
        f"không có tiến trình nào đang gửi: {', '.join(channels)}; mời chạy chibot serve (hoặc systemctl start chibot)"
    )


def unheard(seconds: float) -> str:
    return (
        f"có tin đến từ {_long(seconds)} chưa được trả lời; mời xem chibot serve có đang chạy, rồi xem nhật ký của nó"
    )


def unsent(seconds: float) -> str:
    return (
        f"có tin quá giờ gửi {_long(seconds)} chưa đi; mời xem các dòng về kênh ở trên, "
        "chibot progress và nhật ký của chibot serve"
    )


def tree_waits(numbers: Sequence[int]) -> str:
    which = ", ".join(map(str, numbers[:20]))
    return f"{len(numbers)} việc sắp xếp đơn vị đã tới ngày mà chưa làm được (số {which}); mời xem: chibot reorganise --planned"


def _long(seconds: float) -> str:
    return f"{seconds / 3600:.0f} giờ" if seconds >= 2 * 3600 else f"{seconds / 60:.0f} phút"
