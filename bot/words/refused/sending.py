"""The sentences for what is refused about stopping what is sent, confirming what many people get, and sending again."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.NotStopped: "Ở đây không có việc gửi nào đang dừng. Muốn dừng cả hệ thống: chibot stop; một đơn vị: chibot stop MÃ.",
    r.StoppedAbove: lambda facts: (
        f"Việc gửi đang dừng ở {facts['unit'] or 'toàn hệ thống'}, không phải ở đơn vị này. "
        f"Gửi tiếp bằng lệnh: chibot go{' (ghi mã đơn vị ấy)' if facts['unit'] else ''}."
    ),
    r.NotSure: lambda facts: (
        f"Việc này gửi tin cho {facts['people']} người, nhiều hơn mức {facts['limit']} của đơn vị. "
        f"Chưa làm gì. Nếu chắc chắn, mời chạy lại, thêm --yes {facts['people']} (đúng số người ấy)."
    ),
    r.TooLateToResend: "Buổi sinh hoạt đã bắt đầu hoặc đã xong nên không gửi lại nữa. Mời đồng chí điểm danh.",
}
SPOKEN: Sentences = {
    r.NotStopped: "Ở đây không có việc gửi nào đang dừng nên không cần gửi tiếp.",
    r.StoppedAbove: lambda facts: (
        f"Việc gửi đang dừng ở {facts['unit'] or 'toàn hệ thống'}. "
        "Mời đồng chí hỏi văn phòng; gửi tiếp được thì văn phòng mở lại."
    ),
    r.NotSure: lambda facts: (
        f"Số người không đúng nên chưa gửi gì. Mời đồng chí chọn nút, hoặc nhắn đúng số người: {facts['people']}."
    ),
}
