"""Short messages as they lie on a line to a carrier, read and cut by other libraries' eyes than ours."""

from dataclasses import dataclass, field
from typing import Literal

import smpp34
from aiosmpplib import GSM7BitCodec

REFERENCE, TOTAL, NUMBER, PAYLOAD = 0x020C, 0x020E, 0x020F, 0x0424
Cut = Literal["header8", "header16", "options", "payload"]
GSM = GSM7BitCodec.get_codec_info()


@dataclass(frozen=True, slots=True)
class Taken:
    """A part that was taken."""

    id: str
    phone: str
    sender: str
    octets: bytes
    esm_class: int
    coding: int
    wants_receipt: bool


@dataclass
class Words:
    """A short message, or a part of one, for us."""

    phone: str
    octets: bytes
    coding: int
    esm_class: int = 0
    tlvs: list[smpp34.Tlv] = field(default_factory=list)
    is_acknowledged: bool = False
    times: int = 0


def texts_of(parts: list[Taken]) -> list[str]:
    whole, pieces = [], dict[tuple[str, bytes], dict[int, str]]()
    for one in parts:
        if not one.esm_class & 0x40:
            whole.append(read(one.octets, one.coding))
            continue
        length, kind, size, reference, total, number = one.octets[:6]
        assert (length, kind, size) == (5, 0, 3)
        key = one.phone, bytes([reference, total])
        pieces.setdefault(key, {})[number] = read(one.octets[6:], one.coding)
        if len(pieces[key]) == total:
            found = pieces.pop(key)
            whole.append("".join(found[number] for number in sorted(found)))
    return whole


def read(octets: bytes, coding: int) -> str:
    return octets.decode("utf-16-be") if coding == 8 else str(GSM.decode(octets)[0])


def cut_up(phone: str, text: str, cut: Cut) -> list[Words]:
    octets, coding, room = _written(text)
    if len(octets) <= room:
        return [Words(phone, octets, coding)]
    if cut == "payload":
        return [Words(phone, b"", coding, tlvs=[smpp34.Tlv(PAYLOAD, octets)])]
    room = 132 if coding == 8 else 150
    pieces = [octets[at : at + room] for at in range(0, len(octets), room)]
    return [_piece(phone, piece, coding, cut, len(pieces), number) for number, piece in enumerate(pieces, 1)]


def _piece(phone: str, octets: bytes, coding: int, cut: Cut, total: int, number: int) -> Words:
    if cut == "options":
        tags = (REFERENCE, b"\x02\x9a"), (TOTAL, bytes([total]))
        tlvs = [smpp34.Tlv(tag, value) for tag, value in (*tags, (NUMBER, bytes([number])))]
        return Words(phone, octets, coding, tlvs=tlvs)
    header = b"\x08\x04\x02\x9a" if cut == "header16" else b"\x00\x03\x9a"
    header += bytes([total, number])
    return Words(phone, bytes([len(header)]) + header + octets, coding, 0x40)


def _written(text: str) -> tuple[bytes, int, int]:
    try:
        return bytes(GSM.encode(text)[0]), 0, 160
    except UnicodeEncodeError:
        return text.encode("utf-16-be"), 8, 140
