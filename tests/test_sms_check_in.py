"""Checking in from a plain phone, over real HTTP through a company that carries short messages."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.model.attendances import Attendance, Mark, Noticed
from bot.model.check_ins import CheckInMode
from bot.model.units import Unit
from bot.services.check_in_codes import shown
from bot.services.check_ins import open_check_in
from bot.services.unit_settings import change
from tests import village
from tests.fakes.sms_http import FakeESms
from tests.sms_stage import sms_stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock in Viet Nam, an hour before the meeting."""


async def test_whoever_texts_the_code_from_a_plain_phone_is_present(sqlite_url: str) -> None:
    async with sms_stage(sqlite_url, NINE, FakeESms(), two_way=True) as at:
        cell, lan = await at.somebody()
        async with at.house.sessions.begin() as db:
            unit = await db.get_one(Unit, cell.id)
            change(unit, "check_in", "code")
            meeting = await village.meeting(db, unit, NINE, timedelta(hours=1))
            code = shown(await open_check_in(db, meeting.id, CheckInMode.CODE, "test", NINE), at.now()).code
        at.lan.writes(f"DD {code}")
        await at.sees("co mat luc")
        async with at.house.sessions() as db:
            row = (await db.scalars(select(Attendance).filter_by(member_id=lan.id))).one()
        assert (row.mark, row.noticed) == (Mark.PRESENT, Noticed.SMS)
