"""What is said about backups: made, refused, restored, and what remains to be done by people."""

from collections.abc import Sequence
from datetime import datetime

from bot.words.times import local, short_when

NOTHING_THERE = "Chưa có dữ liệu để sao lưu. Mời kiểm tra CHIBOT_DATABASE_URL, CHIBOT_DATA và thư mục đang đứng."
KEEP_WANTS_A_FOLDER = "--keep chỉ dùng khi sao lưu vào một thư mục"
NOT_ONTO_A_SCREEN = "Bản sao lưu không in ra màn hình được. Mời nối sang lệnh khác, ví dụ: chibot backup - | gpg …"
ONE_DOCUMENT = "Với “-” thì bản sao lưu ra stdout, nên không dùng được --json."
PIPE_CLOSED = "Lệnh nhận bản sao lưu đã dừng giữa chừng. Chưa có bản sao lưu nào."
NOT_NOTED = "Dữ liệu thuộc bản phần mềm khác, nên chưa ghi lại lần sao lưu này; tệp vẫn dùng được."
SENSITIVE = (
    "Tệp có toàn bộ dữ liệu cá nhân và KHÔNG mã hóa. Mời cất ở nơi kín như chính dữ liệu, "
    "không gửi qua thư hoặc chat; muốn mã hóa: docs/operations.md."
)
BACKING_UP, CHECKING, RESTORING = "Sao lưu", "Kiểm tra tệp", "Khôi phục"

FLAWS = {
    "foreign": "Tệp này không phải là bản sao lưu của Chibot. Chưa ghi gì.",
    "torn": "Bản sao lưu bị cụt, thiếu phần cuối. Chưa ghi gì. Mời dùng một bản khác.",
    "damaged": "Bản sao lưu bị hỏng: nội dung không khớp với tổng kiểm tra. Chưa ghi gì. Mời dùng một bản khác.",
    "newer": "Bản sao lưu do phần mềm mới hơn tạo ra. Chưa ghi gì. Mời cài bản phần mềm mới rồi khôi phục.",
}


def _when(at: datetime) -> str:
    """`19h30 ngày 03/12/2026`."""
    return f"{short_when(at)}/{local(at).year}"


def is_there(path: str) -> str:
    return f"Đã có {path}, không ghi đè. Mời chọn tên khác."


def no_folder(path: str) -> str:
    return f"Không có thư mục {path}. Mời tạo thư mục trước, chỉ cho người chạy Chibot đọc (chmod 700)."


def cannot_write(path: str, why: str) -> str:
    return f"Không ghi được {path}: {why}. Chưa có bản sao lưu nào."


def cannot_read(path: str, why: str) -> str:
    return f"Không đọc được {path}: {why}."


def not_empty(table: str) -> str:
    return (
        f"Cơ sở dữ liệu đã có dữ liệu (bảng {table}), nên không khôi phục vào đây. "
        "Mời đặt CHIBOT_DATABASE_URL hoặc CHIBOT_DATA tới một nơi trống."
    )


def size(count: int) -> str:
    """In the units of people: 1 MB is a million bytes."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= worth:
            return f"{count / worth:.1f}".replace(".", ",") + f"\u00a0{unit}"
    return f"{count}\u00a0byte"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def made(where: str, rows: int, tables: int, bytes_: int, seconds: float) -> str:
    took = f"{seconds:.1f}".replace(".", ",")
    return f"Đã sao lưu {_number(rows)} dòng của {tables} bảng vào {where}: {size(bytes_)}, {took} giây."


def removed(names: Sequence[str]) -> str:
    return f"Đã bỏ {len(names)} bản cũ: {', '.join(names)}."


def restored(rows: int, tables: int, made_at: datetime, seconds: float) -> str:
    took = f"{seconds:.1f}".replace(".", ",")
    return f"Đã khôi phục {_number(rows)} dòng của {tables} bảng, đúng như lúc {_when(made_at)} ({took} giây)."


def to_do(made_at: datetime, waiting: int, own: int, codes: int, *, held: bool, has_passes: bool) -> list[str]:
    """What no program can know: what was done after the backup was made."""
    since = _when(made_at)
    return [
        _sending(waiting, since, held=held),
        *([_own(own)] if own else []),
        _undone(since),
        _given_back(since),
        *([_codes(codes, since)] if codes else []),
        f"Buổi họp đã gọi, câu trả lời, điểm danh, văn bản sau {since} không còn: mời nhập lại việc cần nhập.",
        *([_passes(since)] if has_passes else []),
        "Sau đó chạy: chibot doctor và chibot doctor --recount.",
    ]


def _sending(waiting: int, since: str, *, held: bool) -> str:
    again = f"{waiting} tin đang chờ lúc {since}; tin nào đã gửi sau đó thì sẽ gửi lại lần nữa"
    if held:
        return f"Mọi việc gửi đang DỪNG. Có {again}. Mời xem chibot progress, rồi gửi tiếp bằng: chibot go."
    return f"Việc gửi KHÔNG dừng. Có {again}. Muốn giữ lại, mời chạy ngay: chibot stop."


def _own(count: int) -> str:
    return f"{count} tin riêng của từng người (trả lời, nhắc việc) không bị giữ: sẽ đi ngay khi máy chạy, nếu chưa quá hạn."


def _undone(since: str) -> str:
    return (
        f"Ai đã từ chối nhận tin, ai đã được xóa hoặc sửa dữ liệu sau {since} thì trong máy lại như cũ. Trước khi "
        "gửi tin, mời làm lại các việc ấy theo sổ của văn phòng (chibot data-request add, chibot stop-resident)."
    )


def _given_back(since: str) -> str:
    return (
        f"Điện thoại đã báo mất, vai trò đã kết thúc sau {since} thì lại dùng được như cũ: mời làm lại "
        "(chibot code cho người mất điện thoại, chibot role … --end). Trang tổng hợp thì mọi người phải mở lại. "
        "Mọi mã phần mềm đều đã bị thu hồi: mời cấp mã mới cho phần mềm còn dùng (chibot token issue)."
    )


def _codes(count: int, since: str) -> str:
    return (
        f"{count} mã mời đang chờ lúc {since} không dùng được nữa, vì có thể đã có người dùng sau đó: mời phát mã mới "
        "cho ai chưa nối máy (chibot code)."
    )


def _passes(since: str) -> str:
    return f"Mã truy cập Zalo OA có thể đã đổi sau {since}. Nếu doctor báo lỗi, mời chạy: chibot zalo authorise."


def fresh(at: datetime) -> str:
    return f"lần gần nhất {_when(at)}"


def stale(at: datetime) -> str:
    return f"đã lâu không sao lưu, lần gần nhất {_when(at)}; mời chạy: chibot backup THƯ-MỤC"


NEVER = "chưa sao lưu lần nào; mời chạy: chibot backup THƯ-MỤC, và đặt lịch mỗi đêm (docs/operations.md)"
NOTHING_YET = "chưa có dữ liệu, chưa cần sao lưu"
