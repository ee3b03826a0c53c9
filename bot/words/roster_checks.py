"""Looking through the roster each quarter: the secretary says whether it is right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.words.names import fold
from bot.words.quarters import quarter

RIGHT, WRONG, NAMES = "Đúng", "Chưa đúng", "Xem danh sách"
SEE = "Xem nội dung"
MOST_NAMED = 10
SHEET = "Danh sách đảng viên.txt"
NAMES_READY = "Danh sách đảng viên để đối chiếu."
HINTS: Mapping[str, str] = {
    "roster_wrong": "Đang hỏi danh sách có chỗ nào chưa đúng. Mời đồng chí viết trong một tin, hoặc nhắn “thôi” để dừng.",
}
Ask = Callable[[str, str, str], str]


class Strength(Protocol):
    """The head of a roll."""

    @property
    def official(self) -> int: ...
    @property
    def probationary(self) -> int: ...
    @property
    def exempt(self) -> int: ...
    @property
    def temporary_out(self) -> int: ...
    @property
    def temporary_in(self) -> int: ...


def _quarter(said: str) -> str:
    """`2027-q1` -> `quý I/2027`."""
    return quarter(int(said[-1]), said[:4])


def heads(strength: Strength) -> str:
    """`22 đảng viên: chính thức 20, dự bị 2; miễn sinh hoạt 1`."""
    beside = (
        ("miễn sinh hoạt", strength.exempt),
        ("tạm thời đi nơi khác", strength.temporary_out),
        ("tạm thời đến", strength.temporary_in),
    )
    more = "".join(f"; {label} {count}" for label, count in beside if count)
    total = strength.official + strength.probationary
    return f"{total} đảng viên: chính thức {strength.official}, dự bị {strength.probationary}{more}"


def ask(cell: str, quarter: str, said: str) -> str:
    return f"Đối chiếu danh sách {_quarter(quarter)}. {cell} hiện có {said}. Danh sách này có đúng không?\n{HOW}"


def remind(cell: str, quarter: str, said: str) -> str:
    return f"Nhắc đồng chí: chưa đối chiếu danh sách {_quarter(quarter)}. {cell} hiện có {said}.\n{HOW}"


def one_way(cell: str, quarter: str, said: str) -> str:
    """Where nobody hears an answer."""
    return f"Đối chiếu danh sách {_quarter(quarter)}: {cell} hiện có {said}. {IF_WRONG}"


IF_WRONG = "Nếu có chỗ chưa đúng, mời đồng chí báo văn phòng cấp ủy."
HOW = "Trả lời: danh sách đúng; hoặc: danh sách sai, kèm chỗ chưa đúng."
BEGINNINGS = 3, 4
"""Words of `danh sách sai` and of `danh sách chưa đúng`."""


def behind(text: str) -> str:
    """What is said behind the beginning."""
    words = text.split()
    few, many = BEGINNINGS
    count = few if fold(words[few - 1]).strip(":") == "sai" else many
    return " ".join(words[count:])


def is_right_now(quarter: str) -> str:
    return f"Đã ghi: danh sách {_quarter(quarter)} đúng. Cảm ơn đồng chí."


def ask_wrong(most: int) -> str:
    return (
        "Chỗ nào chưa đúng? Mời đồng chí viết ngắn gọn trong một tin, "
        f"nhiều nhất {most} chữ cái: ai chuyển đi, chuyển đến, miễn sinh hoạt, sai số điện thoại."
    )


def wrong_kept(quarter: str, *, is_told: bool) -> str:
    to = "đã báo văn phòng cấp ủy" if is_told else "chưa báo được văn phòng cấp ủy, mời đồng chí báo trực tiếp"
    return f"Đã ghi: danh sách {_quarter(quarter)} chưa đúng; {to}. Khi đã sửa xong, mời đồng chí nhắn: danh sách đúng."


def office_told(cell: str, quarter: str) -> str:
    return f"{cell} báo danh sách {_quarter(quarter)} có chỗ chưa đúng."


def said_wrong(cell: str, quarter: str, wrong: str) -> str:
    return f"{cell}, danh sách {_quarter(quarter)} chưa đúng: {wrong}"


WRONG_READY = "Nội dung chi bộ báo."
NOTHING_WRONG = "Chi bộ đã báo lại là danh sách đúng."
NOTHING_ASKED = "Lúc này không có danh sách nào chờ đối chiếu."


def not_done(quarter: str, cells: Sequence[str]) -> str:
    """Units alone."""
    named = "; ".join(cells[:MOST_NAMED])
    more = f"; và {len(cells) - MOST_NAMED} chi bộ khác" if len(cells) > MOST_NAMED else ""
    return f"{len(cells)} chi bộ đồng chí theo dõi chưa đối chiếu danh sách {_quarter(quarter)}: {named}{more}."


def unanswered_here(quarter: str) -> str:
    return f"chờ đối chiếu danh sách {_quarter(quarter)}."


def sheet(cell: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{cell}: danh sách đảng viên", *lines])


def sheet_line(number: int, name: str, birth_year: int | None, states: Sequence[str]) -> str:
    born = f" ({birth_year})" if birth_year else ""
    return f"{number}. {name}{born}: {', '.join(states)}"


STATES = {
    "official": "chính thức",
    "probationary": "dự bị",
    "temporary_in": "tạm thời đến",
    "exempt": "miễn sinh hoạt",
    "temporary_out": "tạm thời đi nơi khác",
    "special_duty": "nhiệm vụ đặc biệt",
}
