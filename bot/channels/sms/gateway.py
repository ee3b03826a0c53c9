"""What carries short messages: a company's web service, a phone of our own, a line to a carrier."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.messages import Body, Event, HookAnswer, HookRequest, Outcome, Polled, Receipt
from bot.words.segments import Segments


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """One text on its way to one phone: cut, counted, and known to be short enough."""

    phone: str
    """`84` and nine digits."""
    text: str
    parts: Segments
    key: str
    """Ours for this try, at most 50 letters, digits and hyphens. A try whose answer was lost is made again under the
    same key, so that whoever knows keys takes it once."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a gateway's event says: that somebody wrote, or what became of messages of ours."""

    event_id: str
    """The same when it comes again; at most 80 characters."""
    sender: str = ""
    """As the gateway writes it; whether it is a phone is the channel's to find out."""
    text: str = ""
    receipts: tuple[Receipt, ...] = ()
    """Of a report; then there is neither sender nor text."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left with the company that carries our messages."""

    amount: float
    unit: str = "đồng"


class SmsGateway(Protocol):
    """One gateway. It keeps nothing that must outlive the process, and no secret leaves it in an exception."""

    comes_by_hook: bool
    """It brings its events; False: it is polled for them."""

    async def introduce(self) -> None:
        """Ask whether it is there and lets us in; raises `OSError` with a sentence, without secrets."""

    async def listen_at(self, url: str | None) -> None:
        """Tell it where to bring its events, where it can be told; raises `OSError` with a sentence."""

    async def send(self, message: ShortMessage) -> Outcome:
        """Hand over all parts; never raises for what the gateway or the wire does."""

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        """The events in what came to our hook, whose address nobody can guess; None where it isn't believed."""

    def hook_answer(self, request: HookRequest) -> HookAnswer | None:
        """What it wants to read once its events are kept; None: nothing but that all is well."""

    def event(self, body: Body) -> Event | None:
        """The envelope; the channel makes the address of what it says there a phone."""

    def read(self, body: Body) -> Heard | None:
        """What it says; None where it is nothing to us. Raises `ValueError` where it cannot be read."""

    async def poll(self, mark: str | None) -> Polled:
        """As for a channel; only asked of those that do not come by hook."""

    async def balance(self) -> Balance | None:
        """What is left; None where it does not say. Raises `OSError` with a sentence."""

    async def close(self) -> None:
        """Give back the connections."""
