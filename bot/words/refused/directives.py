"""The sentences for what is refused about documents that are passed down, and what comes back on them."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.DirectiveWrong: "Chưa nhận văn bản. {why}.",
    r.NoSuchDirective: "Không có văn bản số máy {which} trong phạm vi này. Mời xem lại danh sách văn bản.",
    r.DirectiveGone: "Văn bản này đã thu hồi. Mời xem lại danh sách văn bản.",
    r.NoSuchQuestion: "Không có câu hỏi số {which} chờ đồng chí trả lời. Mời nhắn “câu hỏi về văn bản” để xem.",
    r.QuestionSettled: "Câu hỏi này đã có người trả lời: “{answer}”. Mời nhắn “câu hỏi về văn bản” để xem câu khác.",
    r.NobodyToAsk: "Đơn vị chuyển văn bản chưa có ai khác để trả lời. Mời đồng chí hỏi trực tiếp bí thư hoặc văn phòng.",
    r.StudyNotHere: "Buổi họp hoặc đơn vị này không học văn bản ấy. Mời nhắn “văn bản” để xem danh sách.",
    r.ReportUnreadable: "Chưa ghi báo cáo: {why}.",
}
