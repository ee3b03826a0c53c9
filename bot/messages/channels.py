"""What every network is to us, and what comes from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.messages.capabilities import Capabilities
from bot.messages.incoming import Body, Incoming
from bot.messages.outcomes import Outcome
from bot.messages.replies import Reply


@dataclass(frozen=True, slots=True)
class Event:
    """One raw event on its way into the inbox, with as little looked at as possible."""

    event_id: str
    address: str
    """The chat it came from, "" where it has none: rows of one address are handled in order."""
    body: Body
    message_ref: str | None = None
    words: tuple[str, ...] = ()
    """Every text in it that a person wrote, for the secrecy check before anything is kept."""
    channel: str | None = None
    """Which channel it is of and reads it, where one hook brings the events of several; None: whose hook it is."""


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """Whom the network knows us as."""

    account: str
    """The stable id of the account, the same after every start."""
    name: str
    """The public name that links to it are made of."""


@dataclass(frozen=True, slots=True)
class Polled:
    """A batch of a poll, and the mark to poll from once the batch is kept."""

    events: tuple[Event, ...] = field(default=())
    next_mark: str | None = None


@dataclass(frozen=True, slots=True)
class HookRequest:
    """What somebody brought to one of our hooks."""

    method: str
    headers: Mapping[str, str]
    """The names in small letters."""
    query: Mapping[str, str]
    raw: bytes


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What is answered to whoever brought an event, where 200 alone will not do."""

    media_type: str
    content: bytes


@runtime_checkable
class Answering(Protocol):
    """A channel whose hook is called otherwise than by POST, or wants to read something."""

    hook_methods: Sequence[str]

    def hook_answer(self, request: HookRequest) -> HookAnswer | None:
        """Once its events are kept; None: nothing but that all is well."""


@dataclass(frozen=True, slots=True)
class Opened:
    """That somebody has opened a page of ours in a network's own app, once."""

    address: str
    """The chat of whoever did."""
    seal: str
    """The signature: the same for the same opening, in whatever order and letters it is brought."""


@runtime_checkable
class Vouching(Protocol):
    """A network in whose own app our pages can be opened: it signs who opened them."""

    @property
    def account(self) -> str: ...

    def opened_by(self, said: str, at: datetime) -> Opened | None:
        """Who opened a page in the app; None where what was `said` is not believed, or is old."""


class Channel(Protocol):
    """A network. It knows messages and nothing of meetings, keeps no state that must outlive the process."""

    name: str
    capabilities: Capabilities
    hook: str | None
    """Where below `/hooks/` it brings its events; None: it is asked for them."""

    @property
    def account(self) -> str:
        """The stable id of our account on it, known without asking the network."""

    async def introduce(self) -> AccountInfo:
        """Ask the network who we are; raises `OSError` with a sentence where it does not answer."""

    async def listen_at(self, url: str | None) -> None:
        """Tell the network where to bring its events, or (None) that it will be asked; nothing where nobody can.

        Raises `OSError` with a sentence.
        """

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        """The events in what came to our hook; None where it isn't believed."""

    def event(self, body: Body) -> Event | None:
        """The envelope of a raw event; None where it isn't one of this network at all."""

    def read(self, body: Body) -> Incoming | None:
        """The words in a raw event; None where it says nothing to us.

        Raises `ValueError` where it cannot be read; that one event is then marked, and no other suffers.
        """

    async def send(self, address: str, reply: Reply) -> Outcome:
        """Send; never raises for what the network or the wire does."""

    async def poll(self, mark: str | None) -> Polled:
        """Wait for events after the mark; the caller keeps them before it polls from the next mark.

        Raises `OSError` with a sentence, without secrets, where the network does not answer.
        """

    async def close(self) -> None:
        """Give back the connections."""
