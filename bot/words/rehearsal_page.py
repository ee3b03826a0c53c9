"""The page of the rehearsal: three phones, the clock, and what to try."""

from collections.abc import Mapping
from datetime import datetime

from bot.words.times import local, when

TITLE = "Tập dượt: một huyện, ba chiếc máy"
LEAD = "Mọi tên người và số điện thoại ở đây đều bịa đặt. Bấm, nhắn thoải mái: không có tin nào ra khỏi máy tính này."
SEATS: Mapping[str, str] = {"dv": "Đảng viên", "bt": "Bí thư chi bộ", "cu": "Cấp ủy cấp trên"}
KINDS: Mapping[str, str] = {
    "rehearsal": "Máy có nút bấm",
    "rehearsal_plain": "Máy thường, nhắn tin SMS",
    "rehearsal_oneway": "Chỉ nhận SMS, không nhắn lại được",
}
OFFICES: Mapping[str | None, str] = {
    "secretary": "Bí thư",
    "deputy_secretary": "Phó Bí thư",
    "cell_committee": "Chi ủy viên",
    "clerk": "Thư ký",
    "office": "Văn phòng",
    "org_dept": "Ban Tổ chức",
    "inspection": "Ủy ban Kiểm tra",
    "commune_committee": "Cấp ủy viên",
    "district_committee": "Cấp ủy viên",
    None: "Đảng viên",
}

CLOCK = "Giờ trong buổi tập"
JUMPS: Mapping[str, str] = {"nhac": "Đến giờ nhắc", "hop": "Đến giờ họp", "lat": "Thêm hai giờ", "mai": "Sang ngày mai"}
OTHERS = "Các đồng chí khác trả lời"
MOVED_ON = "Đã chuyển đồng hồ."
NO_MEETING = "Chi bộ này chưa có buổi họp nào sắp tới. Mời đồng chí gọi họp trước, trên máy của bí thư."
BEGUN = "Đã đến giờ họp. Mời đồng chí nhắn “điểm danh” trên máy của bí thư, ghi xong thì chốt."
NO_MESSAGE = "Từ giờ đến buổi họp không còn tin nào phải gửi. Mời đồng chí bấm “Đến giờ họp”."
NOBODY_ANSWERS = "Chưa có ai để trả lời: hoặc tin chưa đi, hoặc ai cũng đã trả lời rồi."
NOBODY_FOUND = "Không tìm thấy ai. Mời đồng chí thử một phần của tên, tên chi bộ, hoặc số điện thoại."
MORE_FOUND = "Chỉ hiện những người đầu tiên. Mời đồng chí gõ thêm chữ để tìm đúng người."
CHANGED_PHONE = "Đã đổi máy. Tin cũ ở lại máy cũ; từ nay tin đến máy này."
UNREACHED = "Chưa gửi được vì máy tính không trả lời. Mời đồng chí làm lại sau ít giây."
NOT_UNDERSTOOD = "Máy chưa nhận được thao tác này. Mời đồng chí làm lại."

CHANGE = "Đổi người, đổi máy"
SEARCH, SEARCH_LABEL, KIND_LABEL, TAKE = "Tìm", "Tên người, chi bộ hoặc số điện thoại", "Loại máy", "Đổi máy"
WRITE, SEND = "Nhắn tin", "Gửi"
EMPTY = "Chưa có tin nào."
TRY = "Thử nhắn:"
TRIES: Mapping[str, tuple[str, ...]] = {
    "dv": ("họp", "văn bản", "ý kiến của tôi", "?"),
    "bt": ("gọi họp", "tình hình", "văn bản", "ý kiến nhận được", "chỉ tiêu", "?"),
    "cu": ("báo cáo", "trang tổng hợp", "văn bản", "chỉ tiêu", "kiểm tra dự họp", "ý kiến nhận được", "?"),
}
ONE_WAY = "Máy này chỉ nhận tin. Mời đồng chí trả lời bằng liên kết trong tin."
NOT_LINKED = "Máy này chưa nối. Bí thư phát mã (nhắn “phát mã”), rồi nhắn mã ấy ở đây."
SHARE = "Chia sẻ số điện thoại"
PRESSED, CHANGED, PICTURE = "Đã bấm", "đã sửa", "Ảnh"
OWN_SIDE, OTHER_SIDE = "Máy này", "Chibot"

STEPS_TITLE = "Tập trong mười phút"
STEPS = (
    "Máy bí thư: nhắn “gọi họp”, rồi trả lời từng câu máy hỏi.",
    "Bấm “Đến giờ nhắc”: giấy mời đi. Mỗi lần bấm là đến tin kế tiếp.",
    "Máy đảng viên: bấm “Có mặt” hoặc “Xin vắng”; trên máy thường thì nhắn 1 hoặc 2.",
    "Bấm “Các đồng chí khác trả lời”, rồi nhắn “tình hình” trên máy bí thư.",
    "Bấm “Đến giờ họp”. Máy bí thư: nhắn “điểm danh”, ghi ai vắng, rồi chốt.",
    "Máy cấp ủy: nhắn “báo cáo”. Số của chi bộ vừa chốt đã có trong đó.",
    "Máy đảng viên: nhắn “văn bản”, bấm “Đã rõ”. Máy bí thư và cấp ủy: nhắn “tiến độ văn bản 2”.",
)


def answered(count: int) -> str:
    return f"{count} đồng chí khác vừa trả lời." if count else NOBODY_ANSWERS


def clock_at(now: datetime) -> str:
    return f"{when(now)}" if local(now).minute else f"{when(now)} 00"


def at(moment: datetime) -> str:
    return f"{local(moment):%H:%M, %d/%m}"


def size(count: int) -> str:
    return f"{-(-count // 1024)} KB"
