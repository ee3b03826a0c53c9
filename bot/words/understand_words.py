"""The vocabulary of replies to "will you come?", as patterns of `understand_patterns`."""

NAMES = {
    "ME": "em|tôi|tui|cháu|tớ|mình!",
    "SELF": "ME|mình|bác|chú|cô!|anh|chị|con|chúng (em|tôi|mình|cháu)|cá nhân ME",
    "NOT": "không|chưa|chẳng|chả!|đừng|hết|khỏi|đỡ|hong",
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
    "|nên|lên|bộ|ủy|mổ!|nằm!|khám|tai nạn|nhập viện|hỏng!|kẹt|đưa|đón!|trông|chăm|hưởng!|khôngkhỏe|là|👍|#",
    "WORKS": "đang|vì|nằm|trực|dự|hỏng|đón|điều trị|điều dưỡng",
    "ASKED": "xin (lỗi)? (phép)? (chi bộ|(COMRADE)? bí thư|COMRADE|TITLE)? (cho)? (phép)? (SELF)? (được|sẽ)? (phép)?",
}
"""Parts that many patterns share. HELD are words behind a title that are not somebody's name."""

OPT_OUT = {"tu choi", "từ chối", "tuchoi", "từchối", "stop"}

ASKS = [
    "mấy!", "mấy (giờ|ngày|buổi|người)", "(ở|tại) đâu", "đâu! (thế|vậy|nhỉ)", "nào!", "bao (giờ|lâu|nhiêu)",
    "(khi|lúc|hôm|ngày|chỗ|nơi|thế|đ/c) nào", "gì", "ai", "sao", "hả", "nhỉ", "à!", "hử", "chăng", "có phải", "hay (không|là|vắng|nghỉ|có|đi|thôi)",
]  # fmt: skip
"""Somebody asks, and does not answer."""

ENDS_ASKING = "(không|chưa|chua) (ạ|nhé|vậy|thế|đ/c|bác|anh|chị|em|bí thư)*"

UNSURE_WHEN = [
    "(buổi|kỳ|lần|hôm|tháng|tuần|cuộc họp) trước", "(buổi|kỳ|lần|tháng) (sau|tới!)", "hôm (qua|nọ|kia)", "hôm rồi",
    "đã! (vắng|nghỉ)", "# (đ/c|người|đảng viên|đv|vợ chồng)", "(có mặt|vắng|vắng mặt|dự|tham gia) COUNT",
    "SHARE", "không (_)? không", "(hoãn|hủy|huỷ|dời|đổi|chuyển) (họp|lịch|giờ|buổi|ngày|sang)", "nghỉ (hưu|hè|lễ|tết)",
    "nghỉ việc (?!nhà|gia|riêng)", "có vắng", "vắng quá", "(đi|dự|họp|đến!|tham gia) rồi", "(hộ|giúp|giùm|dùm) (cho)? ME", "ai!", "👎", "từ chối",
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
]  # fmt: skip
"""Somebody else is spoken for. Between that person and the verb no "I" may stand."""

PROXY_FIRST = "KIN (ME|nhà)* DECIDES"
"""Only where it opens the reply: behind other words a relative is a reason."""

UNDECIDED = [
    "có lẽ", "có khi", "có thể", "không! chắc", "chưa chắc", "chắc (?!chắn)", "không chắc chắn", "hình như", "khả năng",
    "chưa (biết|quyết|xác định|sắp xếp|tính)", "chưa rõ có", "không biết (có|được|thế|hôm|mai)",
    "(để|cho) (ME)? (xem|tính|sắp xếp|thu xếp|cân nhắc)", "xem (đã|lại|thế|sao|xét)", "nếu", "cố gắng", "cố! COME",
    "(sẽ|đang) (ME)? (cố!|sắp xếp|thu xếp)", "tính sau", "(báo|trả lời|nhắn) (lại)? sau", "tùy", "lưỡng lự", "dự kiến",
    "phân vân", "may ra",
]  # fmt: skip

STAYS = "không vắng (mặt)?|không xin (phép)? (vắng|nghỉ)|không nghỉ!"
"""Twice no."""

CANNOT = (
    "không (thể|có|có thể|về)? (đi|dự|tham dự|tham gia|đến|tới|có mặt|họp (?=được)|về dự|về họp|về kịp) (họp|dự|sinh hoạt)? (được)?"
    " (?!công|vắng|muộn|trễ|chậm|sớm|thì|mà|nỗi|đâu|viện|bệnh|học|xa|đám|khám|làm|thi|nghỉ|là|kịp|cưới|trực|phép|ca)"
)
CANNOT_ALONE = (
    "không (thể)? được ((?!_)|(?=rồi|ạ|đâu|nhé|nha|vì|do|SELF|đ/c|bí|bận))|không (sắp xếp|thu xếp|bố trí) được"
)

BEGS = [
    "ASKED (vắng|nghỉ)", "xin ((?!NOT)_){0,6} (vắng!|vắng mặt|nghỉ!)", "xin (phép)? (SELF)? (ốm|cáo ốm|bị ốm)",
    "cáo (vắng|ốm)", "cho (phép)? (SELF) (xin)? (phép)? (được)? (vắng|nghỉ!)", "được (phép)? (vắng!|vắng mặt|nghỉ!)",
]  # fmt: skip
"""Asks leave in so many words; what follows is the reason, in words of any kind."""

AWAY = [
    "vắng!", "vắng mặt", "vắng (có)? (vì|do|lý do|ốm|bệnh)", "sẽ (xin)? vắng", "đi vắng", "bận!",
    "(SELF|đang|rất|lại|có|vì|do|bị|phải) bận", "bận (việc|họp|trực|đi|công|quá|rồi|học|con|trông|gia)", "có việc",
    "đi (công tác|bệnh viện|viện|khám|cấp cứu|học|thi|tập huấn|xa|đám|ăn cưới|ăn giỗ|trực|ca|làm ca|tang|cưới!)",
    "(phải|đang|bận) (đi làm|trực|đi trực|công tác|nằm viện)", "bận đi", "về quê", "ở (xa|quê|viện|bệnh viện|nước ngoài)",
    "bị (ốm|bệnh|sốt|tai nạn)", "(nằm|nhập) viện", "nghỉ (ốm|bệnh)", "ốm!", "trực (ca|đêm)",
]  # fmt: skip
"""Says that one is elsewhere; counts where nothing unknown stands beside it."""

RESTS = "(dạ|ạ)* (SELF)? (xin|sẽ)? nghỉ! (họp)? (ạ|nhé|đ/c)*"
"""The whole reply: `nghỉ` is a holiday, a pause and more."""

FREE_BEHIND = [
    "vì", "do", "lý do", "công tác", "viện", "khám", "học", "tập huấn", "quê", "ở", "tại", "đám (cưới|tang|giỗ|ma|hiếu)?",
    "trực", "giỗ!", "cưới!", "xa",
]  # fmt: skip
"""Behind these come names of places and people."""

HOLDS_BACK = [
    "về", "xong", "rồi", "kịp", "đến", "tới", "dự", "đi", "họp", "sẽ", "vẫn", "nhưng", "được", "tham", "không", "chưa",
    "mới", "hết", "trước", "sau", "khỏi", "đỡ", "mà", "song", "thì", "muộn", "trễ", "sớm", "xin", "vắng", "cả",
]  # fmt: skip
"""Not among those names: they may turn the sense round."""

COMES_ALL_THE_SAME = [
    "nhưng ((?!NOT)_){0,5} (COME)", "vẫn (sẽ)? (cố)? (COME|được)", "(?<!không)(?<!thể)(COME) (họp)? được",
    "sẽ (dự|có mặt|tham gia|tham dự|đến|đi họp|đi dự)", "(em|tôi|cháu|mình) (dự|có mặt)",
]  # fmt: skip

LATE = [
    "(đến|tới!|đi|vào|dự|có mặt|tham gia|tham dự) (họp|dự|hơi|bị|sinh hoạt)* (muộn|trễ|chậm)",
    "(xin|xin phép|sẽ|hơi|bị|họp|tới|ME) (hơi|bị)? (muộn!|trễ!|chậm!)", "(muộn|trễ|chậm) (khoảng|mất|tầm|độ|chừng)? LASTS", "(muộn!|trễ!) #",
    "(muộn|trễ|chậm) (một|1)? (chút|ít|tí|lát|xíu|tý)", "(đến|tới|vào|có mặt) sau (khoảng)? #",
]  # fmt: skip
LATE_ALONE = ["muộn!", "trễ!"]

EARLY = ["về (sớm|giữa) (?!để|cho|dự|họp|kịp)", "về trước (?!ngày|hôm|tối|sáng|chiều|thứ|khi|lúc|giờ|HOUR)"]

ACK = [
    "👍", "(đã|có|vừa)? nhận (được)? (rồi)?", "(đã)? rõ", "nhất trí", "đồng ý", "đã (xem|đọc|biết|hiểu|nghe|nắm)",
    "(biết|hiểu|nắm|xem|đọc|nghe) (được)? rồi", "nắm được", "cảm ơn", "cám ơn", "thanks", "ghi nhận", "tiếp thu", "chấp hành",
    "được rồi", "nhớ rồi", "tuân thủ",
]  # fmt: skip
ACK_ABOUT = [
    "tin nhắn",
    "tin",
    "giấy mời",
    "thông báo",
    "thông tin",
    "lịch",
    "nội dung",
    "lời mời",
    "đủ",
    "của",
]

COMES = [
    "có mặt", "có", "dự", "dự họp", "dự được", "tham dự", "tham gia", "đi", "đi họp", "đi dự", "đi được", "họp được",
    "đi sinh hoạt", "đến!", "(sẽ|có) (đến|tới)", "đến (dự|họp|được)", "tới (dự|họp)", "sẽ (đi|họp)", "tham gia được",
    "có (dự|đi|tham gia|tham dự)", "đến sớm",
]  # fmt: skip
AGREES = ["ok", "vâng!", "dạ!", "được", "ừ!", "yes"]
"""A yes where it stands alone, and only "I have read it" beside such words."""

VANG_COMES = "vang (SELF|ạ|đ/c|bí thư)* sẽ (COME)"
"""No one is absent and will come: this `vang` was a yes."""

POLITE = [
    "ạ", "dạ", "nhé", "nha", "nhớ!", "luôn", "ah", "ak", "ơi", "SELF", "đ/c", "các đ/c", "bí thư", "phó bí thư", "chi bộ",
    "chi ủy", "thưa", "kính", "đây", "vậy", "hen", "rồi",
]  # fmt: skip

PLAIN_TALK = [
    "sẽ", "xin", "cũng", "vẫn", "báo cáo", "kính gửi", "gửi", "chào", "cảm ơn", "cám ơn", "trân trọng", "nhiều", "đúng giờ",
    "đầy đủ", "đủ", "chắc chắn", "nhất định", "đảm bảo", "bảo đảm", "sẵn sàng", "xác nhận", "đăng ký", "là",
    "theo lịch", "theo giấy mời", "đúng!", "👍",
]  # fmt: skip

TIMES = [
    "hôm nay", "nay", "(tối|chiều|sáng|trưa|đêm) (nay|mai)", "mai", "ngày mai", "hôm (đó|ấy|này)", "bữa (nay|đó)",
    "(lúc|vào|vào lúc|ngày|tháng|thứ|mùng|từ|đến) #", "# (giờ|phút|rưỡi|tháng)", "# giờ #", "CLOCK",
    "thứ (hai|ba|tư|năm|sáu|bảy)", "chủ nhật", "buổi (sáng|chiều|tối|này|họp)", "(tuần|kỳ|lần|tháng|dịp) này", "sáng",
    "chiều", "tối", "cuộc họp", "buổi sinh hoạt", "sinh hoạt", "họp", "hội nghị", "đại hội", "sinh hoạt chi bộ",
    "thường kỳ", "chuyên đề", "cuộc", "này",
]  # fmt: skip

BECAUSE = [
    "vì", "do", "nên", "lý do", "tại", "bởi", "bị", "phải", "đang", "có", "lại", "với", "ở", "từ", "việc", "quá", "lắm",
    "nặng", "đột xuất", "gấp", "riêng", "rất", "rất tiếc", "tiếc", "mong", "mong thông cảm", "thông cảm", "xin lỗi", "nhà",
    "gia đình", "bận", "xin phép", "phép", "được", "cho", "cho phép", "mất!", "vắng",
    "cá nhân", "trùng", "lịch", "kính mong", "mong đ/c", "ghi",
]  # fmt: skip
