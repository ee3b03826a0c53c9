"""What is said of the monthly series: in the chat, and by the clock that calls its meetings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.words.calling import day_choice, says_yes
from bot.words.series_rules import NTHS, RULE_WEEKDAYS, months_words
from bot.words.times import WEEKDAYS, local, short_when, when

SET, CHANGE, EDIT, STOP, KEEP = "Đặt lịch", "Đổi lịch", "Sửa", "Dừng lịch", "Không dừng"
SHOW, CALL, LEAVE = "Xem lịch", "Gọi họp", "Thôi"
MOVE, CANCEL, TALLY = "Dời", "Hoãn", "Xem tình hình"
CALL_THEME = "Gọi họp chuyên đề"
EXAMPLE = "mùng 3 hằng tháng 19h30, Nhà văn hóa thôn"
NAMES: Mapping[str, str] = {
    "regular": "Lịch hằng tháng",
    "thematic": "Lịch sinh hoạt chuyên đề",
    "regular_thematic": "Lịch thường kỳ kết hợp chuyên đề",
}
"""Of which kind of meeting."""
BY_WEEKDAY, LAST_WORKDAY = "Theo thứ trong tuần", "Ngày làm việc cuối tháng"
WEEKDAY_LABELS = WEEKDAYS
ASK_WEEKDAY = "Họp vào thứ mấy? Mời đồng chí chọn, hoặc ghi, ví dụ: thứ Năm đầu tiên."
ASK_WHICH = "Vào tuần nào của tháng? Mời đồng chí chọn."
EVERY_MONTH = "Hằng tháng"
ASK_MONTHS = "Họp vào những tháng nào? Mời đồng chí chọn, hoặc ghi, ví dụ: tháng 3, 6, 9, 12."
CHANGE_ONE, THEMATIC, COMBINED = "Đổi một buổi", "Lịch chuyên đề", "Lịch kết hợp"
ONLY_THIS, FROM_THIS, SKIP, AS_RULED = "Chỉ buổi này", "Từ buổi này về sau", "Bỏ qua buổi này", "Họp theo lịch như cũ"
WHICH_ONE = "Đổi buổi nào? Mời đồng chí chọn."
NONE_TO_CHANGE = "Không còn buổi nào theo lịch để đổi. Buổi đã gọi thì mời đồng chí chọn “Dời” ở buổi đó."

ASK = f"Mời đồng chí ghi ngày, giờ và nơi họp hằng tháng, ví dụ: {EXAMPLE}."
ASK_DAY = "Họp ngày nào hằng tháng? Mời đồng chí chọn, hoặc ghi, ví dụ: mùng 3; thứ Năm đầu tiên."
ASK_HOUR = "Họp lúc mấy giờ? Mời đồng chí chọn, hoặc ghi giờ, ví dụ: 19h30."
LEFT = "Đã dừng, lịch hằng tháng vẫn như cũ."
AS_BEFORE = "Lịch này đang dùng rồi, không có gì thay đổi."
SHORT_MONTHS = "Tháng không có ngày này thì họp vào ngày cuối tháng."
CALLED_SOON = "Buổi đầu đã gần: máy gọi họp trong ít phút sau khi đặt lịch."

HINTS: Mapping[str, str] = {
    "series_said": f"Đang xem lịch hằng tháng. Mời đồng chí ghi lịch mới, ví dụ: {EXAMPLE}; hoặc “thôi” để giữ như cũ.",
    "series_part": "Đang đặt lịch hằng tháng. Mời đồng chí ghi điều đang hỏi, hoặc “thôi” để giữ lịch cũ.",
    "series_half": "Đang hỏi họp buổi nào. Mời đồng chí chọn, hoặc nhắn “sáng”, “chiều” hay “tối”; hoặc “thôi” để giữ lịch cũ.",
    "series_place": "Đang hỏi nơi họp hằng tháng. Mời đồng chí ghi nơi họp, hoặc “thôi” để giữ lịch cũ.",
    "series_look": "Lịch chưa đặt. Mời đồng chí chọn “Đặt lịch”, ghi lại để sửa, hoặc “thôi” để giữ lịch cũ.",
}
YES = frozenset({"dat lich", "dat", "dong y"})


def is_yes(text: str) -> bool:
    return says_yes(text, YES)


def day_choice_of_month(day: int) -> str:
    """`3) mùng 3`: a bare number typed at this question is a day, and never a place in the list."""
    return f"{day}) mùng {day}" if day <= 10 else f"{day}) ngày {day}"


def which_labels(weekday: str) -> list[tuple[str, int]]:
    """`Thứ Năm đầu tiên` … `Thứ Năm cuối cùng`, each with its number."""
    named = WEEKDAYS[RULE_WEEKDAYS.index(weekday)]
    return [(f"{named} {which}", nth) for nth, which in NTHS.items()]


def months_label(months: Sequence[int]) -> str:
    """`Hằng quý (tháng 3, 6, 9, 12)`."""
    return months_words(months).capitalize()


def none_yet(cell: str, kind: str = "regular") -> str:
    if kind == "regular":
        return f"{cell} chưa có lịch hằng tháng.\n{ASK}"
    return f"{cell} chưa có {_small(NAMES[kind])}.\n{ASK_QUARTERLY}"


ASK_QUARTERLY = (
    "Mời đồng chí ghi ngày, tháng, giờ và nơi họp, ví dụ: thứ Năm đầu tiên tháng 3, 6, 9, 12, 19h30, Nhà văn hóa thôn."
)


def _small(named: str) -> str:
    return named[0].lower() + named[1:]


def shown(cell: str, line: str, kind: str = "regular") -> str:
    return f"{NAMES[kind]} của {cell}: {line}."


def from_month(said: str, month: str) -> str:
    """`Từ tháng 02/2027: mùng 3 hằng tháng …`."""
    return f"Từ tháng {month_said(month)}: {_small(said)}"


def month_said(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def ask_part(month: str, *, is_one: bool) -> str:
    which = f"Buổi tháng {month_said(month)}" if is_one else f"Từ tháng {month_said(month)} về sau"
    return f"{which}: mời đồng chí ghi ngày, giờ hoặc nơi họp mới, ví dụ: ngày 5 20h. Điều không ghi thì giữ như cũ."


def this_one(before: datetime, at: datetime, place: str) -> str:
    return f"Chỉ đổi một buổi: {when(at)}, {place}, thay cho {short_when(before)}. Các buổi khác giữ như lịch."


def one_has_been_set(at: datetime, place: str) -> str:
    return f"Đã đổi buổi này: {when(at)}, {place}. Các buổi khác giữ như lịch."


def day_is_off(on: date, holiday: str | None, *, asks: bool) -> str:
    why = f"là ngày nghỉ ({holiday})" if holiday else "không phải ngày làm việc như lịch nêu, vì có ngày nghỉ"
    return f"{day_choice(on)} {why}" + ("; máy sẽ hỏi đồng chí trước khi gọi họp." if asks else ".")


def occasion_label(at: datetime, *, is_skipped: bool) -> str:
    """`Tháng 02: Thứ Tư 03/02`."""
    here = local(at)
    return f"Tháng {here:%m}: " + ("bỏ qua" if is_skipped else day_choice(here.date()))


def occasion_line(at: datetime, place: str, *, is_skipped: bool, is_changed: bool) -> str:
    here = local(at)
    if is_skipped:
        return f"Buổi tháng {here:%m/%Y}: bỏ qua, không họp."
    return f"Buổi tháng {here:%m/%Y}: {when(at)}, {place}{' (đã đổi riêng)' if is_changed else ''}."


def skipped(month: str) -> str:
    return f"Đã bỏ qua buổi tháng {month_said(month)}: máy không gọi họp tháng đó. Các buổi khác giữ như lịch."


def restored(at: datetime) -> str:
    return f"Buổi này lại theo lịch: {when(at)}."


WHICH_WEEKDAY = "mời ghi rõ tuần nào, ví dụ: thứ Năm đầu tiên, thứ Sáu cuối tháng"
WRITE_SO = (
    f"mời ghi đủ ngày, giờ và nơi họp, ví dụ: “{EXAMPLE}”; “thứ Năm đầu tiên 19h30, Nhà văn hóa”; "
    "“ngày làm việc cuối tháng 14h, Phòng họp”"
)


def none_here(cell: str, kind: str) -> str:
    return f"{cell} chưa có {_small(NAMES[kind])}."


def next_line(month: str, at: str | None, *, off: bool) -> str:
    """A line of the list at the command line; `at` as ISO."""
    if at is None:
        return f"  {month_said(month)}: bỏ qua"
    return f"  {month_said(month)}: {when(datetime.fromisoformat(at))}" + (" (ngày nghỉ, chờ chọn ngày)" if off else "")


def changed_ones(lines: Sequence[str]) -> str:
    return f"Riêng: {'; '.join(lines)}."


def changed_one(at: datetime, *, is_skipped: bool) -> str:
    """`tháng 02 bỏ qua`, `tháng 03 họp Thứ Sáu 05/03`."""
    here = local(at)
    return f"tháng {here:%m} " + ("bỏ qua" if is_skipped else f"họp {day_choice(here.date())}")


def next_one(at: datetime, called_at: datetime, now: datetime) -> str:
    calls = f"máy tự gọi họp lúc {short_when(called_at)}" if called_at > now else "máy gọi họp trong ít phút nữa"
    return f"Buổi tới: {when(at)}; {calls}."


def called_already(at: datetime) -> str:
    return f"Buổi {short_when(at)} đã gọi, vẫn giữ nguyên."


def next_ones(dates: Sequence[datetime]) -> str:
    return f"Các buổi tới: {'; '.join(day_choice(local(at).date()) for at in dates)}."


def how_it_goes(days: int, notice_hours: int) -> str:
    before = f"{notice_hours} giờ" if notice_hours % 24 else f"{notice_hours // 24} ngày"
    return f"Máy tự gọi họp trước {days} ngày và báo đồng chí; giấy mời gửi trước buổi họp {before}."


def has_been_set(line: str, kind: str = "regular") -> str:
    return f"Đã đặt {_small(NAMES[kind])}: {line}."


def ask_stop(line: str, kind: str = "regular") -> str:
    return f"Dừng {_small(NAMES[kind])} ({line})? Buổi họp đã gọi vẫn giữ nguyên."


def stopped(cell: str, kind: str = "regular") -> str:
    return f"Đã dừng {_small(NAMES[kind])} của {cell}. Từ nay đồng chí tự gọi họp."


# What the clock tells the secretary


def has_called(lines: str, notice_at: datetime, people: int, now: datetime) -> str:
    leave = f"lúc {short_when(notice_at)}" if notice_at > now else "ngay"
    return f"Máy đã gọi họp theo lịch hằng tháng.\n{lines}\nGiấy mời gửi {leave} tới {people} đồng chí."


def has_not_called(cell: str, at: datetime, why: str) -> str:
    return f"Máy CHƯA gọi được buổi họp {short_when(at)} của {cell} theo lịch hằng tháng.\n{why}"


def theme_is_left(cell: str, month: str) -> str:
    return (
        f"Tháng {month_said(month)} {cell} đã có buổi thường kỳ, nên máy không gọi buổi thường kỳ kết hợp chuyên đề "
        "theo lịch. Còn thiếu chuyên đề: mời đồng chí gọi họp chuyên đề."
    )


def unit_closed(cell: str) -> str:
    return f"{cell} đã ngừng hoạt động nên máy dừng lịch họp hằng tháng."
