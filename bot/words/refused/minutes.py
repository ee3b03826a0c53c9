"""The sentences for what is refused about minutes, and about how good a meeting was."""

from bot import refusals as r
from bot.words.refused.facts import Sentences, when_of

SENTENCES: Sentences = {
    r.EndUnreadable: lambda facts: (
        f"Giờ kết thúc chưa rõ, hoặc không sau giờ bắt đầu ({when_of(facts['begun'])}), hoặc chưa đến. "
        "Mời nhắn lại, ví dụ: 21h05, hoặc 95 phút."
    ),
    r.NotAtTheMeeting: "Không có đồng chí này trong số người có mặt. Mời chọn trong danh sách, hoặc nhắn đủ họ tên.",
    r.OpinionsUnreadable: "Số lượt ý kiến cần là một số từ 0 đến {most}. Mời nhắn lại, ví dụ: 7.",
    r.ResolutionUnreadable: "Số nghị quyết không đọc được. Mời nhắn lại, ví dụ: {example}; không có thì “không”.",
    r.ResolutionTaken: lambda facts: (
        f"Nghị quyết số {facts['number']} đã ghi ở buổi họp {when_of(facts['at'])}. Mời ghi số khác."
    ),
    r.RollStillOpen: "Buổi họp chưa chốt điểm danh. Mời chốt điểm danh trước, rồi làm việc này.",
    r.MinutesTooEarly: lambda facts: f"Buổi họp bắt đầu {when_of(facts['at'])}. Họp rồi mới lập biên bản.",
    r.MinutesUnfinished: "Biên bản còn mục chưa ghi. Mời mở “biên bản” và trả lời hết các câu hỏi.",
    r.NoSuchProfile: "Không có khung tiêu chí tên {name}. Các khung: {known}.",
    r.ProfileWrong: "Chưa nhận khung tiêu chí: {why}.",
    r.NotScored: "Chỉ chấm chất lượng các buổi sinh hoạt thường kỳ và chuyên đề của chi bộ.",
    r.NoSuchCriterion: "Khung tiêu chí không có mục này. Mời mở lại phần chấm chất lượng.",
    r.PointsWrong: "Số điểm cần từ 0 đến {most}. Mời chọn hoặc nhắn lại.",
    r.ScoreUnfinished: "Buổi họp chưa chấm xong. Mời mở “chấm chất lượng” và trả lời hết các câu hỏi.",
    r.ScoreChanged: "Kết quả chấm đã thay đổi. Mời xem kết quả mới rồi xác nhận.",
    r.ScoreOutdated: (
        "Chi bộ đã sửa điểm danh hoặc giờ kết thúc sau khi chấm nên chưa xác nhận. "
        "Chi bộ tính lại điểm rồi xin đồng chí xác nhận."
    ),
}
