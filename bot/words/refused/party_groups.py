"""The sentences for what is refused about kinds of meetings, groups of a cell and who is called."""

from bot import refusals as r
from bot.words.refused.facts import Sentences
from bot.words.times import short_when
from bot.words.vi import KINDS

SENTENCES: Sentences = {
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
    r.NoSuchUnitsBelow: "Đơn vị {codes} không ở dưới {code}. Mời xem mã bằng lệnh: chibot units.",
}
