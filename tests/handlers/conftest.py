"""A cell, its secretary, a member with a phone, and a meeting tomorrow."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.attendance import invited
from tests import village
from tests.conftest import NOW
from tests.ground import Ground
from tests.handlers.committees import SITE, District, district
from tests.talk import Phone


@dataclass
class Scene:
    """Who and what a talk is about."""

    db: AsyncSession
    now: datetime
    cell: Unit
    secretary: Member
    lan: Member
    meeting: Meeting
    phone: Phone
    """Lan's."""

    async def row(self, member: Member | None = None) -> Attendance:
        row = await invited(self.db, self.meeting.id, (member or self.lan).id)
        await self.db.refresh(row)
        return row


async def evening_before(db: AsyncSession) -> Scene:
    cell = await village.cell(db)
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, NOW, chat="9")
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    await village.reachable_at(db, lan, NOW, chat="1")
    meeting = await village.meeting(db, cell, NOW)
    return Scene(db, NOW, cell, secretary, lan, meeting, Phone(db, NOW))


@pytest.fixture
async def scene(ground: Ground) -> AsyncIterator[Scene]:
    async with ground.with_(evening_before) as scene:
        yield scene


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[District]:
    async with ground.with_(district) as place:
        place.db.info["public_url"] = SITE
        yield place
