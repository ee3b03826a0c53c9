"""What a carrier says later of the parts of our messages: of a message of several, once, when it is decided."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.channels.sms.smpp_pdus import RECEIPTED_ID, STATE, Delivered
from bot.messages import Arrival

FIELD = re.compile(r"(id|stat|err):\s*(\S+)", re.IGNORECASE)
BY_NAME = {
    "DELIVRD": Arrival.DELIVERED,
    "EXPIRED": Arrival.FAILED,
    "DELETED": Arrival.FAILED,
    "UNDELIV": Arrival.FAILED,
    "REJECTD": Arrival.FAILED,
}
BY_NUMBER = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}
MOST = 20_000


@dataclass(frozen=True, slots=True)
class PartReceipt:
    """Of one part."""

    message_id: str
    arrival: Arrival | None
    """None: it is still on its way."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Of a message, by the id that it is known by."""

    external_id: str
    arrival: Arrival
    reason: str | None


def receipt_of(said: Delivered, ids: str = "same") -> PartReceipt | None:
    """Read from the options or, as most carriers have it, from a line of text."""
    line = said.octets.decode("latin-1").partition(" text:")[0].partition(" Text:")[0]
    fields = {name.lower(): value for name, value in reversed(FIELD.findall(line))}
    own = said.options.get(RECEIPTED_ID, b"").partition(b"\0")[0].decode("latin-1").strip()
    message_id = own or fields.get("id", "")
    name = BY_NUMBER.get(int.from_bytes(said.options.get(STATE, b""))) or fields.get("stat", "").upper()[:7]
    if not message_id:
        return None
    arrival = BY_NAME.get(name)
    reason = f"smpp {name} {fields.get('err', '')[:8]}".strip() if arrival is Arrival.FAILED else None
    return PartReceipt(_as_given(message_id, ids), arrival, reason)


def _as_given(message_id: str, ids: str) -> str:
    """Some carriers write the same number in another base once it is done."""
    try:
        if ids == "hex_as_decimal":
            return f"{int(message_id):x}"
        return str(int(message_id, 16)) if ids == "decimal_as_hex" else message_id
    except ValueError:
        return message_id


def same(message_id: str, ids: str) -> str:
    """An id as it was given, in the form in which receipts are looked up."""
    if ids == "same":
        return message_id
    return message_id.lower().lstrip("0") or message_id


@dataclass
class Message:
    """One of ours of several parts."""

    external_id: str
    open: set[str]
    is_decided: bool = False


@dataclass
class Receipts:
    """Which part belongs to which message, for as long as the process lives.

    A message of one part is known by the id of its part, one of several by that of its last: so a receipt that comes
    after a new start still says something of it.
    """

    messages: OrderedDict[str, Message] = field(default_factory=OrderedDict)
    early: list[PartReceipt] = field(default_factory=list)
    """Came while the answers to the parts of some message were awaited: it may be about one of them."""
    _leaving: int = 0

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Parts of a message are on their way out; whoever sends calls `settled` afterwards."""
        self._leaving += 1
        try:
            yield
        finally:
            self._leaving -= 1

    def left(self, part_ids: Sequence[str]) -> None:
        """All parts are taken, under these ids."""
        if len(part_ids) < 2:
            return
        message = Message(part_ids[-1], set(part_ids))
        for part_id in part_ids:
            self.messages[part_id] = message
        while len(self.messages) > MOST:
            self.messages.popitem(last=False)

    def settled(self) -> list[Decided]:
        """What is known of those that came early, now that it is known whose they are."""
        known = [one for one in self.early if one.message_id in self.messages or not self._leaving]
        self.early = [one for one in self.early if one not in known]
        return [decided for one in known if (decided := self._take(one))]

    def take(self, receipt: PartReceipt) -> Decided | None:
        """What it decides; None where nothing, or not yet."""
        if receipt.arrival is None:
            return None
        if receipt.message_id not in self.messages and self._leaving:
            self.early.append(receipt)
            return None
        return self._take(receipt)

    def _take(self, receipt: PartReceipt) -> Decided | None:
        message = self.messages.get(receipt.message_id)
        arrival = receipt.arrival
        if arrival is None or (message and message.is_decided):
            return None
        if message is None:
            return Decided(receipt.message_id, arrival, receipt.reason)
        message.open.discard(receipt.message_id)
        if arrival is Arrival.DELIVERED and message.open:
            return None
        message.is_decided = True
        return Decided(message.external_id, arrival, receipt.reason)
