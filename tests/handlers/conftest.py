"""A cell, its secretary, a member with a phone, and a meeting tomorrow."""

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


@pytest.fixture
async def scene(sqlite_db: AsyncSession, now: datetime) -> Scene:
    db = sqlite_db
    cell = await village.cell(db)
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, now, chat="9")
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    await village.reachable_at(db, lan, now, chat="1")
    meeting = await village.meeting(db, cell, now)
    return Scene(db, now, cell, secretary, lan, meeting, Phone(db, now))
