"""What is said while a document is written and before it is sent, and why it is not taken."""

from collections.abc import Mapping
from datetime import datetime

from bot.words.amounts import amount
from bot.words.directive_line import EXAMPLE
from bot.words.labels import cut
from bot.words.times import short_when
from bot.words.vi import channel_name

TO_WHOM, EDIT, LEAVE, LOOK = "Gửi cho ai", "Sửa, thêm hạn, độ khẩn", "Thôi", "Xem lại"
AT_NIGHT, BY_DAY = "Gửi ngay, kể cả giờ nghỉ", "Gửi, chờ hết giờ nghỉ"
STUDY, NO_STUDY, BY_LEVEL, AS_ISSUED = (
    "Phải học tập",
    "Không phải học tập",
    "Chuyển từng cấp",
    "Gửi thẳng đến từng người",
)
BODY, FILE, NO_BODY = "Ghi nội dung", "Kèm tệp", "Bỏ nội dung"
SAY_YES = frozenset({"gui", "gui ngay", "gui di"})
LEFT = "Đã dừng, chưa chuyển văn bản nào."
LONGEST_SUMMARY, LONGEST_ISSUER, LONGEST_NOTE, LONGEST_BODY = 500, 200, 500, 3000
HASTE_CHOICES: Mapping[str, str] = {
    "khan": "Khẩn",
    "thuong_khan": "Thượng khẩn",
    "hoa_toc": "Hỏa tốc",
    "none": "Không khẩn",
}
ASK_NUMBER = (
    "Mời đồng chí nhắn số văn bản và ngày ban hành, hoặc cả dòng, ví dụ:\n"
    f"{EXAMPLE}.\n"
    "Không gửi tài liệu mật qua tin nhắn, kể cả trích yếu: mời gửi theo đường văn thư bảo mật."
)
ASK_DATE = "Văn bản ban hành ngày nào? Mời nhắn, ví dụ: 05/11/2026."
ASK_ISSUER = "Cơ quan nào ban hành văn bản? Mời nhắn, ví dụ: Ban Tuyên giáo Tỉnh ủy."
ASK_SUMMARY = f"Mời nhắn trích yếu của văn bản, nhiều nhất {LONGEST_SUMMARY} chữ cái. Không gửi nội dung mật."
ASK_BODY = f"Mời nhắn nội dung cần phổ biến, nhiều nhất {LONGEST_BODY} chữ cái. Không gửi nội dung mật."
ASK_TO = (
    "Gửi cho ai? Mời chọn, hoặc nhắn tên đơn vị, chức vụ, ví dụ: “bí thư, phó bí thư xã Húc Động”, “chi bộ cơ sở”, "
    "“đảng viên dự bị”."
)
TO_CHOICES: Mapping[str, str] = {
    "all": "Tất cả đảng viên",
    "leaders": "Bí thư, phó bí thư chi bộ",
    "secretaries": "Bí thư chi bộ",
    "official": "Đảng viên chính thức",
    "probationary": "Đảng viên dự bị",
}
ASK_EDIT = (
    "Mời chọn, hoặc nhắn phần cần sửa, ví dụ: hạn 30/11 · không hạn · ngày 05/11/2026 · của Tỉnh ủy · trích yếu: …"
)
ASKS: Mapping[str, str] = {
    "number": ASK_NUMBER, "issued_on": ASK_DATE, "issuer": ASK_ISSUER, "summary": ASK_SUMMARY, "body": ASK_BODY,
    "to": ASK_TO, "edit": ASK_EDIT,
}  # fmt: skip
HINTS: Mapping[str, str] = {
    "directive_said": "Đang ghi văn bản. Mời đồng chí nhắn phần được hỏi, hoặc “thôi” để dừng.",
    "directive_look": "Văn bản chưa gửi. Mời chọn “Gửi”, nhắn phần cần sửa, hoặc “thôi” để dừng.",
    "directive_sure": "Văn bản chưa gửi. Mời chọn nút có số người, hoặc nhắn đúng số người; “thôi” để dừng.",
    "directive_again": "Chưa gửi lại. Mời chọn nút có số người, hoặc nhắn đúng số người; “thôi” để dừng.",
    "passing_look": "Văn bản chưa chuyển tiếp. Mời chọn “Chuyển”, nhắn hạn khác, ví dụ “hạn 25/11”, hoặc “thôi” để dừng.",
    "passing_sure": "Văn bản chưa chuyển tiếp. Mời chọn nút có số người, hoặc nhắn đúng số người; “thôi” để dừng.",
    "directive_note": "Mời nhắn ý kiến và hạn sớm hơn của cấp mình, ví dụ: “Các chi bộ học trong tháng; hạn 25/11”; hoặc “thôi”.",
}
NO_DAY_AHEAD = "Ngày ban hành chưa tới. Mời ghi ngày trên văn bản"
TOO_OLD = "Ngày ban hành quá xa. Mời xem lại năm"
DUE_IS_PAST = "Hạn đã qua. Mời ghi một ngày từ hôm nay trở đi"
DUE_TOO_FAR = "Hạn quá xa, hơn hai năm. Mời xem lại năm"
SUMMARY_MISSING = "Chưa có trích yếu. Mời ghi trích yếu của văn bản"
DATE_MISSING = f"Chưa có ngày ban hành. Mời ghi cả dòng, ví dụ: {EXAMPLE}"
ISSUER_MISSING = "Chưa rõ cơ quan ban hành. Mời ghi, ví dụ: của Tỉnh ủy"
BODY_NOT_HERE = "Đơn vị không đặt cho phép gửi nội dung; văn bản xem trên Sổ tay đảng viên điện tử"
FILE_NOT_HERE = "Đơn vị không đặt cho phép gửi tệp; văn bản xem trên Sổ tay đảng viên điện tử"
NOBODY = "Không có ai thuộc diện nhận văn bản này. Mời xem lại đối tượng nhận"
OFFICES_OR_STATUSES = (
    "Người giữ chức vụ và đảng viên chính thức, dự bị cần gửi riêng. Mời chọn một trong hai, gửi xong thì gửi tiếp"
)
SENT_BEFORE = "Văn bản này đã chuyển cho đúng những người ấy. Muốn gửi lại cho người chưa nhận, mời mở văn bản ấy"
NOT_OF_THIS_UNIT = "Chỉ thay được văn bản do chính đơn vị mình chuyển và chưa thu hồi"
DUE_LATER = "Hạn của cấp dưới không được muộn hơn hạn của cấp mình"
PASSED_BEFORE = "Văn bản này cấp mình đã chuyển tiếp rồi"
NOBODY_STUCK = "Không có cấp ủy nào như vậy cần chuyển thay. Nơi còn người phụ trách thì nơi ấy tự chuyển"
NOT_TO_PASS = "Văn bản này không phải chuyển tiếp từ đơn vị này"
NOTE_TOO_LONG = f"Ý kiến của cấp mình dài nhất {LONGEST_NOTE} chữ cái"


def too_long(what: str, most: int) -> str:
    return f"{what} dài nhất {most} chữ cái. Mời ghi ngắn lại"


def preview(
    title: str,
    summary: str,
    duty: str,
    audience: str,
    units: int,
    people: int,
    by_channel: Mapping[str, int],
    unreached: int,
) -> str:
    ways = [f"{channel_name(name)} {amount(count)}" for name, count in by_channel.items()]
    ways += [f"chưa nhắn được {amount(unreached)}"] if unreached else []
    reach = f": {', '.join(ways)}" if ways else ""
    lines = (
        f"{title}.",
        cut(summary, 200),
        duty,
        f"Gửi {amount(people)} đồng chí ở {amount(units)} đơn vị ({audience}){reach}.",
    )
    return "\n".join(filter(None, lines))


PASSES_BY_LEVEL = "Chuyển từng cấp: cấp ủy ngay dưới nhận trước, thêm ý kiến rồi chuyển tiếp."
SENT_AT_ONCE = "Bấm gửi là gửi ngay."
ASK_NIGHT = "Văn bản hỏa tốc: gửi ngay kể cả trong giờ nghỉ của mọi người, hay chờ hết giờ nghỉ? Mời đồng chí chọn."


def waits_until(at: datetime) -> str:
    return f"Đang giờ nghỉ: tin chờ đến {short_when(at)}."


def with_more(*, has_body: bool, has_file: bool, replaces: str | None) -> str:
    parts = (["có nội dung kèm theo"] if has_body else []) + (["có tệp kèm theo"] if has_file else [])
    parts += [f"thay văn bản số {replaces}, văn bản ấy được thu hồi"] if replaces else []
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def bring_here(link: str) -> str:
    return (
        f"Mời đồng chí mở đường dẫn sau trên máy có tệp, chọn tệp rồi gửi (dùng một lần, trong 24 giờ):\n{link}\n"
        "Gửi tệp xong, mời bấm “Xem lại”."
    )


def send_to(people: int) -> str:
    return f"Gửi cho {amount(people)} đồng chí"


def sure_of_many(people: int, limit: int) -> str:
    return (
        f"Văn bản này gửi cho {amount(people)} đồng chí, nhiều hơn {amount(limit)}. Nếu đúng, mời đồng chí chọn nút có số {amount(people)}, "
        f"hoặc nhắn: {amount(people)}."
    )


def sending(number: str, people: int, directive_id: int, *, by_level: bool) -> str:
    how = "Đã chuyển xuống cấp ủy ngay dưới" if by_level else "Đang gửi"
    return f"{how} văn bản {number} (số máy {directive_id}) cho {amount(people)} đồng chí."


WHICH = "Có mấy nơi tên như vậy. Mời ghi rõ hơn: {names}."
NO_SUCH_PLACE = "Không có đơn vị nào tên “{name}” thuộc phạm vi của đồng chí. Mời ghi lại tên đơn vị."
NOT_SENT = "Chưa gửi gì. Gửi thật bằng cách thêm --send."


def unreadable(name: str) -> str:
    return f"Không đọc được tệp {name}. Mời xem lại đường dẫn; tệp chữ cần ở dạng UTF-8."
