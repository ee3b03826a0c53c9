"""A reply as a row of words, each as it would stand in a dictionary: no teencode, no letters held down."""

import re
import unicodedata
from functools import cache, lru_cache

from bot.words.names import TONES, tidy
from bot.words.understand_patterns import pattern
from bot.words.understand_slang import SHORT
from bot.words.understand_typing import retyped, without_slips

THUMBS = {"👍": "👍", "👌": "👍", "✅": "👍", "✔": "👍", "☑": "👍", "🆗": "👍", "🙏": "👍", "👏": "👍", "🤝": "👍",
          "🫡": "👍", "👎": "👎", "❌": "👎", "✖": "👎", "🚫": "👎", "⛔": "👎"}  # fmt: skip
"""Other pictures say nothing and are passed over."""

COMRADE = re.compile(r"\b[đd]\s?[/.]\s?c\b")
WORD = re.compile(
    rf"đ/c|\d+(?:[:/.,-]\d+)*(?:(?:h|g|p|ph|phút|phut|giờ|gio|%)(?:\d\d)?(?!\w))?|[^\W\d_]+|[{''.join(THUMBS)}]"
)
LAUGH = re.compile("k{2,}|h{2,}|(?:h[aieì]|ka){2,}")
WRAPPED = re.compile("[\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""The box of 1️⃣, and the colour of a thumb."""

REWRITTEN = [
    (pattern("hong (?=đi|dự|đến|tới|tham|có mặt|họp)"), "không "),
    (pattern("ô kê|o kê"), "ok "),
    (pattern("đồng chí"), "đ/c "),
    (pattern("không (được)? khỏe"), "khôngkhỏe "),
    (re.compile(r"(?<!\S)((?:không|đi|di|dự|du|đến|den|họp|hop|gia|xếp|xep|nếu|neu|thể|the|mặt|mat) )dc "), r"\1được "),
    (re.compile(r"^((?:(?:dạ|da|1) )*)dc (?=(?:(?:ạ|a|nhé|nha|em|anh|chị|luôn) )*$)"), r"\1được "),
    (pattern("dc"), "đ/c "),
]
"""`dc` is "được" behind a verb and "đồng chí" elsewhere; being unwell is no refusal."""


def letters(text: str) -> str:
    """Lower case, NFC, one space between the words; pictures kept."""
    plain = WRAPPED.sub("", text)
    return tidy(unicodedata.normalize("NFKC", plain)).lower()


def words(text: str) -> str:
    """The words, each with a space behind it."""
    found = WORD.findall(COMRADE.sub("đ/c", without_slips(text)))
    spelt = (_spelt(word) for word in found if not LAUGH.fullmatch(word))
    row = "".join(f"{word} " for word in spelt)
    for what, instead in REWRITTEN:
        row = what.sub(instead, row)
    return row


@lru_cache(4096)
def _spelt(word: str) -> str:
    if word in THUMBS:
        return THUMBS[word]
    if word in SHORT:
        return SHORT[word]
    meant = retyped(word) or word
    if " " in meant:
        return " ".join(SHORT.get(part, part) for part in meant.split())
    short = _released(meant)
    return SHORT.get(short, short)


def _released(word: str) -> str:
    """Without the letters of a key held down: `cóooo` is `có`, `vânggg` is `vâng`; but `uu` is spelt so."""
    kept: list[str] = []
    for letter in word:
        if kept and letter not in "0123456789u" and _toneless(kept[-1]) == _toneless(letter):
            kept[-1] = max(kept[-1], letter)  # the one with marks comes later in Unicode
        else:
            kept.append(letter)
    return "".join(kept)


@cache
def _toneless(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
