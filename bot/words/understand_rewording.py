"""Turns of speech that say one thing and mean another, put plainly before any rule reads them."""

import re
from typing import Final

from bot.words.understand_finder import Phrases
from bot.words.understand_patterns import pattern
from bot.words.understand_words import NAMES

EARLIER = "(lúc|hồi|ban|vừa)? nãy!|lúc nay|hồi nay|(hôm|lúc|bữa|tuần) trước|hôm qua|(sáng|chiều|trưa) nay"
TOLD = "báo|nói|bảo|nhắn|bấm|chọn|đăng ký|trả lời|hứa|ghi"
SOUTH = "hai!|ba!|tư!|năm!|sáu!|bảy!|tám!|chín!|mười!|út!"
NOW = "bây giờ|giờ|nay!|nay (?=lại|không|thì)|hôm nay|lại (?=không)"
PRESSED = "bấm|nhắn|ấn|nhấn|gửi|chọn|soạn|trả lời"

TURNS: Final = [
    # words that hold somebody's title and mean nobody
    ("bác sĩ|bác sỹ|bac si", "bácsĩ "),
    ("cô lập", "côlập "),
    ("chú ý", "chúý "),
    ("(cả nhà) (?=nhé|nha|ạ|ơi|yên tâm)|(bà con|anh chị em|(các)? anh em|(các|mấy) (bác|anh|chị|cô|chú|ông|bà)) (?=nhé|nha|ạ|ơi|yên tâm|(?!_))", "ạ "),
    # twice no, and questions that are none
    ("không thể (nào)? (không|vắng|thiếu|bỏ) (mặt)? (được)? (?=COME)", "vẫn "),
    ("không thể (nào)? (vắng|bỏ|thiếu) (mặt|họp|buổi|này)*", "vẫn đi "),
    ("sao (mà)? (bỏ|vắng|nghỉ!) (họp|mặt)? (được|nổi|cho)|sao (mà)? (dám|nỡ) (bỏ|vắng|nghỉ)", "vẫn đi "),
    ("(đi|đến|tới|dự|họp|có mặt) sao (mà)? (được|nổi|kịp)|sao (mà)? (đi|đến|tới|dự|họp) (được|nổi|kịp)", "không đi được "),
    ("không (có|còn)? (bận|vướng|mắc|kẹt) (việc|lịch)? (gì|chi) (hết|cả|trơn|nữa|đâu!)*|không còn bận (nữa)?|không bận nữa", "rảnh "),
    ("không! (có)? (bận|vướng|mắc|kẹt) (việc|lịch)? (hết|cả|trơn|đâu!)*|khong (co)? (bận|ban)", "khôngbận "),
    ("không (có|còn)? ai (thay|trông|coi|giữ|chăm|đỡ|lo)+ (cho|hộ|giúp|nhà|cháu|con|mẹ|bố)*", "bận trông nhà "),
    ("(cũng|còn|mà)* không biết (xin|báo|nói|hỏi) (với|cho)? (ai|sao|thế nào)", ""),
    ("vẫn (sẽ|xin|phải)* (cố gắng|cố|ráng|gắng) (?=COME)", "vẫn "),
    ("(hết|đỡ!|khỏi) bận (việc|rồi)*", "khôngbận "),
    ("(mưa|nắng|bận|ốm|mệt|đau|bão|rét|già) (gió|bão|to|mấy|thế nào|bằng mấy)* (thì)? (ME)? cũng (sẽ|phải|cố)* (?=COME)", "vẫn "),
    ("(mưa|nắng|rét|bão) (gió|bão|to|mấy)* (ME)? vẫn (?=COME)", "vẫn "),
    ("(mưa|nắng|bận|ốm|mệt|việc) (gió|bão)? gì (thì)? (ME)? (cũng|vẫn)", "vẫn "),
    ("xin lỗi (vì|do|đã|ME)* (trả lời|nhắn|báo|phản hồi) (hơi)? (muộn|trễ|chậm)", ""),
    # uncles and aunts are called by their number
    (f"(anh|chị|bác|chú|cô|ông|bà|dì|cậu|thím) ({SOUTH}) (?!_)", "ạ "),
    # an answer that is taken back, or that the telephone did not take
    (f"({EARLIER}) (ME)? (có|đã|lỡ|trót)* ({TOLD}) ((?!NOT|nhưng|giờ|nay|{NOW})_){{1,3}} (nhưng)? (mà)? (?={NOW})", ""),
    ("DIGIT (à|á|ấy|ơ|ủa|í)* (xin lỗi)? (nhầm|lộn) (rồi|tin|số)* (?=DIGIT)", ""),
    (f"({PRESSED}) (nhầm|lộn) (số|sang|qua)? DIGIT (rồi)? (ý (ME)? (là)?|đúng (ra)? là|phải là|là|xin (sửa|đổi) (thành|lại|sang|là)*)+ (?=DIGIT)", ""),
    (f"(({PRESSED}) (số)? DIGIT) (rồi)? (mà)? (nó|máy|tin|hệ thống)? (không|chưa) (gửi|được|đi|nhận|lên) (được|gì|rồi)*", r"\1"),
    (f"({PRESSED}|số|phương án) (số)? (một!|mot)", "1 "),
    (f"({PRESSED}|số|phương án) (số)? hai", "2 "),
    ("(sửa|đổi|chuyển|ghi) (lại)? (thành|sang|là) (số)? (DIGIT)(giúp|hộ|cho)? (ME)?", r"\5"),
    # another time is not this time
    ("hẹn (lại)? (chi bộ|(các)? đ/c|mọi người|SELF)* (vào|sang)? (tháng|kỳ|lần|buổi|dịp|hôm|tuần) (sau|khác)", "xin vắng "),
    ("(mai|tháng|kỳ|lần|buổi|hôm) sau (ME)? (sẽ|xin)? (đi|họp|dự|làm)? bù", ""),
    ("(thôi)? (đành)? (xin)? kiếu", "xin vắng "),
]  # fmt: skip
"""What is said, and what it is read as. `khôngbận` is a word of the rules only."""

SINGLE: Final = [
    (re.compile(r"(?<=nhưng |nhung )muon (?=\d|$|\||ạ |a |tí |chut |chút |ti )"), "muộn "),
    (re.compile(r"^((?:dạ |da )?)(?:một|mot) (?=(?:(?:ạ|a|nhé|nha|em) )*$)"), r"\g<1>1 "),
    (re.compile(r"^((?:dạ |da )?)hai (?=(?:(?:ạ|a|nhé|nha|em) )*$)"), r"\g<1>2 "),
]


READY: Final = [(Phrases([line], NAMES), pattern(line, NAMES), meant) for line, meant in TURNS]


def plainly(row: str) -> str:
    """The words as they are meant."""
    for finder, what, meant in READY:
        if finder.may_be_in(row):
            row = what.sub(meant, row)
    for what, meant in SINGLE:
        row = what.sub(meant, row)
    return row
