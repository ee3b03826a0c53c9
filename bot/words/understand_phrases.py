"""The vocabulary of `understand_words` and `understand_reasons`, ready to be looked for."""

import re

from bot.words import understand_reasons as reasons
from bot.words import understand_words as lists
from bot.words.understand_patterns import any_of, pattern


def _any(*tables: list[str]) -> re.Pattern[str]:
    return any_of([line for table in tables for line in table], lists.NAMES)


def _one(line: str) -> re.Pattern[str]:
    return pattern(line, lists.NAMES)


# Numbers
CHOSEN = _one("(dạ|vâng!|ạ|ok|(em|tôi)? chọn|số|bấm|nhắn|trả lời)*")
DIGIT = re.compile(r"([12]) ")
COUNTED = _one("giờ|h|hôm|ngày|tuần|tháng|năm|buổi|người|đ/c|chút|lát|lần|phút|vợ|anh|chị|bác|ông|bà|mình|tiếng|cháu|#")

# Guards
ASKS = _any(lists.ASKS)
ENDS_ASKING = re.compile(f"{_one(lists.ENDS_ASKING).pattern}$")
UNSURE_WHEN = _any(lists.UNSURE_WHEN)
COMES_ALL_THE_SAME = _any(lists.COMES_ALL_THE_SAME)
UNDECIDED = _any(lists.UNDECIDED)

# Who speaks
TALK = [*lists.POLITE, *lists.PLAIN_TALK, *lists.TIMES]
CALLS = _one(f"({'|'.join(['dạ|ạ|báo cáo|thưa|kính gửi|gửi|chào|đ/c|bí thư|chi bộ', *lists.TIMES])})*")
PROXY = _any(lists.PROXY)
PROXY_FIRST = _one(lists.PROXY_FIRST)
KIN = _one("KIN")
I_LAST = re.compile(f"{_one('ME (sẽ|cũng|nên|đành|phải|muốn|rất tiếc|xin lỗi|được)*').pattern}$")
I_DO = _one("SELF (HELD)|ME (WORKS)")
EXPLAINS = _one("vì|do|nhà (ME)? (có|bận)|nhà có")
REASON_LINES = [line for _, table in reasons.LINES for line in table]
MY_WORDS = _any(TALK, lists.BECAUSE, lists.AWAY, REASON_LINES)

# Answers
STAYS = _one(lists.STAYS)
CANNOT = _one(f"({lists.CANNOT})|{lists.CANNOT_ALONE}")
NOT_BEFORE = re.compile(f"{_one('NOT (_)?').pattern}$")
BEGS = _any(lists.BEGS)
AWAY = _any(lists.AWAY)
AWAY_TOO = _one("vắng|nghỉ!")
STAYS_BUT = _one(f"({lists.STAYS}) (nhưng|mà|chỉ)?")
RESTS = _one(lists.RESTS)
OTHERS_ILL, CARES = _one("OTHERS_ILL"), _one("CARES")
FREE_BEHIND = _any(lists.FREE_BEHIND)
HOLDS_BACK = _any(lists.HOLDS_BACK)
PARTLY = _any(lists.LATE, lists.EARLY)
LATE, LATE_ALONE, EARLY = _any(lists.LATE), _any(lists.LATE_ALONE), _any(lists.EARLY)
ACK, AGREES, COMES = _any(lists.ACK), _any(lists.AGREES), _any(lists.COMES)
VANG_COMES = _one(lists.VANG_COMES)
POLITE_WORDS = _any(lists.POLITE, lists.AGREES)
ACK_WORDS = _any(lists.POLITE, lists.PLAIN_TALK[:9], lists.ACK, lists.ACK_ABOUT, lists.AGREES, lists.TIMES)
HAVING_READ = f"({'|'.join(lists.ACK)}) ({'|'.join(lists.ACK_ABOUT)})*"
COMING_WORDS = _any(TALK, lists.COMES, lists.AGREES, [HAVING_READ])
STAYING_WORDS = _any(TALK, lists.AGREES, [f"({lists.STAYS})", "đâu!"])
LATE_WORDS = _any(TALK, lists.LATE_ALONE, ["em", "hơi", "chút", "tí", "ít"])

# Reasons
REASONS = [(reason, _any(table)) for reason, table in reasons.LINES]
NOT_SO = _one(reasons.NOT_SO)
BARE = [(reason, _one(f"({reasons.AROUND})* ({line}) ({reasons.AROUND})*")) for reason, line in reasons.BARE.items()]
