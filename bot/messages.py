"""The neutral language between people and networks: what was said, what is sent, how a send can end.

A channel turns its network's payloads into these and back; nothing else in the project knows a network's types.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

Body = Mapping[str, Any]
"""One event exactly as a network sent it, decoded from JSON."""


GROUP = "group:"
"""So begin the addresses of groups in our tables; but for Telegram, where they are negative numbers."""


def is_group(address: str) -> bool:
    return address.startswith((GROUP, "-"))


class Kind(StrEnum):
    """What somebody did."""

    TEXT = "text"
    CHOICE = "choice"  # pressed a button; the text is the button's value
    CONTACT = "contact"  # shared a phone number of their own; the text is the number
    STOPPED = "stopped"  # blocked the account or left
    FOLLOWED = "followed"  # opened the account or follows it from now on
    REPORT = "report"  # nobody spoke: the network says what became of a message of ours
    OTHER = "other"  # a picture, a sticker, somebody else's contact: gets an answer, changes nothing


class Arrival(StrEnum):
    """What became of a message that had been taken."""

    DELIVERED = "delivered"
    SEEN = "seen"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a network says later of a message of ours; it may come twice, in any order, or never."""

    arrival: Arrival
    external_id: str | None = None
    """The network's id of the message."""
    attempt_key: str | None = None
    """Ours (`Reply.attempt_key`), where the network gives it back."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something a person said, whatever the network. Text is NFC."""

    channel: str
    account: str
    event_id: str
    address: str
    """Where an answer goes: a chat id, a user id, a phone."""
    kind: Kind
    text: str = ""
    message_ref: str | None = None
    """The network's id of the message that was written or whose button was pressed."""
    press_ref: str | None = None
    """The network's id of the press itself, where it waits to be acknowledged."""
    is_private: bool = True
    """False in a group: there nobody is named and nothing is answered."""
    receipts: tuple[Receipt, ...] = ()
    """Of a report."""
    calls_itself: str | None = None
    """The name that goes with a shared number: shown to whoever is to confirm it, and believed by nobody."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: what people read, and the value that comes back (at most 60 ASCII characters)."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes with a message."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Form:
    """A message in registered words (a template), where a network takes no others: what is filled in."""

    kind: str
    """`call`, `reminder`, `moved`, `cancelled` or `word`: which of the registered forms."""
    fields: Mapping[str, str]
    """`name`, `cell`, `kind`, `time`, `place`, `topic`; of a `word`: `text`."""
    answers: str | None = None
    """The beginning of the value of its two answers, `answer:12:1:345`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a person: an answer or a notice."""

    text: str
    choices: tuple[Choice, ...] = ()
    document: Document | None = None
    expect: str | None = None
    """The step that the next typed words belong to."""
    wants_contact: bool = False
    """Offer to share the own phone number, where the network can."""
    acknowledges: str | None = None
    """The press (`Incoming.press_ref`) that this answers."""
    removes: str | None = None
    """A message (`Incoming.message_ref`) to take away first, where the network can."""
    edits: str | None = None
    """A message of ours (`Incoming.message_ref` of a press) that this one takes the place of, where the network can."""
    stands_for: str | None = None
    """`tally:12`: what this message goes on showing; it is edited as that changes, where the network can."""
    attaches: str | None = None
    """The recipe of a document that is made when this leaves, since only then is it true and allowed."""
    one_way: str | None = None
    """The words where nobody can answer, if they are others."""
    form: Form | None = None
    """Only this can be sent, the words cannot: the person has not written for too long."""
    attempt_key: str | None = None
    """Ours for this one try, for networks that give it back in their reports or know a repetition by it: a try whose
    answer was lost is made again under the same."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a network can do; everything else is degraded visibly."""

    buttons: bool
    """False: choices are written as numbers."""
    inbound: bool
    """False: nobody can answer on it, so no text may say so."""
    documents: bool
    removes: bool
    contact: bool
    """It can ask for the own phone number."""
    abroad: bool
    """It carries data out of the country: other people's phones, reasons and files go by link only."""
    text_limit: int
    edits: bool = False
    """What was sent can be changed in place."""
    chat_gap: float = 0.0
    """Seconds between two messages to many in one chat; answers may follow each other at once."""
    group_gap: float = 0.0
    """The same in a group."""
    links: bool = False
    """A call is answered on the page of a personal link that goes with it."""
    most_choices: int | None = None
    """Buttons under one message; longer lists are written as numbers. None: as many as one likes."""
    document_types: frozenset[str] | None = None
    """Media types of files that it carries; None: any. Others go by link."""
    document_limit: int = 20_000_000
    """Bytes; larger files go by link."""
    image_limit: int | None = None
    """The same of pictures, where they may be less large than other files."""
    proven_contact: bool = True
    """A number that is shared is the sender's own; False: it is only what somebody says."""
    leaving_withdraws: bool = False
    """Who leaves the account takes back what they agreed to on it; False: they only cannot be reached."""
    reply_window: timedelta | None = None
    """So long after a person's last word free words reach them; later only a `Form`. None: always."""
    free_window: timedelta | None = None
    """So long they cost nothing."""
    to_phones: bool = False
    """Its addresses are phone numbers: who is on the roster with one and has agreed needs no linking."""
    knows_keys: bool = False
    """It takes what it gets twice under one `Reply.attempt_key` only once, so that a lost answer may be asked again."""
    forms_only: bool = False
    """It takes registered words alone (`Form`), whoever wrote when."""
    one_line: bool = False
    """What leaves and what comes share a line, and there is one: who sends is who hears."""
    most_parts: int | None = None
    """SMS: a long text leaves in parts, each of which is paid for, and no more than so many; None: it is no SMS."""
    marks: bool = True
    """Words keep their marks on it."""

    @property
    def answers_by_link(self) -> bool:
        """Where nobody can answer, the link is how they do."""
        return self.links or not self.inbound

    def takes_words(self, heard_at: datetime | None, now: datetime) -> bool:
        """Whether free words reach somebody who was last heard there at that time; else only a `Form` does."""
        if self.forms_only or self.reply_window is None:
            return not self.forms_only
        return heard_at is not None and now < heard_at + self.reply_window

    def carries(self, media_type: str, size: int = 0) -> bool:
        """Whether a file of this type and size can go with a message; others go by link."""
        limit = self.image_limit if media_type.startswith("image/") else None
        if not self.documents or size > (self.document_limit if limit is None else limit):
            return False
        return self.document_types is None or media_type.partition(";")[0] in self.document_types


@dataclass(frozen=True, slots=True)
class Accepted:
    """The network took it."""

    external_id: str | None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The network has had it before and says so."""

    external_id: str | None


class Scope(StrEnum):
    """What has to wait."""

    ADDRESS = "address"
    CHANNEL = "channel"
    MESSAGE = "message"
    """This one alone: others may go to the same address, and do."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not taken, come back after so many seconds."""

    seconds: float
    scope: Scope


@dataclass(frozen=True, slots=True)
class AddressDead:
    """This address takes nothing until its owner writes again."""

    reason: str


@dataclass(frozen=True, slots=True)
class AddressMoved:
    """Not taken: the chat has a new address, to be stored; send once more there."""

    address: str


OUTSIDE_WINDOW = "outside_window"
"""The reason where free words came too late after a person's last one, and a `Form` may still go."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """This message will never be taken."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChannelDown:
    """Not taken: the whole network or account is out; somebody may have to act."""

    reason: str
    needs_human: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer was lost: it may have been taken."""

    reason: str


Outcome = Accepted | Duplicate | Wait | AddressDead | AddressMoved | Rejected | ChannelDown | Unknown


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


class Meaning(StrEnum):
    """What a short reply to the question "will you come?" means."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    EARLY_LEAVE = "early_leave"
    UNDECIDED = "undecided"
    ACK = "ack"
    """They have read it; it says nothing about coming."""
    PROXY = "proxy"
    """They speak for somebody else."""
    OPT_OUT = "opt_out"
    UNCLEAR = "unclear"


class Reason(StrEnum):
    """Why somebody stays away: a code, never the words."""

    ILLNESS = "illness"
    FAMILY = "family"
    DUTY_TRIP = "duty_trip"
    WORK_SHIFT = "work_shift"
    STUDY = "study"
    FAR_AWAY = "far_away"
    WEATHER = "weather"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Understood:
    """A reply made out: the reason only where the words gave one."""

    meaning: Meaning
    reason: Reason | None = None


UNNUMBERED = 2
"""Of two choices, everybody knows which is the first."""
OWN_NUMBER = re.compile(r"(\d{1,3})\) ")
"""So begins a label whose number is that of a person on a list, wherever on a page it stands."""


def written_for(reply: Reply, capabilities: Capabilities) -> Reply:
    """The reply as this network can show it: where there are no buttons, choices are numbers in the text.

    Buttons of a longer list are numbered too, so that a number typed instead of a press says which. Where labels have
    numbers of their own, no others are given beside them. Where nobody can answer, there are none.
    """
    if not capabilities.edits:
        reply = replace(reply, edits=None, stands_for=None)
    if not capabilities.inbound:
        return replace(reply, text=reply.one_way or reply.text, choices=(), expect=None, wants_contact=False)
    buttons = capabilities.buttons and len(reply.choices) <= (capabilities.most_choices or len(reply.choices))
    if not reply.choices or (buttons and len(reply.choices) <= UNNUMBERED):
        return reply
    labels = [choice.label for choice in reply.choices]
    if not any(OWN_NUMBER.match(label) for label in labels):
        labels = [f"{number}. {label}" for number, label in enumerate(labels, 1)]
    if not buttons:
        return replace(reply, text="\n".join([reply.text, *labels]))
    choices = tuple(replace(choice, label=label) for choice, label in zip(reply.choices, labels, strict=True))
    return replace(reply, choices=choices)
