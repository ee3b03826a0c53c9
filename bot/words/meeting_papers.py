"""Papers of a meeting: how they are listed, brought and told of."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.labels import cut
from bot.words.names import fold, tidy
from bot.words.times import short_when

PAPERS, SEE_PAPERS = "Tài liệu họp", "Xem tài liệu"
BRING, TAKE_AWAY, LIST = "Gửi tệp lên", "Bỏ tài liệu", "Danh sách tài liệu"
IN_THE_APP = "Tài liệu: mời xem ở Sổ tay đảng viên điện tử."
SHOWN_TITLES = 3
LONGEST_TITLE, LONGEST_URL, MOST = 200, 500, 20
LARGEST = 10_000_000
TYPES = "pdf, docx, xlsx, pptx, jpg, png"
HOW = "Thêm: gửi đường dẫn (https://…) kèm tên tài liệu, hoặc bấm “Gửi tệp lên”. Bỏ: nhắn “xóa 2”."
HINTS: Mapping[str, str] = {"papers": f"Đang xem tài liệu họp. {HOW} Xong thì nhắn “thôi”."}
NONE_YET = "Chưa có tài liệu nào."
ADDED, REMOVED = "Đã thêm tài liệu.", "Đã bỏ tài liệu."
NOT_UNDERSTOOD = "Chưa thấy đường dẫn của tài liệu."
NOT_HERE: Mapping[str, str] = {
    "app": "Đơn vị để tài liệu ở Sổ tay đảng viên điện tử, không gửi qua máy này.",
    "none": "Đơn vị không gửi tài liệu qua máy này.",
}
FILES_BY_LINK = "Máy không nhận tệp trong tin nhắn. Nếu đây là tài liệu họp, mời đồng chí bấm nút bên dưới để gửi lên."


def line(titles: Sequence[str]) -> str:
    """`Tài liệu: Dự thảo nghị quyết; Báo cáo tháng 11 và 2 tài liệu nữa.`"""
    more = len(titles) - SHOWN_TITLES
    rest = f" và {more} tài liệu nữa" if more > 0 else ""
    return f"Tài liệu: {'; '.join(cut(one, 60).rstrip('.') for one in titles[:SHOWN_TITLES])}{rest}."


def papers_came(name: str, lines: str, how: str) -> str:
    return "\n".join(filter(None, (f"Buổi họp có tài liệu mới. Kính báo đồng chí {name}.", lines, how)))


def see_at(link: str) -> str:
    return f"Mời đồng chí xem tại: {link}"


def title(starts_at: datetime, count: int) -> str:
    return f"Tài liệu họp {short_when(starts_at)}: {count}."


def numbered(number: int, name: str, size: int | None, url: str | None) -> str:
    """`1. Dự thảo nghị quyết (tệp, 120 KB)`, or with the address of a link."""
    return f"{number}. {name}: {url}" if url else f"{number}. {name} (tệp, {size_said(size or 0)})"


def size_said(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{max(1, size // 1000)} KB"


def choice(number: int, name: str) -> str:
    return cut(f"{number}) {name}")


def bring_here(link: str) -> str:
    return (
        f"Mời đồng chí mở đường dẫn sau để gửi một tệp ({TYPES}; nhiều nhất 10 MB). "
        f"Đường dẫn dùng một lần, trong 24 giờ:\n{link}"
    )


def for_meeting(starts_at: datetime) -> str:
    return f"Cho buổi họp {short_when(starts_at)}"


def told_at(at: datetime | None) -> str:
    return f" Các đồng chí đã được mời sẽ nhận tin lúc {short_when(at)}." if at else ""


# What is typed


URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
REMOVE = re.compile(r"(?:xoa|bo)\s+(?:tai lieu\s+)?(?:so\s+)?(\d{1,2})$")


def address_in(text: str) -> tuple[str, str] | None:
    """The address in a line and the words around it; None where there is none."""
    said = tidy(text)
    found = URL.search(said)
    if found is None:
        return None
    around = f"{said[: found.start()]} {said[found.end() :]}"
    words = tidy(around)
    for begins in ("tai lieu", "them", "link", "duong dan"):
        if fold(words).startswith(begins):
            words = " ".join(words.split()[len(begins.split()) :]).lstrip(" :,-")
    return found[0].rstrip(".,;)"), words.strip(" :,-–")


def number_to_remove(text: str) -> int | None:
    found = REMOVE.match(fold(text))
    return int(found[1]) if found else None


# The page to which a file is brought

PAGE_TITLE = "Gửi tài liệu họp"
FILE, NAME, NAME_HINT = "Chọn tệp", "Tên tài liệu", "ví dụ: Dự thảo nghị quyết tháng 12"
RULES = (
    f"Nhận tệp {TYPES}, nhiều nhất 10 MB.",
    "Tuyệt đối không gửi tài liệu mật, tài liệu lưu hành nội bộ.",
)
SURE = "Tôi đã xem kỹ: tài liệu này KHÔNG có dấu Mật, Tối mật, Tuyệt mật, không phải tài liệu lưu hành nội bộ."
SEND = "Gửi lên"
STORED_TITLE = "Đã nhận tài liệu"
GONE_TITLE = "Không mở được"
GONE = "Liên kết không đúng, đã dùng hoặc đã hết hạn. Mời đồng chí nhắn “tài liệu” để nhận liên kết mới."
TROUBLE = "Máy gặp lỗi, CHƯA nhận được tệp. Mời đồng chí thử lại sau ít phút."
NO_FILE = "Chưa chọn tệp. Mời đồng chí chọn tệp rồi gửi"
TOO_LARGE = "Tệp lớn hơn 10 MB. Mời đồng chí làm tệp nhỏ lại, hoặc gửi đường dẫn"
WRONG_TYPE = f"Máy chỉ nhận tệp {TYPES}. Mời đồng chí lưu lại theo một loại đó"
NOT_THAT_TYPE = "Nội dung tệp không đúng với tên tệp, hoặc tệp hỏng. Mời đồng chí lưu lại rồi gửi"
NOT_READ = "Máy không đọc hết được tệp này. Mời đồng chí lưu lại thành pdf hoặc chia nhỏ rồi gửi, hoặc gửi đường dẫn"
BUSY = "Máy đang nhận nhiều tệp cùng lúc. Mời đồng chí gửi lại sau một phút"
LOCKED = "Tệp có mật khẩu nên máy không xem được. Mời đồng chí bỏ mật khẩu rồi gửi"
NOT_A_LINK = "Đường dẫn không dùng được. Mời ghi đủ, bắt đầu bằng https://"
TITLE_TOO_LONG = f"Tên tài liệu dài hơn {LONGEST_TITLE} chữ cái. Mời ghi ngắn lại"
CONFIRM_UNREAD = (
    "Trong tệp có phần máy không đọc được (hình ảnh, bản chụp). "
    "Mời đồng chí xem kỹ, đánh dấu vào ô xác nhận, rồi chọn lại tệp và gửi"
)
CONFIRM_DOUBTFUL = (
    "Trong tệp có từ giống dấu mật nên chưa được nhận và không được lưu. "
    "Nếu chắc chắn không phải tài liệu mật, mời đánh dấu vào ô xác nhận, rồi chọn lại tệp và gửi"
)


def stored(name: str, starts_at: datetime) -> str:
    return f"Đã nhận “{name}” cho buổi họp {short_when(starts_at)}. Đồng chí có thể đóng trang này."


def about(unit: str, starts_at: datetime) -> str:
    return f"{unit}, họp {short_when(starts_at)}."
