"""How a text becomes short messages: in which alphabet, in how many parts, and where it is cut.

Ours, for every library looked at cuts something wrongly; networks and services count the same parts with it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from bot.words.plain import GSM, INSTEAD, plain

EXTENDED = frozenset("\f^{}\\[~]|€")
"""These are written with an escape before them: two septets each."""
JOINERS = frozenset("\u200d\ufe0e\ufe0f")
"""They hold on to what stands before them, as marks do."""
TYPOGRAPHIC = {code: sign for code, sign in INSTEAD.items() if code > 127 and unicodedata.category(chr(code))[0] == "P"}
TYPOGRAPHIC |= dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F], " ")
"""Quotes, dashes and spaces of the printing press: nobody misses them, and one of them would double the price."""
MOST_PARTS = 255
"""A part's number has one octet."""


class Coding(IntEnum):
    """The alphabet, by the number that networks have for it (`data_coding`)."""

    GSM7 = 0
    UCS2 = 8


ROOM = {Coding.GSM7: (160, 153), Coding.UCS2: (70, 67)}
"""Of a message alone, and of a part of several."""


@dataclass(frozen=True, slots=True)
class Segments:
    """A text as it is counted and paid for."""

    coding: Coding
    texts: tuple[str, ...]
    """Joined, they are the text."""

    @property
    def count(self) -> int:
        return len(self.texts)


def segments(text: str) -> Segments:
    """The parts; an empty text is one part."""
    coding = Coding.GSM7 if all(letter in GSM or letter in EXTENDED for letter in text) else Coding.UCS2
    alone, joined = ROOM[coding]
    if weight(text, coding) <= alone:
        return Segments(coding, (text,))
    return Segments(coding, tuple(_cut(text, coding, joined)))


def weight(text: str, coding: Coding) -> int:
    """Septets, or UTF-16 units: a letter of the extension and an emoji are two."""
    if coding is Coding.GSM7:
        return len(text) + sum(letter in EXTENDED for letter in text)
    return len(text) + sum(letter > "\uffff" for letter in text)


def sms_text(text: str, *, marks: bool) -> str:
    """The text as it leaves by SMS: without marks or, where a gateway keeps them, composed and in plain punctuation."""
    return unicodedata.normalize("NFC", text).translate(TYPOGRAPHIC).strip("\n") if marks else plain(text)


def as_it_leaves(text: str, *, marks: bool, most: int) -> tuple[str, Segments]:
    """The text by SMS and its parts; what is too long with its marks leaves without them, rather than not at all."""
    said = sms_text(text, marks=marks)
    parts = segments(said)
    if parts.count <= most or not marks:
        return said, parts
    said = sms_text(text, marks=False)
    return said, segments(said)


def octets(text: str, coding: Coding) -> bytes:
    """A part as it is handed to a network: an octet for a septet, or UTF-16; half a letter becomes a question mark."""
    if coding is Coding.UCS2:
        return text.encode("utf-16-be", "replace")
    return b"".join(b"\x1b" + bytes([ESCAPED[one]]) if one in ESCAPED else bytes([SEPTETS[one]]) for one in text)


def with_headers(parts: Segments, reference: int) -> list[bytes]:
    """The octets of all parts, each begun by what joins them again on the phone, where there are several."""
    if parts.count == 1:
        return [octets(parts.texts[0], parts.coding)]
    return [
        bytes([5, 0, 3, reference % 256, parts.count, number]) + octets(text, parts.coding)
        for number, text in enumerate(parts.texts, 1)
    ]


# Cutting


def _cut(text: str, coding: Coding, room: int) -> Iterator[str]:
    """Full parts; no letter is parted from its marks, unless it alone is longer than a part."""
    part, filled = "", 0
    for piece in _pieces(text, coding, room):
        heavy = weight(piece, coding)
        if filled + heavy > room:
            yield part
            part, filled = "", 0
        part, filled = part + piece, filled + heavy
    yield part


def _pieces(text: str, coding: Coding, room: int) -> Iterator[str]:
    """What must not be cut: a letter with all that hangs on it."""
    piece = ""
    for letter in text:
        hangs = piece and (_hangs(letter) or piece[-1] == "\u200d" or piece + letter == "\r\n")
        if piece and (not hangs or weight(piece + letter, coding) > room):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _hangs(letter: str) -> bool:
    """On the letter before it: a mark, a joiner, a colour of skin."""
    return (
        letter in JOINERS
        or unicodedata.category(letter) in {"Mn", "Me", "Mc"}
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
    )


# The alphabet of GSM 03.38, in its order

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
SEPTETS = {letter: number for number, letter in enumerate(BASIC) if letter != "\x1b"}
ESCAPED = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
