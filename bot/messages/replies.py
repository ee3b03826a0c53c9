"""What is said to a person."""

from collections.abc import Mapping
from dataclasses import dataclass


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
