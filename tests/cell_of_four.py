"""A cell of four: its secretary, Lan and Hùng with phones, and Tư whom nothing reaches."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import PLAIN, SMART
from bot.messages import Capabilities, Reply
from bot.model.members import Member, Membership
from bot.model.notices import IS_WAITING, Notice, NoticeState
from bot.model.units import Unit
from bot.services.wording import Moot, word
from bot.words.times import day_of
from tests import village
from tests.conftest import NOW
from tests.talk import Phone, plain_phone

SMS = replace(PLAIN, most_parts=3, marks=False)


@dataclass
class Four:
    """Who they are."""

    db: AsyncSession
    cell: Unit
    secretary: Member
    lan: Member
    hung: Member
    tu: Member
    now: datetime = NOW

    async def owed(self, about: str, revision: int = 1) -> dict[int | None, Notice]:
        """By member, the newest round."""
        found = await self.db.scalars(
            select(Notice).where(Notice.about == about, Notice.revision == revision).order_by(Notice.round)
        )
        return {one.member_id: one for one in found}

    async def says(self, notice: Notice, capabilities: Capabilities = SMART, now: datetime = NOW) -> Reply:
        said = await word(self.db, notice, now, capabilities)
        assert isinstance(said, Reply), said
        return said

    async def why_not(self, notice: Notice, now: datetime = NOW) -> str:
        moot = await word(self.db, notice, now, SMART)
        assert isinstance(moot, Moot), moot
        return moot.cause

    async def arrive(self, about: str) -> None:
        """All that waits about it has arrived."""
        await self.db.flush()
        sent = update(Notice).where(Notice.about == about, IS_WAITING).values(state=NoticeState.SENT, settled_at=NOW)
        await self.db.execute(sent.execution_options(synchronize_session="fetch"))

    async def leaves(self, member: Member) -> None:
        (place,) = await self.db.scalars(select(Membership).filter_by(member_id=member.id))
        place.until_on = day_of(NOW)
        await self.db.flush()

    def her_phone(self, *, plain: bool = False) -> Phone:
        """The secretary's."""
        return plain_phone(self.db, self.now, "9") if plain else Phone(self.db, self.now, "9")

    def lans(self) -> Phone:
        return Phone(self.db, self.now, "1")


async def four(db: AsyncSession) -> Four:
    cell = await village.cell(db)
    names = ("Trần Thị Bình", "Nguyễn Thị Lan", "Lê Văn Hùng", "Phạm Văn Tư")
    people = [await village.member(db, cell, name) for name in names]
    secretary, lan, hung, tu = people
    await village.office(db, secretary, cell)
    for person, chat in zip(people, ("9", "1", "2"), strict=False):
        await village.reachable_at(db, person, NOW, chat=chat)
    return Four(db, cell, secretary, lan, hung, tu)
