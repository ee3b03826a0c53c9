"""Where people are who do not come: places, work, illness and duties, as patterns of `understand_patterns`."""

PLACES = (
    "hà nội|hải phòng|huế|đà nẵng|sài gòn|hồ chí minh|cần thơ|bắc ninh|bắc giang|hưng yên|hải dương|quảng ninh|hạ long"
    "|lạng sơn|cao bằng|lào cai|điện biên|lai châu|sơn la|tuyên quang|thái nguyên|phú thọ|vĩnh phúc|hà giang|yên bái"
    "|hòa bình|hà nam|nam định|ninh bình|thái bình|thanh hóa|nghệ an|vinh|hà tĩnh|quảng bình|quảng trị|quảng nam"
    "|quảng ngãi|bình định|quy nhơn|phú yên|khánh hòa|nha trang|ninh thuận|bình thuận|kon tum|gia lai|pleiku|đắk lắk"
    "|dak lak|đắk nông|buôn ma thuột|lâm đồng|đà lạt|bình phước|bình dương|đồng nai|biên hòa|tây ninh|vũng tàu|long an"
    "|đồng tháp|tiền giang|bến tre|vĩnh long|trà vinh|an giang|kiên giang|phú quốc|hậu giang|sóc trăng|bạc liêu|cà mau"
    "|đài loan|nhật bản|nhật!|hàn quốc|hàn!|lào!|campuchia|trung quốc|singapore|malaysia|thái lan|mỹ!|đức!|úc!|nga!"
)
SEASON = "gặt|cấy|cày|bừa|sạ|phun thuốc|hái|thu hoạch|tưới|cạo mủ|kéo lưới|đánh cá|đánh bắt|ra khơi|đi biển"
BODY = "bụng|đầu|lưng|chân|răng|mắt|họng|tay|gối|khớp|dạ dày|bao tử|ngực|vai|cổ|tim|cột sống|thần kinh tọa"
ILLNESSES = (
    f"sốt (#|cao|xuất huyết|rét|siêu vi|quá)|xuất huyết|tai biến|đột quỵ|huyết áp|đau ({BODY})|đau quá|ốm (nặng|quá|rồi|đau)"
    "|mệt (quá|trong người|mỏi|lả|lắm)+|nhức (đầu|răng|mỏi|chân)|tai nạn|(đang|phải)? điều trị|cách ly|(BODY) (đau|nhức|sưng|gãy)|(gãy|trật|bong gân|sưng|tê) (chân|tay|khớp|cổ)|viêm _|bó bột|tiêu chảy|dị ứng"
    "|ngộ độc|chóng mặt|hoa mắt|cảm (cúm|lạnh|nặng|sốt)|cúm|covid|dương tính|bong gân|đau mắt đỏ|thủy đậu|quai bị|trật khớp|(mới|vừa|đang|phải) mổ!|(mới|vừa|đang|phải) phẫu thuật"
    "|chạy thận|hóa trị|truyền nước|ngã (xe|gãy|đau)|đang cấp cứu|(đi|phải|nằm|bị) cấp cứu"
)
KIN_AT_HOME = (
    "con|cháu|mẹ|bố|cha!|má!|bà!|ông|vợ|chồng|người già|người nhà|em bé|cụ!|nhà|hai đứa|mấy đứa|thằng cu|cu tí|con bé"
)
EVENT = "(đám|lễ|tiệc|ăn|việc|làm|cỗ!) (cưới!|cuoi|cỗ!|tang|giỗ!|gio|hỏi|ma!|hiếu|hỷ|hỉ|dạm|sinh nhật)|cưới!|giỗ!|đám|tân gia|đầy tháng|thôi nôi|bốc mộ"

OWN = [
    # is not free
    "(mắc|kẹt|vướng) (việc|công chuyện|công việc|họp|lịch|ca|trực|học|dạy|làm|khách|xe|con|cháu|đi|rồi|chút|đám)",
    "(con (gái|trai)?|cháu|em (gái|trai)) (ME)? (cưới!|lấy (vợ|chồng)|ăn hỏi|đám hỏi|đám cưới)", "(hỏi|cưới!) (vợ|chồng) cho",
    "(đi|vào|ra|lên|về|sang|qua) thăm", "đi (phượt|tham quan|tắm biển|ăn (cỗ!|tiệc|đám)|lễ|chùa|tour)", "(vào|ra) (nam|bắc|trong nam|ngoài bắc)",
    "(xây|sửa|làm|lợp|dựng|dọn|chuyển|cất) nhà", "đổ (bê tông|trần|mái)", "(bắt|bơm|tát) (ao|nước|cá|lợn|trâu)",
    "ôn thi", "thi (công chức|viên chức|lái xe|học kỳ|hết môn|tuyển|cuối)", "học (lớp|tại chức|trung cấp|cao học|lái xe|văn bằng)",
    "dạy (thêm|kèm|học|ca|lớp)", "(?<!đang)(bận)? họp (ở|bên|trên|với|tại) (cơ quan|công ty|huyện|tỉnh|xã|trường|ủy ban|trên|hội|cty)",
    "trùng (lịch|giờ|ca|buổi|với|ngày|đám)", "không! rảnh|khong ranh", "không (có|còn)? thời gian", "không (có)? ở (quê|địa phương|xã)|không có nhà",
    "(chủ trì|dự|họp|có|bận) (cuộc họp|buổi họp|cuộc|hội nghị|họp|lớp) khác",
    "(có|nhận) (nhiệm vụ|lệnh) (đột xuất|gấp|khác)?", "(phải|được|bị) (điều động|huy động|triệu tập|cử)", "vắng! nhà",
    # is at work
    f"(đang|phải|bận|đi|mùa|lo|còn) ({SEASON})", f"({SEASON}) (lúa|cà phê|tiêu|chè|điều|mía|ngô|vải|nhãn|rau|tôm|cá|keo)",
    "đi (rừng|biển|rẫy|nương|núi|tàu|ghe|lưới|câu|buôn|chợ xa|xuất khẩu|đồng|nước ngoài|vắng|chơi xa|du lịch|nghỉ mát)",
    "(tăng|kẹt|vướng|mắc|trong|vào|đang|đổi|làm) ca (#)?", "có ca (#|trực|đêm|sáng|chiều|tối|làm)", "cấm trại", "trực (ban|chiến|chốt|bão|gác|#)?",
    "phải (đi|ở|làm|trực|trông|coi|đưa|chở|đón|chăm|nuôi|dạy|học|thi|gác|ra|lên|về|vào)* (lại|làm|trực|trông nhà|cơ quan|công ty|đơn vị|đồn|ca)",
    "(coi|chấm|gác) thi", "lái xe (tải|khách|đường dài|thuê)", "chạy xe (tải|khách|đường dài)", "đi ca (#|đêm|ngày|sáng|chiều|tối)", "ngoài (biển|khơi|đảo)",
    "(trông|coi|canh|gác) (kho|hàng|máy|ca|công trình|trại|đầm|rẫy|vườn|tôm|quán)",
    # is ill
    ILLNESSES, "(bị|đang) (mệt|yếu|đau|cảm)", "khôngkhỏe", "(nằm|nhập|vào|ở|tại|trong|đi|lên|xuống) (bệnh viện|viện|trạm xá)",
    "đi (châm cứu|chụp|xét nghiệm|lấy thuốc|mổ!|tái khám|điều trị|chữa)", "(bácsĩ) (bảo|dặn|cấm|bắt|không cho)",
    # sees to the family
    "(trông|coi|giữ|chăm (sóc)?|nuôi) (KIN_AT_HOME|RELATIVE) (ốm|đẻ|sinh!|nhỏ|già)?",
    "(đưa|chở) (KIN_AT_HOME|RELATIVE) (đi|vào|ra|lên|về|nhập|khám|cấp)+ (bệnh viện|viện|khám|cứu|học|thi|đẻ|sinh!)?", "(đi|ăn|dự|có|lo|đám|lễ|rước) (EVENT)", "EVENT",
    "(gia đình|nhà) (ME)? (đang|hôm đó|hôm nay|lại)* (có|bận|gặp) (việc|chuyện|đám|giỗ!|gio|tang|khách|hiếu|hỷ|tân gia|EVENT)",
    "nhà có (việc|chuyện|đám|giỗ!|gio|tang|khách|hiếu|hỷ)", "việc (hiếu|hỷ|hỉ|tang)", "họp phụ huynh",
    "người nhà (ME|đang|bị|phải|vừa|mới)* (ốm|bệnh|cấp cứu|mất!|nằm|nhập|mổ!)",
    # is far away
    "(đang|còn|vẫn|ở|đi|vào|ra|lên|xuống|về|tận|tại) (ở|vào|ra|tận|tại|dưới|trên|trong|ngoài)* (PLACES)",
    "(đang|còn|vẫn) ở quê", "ở (trọ|xa|nước ngoài|trong nam|ngoài bắc|miền (nam|bắc|trung)|với con|ngoài tỉnh|khác tỉnh|huyện khác)",
    "(cuối (tháng|tuần|năm)|# (ngày|tuần|tháng|hôm) nữa|tuần (sau|tới!)|mai mốt|ngày kia|hôm sau) (SELF)? mới (về|lên|xuống|ra) (tới|đến|được)*",
    "đi (PLACES)", "đi làm (ăn)? xa", "(về|ra|vô|vào|lên|xuống) (quê|ngoại|nội|PLACES)",
    "thôi nghỉ!", "xuất khẩu lao động", "bên (PLACES)", "bảo vệ (luận văn|luận án|đồ án|khóa luận)", "nuôi bệnh", "đúng (hôm đó|ngày đó|hôm|ngày|lúc đó)", "lý luận chính trị",
    "(cơ quan|công ty|đơn vị|trường|xí nghiệp|xưởng) (ME)? (tăng ca|trực|có việc|họp|có lịch)", "(vẫn|còn) (đang)? ở (viện|bệnh viện)",
    "(bị|được)? (điều|điều động|huy động) (đi)? (chống|phòng|làm)?", "(đi|trực)? (chống|chạy|phòng) (bão|lụt|dịch|hạn|cháy|úng|lũ)",
]  # fmt: skip
"""The writer is elsewhere, ill or not free."""

WHOLE = "ca #|ca (đêm|sáng|chiều|tối|ngày)|đi làm|công tác|cấp cứu|đau!|ốm!|sốt!|gặt|trực!|cưới!|giỗ!|nằm viện|bệnh|tang|xa quê|học|thi|đi chơi|đi lính"
"""The whole reply; within others these words say too little."""

NO = "(dạ|ạ|thôi|chị|anh|bí thư|đ/c|thưa)* (không!|khong) (ạ|em|anh|chị|nhé|đâu!|bí thư|đ/c|được)*"
"""The whole reply to "will you come?"; a `k` alone is too little to store."""

IMPERSONAL = (
    "(ngập|lũ|lụt|bão|mưa|sạt lở|tắc đường|kẹt xe|hỏng! xe|hư xe|(BODY) (đau|nhức|sưng|gãy)) ((?!SELF|TITLE|KIN)_){0,6}|(sạt|đường|cầu|xe|nước|đò|phà|cây|điện) (ME)? (_){0,5} (nên|rồi|quá|to|lớn|nặng|hỏng!|hư|hỏng máy"
    "|chết máy|gãy|trơn|lội|ngập|sập|cắt|đổ|dâng|lên|thủng lốp|hết xăng)"
)
"""No person is what these speak of, so that nobody else is who cannot come."""
