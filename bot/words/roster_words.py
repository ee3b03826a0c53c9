"""What people are told about the roster they brought: why a file, a row or a doubt needs their eye."""

NOT_XLSX = "Tệp này không phải sổ tính Excel dạng .xlsx; đồng chí mở bằng Excel, chọn lưu thành .xlsx rồi gửi lại."
OLD_XLS = "Tệp này ở dạng .xls cũ; đồng chí mở bằng Excel, chọn lưu thành .xlsx rồi gửi lại."
ENCRYPTED = "Tệp này có mật khẩu; đồng chí bỏ mật khẩu rồi gửi lại."
NO_FILE = "Không mở được tệp; đồng chí kiểm tra lại đường dẫn và quyền đọc."
BROKEN = "Tệp này hỏng hoặc có nội dung không an toàn; đồng chí mở bằng Excel, lưu lại rồi thử lần nữa."
TOO_BIG = "Tệp này lớn bất thường; đồng chí chỉ để lại danh sách đảng viên rồi gửi lại."
TOO_MANY_ROWS = "Tệp này có quá 100.000 dòng; đồng chí chia thành nhiều tệp nhỏ hơn."
NO_HEADER = "Không thấy dòng tiêu đề có cột họ và tên; đồng chí thêm dòng tiêu đề rồi gửi lại."
MARKED = (
    "Tệp này có dấu chỉ mức mật nên không được nhập vào đây; đồng chí xử lý theo quy định về bảo vệ bí mật nhà nước."
)

NO_NAME = "Dòng này thiếu họ và tên; đồng chí ghi thêm họ và tên."
NAME_ODD = "Họ và tên có chữ số hoặc ký hiệu lạ; đồng chí gõ lại họ và tên."
NAME_LONG = "Họ và tên dài quá 100 ký tự; đồng chí kiểm tra lại ô này."
NO_CELL = "Không rõ đồng chí này thuộc chi bộ nào; đồng chí ghi tên chi bộ vào dòng này."
CELL_ODD = "Tên chi bộ có ký hiệu lạ hoặc quá dài; đồng chí gõ lại tên chi bộ."
GROUP_ODD = "Tên tổ đảng có ký hiệu lạ hoặc quá dài; đồng chí gõ lại tên tổ."
SPOILT = "Ô này là công thức hoặc đang báo lỗi; đồng chí gõ thẳng giá trị vào ô."
PHONE_ODD = "Số điện thoại không đọc được; đồng chí ghi một số di động, đủ 10 chữ số."
BIRTH_ODD = "Năm sinh không đọc được; đồng chí ghi năm sinh bằng bốn chữ số."
BIRTH_TWICE = "Dòng này có năm sinh ở cả cột Nam và cột Nữ; đồng chí để lại một cột."
DATE_ODD = "Ngày này không có trong lịch hoặc không đọc được; đồng chí ghi theo mẫu ngày/tháng/năm."
DATE_FAR = "Năm của ngày này không hợp lý; đồng chí kiểm tra lại."


def repeated(where: str) -> str:
    return f"Dòng này trùng hoàn toàn với dòng {where}; đồng chí để lại một dòng."


def _at(where: str, sentence: str) -> str:
    return f"{where}: {sentence}"


def converted(sheet: str, encoding: str) -> str:
    return _at(
        sheet,
        f"chữ trong trang này theo bảng mã cũ {encoding}, đã chuyển sang Unicode; đồng chí soát lại tên.",
    )


def no_header(sheet: str) -> str:
    return _at(sheet, "trang này không có dòng tiêu đề với cột họ và tên nên được bỏ qua.")


def hidden(sheet: str) -> str:
    return _at(sheet, "trang này đang ẩn nên được bỏ qua.")


def nobody(sheet: str) -> str:
    return _at(sheet, "trang này có tiêu đề nhưng không có đảng viên nào.")


def no_official_column(sheet: str) -> str:
    return _at(sheet, "bảng không có cột ngày chính thức nên mọi người tạm được coi là đảng viên dự bị.")


def taken_for_cell(where: str) -> str:
    return _at(where, "dòng này được hiểu là tên một chi bộ; đồng chí kiểm tra lại.")


def group_line(where: str) -> str:
    return _at(where, "dòng này được hiểu là tiêu đề của một nhóm, không phải chi bộ hay đảng viên.")


def doubtful(where: str) -> str:
    return _at(where, "có chữ gần với dấu chỉ mức mật; đồng chí bảo đảm nội dung không thuộc bí mật nhà nước.")


def doubtful_outside() -> str:
    return "Ngoài các ô có chữ gần với dấu chỉ mức mật; đồng chí bảo đảm nội dung không thuộc bí mật nhà nước."


def too_young(where: str) -> str:
    return _at(where, "ngày vào Đảng sớm hơn lúc đủ 18 tuổi; đồng chí kiểm tra lại năm sinh và ngày vào Đảng.")


def not_of_age(where: str) -> str:
    return _at(where, "năm sinh cho thấy chưa đủ 18 tuổi; đồng chí kiểm tra lại.")


def very_old(where: str) -> str:
    return _at(where, "năm sinh cho thấy đã trên 100 tuổi; đồng chí kiểm tra lại.")


def never_official(where: str) -> str:
    return _at(
        where,
        "vào Đảng đã hơn hai năm mà chưa có ngày chính thức nên được coi là dự bị; đồng chí kiểm tra lại.",
    )


def official_unknown(where: str) -> str:
    return _at(where, "không có ngày vào Đảng và ngày chính thức nên được coi là dự bị; đồng chí kiểm tra lại.")


def official_first(where: str) -> str:
    return _at(where, "ngày chính thức sớm hơn ngày vào Đảng; đồng chí kiểm tra lại.")


def joins_later(where: str) -> str:
    return _at(where, "ngày vào Đảng còn ở phía trước; đồng chí kiểm tra lại.")


def note_unclear(where: str) -> str:
    return _at(where, "chưa hiểu ghi chú này nên không đổi diện sinh hoạt; đồng chí xem và ghi tay nếu cần.")


def duty_unclear(where: str) -> str:
    return _at(where, "chưa hiểu chức vụ này nên không ghi; đồng chí xem và ghi tay nếu cần.")


def phone_shared(where: str, other: str) -> str:
    return _at(where, f"số điện thoại trùng với dòng {other}; đồng chí kiểm tra có đúng hai người dùng chung không.")


def same_name(where: str, other: str) -> str:
    return _at(where, f"trùng họ tên trong cùng chi bộ với dòng {other}, chưa có năm sinh khác nhau để phân biệt.")


def second_secretary(where: str, other: str) -> str:
    return _at(where, f"chi bộ này đã có bí thư ở dòng {other}; đồng chí kiểm tra lại chức vụ.")


def cells_alike(name: str, other: str) -> str:
    return f"Hai tên chi bộ “{name}” và “{other}” chỉ khác nhau ở dấu; đồng chí xem có phải là một chi bộ không."


WHERE, REASON = "Vị trí", "Lý do"
SKIPPED_SHEET = "Dòng chưa nhập"
SKIPPED_COLUMNS = ("Họ và tên", "Năm sinh", "Chi bộ", "Chức vụ", "Ngày vào Đảng", "Ngày chính thức",
                   "Số điện thoại", "Ghi chú")  # fmt: skip
"""The headings of the workbook of rows left out: the reader knows them, so it can be brought back mended."""
