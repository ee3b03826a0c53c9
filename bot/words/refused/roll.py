"""The sentences for what is refused about the roll, in one line or mark by mark, and of people who check in themselves."""

from bot import refusals as r
from bot.words import check_ins
from bot.words.refused.facts import Sentences, day_of, when_of

SENTENCES: Sentences = {
    r.NotOnTheList: "Mã số {member} không có trong danh sách buổi họp. Mời xem danh sách bằng lệnh: chibot answers.",
    r.CheckInTooLate: lambda facts: (
        f"Buổi họp {when_of(facts['at'])} đã qua nên không mở điểm danh bằng mã nữa. "
        "Ai có mặt, mời đồng chí nhắn “điểm danh” để ghi."
    ),
    r.CheckInNotOpen: lambda facts: check_ins.OVER if facts["was_open"] else check_ins.NOT_YET,
    r.NoMeetingThatDay: lambda facts: (
        f"Ngày {day_of(facts['on'])} không có buổi họp nào của đơn vị đồng chí. Mời xem lại ngày rồi gửi lại cả dòng."
    ),
    r.NobodyIsThereForOthers: (
        "Không ai có mặt thay người khác được nên chưa ghi gì. Nếu có người báo vắng thay, mời ghi “thay 5P” "
        "(có lý do) hoặc “thay 5K” (không lý do)."
    ),
    r.TwoMarks: "Mã số {member} được ghi hai kết quả khác nhau. Mời ghi một kết quả.",
    r.RollTooEarly: lambda facts: (
        f"Buổi sinh hoạt chưa tới giờ ({when_of(facts['at'])}). Mời đồng chí điểm danh từ: {when_of(facts['opens'])}. "
        "Nếu nơi họp không có sóng, mời nhắn “tờ điểm danh” để in sẵn."
    ),
    r.RollSettled: lambda facts: (
        f"Điểm danh buổi này chỉ sửa được đến hết ngày {day_of(facts['last'])}. "
        "Nếu thấy sai, mời đồng chí báo văn phòng cấp ủy."
    ),
    r.LeaveUndecided: (
        "Chưa quyết định đơn xin vắng của: {names}. "
        "Mời ghi --excused (có lý do) hoặc --unexcused (không lý do) rồi chốt lại."
    ),
    r.StillUnmarked: (
        "Nếu chốt, các đồng chí sau sẽ bị tính vắng không lý do: {names}. "
        "Mời ghi kết quả từng đồng chí, hoặc --unexcused rest nếu đúng như vậy."
    ),
    r.NotOnRollList: "Danh sách không có “{which}”. Mời ghi số thứ tự, hoặc ghi tên đúng như trong danh sách.",
    r.SeveralOnRollList: "Trong danh sách, “{who}” có thể là nhiều đồng chí: số {numbers}. Mời ghi số.",
    r.SaidTwice: "Số {number} được ghi hai lần. Mời ghi mỗi đồng chí một lần rồi gửi lại cả dòng.",
    r.RollCountWrong: "Đồng chí ghi {said}, nhưng đếm ra {counted}. Mời xem lại ai vắng rồi gửi lại cả dòng.",
    r.RollNamesTooFew: (
        "Đồng chí ghi {said}, tức là vắng {away}, nhưng mới đọc được {named}: {read}. Còn thiếu {missing} đồng chí "
        "nên chưa ghi gì. Mời gửi lại cả dòng và ghi thêm số của đồng chí còn thiếu."
    ),
    r.RollUnreadable: (
        "Chưa đọc được “{part}” nên chưa ghi gì. Mời ghi số hoặc tên, kèm P (có lý do) hoặc K (không lý do), "
        "cách nhau bằng dấu phẩy, không ghi lý do. Ví dụ: vắng 4P, 9K. Nếu không ai vắng, mời ghi: đủ."
    ),
    r.CountOrNumber: "{number} là số người hay số thứ tự? Chưa ghi gì. Mời ghi {better}.",
    r.CallUnreadable: (
        "Chưa rõ “{part}” nên chưa ghi gì. Mời ghi số thứ tự kèm “có” hoặc “vắng” (viết có dấu), “vắng ốm”, "
        "“chưa chắc” hoặc “không nghe máy”. Ví dụ: đã gọi 3 có, 7 vắng ốm."
    ),
}
SPOKEN: Sentences = {
    r.NotOnTheList: "Có đồng chí không nằm trong danh sách buổi họp này. Mời đồng chí mở lại điểm danh.",
    r.TwoMarks: "Một đồng chí được ghi hai kết quả khác nhau. Mời đồng chí ghi một kết quả.",
    r.LeaveUndecided: "Chưa quyết định đơn xin vắng của: {names}. Mời đồng chí quyết định rồi chốt lại.",
    r.StillUnmarked: "Chưa điểm danh: {names}. Mời đồng chí ghi kết quả từng đồng chí rồi chốt lại.",
}
