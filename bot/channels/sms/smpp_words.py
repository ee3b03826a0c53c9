"""What people write, as a carrier brings it: decoded, and the parts of a longer text joined again."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.channels.sms.smpp_pdus import SAR_NUMBER, SAR_REFERENCE, SAR_TOTAL, WITH_HEADER, Delivered
from bot.words.segments import ESCAPED, SEPTETS, Coding

ASCII, LATIN_1 = 1, 3
ESCAPE = 0x1B
FROM_SEPTETS = {number: letter for letter, number in SEPTETS.items()}
FROM_ESCAPED = {number: letter for letter, number in ESCAPED.items()}
UNFINISHED_AFTER, REMEMBERED_FOR, MOST = 120.0, 600.0, 1000
ILLEGIBLE = "…"
"""What stands for a text of which a part never came: the rest of it could say the opposite."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a longer text."""

    reference: int
    total: int
    number: int


def part_of(said: Delivered) -> tuple[Part | None, bytes]:
    """Which piece it is, and its octets without what says so."""
    octets, options = said.octets, said.options
    if said.esm_class & WITH_HEADER and octets and len(octets) > octets[0]:
        header, rest = octets[1 : 1 + octets[0]], octets[1 + octets[0] :]
        return _sensible(_of_header(header)), rest
    if {SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER} <= options.keys():
        numbers = [int.from_bytes(options[tag]) for tag in (SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER)]
        return _sensible(Part(*numbers)), octets
    return None, octets


def _of_header(header: bytes) -> Part | None:
    """Among other things that may stand there, with a reference of one octet or of two."""
    at = 0
    while at + 2 <= len(header):
        kind, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        if (kind, len(value)) == (0, 3):
            return Part(value[0], value[1], value[2])
        if (kind, len(value)) == (8, 4):
            return Part(int.from_bytes(value[:2]), value[2], value[3])
        at += 2 + length
    return None


def _sensible(part: Part | None) -> Part | None:
    return part if part and part.total > 1 and 1 <= part.number <= part.total else None


def decoded(octets: bytes, coding: int) -> str:
    """By the coding that is told; what cannot be is shown as such, and zeros, which no database takes, are left out."""
    return _decoded(octets, coding).replace("\0", "")


def _decoded(octets: bytes, coding: int) -> str:
    if coding == Coding.UCS2 or (coding >= 0x10 and coding & 0x0C == 0x08):
        return octets.decode("utf-16-be", "replace")
    if coding in {ASCII, LATIN_1}:
        return octets.decode("latin-1")
    return _from_septets(octets)


def _from_septets(octets: bytes) -> str:
    letters, is_escaped = [], False
    for one in octets:
        if is_escaped:
            letters.append(FROM_ESCAPED.get(one, " "))
        elif one != ESCAPE:
            letters.append(FROM_SEPTETS.get(one, chr(one)))
        is_escaped = one == ESCAPE and not is_escaped
    return "".join(letters)


Key = tuple[str, int, int]


@dataclass
class Pieces:
    """A text of which not all has come."""

    began_at: float
    octets: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """By number, with the coding."""


@dataclass
class Joiner:
    """Joins the parts of longer texts, by sender and reference."""

    open: OrderedDict[Key, Pieces] = field(default_factory=OrderedDict)
    done: OrderedDict[Key, Pieces] = field(default_factory=OrderedDict)
    """So that a part that comes once more does not begin a new text."""

    def add(self, said: Delivered) -> str | None:
        """The whole text, once all of it is there."""
        part, octets = part_of(said)
        if part is None:
            return decoded(octets, said.coding)
        key = said.sender, part.reference, part.total
        if self._is_repeated(key, part.number, (said.coding, octets)):
            return None
        pieces = self.open.setdefault(key, Pieces(time.monotonic()))
        pieces.octets[part.number] = said.coding, octets
        if len(pieces.octets) < part.total:
            _bound(self.open)
            return None
        self.done[key] = self.open.pop(key)
        _bound(self.done)
        return _joined(pieces)

    def given_up(self) -> list[str]:
        """The senders of texts that will not be whole any more."""
        now = time.monotonic()
        late = [key for key, pieces in self.open.items() if now - pieces.began_at > UNFINISHED_AFTER]
        for key in late:
            self.done[key] = self.open.pop(key)
        return [sender for sender, _, _ in late]

    def _is_repeated(self, key: Key, number: int, piece: tuple[int, bytes]) -> bool:
        whole = self.done.get(key)
        return (
            whole is not None
            and time.monotonic() - whole.began_at < REMEMBERED_FOR
            and whole.octets.get(number) == piece
        )


def _joined(pieces: Pieces) -> str:
    """Octets first: other people's phones cut letters in two."""
    in_order = [pieces.octets[number] for number in sorted(pieces.octets)]
    if len({coding for coding, _ in in_order}) == 1:
        return decoded(b"".join(octets for _, octets in in_order), in_order[0][0])
    return "".join(decoded(octets, coding) for coding, octets in in_order)


def _bound(kept: OrderedDict[Key, Pieces]) -> None:
    while len(kept) > MOST:
        kept.popitem(last=False)
