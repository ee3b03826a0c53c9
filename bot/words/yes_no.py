"""Yes and no to a question of the machine, and what people put around their words to be polite."""

import unicodedata

from bot.words.names import fold, tidy

YES = frozenset(
    [
        "co",
        "co a",
        "duoc",
        "dong y",
        "toi dong y",
        "em dong y",
        "chau dong y",
        "nhat tri",
        "ok",
        "oke",
        "okay",
        "u",
        "uh",
        "phai",
        "phai roi",
        "chac chan",
        "co dong y",
        "vang dong y",
        "da co",
        "ok dong y",
        "xac nhan",
    ]
)
NO = frozenset(
    [
        "khong",
        "khong a",
        "ko",
        "k",
        "khong dong y",
        "toi khong dong y",
        "khong phai",
        "chua",
        "thoi",
        "khong can",
        "de sau",
    ]
)
SAID_OF_ANYTHING = frozenset({"dung lai", "khong muon", "den muon", "ve som", "da goi", "da xong", "chua xong"})
"""They begin something where nothing is open, and are as well said of what is asked."""
SURELY_YES = frozenset(
    {
        "đúng",
        "đúng ạ",
        "dạ đúng",
        "đúng rồi",
        "đúng vậy",
        "đúng thế",
        "vâng",
        "vâng ạ",
        "dạ vâng",
        "dạ vâng ạ",
        "dạ có",
        "dạ được",
    }
)
"""With their marks; without them "vang" is also "vắng", and "dung" also "dừng"."""
POLITE_BEFORE = ("da ", "thua ", "vang a ")
POLITE_BEHIND = (" a", " nhe", " nha", " nhi", " voi", " di", " dong chi", " chi bo")
SIGNS = " .,!…;:)(\"'"


def is_marked_right(text: str) -> bool:
    """`đúng` with its marks, which without them is also `dừng`."""
    return unicodedata.normalize("NFC", tidy(text)).lower().strip(SIGNS) == "đúng"


def yes_or_no(text: str) -> bool | None:
    """What a short answer says; None where it says neither, or may say both."""
    marked = unicodedata.normalize("NFC", tidy(text)).lower().strip(SIGNS)
    if marked in SURELY_YES:
        return True
    bare = plainly(text)
    if bare in YES:
        return True
    return False if bare in NO else None


def plainly(text: str) -> str:
    """Folded, without signs around it and without polite words before and behind: `Thôi ạ.` -> `thoi`."""
    words = fold(text).strip(SIGNS)
    if words and set(words) <= {"?", " "}:
        return "?"
    for polite in POLITE_BEFORE:
        words = words.removeprefix(polite)
    for polite in POLITE_BEHIND:
        words = words.removesuffix(polite)
    words = words.strip(SIGNS)
    return "?" if words == "?" else words
