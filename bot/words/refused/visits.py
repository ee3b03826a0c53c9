"""The sentences for what is refused about working groups, visits and difficulties."""

from bot import refusals as r
from bot.words.refused.facts import Sentences, when_of

SENTENCES: Sentences = {
    r.NoSuchWorkGroup: "Không có tổ công tác “{name}”. Mời xem các tổ: nhắn “tổ công tác”, hoặc lệnh: chibot workgroups.",
    r.WorkGroupUnreadable: (
        "Chưa rõ tên tổ hoặc người trong tổ (nhiều nhất {most} người). "
        "Mời ghi theo mẫu: tổ công tác số 1: Nguyễn Văn An, Trần Thị Bình."
    ),
    r.PersonUnclear: lambda facts: (
        f"Có {facts['count']} đồng chí tên “{facts['name']}”. Mời ghi đủ họ tên, thêm năm sinh."
        if facts["count"]
        else f"Không thấy đồng chí “{facts['name']}” trong danh sách của đơn vị. Mời ghi đủ họ tên."
    ),
    r.AssignmentUnreadable: (
        "Chưa rõ ai dự, chi bộ nào, thời gian nào. Mời ghi theo mẫu: phân công tổ 1: thôn Đồng, thôn Tây quý 1/2027."
    ),
    r.PlaceUnclear: lambda facts: (
        f"Có {facts['count']} đơn vị tên “{facts['name']}”. Mời ghi đủ tên hơn, ví dụ thêm tên xã."
        if facts["count"]
        else f"Không thấy chi bộ “{facts['name']}” ở bên dưới. Mời xem lại tên."
    ),
    r.NotOfThisTree: "{names} không thuộc {name}. Mời cử đồng chí khác trong đảng bộ.",
    r.NoCellsToVisit: "Chưa có chi bộ nào để phân công (không cử ai dự họp ở chi bộ của chính mình). Mời ghi tên chi bộ.",
    r.AssignmentPast: "Thời gian phân công đã qua, hoặc còn quá xa. Mời ghi thời gian khác, ví dụ: quý 1/2027.",
    r.NoSuchAssignment: "Lượt phân công này đã bỏ. Mời mở lại “tổ công tác” để xem.",
    r.NoteTooLong: "Lưu ý kèm theo dài nhất {most} chữ cái. Mời ghi ngắn lại.",
    r.NoSuchVisit: "Buổi dự họp này không còn, hoặc không giao cho đồng chí. Mời đồng chí nhắn “lịch dự họp”.",
    r.VisitOver: lambda facts: f"Buổi họp đã bắt đầu ({when_of(facts['at'])}), không đổi câu trả lời được nữa.",
    r.VisitTooEarly: lambda facts: f"Buổi họp chưa bắt đầu ({when_of(facts['at'])}). Mời đồng chí ghi khi đã dự họp.",
    r.NothingToShow: "Chưa có nhận xét nào. Mời đồng chí ghi nhận xét trước.",
    r.NoSuchDifficulty: "Nội dung khó khăn này không còn nữa. Mời đồng chí nhắn “khó khăn” để xem.",
}
