"""A cell at work on the stage, whose secretary looks at a tally."""

from datetime import timedelta

from sqlalchemy import select

from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.tallies import Tally
from tests import village
from tests.fakes.telegram import Person, Sent
from tests.stage import Stage


class Hall:
    """A cell whose people have phones 1, 2, 3 …; the first leads it."""

    def __init__(self, at: Stage, people: list[Member], meeting: Meeting) -> None:
        self.at, self.people, self.meeting = at, people, meeting
        self.secretary, *self.others = [at.telegram.person(number) for number in range(1, len(people) + 1)]

    async def all_are_told(self) -> None:
        await self.at.sees(lambda: all(phone.received for phone in (self.secretary, *self.others)))

    async def asks(self) -> Sent:
        """The secretary asks how it stands, and sees it."""
        seen = len(self.secretary.received)
        await self.secretary.says("tình hình")
        await self.at.sees(lambda: len(self.secretary.received) > seen)

        async def is_live() -> bool:
            async with self.at.house.sessions() as db:
                found = select(Tally.id).where(Tally.external_id == str(self.tally.message_id))
                return await db.scalar(found.where(Tally.ended_at.is_(None))) is not None

        await self.at.until(is_live)
        return self.tally

    @property
    def tally(self) -> Sent:
        return self.secretary.received[-1]

    async def answer(self, *phones: Person) -> None:
        for phone in phones:
            await phone.presses("Có mặt")
        await self.at.sees(lambda: all("CÓ MẶT" in phone.received[-1].text for phone in phones))

    async def shows(self, text: str) -> None:
        await self.at.sees(lambda: text in self.tally.text)

    @property
    def edit_calls(self) -> int:
        return sum(method == "editmessagetext" for method, _ in self.at.telegram.calls)

    async def edits(self, state: NoticeState) -> list[Notice]:
        async with self.at.house.sessions() as db:
            found = await db.scalars(select(Notice).filter_by(step=Step.TALLY, state=state))
            return list(found)


async def hall(at: Stage, people: int = 3) -> Hall:
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        members = await village.members(db, cell, people)
        await village.office(db, members[0], cell)
        for number, member in enumerate(members, 1):
            at.telegram.person(number)
            endpoint = await village.reachable_at(db, member, at.now(), chat=str(number), channel="telegram")
            endpoint.account = "123456"
        meeting = await village.meeting(db, cell, at.now(), timedelta(hours=30))
    return Hall(at, members, meeting)
