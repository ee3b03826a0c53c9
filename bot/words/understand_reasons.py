"""What people give as the reason for staying away, as patterns of `understand_patterns`."""

from bot.messages import Reason

LINES: list[tuple[Reason, list[str]]] = [
    (Reason.FAMILY, [
        "OTHERS_ILL",
        "(CARES) (RELATIVE|cháu|ông|bà|em)", "đám (cưới|tang|giỗ|ma|hiếu|hỏi|hỷ)?",
        "(ăn|đi|lễ|tổ chức) (cưới!|giỗ|hỏi)", "cưới!", "giỗ!", "ăn cuoi|an cuoi", "(tang|lễ tang|có tang|việc tang|tang lễ|tang gia)",
        "việc (hiếu|hỷ|hỉ|nhà|ở nhà|gia đình|họ)", "gia đình", "nhà (ME)? (có|bận)", "nhà có", "họp phụ huynh", "sinh con",
        "(tân gia|đầy tháng|thôi nôi|mừng thọ|bốc mộ)", "(con nhỏ|con mọn|con dại)",
    ]),
    (Reason.WORK_SHIFT, [
        "cấm trại", "ở lại (cơ quan|đơn vị|trường|công ty)", "(trông|coi|canh) (kho|máy)", "trực! (?!tuyến|tiếp|thuộc)", "(đi|phải|bận|ca|đang|lịch|vì|có) trực (?!tuyến|tiếp|thuộc)",
        "trực (ca|đêm|chốt|bão|cơ quan|bệnh viện|ban|gác)", "(làm|đi|vào|bận|tăng|kẹt) ca", "ca (đêm|ngày|sáng|chiều|tối|#)",
        "đi làm (?!ăn|xa)", "(phải|đang|bận) làm (?!ăn|xa)", "(đi|bận|phải) dạy", "(việc|họp|bận|lịch) (ở)? (cơ quan|công ty|trường)",
    ]),
    (Reason.DUTY_TRIP, ["công tác", "công vụ"]),
    (Reason.ILLNESS, [
        "ốm!", "(vắng|nghỉ|xin|bị|vì|do|phép|đang|cáo|2) ốm", "ốm (nặng|đau|quá|sốt)", "bệnh", "đau!", "bị (đau|sốt|mệt|cảm|yếu)",
        "đau (bụng|đầu|lưng|chân|răng|mắt|họng|tay|gối|dạ dày)", "sốt!", "sốt (cao|xuất huyết|rét)",
        "(đi|nằm|nhập|vào|ở|ra) viện", "khám!", "(đi|tái) khám", "khám (bệnh|sức)", "mệt!", "mệt (quá|mỏi)", "sức khỏe",
        "khôngkhỏe", "huyết áp (cao)?", "bácsĩ (bảo|dặn|cấm|bắt)", "cảm (cúm|lạnh|sốt)", "(cấp cứu|phẫu thuật|tai nạn|điều trị|covid|gãy (chân|tay)|mổ!|cúm)",
    ]),
    (Reason.STUDY, [
        "(đi|bận|phải|đang|vì|do) học", "học (nghị quyết|lớp|thêm|tại|ở|chính trị|cao cấp|trung cấp|đại học|lái|nghề)",
        "lớp (học|bồi dưỡng|trung cấp|cao cấp|chính trị)", "tập huấn", "bồi dưỡng", "(đi|dự|bận|ôn|coi|kỳ|phải|có|vì|chấm) thi",
        "thi (đại học|tốt nghiệp|tuyển|cử|hết|cuối|giữa)",
    ]),
    (Reason.WEATHER, [
        "mưa!", "mưa (bão|to|lớn|lũ|gió)", "bão!", "lũ!", "lũ (lụt|về|quét)", "lụt", "ngập", "sạt lở", "thời tiết", "nước (dâng|lên)",
    ]),
    (Reason.FAR_AWAY, [
        "(ở|đi|nhà|đường|làm|ăn) xa", "xa (nhà|quá|quê)", "(về|ở|dưới) quê", "nước ngoài", "du lịch", "(ngoài|khác) tỉnh",
        "miền (nam|bắc|trung)", "đang ở", "làm ăn", "ở trọ", "(đi|ở|về|vào|ra|lên|tận) (PLACES)",
    ]),
    (Reason.OTHER, ["bận", "có việc", "việc (riêng|đột xuất|gấp|cá nhân|khác)", "lý do (riêng|cá nhân|khác)", "hỏng xe", "kẹt!", "mắc!", "vướng!", "không! rảnh", "trùng (lịch|giờ|ngày)", "đi (rừng|gặt|cấy|biển|rẫy)", "gặt lúa"]),
]  # fmt: skip
"""The first that is found counts: who drives a child to hospital has a family reason."""

NOT_SO = "NOT (bị|phải|đi)* (ốm|bệnh|đau|sốt|bận|công tác|trực|học|thi|về quê|mưa|mệt)"
"""Is no reason: "no longer ill", "not busy"."""

BARE = {
    Reason.ILLNESS: "ốm|bệnh|đau|sốt|mệt|khám|viện!|ốm đau|cảm!",
    Reason.FAMILY: "tang|hiếu|hỷ|nhà có việc|việc họ|giỗ chạp",
    Reason.WORK_SHIFT: "trực|ca|làm|gác",
    Reason.STUDY: "học|thi",
    Reason.WEATHER: "bão (?!lại)|lũ|mưa!",
    Reason.FAR_AWAY: "xa|quê|đi vắng",
    Reason.OTHER: "việc|khác|lý do",
}
AROUND = "dạ|ạ|SELF|vì|do|bị|đang|phải|đi|bận|có|nhé|rồi|nay|hôm nay|là|quá|lắm|nặng|đ/c|bí thư|lại|lý do"
"""As the whole answer to "why?" these words suffice without marks, with such words around."""
