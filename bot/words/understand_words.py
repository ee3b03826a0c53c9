"""The vocabulary of replies to "will you come?", as patterns of `understand_patterns`."""

from bot.words.understand_away import BODY, EVENT, KIN_AT_HOME, PLACES

NAMES = {
    "PLACES": PLACES,
    "KIN_AT_HOME": KIN_AT_HOME,
    "EVENT": EVENT,
    "BODY": BODY,
    "ME": "em|tôi|tui|cháu|tớ|mình!",
    "SELF": "ME|bác|chú|cô!|anh|chị|con|chúng (em|tôi|mình|cháu)|cá nhân ME",
    "NOT": "không|chưa|chẳng|chả!|đừng|hết|khỏi|đỡ!|hong",
    "COMRADE": "(các)? đ/c",
    "ADDRESSED": "bí thư|phó bí thư|chi bộ|chi ủy|ban chi ủy|tổ trưởng|trưởng thôn|ơi|ạ!|và|thông cảm|thông báo|cho|yên tâm"
    "|giúp|ghi|báo|nhắc|đã!|nhé|nhiều|ở",
    "KIN": "vợ|chồng|bố|mẹ|cha!|má!|ba ME|(ông|bà) (nội|ngoại|xã)|(anh|em) trai|(chị|em) gái|bố mẹ|cụ!",
    "CHILD": "con (trai|gái|dâu|rể|nhỏ)?|cháu (nội|ngoại)|cháu nhà",
    "RELATIVE": "KIN|CHILD|(ông|bà) nhà|người nhà|gia đình|người thân",
    "TITLE": "anh|chị|ông|bà!|cô!|chú|bác|cậu!|dì!|cụ!|thầy!|thím|mợ!",
    "COME": "đi|dự|tham dự|tham gia|đến|tới|có mặt|họp",
    "ILL": "ốm|bệnh|sốt|đau!|mệt!|viện|khám|cấp cứu|mổ!|đẻ|sinh!|tai nạn|phẫu thuật|mất!|yếu|khôngkhỏe",
    "CARES": "đưa|đón!|chăm (sóc)?|trông|thăm!|chở!|nuôi",
    "OTHERS_ILL": "(?<!chi)RELATIVE (ME|nhà|bị|đang|phải|nằm|đi|vào|mới|vừa|nhỏ|của|sắp)* (ILL) (?!hoạt)",
    "DOES": "(sẽ|cũng|vẫn|đang|phải|bị|còn|đã)* (xin|vắng|nghỉ!|bận|ốm|dự|tham gia|tham dự|có mặt|đến!|đi|đau!|công tác"
    "|không (thể)? COME|đến (muộn|trễ|chậm|dự|họp)|về sớm)",
    "DECIDES": "(sẽ|cũng|vẫn|phải|đã)* (xin|vắng|nghỉ họp|dự|tham gia|tham dự|có mặt|đi họp|đến họp|đi dự|bận!"
    "|(?<=sẽ)(đi|đến|tới)|không (thể)? COME|đến (muộn|trễ|chậm)|về sớm)",
    "HELD": "ME|xin|vắng|vang|nghỉ|nghi|sẽ|không|bị|ốm|đau|bận|đi|đang!|phải|có|cũng|vẫn|đã|mới|vừa|dự!|đến|tới|về|họp"
    "|hôm|nay|tối|chiều|ngày|tuần!|ở|do|vì!|chưa|chắc|rất|lại|được|tham (gia|dự)|trực!|công (tác|việc)|nhận!|rõ|nhất trí"
    "|đồng ý|đ/c|ạ|ơi|thông cảm|cho|còn|lúc!|dạ|vâng|nhé|ok|hết|kính|rồi|bí thư|muộn|trễ|xa|học|sốt|mệt|nhà|báo|gửi"
    "|già|thi!|mắc|kẹt|vướng|làm|chăm|nên|lên|bộ|ủy|sĩ|giáo|mổ!|nằm!|khám|tai nạn|nhập viện|hỏng!|kẹt|đưa|đón!|trông|chăm|hưởng!|khôngkhỏe|là|👍|#",
    "WORKS": "đang|vì|nằm|trực|dự|hỏng|đón|điều trị|điều dưỡng",
    "ASKED": "xin (lỗi)? (phép)? (chi bộ|(COMRADE)? bí thư|COMRADE|TITLE)? (cho)? (phép)? (SELF)? (được|sẽ)? (phép)?",
}
"""Parts that many patterns share. HELD are words behind a title that are not somebody's name."""

OPT_OUT = {"tu choi", "từ chối", "tuchoi", "từchối", "stop"}

TOO_LITTLE = {"k", "h", "v", "n", "c", "mệt", "met", "mệt quá", "met qua", "chán", "chan"}
"""One letter is a slip of the finger as soon as a word; a sigh is no answer."""

ASKS = [
    "mấy!", "mấy (giờ|ngày|buổi|người)", "(ở|tại) đâu", "đâu! (thế|vậy|nhỉ)", "nào!", "bao (giờ|lâu|nhiêu)",
    "(khi|lúc|hôm|ngày|chỗ|nơi|thế|đ/c) nào", "gì", "ai", "sao", "hả", "nhỉ", "à!", "hử", "chăng", "có phải", "không (có)? (nói|bảo|báo) (là|rằng)", "hay (không|là|vắng|nghỉ|có|đi|thôi)",
]  # fmt: skip
"""Somebody asks, and does not answer."""

ENDS_ASKING = "(không|chưa|chua) (ạ|nhé|vậy|thế|đ/c|bác|anh|chị|em|bí thư)*"

UNSURE_WHEN = [
    "(buổi|kỳ|lần|hôm|tháng|tuần|cuộc họp) trước", "(buổi|kỳ|lần|tháng) (sau|tới!)", "(?<!từ)hôm (qua|nọ|kia)", "(?<!từ)hôm rồi",
    "đã! (vắng|nghỉ)", "# (đ/c|người|đảng viên|đv|vợ chồng)", "(có mặt|(?<!đi)vắng|vắng mặt|dự|tham gia) COUNT",
    "SHARE", "không (_)? không", "không xin (phép)? (vắng|nghỉ)", "nghỉ sinh hoạt đảng", "(muộn!|trễ!) (rồi|thế|quá)", "online|zoom|trực tuyến|qua mạng", "đi vắng đâu", "cả (nhà|hai|lớp|xóm|tổ|họ)", "(còn|có!) đâu! mà|đâu! mà|có! (đi|dự|họp) đâu!", "số này|nhầm số|sai số|nhầm người", "(chuyển|miễn) sinh hoạt", "(vì|với) (các|mấy) (đ/c|anh|chị|bác|ông)", "(suốt ngày|cả ngày|hoài) họp|họp (suốt|hoài|mãi|nhiều|hành)", "(hoãn|hủy|huỷ|dời|đổi|chuyển) (họp|lịch|giờ|buổi|ngày|sang)", "nghỉ (hưu|hè|lễ|tết)",
    "nghỉ việc (?!nhà|gia|riêng)", "(vắng|nghỉ!) thì", "(tuần|hôm|bữa) (sau|tới!|khác)", "nghỉ (chức|thi đua)", "nghỉ (bí thư|tổ trưởng|trưởng thôn) (?!_)", "vắng (lễ|tết)", "có (họp|hội nghị|cuộc họp|đại hội) (?!_)", "(vắng|nghỉ) (_)? được (chứ|hả|à!)", "(vắng|nghỉ!) có (?!_)", "có xin (phép)? (vắng|nghỉ) đâu (?!_)", "vắng (nhiều|hoài|suốt|mãi!)", "(vắng|nghỉ!) (mặt)? (phải|là) (?!do|vì)", "bị (trừ|phạt|kỷ luật|khai trừ|kiểm điểm|phê bình)", "(NOT (_){1,3}|vắng|nghỉ!) cũng (được|thế|vậy|không)",
    "mới lạ", "SELF mà! không", "(đừng|tưởng|ngỡ|bảo) (_){0,3} không (COME)", "thì thôi!", "không (nói|bảo|báo|định|hề) (SELF|là|có|xin)* (vắng|nghỉ!|bận)", "OF (có mặt|dự|vắng|đi|tham gia) (?!từ|lúc)", "tất cả", "(có mặt|có|đi|dự|đến|họp) đủ! (?!giờ)", "(có mặt|có|đi|đến) (hết|cả) (?!_)", "toàn (bộ|thể)", "đủ (cả|hết)", "(cả|toàn) chi bộ", "có (?!DIGIT)# (?!_)", "có (?!DIGIT)# (đ/c|người|đảng viên|đv)",
    "(có|đã) (xin|báo|nói|bảo|bận|ốm|vắng|nghỉ|đi|dự) (_){0,3} đâu!", "đâu! (có|phải|dám)", "có vắng", "vắng quá", "(đi|dự|họp|đến!|tham gia) rồi", "(hộ|giúp|giùm|dùm) (cho)? ME", "ai!", "👎", "từ chối",
]  # fmt: skip
"""Another meeting, other people, or two ways to read it."""

PROXY = [
    "(xin|xin phép|vắng|vắng mặt|nghỉ|báo|nhắn) (họp|vắng|nghỉ|cáo|tin)? (hộ|giúp|giùm|dùm|thay!)",
    "(?<!là)COMRADE (?!ME|ADDRESSED|DOES)_ ((?!ME)_){0,8} DOES",
    "(ông|bà) (xã)? nhà (ME|con|mình|anh|chị)? ((?!ME)_){0,6} DECIDES",
    "(ông|bà|anh|chị|cô|chú|bác|cậu|dì) (ấy|ta!) ((?!ME)_){0,6} DOES",
    "TITLE (?!HELD)_ ((?!ME)_){0,6} DOES",
    "cho (COMRADE (?!ADDRESSED)_|KIN (ME)?|TITLE (?!HELD)_) ((?!ME)_){0,5} (vắng|nghỉ)",
    "(vắng|nghỉ) cho (đ/c|KIN|anh|chị|ông|bà)",
    "là (con|cháu|vợ|chồng|em|dâu|rể|bố|mẹ) (gái|trai|dâu|rể|út)? (của)? (ông|bà|anh|chị|cô|chú|bác|cụ|đ/c)",
]  # fmt: skip
"""Somebody else is spoken for. Between that person and the verb no "I" may stand."""

PROXY_FIRST = "KIN (ME|nhà)* DECIDES"
"""Only where it opens the reply: behind other words a relative is a reason."""

UNDECIDED = [
    "có lẽ", "có khi", "có thể (?!(đến|tới|đi|vào)? (họp)? (muộn!|trễ|chậm))", "không! chắc", "chưa chắc", "chắc (?!chắn)", "không chắc chắn", "hình như", "khả năng",
    "chưa (biết|quyết|xác định|sắp xếp|tính)", "chưa rõ có", "không biết (có|được|thế|hôm|mai)",
    "(để|cho) (ME)? (xem|tính|sắp xếp|thu xếp|cân nhắc)", "xem (đã|lại|thế|sao|xét)", "nếu", "cố gắng", "cố! COME",
    "(sẽ|đang) (ME)? (cố!|sắp xếp|thu xếp)", "tính sau", "(báo|trả lời|nhắn) (lại)? sau", "tùy!", "(tùy|còn tùy) (tình|thuộc|theo|công|ca|sức|thời|việc|lịch)", "lưỡng lự", "dự kiến",
    "phân vân", "may ra", "hoặc", "hên xui", "suy nghĩ", "(chờ|đợi|còn) (xem|xin phép|hỏi|sếp|ý kiến|kết quả)", "không biết (nữa|đâu!|sao)",
    "không dám (chắc|hứa)", "(sợ|lo|e! rằng|em là) (không|vắng)", "PERCENT", "COME thì (ME) (mới|cũng|sẽ)? (COME)",
    "không! ((?!thì)_){1,4} thì (SELF)? (mới|sẽ)? (COME)", "(mưa|nắng|bão|rét) không! (đi|đến|dự|họp|tới) (?!được|nổi|_ được)", "trừ khi|trừ phi|miễn là|miễn sao|giả sử|lỡ mà",
]  # fmt: skip

STAYS = "không vắng (mặt)?|không nghỉ!"
"""Twice no."""

CANNOT = (
    "không (thể|có|có thể|về|muốn)? (đi|dự|tham dự|tham gia|đến|tới|có mặt|họp (?=được)|về dự|về họp|về kịp) (họp|dự|sinh hoạt)? (được|nổi)?"
    " (?!đúng|từ|với|nhà|chợ|văn|phát|ăn|chơi|ngủ|ngay|lâu|một mình|bầu|công|vắng|muộn|trễ|chậm|sớm|thì|mà|nỗi|xe|bộ|ô tô|đâu|viện|bệnh|học|xa|đám|khám|làm|thi|nghỉ|là|kịp|cưới|trực|phép|ca)"
)
CANNOT_ALONE = (
    "không kịp (về|đến|tới|dự|đi|họp|qua|lên|xuống)* (họp|dự)?|(đi|dự|tham dự|tham gia|đến|tới|có mặt|về|qua|lên|xuống|ra) (họp|dự|tới|đến)? không (có|thể)? (được|nổi|kịp|đặng|tới) (?!thì|đâu!)|"
    "không (thể)? được ((?!_)|(?=nữa|rồi|ạ|nhé|nha|vì|do|SELF|đ/c|bí|bận))|không (sắp xếp|thu xếp|bố trí|dàn xếp) (được|nổi|kịp) (thời gian|công việc|việc|lịch|ca|công chuyện)?|không tham dự nổi|"
    "không (được)? (ra|lên|xuống|qua|sang|rời|bỏ|đi) (ngoài|khỏi|đâu!|lại|về|tới|nhà|xã!|cơ quan|đó|bên)* (được|nổi)"
    "|không được (ra|rời|đi|bỏ) (ngoài|khỏi|đâu!|chỗ|vị trí|ca|đơn vị)*|không (đi|dậy|lết|ngồi) nổi|không về (được|kịp|nổi)|không qua (nữa|họp)"
    "|không qua (được)? (cầu|sông|ngầm|đèo|phà|đò)"
    ""
)

BEGS = [
    "ASKED (vắng|nghỉ)", "xin ((?!NOT)_){0,6} (vắng!|vắng mặt|nghỉ!)", "xin (phép)? (SELF)? (ốm|cáo ốm|bị ốm)",
    "cáo (vắng|ốm|lỗi)", "báo vắng", "(đành|phải|buộc) (phải|xin)* (vắng|nghỉ họp)", "(SELF|đành) nghỉ! (họp|buổi (này|đó|họp|sinh hoạt)|hôm (đó|nay))", "xin off", "cho (SELF) (được|xin)* miễn (họp|dự|buổi|lần|kỳ)", "được miễn (họp|dự|buổi (này|họp)|lần này|kỳ này)", "xin miễn (họp|dự)?", "(xin|cho ME) (xin)? khất", "(xin|đề nghị|mong|kính mong) (chi bộ|chi ủy|bí thư|COMRADE)+ cho phép (?!_)", "xin khất", "vắng mặt không (có)? lý do", "cho (phép)? (SELF) (xin)? (phép)? (được)? (vắng|nghỉ!)", "được (phép)? (vắng!|vắng mặt|nghỉ!)",
]  # fmt: skip
"""Asks leave in so many words; what follows is the reason, in words of any kind."""

AWAY = [
    "vắng!", "vắng mặt", "vắng (có)? (vì|do|lý do|ốm|bệnh)", "sẽ (xin)? vắng", "đi vắng", "bận!",
    "(SELF|đang|rất|lại|có|vì|do|bị|phải) bận", "bận (việc|họp|trực|đi|công|học|con|trông|gia)", "bận! (quá|rồi)", "có việc",
    "đi (công tác|bệnh viện|viện|khám|cấp cứu|học|thi|tập huấn|xa|đám|ăn cưới|ăn giỗ|trực|làm ca|tang|cưới!)",
    "(phải|bận) đi làm", "đang đi làm (ca|xa)", "(phải|đang|bận) (trực|đi trực|công tác|nằm viện)", "bận đi", "về quê", "ở (xa|viện|bệnh viện|nước ngoài)",
    "bị (ốm|bệnh|sốt|tai nạn)", "(nằm|nhập) viện", "nghỉ (ốm|bệnh)", "ốm!", "trực (ca|đêm)",
]  # fmt: skip
"""Says that one is elsewhere; counts where nothing unknown stands beside it."""

RESTS = "(dạ|ạ|thôi)* (SELF)? (xin|sẽ)? nghỉ! (họp)? (ạ|nhé|đ/c)*"
"""The whole reply: `nghỉ` is a holiday, a pause and more."""

FREE_BEHIND = [
    "vì", "do", "lý do", "công tác", "viện", "khám", "học", "tập huấn", "quê", "ở", "tại", "đám (cưới|tang|giỗ|ma|hiếu)?",
    "trực", "giỗ!", "cưới!", "xa",
]  # fmt: skip
"""Behind these come names of places and people."""

HOLDS_BACK = [
    "về", "xong", "rồi", "kịp", "đến", "tới", "dự", "đi", "họp", "sẽ", "vẫn", "nhưng", "được", "tham", "không", "chưa",
    "mới", "hết", "trước", "sau", "khỏi", "đỡ", "mặt", "mà", "song", "thì", "hỏi", "cần", "muốn", "nhờ", "nói", "gửi", "báo", "trao đổi", "ý kiến", "vui", "đông", "đẹp", "muộn", "trễ", "sớm", "xin", "vắng", "cả",
]  # fmt: skip
"""Not among those names: they may turn the sense round."""

COMES_ALL_THE_SAME = [
    "nhưng (SELF)? (sẽ|vẫn|cố|có thể|nếu|về|đến|dự|co|neu)",
    "nhưng ((?!NOT)_){0,5} (COME)", "vẫn (sẽ)? (cố)? (COME|được)", "(?<!không)(?<!thể)(COME) (họp)? được",
    "sẽ (dự|có mặt|tham gia|tham dự|đến|đi họp|đi dự)", "(em|tôi|cháu|mình) (dự|có mặt)",
]  # fmt: skip

LATE = [
    "(đến|tới!|đi|vào|dự|có mặt|tham gia|tham dự) (họp|dự|hơi|bị|sinh hoạt)* (muộn|trễ|chậm)",
    "có thể (đến|tới|đi|vào)? (họp)? (muộn!|trễ|chậm)", "(xin|xin phép|sẽ|hơi|bị|họp|tới|ME) (hơi|bị)? (muộn!|trễ!|chậm!)", "(muộn|trễ|chậm) (khoảng|mất|tầm|độ|chừng)? LASTS", "(muộn!|trễ!) #",
    "(đến|tới|mãi|phải)* (khoảng|tầm)? (HOUR|# giờ) (rưỡi|kém (#|CLOCK)|#)? (ME)? mới (đến|tới|vào|có mặt|qua|lên) (được|kịp|nơi)?", "(muộn|trễ|chậm) (một|1)? (chút|ít|tí|lát|xíu|tý)", "(đến|tới|vào|có mặt) sau (khoảng)? #", "(COME) nhưng (hơi)? (muộn|trễ|chậm)",
]  # fmt: skip
LATE_ALONE = ["muộn!", "trễ!"]

EARLY = [
    "(ngồi|họp|dự|ở lại) (được)? (khoảng|tầm|độ)? (LASTS|# tiếng) (thôi|rồi (ME)? (xin)? (phép)? về)",
    "(HOUR|# giờ) (ME)? (xin|phải) (phép)? (về|đi) (?!viện|trực|công|quê|làm|học)", "về (sớm|giữa) (?!để|cho|dự|họp|kịp)",
    "về trước (?!ngày|hôm|tối|sáng|chiều|thứ|khi|lúc|giờ|HOUR)",
]  # fmt: skip

ACK = [
    "👍", "(đã|có|vừa)? nhận (được)? (rồi)?", "(đã)? rõ", "nhất trí", "đồng ý", "đã (xem|đọc|biết|hiểu|nghe|nắm)",
    "(biết|hiểu|nắm|xem|đọc|nghe) (được)? rồi", "có (nghe|thấy|xem|đọc|biết|hiểu|nắm|nhớ) (rồi|được|nói)?", "nắm được", "cảm ơn", "cám ơn", "thanks", "ghi nhận", "tiếp thu", "chấp hành",
    "được rồi", "nhớ rồi", "tuân thủ",
]  # fmt: skip
ACK_ABOUT = [
    "tin nhắn", "tin", "giấy mời", "thông báo", "thông tin", "lịch", "nội dung", "lời mời", "đủ", "của", "với",
    "kết luận", "nghị quyết", "ý kiến",
]  # fmt: skip

COMES = [
    "có mặt", "có (?!nghe|thấy|xem|đọc|biết|hiểu|nắm|nhớ|hay|điều|lẽ|khi|thể|rồi|hết|cả)", "dự", "dự họp",
    "(COME) (họp)? được", "hiện diện", "góp mặt", "về (họp|dự) (được)?", "về kịp (họp|dự)?", "để (ME) (đi|đến|tới|dự)",
    "(chạy|ghé)? qua kịp", "dự được", "tham dự", "tham gia", "đi", "đi họp", "đi dự", "đi được", "họp được",
    "đi sinh hoạt", "đến!", "(sẽ|có) (đến|tới)", "(em|anh|chị|bác|chú|cháu|tôi) đến", "đến (dự|họp|được)",
    "tới (dự|họp)", "sẽ (đi|họp)", "tham gia được", "có (dự|đi|tham gia|tham dự)", "đến sớm",
    "(vẫn|nhất định|chắc chắn) (sẽ|phải|cứ|xin)* (COME)", "cứ (đi|đến|dự)", "họp (thôi|bình thường|chứ!|luôn|liền)",
    "đang (tới|đến)", "(luôn)+ có mặt", "ghi (tên|cho|giúp)* (ME)? (là)? (có mặt|có|đi|dự)",
    "(cho ME)? đăng ký (dự|tham gia|có mặt|đi|tham dự|1)+", "(tới|đến) (liền|ngay|luôn)", "rảnh!",
    "(ME|hôm đó|tối đó) rảnh", "(sẽ)? về (kịp|dự|tham gia)+ (họp|dự|sinh hoạt)?", "sẵn sàng", "vẫn đi",
    "hẹn gặp (lại)? (các)? (đ/c)?", "(tối|chiều|sáng) (#)? SELF qua",
    "SELF (sẽ)? qua (họp|dự)? ((?!_)|(?=ạ|nhé|nha|luôn|liền))", "sẽ qua", "có (chứ!|nhé)",
    "đi (liền|ngay|chứ!|thôi|luôn|đều|bình thường)",
]  # fmt: skip
AGREES = ["(ok|được) thôi", "ok", "vâng!", "dạ!", "được", "ừ!", "yes"]
"""A yes where it stands alone, and only "I have read it" beside such words."""

VANG_COMES = "vang (SELF|ạ|đ/c|bí thư)* sẽ (COME)"
"""No one is absent and will come: this `vang` was a yes."""

POLITE = [
    "ạ", "dạ", "nhé", "nha", "nhớ!", "luôn", "ah", "ak", "ơi", "SELF", "đ/c", "các đ/c", "bí thư", "phó bí thư", "chi bộ",
    "chi ủy", "thưa", "kính", "đây", "vậy", "rồi",
    "nè", "lận!", "uh", "uhm", "chứ!", "bà con", "mọi người", "sếp", "ừ!", "ờ!",
]  # fmt: skip

PLAIN_TALK = [
    "sẽ", "xin", "cũng", "vẫn", "báo cáo", "kính gửi", "gửi", "chào", "cảm ơn", "cám ơn", "trân trọng", "nhiều", "đúng giờ",
    "đầy đủ", "đủ", "chắc chắn", "(tất|dĩ|đương|hiển) nhiên", "đúng (CLOCK|# giờ (# phút)?)", "khoảng", "tầm", "nhất định", "đảm bảo", "bảo đảm", "sẵn sàng", "xác nhận", "đăng ký", "là",
    "theo lịch", "theo giấy mời", "đúng!", "👍", "(đảng viên|là đảng viên) (thì)?", "(cho)? biết (tình hình)?",
    "cho (vui|biết|đông)", "(nay|hôm nay) lại", "sớm", "trước (giờ|# (phút)?)", "yên tâm", "như (thường lệ|mọi (lần|khi|tháng|buổi|kỳ))", "và", "cứ", "nghe!", "đề nghị", "vui vẻ", "nên", "thôi", "đều",
]  # fmt: skip

TIMES = [
    "hôm nay", "nay", "(tối|chiều|sáng|trưa|đêm) (nay|mai)", "mai", "ngày mai", "hôm (đó|ấy|này)", "bữa (nay|đó)",
    "(lúc|vào|vào lúc|ngày|tháng|thứ|mùng|từ|đến) #", "# (giờ|phút|rưỡi|tháng|tuần|ngày|hôm|năm|tiếng|buổi) (nay!|này)?", "(tới|đến) #", "(dạo|mấy|cả|suốt|nguyên) ((ngày|hôm|tuần|tháng|tối|buổi|đêm) (này|nay)?|này|nay)", "(tối|chiều|sáng|ngày|hôm|đêm) (đó|ấy|ni|này|đấy)", "cuối (tháng|tuần|năm)", "# giờ #", "CLOCK",
    "thứ (hai|ba|tư|năm|sáu|bảy)", "chủ nhật", "buổi (sáng|chiều|tối|này|họp)", "(tuần|kỳ|lần|tháng|dịp) này", "sáng",
    "chiều", "tối", "cuộc họp", "buổi sinh hoạt", "sinh hoạt", "họp", "hội nghị", "đại hội", "sinh hoạt chi bộ",
    "thường kỳ", "chuyên đề", "cuộc", "này",
]  # fmt: skip

BECAUSE = [
    "vì", "do", "nên", "lý do", "tại", "bởi", "bị", "phải", "đang", "có", "lại", "với", "ở", "từ", "việc", "quá", "lắm",
    "nặng", "đột xuất", "gấp", "riêng", "rất", "rất tiếc", "tiếc", "mong", "mong thông cảm", "thông cảm", "xin lỗi", "nhà",
    "gia đình", "bận", "xin phép", "phép", "được", "cho", "cho phép", "mất!", "vắng", "khôngbận", "(bận|có) (tí|chút|ít|xíu) (việc|công chuyện)?", "cơ quan", "công ty", "đơn vị", "trường", "lớp", "trung cấp", "cao cấp", "đại học", "cao học", "chính trị", "khoa", "bệnh viện", "thời gian", "công việc", "công chuyện", "buổi (này|họp|đó|sinh hoạt)",
    "cá nhân", "trùng", "lịch", "kính mong", "mong đ/c", "ghi", "bây giờ", "giờ!", "(nay|hôm nay) lại", "sếp", "với", "mới", "vừa", "còn", "yếu", "# độ", "từ hôm (qua|kia|nọ|rồi)",
]  # fmt: skip

BEHIND = [
    "thăm (RELATIVE|KIN_AT_HOME)", "(vẫn)? chưa về (được|kịp|đến|tới)*", "không về (được|kịp)*", "bên (nội|ngoại|vợ|chồng)", "đâu!", "ma!", "nữa",
    "ok", "vâng!", "ừ!", "(ở)? trên (huyện|tỉnh|xã|trung ương|thành phố|phố|đó)", "cho (con|cháu|mẹ|bố|vợ|chồng)", "tuổi", "sức", "ruột", "chút", "tí", "tý", "xíu", "ít", "phút", "đành",
    "tỉnh", "huyện", "xã", "thôn", "phường", "kẹt", "mắc", "vướng", "xe", "đường", "mà!", "thì!", "già", "yếu", "nhỏ", "ốm", "thật", "hỏng!", "hư", "luôn", "nguyên",
    "mưa", "to!", "PLACES", "bácsĩ", "ngoài", "trong", "dưới", "trên", "lúc", "giờ", "khỏe", "lắm", "ghê", "hẳn", "mọi người",
]  # fmt: skip
"""Behind the verb these are harmless; the first word of a reply may be somebody's name without its marks: "Trong", "Lam"."""

CONDITION = "(?!SELF|COMRADE|còn|viên|họp|buổi)_ thì (SELF)? (mới|sẽ|cũng)? (COME)"
"""Whatever it is, it comes first."""

SPOUSE = "nhà ME (đang|đi|bị|ốm|vắng|sẽ|xin|về|nằm|mổ!|ở|mới|vừa|không|phải|bận)"
"""My wife or husband, who may be a member too; `nhà em có giỗ` is the house."""
GREETS = "dạ (thưa|báo cáo|kính|chào|xin chào)"

LINKS = "nhưng mà|nhưng|tuy nhiên|song (?=ME|vẫn|sẽ)|mà (?=vẫn|cứ)|nên (?!_ (đi|về) (viện|khám))|vì|(?<!lý)do (?!đó)|bởi|tại vì|tại (?=ME|xe|đường|mưa)"
TURNS = "nhưng mà|nhưng|tuy nhiên|song|mà"
EXPLAINS_WHY = "vì|do|bởi|tại vì|tại"
THEREFORE = "nên"
"""Words at which a clause begins; those that turn it round, and those that explain."""

WISH = "(xin|kính)? (chúc|mong) (các)? (COMRADE|chi bộ|hội nghị|cuộc họp|buổi họp|đại hội|mọi người|cả nhà|TITLE|buổi sinh hoạt) (?!cho|thông)"
OTHERS_GO = "họp đi|(nhớ|mời|nhắc|hãy|yêu cầu) (COMRADE|mọi người|các TITLE|TITLE)* (COME|đến) (_){0,6}|(COMRADE|các TITLE|mọi người) (cứ|nhớ|phải)* (COME) (họp|đủ|đầy đủ|đông đủ|đúng giờ|nhé|nha|ạ|thôi)*|cứ (đi|đến|dự) (ạ|nhé|nha|thôi)*|(mi|mày|chúng mày|mọi người|COMRADE|chi bộ|cả nhà|các TITLE) (cứ|ở nhà|nhớ)* (họp|đi|tiến hành|bắt đầu) (họp|đi|trước|nhé|vui vẻ|bình thường|thôi|không cần chờ)*|cứ họp (đi|nhé|thôi|trước)*"
"""What is wished to the others, and what they are told to do."""

OVER = [
    "(KIN|người khác|ông bà|người nhà|bà|ông) (đã)? (trông|coi|lo|chăm|giữ|đưa|nuôi) (được|giúp|hộ)? rồi", "có người (trông|coi|lo|chăm|giữ|đưa|thay)", "(hết|khỏi|đỡ!) (ốm|bệnh|đau|sốt|bận|mệt|mưa|bão|dịch|rồi)", "(khỏe|khỏi|tạnh|xong) (lại|hẳn|rồi|việc|sớm|buổi)*",
    "(viện|công tác|quê|học|làm|trực|khám|ca) về", "(đổi|xin|nhờ|sắp xếp|thu xếp|bố trí|gửi) (được)? (ca|trực|người|việc|con|cháu)? (được)? rồi",
    "(đổi|nhờ|gửi|thu xếp|sắp xếp) được", "(cho|được) nghỉ", "nghỉ! (ca|trực)", "về kịp", "(SELF)? (tuy|dù!|mặc dù|mặc dầu|dẫu!)", "NOT (còn)? (ốm|bệnh|đau|sốt|mệt|mưa|công tác|trực)",
]  # fmt: skip
"""A reason that is gone, or that is granted and does not count."""

MAY_COME = [
    "COME", "vẫn", "cứ", "sẽ", "nếu", "kịp", "vắng", "vang", "nghỉ!", "nghi", "xin", "bận", "có thể", "được không", "hoãn", "hủy", "dời", "đổi", "thay",
]  # fmt: skip
"""Whatever else a clause with these says, it may be about coming."""

NEGATES = "không|chưa|chẳng|đừng|hết|khỏi|thôi (?=_)|bỏ"
FIRM = "vẫn|cứ|sẽ|nhất định|chắc chắn|DIGIT|đảm bảo|bảo đảm|SELF (COME) (họp)? được"
STILL = "vẫn|cứ|nhất định"
NOW = "giờ|bây giờ|nay!|nay (?=lại|không)|hôm nay|cuối cùng|rốt cuộc|lại (?=không)"
ONLY_GO = "(thôi)? (SELF|ME)? (đi|đến) (ạ|nhé|nha|luôn|thôi)*"
VANG_FIRST = "(dạ|da|ạ)* vang (ạ|anh|chị|bác|chú|đ/c|bí thư|a!)*"
I_COME = "(em|anh|chị|bác|chú|cháu|con|mình!|tôi!) (sẽ)? (COME|qua)"
