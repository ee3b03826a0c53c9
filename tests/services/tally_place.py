"""A cell whose secretary looks at a tally."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.attendances import Answer
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.tallies import Tally
from bot.model.units import Unit
from bot.services.live_tally import begins, ends, shows, tally_of, worded_edit
from tests import village


@dataclass
class Place:
    """A cell of five with a meeting tomorrow; the first leads it, the first three have phones."""

    db: AsyncSession
    now: datetime
    cell: Unit
    people: list[Member]
    meeting: Meeting
    phone: Endpoint
    """The secretary's."""

    async def says(self, number: int, answer: Answer) -> None:
        await village.says(self.db, self.meeting, self.people[number], answer, self.now)

    async def shown(self) -> Reply:
        """The secretary asks, and the tally arrives as message 7."""
        return await self.shown_as("7")

    async def shown_as(self, message: str) -> Reply:
        reply = await tally_of(self.db, self.meeting, self.people[0].id, self.now)
        assert reply.stands_for
        await begins(self.db, reply.stands_for, self.phone.id, message, self.now)
        return reply

    async def edits(self) -> list[Notice]:
        return list(await self.db.scalars(select(Notice).filter_by(step=Step.TALLY).order_by(Notice.id)))

    async def arrives(self, after: timedelta = timedelta()) -> Reply | None:
        """The newest owed edit leaves and is taken; what it said."""
        notice = (await self.edits())[-1]
        reply = await worded_edit(self.db, notice, self.now + after)
        notice.state = NoticeState.SENT if reply else NoticeState.CANCELLED
        if reply is not None and reply.stands_for:
            await shows(self.db, notice, reply.stands_for)
        elif reply is not None and reply.edits:
            await ends(self.db, self.phone.id, reply.edits, self.now)
        return reply

    async def live(self) -> list[str]:
        found = await self.db.scalars(select(Tally.external_id).where(Tally.ended_at.is_(None)))
        return list(found)


async def made(db: AsyncSession, now: datetime) -> Place:
    cell = await village.cell(db)
    people = await village.members(db, cell, 5)
    await village.office(db, people[0], cell)
    phones = [await village.reachable_at(db, person, now) for person in people[:3]]
    meeting = await village.meeting(db, cell, now, timedelta(hours=30))
    for person in people:
        await village.has_been_told(db, meeting, person)
    return Place(db, now, cell, people, meeting, phones[0])
