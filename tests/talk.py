"""Talking to the handlers without any network: what is said goes through `converse`, as everything does."""

import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import PLAIN, SMART
from bot.conversation import converse
from bot.messages import Capabilities, Document, Incoming, Kind, Reply, written_for
from bot.reports.recipes import prepared
from handlers import all_routers

ROUTER = all_routers()
LONGEST = 12
"""No message has more lines than that, its numbered choices included."""
COUNTER = itertools.count(1)


@dataclass
class Phone:
    """A phone with buttons, or without."""

    db: AsyncSession
    now: datetime
    chat: str = "1"
    channel: str = "rehearsal"
    capabilities: Capabilities = SMART
    screen: list[Reply] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    """The network's id of each message on the screen."""

    async def says(self, text: str) -> str:
        """The text of the answer."""
        return await self._does(Kind.TEXT, text)

    async def presses(self, label: str) -> str:
        """The newest button with these words."""
        for reply, ref in zip(reversed(self.screen), reversed(self.refs), strict=True):
            for choice in reply.choices:
                if label in choice.label:
                    return await self._does(Kind.CHOICE, choice.value, ref)
        raise AssertionError(f"no button {label!r} among {[c.label for r in self.screen for c in r.choices]}")

    async def presses_value(self, value: str, ref: str | None = None) -> str:
        """A button that may not be on the screen any more, under the message with this id."""
        return await self._does(Kind.CHOICE, value, ref)

    async def shares(self, number: str) -> str:
        return await self._does(Kind.CONTACT, number)

    async def sends_a_picture(self) -> str:
        return await self._does(Kind.OTHER, "")

    async def blocks(self) -> None:
        await self._does(Kind.STOPPED, "")

    async def follows(self) -> str:
        return await self._does(Kind.FOLLOWED, "")

    async def shares_as(self, number: str, name: str) -> str:
        """With a name that goes with it."""
        return await self._does(Kind.CONTACT, number, calls_itself=name)

    @property
    def offered(self) -> list[str]:
        return [choice.label for choice in self.screen[-1].choices]

    async def document(self) -> Document:
        """The file that goes with the newest message, made as it is when the message leaves."""
        assert self.screen[-1].attaches is not None
        return (await prepared(self.db, self.screen[-1].attaches, self.now))()

    async def _does(self, kind: Kind, text: str, ref: str | None = None, calls_itself: str | None = None) -> str:
        event = str(next(COUNTER))
        said = Incoming(
            self.channel, self.channel, event, self.chat, kind, text, message_ref=ref, calls_itself=calls_itself
        )
        _, reply = await converse(said, self.db, ROUTER, self.capabilities, self.now, f"inbox:{event}")
        return "" if reply is None else self.shows(reply, event)

    def shows(self, reply: Reply, ref: str) -> str:
        """A message arrives, or one on the screen is edited; its text as this phone shows it."""
        written = written_for(reply, self.capabilities)
        assert len(written.text.splitlines()) <= LONGEST, written.text
        assert all(len(choice.value) <= 60 and choice.value.isascii() for choice in reply.choices), reply.choices
        assert self.capabilities.documents or reply.attaches is None
        if written.edits in self.refs:
            self.screen[self.refs.index(written.edits)] = reply
        else:
            self.screen.append(reply)
            self.refs.append(ref)
        return written.text


def phone_abroad(db: AsyncSession, now: datetime, chat: str = "1") -> Phone:
    """One on a network that carries data out of the country."""
    return Phone(db, now, chat, capabilities=replace(SMART, abroad=True))


def plain_phone(db: AsyncSession, now: datetime, chat: str = "1") -> Phone:
    """One without buttons."""
    return Phone(db, now, chat, "rehearsal_plain", PLAIN)
