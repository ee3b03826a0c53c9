"""Every sentence said to members and secretaries in a conversation."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages import Reason
from bot.words.phones import national
from bot.words.times import short_when, when

CONSENT_VERSION = "2026-11-22"
"""Change it with every change of the consent text: what somebody agreed to must be found again."""

COMING, AWAY = "Có mặt", "Xin vắng"
AGREE, STOP = "Đồng ý", "Dừng nhận tin"

KINDS = {
    "regular": "sinh hoạt thường kỳ",
    "thematic": "sinh hoạt chuyên đề",
    "regular_thematic": "sinh hoạt thường kỳ kết hợp chuyên đề",
    "extraordinary": "họp bất thường",
    "conference": "hội nghị chi bộ",
    "congress": "đại hội chi bộ",
    "committee": "họp chi ủy",
    "group": "họp tổ đảng",
    "review": "họp kiểm điểm cuối năm",
    "admission": "lễ kết nạp đảng viên",
    "study": "học tập, quán triệt nghị quyết",
    "briefing": "họp giao ban",
}

REASONS = {
    Reason.ILLNESS: "Ốm, đi viện",
    Reason.FAMILY: "Việc gia đình",
    Reason.DUTY_TRIP: "Đi công tác",
    Reason.WORK_SHIFT: "Trực, đi làm ca",
    Reason.STUDY: "Đi học",
    Reason.FAR_AWAY: "Ở xa",
    Reason.WEATHER: "Mưa bão",
    Reason.OTHER: "Lý do khác",
}

ANSWERS = {"coming": "sẽ dự họp", "away": "xin vắng", "undecided": "chưa chắc"}


UNIT_WORDS = ("chi bộ", "tổ đảng", "đảng ủy", "đảng bộ", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy")
"""A name that begins so says itself what it is."""


def cell(name: str) -> str:
    """`Chi bộ Thôn Hồng Sen`, whether or not the roster wrote the first two words; groups and committees as named."""
    if not name:
        return "chi bộ"
    return name if name.lower().startswith(UNIT_WORDS) else f"Chi bộ {name}"


def body(name: str, kind: str) -> str:
    """Who meets: `Chi ủy Chi bộ Thôn Hồng Sen` where it is only the cell's committee."""
    return f"Chi ủy {cell(name)}" if kind == "committee" else cell(name)


# Joining

WELCOME = "Đây là máy nhắn tin mời họp của chi bộ.\nMời đồng chí gửi mã mà bí thư đã đưa (10 chữ và số)."
OR_SHARE_PHONE = "Hoặc bấm nút bên dưới để gửi số điện thoại của chính đồng chí."
SHARE_PHONE = "Gửi số điện thoại của tôi"
SHARE_PHONE_HINT = "Mời đồng chí bấm vào đây, ghi số điện thoại rồi gửi. Bí thư sẽ xác nhận."
WRONG_CODE = "Mã không đúng hoặc đã hết hạn. Mời đồng chí xem lại từng chữ, hoặc xin bí thư mã mới."
LOCKED = "Đồng chí đã gửi sai mã nhiều lần. Mời đồng chí thử lại sau một giờ, hoặc nhờ bí thư."
NOT_OWN_CONTACT = "Đây không phải số điện thoại của chính đồng chí. Mời đồng chí bấm nút gửi số của mình."
UNKNOWN_PHONE = "Số điện thoại này chưa có trong danh sách. Mời đồng chí xin bí thư mã để vào."


def consent(name: str, cell: str, channel: str, abroad: bool) -> str:
    """The text of `domain` rule 38: purpose, data, controller, retention, rights, channel."""
    place = "Tin đi qua máy chủ đặt ở nước ngoài.\n" if abroad else ""
    return (
        f"Chào đồng chí {name}, {cell}.\n"
        "Trước khi nhận tin, mời đồng chí đọc và đồng ý:\n"
        "- Mục đích: mời họp, nhắc họp, điểm danh; gửi văn bản, thông báo; hỏi và nhận ý kiến.\n"
        "- Dữ liệu: họ tên, số điện thoại, chi bộ, chức vụ; việc dự họp, lý do vắng; văn bản đã đọc, đã học; "
        "câu trả lời và ý kiến của đồng chí.\n"
        f"- Nơi giữ: {cell} và cấp ủy cấp trên.\n"
        "- Thời gian giữ: tin nhắn 90 ngày, việc dự họp 24 tháng.\n"
        "- Quyền: xem, sửa, yêu cầu xóa; dừng nhận tin bất cứ lúc nào.\n"
        f"- Đường gửi: {channel_name(channel)}.\n"
        f"{place}"
        "Đồng chí có đồng ý nhận tin không?"
    )


CHANNELS = {
    "telegram": "Telegram",
    "zalo_oa": "Zalo",
    "zalo_zns": "Zalo (mẫu tin)",
    "zalo_bot": "Zalo Bot",
    "rehearsal": "máy tập dượt",
    "rehearsal_plain": "máy tập dượt (SMS)",
    "rehearsal_oneway": "máy tập dượt (tin một chiều)",
    "link": "liên kết riêng",
    "phone": "điện thoại",
}


def channel_name(channel: str) -> str:
    """As people know it; which company carries a short message is nothing to them."""
    return CHANNELS.get(channel) or ("SMS" if channel.startswith("sms_") else channel)


AGREE_OR_NOT = "Mời đồng chí nhắn “đồng ý”, hoặc “không”. Muốn đọc lại, mời nhắn ?."


def joined(name: str, cell: str) -> str:
    return f"Đã nối máy này với đồng chí {name}, {cell}. Từ nay đồng chí nhận giấy mời họp ở đây. Trân trọng."


def linked_elsewhere(name: str) -> str:
    return (
        f"Vừa có một máy khác nối với tên đồng chí {name}. "
        "Nếu không phải đồng chí làm, mời báo ngay cho bí thư và văn phòng cấp ủy."
    )


ASK_STOP = (
    "Đồng chí muốn dừng nhận tin ở máy này? "
    "Việc dự họp và điểm danh không thay đổi; bí thư sẽ báo trực tiếp cho đồng chí."
)
YES_STOP, NO_STOP = "Đúng, dừng nhận tin", "Không, vẫn nhận tin"
STOPPED = "Đã dừng nhận tin. Muốn nhận lại, mời đồng chí chọn “Nhận tin trở lại”."
RESUME = "Nhận tin trở lại"
STILL_ON = "Đồng chí vẫn nhận tin như trước."
DID_YOU_MEAN_STOP = "Đồng chí muốn dừng nhận tin, hay ý là “đúng”? Mời đồng chí chọn."
KEEP = "Không dừng"


def has_stopped(name: str) -> str:
    return f"Đồng chí {name} đã dừng nhận tin. Từ nay mời đồng chí báo họp trực tiếp cho đồng chí ấy."


# Meetings


def meeting_lines(
    cell: str,
    kind: str,
    starts_at: datetime,
    place: str,
    topic: str | None,
    chair: str | None = None,
    *,
    is_extended: bool = False,
    content: Sequence[str] = (),
) -> str:
    """What `domain` rule 49 asks for; the chair where it is known. `content`: further lines of what it is about."""
    wide = " (mở rộng)" if is_extended else ""
    lines = [f"{KINDS[kind].capitalize()}{wide}, {cell}.", f"Thời gian: {when(starts_at)}.", f"Địa điểm: {place}."]
    lines += [*([f"Chủ đề: {topic}."] if topic else []), *content]
    return "\n".join([*lines, f"Chủ trì: đồng chí {chair}."] if chair else lines)


def notice(name: str, lines: str, how: str) -> str:
    return f"Kính mời đồng chí {name} dự họp.\n{lines}\n{how}"


REMINDER_BEGINS = "Nhắc đồng chí"


def reminder(name: str, lines: str, how: str) -> str:
    return f"{REMINDER_BEGINS} {name}: chưa thấy đồng chí trả lời giấy mời họp.\n{lines}\n{how}"


def reminder_one_way(name: str, lines: str, how: str) -> str:
    """Where nobody can answer, nothing speaks of answers."""
    return f"{REMINDER_BEGINS} {name}: chưa rõ đồng chí có dự họp không.\n{lines}\n{how}"


def moved(name: str, lines: str, how: str) -> str:
    return f"Buổi họp đã THAY ĐỔI thời gian hoặc địa điểm. Kính báo đồng chí {name}.\n{lines}\n{how}"


def called_off(name: str, lines: str) -> str:
    return f"Buổi họp sau đây đã HOÃN, đồng chí {name} không cần đến.\n{lines}\nTrân trọng."


BY_BUTTON = "Đồng chí dự được không? Mời bấm nút bên dưới."
BY_NUMBER = "Đồng chí dự được không? Mời nhắn 1 (có mặt) hoặc 2 (xin vắng)."


def by_link(link: str) -> str:
    """The link is the last of the message, with nothing behind it that could be taken for a part of it."""
    return f"Mời đồng chí báo dự hay vắng tại: {link}"


def by_call(phone: str | None) -> str:
    return f"Mời đồng chí gọi bí thư: {national(phone)}" if phone else "Mời đồng chí gọi bí thư."


NOTED = "Đã ghi"


def noted_coming(starts_at: datetime) -> str:
    return f"{NOTED}: đồng chí CÓ MẶT, {when(starts_at)}. Đổi ý, mời đồng chí nhắn lại. Trân trọng."


def noted_late(starts_at: datetime) -> str:
    return f"{NOTED}: đồng chí CÓ MẶT, {when(starts_at)} (đến muộn hoặc về sớm). Trân trọng."


def noted_away(starts_at: datetime, reason: Reason | None) -> str:
    if reason is None:
        return f"{NOTED}: đồng chí XIN VẮNG, {when(starts_at)}. Vì sao đồng chí vắng? Không trả lời cũng được."
    return f"{NOTED}: đồng chí XIN VẮNG, {when(starts_at)}, lý do: {REASONS[reason].lower()}. Bí thư sẽ xem xét."


def noted_reason(reason: Reason) -> str:
    return f"{NOTED} lý do: {REASONS[reason].lower()}. Bí thư sẽ xem xét. Trân trọng."


def noted_undecided(lines: str) -> str:
    return f"{NOTED}: đồng chí chưa chắc. Khi biết rõ, mời đồng chí trả lời lại.\n{lines}"


def for_whom(name: str, text: str) -> str:
    """On a phone of two people every answer names whom it is for."""
    return f"(Đồng chí {name}) {text}"


ASK_AGAIN_ACK, ASK_AGAIN_UNCLEAR = "Cảm ơn đồng chí đã đọc.", "Chưa hiểu rõ ý đồng chí."


def ask_again(starts_at: datetime, kind: str) -> str:
    what = f" ({SHORT_KINDS[kind]})" if kind in SHORT_KINDS else ""
    return f"Buổi họp {short_when(starts_at)}{what}: đồng chí có dự không? Mời chọn."


WHICH = "Đồng chí trả lời cho buổi họp nào? Mời chọn."
WHICH_PERSON = "Câu trả lời này là của đồng chí nào? Mời chọn."
PASSED_ON = "Đã chuyển lời cho bí thư. Đồng chí vắng họp nên tự báo, nếu được. Câu trả lời của đồng chí không thay đổi."
NOBODY_TO_PASS_TO = "Máy chưa chuyển lời được cho bí thư. Mời đồng chí báo trực tiếp với bí thư."


MOST_NAMES = 30
NOTE_BY_WORD = "Gọi xong, mời nhắn “gọi điện” để ghi."
NOTE_AT_THE_ROLL = "Gọi xong, mời đồng chí ghi khi điểm danh."


NOT_HEARD = "chưa trả lời hoặc chưa nhắn được"
NOT_HEARD_ONE_WAY = "chưa báo dự hay vắng, hoặc chưa nhắn được"


def call_list(names: list[str], starts_at: datetime, then: str, what: str = NOT_HEARD) -> str:
    """Those who have said nothing, for the secretary to call; a long list is cut, and says so."""
    shown = ", ".join(names[:MOST_NAMES]) + (f" và {len(names) - MOST_NAMES} đồng chí nữa" * (len(names) > MOST_NAMES))
    return f"Buổi họp {short_when(starts_at)}: {len(names)} đồng chí {what}. Mời đồng chí gọi: {shown}. {then}"


def proxy_for_secretary(name: str, starts_at: datetime | None) -> str:
    about = f" về buổi họp {short_when(starts_at)}" if starts_at else ""
    return (
        f"Đồng chí {name} nhắn báo hộ một đồng chí khác{about}. "
        "Máy chưa ghi gì; mời đồng chí hỏi lại và ghi khi điểm danh."
    )


SHORT_KINDS = {
    "thematic": "chuyên đề",
    "extraordinary": "đột xuất",
    "conference": "hội nghị",
    "congress": "đại hội",
    "committee": "chi ủy",
    "group": "tổ đảng",
    "review": "kiểm điểm",
    "admission": "kết nạp",
    "study": "học tập",
    "briefing": "giao ban",
}
"""Where two meetings may be on one day; what is not said is the regular one."""


def choice_of(name: str | None, answer: str, starts_at: datetime, kind: str = "regular") -> str:
    who, what = f"{name}: " if name else "", f"{SHORT_KINDS[kind]} " if kind in SHORT_KINDS else ""
    return f"{who}{answer}, {what}{short_when(starts_at)}"


NOT_ANSWERED = "chưa trả lời"
SEVERAL_QUESTIONS = "Các buổi họp sắp tới và câu trả lời đang ghi. Mời đồng chí chọn để xem và trả lời."
NO_OPEN_MEETING = "Hiện chưa có buổi họp nào cần trả lời. Khi có giấy mời, đồng chí sẽ nhận tin ở đây."
OLD_BUTTON = "Nút này đã cũ. Tình hình hiện nay:"


def state_of(lines: str, answer: str | None) -> str:
    return f"{lines}\nCâu trả lời đang ghi: {ANSWERS[answer] if answer else 'chưa có'}."


# Help and trouble

OR_LEAVE = "Muốn dừng việc này, mời đồng chí nhắn “thôi”."
NOT_READ = "Máy chỉ đọc được chữ. Mời đồng chí nhắn bằng chữ."
TROUBLE = "Máy gặp lỗi, chưa ghi được câu trả lời. Mời đồng chí nhắn lại sau ít phút."
NO_DOCUMENT = "Máy gặp lỗi, chưa lập được tệp. Mời đồng chí thử lại sau ít phút."
NO_GROUP = "Mời đồng chí nhắn riêng cho máy, không trả lời trong nhóm."
