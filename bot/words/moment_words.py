"""The days and hours that people type, as patterns for tidied text in small letters.

A word also stands for itself typed without any mark, and never for a word with other marks.
"""

from typing import Final

from bot.words.names import fold

UNITS: Final = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9,
}  # fmt: skip
PARTS: Final = {
    "sang": range(12),
    "trua": range(10, 15),
    "chieu": range(12, 20),
    "toi": range(17, 24),
    "dem": (*range(19, 24), *range(5)),
    "am": range(12),
    "pm": range(12, 24),
}
"""The hours that each part of the day has."""


def amount(said: str) -> int:
    """`30`, "ba mươi", "mười lăm", "hăm hai"."""
    if said.isdecimal():
        return int(said)
    value = 0
    for word in fold(said).split():
        value = (value or 1) * 10 if word == "muoi" else value + UNITS.get(word, 20)
    return value


def spelled(*words: str) -> str:
    both = {form for word in words for form in (word, fold(word))}
    return f"(?:{'|'.join(sorted(both, key=lambda form: (-len(form), form)))})"


# A figure may stand right behind a word ("thứ5"), a letter may not.
END = r"(?![^\W\d_])"

# Numbers in words

UNIT = spelled("một", "hai", "ba", "bốn", "tư", "năm", "sáu", "bảy", "bẩy", "tám", "chín") + END
LAST_UNIT = spelled("một", "mốt", "hai", "ba", "bốn", "tư", "lăm", "nhăm", "sáu", "bảy", "bẩy", "tám", "chín")
TEN = rf"(?:(?:{spelled('hai', 'ba', 'bốn', 'năm')} )?{spelled('mười', 'mươi')}|{spelled('hăm')})"
TENS = rf"{TEN}(?: {LAST_UNIT})?{END}"
NUMBER = rf"(?:[0-9]{{1,4}}|{TENS}|{UNIT})"

# Hours

PART_WORD = f"(?:{spelled('sáng', 'trưa', 'chiều', 'tối', 'đêm')}|chiêu|[ap]m)"
HOUR_WORD = rf"(?:giờ|giơ|gio|h|g)(?:{END}|(?={PART_WORD}))"
HALF_WORD = rf"(?:{spelled('rưỡi')}|rưởi|rươi|ruỡi){END}"
MINUTE_WORD = r"(?:phút|phut|ph|p|['’])(?!\w)"
MONTH_WORD = rf"(?:{spelled('tháng')}|thg|th)\.?"

NO_HOUR = rf"(?![0-9]|:[0-9]| ?(?:{HOUR_WORD}|{HALF_WORD}))"
NO_DATE = rf"(?! ?[/.\-] ?[0-9]{{1,2}}{NO_HOUR}| ?{MONTH_WORD} ?[0-9]| ?{spelled('tháng')})"
NO_SLASHED = r"(?!/[0-9]{1,2}(?:/[0-9]{4})?(?![0-9/]))"
MINUTE = (
    rf"(?P<minute>(?<! )[0-9]{{1,4}}(?![0-9]){NO_SLASHED}|[0-9]{{2}}(?![0-9]){NO_DATE}"
    rf"|[0-9](?= ?{MINUTE_WORD}|[,;]|$)|{TENS}|{UNIT}(?= {MINUTE_WORD}))(?: ?{MINUTE_WORD})?"
)
LESS = rf"(?:kém|kem|thiếu|thieu) ?(?P<less>{NUMBER})(?: ?{MINUTE_WORD})?"
TO_HOUR = rf"(?=(?:[-–]| (?:đến|den|tới) )[0-9]{{1,2}} ?{HOUR_WORD})"
CLOCK = (
    # "sau giờ làm việc" is no six o'clock
    rf"(?!sau giờ|sau gio (?:lam|hanh|hoc))(?P<hour>{NUMBER})(?:(?: ?{HOUR_WORD})? ?(?P<half>{HALF_WORD})"
    rf"|(?: ?{HOUR_WORD}(?: ?:(?= ?[0-9]))?|:(?=[0-9]))(?: ?(?:{LESS}|{MINUTE}))?(?::[0-9]{{2}}(?![0-9]))?"
    rf"|{TO_HOUR})(?:{END}|(?={PART_WORD}))(?![0-9]+[^\W\d_])"
)
UNTIL = rf"(?:đến|den|tới|[-–]) ?{CLOCK}"
POINT = rf"(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{1,2}})(?![0-9]|\.[0-9])(?P<unit> ?{HOUR_WORD})?{END}"
# "sang" before a word with marks is the verb: "sang thứ Năm".
SANG = r"sang(?! (?:thứ|ngày|mùng|mồng|tuần|tháng|năm))"
PART = rf"(?:(?:buổi|buoi|ban) )?(?P<part>(?!sang)(?:{PART_WORD})|{SANG}){END}"
LOOSE = r"(?P<number>[0-9]{1,2})(?:(?!\w)|(?=[ap]m))(?![/.:-][0-9])"

# Days of a month

DAY_WORD = spelled("ngày", "hôm", "bữa")
FIRST_DAYS = spelled("mùng", "mồng")
BEFORE_DAY = rf"(?:{DAY_WORD} ?:? ?)?(?:{FIRST_DAYS} ?)?"
DAY_AHEAD = rf"(?:{DAY_WORD} ?:? ?{FIRST_DAYS}?|{FIRST_DAYS}) ?"
COMING = rf"(?: (?:này|nay|tới|sắp tới|sap toi|tây|{spelled('dương lịch')}|dl){END})?"
NEXT_WORD = rf"(?:này|nay|sau|tới|toi){END}"
YEAR = rf"(?P<year>[0-9]{{3,9}}(?![0-9])|[0-9]{{1,2}}{NO_HOUR}|{NEXT_WORD})"
IN_YEAR = rf"(?: ?[/-] ?|,? ?{spelled('năm')} ){YEAR}"


def _figures(between: str) -> str:
    return rf"(?P<day>[0-9]{{1,2}}){between}(?P<month>[0-9]{{1,2}})(?![0-9])"


ISO = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])(?:t(?=[0-9]))?"
SLASHED = BEFORE_DAY + _figures(" ?/ ?") + rf"(?:{IN_YEAR}|(?!:[0-9]|{HOUR_WORD})){COMING}"
DASHED = BEFORE_DAY + _figures(" ?- ?") + rf"(?:{IN_YEAR}|{NO_HOUR}){COMING}"
POINTED = BEFORE_DAY + _figures(r"\.") + rf"\.{YEAR}(?!\.[0-9])"
POINTED_DAY = DAY_AHEAD + _figures(r"\.") + COMING
MONTH = rf"{MONTH_WORD} ?(?P<month>[0-9]{{1,2}}(?![0-9:]|{HOUR_WORD})|{NEXT_WORD}|{TENS}|{UNIT})(?! (?:lần|lan){END})(?:{IN_YEAR})?"
DAY_IN_MONTH = rf"{DAY_AHEAD}(?P<day>[0-9]{{1,2}}|{TENS}|{UNIT}),? ?{MONTH}"
# "3 tháng tới" are three months
NUMBER_IN_MONTH = rf"(?P<day>[0-9]{{1,2}})(?! ?{MONTH_WORD} ?{NEXT_WORD}),? ?{MONTH}"
FIRST_DAY = rf"(?:{DAY_WORD} ?:? ?)?{FIRST_DAYS} ?(?P<day>[0-9]{{1,2}}|{TENS}|{UNIT}){NO_HOUR}{COMING}"
DAY = rf"{DAY_WORD} ?:? ?(?P<day>[0-9]{{1,2}}|{TENS}){NO_HOUR}{COMING}"
MONTH_AHEAD = rf"(?:sang {spelled('tháng')}{END}|{MONTH})"
MONTHLY = (
    rf"(?:(?:của |cua )?{spelled('hằng', 'hàng', 'mỗi', 'mọi', 'các', 'từng')} {spelled('tháng')}"
    rf"|{spelled('của tháng')}(?! [0-9]{{1,2}}{NO_HOUR}| {NEXT_WORD})){END}"
)
VAGUE = rf"{spelled('đầu tháng', 'giữa tháng', 'cuối tháng')}{END}"
LUNAR = rf"(?:{spelled('âm lịch', 'tháng giêng', 'tháng chạp')}{END}|âl(?!\w))"
ASIDE = rf"{spelled('tức', 'nhằm')} [^()]{{1,60}}?(?:{spelled('âm lịch')}|âl){END}"
"""The lunar day beside the day, which invitations tell as well."""

# Days of a week, and days from today

WEEKDAY_WORD = spelled("hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy")
WEEKDAY = (
    r"(?P<weekday>(?<!mùa )(?<!mua )(?<!lần )(?<!lan )(?:thứ|thư|thu) ?"
    rf"(?:[2-7](?![0-9:]|/[0-9]| ?{HOUR_WORD})|{WEEKDAY_WORD}{END})|t[2-7](?![\w/])"
    rf"|{spelled('chủ nhật', 'chúa nhật')}{END}|cn(?!\w))"
    rf"(?: (?P<which>này|nay|tới|sắp tới|sap toi|sau){END})?"
)
WEEK = (
    rf"(?:{spelled('tuần')} (?P<week>này|nay|{spelled('sau nữa', 'kế tiếp', 'tiếp theo', 'sau', 'tới', 'kế', 'tiếp')})"
    rf"|(?:sang|qua) {spelled('tuần')}(?: {spelled('sau', 'tới')})?){END}"
)
WEEKS = rf"(?P<weeks>[0-9]{{1,2}}|một|hai|ba) {spelled('tuần')} {spelled('nữa')}{END}"
LATER = rf"(?P<later>[0-9]{{1,2}}) {DAY_WORD} {spelled('nữa')}{END}"
RELATIVE = rf"(?P<lead>{DAY_WORD} ?)?(?P<relative>mai|mốt|mot|kia|kìa|nay){END}"
PAST = rf"{spelled('hôm', 'bữa')} ?(?P<past>qua|kia|kìa){END}"

# Words around them

LINK = (
    rf"(?:{spelled('thời gian', 'lúc', 'vào', 'vào hồi', 'từ', 'khoảng', 'bắt đầu', 'ngày', 'hôm', 'giờ', 'đầu', 'cuối')}"
    rf"|hồi|tầm|đúng|sang|(?<!phòng )(?<!phong )(?<!nhà )(?<!nha )(?:họp|hop)){END}"
)
POLITE = r"(?:ạ|nhé|dạ|vâng)(?!\w)|(?<!o )(?<!tai )nha$"
ADDRESS = spelled("số", "ngõ", "ngách", "hẻm", "kiệt", "đường")
NUMBERED = spelled(
    "tổ", "đội", "thôn", "xóm", "ấp", "bản", "khu", "khối", "khóm", "cụm", "lô", "bộ", "đảng", "phòng", "tầng", "lầu",
    "cổng", "trường", "nhà", "hóa", "phố", "phường", "quận", "vực", "lớp", "km", "lần", "đợt", "khóa", "quý", "kỳ",
    "ql", "tl",
)  # fmt: skip
STREET = rf"(?:{ADDRESS}|(?<!dân )(?<!dan )(?<!khu )(?<!tổ )(?<!to ){spelled('phố')})"
NO_TIME = rf"(?!\w|[/:.][0-9]|-[0-9]{{1,2}}(?![0-9hg:])| ?{HOUR_WORD}| ?{HALF_WORD})"
PLACE = rf"(?=\w+ ?t?[0-9])(?:(?:{NUMBERED}|{ADDRESS}) ?t?[0-9]{{1,4}}{NO_TIME}|{STREET} [0-9][0-9/.\-]*(?![\w/:]))"
"""Words that have a number of their own, which is no day and no hour."""
