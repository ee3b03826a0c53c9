"""What stands on the page about how people are reached."""

from collections.abc import Mapping

from bot.words.amounts import amount
from bot.words.vi import channel_name

REACH = "Đường nhận tin"
PEOPLE, REACHED, UNREACHED, UNIT = "Đảng viên", "Nhận được tin", "Chưa nhận được tin", "Đơn vị"
LACKS: Mapping[str, str] = {
    "consent": "Chưa đồng ý nhận tin", "stopped": "Đã dừng nhận tin", "dead": "Máy không nhận tin",
    "unlinked": "Có số, chưa nối máy", "phone": "Chưa có số điện thoại",
}  # fmt: skip
BY_UNIT, BY_CHANNEL, HERE, ALL = "Từng đơn vị trực thuộc", "Theo đường nhận tin", "Chính đơn vị này", "Tất cả"
NOTE = "Mỗi đồng chí được tính một lần, theo đường được dùng trước. Ai tạm chuyển đến thì tính ở chi bộ gốc nếu chi bộ gốc có trong máy."
BY_HAND = "Ai chưa nhận được tin thì có trong danh sách gọi điện của mỗi buổi họp. Bí thư nhắn “phát mã nối máy” để lấy mã cho từng đồng chí."
CHART_SAID = "Biểu đồ đường nhận tin của từng đơn vị; số liệu ở bảng trên."
TOO_MANY = (
    "Đơn vị có quá nhiều đảng viên để đếm ngay trên trang, nên ở đây không có số chung của cả đơn vị. "
    "Mời đồng chí chọn đơn vị trong bảng để xem số của đơn vị ấy."
)
NOBODY = "Đơn vị chưa có đảng viên nào."
HOW, COUNT, RATE = "Đường nhận tin", "Số đồng chí", "Tỷ lệ"
channel = channel_name


def identity(people: int, reached: int, unreached: int) -> str:
    """They always add up: nobody is left out."""
    return f"{PEOPLE} {amount(people)} = nhận được tin {amount(reached)} + chưa nhận được tin {amount(unreached)}."
