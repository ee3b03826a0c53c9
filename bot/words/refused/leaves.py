"""The sentences for what is refused about reminding the silent, and about leaves."""

from bot import refusals as r
from bot.words.refused.facts import Sentences
from bot.words.times import short_when

SENTENCES: Sentences = {
    r.NudgedJustNow: lambda facts: (
        f"Đã nhắc lúc {short_when(facts['at'])}; hai lần nhắc cách nhau ít nhất 2 giờ. "
        "Mời đồng chí gọi điện cho các đồng chí chưa trả lời (nhắn “danh sách gọi”)."
    ),
    r.TooLateToNudge: lambda facts: (
        f"Buổi họp đã bắt đầu lúc {short_when(facts['at'])} nên không nhắc nữa. "
        "Mời đồng chí nhắn “điểm danh” để ghi ai có mặt."
    ),
    r.LeaveTooLate: "Buổi họp đã chốt điểm danh. Muốn sửa việc vắng, mời đồng chí mở lại điểm danh.",
    r.NoLeaveAsked: lambda facts: (
        f"Không còn đơn xin vắng{' của: ' + facts['names'] if facts['names'] else ' này'} (đã đổi ý hoặc đã điểm danh). "
        "Mời đồng chí nhắn “đơn xin vắng” để xem danh sách mới."
    ),
    r.DecidedMeanwhile: lambda facts: (
        f"Đơn của đồng chí {facts['name']} {'đã được cho vắng' if facts['leave'] == 'excused' else 'không được đồng ý'}"
        f"{' (do đồng chí ' + facts['by'] + ' quyết định)' if facts['by'] else ''}. "
        "Muốn đổi, mời đồng chí nhắn “đơn xin vắng” rồi chọn lại đồng chí ấy."
    ),
    r.OwnLeave: "Đơn xin vắng của chính đồng chí do đồng chí {name} quyết định. Mời đồng chí liên hệ.",
    r.LeaveOfAnother: (
        "Việc vắng có lý do hay không của: {names} do đồng chí {by} quyết định nên chưa ghi gì. "
        "Mời đồng chí báo đồng chí ấy, rồi ghi những người còn lại."
    ),
    r.LeaveUnreadable: (
        "Chưa hiểu đồng chí quyết định cho ai. Mời ghi theo mẫu: “1 3 đồng ý”, “2 không” hoặc “đồng ý tất cả”; "
        "không quyết định nữa thì nhắn “thôi”."
    ),
}
