"""The minutes of a meeting in the chat: what is asked, what is understood, what is shown."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time

from bot.words.labels import cut, named
from bot.words.moment_doubts import settled
from bot.words.moment_hours import hours_said
from bot.words.moment_pieces import short
from bot.words.names import fold, tidy
from bot.words.times import day_of, local, short_when

HINTS: Mapping[str, str] = {
    "minutes_end": "Đang hỏi giờ kết thúc. Mời đồng chí nhắn giờ, ví dụ 21h05, hoặc “95 phút”, hoặc “thôi” để dừng.",
    "minutes_chair": "Đang hỏi ai chủ trì. Mời đồng chí chọn, hoặc nhắn họ tên, hoặc “thôi” để dừng.",
    "minutes_clerk": "Đang hỏi ai ghi biên bản. Mời đồng chí chọn, hoặc nhắn họ tên, hoặc “thôi” để dừng.",
    "minutes_opinions": "Đang hỏi số lượt ý kiến. Mời đồng chí nhắn một số, ví dụ 7, hoặc “thôi” để dừng.",
    "minutes_resolution": (
        "Đang hỏi nghị quyết. Mời đồng chí nhắn số nghị quyết, ví dụ 07-NQ/CB, hoặc “không”, hoặc “thôi” để dừng."
    ),
    "minutes": "Đang lập biên bản. Mời đồng chí chọn, hoặc nhắn “xong”, “sửa”, hoặc “thôi” để dừng.",
}
MINUTES, FETCH, FINISH, EDIT, ANEW = "Biên bản", "Tải biên bản", "Xong biên bản", "Sửa", "Xem biên bản"
FETCH_DRAFT, WRITE_CONCLUSIONS = "Tải bản nháp", "Ghi kết luận"
NO_RESOLUTION = "Không ra nghị quyết"
ASK_CHAIR = "Ai chủ trì buổi họp? Mời chọn, hoặc nhắn họ tên."
ASK_CLERK = "Ai ghi biên bản? Mời chọn, hoặc nhắn họ tên."
ASK_OPINIONS = "Có bao nhiêu lượt ý kiến phát biểu? Mời chọn, hoặc nhắn một số."
ASK_RESOLUTION = (
    "Buổi họp có ra nghị quyết không? Mời chọn, hoặc nhắn số nghị quyết, ví dụ 07-NQ/CB; không có thì “không”."
)
SEVERAL = "Có nhiều đồng chí như vậy. Mời đồng chí chọn."
WHICH_PART = "Sửa mục nào của biên bản?"
PARTS: Mapping[str, str] = {
    "end": "Giờ kết thúc",
    "chair": "Chủ trì",
    "clerk": "Thư ký",
    "opinions": "Lượt ý kiến",
    "resolution": "Nghị quyết",
}
SAID_DONE, SAID_EDIT = {"xong", "xong bien ban", "het", "du roi"}, {"sua", "sua bien ban"}
SAID_NO = {"khong", "khong co", "khong ra", "khong ra nghi quyet", "ko", "chua", "khong co nghi quyet"}
SAID_YES = {"co", "co ra", "co nghi quyet", "co ra nghi quyet", "dung", "dong y"}
ROLL_OPEN = "Điểm danh chưa chốt: số liệu là tạm tính. Chốt xong thì mới hoàn thành biên bản được."
WITHOUT_REASONS = "Bản này không ghi lý do vắng; bản của bí thư có ghi."
FEW_OPINIONS = (3, 5, 8, 12)
OF_A_CELL, OF_A_GROUP, OF_A_COMMITTEE = "-NQ/CB", "-NQ/TĐ", "-NQ/ĐU"
LASTED = re.compile(
    r"(?:hop |keo dai |trong )*(?:(?P<hours>\d) ?(?:tieng|h(?=\d)) ?)?(?P<half>ruoi)?(?:(?P<minutes>\d{1,3}) ?(?:phut|p))?"
)
ONLY_HOUR = re.compile(r"\d{1,2}")
NUMBERED = re.compile(r"(?:(?:nghi quyet|nq|so|co)[ :.]*)*(\d{1,3})\s*(.*)")
BEHIND_NUMBER = re.compile(r"[-/ ]?\s*((?:[^\W\d_]{1,8})(?:\s*[-/]\s*[^\W_]{1,12}){0,3})")
COUNT = re.compile(r"(?:co |khoang )?(\d{1,3})(?: (?:luot|y kien|luot y kien|nguoi|dong chi).*)?[.!]?")


def end_in(text: str) -> tuple[int | None, Sequence[time]]:
    """How many minutes it lasted, or at which hours it may have ended; raises ValueError."""
    said = fold(text).strip(" .!")
    lasted = LASTED.fullmatch(said) if said else None
    if lasted and (lasted["minutes"] or "tieng" in said):
        half = 30 if lasted["half"] else 0
        return 60 * int(lasted["hours"] or 0) + half + int(lasted["minutes"] or 0), ()
    hours = hours_said(settled(short(f"{text.strip()}h" if ONLY_HOUR.fullmatch(text.strip()) else text)))
    if not hours:
        raise ValueError("no hour")
    return None, hours


def opinions_in(text: str) -> int | None:
    if found := COUNT.fullmatch(fold(text).strip()):
        return int(found[1])
    return 0 if fold(text).strip(" .!") in SAID_NO else None


def resolution(number: int, shape: str) -> str:
    """`07-NQ/CB`."""
    return f"{number:02}{shape}"


def resolution_in(text: str, shape: str) -> tuple[int, str] | None:
    """The number and the whole of `7`, `số 07-NQ/CB`; None where it is none."""
    whole = tidy(text).strip(" .!")
    found = NUMBERED.fullmatch(fold(whole))
    if found is None or int(found[1]) == 0:
        return None
    rest = whole[len(whole) - len(found[2]) :] if found[2] else ""  # folding leaves the letters as many as they were
    if not rest:
        return int(found[1]), resolution(int(found[1]), shape)
    behind = BEHIND_NUMBER.fullmatch(rest)
    if behind is None:
        return None
    typed = "".join(rest.split()).upper()
    return int(found[1]), f"{int(found[1]):02}{typed if typed[0] in '-/' else f'-{typed}'}"


# Questions


def ask_end(starts_at: datetime) -> str:
    begun = local(starts_at)
    return f"Buổi họp bắt đầu {begun:%Hh%M}. Kết thúc lúc mấy giờ? Mời chọn, hoặc nhắn giờ, ví dụ 21h05."


def end_choice(ended_at: datetime, minutes: int) -> str:
    return f"{hour(ended_at)} ({minutes} phút)"


def hour(at: datetime) -> str:
    """`21 giờ 05`."""
    here = local(at)
    return f"{here.hour} giờ" + (f" {here.minute:02}" if here.minute else "")


def opinions_choice(count: int) -> str:
    """The number stands for itself, on a phone without buttons as well."""
    return f"{count}) lượt ý kiến"


def with_resolution(number: str) -> str:
    return f"Có, số {number}"


# What stands there


def title(cell: str, starts_at: datetime, *, is_done: bool) -> str:
    return f"Biên bản {cell}, họp {short_when(starts_at)}" + ("." if is_done else " (bản nháp).")


def ended(at: datetime, minutes: int, wanted: int) -> str:
    short_of = f", chưa đủ {wanted} phút" if minutes < wanted else ""
    return f"Kết thúc {hour(at)} ({minutes} phút{short_of})."


def led(chair: str, clerk: str) -> str:
    return f"Chủ trì: {chair}. Thư ký: {clerk}."


def said(opinions: int, conclusions: int) -> str:
    return f"{opinions} lượt ý kiến, {conclusions} kết luận."


def resolved(number: str | None) -> str:
    return f"Nghị quyết số {number}." if number else "Không ra nghị quyết."


def graded(text: str | None) -> str:
    return f"Chất lượng: {text}." if text else "Chất lượng: chưa chấm."


CORRECTED = "Điểm danh đã sửa sau khi chốt; biên bản ghi rõ."


def done(starts_at: datetime) -> str:
    return f"Đã lập xong biên bản buổi {short_when(starts_at)}."


def told(cell: str, starts_at: datetime) -> str:
    return f"{cell}: biên bản buổi {short_when(starts_at)} đã lập xong. Mời đồng chí tải về để đọc và ký."


def fetched(starts_at: datetime) -> str:
    return f"Biên bản buổi {short_when(starts_at)}."


def part_choice(part: str, said: str | None) -> str:
    return named(PARTS[part], f": {said}") if said else PARTS[part]


TITLES = re.compile(r"^(?:đồng chí|đ/c|đc|dong chi|d/c|dc|ông|bà|anh|chị)\s+", re.IGNORECASE)


def bare_name(text: str) -> str:
    """Without what stands before it out of courtesy."""
    return TITLES.sub("", tidy(text).strip(" .!,"))


def person(name: str, birth_year: int | None) -> str:
    return cut(f"{name} ({birth_year})" if birth_year else name)


def of_menu(starts_at: datetime) -> str:
    return f"Biên bản buổi {short_when(starts_at)}"


def file_name(slug: str, starts_at: datetime) -> str:
    return f"bien-ban-{slug}-{day_of(starts_at):%Y-%m-%d}.docx"


def file_written(path: str, *, is_draft: bool) -> str:
    return f"Đã ghi biên bản vào {path}." + (" Buổi họp chưa chốt nên đây là bản nháp." if is_draft else "")
