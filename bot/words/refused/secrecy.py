"""The sentences for what must not travel."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.SecrecyMarked: (
        "Nội dung có dấu hiệu tài liệu mật nên không được nhận và không được lưu. Mời gửi theo đường văn thư bảo mật."
    ),
    r.DoubtfulWords: (
        "Nội dung có từ giống dấu mật nên chưa được nhận và không được lưu. "
        "Nếu chắc chắn không phải tài liệu mật, mời gửi lại kèm xác nhận "
        "(trong tin nhắn: ghi “xác nhận:” ở đầu; trên máy: thêm --harmless)."
    ),
}
SPOKEN: Sentences = {
    r.DoubtfulWords: (
        "Nội dung có từ giống dấu mật nên chưa được nhận và không được lưu. "
        "Nếu chắc chắn không phải tài liệu mật, mời nhắn lại và ghi “xác nhận:” ở đầu."
    ),
}
