"""What tells a denunciation, a complaint about a person and a personnel matter from an opinion: lists of phrases.

Each phrase is written with its marks, and is found where any mark was not typed; another mark is another word.
"""

TITLES = [
    "đồng chí",
    "đ/c",
    "ông",
    "bà",
    "anh",
    "chị",
    "cô",
    "chú",
    "bác",
    "thầy",
    "cụ",
    "dì",
    "cậu",
    "em",
    "thằng",
    "con mụ",
    "ong",
]
BARE_TITLES = ["dong chi", "đ/c", "ong", "ba", "anh", "chi", "co", "chu", "bac", "thay"]
"""Typed without marks, where `co` is also "có" and `ba` three: a name behind them has to begin with a capital."""
FIRM_TITLES = ["ông", "bà", "thằng"]
"""Behind these a word in small letters is a name as well, unless it is one of the next list."""
BARE_FIRM_TITLES = ["ong"]
WEAK_TITLES = ["đồng chí", "dong chi", "đ/c", "ba", "anh", "chị", "chú", "bác", "thầy", "cậu", "dì"]
"""Behind these it may be one: enough to ask, where a fault is spoken of."""
NO_NAMES = {
    "con", "ba", "bà", "ông", "ong", "cháu", "chau", "em", "cha", "mẹ", "me", "già", "gia", "nào", "nao", "trong", "tại", "tai",
    "ở", "o", "các", "cac", "và", "va", "là", "la", "có", "co", "đã", "da", "sẽ", "se", "cũng", "cung", "được", "duoc", "cho",
    "để", "de", "khi", "của", "cua", "về", "ve", "với", "voi", "xem", "đảng", "dang", "đoàn", "doan", "cán", "can",
    "lãnh", "lanh", "phụ", "phu", "chủ", "chu", "bí", "bi", "phó", "pho", "trưởng", "truong", "giáo", "giao", "sĩ", "si",
    "ấy", "ay", "ta", "này", "nay", "kia", "đó", "do", "đều", "deu", "không", "khong", "nên", "nen", "cần", "mới", "moi",
    "cao", "tuổi", "tuoi", "nghèo", "ngheo", "hồ", "ho", "quan", "tâm", "giúp", "giup", "trả", "tra", "chỉ", "chi", "hãy", "nước",
    "nuoc", "cống", "cong", "thoát", "thoat", "dẫn", "dan", "nhựa", "nhua", "xã", "xa", "thôn", "thon", "huyện", "huyen", "cấp",
    "cap", "phụng", "hưu", "huu", "thương", "thuong", "chức", "chuc", "đại", "dai", "ủy", "uy", "thư", "thu", "thường", "khác", "khac",
}  # fmt: skip
NO_NAMES_AT_ALL = {
    "hồ", "ho", "em", "bí", "chủ", "phó", "trưởng", "đảng", "giáo", "sĩ", "ấy", "ta", "mẹ", "con", "lãnh", "cán", "kế",
}  # fmt: skip
"""Not even where they begin with a capital: Bác Hồ, đồng chí Bí thư."""

SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Lý|Lò|Vàng|Giàng|Sùng|Triệu|Nông|Hà|Đinh|Lương|Chu|Mai|Cao|Tô|Tạ|Vi|Ma|"
    "Trịnh|Đoàn|Đào|Phùng|Tống|Quách|Thào|Hạng|Cà|Quàng|Chìu|Tằng|Chíu|Bế|Hứa|Lục|Mông|Thạch|Sơn|Kim|Nguyen|Tran|Le|Pham|Hoang|Bui|Do|Ngo|Duong|Dang|Vu|Vo"
)
NOT_OF_A_PERSON = "đường|phố|trường|cầu|chợ|quảng trường|gương|phong cách|tư tưởng|đạo đức|công viên|học viện|giải|cúp|khu|phường|phuong|học|thcs|thpt|non|duong|pho|truong|cau|cho|hoc"
PLACES_OF_PEOPLE = [
    "nhà", "ngõ", "cổng", "vườn", "ruộng", "quán", "rẫy", "đoạn", "ao", "đồi", "trại", "xưởng", "trước cửa", "ngã ba", "lối vào", "cạnh", "đầu ngõ",
    "chợ", "cầu", "kênh", "đập", "dốc", "hẻm", "bãi", "cánh đồng", "vỉa hè", "chùa", "miếu",
]  # fmt: skip
"""`nhà ông Nam` says where something is, and nothing about him."""

ROLES = [
    "bí thư", "phó bí thư", "chủ tịch", "phó chủ tịch", "trưởng thôn", "phó thôn", "trưởng bản", "trưởng ấp", "trưởng khu", "trưởng xóm",
    "tổ trưởng", "chi ủy viên", "kế toán", "thủ quỹ", "hiệu trưởng", "giám đốc", "trưởng công an", "xã đội trưởng", "trưởng trạm",
    "chủ nhiệm", "trưởng phòng", "bí thư chi bộ", "công an viên", "địa chính xã", "thôn trưởng", "đảng ủy viên", "bthu", "ctịch",
]  # fmt: skip
SOMEBODY = [
    "ông ấy", "bà ấy", "anh ấy", "chị ấy", "ông ta", "bà ta", "anh ta", "cô ta", "hắn", "y ta", "lão", "một cán bộ", "một đồng chí",
    "có đồng chí", "một đảng viên", "có đảng viên", "có cán bộ", "cán bộ địa chính", "cán bộ tư pháp", "cán bộ xã", "cán bộ thôn", "vị cán bộ", "cán bộ một cửa",
    "lãnh đạo xã", "lãnh đạo thôn", "người đứng đầu", "vợ chồng", "gia đình bí thư", "có người", "một số cán bộ", "cán bộ", "đảng viên này",
    "công an xã", "công an",
]  # fmt: skip

ACCUSES = ["tố cáo", "tố giác", "tố khổ", "tố tội", "bóc phốt", "vạch mặt", "đơn tố", "vạch trần"]
WRONGS = [
    "tham ô", "tham nhũng", "hối lộ", "ăn hối lộ", "đút lót", "ăn tiền", "nhận tiền", "lấy tiền", "lấy quỹ", "ăn chặn", "bớt xén", "biển thủ", "xà xẻo", "ăn bớt",
    "chiếm đoạt", "chiếm dụng", "lừa đảo", "trục lợi", "tư lợi", "lợi dụng chức vụ", "lạm quyền", "lộng quyền", "lợi ích nhóm", "vòi vĩnh", "làm tiền", "tống tiền",
    "bao che", "trù dập", "khai man", "khai khống", "gian lận", "bằng giả", "sai phạm", "vi phạm pháp luật", "vi phạm kỷ luật", "làm trái", "chạy chức", "mua chuộc",
    "ăn cắp", "trộm cắp", "trộm tiền", "đánh bạc", "cờ bạc", "ngoại tình", "bồ bịch", "quan hệ bất chính", "hủ hóa", "buôn lậu", "ma túy", "nghiện",
    "bán đất trái phép", "cấp đất trái", "bán đất công", "lấn chiếm đất công", "tiêu cực", "móc ngoặc", "bỏ túi", "rút ruột", "quỹ đen", "ỉm tiền", "lấy của dân",
    "bao kê", "đòi bồi dưỡng", "đòi phong bì", "nhận phong bì", "lót tay", "lại quả", "chạy chọt", "chạy án", "đánh cháu", "đánh con tôi", "đánh học sinh",
]  # fmt: skip
AGAINST_WRONGS = (
    r"(?:phòng|chống|phòng chống|ngăn chặn|đẩy lùi|bài trừ|đấu tranh|phòng ngừa|tuyên truyền|tệ nạn|tác hại)"
    r"(?: (?!(?:ông|bà|anh|chị|đồng chí|bí thư|chủ tịch|trưởng)\b)\w+){0,6}"
)
"""`phòng, chống tham nhũng, tiêu cực` speaks of nobody."""
FAULTS = [
    "thiếu trách nhiệm", "vô trách nhiệm", "hách dịch", "cửa quyền", "quan liêu", "nhũng nhiễu", "sách nhiễu", "gây khó", "gây khó dễ", "hạch sách", "hoạch sách", "đòi tiền", "quát tháo", "quát mắng",
    "chửi", "chửi bới", "đánh người", "đánh vợ", "uống rượu", "say rượu", "say xỉn", "bê tha", "lười", "không gương mẫu", "thiếu gương mẫu", "mất đoàn kết", "bè phái",
    "độc đoán", "gia trưởng", "thiên vị", "nói xấu", "vu khống", "đe dọa", "dọa nạt", "bỏ họp", "trốn họp", "không minh bạch", "mất dân chủ", "mập mờ", "thái độ", "tư cách",
    "đạo đức kém", "lối sống", "phẩm chất", "suy thoái", "không xứng đáng", "yếu kém", "kém năng lực", "năng lực yếu", "không công bằng", "ưu ái", "coi thường", "lấn chiếm",
    "xây trái phép", "nợ tiền", "không chịu làm", "trốn thuế", "không làm được việc", "vi phạm", "sinh con thứ ba", "bịt miệng", "đuổi về", "gây rối", "ức hiếp", "trịch thượng",
]  # fmt: skip
OFFENDS = [
    "xả",
    "đổ rác",
    "đổ đất",
    "đổ trộm",
    "chặn đường",
    "chặn lối",
    "đốt",
    "karaoke",
    "mở nhạc",
    "gây ồn",
    "gây mất",
    "phá",
    "lấn",
    "bơm nước thải",
    "đánh",
    "trộm",
]
"""What a neighbour does: whether somebody is meant is asked."""

COMPLAINS = ["khiếu nại", "khiếu kiện", "khiếu tố", "đơn kiện", "kiện ông", "kiện bà"]
SPEAKS_OF = [
    "phản ánh",
    "phản ảnh",
    "góp ý",
    "phê bình",
    "kiểm điểm",
    "xem xét tư cách",
    "xử lý",
    "nhắc nhở",
    "chấn chỉnh",
    "làm rõ",
    "xác minh",
    "điều tra",
    "thanh tra",
    "kiểm tra",
]
MATTERS_OF_LAW = [
    "luật", "giải quyết", "tiếp công dân", "quy định", "quy trình", "thủ tục", "tuyên truyền", "phổ biến", "hướng dẫn", "thời hạn", "công tác", "hòa giải", "hạn chế", "giảm",
]  # fmt: skip
"""Who speaks of how complaints are dealt with need not have one."""
MINE = [
    "tôi",
    "chúng tôi",
    "em",
    "gia đình tôi",
    "dân",
    "bà con",
    "nhân dân",
    "cháu",
    "mình",
    "đơn",
    "xin",
    "muốn",
    "gửi",
]

PERSONNEL = [
    "bổ nhiệm", "đề bạt", "miễn nhiệm", "bãi nhiệm", "cách chức", "luân chuyển cán bộ", "điều động cán bộ", "cán bộ nguồn", "nguồn cán bộ", "chức danh lãnh đạo",
    "công tác cán bộ", "khai trừ", "xóa tên", "khiển trách", "cảnh cáo", "tái cử", "ứng cử", "đề cử", "phiếu tín nhiệm", "bỏ phiếu bầu", "bầu bổ sung", "nhân sự đại hội",
    "nhân sự cấp ủy", "nhân sự chi ủy", "nhân sự khóa", "nhân sự nhiệm kỳ", "công tác nhân sự", "phương án nhân sự", "vấn đề nhân sự", "việc nhân sự", "nhân sự chủ chốt", "giới thiệu nhân sự",
    "nhân sự bí thư", "danh sách nhân sự", "dự kiến nhân sự", "cơ cấu cấp ủy", "cơ cấu vào", "quy hoạch cán bộ", "quy hoạch cấp ủy", "quy hoạch nguồn", "quy hoạch chức danh",
    "quy hoạch bí thư", "quy hoạch lãnh đạo", "quy hoạch chủ tịch", "đưa vào quy hoạch", "diện quy hoạch", "ra khỏi quy hoạch", "đưa ra khỏi đảng", "từ chức", "cho thôi chức", "thôi giữ chức",
    "đề nghị kỷ luật", "xử lý kỷ luật", "thi hành kỷ luật", "hình thức kỷ luật", "án kỷ luật", "bị kỷ luật", "xem xét kỷ luật", "kỷ luật đảng viên", "kỷ luật cán bộ",
    "kỷ luật ông", "kỷ luật bà", "kỷ luật đồng chí", "kỷ luật đ/c", "kỷ luật anh", "kỷ luật chị", "kỷ luật bí thư", "kỷ luật trưởng", "kỷ luật chủ tịch", "kỷ luật nặng", "kỷ luật nghiêm",
    "thay bí thư", "thay trưởng thôn", "thay chi ủy", "thay phó bí thư", "thay chủ tịch", "thay trưởng bản", "thay tổ trưởng", "đổi bí thư", "ai làm bí thư", "người làm bí thư", "giữ chức", "bầu lại",
    "bầu bí thư", "bầu phó", "bầu chi ủy", "bầu trưởng", "bầu ông", "bầu bà", "bầu anh", "bầu chị", "bầu đồng chí", "bầu đ/c", "bầu chủ tịch", "bầu cấp ủy", "bầu ai", "ai làm trưởng",
    "làm bí thư", "làm phó bí thư", "làm trưởng thôn", "làm trưởng bản", "làm chủ tịch", "vào chi ủy", "vào cấp ủy", "vào ban chấp hành", "vào đảng ủy", "lên chức", "lên làm",
]  # fmt: skip
PERSONNEL_MAYBE = [
    "nhân sự",
    "quy hoạch",
    "kỷ luật",
    "bầu cử",
    "giới thiệu người",
    "bỏ phiếu",
    "sắp xếp cán bộ",
    "tinh giản biên chế",
    "biên chế",
    "tuyển dụng",
    "kết nạp người",
    "kết nạp anh",
    "kết nạp chị",
    "kết nạp em",
    "kết nạp ông",
    "kết nạp bà",
    "kết nạp cô",
    "kết nạp chú",
    "kết nạp cháu",
    "kết nạp đồng chí",
    "kết nạp đ/c",
]
"""Of a person or not: asked."""
HARMLESS = [
    r"quy hoạch (?:\w+ ){0,2}?(?:đất|khu|đường|sử dụng|treo|xây dựng|nông thôn|giao thông|chợ|nghĩa trang|nghĩa địa|vùng|chi tiết|đô thị|dân cư|trường|điểm|bãi|mạng lưới|tuyến|thủy lợi|sản xuất|rừng|ao|xã|thôn|du lịch|nhà)",
    r"(?:giữ|giữ gìn|giữ nghiêm|chấp hành|siết chặt|tăng cường|nâng cao|ý thức|tính|có)(?: (?:nghiêm|tổ chức|ý thức))? kỷ luật",
    r"kỷ luật (?:lao động|phát ngôn|giờ giấc|sinh hoạt|học tập|tự giác|hành chính|đảng được giữ|trật tự|công vụ)",
    r"kỷ cương,? kỷ luật|kỷ luật,? kỷ cương",
    r"(?:điểm|địa điểm|khu vực|phòng|tuyên truyền|ngày|công tác phục vụ|hòm phiếu|thùng phiếu|loa đài phục vụ) bầu cử",
    r"bầu không khí|bầu trời|quả bầu|giàn bầu|mang bầu|bà bầu|trồng bầu|bầu bí",
    r"lối sống (?:văn hóa|mới|lành mạnh|văn minh|đẹp|xanh)|(?:xây dựng|nếp) lối sống",
    r"tư cách (?:pháp nhân|hộ khẩu)|thái độ phục vụ (?:tốt|niềm nở)",
    r"(?:không|chưa|không ai|không có) vi phạm|vi phạm (?:giao thông|luật giao thông|hành lang|trật tự)",
    r"(?:gặp|không) gây khó khăn|gây khó khăn cho (?:việc|đi lại|sản xuất|bà con|dân|giao thông|xe|học sinh|người|các cháu)",
    r"chặn (?:dòng|lũ|nước|xói)|phá (?:rừng|đá|bỏ|dỡ)|đốt (?:rác|rơm|rạ|rừng|nương)",
    r"có bác sĩ|(?:công khai|niêm yết) bảng giá|bảng giá đất",
    r"giải nhất|người to cao|lười (?:đọc|vận động)",
    r"nhận tiền (?:hỗ trợ|trợ cấp|lương hưu|bảo hiểm|đền bù|bồi thường|quà|hưu|chế độ|người có công)",
    r"làm trái (?:cây|vụ)|trái phép luật",
]  # fmt: skip
"""Taken out before anything else is looked for."""
HARMLESS_WITH_MARKS = ["thu quỹ"]
"""What is another thing once its marks are not typed."""
ADDRESSES = [
    "đề nghị", "mong", "xin", "kiến nghị", "nhờ", "cảm ơn", "biết ơn", "nhắc", "hỗ trợ", "phụ cấp", "cho", "của", "với", "gặp", "gửi", "báo", "hỏi", "mời", "và",
]  # fmt: skip
"""Behind these an office is whoever is asked, or a place; `bí thư nên …` asks as well."""
ASKED_TO = [
    "nên",
    "cần",
    "cho",
    "gửi",
    "xem",
    "sớm",
    "quan tâm",
    "về",
    "xuống",
    "có kế hoạch",
    "tiếp tục",
    "tổ chức",
    "giúp",
]
