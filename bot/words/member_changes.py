"""Changes of members in sentences: before they are made, when they are done, to everybody whom they concern."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from bot.words.names import fold
from bot.words.own import OFFICES, STATUSES
from bot.words.times import day
from bot.words.vi import cell

KINDS = {
    "add": "thêm vào chi bộ",
    "receive": "tiếp nhận sinh hoạt tạm thời",
    "transfer": "chuyển sinh hoạt đảng",
    "send_out": "đi sinh hoạt tạm thời",
    "exempt": "miễn công tác và sinh hoạt",
    "special_duty": "làm nhiệm vụ đặc biệt",
    "official": "công nhận chính thức",
    "return": "trở lại sinh hoạt",
    "leave": "thôi là đảng viên",
    "die": "từ trần",
}
CHOICES = {
    "transfer": "Chuyển sinh hoạt đảng",
    "send_out": "Đi sinh hoạt tạm thời",
    "exempt": "Miễn sinh hoạt",
    "special_duty": "Nhiệm vụ đặc biệt",
    "official": "Công nhận chính thức",
    "return": "Trở lại sinh hoạt",
    "leave": "Thôi là đảng viên",
    "die": "Từ trần",
}
STATES = {
    "at_office": "chờ văn phòng cấp ủy đồng ý",
    "at_receiver": "chờ chi bộ tiếp nhận xác nhận",
    "done": "đã xong",
    "refused": "không thực hiện",
    "undone": "đã hoàn tác",
}
ELSEWHERE = "một nơi ngoài hệ thống này"
LONGEST_SEARCH = 60


class Newcomer(Protocol):
    """What is said of somebody new."""

    @property
    def birth_year(self) -> int | None: ...
    @property
    def official_on(self) -> date | None: ...
    @property
    def probationary_on(self) -> date | None: ...
    @property
    def group(self) -> str | None: ...


def sentence(
    kind: str, name: str, of: str, to: str | None, from_on: date, until_on: date | None, decision: str | None
) -> str:
    """`Đồng chí A chuyển sinh hoạt đảng từ Chi bộ X đến Chi bộ Y từ ngày 01/12/2026, theo số 12-QĐ/ĐU.`"""
    here, there = cell(of), cell(to) if to else ELSEWHERE
    said = {
        "add": f"được thêm vào {here}",
        "receive": f"được {here} tiếp nhận sinh hoạt tạm thời",
        "transfer": f"chuyển sinh hoạt đảng từ {here} đến {there}",
        "send_out": f"của {here} sinh hoạt tạm thời ở {there}",
        "exempt": f"của {here} được miễn công tác và sinh hoạt đảng",
        "special_duty": f"của {here} làm nhiệm vụ đặc biệt",
        "official": f"của {here} là đảng viên chính thức",
        "return": f"trở lại sinh hoạt bình thường (đang ghi ở {here})",
        "leave": f"thôi là đảng viên ở {here}",
        "die": f"của {here} từ trần",
    }[kind]
    ends = f" đến hết ngày {day(until_on)}" if until_on else ""
    number = f", theo số {decision}" if decision else ""
    return f"Đồng chí {name} {said} từ ngày {day(from_on)}{ends}{number}."


def newcomer_facts(one: Newcomer) -> str:
    said = [f"Sinh năm {one.birth_year}"] if one.birth_year else []
    if one.official_on:
        said.append(f"chính thức từ {day(one.official_on)}")
    else:
        said.append(f"dự bị{f' từ {day(one.probationary_on)}' if one.probationary_on else ''}")
    said += [one.group] if one.group else []
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


# The list and one person


def list_title(of: str, count: int, page: int, pages: int) -> str:
    where = f" (trang {page + 1}/{pages})" if pages > 1 else ""
    return f"{cell(of)} có {count} đảng viên{where}. Mời chọn một đồng chí, hoặc nhắn họ tên."


ADD, WAITING, BACK = "Thêm đảng viên", "Việc đang chờ", "Về danh sách"
SEARCH = "Mời đồng chí nhắn họ tên đảng viên cần tìm, hoặc tên chi bộ để xem danh sách, hoặc chọn việc bên dưới."
NOBODY = "Không tìm thấy ai tên như vậy. Mời đồng chí nhắn lại họ tên."
ADD_BELOW = "Mời đồng chí nhắn “đảng viên”, rồi nhắn tên chi bộ; trong danh sách của chi bộ, mời chọn “Thêm đảng viên”."


def found_many(count: int) -> str:
    return f"Có {count} đồng chí tên như vậy. Mời chọn, hoặc nhắn rõ họ tên."


def card(name: str, birth_year: int | None, of: str, standing: str, statuses: Sequence[str]) -> str:
    born = f", sinh năm {birth_year}" if birth_year else ""
    flags = "".join(f"\n- Đang {STATUSES[one]}." for one in statuses if one not in {"official", "probationary"})
    return f"Đồng chí {name}{born}.\n- {cell(of)}, đảng viên {STANDINGS[standing]}.{flags}"


STANDINGS = {"official": "chính thức", "probationary": "dự bị", "temporary_in": "sinh hoạt tạm thời đến"}


def waits(kind: str, state: str) -> str:
    return f"\n- Đề nghị {KINDS[kind]}: {STATES[state]}."


def undo_choice(kind: str) -> str:
    return f"Hoàn tác: {KINDS[kind]}"


# Questions

ASK_TO = (
    "Đồng chí {name} chuyển đến chi bộ nào? Mời nhắn tên chi bộ. Chi bộ không thuộc hệ thống này: mời chọn “Nơi khác”."
)
ELSEWHERE_CHOICE = "Nơi khác"
NO_SUCH_CELL = "Không tìm thấy chi bộ ấy. Mời nhắn lại tên chi bộ, hoặc chọn “Nơi khác”. Muốn dừng, mời nhắn “thôi”."
TODAY = "Từ hôm nay"
ASK_NEWCOMER = (
    "Mời nhắn trong một dòng: họ tên, năm sinh, số điện thoại, chính thức hoặc dự bị từ ngày nào, tổ đảng (nếu có). "
    "Ví dụ: Nguyễn Văn A, 1990, 0912 345 678, dự bị từ 03/02/2026, tổ 1"
)
HOW_NEW = "Đồng chí {name} về chi bộ thế nào?"
JOINS, RECEIVED_HERE = "Thuộc chi bộ", "Chỉ sinh hoạt tạm thời"
_EXAMPLES = {
    "send_out": "từ 01/12/2026 đến 30/06/2027, số 12-QĐ/ĐU",
    "receive": "từ 01/12/2026 đến 30/06/2027, số 12-QĐ/ĐU",
    "exempt": "từ 01/12/2026, số 05-NQ/CB (có hạn thì ghi thêm: đến 30/06/2027)",
    "special_duty": "từ 01/12/2026 đến 30/06/2027, số 12-QĐ/ĐU",
    "return": "từ 01/12/2026",
    "die": "ngày 20/11/2026",
}


def ask_days(kind: str, name: str) -> str:
    example = _EXAMPLES.get(kind, "từ 01/12/2026, số 12-QĐ/ĐU")
    return f"Đồng chí {name}, {KINDS[kind]}: từ ngày nào, theo quyết định số mấy? Ví dụ: {example}"


def which_cell(count: int, shown: int) -> str:
    if count <= shown:
        return "Có nhiều chi bộ tên như vậy. Mời chọn."
    return f"Có {count} chi bộ tên như vậy. Mời chọn, hoặc nhắn kèm tên xã, ví dụ: Thôn 1, xã Suối Trong."


def is_elsewhere(text: str) -> bool:
    return fold(text) in {"noi khac", "ngoai he thong", "khong co trong danh sach"}


# Before it is done

YES, YES_PROPOSE, NO = "Đúng, ghi", "Đúng, đề nghị", "Không ghi"


def preview(said: str, notes: Iterable[str], *, proposes: bool) -> str:
    ask = "Gửi đề nghị này cho văn phòng cấp ủy?" if proposes else "Ghi như vậy?"
    return "\n".join([said, *notes, ask])


def ends_offices(offices: Sequence[str]) -> str:
    return f"Chức vụ ở chi bộ kết thúc theo: {', '.join(OFFICES[one] for one in offices)}."


def is_alike(cells: Sequence[str]) -> str:
    where = f" ({', '.join(cells)})" if cells else ""
    return (
        f"Lưu ý: danh sách đã có một đồng chí cùng tên, cùng năm sinh hoặc số điện thoại{where}. "
        "Nếu là một người, mời dùng “chuyển sinh hoạt đảng” thay vì thêm."
    )


LISTS_RENEWED = "Danh sách các buổi họp sắp tới được sửa theo; buổi đã chốt giữ nguyên."
WAITS_FOR_RECEIVER = "Chi bộ tiếp nhận phải xác nhận thì mới chuyển."
NOT_WRITTEN = "Không ghi gì."


def entered(state: str, said: str) -> str:
    return {
        "done": f"Đã ghi. {said}",
        "at_office": f"Đã gửi đề nghị, chờ văn phòng cấp ủy đồng ý. {said}",
        "at_receiver": f"Đã gửi, chờ chi bộ tiếp nhận xác nhận. {said}",
    }[state]


# To others

AGREE, REFUSE = "Đồng ý", "Không đồng ý"
RECEIVED, NOT_RECEIVED = "Đã tiếp nhận", "Không tiếp nhận"


def asked(said: str, again: int = 0) -> str:
    return f"{_again(again)}Chi bộ đề nghị ghi vào danh sách: {said} Đồng chí có đồng ý không?"


def asked_elsewhere(said: str, again: int = 0) -> str:
    """Where nobody can answer."""
    return f"{_again(again)}Chi bộ đề nghị ghi vào danh sách: {said} Mời đồng chí xem trong “việc đang chờ”."


def _again(days: int) -> str:
    return f"Việc này đã chờ {days} ngày. " if days else ""


def to_be_received(said: str, again: int = 0) -> str:
    return f"{_again(again)}Chi bộ đồng chí được giao tiếp nhận: {said} Đồng chí ấy đã đến nhận sinh hoạt chưa?"


def to_be_received_elsewhere(said: str, again: int = 0) -> str:
    """Where nobody can answer."""
    return f"{_again(again)}Chi bộ đồng chí được giao tiếp nhận: {said} Mời đồng chí xem trong “việc đang chờ”."


def done(said: str) -> str:
    return f"Đã ghi vào danh sách: {said}"


def own(said: str) -> str:
    return f"Danh sách đảng viên vừa được sửa: {said} Nếu không đúng, mời đồng chí báo bí thư."


def undone(said: str) -> str:
    return f"Đã hoàn tác, danh sách lại như trước: {said}"


def refused(said: str) -> str:
    return f"Không thực hiện: {said} Nếu cần, mời đồng chí liên hệ văn phòng cấp ủy."


REFUSED = "Đã ghi là không thực hiện. Bí thư chi bộ được báo."
UNDONE = "Đã hoàn tác. Danh sách như trước; buổi họp đã chốt giữ nguyên."
ASK_UNDO = "Hoàn tác việc này? {said}"
UNDO_YES, UNDO_NO = "Đúng, hoàn tác", "Không hoàn tác"
NOTHING_WAITS = "Không có việc nào đang chờ."
WAITING_TITLE = "Đang chờ: {count} việc. Mời chọn."


def waiting_choice(kind: str, name: str) -> str:
    return f"{name}: {KINDS[kind]}"


HINTS = {
    "member_days": "Mời đồng chí nhắn ngày và số quyết định, ví dụ: từ 01/12/2026, số 12-QĐ/ĐU.",
    "member_find": "Mời đồng chí nhắn họ tên đảng viên cần tìm.",
    "member_list": "Mời đồng chí nhắn số hoặc họ tên một đồng chí trong danh sách.",
    "member_new": "Mời đồng chí nhắn họ tên, năm sinh, số điện thoại, chính thức hoặc dự bị từ ngày nào.",
    "member_to": "Mời đồng chí nhắn tên chi bộ, hoặc “nơi khác”.",
}
