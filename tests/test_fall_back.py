"""Zalo refuses, the short message goes, and "2 om" by SMS is the answer on record, with where it came from."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages import Reason
from bot.model.attendances import Answer
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Attempt, NoticeState
from bot.services.ledger import unbalanced
from tests import village
from tests.every_network import HEARING, Everywhere, every_network

LAN = "84912345678"


@pytest.mark.parametrize("last", [timedelta(days=8), None], ids=["-230", "-213"])
async def test_zalo_refuses_sms_goes_and_two_om_is_the_answer_on_record(
    sqlite_url: str, last: timedelta | None
) -> None:
    """We think that she wrote an hour ago; Zalo knows better: eight days ago, or never."""
    async with every_network(sqlite_url) as here:
        async with here.at.house.sessions.begin() as db:
            cell = await village.cell(db)
        lan = await here.member(cell, "Nguyễn Thị Lan", LAN, HEARING)
        zalo = await here.on_zalo(lan, "lan")
        zalo.last_at = None if last is None else here.oa.clock.now() - last.total_seconds()
        meeting_id = await here.calls(cell, timedelta(hours=50))
        phone = here.hearing.phone(LAN)
        told = await here.hears(phone, "Kinh moi dong chi Nguyen Thi Lan")
        assert "2. Xin vang" in told
        await here.is_sent(meeting_id)
        assert await tries(here) == ["zalo_oa rejected", "zalo_oa rejected", f"{HEARING} accepted"]
        phone.writes("2 om")
        row = await here.answered(meeting_id, lan)
        assert (row.answer, row.reason, row.channel) == (Answer.AWAY, Reason.ILLNESS, HEARING)
        (said,) = await here.log(meeting_id)
        assert (said.channel, said.said_by, said.answer) == (HEARING, f"member:{lan.id}", Answer.AWAY)
        await here.hears(phone, "XIN VANG")
        await nobody_is_reminded(here, lan, meeting_id)
        assert not zalo.received


async def tries(here: Everywhere) -> list[str]:
    async with here.at.house.sessions() as db:
        found = await db.scalars(select(Attempt).order_by(Attempt.id))
        return [f"{one.channel} {one.outcome}" for one in found]


async def nobody_is_reminded(here: Everywhere, person: Member, meeting_id: int) -> None:
    """A day before and two hours before: nothing leaves on any network."""
    sent = len(here.hearing.sent), len(here.deaf.sent), len(here.oa.sent)
    here.at.move_on(timedelta(hours=26, minutes=5))
    await here.at.rests()
    here.at.move_on(timedelta(hours=22))
    await here.at.rests()
    assert (len(here.hearing.sent), len(here.deaf.sent), len(here.oa.sent)) == sent
    reminders = [one for one in await here.notices(meeting_id, person) if one.step is not Step.NOTICE]
    assert all(one.state is NoticeState.CANCELLED for one in reminders)
    async with here.at.house.sessions() as db:
        assert await unbalanced(db) == []
