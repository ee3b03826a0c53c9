"""What is said where a cell does not keep the rhythm of its meetings: to the secretary, later to whoever follows the cell."""

from collections.abc import Sequence

from bot.words.quarters import quarter

CALL, SERIES, ROLL = "Gọi họp", "Xem lịch", "Điểm danh"
MOST_NAMED = 10


def period_said(period: str) -> str:
    """`tháng 11/2026`, `quý IV/2026`."""
    year, part = period.split("-")
    return quarter(int(part[1:]), year) if part.startswith("q") else f"tháng {int(part)}/{year}"


def not_fixed(cell: str, period: str) -> str:
    return (
        f"{cell} chưa ấn định buổi sinh hoạt thường kỳ {period_said(period)}. "
        "Mời đồng chí gọi họp, hoặc đặt lịch hằng tháng để máy tự gọi."
    )


def not_held(cell: str, period: str) -> str:
    return (
        f"{cell} chưa có buổi sinh hoạt thường kỳ {period_said(period)} nào được chốt điểm danh. "
        "Nếu đã họp, mời đồng chí điểm danh và đóng buổi; nếu chưa, mời đồng chí gọi họp và báo cấp trên."
    )


def no_thematic(cell: str, period: str) -> str:
    return (
        f"{cell} chưa ấn định buổi sinh hoạt chuyên đề {period_said(period)}, nay đã là tháng cuối quý. "
        "Mời đồng chí gọi buổi chuyên đề, hoặc buổi thường kỳ kết hợp chuyên đề."
    )


TO_SUPERVISOR = {
    "not_fixed": "chưa ấn định buổi sinh hoạt thường kỳ",
    "not_held": "chưa có buổi sinh hoạt thường kỳ được chốt điểm danh",
    "no_thematic": "chưa ấn định buổi sinh hoạt chuyên đề",
}


def to_supervisor(name: str, period: str, cells: Sequence[str]) -> str:
    """Units alone, nobody's name."""
    named = "; ".join(cells[:MOST_NAMED])
    more = f"; và {len(cells) - MOST_NAMED} chi bộ khác" if len(cells) > MOST_NAMED else ""
    return f"{len(cells)} chi bộ đồng chí theo dõi {TO_SUPERVISOR[name]} {period_said(period)}: {named}{more}."
