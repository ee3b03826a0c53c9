"""A month's money for short messages: said before, kept to while messages leave, and nobody is left in doubt."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Attempt, NoticeState
from bot.model.units import Unit
from bot.services import budgets, outlays
from bot.services.alarms import open_alarms
from bot.services.budget_alarms import watch_budgets
from bot.services.ledger import unbalanced
from bot.services.progress import progress_of
from tests import village
from tests.every_network import DEAF, HEARING, Everywhere, every_network

PRICE = 500
"""A part; an invitation with its link has two."""


async def cell_with(here: Everywhere, budget: int | None, people: int, *channels: str) -> tuple[Unit, list[Member]]:
    async with here.at.house.sessions.begin() as db:
        cell = await village.cell(db)
    if budget is not None:
        await here.sets(cell, sms_budget=str(budget))
    names = (f"Nông Thị Ba{chr(97 + number)}" for number in range(people))
    return cell, [await here.member(cell, name, f"8491234500{number}", *channels) for number, name in enumerate(names)]


async def planned(here: Everywhere, cell: Unit) -> tuple[int, int, int]:
    """Đồng, short messages, and who is not reached for want of money."""
    async with here.at.house.sessions() as db:
        about = {"kind": "regular", "starts_at": here.at.now() + timedelta(hours=30), "place": "Nhà văn hóa"}
        ids = list(await db.scalars(select(Member.id)))
        plan = await outlays.of_call(db, cell, Meeting(**about, revision=1), ids, here.at.now())
        return plan.total.cost, plan.total.messages, len(plan.unpaid)


async def spent(here: Everywhere) -> int:
    async with here.at.house.sessions() as db:
        return sum(one.used for one in await budgets.all_budgets(db))


async def test_what_was_planned_is_what_the_company_charges(database_url: str) -> None:
    async with every_network(database_url) as here:
        cell, people = await cell_with(here, 100_000, 3, DEAF)
        before = here.deaf.money
        assert await planned(here, cell) == (6 * PRICE, 6, 0)
        meeting_id = await here.calls(cell)
        for person in people:
            await here.hears(here.deaf.phone((person.phone or "")[1:]), person.name.split()[-1][:2])
        await here.is_sent(meeting_id)
        assert before - here.deaf.money == await spent(here) == 6 * PRICE
        assert {sent.parts for sent in here.deaf.sent} == {2}


async def test_beyond_the_month_nothing_leaves_and_the_rest_are_called(database_url: str) -> None:
    """The other gateway costs as well, and is no way out."""
    async with every_network(database_url) as here:
        cell, people = await cell_with(here, 5 * PRICE, 3, DEAF, HEARING)
        assert await planned(here, cell) == (4 * PRICE, 4, 1)
        meeting_id = await here.calls(cell)
        await here.is_sent(meeting_id)
        assert (len(here.deaf.sent), len(here.hearing.sent)) == (2, 0)
        told = [(await here.notices(meeting_id, person))[0] for person in people]
        assert sorted(f"{one.state} {one.cause}" for one in told) == ["failed budget", "sent None", "sent None"]
        assert await spent(here) == 4 * PRICE
        async with here.at.house.sessions.begin() as db:
            assert await unbalanced(db) == []
            await watch_budgets(db, here.at.now())
            assert [one.name for one in await open_alarms(db)] == ["sms_budget:thon:80"]
            now = await progress_of(db, await db.get_one(Meeting, meeting_id), here.at.now())
            assert (now.cost, [(one.code, one.left) for one in now.budgets]) == (4 * PRICE, [("thon", PRICE)])
            assert now.counts.failed == {"budget": 1}


async def test_who_has_another_way_is_told_there(sqlite_url: str) -> None:
    async with every_network(sqlite_url) as here:
        cell, (lan,) = await cell_with(here, 0, 1, DEAF)
        zalo = await here.on_zalo(lan, "lan")
        async with here.at.house.sessions.begin() as db:
            phones = select(Endpoint.id).where(Endpoint.channel == DEAF)
            await db.execute(update(Address).where(Address.endpoint_id.in_(phones)).values(position=0))
        meeting_id = await here.calls(cell)
        await here.oa.wait_for(lambda: zalo.received)
        await here.is_sent(meeting_id)
        (notice,) = await here.notices(meeting_id, lan)
        assert (notice.state, notice.channel) == (NoticeState.SENT, "zalo_oa")
        assert here.deaf.sent == []


async def test_whoever_answers_is_answered_whatever_is_left(sqlite_url: str) -> None:
    """They have paid for their own message; it is counted all the same."""
    async with every_network(sqlite_url) as here:
        cell, (lan,) = await cell_with(here, 2 * 300, 1, HEARING)
        phone = here.hearing.phone((lan.phone or "")[1:])
        meeting_id = await here.calls(cell)
        await here.hears(phone, "1. Co mat")
        await here.is_sent(meeting_id)
        phone.writes("1")
        await here.answered(meeting_id, lan)
        await here.hears(phone, "CO MAT")

        async def is_counted() -> bool:
            return await spent(here) > 2 * 300

        await here.at.until(is_counted)
        async with here.at.house.sessions() as db:
            assert {one.unit_id for one in await db.scalars(select(Attempt))} == {cell.id}
