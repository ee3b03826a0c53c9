"""The sentences for what is refused about people on the roster, and about changes of it."""

from bot import refusals as r
from bot.words.refused.facts import Sentences, day_of

SENTENCES: Sentences = {
    r.NoSuchMember: "Không tìm thấy đảng viên {who}. Mời xem danh sách bằng lệnh: chibot members.",
    r.SeveralMembers: "Có nhiều đồng chí dùng chung số điện thoại này. Mời chọn theo mã số: {ids}.",
    r.DayUnreadable: "Chưa đọc được ngày trong “{text}”. Mời ghi đủ ngày, tháng, năm, ví dụ: từ 01/12/2026 đến 30/06/2027.",
    r.DaysTurned: lambda facts: (
        f"Ngày cuối {day_of(facts['until'])} ở trước ngày đầu {day_of(facts['since'])}. Mời đồng chí ghi lại."
    ),
    r.DayOutOfReach: lambda facts: (
        f"Ngày {day_of(facts['on'])} quá xa. Chỉ ghi được việc trong vòng một năm trước hoặc sau hôm nay. Mời xem lại năm."
    ),
    r.BeforeTheyCame: lambda facts: (
        f"Đồng chí ấy về chi bộ này từ {day_of(facts['since'])}; mời ghi một ngày sau ngày đó."
    ),
    r.AlreadySo: "Danh sách đã ghi đúng như vậy rồi, không cần ghi thêm.",
    r.NothingToEnd: "Vào ngày ấy đồng chí này đang sinh hoạt bình thường, không có gì để kết thúc. Mời xem lại ngày.",
    r.SameCell: "Đồng chí ấy đang ở chi bộ này rồi. Mời chọn chi bộ khác.",
    r.LaterPlace: lambda facts: (
        f"Đã ghi một thay đổi khác về nơi sinh hoạt của đồng chí ấy vào ngày {day_of(facts['on'])}. "
        "Mời hoàn tác thay đổi ấy trước."
    ),
    r.ReceivedOnly: (
        "Đồng chí ấy chỉ sinh hoạt tạm thời ở chi bộ này. Việc này do chi bộ nơi đồng chí ấy thuộc biên chế ghi; "
        "ở đây chỉ ghi được “trở về chi bộ cũ”."
    ),
    r.NewcomerUnreadable: (
        "Chưa đọc được “{part}”. Mời ghi theo mẫu: thêm đảng viên Nguyễn Văn A, 1990, 0912 345 678, dự bị từ 03/02/2026."
    ),
    r.BirthYearWrong: "Năm sinh {year} không đúng. Mời ghi bốn chữ số, ví dụ: 1975.",
    r.PhoneWrong: "Số điện thoại “{text}” không đúng. Mời ghi số di động Việt Nam, ví dụ: 0912 345 678.",
    r.ChangeGone: "Việc này đã được giải quyết hoặc đã hoàn tác. Mời đồng chí xem lại danh sách.",
    r.CannotUndo: "Không hoàn tác được: sau đó đã có thay đổi khác, hoặc đã quá 30 ngày. Mời ghi một thay đổi mới.",
    r.CannotMerge: "Không gộp được: hai mục này là một, hoặc một mục đã gộp hay đã xóa. Mời xem lại mã số.",
    r.MergeAbove: (
        "Không gộp được: một trong hai mục là chính đồng chí, hoặc giữ chức vụ ngoài phạm vi đồng chí quản lý. "
        "Mời văn phòng cấp ủy cấp trên gộp."
    ),
    r.BothPresent: (
        "Không gộp được: ở buổi đã chốt ({days}) cả hai đều được ghi có mặt, nên là hai người. "
        "Nếu đúng là một người, mời đính chính điểm danh buổi đó trước."
    ),
}
SPOKEN: Sentences = {
    r.NoSuchMember: "Không tìm thấy đồng chí này trong danh sách. Mời đồng chí xem lại họ tên.",
    r.SeveralMembers: "Có nhiều đồng chí như vậy. Mời đồng chí ghi rõ họ tên, hoặc chọn trong danh sách.",
}
