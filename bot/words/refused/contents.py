"""The sentences for what is refused about what a meeting is about: agenda, papers, conclusions, templates."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.NoSuchTemplate: "Không có mẫu tên {name}. Các mẫu: {known}.",
    r.TemplateWrong: "Chưa nhận tệp mẫu. {why}.",
    r.NoSuchItem: "Nội dung họp không có mục số {which}. Mời xem lại số mục.",
    r.NoItems: "Nội dung họp phải có ít nhất một mục. Mời sửa mục này thay vì xóa.",
    r.TooManyItems: "Chỉ ghi được nhiều nhất {most} mục. Mời gộp hoặc xóa bớt.",
    r.ItemTooLong: "Một mục dài nhất {most} chữ cái. Mời ghi ngắn lại.",
    r.AgendaClosed: "Buổi họp này đã chốt hoặc đã hoãn nên không sửa nội dung nữa.",
    r.NothingToTellAgain: "Buổi họp đã bắt đầu, đã xong, hoặc chưa báo cho ai, nên không cần báo lại nội dung.",
    r.PaperWrong: "Chưa nhận tài liệu. {why}.",
    r.NoSuchPaper: "Buổi họp không có tài liệu số {which}. Mời xem lại số tài liệu.",
    r.TooManyPapers: "Một buổi họp có nhiều nhất {most} tài liệu. Mời bỏ bớt rồi thêm.",
    r.ConclusionUnreadable: "Chưa ghi được kết luận. {why}.",
    r.NoSuchConclusion: "Không có kết luận số {which}. Mời xem lại số.",
}
