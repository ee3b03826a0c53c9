"""The sentences for what is refused about phones that are linked, groups and links."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.NotLinked: "Máy này chưa được nối với đồng chí đó. Mời đồng chí hỏi bí thư để nhận mã.",
    r.NoRoomHere: (
        "Tài khoản Zalo Bot này chỉ phục vụ được {most} người và đã đủ, nên không gửi tin mời họp cho đồng chí ở đây được. "
        "Mời đồng chí dùng đường khác mà bí thư chi bộ chỉ; mã đã nhận, nếu có, vẫn dùng được ở đường đó."
    ),
    r.DayToCome: "Ngày ký {day} chưa tới. Mời ghi ngày đã ký trên giấy.",
    r.ClaimGone: (
        "Việc xác nhận này đã xong hoặc đã quá hạn. Nếu đồng chí ấy vẫn cần nối máy, mời đồng chí phát mã mới cho đồng chí ấy."
    ),
    r.GroupTaken: "Nhóm này đã là nhóm của một đơn vị khác. Mời ngắt nhóm ở đơn vị ấy trước.",
    r.NoSuchGroup: "Không có nhóm này, hoặc nhóm đã được ngắt. Mời đồng chí nhắn “nhóm” để xem.",
    r.CodeFromOffice: (
        "Mã của đồng chí này do văn phòng cấp ủy cấp, vì đồng chí ấy giữ việc ở đơn vị khác hoặc giữ chức vụ cao hơn "
        "đồng chí. Mời liên hệ văn phòng cấp ủy để nhận mã."
    ),
    r.NoWayForFiles: (
        "Tệp này không được gửi qua mạng đặt ở nước ngoài, và máy chủ chưa có địa chỉ để mở trên mạng. "
        "Mời đồng chí liên hệ văn phòng cấp ủy."
    ),
    r.NoWayForLinks: (
        "Máy chủ chưa có địa chỉ trên mạng nên chưa lập được liên kết. "
        "Mời đồng chí báo họp trực tiếp và ghi câu trả lời, hoặc liên hệ văn phòng cấp ủy."
    ),
    r.EverybodyTold: "Không còn ai cần phiếu giấy: các đồng chí chưa trả lời đều nhận được tin nhắn.",
    r.NobodyOfThisName: "Danh sách chi bộ không có “{who}”. Mời đồng chí ghi số hoặc họ tên, ví dụ: 1 3 5-8.",
    r.SeveralOfThisName: "Chi bộ có nhiều đồng chí “{who}”: số {numbers}. Mời đồng chí ghi số.",
    r.EverybodyLinked: "Mọi đồng chí đều đã nối máy, không cần mã mới. Mời đồng chí chọn tờ in mã của cả chi bộ nếu cần.",
}
