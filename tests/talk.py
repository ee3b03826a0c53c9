"""Talking to the handlers without any network: what is said goes through `converse`, as everything does."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import PLAIN, SMART
from bot.conversation import converse
from bot.messages import Capabilities, Incoming, Kind, Reply, written_for
from handlers import all_routers

ROUTER = all_routers()
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

    async def says(self, text: str) -> str:
        """The text of the answer."""
        return await self._does(Kind.TEXT, text)

    async def presses(self, label: str) -> str:
        """The newest button with these words."""
        for reply in reversed(self.screen):
            for choice in reply.choices:
                if label in choice.label:
                    return await self._does(Kind.CHOICE, choice.value)
        raise AssertionError(f"no button {label!r} among {[c.label for r in self.screen for c in r.choices]}")

    async def presses_value(self, value: str) -> str:
        return await self._does(Kind.CHOICE, value)

    async def shares(self, number: str) -> str:
        return await self._does(Kind.CONTACT, number)

    async def blocks(self) -> None:
        await self._does(Kind.STOPPED, "")

    @property
    def offered(self) -> list[str]:
        return [choice.label for choice in self.screen[-1].choices]

    async def _does(self, kind: Kind, text: str) -> str:
        event = str(next(COUNTER))
        said = Incoming(self.channel, self.channel, event, self.chat, kind, text)
        _, reply = await converse(said, self.db, ROUTER, self.capabilities, self.now, f"inbox:{event}")
        if reply is None:
            return ""
        self.screen.append(reply)
        return written_for(reply, self.capabilities).text


def plain_phone(db: AsyncSession, now: datetime, chat: str = "1") -> Phone:
    """One without buttons."""
    return Phone(db, now, chat, "rehearsal_plain", PLAIN)
