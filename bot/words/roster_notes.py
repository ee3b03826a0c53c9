"""How the notes of a roster say that someone is exempt, away, received or on special duty; and duties."""

import re

from bot.words.roster_dates import YEAR

_GAP = r"\s?[/.\-]\s?"
DATE = (
    rf"(?:(?:ngay )?\d{{1,2}}{_GAP}\d{{1,2}}{_GAP}{YEAR}|(?:ngay )?\d{{1,2}} thang \d{{1,2}},? nam {YEAR}"
    rf"|thang \d{{1,2}},? nam {YEAR}|(?:thang )?\d{{1,2}}{_GAP}{YEAR}|(?:nam )?\d{{4}})(?![\d/])"
)

BETWEEN = re.compile(rf"\(?\b(?:tu )?({DATE}) ?- ?({DATE})\)?")
FROM = re.compile(rf"\b(?:ke tu|bat dau tu|tu) ?:? ?({DATE})")
UNTIL = re.compile(rf"\b(?:(?:cho )?(?:den|toi)(?: het| cuoi)?|het) ?:? ?({DATE})")
UNREAD_DATE = re.compile(
    r"\b(tu|den|toi|het)( het| cuoi)? ?(ngay|thang|nam|quy)? ?\d|\b\d+ (thang|nam|tuan|ngay)\b(?! tuoi)"
    r"|\d ?[/.] ?\d{4}\b|\bnam \d{4}\b"
)
"""A day is named, or how long it lasts, but not so that it can be read."""

_PAPER = r"(?i:QĐ|QÐ|quyết định|NQ|nghị quyết|CV|công văn|TB|thông báo|KL|kết luận|HD|văn bản)"
_NUMBER = r"\d{1,5}(?:/\d{4})?\s?[-–/ ]\s?[A-ZĐÐ]{2,5}(?:\s?[-–/.]\s?[A-ZĐÐƯ]{1,10})*"
_DAY = r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}"
_DATED = rf"(?:,?\s*(?i:của)\s[^,;.\d]*?)?(?:,?\s*(?i:ngày|ký ngày)\s+{_DAY})?(?:,?\s*(?i:của)\s[^,;.\d]*)?"
DECISION = re.compile(
    rf"(?i:theo\s+)?(?:{_PAPER}\s*)?(?i:số)?\s*:?\s*(?P<number>{_NUMBER}){_DATED}"
    rf"|(?i:theo\s+)?{_PAPER}\s*(?i:số)?\s*:?\s*(?P<short>\d{{1,5}})(?!\s?[/.\-\d]){_DATED}"
)
UNNUMBERED = re.compile(rf"(?i:theo\s+)?{_PAPER}(?:\s+(?i:của)\s[^,;.\d]*?)?,?\s*(?i:ngày)\s+{_DAY}")
"""A decision known by its day only: that day is not the day the standing begins."""

PARTS = re.compile(r"[;\n\r]+|\.\s+(?=[^\W\d])")
SMALLER_PARTS = re.compile(r"[,;]\s|\s(?:và|sau đó)\s")

_LIFE = r"(?:sinh hoat|shd|sh)"
NOT_SO = re.compile(
    r"\b(?:khong|chua|thoi|huy|de nghi|xin|du kien|xem xet|dang xet|cho xet|het)(?: \w+){0,2} "
    rf"(?:mien|tam thoi|shtt|chuyen|{_LIFE}|nhiem vu dac biet)\b"
    r"|\b(?:da ve|da tro|tro lai|tro ve|da het|het han|cham dut)\b"
)
KINDS = (
    ("special_duty", re.compile(r"\bnhiem vu dac biet\b|\bnvdb\b")),
    (
        "exempt",
        re.compile(
            rf"\bmien (?:(?:cong tac|ct) ?(?:va|,|-|/|&)? ?)?(?:{_LIFE}|cong tac|ct)\b|\bmshd?\b"
            r"|^(?:(?:duoc|dien|da|dang vien|dv) )*mien$"
        ),
    ),
    (
        "temporary_in",
        re.compile(
            rf"^(?=.*(?:{_LIFE} tam thoi|\bshtt\b|tam thoi)).*"
            rf"(?:noi khac (?:chuyen )?den\b|\bchuyen den\b|\btiep nhan\b|\bden tu\b|\bden (?:{_LIFE}|shtt)\b"
            r"|(?:tam thoi|shtt) ?\(?den\)?$|\btu .+ den$)"
        ),
    ),
    (
        "temporary_out",
        re.compile(
            rf"^(?=.*(?:{_LIFE} tam thoi|\bshtt\b|tam chuyen|tam thoi)).*"
            r"(?:\bchuyen\b|\bdi\b|\bnoi khac\b|\btai (?!chi bo\b(?! khac)))"
        ),
    ),
)
"""The first that fits counts, in folded text without its days: "đến" means both "until" and "to"."""

ABOUT_STANDING = re.compile(r"\bmien (sinh|sh|cong tac|ct)|\btam thoi\b|\bshtt\b|nhiem vu dac biet")

DUTY_PARTS = re.compile(r"[,;/+&\n\r]|\s[-–]\s|\s(?:kiêm|va|và)\s", re.IGNORECASE)
ABOVE_THE_CELL = re.compile(
    r"^(?!.*\b(?:chi bo|cb|btcb)\b).*\b(dang uy|dang bo|bch|btv|bdu|ban chap hanh|ban thuong vu|thuong truc|"
    r"tinh uy|huyen uy|thanh uy|quan uy|xa|phuong|huyen|tinh|doan|chi doan|hoi|uy ban|ubkt|mttq|hdnd|ubnd)\b"
)
"""Duties of a committee above, of the youth union, of the village: none of them a duty in the cell."""
_IN_THE_CELL = r"(?: ?(?:chi bo|cb|chi uy|cu|cap uy)\b.*)?"
DUTIES = (
    ("deputy_secretary", re.compile(rf"(?:pho bi thu|pho bt|p\.? ?bi thu|p\.? ?bt|pbt ?cb){_IN_THE_CELL}")),
    ("secretary", re.compile(rf"(?:bi thu|bt|btcb){_IN_THE_CELL}")),
    (
        "cell_committee",
        re.compile(r"(?:chi uy vien|chi uy|cuv|c\.u\.v|uy vien|uv|cap uy vien|cap uy)(?: (?:chi bo|cb|chi uy).*)?"),
    ),
)
NO_DUTY = re.compile(
    r"(dang vien|dv|thu ky|to truong|to pho|truong|pho (?:truong|thon|ban|giam doc|chu tich|hieu|phong)|"
    r"khong|can bo|cong chuc|giao vien|huu tri|nong dan|to dang|cong an|hieu truong|hieu pho|ke toan|"
    r"y ta|bac si|chu tich|van phong|nguoi hoat dong)\b.*"
)
"""Known and no duty in the cell: nothing to warn of."""
