"""What a text sent as an opinion can turn out to be, and where people are sent with what must not come this way."""

from enum import StrEnum


class Finding(StrEnum):
    """What a text is, as far as rules can tell."""

    CLEAR = "clear"
    ASK = "ask"
    """It may be about one person: kept only after the sender says that it is not."""
    DENUNCIATION = "denunciation"
    COMPLAINT = "complaint"
    PERSONNEL = "personnel"


KEPT_AFTER = (Finding.CLEAR, Finding.ASK)
ROUTES = {
    Finding.DENUNCIATION: (
        "Nội dung này là tố cáo hoặc nói về sai phạm của một người, nên máy không nhận và không lưu. "
        "Mời đồng chí viết đơn có ký tên, gửi trực tiếp hoặc qua bưu điện tới ủy ban kiểm tra của cấp ủy "
        "hoặc cơ quan có thẩm quyền. Không gửi qua tin nhắn."
    ),
    Finding.COMPLAINT: (
        "Nội dung này là khiếu nại hoặc phản ánh về một người, nên máy không nhận và không lưu. "
        "Mời đồng chí viết đơn có ký tên, gửi trực tiếp hoặc qua bưu điện tới ủy ban kiểm tra của cấp ủy "
        "hoặc cơ quan có thẩm quyền. Không gửi qua tin nhắn."
    ),
    Finding.PERSONNEL: (
        "Việc nhân sự (giới thiệu, bầu, quy hoạch, kỷ luật) không trao đổi qua tin nhắn, nên máy không nhận và không lưu. "
        "Mời đồng chí nêu trực tiếp tại cuộc họp, hoặc gửi văn bản trực tiếp hay qua bưu điện tới cấp ủy có thẩm quyền."
    ),
}
