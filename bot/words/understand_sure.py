"""What must be so before an answer is kept: no hour limits the reason, no word stands in a role that nobody knows."""

from typing import Final

from bot.messages import Meaning
from bot.words import understand_away as away
from bot.words import understand_phrases as phrases
from bot.words import understand_words as lists
from bot.words.understand_finder import Phrases
from bot.words.understand_patterns import pattern

THEN: Final = "đó|ấy|đấy|họp|này"
"""`tối đó`: when the meeting is. What is on then keeps people away; what is on at another time does not."""
DURING: Final = Phrases(
    [
        f"(hôm|tối|chiều|sáng|buổi|đúng|ngày|bữa|đêm) (hôm|ngày|buổi)? ({THEN})", "ca (#|sáng|chiều|tối|đêm|ngày)",
        "(trực|làm|ca|trông|canh|gác|coi|đánh cá|câu|chạy) (ca)? đêm", "(sốt|sot) (cao)? #", "# độ", "cuộc họp khác",
        "mới (mổ!|đẻ|sinh!|ốm|bị|nhập|phẫu thuật|cưới!|mất!)", "đến kỳ", "lúc này", "thôi nôi", "đầy (tháng|năm)", "(viện|bệnh viện) (ở)? (_)? mai", "ở bạch mai",
        "(cuối năm|sang năm|sang tháng|tháng sau|năm sau) (SELF)? mới (về|lên|xuống|ra|cập) (tới|đến|được|quê|bến)*", "đi làm (ăn)? xa",
    ],
    lists.NAMES,
)  # fmt: skip
LIMITS: Final = Phrases(
    [
        "CLOCK", "#", "(đến|tới!|mới|xong|thôi|chỉ!|buổi|lúc|hồi|khi|nửa|chừng|tận|trước|sau)",
        "(sáng|trưa|chiều|tối!|khuya|mai|mốt|nay|hôm qua|hôm kia|tuần|tháng|thứ _|chủ nhật)",
        "(tí|tý!|chút|xíu|lát|tẹo|đầu! (giờ|buổi)|cuối (giờ|buổi))", "(mà!|nhưng|song|tuy|dù!|dẫu|còn!)",
        "(dạo|gần đây|mấy|lâu nay)", "ban (với|về|hàng|đồ|cho|lại|bạc)", "(suốt|cả ngày|hoài|mãi|luôn luôn|toàn|hay!|thường)", "rồi (SELF)? (qua|đến|tới|về|đi|lên|ra|xuống|sẽ)", "(lên|về|xuống|ra|vào) rồi", "về (rồi|đến|tới|ngay|liền)", "sắp (xong|về|khỏi|hết)",
    ],
    lists.NAMES,
)  # fmt: skip
"""`bận đến 8h`, `sáng bận`, `trực xong`, `bận tí`: busy for a while, perhaps not when the meeting is."""

IN_PART: Final = Phrases(
    [
        "(vắng|nghỉ!) (mặt|họp)? (khoảng|tầm|độ)? (nửa|đầu!|cuối|lúc|chút|tí|tý!|xíu|lát|một (lúc|lát|chút|tí|tiếng)|LASTS)",
        "(vắng|nghỉ!) (mặt)? (buổi)? (sáng|chiều|tối!|trưa) (?!nay|mai|đó|ấy|hôm|này|thứ|ngày|#)",
        "(nửa|đầu!|cuối|lúc) (_)? (vắng|nghỉ!)", "vắng thôi", "chỉ (xin)? (vắng|nghỉ!)",
    ],
    lists.NAMES,
)  # fmt: skip
"""Away for a part of the meeting, or for one of two."""
TO_COME: Final = Phrases(
    [
        "(nghỉ!|nghi) (ở)? (phép|ca|làm|việc (?!nhà|gia|riêng|đột|họ)|học|dạy|trực|bán|chợ)",
        "(để|đặng|cho) (còn|kịp|được|em|tôi)* (COME) (họp|dự|sinh hoạt)", "để (dự|có mặt|tham gia|tham dự|họp)",
    ],
    lists.NAMES,
)  # fmt: skip
"""Who asks leave elsewhere in order to come."""

TITLED: Final = Phrases(
    [
        "(COMRADE|bí thư|chi ủy|chi bộ|mọi người|chủ tịch|trưởng thôn|tổ trưởng) (hay|rất|quá|đang|cũng|sẽ|bị|lại|đã)* (bận|vắng!|vang|vắng mặt|ốm|nghỉ!|đi (công tác|học|viện|họp|xa|vắng)|công tác|về quê)"
    ],
    lists.NAMES,
)
"""Somebody with an office is who is away."""
SAYS_NO: Final = Phrases(
    [
        *lists.BEGS, lists.CANNOT_ALONE, f"({lists.CANNOT})", "(?<!đi )(?<!di )vắng!", "vắng mặt",
        "(SELF|sẽ|xin|phép) (sẽ|xin)? (vắng|nghỉ!)", "báo (vắng|nghỉ)",
    ],
    lists.NAMES,
)  # fmt: skip
"""That one does not come, in so many words."""
NAME: Final = (
    f"(?!{'|'.join(lists.HOLDS_BACK)}|SELF|KIN|DIGIT|đang|còn|vừa|rất|cho|để|nay|mai|đây|kia|chỉ|hay|lúc|này|ạ|nhé|#)_"
)
"""Behind such words as "hospital" and "in": what no rule knows is a name there."""
NAMED: Final = pattern(f"(viện|bệnh viện|công tác|ở|tại|quê|bến|dưới|bácsĩ) ({NAME}){{1,2}}", lists.NAMES)
EVERY_WORD: Final = Phrases(
    [
        *phrases.TALK, *lists.BECAUSE, *lists.BEHIND, *lists.AWAY, *away.OWN, *phrases.REASON_LINES, *lists.BEGS,
        f"({away.WHOLE})", away.IMPERSONAL, lists.CANNOT_ALONE, f"({lists.CANNOT})", "RELATIVE", "(CARES)", "KIN_AT_HOME",
        *lists.LATE, *lists.EARLY, *lists.LATE_ALONE, *lists.COMES, *lists.AGREES, *lists.ACK, *lists.ACK_ABOUT,
        f"({lists.LINKS})", lists.STAYS, "COME", "DIGIT", "NOT", "TITLE", "không", "vang",
        "mới tan", "muộn", "trễ", "chậm", "(tới|đến|sau|khoảng|tầm) (#)?", "đỏ", "luận văn", "kém", "cứ", "LASTS", "#", "thu hoạch", "tôm", "quân số",
        "đêm", "độ", "phút", "giờ", "ngày", "tháng", "ra", "phòng", "trên", "chơi", f"({lists.OTHERS_GO})", f"({lists.WISH})", "(chúc|mong) _",
    ],
    lists.NAMES,
)  # fmt: skip

FOR_A_WHILE: Final = Phrases(
    [
        "(rảnh!|COME được|chỉ! (COME)) (_)? (buổi|sáng|trưa|chiều|tối!|lúc|từ|sau|trước|đầu!|#) (?!này|nay)",
        "(sáng|trưa|chiều|mai|CLOCK|lúc #|ban ngày) (SELF)? (mới|thì)? rảnh!", "chỉ! (COME|rảnh!|có)",
    ],
    lists.NAMES,
)  # fmt: skip
"""Free at an hour, which need not be that of the meeting."""
OF_SOMEBODY: Final = pattern("mai (?!ME|SELF|CLOCK|ngày|sáng|tối!)|lại", lists.NAMES)
"""`Mai vắng`: tomorrow, or a woman of that name; `lại vắng` is said of others."""
STORED: Final = {Meaning.PRESENT, Meaning.ABSENT, Meaning.LATE, Meaning.EARLY_LEAVE}


def is_sure(row: str, meaning: Meaning) -> bool:
    """May what the rules found in this row of words be kept as a status?"""
    if OF_SOMEBODY.match(row) and meaning in STORED:
        return False
    if meaning is Meaning.ABSENT:
        return _is_away(row)
    if meaning is Meaning.PRESENT and FOR_A_WHILE.search(DURING.without(row)):
        return False
    return meaning not in {Meaning.LATE, Meaning.EARLY_LEAVE} or not _unknown_beside(row)


def _is_away(row: str) -> bool:
    if IN_PART.search(row) or TO_COME.search(row) or TITLED.search(row):
        return False
    if SAYS_NO.search(row) or is_chosen(row):
        return True
    return not LIMITS.search(DURING.without(row)) and not EVERY_WORD.without(NAMED.sub(r"\1", row))


def is_chosen(row: str) -> bool:
    """`2` or `không` was the answer, whatever is said beside it."""
    lead = phrases.CHOSEN.match(row)
    rest = row[lead.end() :] if lead else row
    return (
        phrases.DIGIT.match(rest) is not None
        or phrases.NO.fullmatch(row) is not None
        or bool(phrases.RESTS.fullmatch(row))
    )


def _unknown_beside(row: str) -> bool:
    """Behind "because" the words are free."""
    why = phrases.BECAUSE.search(row)
    return bool(EVERY_WORD.without(row[: why.start()] if why else row))
