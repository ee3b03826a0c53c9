"""A question from end to end: it leaves, is answered by a tap, is counted by the clock, and the result is told."""

from datetime import timedelta

from bot.model.members import Member
from bot.model.units import Unit
from bot.services import joining
from bot.services.polls import Draft, ask, plan_poll
from tests import village
from tests.conftest import NOW
from tests.fakes.telegram import Person
from tests.stage import Stage, stage

ASKED = "Họp vào thứ mấy?"


async def test_it_is_asked_answered_counted_and_told(sqlite_url: str) -> None:
    async with stage(sqlite_url, NOW) as at:
        cell, token = await a_cell_of_two(at)
        async with at.working():
            lan = await joins(at, token)
            await is_asked(at, cell)
            await at.sees(lambda: ASKED in lan.received[-1].text)
            await lan.presses("Chủ nhật")
            await at.sees(lambda: "“Chủ nhật” cho lần lấy ý kiến số 1" in lan.received[-1].text)
            at.move_on(timedelta(days=2))
            await at.sees(lambda: "2. Chủ nhật: 1/2 (50,00\u00a0%)" in lan.received[-1].text)


async def a_cell_of_two(at: Stage) -> tuple[Unit, str]:
    """Lan, with a link to join, and somebody whom nothing reaches."""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        lan: Member = await village.member(db, cell, "Nguyễn Thị Lan")
        await village.member(db, cell, "Phạm Văn Tư")
        (invitation,) = await joining.invite(db, [lan], "test", at.now())
        return cell, invitation.token


async def joins(at: Stage, token: str) -> Person:
    lan = at.telegram.person(101)
    await lan.starts(token)
    await at.sees(lambda: lan.received)
    await lan.presses("Đồng ý")
    await at.sees(lambda: "Đã nối máy" in lan.received[-1].text)
    return lan


async def is_asked(at: Stage, cell: Unit) -> None:
    async with at.house.sessions.begin() as db:
        draft = Draft(ASKED, ["Thứ Bảy", "Chủ nhật"], at.now() + timedelta(days=1))
        await ask(db, await plan_poll(db, cell, draft, at.now()), draft, "test", at.now())
