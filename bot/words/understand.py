"""What a reply to "will you come?" means, by fixed rules. Nobody's answer is guessed: in doubt it is unclear."""

import re
from collections.abc import Callable

from bot.messages import Meaning, Reason, Understood
from bot.words import understand_reasons as reasons
from bot.words import understand_words as lists
from bot.words.names import fold
from bot.words.understand_letters import letters, words
from bot.words.understand_patterns import any_of, pattern

LONGEST = 300
"""Whoever writes more than this tells a story."""

UNCLEAR = Understood(Meaning.UNCLEAR)
NAMES = lists.NAMES


def _any(*tables: list[str]) -> re.Pattern[str]:
    return any_of([line for table in tables for line in table], NAMES)


def _one(line: str) -> re.Pattern[str]:
    return pattern(line, NAMES)


# Numbers
CHOSEN = _one("(dạ|da|vâng!|ạ|ok|(em|tôi)? chọn|số|bấm|nhắn|trả lời)*")
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
CALLS = _one(f"({'|'.join(['dạ|ạ|a|báo cáo|thưa|kính gửi|gửi|chào|đ/c|bí thư|chi bộ', *lists.TIMES])})*")
PROXY = _any(lists.PROXY)
PROXY_FIRST = _one(lists.PROXY_FIRST)
KIN = _one("KIN")
I_LAST = re.compile(f"{_one('ME (sẽ|cũng|nên|đành|phải|muốn|rất tiếc|xin lỗi|được)*').pattern}$")
I_DO = _one("SELF (HELD)")
EXPLAINS = _one("vì|do|nhà (ME)? (có|bận)|nhà có")
REASON_LINES = [line for _, table in reasons.LINES for line in table]
MY_WORDS = _any(TALK, lists.BECAUSE, lists.AWAY, REASON_LINES)

# Answers
STAYS = _one(lists.STAYS)
CANNOT = _one(f"({lists.CANNOT})|{lists.CANNOT_ALONE}")
NOT_BEFORE = re.compile(f"{_one('NOT (_)?').pattern}$")
BEGS = _any(lists.BEGS)
AWAY = _any(lists.AWAY)
AWAY_TOO = _one("vắng|ốm!|nghỉ!")
RESTS = _one(lists.RESTS)
OTHERS_ILL, CARES = _one("OTHERS_ILL"), _one("CARES")
FREE_BEHIND = _any(lists.FREE_BEHIND)
HOLDS_BACK = _any(lists.HOLDS_BACK)
LATE, LATE_ALONE, EARLY = _any(lists.LATE), _any(lists.LATE_ALONE), _any(lists.EARLY)
ACK, AGREES, COMES = _any(lists.ACK), _any(lists.AGREES), _any(lists.COMES)
VANG_COMES = _one(lists.VANG_COMES)
POLITE_WORDS = _any(lists.POLITE, lists.AGREES)
ACK_WORDS = _any(lists.POLITE, lists.PLAIN_TALK[:9], lists.ACK, lists.ACK_ABOUT, lists.AGREES, lists.TIMES)
COMING_WORDS = _any(TALK, lists.COMES, lists.AGREES, lists.ACK, lists.ACK_ABOUT)
STAYING_WORDS = _any(TALK, lists.AGREES, [f"({lists.STAYS})", "đâu!"])
LATE_WORDS = _any(TALK, lists.LATE_ALONE, ["em", "hơi", "chút", "tí", "ít"])

# Reasons
REASONS = [(reason, _any(table)) for reason, table in reasons.LINES]
NOT_SO = _one(reasons.NOT_SO)
BARE = [(reason, _one(f"({reasons.AROUND})* ({line}) ({reasons.AROUND})*")) for reason, line in reasons.BARE.items()]


def understand(text: str) -> Understood:
    """The first rule that knows the reply; never raises."""
    said = letters(text)
    row = words(said)
    if said.strip(" .,!;:()[]\"'“”*-") in lists.OPT_OUT:
        return Understood(Meaning.OPT_OUT)
    if not row or len(said) > LONGEST or "?" in said:
        return UNCLEAR
    return _understood(row)


def reason_of(text: str) -> Reason | None:
    """The reason in the words that answer "why?"; None where none is recognised."""
    said = letters(text)
    if len(said) > LONGEST:
        return None
    row = words(said)
    bare = (reason for reason, line in BARE if line.fullmatch(row))
    return _reason(row) or next(bare, None)


def _understood(row: str) -> Understood:
    return next((found for rule in RULES if (found := rule(row))), UNCLEAR)


def _reason(row: str) -> Reason | None:
    true = NOT_SO.sub("", row)
    return next((reason for reason, line in REASONS if line.search(true)), None)


def _is_only(row: str, known: re.Pattern[str]) -> bool:
    return not known.sub("", row)


# The rules, in their order


def _numbered(row: str) -> Understood | None:
    """`1` or `2`, and words that say nothing against it."""
    lead = CHOSEN.match(row)
    rest = row[lead.end() :] if lead else row
    digit = DIGIT.match(rest)
    if digit is None:
        return None
    behind = rest[digit.end() :]
    if COUNTED.match(behind):
        return UNCLEAR
    return _came(behind) if digit[1] == "1" else _stayed(behind)


def _came(behind: str) -> Understood:
    if _is_only(behind, POLITE_WORDS):
        return Understood(Meaning.PRESENT)
    said = _understood(behind)
    if said.meaning in {Meaning.PRESENT, Meaning.ACK}:
        return Understood(Meaning.PRESENT)
    return said if said.meaning in {Meaning.LATE, Meaning.EARLY_LEAVE} else UNCLEAR


def _stayed(behind: str) -> Understood:
    if _is_only(behind, POLITE_WORDS):
        return Understood(Meaning.ABSENT)
    said = _understood(behind)
    if said.meaning is Meaning.ABSENT:
        return said
    bare = next((reason for reason, line in BARE if line.fullmatch(behind)), None)
    why = bare or (_reason(behind) if _is_only(behind, MY_WORDS) else None)
    return Understood(Meaning.ABSENT, why) if why and said.meaning is Meaning.UNCLEAR else UNCLEAR


def _asking(row: str) -> Understood | None:
    """Questions, other meetings, counts of people: whatever else they say, they're no answer."""
    is_question = ASKS.search(row) or (ENDS_ASKING.search(row) and not UNDECIDED.search(row))
    return UNCLEAR if is_question or UNSURE_WHEN.search(row) else None


def _for_another(row: str) -> Understood | None:
    opening = CALLS.match(row)
    first = row[opening.end() :] if opening else row
    found = PROXY.search(row) or PROXY_FIRST.match(first)
    return Understood(Meaning.PROXY) if found else None


def _undecided(row: str) -> Understood | None:
    return Understood(Meaning.UNDECIDED) if UNDECIDED.search(row) else None


def _negated(row: str) -> Understood | None:
    """Twice no is a yes; "not coming" is asking leave."""
    if STAYS.search(row):
        return Understood(Meaning.PRESENT) if _is_only(row, STAYING_WORDS) else None
    found = CANNOT.search(row)
    if found is None:
        return None
    behind = row[found.end() :]
    goes_on = not behind or MY_WORDS.match(behind) or KIN.match(behind) or BEGS.match(behind)
    is_clear = goes_on and _speaks_of_self(row[: found.start()]) and not COMES_ALL_THE_SAME.search(behind)
    return Understood(Meaning.ABSENT, _reason(row)) if is_clear else UNCLEAR


def _absent(row: str) -> Understood | None:
    if RESTS.fullmatch(row):
        return Understood(Meaning.ABSENT)
    if found := BEGS.search(row):
        is_clear = _speaks_of_self(row[: found.start()]) and not _is_denied(row, found)
        is_clear = is_clear and not (COMES_ALL_THE_SAME.search(row) or LATE.search(row) or EARLY.search(row))
        return Understood(Meaning.ABSENT, _reason(row)) if is_clear else UNCLEAR
    found = AWAY.search(row)
    if found is None or LATE.search(row) or EARLY.search(row):
        return None
    return Understood(Meaning.ABSENT, _reason(row)) if _is_elsewhere(row, found) else UNCLEAR


def _partly(row: str) -> Understood | None:
    for meaning, line in ((Meaning.LATE, LATE), (Meaning.EARLY_LEAVE, EARLY)):
        if found := line.search(row):
            is_clear = _speaks_of_self(row[: found.start()]) and not _is_denied(row, found) and not AWAY_TOO.search(STAYS.sub("", row))
            return Understood(meaning) if is_clear else UNCLEAR
    is_late = LATE_ALONE.search(row) and _is_only(row, LATE_WORDS)
    return Understood(Meaning.LATE) if is_late else None


def _acknowledged(row: str) -> Understood | None:
    return Understood(Meaning.ACK) if ACK.search(row) and _is_only(row, ACK_WORDS) else None


def _coming(row: str) -> Understood | None:
    if COMES.search(row):
        is_clear = _is_only(VANG_COMES.sub("", row), COMING_WORDS)
    else:
        is_clear = bool(AGREES.search(row)) and _is_only(row, POLITE_WORDS)
    return Understood(Meaning.PRESENT) if is_clear else None


RULES: tuple[Callable[[str], Understood | None], ...] = (
    _numbered,
    _asking,
    _for_another,
    _undecided,
    _negated,
    _absent,
    _partly,
    _acknowledged,
    _coming,
)


# Whose answer it is


def _speaks_of_self(before: str) -> bool:
    """Is it "I", or nobody named, that the verb behind these words belongs to?"""
    opening = CALLS.match(before)
    first = before[opening.end() :] if opening else before
    if not first or I_LAST.search(before):
        return True
    if KIN.match(first):
        return False
    return bool(I_DO.match(first) or EXPLAINS.match(first)) or _is_only(first, MY_WORDS)


def _is_denied(row: str, found: re.Match[str]) -> bool:
    return NOT_BEFORE.search(row[: found.start()]) is not None


def _is_elsewhere(row: str, found: re.Match[str]) -> bool:
    """Nothing unknown stands beside it, save a few names behind words that are followed by names."""
    if _is_denied(row, found) or COMES_ALL_THE_SAME.search(row) or not _speaks_of_self(row[: found.end()]):
        return False
    if OTHERS_ILL.search(row) and not CARES.search(row):
        return False
    unknown = MY_WORDS.sub("", row[found.start() :])
    is_name = len(unknown.split()) <= 4 and FREE_BEHIND.search(row) and not HOLDS_BACK.search(unknown)
    return not unknown or bool(is_name)
