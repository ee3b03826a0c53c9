"""The sentences for what is refused about a meeting: calling, moving, answering, guests."""

from bot import refusals as r
from bot.words.calling import not_a_place
from bot.words.refused.facts import Sentences, when_of
from bot.words.times import short_when

SENTENCES: Sentences = {
    r.GuestUnreadable: "Chưa thấy tên khách. Mời nhắn theo mẫu: khách: Nguyễn Văn A, phó chủ tịch xã.",
    r.NoSuchGuest: "Không có khách số {which}. Mời xem lại số trong danh sách khách.",
    r.TooManyGuests: "Một buổi họp ghi được nhiều nhất {most} khách. Mời bỏ bớt rồi ghi thêm.",
    r.NoSuchMeeting: "Không có buổi sinh hoạt số {meeting}.",
    r.TimeIsPast: lambda facts: (
        f"Thời gian họp đã qua: {when_of(facts['at'])}. Bây giờ là {short_when(facts['now'])}. Mời ghi thời gian sắp tới."
    ),
    r.TimeTooFar: lambda facts: f"Thời gian họp còn quá xa: {when_of(facts['at'])}. Mời xem lại năm.",
    r.NotAPlace: lambda facts: not_a_place(**facts),
    r.PlaceMissing: "Chưa ghi địa điểm họp. Mời ghi địa điểm.",
    r.TextTooLong: "Nội dung quá dài. Địa điểm nhiều nhất {place} chữ, chủ đề nhiều nhất {topic} chữ.",
    r.AlreadyCalled: "Chi bộ đã có buổi sinh hoạt vào đúng giờ này (số {meeting}). Không gọi thêm.",
    r.NobodyToCall: "Chưa có ai để mời họp ở {name}. Mời đồng chí xem lại những ai được mời.",
    r.NobodyExpected: "Chi bộ {code} không có đảng viên nào phải dự họp. Mời kiểm tra danh sách.",
    r.MeetingOver: "Buổi sinh hoạt này đã kết thúc hoặc đã hoãn, không nhận thay đổi nữa.",
    r.RollBegun: "Buổi sinh hoạt số {meeting} đã có điểm danh nên không đổi hoặc hoãn được. Mời chốt điểm danh.",
    r.MeetingWasCancelled: "Buổi sinh hoạt số {meeting} đã hoãn, không điểm danh.",
    r.MeetingBegun: lambda facts: (
        f"Buổi sinh hoạt đã bắt đầu lúc {short_when(facts['at'])}, không nhận trả lời nữa. "
        "Mời đồng chí báo trực tiếp với bí thư."
    ),
    r.NotInvited: "Đồng chí không có trong danh sách của buổi sinh hoạt này. Mời đồng chí hỏi bí thư.",
    r.NotAway: "Đồng chí chưa báo vắng nên không cần nêu lý do.",
    r.NoMeetingAhead: "Hiện đồng chí chưa có giấy mời họp nào. Khi có, máy sẽ nhắn ở đây.",
    r.NoMeetingNow: "Chưa có buổi họp nào để làm việc này. Mời đồng chí nhắn “gọi họp” để mời họp.",
}
SPOKEN: Sentences = {
    r.NoSuchMeeting: "Buổi sinh hoạt này không còn nữa. Mời đồng chí nhắn “họp” để xem buổi họp sắp tới.",
    r.AlreadyCalled: "Chi bộ đã có buổi sinh hoạt vào đúng giờ này. Không gọi thêm. Mời đồng chí ghi giờ khác.",
    r.NobodyToCall: "Chưa có ai để mời họp ở {name}. Mời đồng chí xem lại những ai được mời.",
    r.NobodyExpected: "Chi bộ không có đảng viên nào phải dự họp. Mời đồng chí báo văn phòng kiểm tra danh sách.",
    r.RollBegun: "Buổi sinh hoạt đã có điểm danh nên không đổi hoặc hoãn được. Mời đồng chí chốt điểm danh.",
    r.MeetingWasCancelled: "Buổi sinh hoạt này đã hoãn, không điểm danh.",
}
