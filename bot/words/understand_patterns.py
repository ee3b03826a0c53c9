"""Patterns for short replies, written as people write: with marks, and found without them too.

A word of a pattern also stands for the same word typed without any mark, never for a word with other marks:
`vắng` is "vắng" or "vang", and not "vâng"; `vắng!` must be typed with its marks. `_` is any word, `#` a number;
`( | )`, `(?! )`, `?`, `*` and `{1,3}` mean what they mean in regular expressions, for whole words.
A name in capitals stands for the line of that name.
"""

import re
from collections.abc import Mapping

from bot.words.names import fold

PART = re.compile(
    r"(?P<name>[A-Z_]{2,})|(?P<times>\{[\d,]+\})|(?P<any>_)|(?P<number>#)"
    r"|(?P<word>[👍👎]|[^\W\d_]+(?:/[^\W\d_]+)?)(?P<firm>!?)|(?P<rest>[^\s!]|(?<=[?<])!)"
)
ANY = r"(?:\S+ )"
NUMBER = r"(?:\d\S* )"
EXACT = {
    "CLOCK": r"(?:\d+[hgp%:/]\S* |\d{2,} )",
    "HOUR": r"(?:\d+[hg:]\S* )",
    "LASTS": r"(?:\d+(?:p|ph|phút|phut|h) |\d+ (?:phút|phut|p|tiếng|tieng|giờ|gio) )",
    "SHARE": r"(?:(?!24/(?:24|7) )\d+/(?:1[3-9]|[2-9]\d|\d{3,}) )",
    "OF": r"(?:\d+/\d+ )",
    "COUNT": r"(?:\d+(?:/\d+)? )",
    "DIGIT": r"(?:[12] )",
    "PERCENT": r"(?:(?!100%)\d+% )",
}
"""Names for numbers: an hour or a date; an hour alone; how long; 25 of 30; 2 of 12 or a date; how many; `1` or `2`; 60 of 100."""
START = r"(?<!\S)"
"""Texts are words that each end in a space, so that a word is never found inside another."""


def pattern(line: str, names: Mapping[str, str] | None = None) -> re.Pattern[str]:
    return re.compile(f"{START}(?:{regex_of(line, names or {})})")


def regex_of(line: str, names: Mapping[str, str]) -> str:
    return "".join(_part(part, names) for part in PART.finditer(line))


def _part(part: re.Match[str], names: Mapping[str, str]) -> str:
    if part["name"]:
        return EXACT.get(part["name"]) or f"(?:{regex_of(names[part['name']], names)})"
    if part["word"]:
        return _word(part["word"], is_firm=bool(part["firm"]))
    if part["any"]:
        return ANY
    return NUMBER if part["number"] else part[0]


def _word(word: str, *, is_firm: bool) -> str:
    forms = {word} if is_firm else {word, fold(word)}
    return f"(?:(?:{'|'.join(map(re.escape, sorted(forms)))}) )"
