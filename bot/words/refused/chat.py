"""The sentences for what is refused of words in the chat, whatever they are about."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.WordsTooLong: "Nội dung quá dài. Mời đồng chí viết gọn lại, nhiều nhất {most} chữ cái.",
    r.DraftGone: "Việc này đã xong hoặc đã dừng. Mời đồng chí nhắn ? để xem việc có thể làm.",
    r.ChoiceExpected: "Chưa hiểu ý đồng chí. Mời đồng chí chọn một việc trong danh sách trên, hoặc nhắn “thôi” để dừng.",
    r.StillToConfirm: "Đồng chí nhắn “{said}”, nhưng việc vừa hỏi ở trên vẫn chờ đồng chí: mời đồng chí chọn, "
    "hoặc nhắn “thôi” để dừng rồi nhắn lại câu này.",
    r.Unfinished: "Đồng chí đang làm dở một việc khác. Mời đồng chí nhắn “thôi” để dừng, rồi nhắn lại câu này.",
    r.NothingSaid: "Chưa thấy nội dung. Mời đồng chí nhắn lại.",
}
