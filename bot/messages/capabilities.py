"""What a network can do, and how a reply looks there."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.messages.replies import Reply


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
