"""The vocabulary of `understand_words` and `understand_reasons`, ready to be looked for."""

import re

from bot.words import understand_away as away
from bot.words import understand_reasons as reasons
from bot.words import understand_words as lists
from bot.words.understand_finder import Phrases
from bot.words.understand_patterns import pattern


def _any(*tables: list[str]) -> Phrases:
    return Phrases([line for table in tables for line in table], lists.NAMES)


def _one(line: str) -> Phrases:
    return Phrases([line], lists.NAMES)


# Numbers
CHOSEN = _one(
    "(dạ|vâng!|ạ|ok|(em|tôi|cháu|cho em)? (xin)? (chọn|lấy|bấm|nhắn|ấn|trả lời|gửi)|số|phương án|đáp án|đăng ký)*"
)
DIGIT = re.compile(r"([12]) ")
COUNTED = _one(
    "giờ|h|(hôm|ngày|tuần|tháng|năm) (?!nay)|con (?!_)|buổi|người|đ/c|chút|lát|lần|phút|vợ|anh|chị|bác|ông|bà|mình|tiếng|cháu|#"
)

SO_LONG = _one("(hôm|ngày|tuần|tháng|năm) nay")

BARE_NO = re.compile(
    r"(?:(?:dạ|da|thôi|ạ) )?(?:không|khong|ko|hông|hổng)(?: (?:ạ|a|nhé|nha|em|anh|chị|bác))*\s*[,.;!…][\s,.;!…]*(?=\w)"
)
BARE_YES = re.compile(r"(?:(?:dạ|da|thôi|ạ) )?(?:có|co|đi|1)(?: (?:ạ|a|nhé|nha))*\s*[,.;!:…][\s,.;!:…]*(?=\w)")
"""A whole answer and a comma behind it: the words on both sides are no phrase. `không, bận rồi`."""

# Guards
ASKS = _any(lists.ASKS)
ENDS_ASKING = re.compile(f"{pattern(lists.ENDS_ASKING, lists.NAMES).pattern}$")
UNSURE_WHEN = _any(lists.UNSURE_WHEN)
COMES_ALL_THE_SAME = _any(lists.COMES_ALL_THE_SAME)
UNDECIDED, CONDITION, THEN = _any(lists.UNDECIDED), _one(lists.CONDITION), _one("thì")

# Who speaks
TALK = [*lists.POLITE, *lists.PLAIN_TALK, *lists.TIMES]
CALLS = _one(
    f"({'|'.join(['dạ|ạ|vâng! (?!vang)|ừ!|ok|thôi!|báo cáo|thưa|kính gửi|gửi|chào|đ/c|bí thư|chi bộ', *lists.TIMES])})*"
)
PROXY = _any(lists.PROXY)
PROXY_FIRST = _one(lists.PROXY_FIRST)
KIN, ME, SPOUSE, GREETS = _one("KIN"), _one("ME"), _one(lists.SPOUSE), _one(lists.GREETS)
I_LAST = re.compile(f"{pattern('ME (sẽ|cũng|nên|đành|phải|muốn|rất tiếc|xin lỗi|được)*', lists.NAMES).pattern}$")
I_DO = _one("SELF (HELD)|ME (WORKS)")
EXPLAINS = _one("vì|do|nhà (ME)? (có|bận)|nhà có")
REASON_LINES = [line for _, table in reasons.LINES for line in table]
OWN_WORDS = _any(TALK, lists.BECAUSE, lists.AWAY, away.OWN, REASON_LINES)
MY_WORDS = _any(TALK, lists.BECAUSE, lists.BEHIND, lists.AWAY, away.OWN, REASON_LINES)
NODS = _any(lists.POLITE, ["vâng!", "ok", "dạ", "ừ!"])
TALK_WORDS = _any(TALK, lists.ACK, lists.ACK_ABOUT, lists.AGREES)

# Answers
STAYS = _one(lists.STAYS)
BARE_CANNOT = _one("không (thể)? được")
CANNOT = _one(f"{lists.CANNOT_ALONE}|({lists.CANNOT})")
NOT_BEFORE = re.compile(f"{pattern('NOT (_)?', lists.NAMES).pattern}$")
BEGS = _any(lists.BEGS)
AWAY = _any(lists.AWAY, away.OWN)
AWAY_WHOLE = _one(f"(dạ|ạ|ME|bác|chú|anh|chị|đang|hôm đó|hôm nay|bị|vì|do|lại)* ({away.WHOLE}) (ạ|nhé|rồi|quá|lắm)*")
NO = _one(away.NO)
IMPERSONAL = _one(away.IMPERSONAL)
KIN_ILL = _one(lists.NAMES["OTHERS_ILL"].replace("RELATIVE", "(KIN|CHILD|(ông|bà) nhà)"))
AWAY_TOO = _one("vắng|nghỉ!")
STAYS_BUT = _one(f"({lists.STAYS}) (nhưng|mà|chỉ)?")
RESTS = _one(lists.RESTS)
OTHERS_ILL, CARES = _one("OTHERS_ILL"), _one("CARES")
I_AM = _one("SELF|đang|phải|bận|mắc|kẹt|vướng|bị")
FREE_BEHIND = _any(lists.FREE_BEHIND)
HOLDS_BACK = _any(lists.HOLDS_BACK)
PARTLY = _any(lists.LATE, lists.EARLY)
LATE, LATE_ALONE, EARLY = _any(lists.LATE), _any(lists.LATE_ALONE), _any(lists.EARLY)
ACK, AGREES, COMES = _any(lists.ACK), _any(lists.AGREES), _any(lists.COMES)
VANG_COMES = _one(lists.VANG_COMES)
POLITE_WORDS = _any(lists.POLITE, lists.AGREES, ["rồi mà!"])
STAYED_WORDS = _any(lists.POLITE, ["(xin|có)? phép", "xin", "thôi"])
ACK_WORDS = _any(lists.POLITE, lists.PLAIN_TALK[:9], lists.ACK, lists.ACK_ABOUT, lists.AGREES, lists.TIMES)
HAVING_READ = f"({'|'.join(lists.ACK)}) ({'|'.join(lists.ACK_ABOUT)})*"
TIMED_WORDS = _any(lists.POLITE, lists.AGREES, lists.TIMES)
COMING_WORDS = _any(TALK, lists.COMES, lists.AGREES, [HAVING_READ])
STAYING_WORDS = _any(TALK, lists.AGREES, [f"({lists.STAYS})", "đâu"])
LATE_WORDS = _any(TALK, lists.LATE_ALONE, ["em", "hơi", "chút", "tí", "ít"])

# Reasons
REASONS = [(reason, _any(table)) for reason, table in reasons.LINES]
NOT_SO = _one(reasons.NOT_SO)
BARE = [(reason, _one(f"({reasons.AROUND})* ({line}) ({reasons.AROUND})*")) for reason, line in reasons.BARE.items()]

# Clauses
REASON_IS = _one("(với|vì)? lý do (là|thì)?|(với|vì)? lí do (là|thì)?")
LINKS, TURNS = _one(lists.LINKS), _one(lists.TURNS)
BECAUSE = _one(lists.EXPLAINS_WHY)
EXPLAINS_WHY, THEREFORE = _one(lists.EXPLAINS_WHY), _one(lists.THEREFORE)
WISH, OTHERS_GO, OVER = _one(lists.WISH), _one(lists.OTHERS_GO), _any(lists.OVER)
SAME_AGAIN = re.compile(r"(?<!\S)(\S+) thì \1 ")
MAY_COME, NEGATES, FIRM, STILL = _any(lists.MAY_COME), _one(lists.NEGATES), _one(lists.FIRM), _one(lists.STILL)
NOW, ONLY_GO = _one(lists.NOW), _one(lists.ONLY_GO)
COMES_TOO = _one("(?<!không )(có mặt|tham dự|tham gia|sẽ (đi|đến|dự|tới))")
STANDS_ALONE = _one("((_)* (giờ|nên|nay|chịu|chắc chắn|SELF) )?(thôi|lại|cũng|thì|đ/c|ơi)*")
"""What may stand before a mere `không được`: another verb there says what could not be done."""
VANG_FIRST, I_COME = _one(lists.VANG_FIRST), _one(lists.I_COME)


def is_over(row: str) -> bool:
    """A reason that is gone, or that is granted and does not count: "hết ốm rồi", "tuy bận", "ốm thì ốm"."""
    return bool(OVER.search(row) or SAME_AGAIN.search(row))
