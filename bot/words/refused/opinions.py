"""The sentences for what is refused about opinions."""

from bot import refusals as r
from bot.words import opinion_findings
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
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
    r.NobodyHears: (
        "Chi bộ và cấp trên chưa có ai được giao nhận ý kiến, nên máy không nhận để ý kiến khỏi bị bỏ quên. "
        "Mời đồng chí nói tại cuộc họp, hoặc liên hệ văn phòng cấp ủy."
    ),
    r.NobodyHearsAbove: "Cấp trên chưa có ai được giao nhận ý kiến nên chưa chuyển được. Mời đồng chí liên hệ văn phòng cấp ủy.",
}
