"""A meeting is called while somebody is assigned to its cell: whichever comes first, they are sent there."""

import asyncio
from datetime import date, timedelta

from sqlalchemy import func, select

from bot.db.sessions import open_engine, sessions_of
from bot.model.meetings import MeetingKind
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAssignment, WorkingGroup
from bot.services.assignments import Wanted, assign, plan_assignments
from bot.services.meetings import call_meeting, checked
from bot.services.visit_remarks import ask_remarks
from scheduler.clock import ENTRIES, Clock
from tests.conftest import NOW
from tests.services.test_visits import EVENING
from tests.visit_places import sending


async def test_calling_and_assigning_at_once_miss_nobody(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell_id = (await sending(db)).cell.id

    async def call() -> None:
        async with sessions.begin() as db:
            said = checked(MeetingKind.REGULAR, EVENING, "Nhà văn hóa", None, NOW)
            await call_meeting(db, await db.get_one(Unit, cell_id), said, "test", NOW)

    async def send() -> None:
        async with sessions.begin() as db:
            cell = await db.get_one(Unit, cell_id)
            (group,) = await db.scalars(select(WorkingGroup))
            top = await db.get_one(Unit, group.unit_id)
            wanted = Wanted(group, [cell], date(2026, 11, 1), date(2026, 11, 30))
            await assign(db, await plan_assignments(db, top, wanted, NOW), "test", NOW)

    await asyncio.gather(call(), send(), send())
    async with sessions() as db:
        counts = [await db.scalar(select(func.count()).select_from(one)) for one in (VisitAssignment, Visit)]
        assert counts == [1, 1]

    # the clock, with nobody but it at work, asks how it was once
    rings: list[None] = []
    evening = EVENING + timedelta(hours=12)
    clock = Clock(sessions, lambda: evening, lambda: rings.append(None))
    (entry,) = [one for one in ENTRIES if one.duty is ask_remarks]
    await clock.tick(entry)
    await clock.tick(entry)
    async with sessions() as db:
        asked = await db.scalars(select(Notice.about).where(Notice.about.like("visit:%"), Notice.not_before == evening))
        assert (len(asked.all()), len(rings)) == (1, 1)
    await engine.dispose()
