"""What is said of changes of the tree: what one would do, and who is told what."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.words.office import DUTIES
from bot.words.times import day, short_when

# What it would do


COUNTED = {
    "units_founded": "đơn vị lập mới",
    "units_closed": "đơn vị kết thúc",
    "groups": "tổ đảng đi theo",
    "series": "lịch sinh hoạt dừng",
    "chats": "nhóm trò chuyện thôi nhận tin",
    "visits": "phân công dự họp dừng",
    "working_groups": "tổ công tác dừng",
    "opinions": "ý kiến đang chờ chuyển sang đơn vị nhận",
    "difficulties": "khó khăn đang chờ chuyển sang đơn vị nhận",
    "changes": "việc đảng viên đang chờ chuyển sang đơn vị nhận",
    "residents": "số điện thoại người dân chuyển sang đơn vị nhận",
    "directives": "văn bản học dở chuyển sang đơn vị nhận",
    "own_directives": "văn bản đã ban hành chuyển sang đơn vị nhận",
    "indicators": "chỉ tiêu do đơn vị này hỏi dừng",
    "plans": "kế hoạch chỉ tiêu cộng vào đơn vị nhận",
}
OFFICES = DUTIES | {
    "assigned_supervisor": "Đảng ủy viên phụ trách",
    "office": "Văn phòng",
    "org_dept": "Ban tổ chức",
    "inspection": "Ủy ban kiểm tra",
    "commune_committee": "Đảng ủy xã",
    "district_committee": "Huyện ủy",
    "province": "Tỉnh ủy",
    "tech_admin": "Quản trị kỹ thuật",
}


def offices_end(offices: Mapping[str, int]) -> str:
    """`Thôi chức vụ ở đơn vị cũ: Bí thư 1, Chi ủy viên 2.`"""
    said = ", ".join(f"{OFFICES.get(name, name)} {count}" for name, count in sorted(offices.items()))
    return f"Thôi chức vụ ở đơn vị cũ: {said}."


def meetings_off(meetings: Sequence[datetime], told: int) -> str:
    said = "; ".join(short_when(at) for at in meetings[:5])
    return f"Hoãn {len(meetings)} buổi họp đã gọi ({said}); báo cho {told} người."


def effects_lines(
    units: int, people: int, offices: Mapping[str, int], meetings: Sequence[datetime], told: int,
    counts: Mapping[str, int], counted: str, notes: Sequence[str],
) -> list[str]:  # fmt: skip
    """What one change does, a sentence a line."""
    lines = [counted] if counted else []
    if units:
        lines.append(f"{units} đơn vị chuyển sang nơi mới, cùng mọi đơn vị bên dưới.")
    if people:
        lines.append(f"{people} đảng viên liên quan.")
    if offices:
        lines.append(offices_end(offices))
    if meetings:
        lines.append(meetings_off(meetings, told))
    lines += [f"{label[0].upper()}{label[1:]}: {counts[name]}." for name, label in COUNTED.items() if counts.get(name)]
    return [*lines, *notes]


def counted_at(under: str, on: date, before: str | None) -> str:
    then = f"; trước đó vẫn tính cho {before}" if before else ""
    return f"Từ {day(on)} số liệu tính cho {under}{then}."


def counted_with(heir: str, on: date, unit: str) -> str:
    return f"Từ {day(on)} số liệu tính cho {heir}; trước đó vẫn là của {unit}."


def counted_from(unit: str, under: str, on: date) -> str:
    return f"{unit} được tính từ {day(on)}, dưới {under}."


def counted_no_more(on: date) -> str:
    return f"Từ {day(on)} không tính nữa; số liệu trước đó vẫn giữ."


def renamed(was: str, name: str, on: date) -> str:
    return f"Từ {day(on)} “{was}” mang tên “{name}”. Mã và số liệu giữ nguyên."


def owes_its_last_month(unit: str, on: date) -> str:
    return f"Tháng {on:%m/%Y} của {unit} vẫn được tính là phải họp, vì đơn vị còn đến ngày {day(on)}."


def nobody_leads(unit: str) -> str:
    return f"{unit} chưa có bí thư: mời nhờ người quản trị máy giao việc (lệnh chibot role)."


def few_left(cell: str, full: int) -> str:
    return f"{cell} còn {full} đảng viên chính thức; Điều lệ cần ít nhất 3."


def plan_left(name: str, year: int, unit: str) -> str:
    return f"Kế hoạch năm {year} của “{name}” ở {unit} chưa chuyển đi: mời giao lại cho đơn vị nhận."


def to_be_closed(at: datetime) -> str:
    return f"Buổi họp {short_when(at)} cần chốt trước ngày ấy."


def group_from(group: str, cell: str) -> str:
    """Two cells have a `Tổ 1`."""
    return f"{group} ({cell})"[:200]


# Who is told


def told_moved(unit: str, under: str, on: date) -> str:
    return f"Từ {day(on)}, {unit} trực thuộc {under}."


def told_merged(unit: str, heir: str, on: date) -> str:
    return f"Từ {day(on)}, {unit} nhập vào {heir}. Số liệu trước đó vẫn giữ ở {unit}."


def told_ended(unit: str, heir: str, on: date) -> str:
    return f"{unit} kết thúc hoạt động từ {day(on)}; những gì còn lại chuyển về {heir}. Số liệu trước đó vẫn giữ."


def told_new_cell(was: str, cell: str, on: date) -> str:
    return f"Từ {day(on)}, đồng chí sinh hoạt tại {cell} (trước đây: {was})."


def told_closed(unit: str, on: date) -> str:
    return f"{unit} kết thúc hoạt động từ {day(on)}."


def told_founded(unit: str, under: str, on: date) -> str:
    return f"Từ {day(on)} có đơn vị mới: {unit}, trực thuộc {under}."


def told_split(cell: str, new: str, on: date) -> str:
    return f"Từ {day(on)}, {new} tách ra từ {cell}."


def told_renamed(was: str, name: str, on: date) -> str:
    return f"Từ {day(on)}, {was} mang tên {name}."


def waits(unit: str, on: date, why: str) -> str:
    return f"Việc sắp xếp {unit} ngày {day(on)} chưa làm được. {why} Máy sẽ tự thử lại."


# At the command line and on the page


FATES = {"done": "sẽ làm", "planned": "chờ tới ngày", "known": "đã ghi từ trước", "wrong": "SAI"}
FATES_WRITTEN = FATES | {"done": "đã làm"}
KINDS = {
    "move": "chuyển",
    "merge": "nhập",
    "split": "tách",
    "rename": "đổi tên",
    "close": "kết thúc",
    "found": "lập mới",
}
HEADINGS = ("Dòng", "Ngày", "Việc", "Đơn vị", "Vào, đến", "Kết quả")
TITLE = "Sắp xếp đơn vị"
PLANNED_TITLE = "Việc sắp xếp đang chờ"
PLANNED_HEADINGS = ("Số", "Ngày", "Việc", "Đơn vị", "Vào, đến", "Vướng mắc")
NOTHING_NEW = "Mọi dòng đã được ghi từ trước. Không có gì thay đổi."
NOT_WRITTEN = "Có dòng sai nên chưa ghi gì. Mời sửa rồi chạy lại."
DRY_RUN = "Chưa ghi gì. Muốn ghi, mời thêm --write."
WRITTEN = "Đã ghi."
ONE_OF_FOUR = "Mời ghi một trong bốn: TỆP, --template TỆP, --planned, --cancel SỐ."
NO_TEMPLATE = "Không ghi được mẫu: tệp đã có, hoặc thư mục không ghi được. Mời chọn tên khác."
NONE_PLANNED = "Không có việc nào đang chờ."


def bad_line(row: int, why: str, *, is_person: bool) -> str:
    """Without a number where the form's one line or the file as a whole is meant."""
    if not row:
        return why
    return f"Trang Đảng viên, dòng {row}: {why}" if is_person else f"Dòng {row}: {why}"


def cancelled(count: int) -> str:
    return f"Đã bỏ {count} việc đang chờ."


def template_written(path: str) -> str:
    return f"Đã ghi mẫu: {path}."
