"""How many opinions there are, as committees read it."""

from collections.abc import Mapping

from bot.words.labels import cut
from bot.words.opinions import KINDS, kind_within

COUNTS, TABLE, COUNTS_BACK = "Tổng hợp ý kiến", "Tệp Excel", "Quay lại tổng hợp ý kiến"
COLUMN_NAMES = {
    "waiting": "đang chờ ở chi bộ",
    "passed": "đã chuyển lên",
    "answered": "đã trả lời",
    "kept": "đã ghi nhận",
}
NO_COUNTS = "không có ý kiến nào"
FEW = "Đơn vị ít đảng viên nên không nêu số."


def counts_title(unit: str, period: str, total: int) -> str:
    return f"{unit}, {period}: {f'{total} ý kiến' if total else NO_COUNTS}."


def states_line(states: Mapping[str, int]) -> str:
    said = [f"{name} {states[key]}" for key, name in COLUMN_NAMES.items() if states.get(key)]
    return f"Kết quả: {', '.join(said)}." if said else ""


def kinds_line(kinds: Mapping[str, int]) -> str:
    said = [f"{kind_within(key)} {kinds[key]}" for key in KINDS if kinds.get(key)]
    return f"Loại: {', '.join(said)}." if said else ""


def child(name: str, total: int, ended_: int) -> str:
    return cut(f"{name}: {total}, xong {ended_}")


def small_cells(count: int) -> str:
    return f"Các chi bộ nhỏ, gộp chung ({count})"


def table_text(unit: str, period: str) -> str:
    return f"Bảng tổng hợp ý kiến, {unit}, {period}."


TITLE, SHEET_NAME, TOTAL = "Tổng hợp ý kiến, kiến nghị", "Ý kiến", "Cộng"
HEADINGS = ("STT", "Đơn vị", "Tổng số", *(name.capitalize() for name in COLUMN_NAMES.values()), *KINDS.values())
TABLE_NOTE = "Chỉ có số lượng. Ý kiến đã rút không tính; chi bộ dưới 5 đảng viên gộp chung."
LATE = "quá hạn"
NONE_LATE = "Không có ý kiến nào quá hạn."
