"""The office's page on which the tree changes."""

TITLE = "Sắp xếp đơn vị"
PREVIEW = "Xem thử trước khi ghi"
HOW = (
    "Chuyển, nhập, tách, đổi tên, kết thúc, lập mới. Số liệu trước ngày ấy vẫn giữ ở đơn vị cũ. "
    "Chưa ghi gì trước khi đồng chí xác nhận."
)
ONE, BY_FILE, WAITING = "Một việc", "Nhiều việc, theo tệp", "Việc đang chờ tới ngày"
DAY, KIND, UNIT, TO = "Ngày", "Việc", "Đơn vị (mã)", "Vào, đến (mã)"
NAME, CODE, UNIT_KIND = "Tên mới", "Mã mới", "Loại"
DAY_EXAMPLE = "Ví dụ: 01/07/2025. Ngày chưa tới thì máy giữ lại và tự làm đúng ngày."
NO_UNIT_KIND = "(không ghi)"
FILE = "Tệp .xlsx hoặc .csv"
FILE_NOTE = "Cột: Ngày, Việc, Đơn vị (mã), Vào, đến (mã), Tên mới, Mã mới, Loại. Tách chi bộ thì dùng tệp."
LOOK = "Xem thử"
TROUBLE = "Vướng mắc"
CANCEL, TAKE_OVER = "Bỏ", "Nhận"
CANCEL_NOTE = "Bỏ một việc thì các việc cùng đợt, cùng ngày cũng bỏ."
NONE = "Không có việc nào."
ROW = "Dòng"
WRONG = "Có chỗ sai, hoặc không có gì mới. Mời sửa rồi làm lại."
CONFIRM = "Ghi"
BACK = "Quay lại, không ghi"
DONE = "Đã ghi. Việc của ngày chưa tới nằm trong bảng bên dưới, máy tự làm đúng ngày."
TOO_LARGE = "Tệp quá lớn. Mời dùng tệp dưới 2 MB."
NUMBER = "Số đảng viên liên quan"


def sure(people: str) -> str:
    return f"Việc này liên quan {people} đảng viên. Mời gõ lại số {people} để xác nhận."


def waits_for(earlier: str) -> str:
    return f"Chờ xong phần ngày {earlier} của cùng đợt."


def take_over_which(unit: str) -> str:
    return f"Nhận việc sắp xếp {unit}, để máy làm tiếp"


def cancel_which(unit: str) -> str:
    return f"Bỏ việc sắp xếp {unit}"
