"""The sentences for what is refused about numbers that committees ask for."""

from bot import refusals as r
from bot.words.refused.facts import Sentences, day_of
from bot.words.times import short_when

SENTENCES: Sentences = {
    r.NoSuchIndicator: "Không có chỉ tiêu số {which}, hoặc chỉ tiêu ấy không hỏi đơn vị của đồng chí. Mời nhắn “chỉ tiêu” để xem.",
    r.IndicatorWrong: "Chưa nhận chỉ tiêu: {why}.",
    r.NoUnitsToAsk: "Ở dưới {name} không có đơn vị nào để hỏi ({who}). Mời chọn cấp khác.",
    r.FigureUnreadable: "Chưa đọc được số nên chưa ghi gì: {why}.",
    r.FigureDoubtful: "Chưa ghi gì. Xin xem lại: {why} Nếu số đúng, mời chạy lại, thêm --sure.",
    r.FigureChanged: "Có đồng chí khác vừa báo số này ({said}) nên chưa ghi gì. Mời xem lại rồi báo lại nếu cần.",
    r.FigureSettled: lambda facts: (
        f"Chỉ tiêu này đã dừng hoặc chỉ sửa được đến hết ngày {day_of(facts['on'])}. Mời báo cấp ủy đã hỏi."
    ),
    r.PlanUnreadable: "Chưa ghi kế hoạch: {why}.",
    r.RemindedJustNow: lambda facts: (
        f"Đã nhắc lúc {short_when(facts['at'])}; hai lần nhắc cách nhau ít nhất 2 giờ. Mời gọi điện cho các đơn vị chưa báo."
    ),
}
