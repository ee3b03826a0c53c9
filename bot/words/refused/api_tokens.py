"""The sentences for what is refused about tokens for programs."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.WrongToken: (
        "Mã cần có tên (nhiều nhất 60 chữ), ít nhất một quyền trong các quyền {known}, và thời hạn từ 1 đến {most} ngày. "
        "Mời đồng chí ghi lại."
    ),
    r.TooManyTokens: "Đã có đủ {most} mã đang dùng. Mời đồng chí thu hồi một mã không còn cần, rồi cấp mã mới.",
    r.TokenNameTaken: (
        "Đã có mã tên “{name}” đang dùng. Nếu đồng chí vừa bấm hai lần: mã đã được cấp ở lần đầu. "
        "Nếu không: mời đồng chí chọn tên khác, hoặc thu hồi mã ấy."
    ),
    r.NoOfficeForToken: "Chỉ cấp mã cho đồng chí đang giữ chức vụ được xem số liệu của một đơn vị.",
    r.NoSuchToken: "Không có mã này, hoặc mã đã hết hạn hay đã bị thu hồi. Mời đồng chí xem lại danh sách mã.",
}
