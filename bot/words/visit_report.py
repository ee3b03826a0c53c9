"""Visits of some months, counted: what the committee reads in the chat and in a workbook, and what the own copy has."""

from datetime import date, datetime

from bot.words.times import clock_and_day, when
from bot.words.visit_days import span_label
from bot.words.visits import ANSWERS, upper


def report(
    unit: str, days: tuple[date, date], visits: int, visited: int, cells: int, unannounced: int, difficulties: int
) -> str:
    lines = [
        f"Dự họp chi bộ, {unit}, {span_label(*days)}:",
        f"{visits} lượt dự; {visited}/{cells} chi bộ được dự; đột xuất {unannounced} buổi.",
        f"Chưa được dự: {cells - visited} chi bộ. Khó khăn chưa trả lời: {difficulties}.",
    ]
    return "\n".join(lines)


def visitor_line(name: str, visits: int, held: int, cells: int) -> str:
    return f"{upper(name)}: dự {visits}/{held} buổi; phân công {cells} chi bộ."


def cell_line(cell: str, visits: int, unannounced: int) -> str:
    return f"{cell}: {visits} buổi{f', đột xuất {unannounced}' if unannounced else ''}."


NOBODY_WENT, EVERY_CELL_VISITED = "Chưa có ai được phân công trong thời gian này.", "Chi bộ nào cũng đã được dự."


def visitors_title(unit: str) -> str:
    return f"{unit}, theo tổ công tác và người được cử:"


def cells_title(unit: str, count: int) -> str:
    return f"{unit}, {count} chi bộ đã được dự:"


def never_title(unit: str, count: int) -> str:
    return f"{unit}, {count} chi bộ chưa được dự:"


def table_text(unit: str, days: tuple[date, date]) -> str:
    return f"Bảng kết quả dự họp chi bộ của {unit}, {span_label(*days)}."


OWN_COPY = "Được cử dự họp ở chi bộ khác"


def own_line(cell: str, starts_at: datetime, answer: str | None, came: bool | None) -> str:
    there = {True: ", có mặt", False: ", không dự", None: ""}[came]
    return f"{cell}, {when(starts_at)}: {ANSWERS[answer]}{there}"


SHEETS = ("Tổ công tác", "Chi bộ")
HEADING = "KẾT QUẢ DỰ SINH HOẠT CHI BỘ"
VISITOR_COLUMNS = ("STT", "Tổ công tác, người được cử", "Chi bộ được phân công", "Buổi phải dự", "Buổi đã dự")
CELL_COLUMNS = ("STT", "Chi bộ", "Buổi được dự", "Trong đó đột xuất", "Ghi chú")
NEVER_NOTE, TOTAL = "Chưa được dự", "Cộng"
DIFFICULTIES_LEFT = "Khó khăn của chi bộ chưa trả lời"


def exported(exporter: str, at: datetime) -> str:
    return f"Người xuất: {exporter}, lúc {clock_and_day(at)}."


def file_name(unit_slug: str, first: date, last: date) -> str:
    return f"du-hop-{unit_slug}-{first:%Y%m%d}-{last:%Y%m%d}.xlsx"
