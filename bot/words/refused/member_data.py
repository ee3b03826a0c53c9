"""The sentences for what is refused about what people ask for on their own data, and about breaches."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.NeedNotStated: (
        "Vụ việc cần ghi rõ, từ {fewest} chữ cái đến {most} ký tự. "
        "Ví dụ: Xác minh đơn ngày 02/12 về việc bỏ sinh hoạt ba tháng."
    ),
    r.RequestGone: "Yêu cầu này đã được trả lời hoặc đã rút. Mời xem lại danh sách.",
    r.StillAMember: "Đồng chí ấy còn là đảng viên của chi bộ nên tên phải còn trong danh sách.",
    r.BreachWrong: "Mời ghi việc gì đã xảy ra, nhiều nhất {most} ký tự, và thời điểm phát hiện không sau bây giờ.",
    r.NoSuchBreach: "Không có sự cố số {which}. Mời xem: chibot breach list.",
}
