"""The sentence for every refusal: what is wrong and what to do."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot import refusals as r
from bot.words import ballots, check_ins, opinion_findings
from bot.words.calling import not_a_place
from bot.words.costs import dong
from bot.words.times import WEEKDAYS, day, short_when, when
from bot.words.vi import KINDS

Facts = Mapping[str, Any]


def _when(value: object) -> str:
    return when(value) if isinstance(value, datetime) else str(value)


def _day(value: object) -> str:
    return day(value) if isinstance(value, date) else str(value)


def _money(value: object) -> str:
    return dong(value) if isinstance(value, int) else str(value)


def _setting(facts: Facts) -> str:
    if "example" in facts:
        return f"Giá trị của mục cài đặt {facts['name']} không đọc được. Mời ghi theo mẫu: {facts['example']}."
    return f"Không có mục cài đặt {facts['name']}. Các mục có thể đặt: {facts['known']}."


SENTENCES: Mapping[type[r.Refused], str | Callable[[Facts], str]] = {
    r.NoSuchUnit: "Không có đơn vị nào mang mã {code}. Mời xem mã bằng lệnh: chibot units.",
    r.NotACell: "Đơn vị {code} không phải là chi bộ nên không có buổi sinh hoạt. Mời ghi mã của một chi bộ.",
    r.WrongCode: "Mã {code} không dùng được. Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    r.CodeTaken: "Mã {code} đã có đơn vị khác dùng. Mời chọn mã khác.",
    r.BelowItself: "Không thể chuyển đơn vị {code} vào dưới chính nó.",
    r.CellHoldsNoUnits: "Đơn vị {code} là chi bộ, không có chi bộ khác bên dưới. Mời ghi mã của cấp trên chi bộ.",
    r.NoSuchMember: "Không tìm thấy đảng viên {who}. Mời xem danh sách bằng lệnh: chibot members.",
    r.SeveralMembers: "Có nhiều đồng chí dùng chung số điện thoại này. Mời chọn theo mã số: {ids}.",
    r.WrongUnitSetting: _setting,
    r.NoSuchRole: "Không có vai trò {role}. Các vai trò: {known}.",
    r.RoleOfACell: "Vai trò {role} chỉ có ở chi bộ; {code} không phải là chi bộ.",
    r.NotHeld: "Đồng chí này không giữ vai trò {role} ở {code}.",
    r.NotAllowed: "Đồng chí không được phân công việc này. Nếu cần, mời đồng chí liên hệ bí thư hoặc văn phòng.",
    r.NotLinked: "Máy này chưa được nối với đồng chí đó. Mời đồng chí hỏi bí thư để nhận mã.",
    r.NoRoomHere: (
        "Tài khoản Zalo Bot này chỉ phục vụ được {most} người và đã đủ, nên không gửi tin mời họp cho đồng chí ở đây được. "
        "Mời đồng chí dùng đường khác mà bí thư chi bộ chỉ; mã đã nhận, nếu có, vẫn dùng được ở đường đó."
    ),
    r.DayToCome: "Ngày ký {day} chưa tới. Mời ghi ngày đã ký trên giấy.",
    r.NoSuchKind: "Không có loại sinh hoạt {kind}. Các loại: {known}.",
    r.KindNotHere: lambda facts: (
        f"Đơn vị {facts['code']} không có loại họp này ({KINDS.get(facts['kind'], facts['kind'])}). "
        "Chi bộ gọi họp chi bộ và chi ủy, tổ đảng gọi họp tổ, cấp ủy cấp trên gọi giao ban."
    ),
    r.NoSuchPartyGroup: "Chi bộ không có tổ đảng “{name}”. Các tổ hiện có: {known}.",
    r.NotAGroup: "Đơn vị {code} không phải là tổ đảng của chi bộ này. Mời xem mã bằng lệnh: chibot units.",
    r.NotInGroup: "{name} không ở {group} nên chưa làm tổ trưởng được. Mời ghi đồng chí ấy vào tổ trước.",
    r.GroupStillMeets: lambda facts: (
        f"{facts['name']} còn buổi họp {short_when(facts['at'])} chưa chốt. Mời hoãn hoặc chốt buổi họp ấy, rồi bỏ tổ."
    ),
    r.NoGroups: "Chi bộ chưa chia tổ đảng. Muốn chia tổ, mời nhắn: “lập tổ đảng Tổ 1”.",
    r.GuestUnreadable: "Chưa thấy tên khách. Mời nhắn theo mẫu: khách: Nguyễn Văn A, phó chủ tịch xã.",
    r.NoSuchGuest: "Không có khách số {which}. Mời xem lại số trong danh sách khách.",
    r.TooManyGuests: "Một buổi họp ghi được nhiều nhất {most} khách. Mời bỏ bớt rồi ghi thêm.",
    r.NoSuchUnitsBelow: "Đơn vị {codes} không ở dưới {code}. Mời xem mã bằng lệnh: chibot units.",
    r.NoSuchMeeting: "Không có buổi sinh hoạt số {meeting}.",
    r.TimeIsPast: lambda facts: (
        f"Thời gian họp đã qua: {_when(facts['at'])}. Bây giờ là {short_when(facts['now'])}. Mời ghi thời gian sắp tới."
    ),
    r.TimeTooFar: lambda facts: f"Thời gian họp còn quá xa: {_when(facts['at'])}. Mời xem lại năm.",
    r.TimeUnreadable: "Không đọc được thời gian “{text}”. Mời ghi theo mẫu: {example}.",
    r.LunarDay: "Máy chưa đọc được ngày âm lịch. Mời đồng chí ghi ngày dương lịch, ví dụ: {example}.",
    r.NotThatWeekday: lambda facts: (
        f"Ngày {facts['on']:%d/%m/%Y} là {WEEKDAYS[facts['on'].weekday()]}, không phải thứ đồng chí ghi. "
        f"Mời xem lại và ghi theo mẫu: {facts['example']}."
    ),
    r.SeriesByWeekday: (
        "Mời đồng chí ghi rõ tuần nào trong tháng, ví dụ: thứ Năm đầu tiên, thứ Sáu cuối tháng; hoặc theo ngày: {example}."
    ),
    r.NoSuchHoliday: lambda facts: (
        f"Ngày {_day(facts['on'])} không có trong danh sách ngày nghỉ. Mời xem danh sách: chibot holidays list."
    ),
    r.NotThatMonth: lambda facts: (
        f"Ngày {_day(facts['on'])} không thuộc tháng {facts['month']}. Mời đồng chí chọn một ngày trong tháng đó."
    ),
    r.NoMeetingThatMonth: "Tháng {month} không có buổi nào theo lịch để đổi. Mời đồng chí xem lại lịch họp.",
    r.NotAPlace: lambda facts: not_a_place(**facts),
    r.PlaceMissing: "Chưa ghi địa điểm họp. Mời ghi địa điểm.",
    r.TextTooLong: "Nội dung quá dài. Địa điểm nhiều nhất {place} chữ, chủ đề nhiều nhất {topic} chữ.",
    r.WordsTooLong: "Nội dung quá dài. Mời đồng chí viết gọn lại, nhiều nhất {most} chữ cái.",
    r.AlreadyCalled: "Chi bộ đã có buổi sinh hoạt vào đúng giờ này (số {meeting}). Không gọi thêm.",
    r.NobodyToCall: "Chưa có ai để mời họp ở {name}. Mời đồng chí xem lại những ai được mời.",
    r.NobodyExpected: "Chi bộ {code} không có đảng viên nào phải dự họp. Mời kiểm tra danh sách.",
    r.MeetingOver: "Buổi sinh hoạt này đã kết thúc hoặc đã hoãn, không nhận thay đổi nữa.",
    r.RollBegun: "Buổi sinh hoạt số {meeting} đã có điểm danh nên không đổi hoặc hoãn được. Mời chốt điểm danh.",
    r.EndIsPast: "Ngày cuối {day} đã qua. Mời ghi một ngày từ hôm nay trở đi.",
    r.MeetingWasCancelled: "Buổi sinh hoạt số {meeting} đã hoãn, không điểm danh.",
    r.MeetingBegun: lambda facts: (
        f"Buổi sinh hoạt đã bắt đầu lúc {short_when(facts['at'])}, không nhận trả lời nữa. "
        "Mời đồng chí báo trực tiếp với bí thư."
    ),
    r.NotInvited: "Đồng chí không có trong danh sách của buổi sinh hoạt này. Mời đồng chí hỏi bí thư.",
    r.NotAway: "Đồng chí chưa báo vắng nên không cần nêu lý do.",
    r.DraftGone: "Việc này đã xong hoặc đã dừng. Mời đồng chí nhắn ? để xem việc có thể làm.",
    r.ChoiceExpected: "Chưa hiểu ý đồng chí. Mời đồng chí chọn một việc trong danh sách trên, hoặc nhắn “thôi” để dừng.",
    r.Unfinished: "Đồng chí đang làm dở một việc khác. Mời đồng chí nhắn “thôi” để dừng, rồi nhắn lại câu này.",
    r.NoMeetingAhead: "Hiện đồng chí chưa có giấy mời họp nào. Khi có, máy sẽ nhắn ở đây.",
    r.NoMeetingNow: "Chưa có buổi họp nào để làm việc này. Mời đồng chí nhắn “gọi họp” để mời họp.",
    r.NeedNotStated: (
        "Vụ việc cần ghi rõ, từ {fewest} chữ cái đến {most} ký tự. "
        "Ví dụ: Xác minh đơn ngày 02/12 về việc bỏ sinh hoạt ba tháng."
    ),
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
    r.NotOnTheList: "Mã số {member} không có trong danh sách buổi họp. Mời xem danh sách bằng lệnh: chibot answers.",
    r.CheckInTooLate: lambda facts: (
        f"Buổi họp {_when(facts['at'])} đã qua nên không mở điểm danh bằng mã nữa. "
        "Ai có mặt, mời đồng chí nhắn “điểm danh” để ghi."
    ),
    r.CheckInNotOpen: lambda facts: check_ins.OVER if facts["was_open"] else check_ins.NOT_YET,
    r.NoMeetingThatDay: lambda facts: (
        f"Ngày {_day(facts['on'])} không có buổi họp nào của đơn vị đồng chí. Mời xem lại ngày rồi gửi lại cả dòng."
    ),
    r.NobodyIsThereForOthers: (
        "Không ai có mặt thay người khác được nên chưa ghi gì. Nếu có người báo vắng thay, mời ghi “thay 5P” "
        "(có lý do) hoặc “thay 5K” (không lý do)."
    ),
    r.TwoMarks: "Mã số {member} được ghi hai kết quả khác nhau. Mời ghi một kết quả.",
    r.RollTooEarly: lambda facts: (
        f"Buổi sinh hoạt chưa tới giờ ({_when(facts['at'])}). Mời đồng chí điểm danh từ: {_when(facts['opens'])}. "
        "Nếu nơi họp không có sóng, mời nhắn “tờ điểm danh” để in sẵn."
    ),
    r.RollSettled: lambda facts: (
        f"Điểm danh buổi này chỉ sửa được đến hết ngày {_day(facts['last'])}. "
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
    r.PortTaken: (
        "Không mở được cổng {host}:{port}. Có thể chương trình đang chạy rồi; mời kiểm tra CHIBOT_HOST và CHIBOT_PORT."
    ),
    r.SeveralAtOneFile: (
        "Dữ liệu {path} đang được một tiến trình khác dùng (chibot serve hoặc chibot work). Tệp SQLite chỉ phục vụ một "
        "tiến trình; mời dừng tiến trình kia, hoặc dùng PostgreSQL (CHIBOT_DATABASE_URL) để chạy nhiều tiến trình."
    ),
    r.SecrecyMarked: (
        "Nội dung có dấu hiệu tài liệu mật nên không được nhận và không được lưu. Mời gửi theo đường văn thư bảo mật."
    ),
    r.DoubtfulWords: (
        "Nội dung có từ giống dấu mật nên chưa được nhận và không được lưu. "
        "Nếu chắc chắn không phải tài liệu mật, mời gửi lại kèm xác nhận "
        "(trong tin nhắn: ghi “xác nhận:” ở đầu; trên máy: thêm --harmless)."
    ),
    r.NobodyOfThisName: "Danh sách chi bộ không có “{who}”. Mời đồng chí ghi số hoặc họ tên, ví dụ: 1 3 5-8.",
    r.SeveralOfThisName: "Chi bộ có nhiều đồng chí “{who}”: số {numbers}. Mời đồng chí ghi số.",
    r.EverybodyLinked: "Mọi đồng chí đều đã nối máy, không cần mã mới. Mời đồng chí chọn tờ in mã của cả chi bộ nếu cần.",
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
    r.TooManyVillages: "Số này đã đăng ký nhận tin của {most} thôn. Muốn thêm, mời ngừng bớt một nơi: nhắn HUY DK.",
    r.NoResidents: "Ở đây chưa có người dân nào đăng ký nhận tin. Mời giới thiệu bà con nhắn: ĐK, rồi tên thôn.",
    r.NoWayToResidents: (
        "Có {count} người dân đăng ký nhưng máy chủ chưa bật kênh nào gửi được (SMS). Mời liên hệ văn phòng cấp ủy."
    ),
    r.ResidentTextWrong: "Nội dung cần từ {fewest} đến {most} chữ, đang có {count}. Mời ghi lại.",
    r.TooManyParts: "Nội dung dài quá: {parts} tin SMS mỗi máy, kênh chỉ nhận {most}. Mời ghi ngắn lại.",
    r.NoMoneyForResidents: lambda facts: (
        f"Ngân sách tin nhắn tháng này của {facts['unit']} còn {_money(facts['left'])}, tin này cần {_money(facts['cost'])}. "
        "Chưa gửi gì. Mời ghi ngắn lại, gửi ít nơi hơn, hoặc liên hệ văn phòng cấp ủy."
    ),
    r.DayUnreadable: "Chưa đọc được ngày trong “{text}”. Mời ghi đủ ngày, tháng, năm, ví dụ: từ 01/12/2026 đến 30/06/2027.",
    r.DaysTurned: lambda facts: (
        f"Ngày cuối {_day(facts['until'])} ở trước ngày đầu {_day(facts['since'])}. Mời đồng chí ghi lại."
    ),
    r.DayOutOfReach: lambda facts: (
        f"Ngày {_day(facts['on'])} quá xa. Chỉ ghi được việc trong vòng một năm trước hoặc sau hôm nay. Mời xem lại năm."
    ),
    r.BeforeTheyCame: lambda facts: (
        f"Đồng chí ấy về chi bộ này từ {_day(facts['since'])}; mời ghi một ngày sau ngày đó."
    ),
    r.AlreadySo: "Danh sách đã ghi đúng như vậy rồi, không cần ghi thêm.",
    r.NothingToEnd: "Vào ngày ấy đồng chí này đang sinh hoạt bình thường, không có gì để kết thúc. Mời xem lại ngày.",
    r.SameCell: "Đồng chí ấy đang ở chi bộ này rồi. Mời chọn chi bộ khác.",
    r.LaterPlace: lambda facts: (
        f"Đã ghi một thay đổi khác về nơi sinh hoạt của đồng chí ấy vào ngày {_day(facts['on'])}. "
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
    r.RequestGone: "Yêu cầu này đã được trả lời hoặc đã rút. Mời xem lại danh sách.",
    r.StillAMember: "Đồng chí ấy còn là đảng viên của chi bộ nên tên phải còn trong danh sách.",
    r.BreachWrong: "Mời ghi việc gì đã xảy ra, nhiều nhất {most} ký tự, và thời điểm phát hiện không sau bây giờ.",
    r.NoSuchBreach: "Không có sự cố số {which}. Mời xem: chibot breach list.",
    r.TextGone: "Tin này không còn gì đang chờ gửi, hoặc không có. Mời xem lại danh sách tin cho người dân.",
    r.NoSuchTemplate: "Không có mẫu tên {name}. Các mẫu: {known}.",
    r.TemplateWrong: "Chưa nhận tệp mẫu. {why}.",
    r.NoSuchItem: "Nội dung họp không có mục số {which}. Mời xem lại số mục.",
    r.NoItems: "Nội dung họp phải có ít nhất một mục. Mời sửa mục này thay vì xóa.",
    r.TooManyItems: "Chỉ ghi được nhiều nhất {most} mục. Mời gộp hoặc xóa bớt.",
    r.ItemTooLong: "Một mục dài nhất {most} chữ cái. Mời ghi ngắn lại.",
    r.AgendaClosed: "Buổi họp này đã chốt hoặc đã hoãn nên không sửa nội dung nữa.",
    r.NothingToTellAgain: "Buổi họp đã bắt đầu, đã xong, hoặc chưa báo cho ai, nên không cần báo lại nội dung.",
    r.PaperWrong: "Chưa nhận tài liệu. {why}.",
    r.NoSuchPaper: "Buổi họp không có tài liệu số {which}. Mời xem lại số tài liệu.",
    r.TooManyPapers: "Một buổi họp có nhiều nhất {most} tài liệu. Mời bỏ bớt rồi thêm.",
    r.ConclusionUnreadable: "Chưa ghi được kết luận. {why}.",
    r.NoSuchConclusion: "Không có kết luận số {which}. Mời xem lại số.",
    r.EndUnreadable: lambda facts: (
        f"Giờ kết thúc chưa rõ, hoặc không sau giờ bắt đầu ({_when(facts['begun'])}), hoặc chưa đến. "
        "Mời nhắn lại, ví dụ: 21h05, hoặc 95 phút."
    ),
    r.NotAtTheMeeting: "Không có đồng chí này trong số người có mặt. Mời chọn trong danh sách, hoặc nhắn đủ họ tên.",
    r.OpinionsUnreadable: "Số lượt ý kiến cần là một số từ 0 đến {most}. Mời nhắn lại, ví dụ: 7.",
    r.ResolutionUnreadable: "Số nghị quyết không đọc được. Mời nhắn lại, ví dụ: {example}; không có thì “không”.",
    r.ResolutionTaken: lambda facts: (
        f"Nghị quyết số {facts['number']} đã ghi ở buổi họp {_when(facts['at'])}. Mời ghi số khác."
    ),
    r.RollStillOpen: "Buổi họp chưa chốt điểm danh. Mời chốt điểm danh trước, rồi làm việc này.",
    r.MinutesTooEarly: lambda facts: f"Buổi họp bắt đầu {_when(facts['at'])}. Họp rồi mới lập biên bản.",
    r.MinutesUnfinished: "Biên bản còn mục chưa ghi. Mời mở “biên bản” và trả lời hết các câu hỏi.",
    r.NoSuchProfile: "Không có khung tiêu chí tên {name}. Các khung: {known}.",
    r.ProfileWrong: "Chưa nhận khung tiêu chí: {why}.",
    r.NotScored: "Chỉ chấm chất lượng các buổi sinh hoạt thường kỳ và chuyên đề của chi bộ.",
    r.NoSuchCriterion: "Khung tiêu chí không có mục này. Mời mở lại phần chấm chất lượng.",
    r.PointsWrong: "Số điểm cần từ 0 đến {most}. Mời chọn hoặc nhắn lại.",
    r.ScoreUnfinished: "Buổi họp chưa chấm xong. Mời mở “chấm chất lượng” và trả lời hết các câu hỏi.",
    r.AnnouncementWrong: "Chưa nhận thông báo. {why}.",
    r.AnnouncementGone: "Thông báo này đã thu hồi, đã hết hạn hoặc không có. Mời đồng chí xem lại danh sách.",
    r.PollWrong: "Chưa nhận câu hỏi. {why}.",
    r.BallotOnPaper: ballots.ON_PAPER,
    r.NoSuchPoll: "Không có ý kiến nào mang số này đang hỏi đồng chí. Mời nhắn “trả lời ý kiến” để xem.",
    r.PollOver: "Lần lấy ý kiến số {number} đã chốt hoặc đã thu hồi nên không ghi thêm.",
    r.PollNudged: lambda facts: f"Đã nhắc lúc {short_when(facts['at'])}; hai lần nhắc cách nhau ít nhất 2 giờ.",
    r.AnsweredAlready: "Đồng chí {name} đã tự trả lời nên không ghi hộ. Mời đồng chí ấy tự chọn lại nếu muốn đổi.",
    r.NotAsked: "Không ghi được: ý kiến này không có câu trả lời ấy, hoặc không hỏi đồng chí. Mời nhắn “trả lời ý kiến”.",
    r.ScoreChanged: "Kết quả chấm đã thay đổi. Mời xem kết quả mới rồi xác nhận.",
    r.ScoreOutdated: (
        "Chi bộ đã sửa điểm danh hoặc giờ kết thúc sau khi chấm nên chưa xác nhận. "
        "Chi bộ tính lại điểm rồi xin đồng chí xác nhận."
    ),
    r.NoCellToHear: "Đồng chí chưa có tên ở chi bộ nào nên chưa gửi ý kiến được. Mời đồng chí liên hệ bí thư hoặc văn phòng.",
    r.OpinionTooShort: "Nội dung quá ngắn. Mời đồng chí ghi rõ việc gì, ở đâu, ít nhất {fewest} chữ cái.",
    r.TooManyOpinions: "Hôm nay đồng chí đã gửi {most} ý kiến. Mời đồng chí gửi tiếp vào ngày mai.",
    r.NotByMessage: lambda facts: opinion_findings.ROUTES[opinion_findings.Finding(facts["finding"])],
    r.MayBeOfAPerson: (
        "Nội dung có thể nói về một người cụ thể nên chưa chuyển. "
        "Mời đồng chí viết lại, chỉ nêu sự việc, không nêu tên hay chức vụ của ai."
    ),
    r.NoSuchOpinion: "Đồng chí không có ý kiến nào mang số {which}. Mời đồng chí xem lại số.",
    r.OpinionSettled: "Ý kiến này đã được trả lời, đã chuyển hoặc đã rút. Mời đồng chí mở lại ý kiến để xem.",
    r.NothingAskedBack: "Hiện không ai hỏi lại về ý kiến này, nên chưa cần bổ sung.",
    r.NobodyHearsAbove: "Cấp trên chưa có ai được giao nhận ý kiến nên chưa chuyển được. Mời đồng chí liên hệ văn phòng cấp ủy.",
    r.DirectiveWrong: "Chưa nhận văn bản. {why}.",
    r.NoSuchDirective: "Không có văn bản số máy {which} trong phạm vi này. Mời xem lại danh sách văn bản.",
    r.DirectiveGone: "Văn bản này đã thu hồi. Mời xem lại danh sách văn bản.",
    r.NoSuchWorkGroup: "Không có tổ công tác “{name}”. Mời xem các tổ: nhắn “tổ công tác”, hoặc lệnh: chibot workgroups.",
    r.WorkGroupUnreadable: (
        "Chưa rõ tên tổ hoặc người trong tổ (nhiều nhất {most} người). "
        "Mời ghi theo mẫu: tổ công tác số 1: Nguyễn Văn An, Trần Thị Bình."
    ),
    r.PersonUnclear: lambda facts: (
        f"Có {facts['count']} đồng chí tên “{facts['name']}”. Mời ghi đủ họ tên, thêm năm sinh."
        if facts["count"]
        else f"Không thấy đồng chí “{facts['name']}” trong danh sách của đơn vị. Mời ghi đủ họ tên."
    ),
    r.AssignmentUnreadable: (
        "Chưa rõ ai dự, chi bộ nào, thời gian nào. Mời ghi theo mẫu: phân công tổ 1: thôn Đồng, thôn Tây quý 1/2027."
    ),
    r.PlaceUnclear: lambda facts: (
        f"Có {facts['count']} đơn vị tên “{facts['name']}”. Mời ghi đủ tên hơn, ví dụ thêm tên xã."
        if facts["count"]
        else f"Không thấy chi bộ “{facts['name']}” ở bên dưới. Mời xem lại tên."
    ),
    r.NotOfThisTree: "{names} không thuộc {name}. Mời cử đồng chí khác trong đảng bộ.",
    r.NoCellsToVisit: "Chưa có chi bộ nào để phân công (không cử ai dự họp ở chi bộ của chính mình). Mời ghi tên chi bộ.",
    r.AssignmentPast: "Thời gian phân công đã qua, hoặc còn quá xa. Mời ghi thời gian khác, ví dụ: quý 1/2027.",
    r.NoSuchAssignment: "Lượt phân công này đã bỏ. Mời mở lại “tổ công tác” để xem.",
    r.NoteTooLong: "Lưu ý kèm theo dài nhất {most} chữ cái. Mời ghi ngắn lại.",
    r.NoSuchVisit: "Buổi dự họp này không còn, hoặc không giao cho đồng chí. Mời đồng chí nhắn “lịch dự họp”.",
    r.VisitOver: lambda facts: f"Buổi họp đã bắt đầu ({_when(facts['at'])}), không đổi câu trả lời được nữa.",
    r.VisitTooEarly: lambda facts: f"Buổi họp chưa bắt đầu ({_when(facts['at'])}). Mời đồng chí ghi khi đã dự họp.",
    r.NothingToShow: "Chưa có nhận xét nào. Mời đồng chí ghi nhận xét trước.",
    r.NothingSaid: "Chưa thấy nội dung. Mời đồng chí nhắn lại.",
    r.NoSuchDifficulty: "Nội dung khó khăn này không còn nữa. Mời đồng chí nhắn “khó khăn” để xem.",
    r.NoSuchQuestion: "Không có câu hỏi số {which} chờ đồng chí trả lời. Mời nhắn “câu hỏi về văn bản” để xem.",
    r.QuestionSettled: "Câu hỏi này đã có người trả lời. Mời nhắn “câu hỏi về văn bản” để xem câu khác.",
    r.NobodyToAsk: "Đơn vị chuyển văn bản chưa có ai khác để trả lời. Mời đồng chí hỏi trực tiếp bí thư hoặc văn phòng.",
    r.StudyNotHere: "Buổi họp hoặc đơn vị này không học văn bản ấy. Mời nhắn “văn bản” để xem danh sách.",
    r.ReportUnreadable: "Chưa ghi báo cáo: {why}.",
    r.NoSuchIndicator: "Không có chỉ tiêu số {which}, hoặc chỉ tiêu ấy không hỏi đơn vị của đồng chí. Mời nhắn “chỉ tiêu” để xem.",
    r.IndicatorWrong: "Chưa nhận chỉ tiêu: {why}.",
    r.NoUnitsToAsk: "Ở dưới {name} không có đơn vị nào để hỏi ({who}). Mời chọn cấp khác.",
    r.FigureUnreadable: "Chưa đọc được số nên chưa ghi gì: {why}.",
    r.FigureDoubtful: "Chưa ghi gì. Xin xem lại: {why} Nếu số đúng, mời chạy lại, thêm --sure.",
    r.FigureChanged: "Có đồng chí khác vừa báo số này ({said}) nên chưa ghi gì. Mời xem lại rồi báo lại nếu cần.",
    r.FigureSettled: lambda facts: (
        f"Chỉ tiêu này đã dừng hoặc chỉ sửa được đến hết ngày {_day(facts['on'])}. Mời báo cấp ủy đã hỏi."
    ),
    r.PlanUnreadable: "Chưa ghi kế hoạch: {why}.",
    r.RemindedJustNow: lambda facts: (
        f"Đã nhắc lúc {short_when(facts['at'])}; hai lần nhắc cách nhau ít nhất 2 giờ. Mời gọi điện cho các đơn vị chưa báo."
    ),
}


SPOKEN: Mapping[type[r.Refused], str | Callable[[Facts], str]] = {
    r.NotStopped: "Ở đây không có việc gửi nào đang dừng nên không cần gửi tiếp.",
    r.StoppedAbove: lambda facts: (
        f"Việc gửi đang dừng ở {facts['unit'] or 'toàn hệ thống'}. "
        "Mời đồng chí hỏi văn phòng; gửi tiếp được thì văn phòng mở lại."
    ),
    r.NotSure: lambda facts: (
        f"Số người không đúng nên chưa gửi gì. Mời đồng chí chọn nút, hoặc nhắn đúng số người: {facts['people']}."
    ),
    r.NoSuchUnit: "Không có đơn vị nào như vậy. Mời đồng chí nhắn “báo cáo” để chọn từ danh sách.",
    r.NoSuchMember: "Không tìm thấy đồng chí này trong danh sách. Mời đồng chí xem lại họ tên.",
    r.SeveralMembers: "Có nhiều đồng chí như vậy. Mời đồng chí ghi rõ họ tên, hoặc chọn trong danh sách.",
    r.NoSuchMeeting: "Buổi sinh hoạt này không còn nữa. Mời đồng chí nhắn “họp” để xem buổi họp sắp tới.",
    r.AlreadyCalled: "Chi bộ đã có buổi sinh hoạt vào đúng giờ này. Không gọi thêm. Mời đồng chí ghi giờ khác.",
    r.NobodyToCall: "Chưa có ai để mời họp ở {name}. Mời đồng chí xem lại những ai được mời.",
    r.NobodyExpected: "Chi bộ không có đảng viên nào phải dự họp. Mời đồng chí báo văn phòng kiểm tra danh sách.",
    r.RollBegun: "Buổi sinh hoạt đã có điểm danh nên không đổi hoặc hoãn được. Mời đồng chí chốt điểm danh.",
    r.MeetingWasCancelled: "Buổi sinh hoạt này đã hoãn, không điểm danh.",
    r.NotOnTheList: "Có đồng chí không nằm trong danh sách buổi họp này. Mời đồng chí mở lại điểm danh.",
    r.TwoMarks: "Một đồng chí được ghi hai kết quả khác nhau. Mời đồng chí ghi một kết quả.",
    r.LeaveUndecided: "Chưa quyết định đơn xin vắng của: {names}. Mời đồng chí quyết định rồi chốt lại.",
    r.StillUnmarked: "Chưa điểm danh: {names}. Mời đồng chí ghi kết quả từng đồng chí rồi chốt lại.",
    r.DoubtfulWords: (
        "Nội dung có từ giống dấu mật nên chưa được nhận và không được lưu. "
        "Nếu chắc chắn không phải tài liệu mật, mời nhắn lại và ghi “xác nhận:” ở đầu."
    ),
}
"""Where a person in the chat needs other words than one at a command line."""


def refused(refusal: r.Refused, *, spoken: bool = False) -> str:
    """What the person is told; `spoken` in the chat."""
    sentence = SPOKEN.get(type(refusal), SENTENCES[type(refusal)]) if spoken else SENTENCES[type(refusal)]
    return sentence(refusal.facts) if callable(sentence) else sentence.format(**refusal.facts)
