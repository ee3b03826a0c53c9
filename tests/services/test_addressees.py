"""To whom a unit speaks: exactly whom the preview counted, everybody once, at the unit whose rules hold for them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Step
from bot.model.members import Member, Membership, StatusKind
from bot.model.notices import Notice, NoticeState, Urgency
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.refusals import NoSuchUnitsBelow
from bot.services.addressees import Addressees, Telling, demand_below, people_addressed, preview, tell
from bot.services.addresses import prefer
from bot.services.halts import halt, halted_units, may_leave, waiting_below
from bot.services.notices import NO_CHANNEL, reopen_for
from bot.services.payers import payers_of
from bot.services.tree import add_unit
from tests import village
from tests.conftest import NOW

TODAY = date(2026, 11, 21)
SINCE = date(2026, 1, 1)


@dataclass
class Places:
    """A commune with two cells and a cell that is closed; one more cell stands beside it."""

    commune: Unit
    east: Unit
    west: Unit
    beside: Unit


async def places(db: AsyncSession) -> Places:
    commune = await village.commune(db)
    east, west = await village.cell(db, commune, "dong"), await village.cell(db, commune, "tay")
    gone = await village.cell(db, commune, "cu")
    gone.closed_on = date(2026, 10, 1)
    await village.member(db, gone, "Đã Đóng")
    beside = await village.cell(db, None, "ngoai")
    await village.member(db, beside, "Ở Ngoài")
    return Places(commune, east, west, beside)


async def addressed(db: AsyncSession, to: Addressees) -> dict[str, int]:
    """The unit of each, by name."""
    people = (await people_addressed(db, to, TODAY)).subquery()
    found = await db.execute(select(Member.name, people.c.unit_id).join(people, people.c.member_id == Member.id))
    return dict(found.all())


async def told(db: AsyncSession, to: Addressees, about: str = "directive:1") -> list[Notice]:
    telling = Telling(about, Step.DIRECTIVE, Urgency.ROUTINE, NOW, NOW.replace(year=2027))
    await tell(db, telling, (await people_addressed(db, to, TODAY)).subquery(), NOW)
    return list(await db.scalars(select(Notice).filter_by(about=about).order_by(Notice.id)))


async def test_all_of_the_cells_below_who_are_not_away(each_db: AsyncSession) -> None:
    at = await places(each_db)
    await village.member(each_db, at.east, "An")
    await village.member(each_db, at.east, "Bình", StatusKind.EXEMPT)
    sent = await village.member(each_db, at.west, "Chi", StatusKind.TEMPORARY_OUT)
    each_db.add(Membership(member_id=sent.id, unit_id=at.east.id, is_temporary=True))
    await each_db.flush()
    to = Addressees((at.commune.id,))
    assert await addressed(each_db, to) == {"An": at.east.id, "Chi": at.east.id}
    assert set(await addressed(each_db, Addressees((at.commune.id,), with_away=True))) == {"An", "Bình", "Chi"}


async def test_whoever_is_in_two_cells_hears_once_at_the_older(each_db: AsyncSession) -> None:
    at = await places(each_db)
    both = await village.member(each_db, at.west, "An")
    each_db.add(Membership(member_id=both.id, unit_id=at.east.id))
    await each_db.flush()
    assert await addressed(each_db, Addressees((at.commune.id,))) == {"An": at.east.id}
    assert await addressed(each_db, Addressees((at.west.id,))) == {"An": at.west.id}


async def test_offices_kinds_and_statuses(each_db: AsyncSession) -> None:
    at = await places(each_db)
    base = await add_unit(each_db, "cs", "Chi bộ Trạm", UnitKind.GRASSROOTS_CELL, at.commune, SINCE)
    for unit, name in ((at.east, "An"), (base, "Bình")):
        await village.office(each_db, await village.member(each_db, unit, name), unit)
    deputy = await village.member(each_db, at.east, "Chi", official=False)
    await village.office(each_db, deputy, at.east, Office.DEPUTY_SECRETARY)
    await village.office(each_db, deputy, at.commune, Office.OFFICE)
    all_of = (at.commune.id,)
    assert set(await addressed(each_db, Addressees(all_of, offices=(Office.SECRETARY,)))) == {"An", "Bình"}
    of_base = Addressees(all_of, (UnitKind.GRASSROOTS_CELL,), (Office.SECRETARY, Office.DEPUTY_SECRETARY))
    assert await addressed(each_db, of_base) == {"Bình": base.id}
    assert await addressed(each_db, Addressees(all_of, offices=(Office.OFFICE,))) == {"Chi": at.commune.id}
    assert set(await addressed(each_db, Addressees(all_of, statuses=(StatusKind.PROBATIONARY,)))) == {"Chi"}
    assert set(await addressed(each_db, Addressees(all_of, (UnitKind.CELL,)))) == {"An", "Chi"}


async def test_the_preview_is_what_is_then_written(each_db: AsyncSession) -> None:
    at = await places(each_db)
    people = [*await village.members(each_db, at.east, 4), await village.member(each_db, at.west)]
    for person in people[:3]:
        await village.reachable_at(each_db, person, NOW)
    preferred = await village.reachable_at(each_db, people[0], NOW, "9", "telegram")
    await prefer(each_db, people[0].id, preferred.id)
    dead = await village.reachable_at(each_db, people[1], NOW, "8", "zalo_oa")
    dead.dead_at = NOW
    await prefer(each_db, people[1].id, dead.id)
    to = Addressees((at.commune.id,))
    found = await preview(each_db, to, TODAY)
    assert (found.units, found.people, found.by_channel, found.unreached) == (2, 5, {"rehearsal": 2, "telegram": 1}, 2)
    notices = await told(each_db, to)
    assert [(one.member_id, one.unit_id) for one in notices] == [(p.id, at.east.id) for p in people[:4]] + [
        (people[4].id, at.west.id)
    ]
    assert [one.channel for one in notices] == ["telegram", "rehearsal", "rehearsal", None, None]
    states = [one.state for one in notices]
    assert states == [NoticeState.WAITING] * 3 + [NoticeState.FAILED] * 2
    assert {one.cause for one in notices[3:]} == {NO_CHANNEL}
    assert len(await told(each_db, to)) == 5


async def test_nobody_speaks_to_units_beside_the_own(db: AsyncSession) -> None:
    at = await places(db)
    demand_below(at.commune, [at.east, at.commune])
    with pytest.raises(NoSuchUnitsBelow):
        demand_below(at.commune, [at.beside])


async def test_stops_and_budgets_are_those_of_the_unit_where_each_is_told(each_db: AsyncSession) -> None:
    at = await places(each_db)
    for unit in (at.east, at.west):
        await village.reachable_at(each_db, await village.member(each_db, unit), NOW)
    east, west = await told(each_db, Addressees((at.commune.id,)))
    assert await payers_of(each_db, [east, west], {}, NOW) == {east.id: at.east.id, west.id: at.west.id}
    assert await waiting_below(each_db, at.commune) == 2
    await halt(each_db, at.east, "test", NOW)
    assert await waiting_below(each_db, at.east) == 1
    free = await each_db.scalars(select(Notice).where(may_leave(await halted_units(each_db), NOW)))
    assert list(free) == [west]


async def test_whoever_links_later_is_told_then(db: AsyncSession, now: datetime) -> None:
    at = await places(db)
    person = await village.member(db, at.east)
    (notice,) = await told(db, Addressees((at.east.id,)))
    assert notice.cause == NO_CHANNEL
    await village.reachable_at(db, person, now)
    await reopen_for(db, person.id, now)
    assert notice.state is NoticeState.WAITING


async def test_whoever_leads_two_units_and_links_later_is_told_at_each(db: AsyncSession, now: datetime) -> None:
    at = await places(db)
    person = await village.member(db, at.east)
    notices = [
        Notice(about="figures:1", revision=unit.id, member_id=person.id, unit_id=unit.id, step=step, round=round_,
               state=NoticeState.FAILED, cause=NO_CHANNEL, urgency=Urgency.ROUTINE, not_before=now,
               expires_at=now + timedelta(days=1))
        for unit in (at.east, at.west)
        for round_, step in ((1, Step.INDICATOR), (2, Step.INDICATOR_REMINDER))
    ]  # fmt: skip
    db.add_all(notices)
    await village.reachable_at(db, person, now)
    await reopen_for(db, person.id, now)
    assert [one.state for one in notices] == [NoticeState.WAITING, NoticeState.FAILED] * 2
