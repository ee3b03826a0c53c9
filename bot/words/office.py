"""What the command line says to the office and to operators."""

from datetime import datetime

from bot.words.times import when

UNIT_KINDS = {
    "province": "tỉnh ủy, thành ủy",
    "district": "huyện ủy",
    "commune": "đảng ủy xã, phường",
    "grassroots_committee": "đảng ủy cơ sở",
    "sub_committee": "đảng ủy bộ phận",
    "grassroots_cell": "chi bộ cơ sở",
    "cell": "chi bộ",
    "group": "tổ đảng",
}

DUTIES = {
    "secretary": "Bí thư",
    "deputy_secretary": "Phó bí thư",
    "cell_committee": "Chi ủy viên",
    "clerk": "Thư ký",
    "group_leader": "Tổ trưởng",
}

ANSWERS = {"coming": "có mặt", "away": "xin vắng", "undecided": "chưa chắc"}
LEAVES = {"pending": "chờ quyết định", "excused": "đồng ý", "refused": "không đồng ý"}
STATES = {
    "waiting": "đang chờ gửi",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "uncertain": "chưa chắc đã tới",
    "cancelled": "không cần gửi nữa",
    "expired": "quá giờ",
}
YES, NO = "có", ""

KIND_HOW = "sau tên loại họp chỉ ghi được :extended, ví dụ regular:extended"
CHANGED_FACTS = {
    "name": "họ tên",
    "birth_year": "năm sinh",
    "phone": "điện thoại",
    "cell": "chi bộ",
    "status": "diện đảng viên",
    "duty": "chức vụ",
    "group": "tổ đảng",
}

DATABASE_BEHIND = "Cơ sở dữ liệu thuộc bản cũ hơn phần mềm. Mời chạy: chibot migrate."
DATABASE_AHEAD = "Cơ sở dữ liệu thuộc bản mới hơn phần mềm. Mời cài bản phần mềm mới."
DATABASE_BUSY = "Cơ sở dữ liệu đang bận việc khác (ví dụ đang nhập danh sách). Mời chạy lại sau ít phút."
DATABASE_UNREACHABLE = "Không mở được cơ sở dữ liệu. Mời kiểm tra CHIBOT_DATABASE_URL và máy chủ dữ liệu."
TROUBLE = "Có lỗi ngoài dự kiến, chưa ghi gì. Chi tiết ở tệp {log}."
INTERRUPTED = "Đã dừng theo yêu cầu."
WRONG_SETTINGS = "Cài đặt chưa đúng:"
MIGRATED = "Cơ sở dữ liệu đã ở bản mới nhất."
TABLES_AGREE = "Các bảng và các bước nâng cấp khớp nhau."
SERVING = "Đang chạy tại http://{host}:{port} — bấm Ctrl+C để dừng."
DEMO_IS_OPEN = "Buổi tập dượt này đang mở ở một cửa sổ khác. Đóng cửa sổ ấy, rồi chạy lại."
DEMO_BUILDS = "Lập huyện mẫu"
DEMO_OPEN = (
    "Trang tập dượt: {address}\nMở địa chỉ ấy bằng trình duyệt; bấm Ctrl+C để dừng. "
    "Dữ liệu giữ ở {data}; muốn làm lại từ đầu: make demo FRESH=1."
)
NO_CHANNEL = (
    "Chưa bật kênh nhắn tin nào. Đặt CHIBOT_ZALO_OA__APP_ID và các mục đi cùng để bật Zalo OA, "
    "CHIBOT_ZALO_BOT__TOKEN để bật Zalo Bot, CHIBOT_TELEGRAM__TOKEN để bật Telegram."
)
NO_FILE = "Không có tệp {path}."
NOT_TEXT = "Tệp {path} không phải là tệp chữ UTF-8."
READING = "Đọc tệp"
ONE_OF_THREE = "Mời ghi đúng một trong ba: --member, --phone hoặc --cell."
CELL_OR_NAME = "Mời ghi --cell hoặc --name."
MEMBER_OR_CELL = "Mời ghi --member hoặc --cell."
NOTHING_TO_MARK = "Mời ghi --present, --excused, --unexcused hoặc --close."
EARLY_ROLL = "Lưu ý: buổi họp chưa tới giờ ({when}) mà đã điểm danh."


def clock_is_off(offset: float, now: datetime) -> str:
    return f"Đồng hồ tập dượt đang lệch {offset:+.0f} giây; bây giờ được coi là {when(now)}."


def ids_wanted(option: str) -> str:
    return f"{option}: mời ghi các mã số, cách nhau bằng dấu phẩy"


def moment_unreadable(option: str) -> str:
    return f"{option}: mời ghi theo mẫu 2026-12-03T19:30"


def day_unreadable(option: str) -> str:
    return f"{option}: mời ghi theo mẫu 2026-12-31"


def month_unreadable(option: str) -> str:
    return f"{option}: mời ghi theo mẫu 2026-01"


def import_summary(added: int, changed: int, unchanged: int, absent: int, bad: int, warnings: int) -> str:
    return (
        f"Thêm {added}, sửa {changed}, giữ nguyên {unchanged}, không có trong tệp {absent}, "
        f"ô sai {bad}, lưu ý {warnings}."
    )


DRY_RUN_CALL = "Mới xem thử, chưa gọi."
MONTHS_REVERSED = "--from phải trước hoặc bằng --to"
DRY_RUN = "Mới xem thử, chưa ghi gì. Thêm --write để ghi."
NOT_WRITTEN = "Chưa ghi gì vì còn ô sai. Mời sửa tệp, hoặc thêm --skip-bad để ghi các dòng đúng."
WRITTEN = "Đã ghi."
BAD_SAVED = "Các dòng sai được lưu ở {path}."
BAD_FILE = "{stem}-dong-sai.xlsx"
MORE_LINES = "… và {count} dòng nữa."


def called(meeting_id: int, people: int) -> str:
    return f"Đã gọi buổi sinh hoạt số {meeting_id}, mời {people} đồng chí."


def call_preview(people: int, by_channel: dict[str, int], unreached: list[str]) -> str:
    ways = ", ".join(f"{channel} {count}" for channel, count in sorted(by_channel.items())) or "không kênh nào"
    text = f"Sẽ mời {people} đồng chí: {ways}; không nhắn được {len(unreached)}."
    return f"{text}\nCần báo trực tiếp: {', '.join(unreached)}." if unreached else text


def moved(meeting_id: int) -> str:
    return f"Đã đổi buổi sinh hoạt số {meeting_id}; những đồng chí đã được báo sẽ nhận tin mới."


def cancelled(meeting_id: int) -> str:
    return f"Đã hoãn buổi sinh hoạt số {meeting_id}."


def roll_line(expected: int, present: int, excused: int, unexcused: int, *, closed: bool) -> str:
    state = "Đã chốt" if closed else "Chưa chốt"
    return f"{state}: phải dự {expected}, có mặt {present}, vắng có lý do {excused}, vắng không lý do {unexcused}."


def still_unmarked(names: str) -> str:
    return f"Chưa ghi kết quả: {names}."


def quorum(ok: bool, present: int, base: int) -> str:
    return f"Đảng viên chính thức dự {present}/{base}: {'đủ' if ok else 'KHÔNG đủ'} hai phần ba."


def percent(rate: str | None) -> str:
    return f"{rate.replace('.', ',')}\u00a0%" if rate is not None else "—"


def rates(strict: str | None, adjusted: str | None) -> str:
    return f"Tỷ lệ dự họp {percent(strict)}; trừ vắng có lý do {percent(adjusted)}."


BELOW_LINE, NOT_MET = "dưới mức", "chưa họp"
RECOUNT_AGREES = "Số liệu tỷ lệ khớp với biên bản điểm danh."


def recount_differs(count: int) -> str:
    return f"Có {count} dòng số liệu KHÔNG khớp với biên bản điểm danh."


def documents_differ(count: int) -> str:
    return f"Có {count} đơn vị mà số liệu văn bản KHÔNG khớp với danh sách người nhận."


def role_given(name: str, role: str, unit: str) -> str:
    return f"Đã giao vai trò {role} ở {unit} cho đồng chí {name}."


def role_ended(name: str, role: str, unit: str) -> str:
    return f"Đã kết thúc vai trò {role} ở {unit} của đồng chí {name}."


def consents_entered(count: int) -> str:
    return f"Đã ghi phiếu đồng ý trên giấy của {count} đồng chí."


def setting_changed(name: str, value: str, unit: str) -> str:
    return f"Đã đặt {name} = {value} cho {unit} và các đơn vị bên dưới."


NO_LINK = "Chưa hỏi được tên tài khoản trên Telegram nên chưa có đường dẫn; mã vẫn dùng được."

# Doctor

TELEGRAM_WARNING = (
    "Telegram: có lệnh chặn theo Công văn 2312/CVT-CS (21/5/2025); máy chủ ở nước ngoài nên việc gửi dữ liệu "
    "phải có hồ sơ đánh giá chuyển dữ liệu ra nước ngoài."
)


def check_line(name: str, ok: bool, text: str) -> str:
    return f"[{'đạt' if ok else 'LỖI'}] {name}: {text}"


DATABASE_OK = "mở được, đúng bản"
SETTINGS_OK = "đọc được"
CHANNEL_OK = "hoạt động"
CHANNEL_SILENT = "không trả lời; mời kiểm tra mã token, mạng, proxy (CHIBOT_TELEGRAM__PROXY)"
CHANNEL_NEVER = "chưa từng kết nối; mời chạy chibot serve"
DATA_FOLDER_OPEN = "người khác trên máy đọc được tệp dữ liệu; mời chạy chmod 600 {path}"
DATA_FOLDER_OK = "chỉ người chạy đọc được"
CLOCK_OFF = "đang lệch {offset:+.0f} giây (CHIBOT_CLOCK_OFFSET); bỏ đi khi chạy thật"
CLOCK_OK = "đúng giờ máy"
