"""Early warnings: what the leaders of a cell are told in time, in counts; names stand only where they alone look."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from bot.words.quarters import quarter
from bot.words.times import day, day_of, short_when
from bot.words.vi import KINDS

SEE, SEE_DATES, ROLL = "Xem đồng chí cần lưu ý", "Xem ai sắp đến hạn", "Xem điểm danh"
NUDGE, CALLS, TALLY = "Nhắc người chưa trả lời", "Danh sách gọi điện", "Tình hình"
MINUTES, LIST, BACK = "Làm biên bản", "Cần lưu ý", "Danh sách đảng viên"
BELOW = "Cảnh báo sớm"
MOST_NAMED, MOST_DATES = 10, 6
HOW_TO_SEE = "Xem tên: bấm nút, hoặc nhắn: cần lưu ý."
HOW_TO_SEE_DATES = "Xem tên: bấm nút, hoặc nhắn: sắp đến hạn."
FLAGS_ONLY = "Máy chỉ nhắc bí thư, phó bí thư; không báo đảng viên, không đổi gì."
ARTICLE = "chi bộ phải xem xét theo Điều 8"
"""Of three months, exactly so: the cell considers, and nothing is proposed."""


def head(cell: str) -> str:
    return f"{cell}, sau khi chốt điểm danh:"


# A roll as a whole


def _about(kind: str, starts_at: datetime) -> str:
    """`Sinh hoạt thường kỳ ngày 03/11`."""
    return f"{KINDS[kind].capitalize()} ngày {day_of(starts_at):%d/%m}"


def roll(kind: str, starts_at: datetime, counts: str, line: str | None, unexcused: int) -> str:
    """`counts`: `20/25 (80,00 %)`; `line`, as `line_missed` says it, where it is not reached."""
    said = [f"có mặt {counts}, {line}"] if line else []
    said += [f"vắng không lý do {unexcused}"] if unexcused else []
    return f"{_about(kind, starts_at)}: {'; '.join(said)}."


def line_missed(operator: str, percent: int) -> str:
    return f"chưa đạt {percent} %" if operator == ">=" else f"chưa vượt {percent} %"


def counted(present: int, expected: int, strict: str | None) -> str:
    return f"{present}/{expected} ({strict.replace('.', ',')} %)" if strict else f"{present}/{expected}"


def roll_well(kind: str, starts_at: datetime, gone: Collection[str]) -> str:
    said = ["đã đạt mức dự họp"] if "below_line" in gone else []
    said += ["không còn ai vắng không lý do"] if "unexcused" in gone else []
    return f"{_about(kind, starts_at)}: sau khi sửa điểm danh, {', '.join(said)}."


# People, in counts

IN_COUNTS = {
    "unexcused_consider": "{count} đồng chí vắng không lý do nhiều tháng trong năm: " + ARTICLE + ".",
    "unexcused_warning": "Cảnh báo: {count} đồng chí vắng không lý do nhiều tháng trong năm.",
    "unexcused_note": "Lưu ý: {count} đồng chí có tháng vắng không lý do trong năm.",
    "excused_running": "Lưu ý: {count} đồng chí vắng có lý do nhiều buổi liền.",
    "personal_excuses": "Lưu ý: {count} đồng chí nhiều lần xin vắng vì việc riêng trong năm.",
}
"""The heaviest first."""
TAKEN_BACK = "Sau khi sửa điểm danh, không còn như đã nhắc: {count} đồng chí."


def people_in_counts(news: Iterable[tuple[Collection[str], bool]]) -> list[str]:
    """Of each person what is new, and whether something was taken back."""
    found = list(news)
    new = Counter(name for names, _ in found for name in names)
    said = [text.format(count=new[name]) for name, text in IN_COUNTS.items() if new[name]]
    gone = sum(is_gone for _, is_gone in found)
    return [*said, *([TAKEN_BACK.format(count=gone)] if gone else [])]


# People by name, for those who lead the cell


def list_title(cell: str, year: int, count: int, page: int, pages: int) -> str:
    of = f" (trang {page + 1}/{pages})" if pages > 1 else ""
    return f"{cell}: {count} đồng chí cần lưu ý, năm {year}{of}."


def nobody_flagged(cell: str, year: int) -> str:
    return f"{cell}: không có đồng chí nào cần lưu ý về dự sinh hoạt thường kỳ năm {year}."


HOW_COUNTED = (
    "Tính trên điểm danh đã chốt của các buổi thường kỳ trong năm; "
    "vắng không lý do tính theo tháng: vắng một buổi là tính cả tháng."
)


def person(name: str, lines: Sequence[str]) -> str:
    return f"{name}: {'; '.join(lines)}."


def line_said(name: str, days: Sequence[date]) -> str:
    """One thing that is flagged, with what it is counted from."""
    months = ", ".join(str(one) for one in sorted({on.month for on in days}))
    count = len({on.month for on in days})
    if name == "excused_running":
        return f"vắng có lý do {len(days)} buổi liền ({days[0]:%d/%m}–{days[-1]:%d/%m})"
    if name == "personal_excuses":
        return f"xin vắng vì việc riêng {len(days)} lần ({', '.join(f'{on:%d/%m}' for on in days)})"
    missed = f"vắng không lý do {count} tháng (tháng {months})"
    return {"unexcused_note": missed, "unexcused_warning": f"cảnh báo, {missed}"}.get(name, f"{missed}: {ARTICLE}")


def by_link(cell: str, lines: Sequence[str]) -> str:
    """Where names may not go: counts."""
    return "\n".join([f"{cell}, cần lưu ý về dự sinh hoạt:", *lines])


SHEET, DATES_SHEET = "Cần lưu ý.txt", "Sắp đến hạn.txt"
LINK_TO_NAMES = "Tên các đồng chí:"


# Dates

ENDS = {
    "probation_ends": "đủ 12 tháng dự bị",
    "exempt_ends": "hết thời hạn miễn sinh hoạt",
    "temporary_out_ends": "hết thời hạn sinh hoạt tạm thời nơi khác",
    "special_duty_ends": "hết thời hạn nhiệm vụ đặc biệt",
    "temporary_in_ends": "hết thời hạn sinh hoạt tạm thời tại đây",
}


def date_in_counts(ends: str, on: date, count: int) -> str:
    return f"Ngày {day(on)}: {count} đồng chí {ENDS[ends]}."


def dates_coming(cell: str, lines: Sequence[str]) -> str:
    more = [f"Và {len(lines) - MOST_DATES} hạn khác."] if len(lines) > MOST_DATES else []
    return "\n".join([f"{cell} sắp đến hạn:", *lines[:MOST_DATES], *more])


def date_line(name: str, ends: str, on: date) -> str:
    return f"Ngày {day(on)}: {name}, {ENDS[ends]}."


def dates_title(cell: str, count: int, page: int, pages: int) -> str:
    of = f" (trang {page + 1}/{pages})" if pages > 1 else ""
    return f"{cell} sắp đến hạn: {count}{of}."


def no_dates(cell: str) -> str:
    return f"{cell}: chưa có hạn nào sắp đến."


# A forecast, and minutes


def low_forecast(
    cell: str, kind: str, starts_at: datetime, coming: int, away: int, silent: int, voting: int, base: int
) -> str:
    return (
        f"Dự báo thấp: {cell}, {KINDS[kind]} lúc {short_when(starts_at)}.\n"
        f"Có {coming}, vắng {away}, chưa trả lời {silent}. "
        f"Đảng viên chính thức báo có dự: {voting}/{base}, chưa đủ hai phần ba."
    )


def low_in_counts(kind: str, starts_at: datetime, coming: int, away: int, silent: int) -> str:
    return f"dự báo thấp, {KINDS[kind]} lúc {short_when(starts_at)}: có {coming}, vắng {away}, chưa trả lời {silent}."


def no_minutes(cell: str, kind: str, starts_at: datetime, days: int) -> str:
    return (
        f"{cell}: {KINDS[kind]} ngày {day_of(starts_at):%d/%m} đã chốt điểm danh {days} ngày, chưa có biên bản. "
        "Mời đồng chí làm biên bản."
    )


def no_minutes_in_counts(kind: str, starts_at: datetime) -> str:
    return f"{KINDS[kind]} ngày {day_of(starts_at):%d/%m} chưa có biên bản."


# To whoever follows cells


def to_followers(lines: Sequence[str]) -> str:
    """Counts of cells; nobody's name."""
    named = list(lines[:MOST_NAMED])
    more = [f"Và {len(lines) - MOST_NAMED} chi bộ khác."] if len(lines) > MOST_NAMED else []
    return "\n".join(["Chi bộ đồng chí theo dõi:", *named, *more])


def to_keepers(lines: Sequence[str]) -> str:
    """To whoever looks after the installation, once a day."""
    named = list(lines[:MOST_NAMED])
    more = [f"Và {len(lines) - MOST_NAMED} chi bộ khác."] if len(lines) > MOST_NAMED else []
    return "\n".join(["Chưa nhắn được ai của các chi bộ sau. Mời đồng chí giúp bí thư nối máy.", *named, *more])


def nobody_to_tell(line: str) -> str:
    """The leaders of the cell got no word: whoever follows it sees to that."""
    return f"{line} (bí thư, phó bí thư chưa nhận được tin này)"


# Committees and the office: how many, of what

NAMES = {
    "not_fixed": "Chưa ấn định buổi thường kỳ",
    "not_held": "Chưa họp thường kỳ trong tháng",
    "no_thematic": "Chưa ấn định buổi chuyên đề trong quý",
    "low_forecast": "Dự báo thấp trước buổi họp",
    "below_line": "Buổi họp dưới mức dự họp",
    "unexcused": "Buổi họp có người vắng không lý do",
    "no_minutes": "Chậm biên bản",
    "unexcused_note": "Đảng viên vắng không lý do, mức lưu ý trở lên",
    "unexcused_warning": "Đảng viên vắng không lý do, mức cảnh báo trở lên",
    "unexcused_consider": "Đảng viên vắng không lý do: " + ARTICLE,
    "excused_running": "Đảng viên vắng có lý do nhiều buổi liền",
    "personal_excuses": "Đảng viên nhiều lần vắng vì việc riêng",
    **{name: f"Đảng viên sắp {said}" for name, said in ENDS.items()},
}
IN_CHAT = (
    "unexcused_consider", "unexcused_warning", "unexcused_note", "not_held", "below_line", "unexcused", "no_minutes",
    "not_fixed", "no_thematic", "excused_running",
)  # fmt: skip
"""What a committee reads on a phone, in a message's room; the command line has all of it."""
FEW_PEOPLE = "Chi bộ ít đảng viên, gộp chung"


def counts_title(unit: str, since: date) -> str:
    return f"{unit}: cảnh báo từ ngày {day(since)}, chỉ nêu số."


def count_line(name: str, count: int) -> str:
    return f"{NAMES.get(name, name)}: {count}."


NOTHING_COUNTED = "Chưa có cảnh báo nào."


def rosters_line(said: str, open_: int, asked: int) -> str:
    """`said`: the quarter, its year first and its number last."""
    return f"Chưa đối chiếu danh sách {quarter(int(said[-1]), said[:4])}: {open_}/{asked} chi bộ."


def rosters_kind(said: str) -> str:
    return f"Chi bộ chưa đối chiếu danh sách {quarter(int(said[-1]), said[:4])}"


def listed(count: int) -> str:
    return f"{LIST} ({count})"
