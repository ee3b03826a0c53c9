"""Text from before Unicode: recognised by what a whole sheet spells, then converted."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from bot.words.roster_letters import OF_VIETNAMESE_ONLY, TCVN3, VNI, is_syllable


class Encoding(StrEnum):
    """An encoding of the time before Unicode, by the name people know."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"


WORD = re.compile(r"[A-Za-z\u00a1-\uffff]+")
VNI_LETTER = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
TCVN3_LETTERS = str.maketrans(TCVN3)
TONED = frozenset(letter for letter in TCVN3.values() if letter.upper() not in TCVN3.values())
FOREIGN = {
    Encoding.TCVN3: re.compile(f"(?![{''.join(TCVN3)}])[\u00c0-\u00ff]"),
    Encoding.VNI: re.compile(f"(?![{''.join(set(''.join(VNI)))}])[\u00c0-\u00ff]"),
}
CAPITAL, SMALL = re.compile("[A-Z]"), re.compile("[a-z]")
ENOUGH = 3
"""Words that only the old encoding can spell; fewer might be a foreign name."""


def decode(text: str, encoding: Encoding) -> str:
    """The same text in Unicode; what is Unicode already stays as it is."""
    decoded = None if text.isascii() else _decode(text, encoding)
    if decoded is None or (_spells(text) and not _spells(decoded)):
        return text
    return decoded


def with_capitals(text: str) -> str:
    """TCVN3 has no capitals with a tone of their own, so names lost them; no other word begins with one."""
    return " ".join(word[:1].upper() + word[1:] if word[:1] in TONED else word for word in text.split())


def recognise(texts: Iterable[str]) -> Encoding | None:
    """The old encoding most of the words are in, or None for Unicode; doubtful words have no vote."""
    words = {word for text in texts if not text.isascii() for word in WORD.findall(text) if not word.isascii()}
    votes = Counter(map(_vote, words))
    old = max(Encoding, key=lambda encoding: votes[encoding])
    others = sum(votes[kind] for kind in (*Encoding, "unicode") if kind != old)
    return old if votes[old] >= max(ENOUGH, 2 * others) else None


def _vote(word: str) -> str | None:
    able = [encoding for encoding in Encoding if is_syllable(_decode(word, encoding) or "")]
    if is_syllable(word):
        return None if able else "unicode"
    return able[0] if len(able) == 1 else None


def _spells(text: str) -> bool:
    return all(is_syllable(word) for word in WORD.findall(text) if not word.isascii())


def _decode(text: str, encoding: Encoding) -> str | None:
    """None where the text holds letters the encoding does not have."""
    if OF_VIETNAMESE_ONLY.search(text) or FOREIGN[encoding].search(text):
        return None
    if encoding is Encoding.VNI:
        return VNI_LETTER.sub(lambda found: VNI[found[0]], text)
    decoded = text.translate(TCVN3_LETTERS)
    # Capitals with a tone are small letters in a font of capitals; only the other letters tell.
    return decoded.upper() if len(CAPITAL.findall(text)) > 1 and not SMALL.search(text) else decoded
