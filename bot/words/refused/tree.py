"""The sentences for what is refused about units, their settings and the offices in them."""

from bot import refusals as r
from bot.words.refused.facts import Facts, Sentences


def _setting(facts: Facts) -> str:
    if "example" in facts:
        return f"Giá trị của mục cài đặt {facts['name']} không đọc được. Mời ghi theo mẫu: {facts['example']}."
    return f"Không có mục cài đặt {facts['name']}. Các mục có thể đặt: {facts['known']}."


SENTENCES: Sentences = {
    r.NoSuchUnit: "Không có đơn vị nào mang mã {code}. Mời xem mã bằng lệnh: chibot units.",
    r.NotACell: "Đơn vị {code} không phải là chi bộ nên không có buổi sinh hoạt. Mời ghi mã của một chi bộ.",
    r.WrongCode: "Mã {code} không dùng được. Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    r.CodeTaken: "Mã {code} đã có đơn vị khác dùng. Mời chọn mã khác.",
    r.BelowItself: "Không thể chuyển đơn vị {code} vào dưới chính nó.",
    r.CellHoldsNoUnits: "Đơn vị {code} là chi bộ, không có chi bộ khác bên dưới. Mời ghi mã của cấp trên chi bộ.",
    r.WrongUnitSetting: _setting,
    r.NoSuchRole: "Không có vai trò {role}. Các vai trò: {known}.",
    r.RoleOfACell: "Vai trò {role} chỉ có ở chi bộ; {code} không phải là chi bộ.",
    r.NotHeld: "Đồng chí này không giữ vai trò {role} ở {code}.",
    r.NotAllowed: "Đồng chí không được phân công việc này. Nếu cần, mời đồng chí liên hệ bí thư hoặc văn phòng.",
    r.EndIsPast: "Ngày cuối {day} đã qua. Mời ghi một ngày từ hôm nay trở đi.",
}
SPOKEN: Sentences = {
    r.NoSuchUnit: "Không có đơn vị nào như vậy. Mời đồng chí nhắn “báo cáo” để chọn từ danh sách.",
}
