"""The sheet of a roll on paper: what stands on it, and the line that is sent afterwards."""

from datetime import date, datetime

from bot.words.times import day, day_of, when
from bot.words.vi import KINDS

FONT = "Times New Roman"
COLUMNS = ("STT", "Họ và tên", "Có mặt", "Vắng có lý do (P)", "Vắng không lý do (K)", "Đến muộn", "Về sớm", "Ghi chú")
GUESTS = "Khách mời, cấp trên dự, đảng viên không thuộc diện phải dự mà đến"
GUEST_COLUMNS = ("Họ và tên, chức vụ, nơi công tác", "Có đến")
SIGNATURE = "Người điểm danh (ký, ghi rõ họ tên): ........................................"
OPTIONAL = "mời dự"


def head(unit: str, kind: str, starts_at: datetime, place: str) -> list[str]:
    return ["DANH SÁCH ĐIỂM DANH", f"{unit}, {KINDS[kind]}", f"{when(starts_at)}, {place}"]


def person(name: str, *, is_optional: bool) -> str:
    return f"{name} ({OPTIONAL})" if is_optional else name


def to_send(starts_at: datetime) -> str:
    """How the line begins that is sent afterwards: the day says which meeting."""
    return f"DD {day(day_of(starts_at))}"


def how(starts_at: datetime, count: int) -> list[str]:
    return [
        "Khi có sóng, mời người điểm danh nhắn một dòng cho máy nhắn tin của chi bộ (P: có lý do, K: không lý do):",
        f"{to_send(starts_at)} ......./{count} vắng: .................... muộn: ............ về sớm: ............",
        f"Ví dụ vắng hai đồng chí số 4 và số 9: {to_send(starts_at)} {max(count - 2, 0)}/{count} vắng: 4P 9K",
        "Không ai vắng thì nhắn: " + to_send(starts_at) + " đủ. Số thứ tự trên tờ này được giữ nguyên.",
        "Quét hình bên cạnh để có sẵn phần đầu của dòng.",
    ]


def written(path: str) -> str:
    return f"Đã ghi tờ điểm danh vào {path}. Số thứ tự trên tờ được giữ nguyên."


def cannot_write(path: str) -> str:
    return f"Không ghi được tệp {path}. Mời chọn thư mục khác bằng -o."


def file_name(slug: str, on: date) -> str:
    return f"diem-danh-{slug}-{on:%Y-%m-%d}.docx"
