"""What members are told of their requests about their own data, and what those hear who answer them."""

from datetime import date

from bot.words.phones import masked, national
from bot.words.times import day

NAMELESS = "(đã xóa theo yêu cầu)"
KINDS = {
    "access": "xem dữ liệu",
    "correction": "sửa dữ liệu",
    "withdrawal": "rút lại đồng ý nhận tin",
    "restriction": "hạn chế dùng dữ liệu",
    "deletion": "xóa dữ liệu",
}
OUTCOMES = {"met": "đã thực hiện", "refused": "không thực hiện", "taken_back": "người yêu cầu đã rút"}
FIELDS = {"name": "họ tên", "birth_year": "năm sinh", "phone": "số điện thoại"}
FIELD_CHOICES = {"name": "Họ tên", "birth_year": "Năm sinh", "phone": "Số điện thoại"}
"""What a correction changes."""

CORRECT, RESTRICT, DELETE, OPEN = "Xin sửa", "Xin hạn chế", "Xin xóa", "Yêu cầu đã gửi"
ASK_WISH = "Đồng chí muốn gì với dữ liệu của mình? Dừng nhận tin thì không cần xóa."
ASK_FIELD = "Đồng chí muốn sửa điều gì?"
ASK_VALUE = {
    "name": "Mời đồng chí nhắn họ tên đúng.",
    "birth_year": "Mời đồng chí nhắn năm sinh đúng, ví dụ: 1958.",
    "phone": "Mời đồng chí nhắn số điện thoại đúng, ví dụ: 0912 345 678.",
}
SEND, KEEP = "Gửi yêu cầu", "Không gửi"
NOT_SENT = "Không gửi gì."
SAME = "Danh sách đã ghi đúng như vậy, không cần sửa."
NAME_WRONG = "Mời đồng chí nhắn cả họ và tên, không có chữ số."


def ask_correction(field: str, value: str) -> str:
    return f"Xin sửa {FIELDS[field]} thành: {value}. Gửi yêu cầu này?"


def value_said(field: str, value: object, *, hidden: bool = False) -> str:
    """As a person reads it; `hidden`: a phone by its last digits."""
    if field != "phone":
        return str(value)
    return masked(str(value)) if hidden else national(str(value))


DELETION_EXPLAINED = (
    "Khi được chấp nhận, máy xóa hẳn: số điện thoại, các máy đã nối, tin nhắn, lý do vắng. "
    "Còn là đảng viên của chi bộ thì họ tên và năm sinh còn trong danh sách; khi đã chuyển đi hoặc thôi, máy xóa cả. "
    "Theo quy định vẫn giữ: số liệu buổi họp, biên bản, điểm danh (không còn tên sau khi xóa). "
    "Xóa rồi máy không gửi tin cho đồng chí được nữa. Bản sao lưu cũ được thay dần trong thời hạn lưu của văn phòng. "
    "Gửi yêu cầu này?"
)
RESTRICTION_EXPLAINED = (
    "Khi được chấp nhận, máy không gửi tin nào và chỉ giữ những gì cần cho danh sách và điểm danh; "
    "bí thư báo họp trực tiếp. Đồng chí muốn nhận tin lại lúc nào cũng được. Gửi yêu cầu này?"
)


def sent(kind: str, first_on: date, due_on: date, *, told: bool) -> str:
    how = "" if told else " Máy chưa chuyển được tin cho người phụ trách; mời đồng chí báo thêm với bí thư."
    return (
        f"Đã ghi yêu cầu {KINDS[kind]}. Đồng chí được trả lời trước hết ngày {day(first_on)}; "
        f"được chấp nhận thì xong trước hết ngày {day(due_on)}.{how}"
    )


def already(kind: str, due_on: date) -> str:
    return f"Yêu cầu {KINDS[kind]} của đồng chí đang chờ, hạn {day(due_on)}. Không cần gửi lại."


def own_line(kind: str, asked_on: date, due_on: date, outcome: str | None) -> str:
    state = OUTCOMES[outcome] if outcome else f"đang chờ, hạn {day(due_on)}"
    return f"- {day(asked_on)}: {KINDS[kind]}, {state}."


NO_REQUESTS = "Đồng chí chưa có yêu cầu nào."
REQUESTS_TITLE = "Yêu cầu của đồng chí về dữ liệu của mình:"
TAKE_BACK = "Rút yêu cầu"
TAKEN_BACK = "Đã rút yêu cầu."

# For those who answer

SHEET = "yeu-cau-sua-du-lieu.txt"
LIST = "Yêu cầu về dữ liệu cá nhân"
LOOK, MEET, REFUSE = "Xem", "Thực hiện", "Không thực hiện"


def for_office(name: str, of: str | None, kind: str, due_on: date, field: str | None = None) -> str:
    what = f" ({FIELDS[field]})" if field else ""
    where = f", {of}," if of else ""
    return f"Đồng chí {name}{where} yêu cầu {KINDS[kind]}{what} của mình. Hạn giải quyết: {day(due_on)}."


def reminder(said: str, *, is_late: bool) -> str:
    return f"{'Đã quá hạn. ' if is_late else 'Nhắc lại: '}{said}"


def shown(said: str, change: str | None, explained: str | None) -> str:
    return "\n".join(part for part in (said, change, explained) if part)


def change_said(field: str, was: str | None, becomes: str) -> str:
    return f"{FIELDS[field][:1].upper()}{FIELDS[field][1:]}: đang ghi {was or 'chưa có'}, xin sửa thành {becomes}."


MEETS_PARTLY = "Đồng chí ấy còn trong danh sách một chi bộ: chỉ xóa số điện thoại, máy đã nối, tin nhắn, lý do vắng."
MEETS_WHOLLY = "Xóa hẳn họ tên, năm sinh, số điện thoại, máy đã nối, tin nhắn, lý do vắng. Không lấy lại được."
MEETS_RESTRICTION = "Dừng gửi mọi tin cho đồng chí ấy; danh sách và điểm danh không đổi."
LIST_TITLE = "Yêu cầu đang chờ: {count}. Mời chọn."
NONE_WAIT = "Không có yêu cầu nào đang chờ."
ANSWERED = "Đã ghi và đã báo cho người yêu cầu (nếu còn nhận được tin)."
ASK_SURE = "Việc xóa không lấy lại được. Đồng chí chắc chắn?"
SURE, NOT_SURE = "Chắc chắn, xóa", "Không xóa"


def choice(name: str, kind: str) -> str:
    return f"{name}: {KINDS[kind]}"


def answered(kind: str, outcome: str) -> str:
    """For who asked."""
    if outcome == "met":
        return f"Yêu cầu {KINDS[kind]} của đồng chí đã được thực hiện."
    return (
        f"Yêu cầu {KINDS[kind]} của đồng chí không được thực hiện. "
        "Muốn biết lý do, mời đồng chí liên hệ bí thư hoặc văn phòng cấp ủy."
    )


LATE = "quá hạn"
ONE_OF_TWO = "Mời ghi --met (thực hiện) hoặc --refused (không thực hiện)."


def entered(number: int, due_on: date) -> str:
    return f"Đã ghi yêu cầu số {number}, hạn {day(due_on)}. Thực hiện bằng: chibot data-request answer {number} --met"


def overdue(count: int) -> str:
    return f"{count} yêu cầu về dữ liệu cá nhân đã quá hạn. Xem: chibot data-request list."


def waiting(count: int) -> str:
    return f"Không có yêu cầu về dữ liệu cá nhân quá hạn; đang chờ: {count}."


HINTS = {
    "own_value": "Mời đồng chí nhắn điều đúng cần ghi.",
}
