"""Marks of secrecy in what people write: such a text may not be kept, not even in the log."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import combinations

from bot.words.names import STROKES, fold, tidy

CONFIRMED_PREFIX = "xác nhận"
"""Before a doubtful text it says: nothing secret here."""


class Finding(StrEnum):
    """From the best to the worst."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"
    """It may be kept where the person confirms that it is harmless."""
    MARKED = "marked"
    """Nothing of it may be kept, whatever anybody confirms."""


RANK = {finding: rank for rank, finding in enumerate(Finding)}
JOINERS = re.compile("[\u034f\u115f\u1160\u3164\ufe00-\ufe0f]")
"""Invisible, and yet letters or marks to Unicode."""
WORD = re.compile(r"[^\W\d_]+")
WORD_OR_COLON = re.compile(r"[^\W\d_]+|[:=]")
BRACKETS = re.compile(r"[()\[\]{}<>|【】«»]")
FILE_ENDING = re.compile(r"[.](?:pdf|docx?|xlsx?|pptx?|txt|rtf|odt|jpe?g|png|heic|zip|rar|7z)$")


@cache
def _barer(letter: str) -> str:
    """The letter and what is left of it where marks were not typed, as a class: `ậ` gives `[aâạậ]`."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    some = (marked for count in range(len(marks) + 1) for marked in combinations(marks, count))
    forms = {unicodedata.normalize("NFC", base + "".join(marked)) for marked in some}
    return f"[{''.join(sorted(forms | {letter.translate(STROKES)}))}]"


def _firm(phrase: str) -> str:
    """The phrase with all its marks, glued together or spaced out."""
    return " ?".join(phrase.replace(" ", ""))


def _loose(phrase: str) -> str:
    """The same, where any mark may be missing; a different mark is a different word."""
    return " ?".join(_barer(letter) for letter in phrase.replace(" ", ""))


# Behind these the three letters are density, password, honey, closeness; without marks also the Front, or "lost".
MAT = rf"{_firm('mật')}\b(?! (?:độ|khẩu|ong|thiết)\b)"
MAT_LOOSE = rf"{_loose('mật')}\b(?! (?:độ|do|khẩu|khau|ong|thiết|thiet|trận|tran|rồi|roi|sạch|sach)\b)"

MARKED = re.compile(
    rf"\b(?:{_loose('tuyệt')} ?{MAT_LOOSE}"
    rf"|{_loose('lưu hành')} ?(?:trong )?{_loose('nội bộ')}\b"
    rf"|(?:{_loose('tài liệu')}|{_loose('công văn')}) ?{MAT_LOOSE}"
    rf"|(?:{_loose('tối')}|{_loose('văn bản')}) ?{MAT}"
    rf"|(?<!bảo vệ )(?<!bao ve ){_loose('bí mật nhà nước')}\b)"
)
"""Anywhere. Teaching how state secrets are protected is harmless; naming them is not."""

STAMP = re.compile(
    rf"(?:{_loose('xác nhận')} )?(?:(?:{_loose('mức độ')}|{_loose('độ')}|mức|{_loose('đóng dấu')}|dấu) ?{_firm('mật')}"
    rf"|{_firm('mật')}|{_loose('tối mật')}|{_loose('văn bản mật')})"
)
"""As a line of its own, or in brackets."""

LEVEL = re.compile(
    rf"(?:^(?:{_loose('mức')} )?{_loose('độ mật')}|\b{_firm('độ mật')}) ?[:=](?! ?(?:không|(?:bình )?thường)\W*$)"
)
"""`Độ mật: …`, whatever the level, unless it says that there is none."""

DOUBTFUL = re.compile(
    rf"\b(?:{_firm('mật')}|{_loose('không phổ biến')}|{_firm('tối')} ?{_loose('mật')}"
    rf"|{_loose('văn bản mật')}|{_loose('bảo vệ bí mật nhà nước')})\b(?! (?:rồi|roi|trận|tran)\b)"
)


def secrecy(texts: Iterable[str]) -> Finding:
    """The worst that is found in any of the texts."""
    return max((_finding(text) for text in texts), key=RANK.__getitem__, default=Finding.CLEAR)


def confirmed(text: str) -> bool:
    """Does it start with the words that say it is harmless?"""
    prefix, said = fold(CONFIRMED_PREFIX), fold(text)
    return said.startswith((f"{prefix}:", f"{prefix} "))


def _finding(text: str) -> Finding:
    if not text or text.isspace():
        return Finding.CLEAR
    lines = [tidy(JOINERS.sub("", line)).lower() for line in unicodedata.normalize("NFKC", text).splitlines()]
    whole = _words(" ".join(lines))
    if MARKED.search(whole) or any(map(_is_stamp, lines)):
        return Finding.MARKED
    return Finding.DOUBTFUL if DOUBTFUL.search(whole) else Finding.CLEAR


def _is_stamp(line: str) -> bool:
    return LEVEL.search(" ".join(WORD_OR_COLON.findall(line))) is not None or any(
        STAMP.fullmatch(part) for part in _parts(line)
    )


def _parts(line: str) -> Iterator[str]:
    """The line without its file ending, and what stands in brackets in it."""
    bare = FILE_ENDING.sub("", line)
    yield _words(bare)
    yield from map(_words, BRACKETS.split(bare)[1:])


def _words(text: str) -> str:
    return " ".join(WORD.findall(text))
