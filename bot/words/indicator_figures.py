"""An answer to what a committee asks: the numbers in what somebody types, and how they are written back."""

import re
from collections.abc import Sequence

from bot.words.amounts import amount
from bot.words.names import fold, tidy
from bot.words.office import percent

LARGEST = 10**12
NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?![\d.])|\d+")
GROUPED = (re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)"), re.compile(r"(?<![\d.])\d{1,3}(?: \d{3})+(?!\d)"))
"""`2,491` and `2 491` where a number too many would stand there otherwise."""
NOTE = re.compile(r"[\s;,.(]*ghi\s+ch[uúùủũụ]\s*:?\s*", re.IGNORECASE)
LONGEST_NOTE = 200
NONE = frozenset({"khong", "khong co", "chua co", "khong co ai"})

ONE_NUMBER = "cần một số nguyên, ví dụ: 92"
TWO_NUMBERS = "cần hai số, ví dụ: 98/104"
TOO_LARGE = "số lớn quá, mời xem lại"
NEGATIVE = "số không được âm"
NOTE_TOO_LONG = f"ghi chú dài nhất {LONGEST_NOTE} chữ cái"


def class_numbers(classes: Sequence[str]) -> str:
    return f"cần {len(classes)} số theo thứ tự: {', '.join(classes)}"


def without_note(text: str) -> tuple[str, str | None]:
    """The numbers, and the words behind `ghi chú:`; raises ValueError, whose words say why."""
    said = tidy(text)
    found = NOTE.search(said)
    if found is None:
        return said, None
    note = said[found.end() :].rstrip(" )")
    if len(note) > LONGEST_NOTE:
        raise ValueError(NOTE_TOO_LONG)
    return said[: found.start()], note or None


def read_figure(text: str, kind: str, classes: Sequence[str]) -> tuple[int, ...]:
    """`92`, `98/104`, `206 134 43 6`, `tốt 134, xuất sắc 206 …`; raises ValueError, whose words say why.

    Of classes a single number is taken as that of the first: whoever answers one by one is asked for the next.
    """
    if kind == "classes":
        return _classes(text, classes)
    wanted = 2 if kind == "of" else 1
    if wanted == 1 and fold(text).strip(" .!") in NONE:
        return (0,)
    found = numbers_in(text, wanted)
    if len(found) != wanted:
        raise ValueError(TWO_NUMBERS if wanted == 2 else ONE_NUMBER)
    return found


def _classes(text: str, classes: Sequence[str]) -> tuple[int, ...]:
    if named := _by_name(text, classes):
        return named
    found = numbers_in(text, len(classes))
    if len(found) not in {1, len(classes)} or _letters(text):
        raise ValueError(class_numbers(classes))
    return found


def _by_name(text: str, classes: Sequence[str]) -> tuple[int, ...] | None:
    """Each class with its number behind it; None where none is named. Raises ValueError where some are missing."""
    rest, found = fold(text), dict[str, int]()
    for name in sorted(classes, key=len, reverse=True):
        match = re.search(rf"(?<![a-z]){re.escape(fold(name))}\s*[:=]?\s*({NUMBER.pattern})", rest)
        if match is not None:
            found[name] = _whole(match[1])
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    if not found:
        return None
    if len(found) < len(classes) or NUMBER.search(rest):
        raise ValueError(class_numbers(classes))
    return tuple(found[name] for name in classes)


def _letters(text: str) -> bool:
    return re.search("[a-z]", fold(text)) is not None


def numbers_in(text: str, wanted: int) -> tuple[int, ...]:
    """The whole numbers; `2,491` and `2 491` are one only where otherwise there would not be so many as are wanted."""
    said = tidy(text)
    if re.match(r"[-−]\s*\d", said):
        raise ValueError(NEGATIVE)
    shapes = [said, *(shape.sub(lambda group: re.sub("[ ,]", "", group[0]), said) for shape in GROUPED)]
    all_found = [NUMBER.findall(one) for one in shapes]
    return tuple(map(_whole, next((found for found in all_found if len(found) == wanted), all_found[0])))


def _whole(text: str) -> int:
    number = int(text.replace(".", "")[:20])
    if number > LARGEST:
        raise ValueError(TOO_LARGE)
    return number


# Written back


def change(number: int) -> str:
    """`+5`, `−3`, `=`."""
    return f"{'+' if number > 0 else '−'}{amount(abs(number))}" if number else "="


def figure(parts: Sequence[int], kind: str, classes: Sequence[str]) -> str:
    """`92`; `98/104`; `tốt 134, không 6`."""
    if kind == "classes":
        return ", ".join(f"{name} {amount(part)}" for name, part in zip(classes, parts, strict=False))
    return "/".join(map(amount, parts))


def ratio(part: int, whole: int, rate: str | None) -> str:
    """`92/120 = 76,67 %`: both counts beside the percent."""
    return (
        f"{amount(part)}/{amount(whole)} = {percent(rate)}" if rate is not None else f"{amount(part)}/{amount(whole)}"
    )
