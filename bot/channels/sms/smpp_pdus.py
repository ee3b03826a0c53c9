"""What goes over a line to a carrier, PDU by PDU.

Those that leave are aiosmpplib's. What comes is read here: its own reader takes down the whole line for a status, a
receipt's date or an option that it does not know, and the carrier would bring the same again for ever.
"""

import struct
from dataclasses import dataclass, field
from datetime import timedelta

from aiosmpplib import (
    NPI,
    TON,
    BindTransceiver,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    PhoneNumber,
    SmppCommand,
    SmppCommandStatus,
    SmppMessage,
    SubmitSm,
    Unbind,
    UnbindResp,
)

from bot.sms_phone_settings import Smpp
from bot.words.segments import Coding

__all__ = [
    "EnquireLink", "EnquireLinkResp", "SmppCommand", "SmppCommandStatus", "SmppMessage", "Unbind", "UnbindResp",
]  # fmt: skip
HEADER = struct.Struct("!IIII")
LARGEST = 70_000
WITH_HEADER, RECEIPT_CLASS = 0x40, 0x04
RECEIPTED_ID, PAYLOAD, STATE = 0x001E, 0x0424, 0x0427
SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER = 0x020C, 0x020E, 0x020F
SHORT_NUMBER = 8
CODINGS = {Coding.GSM7: "gsm0338", Coding.UCS2: "ucs2"}


@dataclass(frozen=True, slots=True)
class Pdu:
    """One that came, its header read."""

    command: int
    status: int
    sequence: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A `deliver_sm`: what somebody wrote, or what became of a message of ours."""

    sequence: int
    sender: str = field(repr=False)
    esm_class: int
    coding: int
    octets: bytes = field(repr=False)
    options: dict[int, bytes] = field(repr=False)

    @property
    def is_receipt(self) -> bool:
        return bool(self.esm_class & RECEIPT_CLASS) or RECEIPTED_ID in self.options


def status_name(status: int) -> str:
    """As the protocol calls it, or a number of the carrier's own."""
    try:
        return SmppCommandStatus(status).name.removeprefix("ESME_")
    except ValueError:
        return f"{status:#x}"


# What leaves


def bind(terms: Smpp) -> SmppMessage:
    password = terms.password.get_secret_value()
    return BindTransceiver(system_id=terms.user, password=password, system_type=terms.system_type)


def submission(terms: Smpp, phone: str, octets: bytes, coding: Coding, *, is_joined: bool) -> SubmitSm:
    """One part, cut and written by us; the library adds nothing to it. Its answer is told apart from all others."""
    message = SubmitSm(
        short_message="-",  # it wants some; what leaves is what is set below
        source=_sender(terms.sender),
        destination=PhoneNumber(phone, TON.INTERNATIONAL, NPI.ISDN),
        esm_class=WITH_HEADER if is_joined else 0,
        validity_period=timedelta(seconds=terms.validity),
        registered_delivery=1,
        encoding=CODINGS[coding],
        auto_message_payload=False,
    )
    message.set_encoded_message(octets)
    return message


def acknowledgement(sequence: int, status: SmppCommandStatus = SmppCommandStatus.ESME_ROK) -> SmppMessage:
    return DeliverSmResp(sequence_num=sequence, command_status=status)


def not_known(sequence: int) -> SmppMessage:
    return GenericNack(sequence_num=sequence, command_status=SmppCommandStatus.ESME_RINVCMDID)


def _sender(sender: str) -> PhoneNumber:
    """A name, a short code, or a number."""
    digits = sender.removeprefix("+")
    if not digits.isdecimal():
        return PhoneNumber(sender, TON.ALPHANUMERIC, NPI.UNKNOWN)
    if len(digits) <= SHORT_NUMBER:
        return PhoneNumber(digits, TON.NETWORK_SPECIFIC, NPI.UNKNOWN)
    return PhoneNumber(digits, TON.NATIONAL if digits.startswith("0") else TON.INTERNATIONAL, NPI.ISDN)


# What comes


def delivered(pdu: Pdu) -> Delivered:
    """Raises `ValueError` where it is none."""
    try:
        return _delivered(pdu)
    except (IndexError, struct.error) as error:
        raise ValueError("deliver_sm is cut short") from error


def _delivered(pdu: Pdu) -> Delivered:
    body, at = pdu.body, 0

    def text() -> str:
        nonlocal at
        end = body.index(0, at)
        found, at = body[at:end], end + 1
        return found.decode("latin-1")

    def number() -> int:
        nonlocal at
        at += 1
        return body[at - 1]

    text()  # the service
    at += 2
    sender = text()
    at += 2
    text()  # to whom: us
    esm_class = number()
    at += 2
    text(), text()  # when it should be delivered, and until when
    at += 2
    coding = number()
    at += 1
    length = number()
    octets, options = body[at : at + length], _options(body[at + length :])
    if len(octets) < length:
        raise ValueError("deliver_sm is cut short")
    return Delivered(pdu.sequence, sender, esm_class, coding, octets or options.get(PAYLOAD, b""), options)


def _options(octets: bytes) -> dict[int, bytes]:
    found, at = {}, 0
    while at + 4 <= len(octets):
        tag, length = struct.unpack_from("!HH", octets, at)
        found[tag] = octets[at + 4 : at + 4 + length]
        at += 4 + length
    return found


def message_id(body: bytes) -> str:
    """Of the answer to a submission."""
    return body.partition(b"\0")[0].decode("latin-1").strip()
