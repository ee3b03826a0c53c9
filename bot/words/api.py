"""What the JSON API says where it gives no answer: a title, and what to do."""

from collections.abc import Mapping

TITLES: Mapping[int, str] = {
    401: "Chưa có mã hợp lệ",
    403: "Mã không có quyền này",
    404: "Không có",
    405: "Địa chỉ này chỉ để đọc",
    422: "Câu hỏi chưa đúng",
    429: "Hỏi quá nhanh",
    500: "Máy đang gặp trục trặc",
}
NO_TOKEN = "Cần mã truy cập: gửi kèm dòng “Authorization: Bearer chibot_…”. Đồng chí lấy mã ở trang tổng hợp, mục “Nơi đang mở trang”."
WRONG_TOKEN = "Mã không đúng, đã hết hạn hoặc đã bị thu hồi. Mời đồng chí lấy mã mới ở trang tổng hợp."
NO_UNIT = "Không có đơn vị này, hoặc đơn vị không thuộc phạm vi của đồng chí. Hỏi /units để biết mã các đơn vị."
NO_DIRECTIVE = "Không có văn bản này ở đơn vị này. Hỏi /directives để biết số của các văn bản."
NO_ADDRESS = "Không có địa chỉ này. Các địa chỉ có ở /api/v1/openapi.json."
ONLY_READ = "Địa chỉ này chỉ nhận câu hỏi GET."
UNREADABLE = "Máy không đọc được câu hỏi. Phần “errors” ghi từng mục cần sửa."
TROUBLE = "Máy chưa trả lời được. Mời đồng chí hỏi lại sau ít phút."
TOO_MANY_UNITS = "Quá nhiều đơn vị ở cấp này trong thời gian này. Mời hỏi ít tháng hơn, hoặc hỏi từng đơn vị cấp dưới."
REVERSED = "“from” phải không sau “to”."
CURSOR = "giá trị “next” của câu trả lời trước, giữ nguyên các mục khác"
WANTED: Mapping[str, str] = {
    "unit": "mã đơn vị, gồm chữ không dấu, chữ số, dấu gạch nối, ví dụ xa-dong",
    "code": "mã đơn vị, gồm chữ không dấu, chữ số, dấu gạch nối, ví dụ xa-dong",
    "from": "tháng, ví dụ 2026-12",
    "to": "tháng, ví dụ 2026-12",
    "on": "ngày, ví dụ 2026-12-03",
    "kind": "loại sinh hoạt, ví dụ regular",
    "level": "cấp đơn vị, ví dụ commune",
    "limit": "số từ 1 đến 500",
    "cursor": CURSOR,
    "id": "số của văn bản",
}


def no_scope(scope: str) -> str:
    return f"Mã này không có quyền “{scope}”. Mời đồng chí cấp mã khác có quyền ấy."


def too_fast(seconds: int) -> str:
    return f"Mã này đã hỏi quá nhiều trong một phút. Mời hỏi lại sau {seconds} giây."


def too_many_wrong(seconds: int) -> str:
    return f"Từ máy này có quá nhiều lần dùng mã sai. Mời thử lại sau {seconds} giây."


def too_long(months: int) -> str:
    return f"Một lần hỏi được nhiều nhất {months} tháng."


def not_known(where: str) -> str:
    return f"Không có mục “{where}”."


def missing(where: str) -> str:
    return f"Thiếu mục “{where}”: {WANTED[where]}." if where in WANTED else f"Thiếu mục “{where}”."


def wanted(where: str) -> str:
    return f"Mục “{where}” phải là {WANTED[where]}." if where in WANTED else f"Mục “{where}” chưa đúng."
