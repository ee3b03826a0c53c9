"""What is said of documents on their way down: when they arrive, in lists, and when they are withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.words.amounts import amount
from bot.words.labels import cut
from bot.words.times import day

DIRECTIVES, NEW, MINE = "Văn bản", "Chuyển văn bản mới", "Văn bản của tôi"
ACKNOWLEDGED, ASK_BACK, SEE_FILE = "Đã rõ", "Hỏi lại", "Xem tệp kèm theo"
HOW_FAR, COMPLETION, WITHDRAW, AGAIN = "Xem văn bản", "Đã đến đâu", "Thu hồi", "Gửi lại cho người chưa nhận"
PASS_ON, LIST, REPLACE, TAKE_BACK = "Chuyển tiếp", "Danh sách văn bản", "Thay bằng văn bản khác", "Thu hồi, thay thế"
PASS_NOW, PASS_WITH, PASS_INSTEAD = "Chuyển ngay", "Thêm ý kiến, hạn sớm hơn", "Chuyển thay"
WITHDRAW_NOW, KEEP, AGAIN_NOW, NOT_AGAIN = "Thu hồi ngay", "Không thu hồi", "Gửi lại ngay", "Không gửi lại"
IN_THE_APP = "Xem toàn văn trên Sổ tay đảng viên điện tử."
KINDS: Mapping[str, str] = {
    "nq": "Nghị quyết", "ct": "Chỉ thị", "kl": "Kết luận", "qd": "Quyết định", "qc": "Quy chế", "hd": "Hướng dẫn",
    "kh": "Kế hoạch", "tb": "Thông báo", "bc": "Báo cáo", "cv": "Công văn", "ctr": "Chương trình", "ttr": "Tờ trình",
    "da": "Đề án", "gm": "Giấy mời",
}  # fmt: skip
HASTES: Mapping[str, str] = {"none": "", "khan": "KHẨN", "thuong_khan": "THƯỢNG KHẨN", "hoa_toc": "HỎA TỐC"}


def titled(kind: str, number: str, issued_on: date, issuer: str, haste: str = "none") -> str:
    """`KHẨN. Quyết định số 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy`."""
    mark = f"{HASTES[haste]}. " if HASTES[haste] else ""
    return f"{mark}{KINDS[kind]} số {number} ngày {day(issued_on)} của {issuer}"


def briefly(kind: str, number: str) -> str:
    return f"{KINDS[kind]} số {number}"


def message(name: str, title: str, lines: Sequence[str], how: str) -> str:
    return "\n".join(filter(None, (f"Kính gửi đồng chí {name}: {title}.", *lines, how)))


def summary_line(summary: str) -> str:
    return f"Trích yếu: {summary}"


def duties(due_on: date | None, *, must_study: bool) -> str:
    study = "Phải học tập. " if must_study else ""
    due = f"Hạn: hết ngày {day(due_on)}." if due_on else ""
    return f"{study}{due}".strip()


def note_line(unit: str, note: str) -> str:
    return f"{unit}: {note}"


def in_brief(
    name: str, kind: str, number: str, issuer: str, summary: str, due_on: date | None, haste: str, *, must_study: bool
) -> str:
    """With as much of the title as a short message holds; the title may be empty."""
    mark = f"{HASTES[haste]}. " if HASTES[haste] else ""
    title = f", {cut(summary, 60)}" if summary else ""
    study = " Phải học tập." if must_study else ""
    due = f" Hạn {due_on:%d/%m}." if due_on else ""
    said = f"{mark}{briefly(kind, number)} của {cut(issuer, 30)}{title}".rstrip(".…")
    return f"Đ/c {name}: {said}.{study}{due} Xem Sổ tay đảng viên điện tử."


BY_BUTTON = "Đọc xong, mời đồng chí bấm “Đã rõ”."
BY_NUMBER = ""
BY_CALL = "Đọc xong, mời đồng chí báo bí thư chi bộ."


def withdrawn_word(name: str, kind: str, number: str, replaced_by: str | None) -> str:
    said = f"Kính gửi đồng chí {name}: {briefly(kind, number)} đã được thu hồi"
    if replaced_by:
        return f"{said} và thay bằng văn bản số {replaced_by}."
    return f"{said}. Đồng chí không phải thực hiện văn bản này."


def arrived(name: str, unit: str, title: str, summary: str, due_on: date | None) -> str:
    due = f" Hạn: hết ngày {day(due_on)}." if due_on else ""
    return f"Kính gửi đồng chí {name}: {unit} nhận văn bản mới cần chuyển tiếp xuống cấp dưới.\n{title}.\nTrích yếu: {summary}.{due}"


def arrived_at_nobody(
    directive_id: int, name: str, unit: str, kind: str, number: str, summary: str, due_on: date | None
) -> str:
    due = f" Hạn: hết ngày {day(due_on)}." if due_on else ""
    return (
        f"Kính gửi đồng chí {name}: {briefly(kind, number)} (trích yếu: {cut(summary, 200)}) đã đến {unit}, "
        f"nhưng ở đó không có người chuyển tiếp.{due} Mời đồng chí bấm “{PASS_INSTEAD}”, "
        f"hoặc nhắn “chuyển thay văn bản {directive_id}”."
    )


def passed_word_withdrawn(unit: str, kind: str, number: str, replaced_by: str | None) -> str:
    by = f", thay bằng văn bản số {replaced_by}" if replaced_by else ""
    return f"{unit}: {briefly(kind, number)} đã được thu hồi{by}. Không chuyển tiếp nữa."


def ask_note(title: str, due_on: date | None) -> str:
    due = f" Hạn của cấp trên: {day(due_on)}." if due_on else ""
    return (
        f"{title}.{due}\nMời nhắn ý kiến của cấp mình và hạn sớm hơn, ví dụ: “Các chi bộ học trong tháng; hạn 25/11”. "
        "Nội dung này mọi người bên dưới đều đọc."
    )


WHICH = "Có mấy văn bản cùng số. Mời đồng chí chọn."


def which_instead(directive_id: int, more: int) -> str:
    """`more`: so many further ones have no choice of their own."""
    rest = (
        f" Còn {amount(more)} nơi nữa: mời nhắn tên, ví dụ “chuyển thay văn bản {directive_id}: xã …”." if more else ""
    )
    return f"Chuyển thay cấp ủy nào? Mời chọn.{rest}"


def ask_instead(unit: str, title: str, due_on: date | None) -> str:
    return f"Chuyển thay {unit}, nơi không có người chuyển tiếp.\n{ask_note(title, due_on)}"


EDIT_NOTE, NOT_PASSED = "Sửa ý kiến, hạn", "Đã dừng, văn bản chưa chuyển tiếp."
SAY_PASS = frozenset({"chuyen", "chuyen ngay", "chuyen di", "chuyen tiep", "gui", "gui ngay", "gui di"})


def passing(title: str, note: str, due_on: date | None, units: int, people: int) -> str:
    """What is about to be passed on; `people`: all below who will read it."""
    said = f"Ý kiến của cấp mình: “{note}”" if note else "Không kèm ý kiến."
    due = [f"Hạn: hết ngày {day(due_on)}."] if due_on else []
    to = f"Chuyển xuống {amount(units)} đơn vị; {amount(people)} đồng chí bên dưới sẽ đọc."
    return "\n".join((f"{title}.", said, *due, to))


def pass_to(people: int) -> str:
    return f"Chuyển cho {amount(people)} đồng chí"


def sure_of_many(people: int, limit: int) -> str:
    return (
        f"Văn bản này chuyển cho {amount(people)} đồng chí, nhiều hơn {amount(limit)}. Nếu đúng, mời đồng chí chọn nút có "
        f"số {amount(people)}, hoặc nhắn: {amount(people)}."
    )


def passed(units: int, due_on: date | None) -> str:
    due = f", hạn {day(due_on)}" if due_on else ""
    return f"Đã chuyển tiếp xuống {amount(units)} đơn vị{due}."


HOW_TO_OPEN = "Số trong ngoặc vuông là số máy; nhắn “văn bản 5” để mở văn bản có số máy 5."


def list_title(unit: str, count: int) -> str:
    return f"Văn bản của {unit}: {amount(count)}. {HOW_TO_OPEN}" if count else f"{unit} chưa có văn bản nào."


def my_title(count: int, is_open: int) -> str:
    if not count:
        return "Chưa có văn bản nào gửi cho đồng chí."
    return f"Văn bản gửi đồng chí: {amount(count)}, chưa bấm “Đã rõ”: {amount(is_open)}. {HOW_TO_OPEN}"


def line(directive_id: int, number: str, state: str) -> str:
    """A button of the list; our own number stands in brackets, apart from that of the paper and of the line."""
    return cut(f"{number} [{directive_id}]: {state}")


def counted(done: int, expected: int, *, must_study: bool) -> str:
    return f"{amount(done)}/{amount(expected)} {'đã học' if must_study else 'đã rõ'}"


WITHDRAWN, TO_BE_PASSED, IS_NEW, KNOWN, STUDIED = "đã thu hồi", "CHỜ CHUYỂN TIẾP", "CHƯA RÕ", "đã rõ", "đã học"


def page(
    title: str, summary: str, duty: str, notes: Sequence[str], body: str | None, state: str, *, is_withdrawn: bool
) -> str:
    gone = "VĂN BẢN NÀY ĐÃ THU HỒI. " if is_withdrawn else ""
    where = f"{duty} {IN_THE_APP}".strip()
    said = f"Nội dung: {body}" if body else ""
    return "\n".join(filter(None, (f"{gone}{title}.", summary_line(summary), where, ". ".join(notes), said, state)))


def told_line(people: int, sent: int, waiting: int, failed: int, *, is_telling: bool) -> str:
    more = f", đang chờ {amount(waiting)}" if waiting else ""
    more += f", chưa nhắn được {amount(failed)}" if failed else ""
    return (
        f"Gửi {amount(people)} đồng chí: đã gửi {amount(sent)}{more}.{' Máy còn đang gửi tiếp.' if is_telling else ''}"
    )


def not_passed(units: int) -> str:
    return f"{amount(units)} cấp ủy chưa chuyển tiếp."


def ask_take_back(number: str) -> str:
    return f"Văn bản {number}: thu hồi hẳn, hay thay bằng văn bản khác? Mời đồng chí chọn."


def ask_withdraw(number: str, told: int) -> str:
    return f"Thu hồi văn bản {number}? Tin chưa gửi bị bỏ ngay; {amount(told)} đồng chí đã nhận sẽ được báo là văn bản đã thu hồi."


def withdrawn(number: str, dropped: int) -> str:
    return f"Đã thu hồi văn bản {number}. Đã bỏ {amount(dropped)} tin chưa gửi; ai nhận rồi sẽ được báo."


def ask_again(number: str, count: int, without: int) -> str:
    rest = f"\n{amount(without)} đồng chí khác không nhắn được, mời báo trực tiếp." if without else ""
    return f"Văn bản {number}: {amount(count)} đồng chí chưa nhận được tin hoặc chưa chắc đã nhận. Gửi lại?{rest}"


def nobody_again(without: int) -> str:
    rest = f" {amount(without)} đồng chí không nhắn được, mời báo trực tiếp." if without else ""
    return f"Không có ai cần gửi lại.{rest}"


def sent_again(count: int) -> str:
    return f"Đã gửi lại cho {amount(count)} đồng chí."


def number_in(text: str) -> int | None:
    """`3` behind `văn bản`: the machine's own number of a directive."""
    said = text.strip(" .#")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 9 else None
