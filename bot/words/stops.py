"""What is said about stopping what is sent, confirming what many people get, and sending again."""

from collections.abc import Mapping
from datetime import datetime

from bot.words.amounts import amount
from bot.words.names import fold
from bot.words.times import short_when
from bot.words.vi import cell
from bot.words.yes_no import yes_or_no

# Stopping and going on

STOP_NOW, KEEP_SENDING = "Dừng gửi ngay", "Không dừng"
GO_ON, GO_ON_NOW, KEEP_STOPPED = "Gửi tiếp", "Gửi tiếp ngay", "Vẫn dừng"
STILL_SENDING = "Không dừng gì cả, tin vẫn gửi như thường."
STILL_STOPPED = "Việc gửi vẫn dừng. Muốn gửi tiếp, mời đồng chí nhắn “gửi tiếp”."
HELD_BACK = "Việc gửi ở đây đang dừng, nên tin chờ đến khi gửi tiếp (nhắn “gửi tiếp”)."
STOP_WORDS = frozenset({"dung", "dung ngay", "dung gui ngay"})
GO_ON_WORDS = frozenset({"gui", "tiep", "gui ngay", "gui tiep ngay"})


def says_stop(text: str) -> bool | None:
    """`dung` is also `đúng`: here both say yes."""
    return True if fold(text) in STOP_WORDS else yes_or_no(text)


def says_go_on(text: str) -> bool | None:
    return True if fold(text) in GO_ON_WORDS else yes_or_no(text)


def place(name: str, *, is_cell: bool) -> str:
    return cell(name) if is_cell else f"{name} và mọi đơn vị bên dưới"


def ask_stop(where: str, waiting: int) -> str:
    return (
        f"Đồng chí muốn DỪNG gửi mọi tin về buổi họp, văn bản, thông báo của {where}? Đang chờ gửi: {amount(waiting)} tin.\n"
        "Chỉ muốn thôi nhận tin ở máy này thì mời nhắn “dừng nhận tin”."
    )


def stopped(where: str, waiting: int) -> str:
    return (
        f"Đã dừng gửi tin về buổi họp, văn bản, thông báo của {where}. {amount(waiting)} tin đang chờ được giữ lại; "
        "tin nào quá hạn thì bỏ. Máy vẫn trả lời từng đồng chí nhắn đến.\n"
        "Muốn gửi tiếp, mời đồng chí nhắn “gửi tiếp”."
    )


def ask_go_on(where: str, since: datetime, waiting: int) -> str:
    return (
        f"Việc gửi tin của {where} dừng từ {short_when(since)}. Đồng chí muốn GỬI TIẾP? "
        f"{amount(waiting)} tin đang chờ sẽ gửi khi đến giờ."
    )


def goes_on(where: str, waiting: int, above: str | None) -> str:
    if above is not None:
        return f"Đã bỏ lệnh dừng của {where}, nhưng việc gửi còn dừng ở {above or 'toàn hệ thống'}. Mời hỏi văn phòng."
    return f"Đã gửi tiếp tin về buổi họp, văn bản, thông báo của {where}: {amount(waiting)} tin đang chờ."


# Sending what was looked at, and to so many people

LEAVE, LOOK_AGAIN = "Thôi", "Xem lại"
SAY_SEND = frozenset({"gui", "gui ngay", "gui di"})


def sure_of_many(people: int, limit: int) -> str:
    return (
        f"Việc này báo cho {amount(people)} đồng chí, nhiều hơn {amount(limit)}. Nếu đúng, mời đồng chí chọn nút có số {amount(people)}, "
        f"hoặc nhắn: {amount(people)}."
    )


def send_to(people: int) -> str:
    return f"Gửi cho {amount(people)} đồng chí"


def move_for(people: int) -> str:
    return f"Dời, báo {amount(people)} đồng chí"


def cancel_for(people: int) -> str:
    return f"Hoãn, báo {amount(people)} đồng chí"


def number_said(text: str) -> int | None:
    """`340`, `340 đồng chí`, `1.200 người`; None where it is no number."""
    first = text.split(maxsplit=1)[:1]
    digits = first[0].replace(".", "").rstrip(",") if first else ""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None


LONGEST_NUMBER = 9

# Again

RESEND, RESEND_NOW, NOT_AGAIN = "Gửi lại cho người chưa nhận", "Gửi lại ngay", "Không gửi"
NOBODY_MISSED = "Không có ai cần gửi lại: tin đã tới, đang chờ gửi, hoặc đồng chí ấy đã trả lời."


def ask_resend(starts_at: datetime, count: int, without: int) -> str:
    return (
        f"Buổi họp {short_when(starts_at)}: {amount(count)} đồng chí chưa nhận được tin hoặc chưa chắc đã nhận. Gửi lại?"
        f"{_without(without)}"
    )


def nobody_to_resend(without: int) -> str:
    return f"Không gửi lại được cho ai.{_without(without)}" if without else NOBODY_MISSED


def _without(count: int) -> str:
    return f"\n{amount(count)} đồng chí khác không nhắn được, mời đồng chí gọi điện." if count else ""


def resent(count: int, at: datetime | None) -> str:
    """`at`: only then, as it is night."""
    if at is not None:
        return f"Đang giờ nghỉ. {amount(count)} đồng chí sẽ nhận lại tin lúc {short_when(at)}."
    return f"Đã gửi lại cho {amount(count)} đồng chí."


# At the command line

EVERYWHERE = "toàn hệ thống"


def office_stopped(where: str, waiting: int, command: str) -> str:
    return f"Đã dừng gửi tin ở {where}: {amount(waiting)} tin đang chờ được giữ lại. Tin trả lời vẫn gửi. Gửi tiếp bằng: {command}"


def office_goes_on(where: str, waiting: int, stops: int) -> str:
    rest = f" Còn {stops} lệnh dừng khác đang giữ tin." if stops else ""
    return f"Đã gửi tiếp ở {where}: {amount(waiting)} tin đang chờ.{rest}"


def office_resent(count: int, without: int) -> str:
    return f"Gửi lại cho {amount(count)} người.{_without(without)}" if count else nobody_to_resend(without)


HINTS: Mapping[str, str] = {
    "halt": "Đang hỏi có dừng gửi không. Mời đồng chí chọn “Dừng gửi ngay” hoặc “Không dừng”.",
    "go_on": "Đang hỏi có gửi tiếp không. Mời đồng chí chọn “Gửi tiếp ngay” hoặc “Vẫn dừng”.",
    "move_sure": "Buổi họp chưa dời. Mời đồng chí chọn nút có số người, hoặc nhắn đúng số người; “thôi” để giữ như cũ.",
    "cancel_sure": "Buổi họp chưa hoãn. Mời đồng chí chọn nút có số người, hoặc nhắn đúng số người; “thôi” để giữ như cũ.",
}
