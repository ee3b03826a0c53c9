"""The sentences for what is refused about announcements and questions to a cell."""

from bot import refusals as r
from bot.words import ballots
from bot.words.refused.facts import Sentences
from bot.words.times import short_when

SENTENCES: Sentences = {
    r.AnnouncementWrong: "Chưa nhận thông báo. {why}.",
    r.AnnouncementGone: "Thông báo này đã thu hồi, đã hết hạn hoặc không có. Mời đồng chí xem lại danh sách.",
    r.PollWrong: "Chưa nhận câu hỏi. {why}.",
    r.BallotOnPaper: ballots.ON_PAPER,
    r.NoSuchPoll: "Không có ý kiến nào mang số này đang hỏi đồng chí. Mời nhắn “trả lời ý kiến” để xem.",
    r.PollOver: "Lần lấy ý kiến số {number} đã chốt hoặc đã thu hồi nên không ghi thêm.",
    r.PollNudged: lambda facts: f"Đã nhắc lúc {short_when(facts['at'])}; hai lần nhắc cách nhau ít nhất 2 giờ.",
    r.AnsweredAlready: "Đồng chí {name} đã tự trả lời nên không ghi hộ. Mời đồng chí ấy tự chọn lại nếu muốn đổi.",
    r.NotAsked: "Không ghi được: ý kiến này không có câu trả lời ấy, hoặc không hỏi đồng chí. Mời nhắn “trả lời ý kiến”.",
}
