"""Whose names somebody sees at a unit: by every office those of all, but of the own group where one leads a group."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.roles import Office
from bot.services.names_seen import EVERY, NamesSeen, names_seen, sees_every_name
from bot.services.party_groups import lead_group
from bot.words.names_seen import NO_GROUP, NONE_THERE, OWN_GROUP
from bot.words.times import day_of
from tests import village
from tests.cell_of_four import Four, four
from tests.conftest import NOW
from tests.led_at_cell import grouped, leads_group

TODAY = day_of(NOW)


async def seen_by(place: Four, who: Member) -> NamesSeen | None:
    return await names_seen(place.db, who.id, place.cell, TODAY)


async def covered(place: Four, seen: NamesSeen) -> set[int]:
    return set(await place.db.scalars(select(Member.id).where(seen.covers(Member.id, TODAY))))


async def test_who_leads_a_group_and_is_written_at_the_cell_sees_the_names_of_that_group(each_db: AsyncSession) -> None:
    """A leader whom a roster had written at the cell read every name of the cell."""
    place = await four(each_db)
    group = await leads_group(each_db, place.lan, place.cell, place.hung)
    await grouped(each_db, place.cell, "Tổ 2", place.tu)
    assert (seen := await seen_by(place, place.lan)) == NamesSeen(groups=frozenset({group.id}))
    assert [seen.shows(one) for one in (group.id, group.id + 1, None)] == [True, False, False]
    assert await covered(place, seen) == {place.lan.id, place.hung.id}
    assert not await sees_every_name(each_db, place.lan.id, place.cell, TODAY)


async def test_in_no_group_there_are_no_names_to_see(db: AsyncSession) -> None:
    place = await four(db)
    await village.office(db, place.lan, place.cell, Office.GROUP_LEADER)
    assert (seen := await seen_by(place, place.lan)) == NamesSeen()
    assert not seen.shows(None)
    assert await covered(place, seen) == set()


@pytest.mark.parametrize("held", [Office.CLERK, Office.CELL_COMMITTEE, Office.SECRETARY])
async def test_who_holds_another_office_there_as_well_sees_all(db: AsyncSession, held: Office) -> None:
    place = await four(db)
    await leads_group(db, place.lan, place.cell)
    await village.office(db, place.lan, place.cell, held)
    assert await seen_by(place, place.lan) == EVERY
    assert len(await covered(place, EVERY)) == 4
    assert await sees_every_name(db, place.lan.id, place.cell, TODAY)


async def test_at_a_group_its_leader_sees_all_and_one_of_the_cell_the_own_alone(db: AsyncSession) -> None:
    place = await four(db)
    group = await leads_group(db, place.lan, place.cell)
    other = await grouped(db, place.cell, "Tổ 2", place.hung)
    await lead_group(db, other, place.hung, "test", NOW)
    assert await names_seen(db, place.hung.id, other, TODAY) == EVERY
    assert await seen_by(place, place.hung) is None
    seen = await names_seen(db, place.lan.id, other, TODAY)
    assert seen is not None
    assert (seen.shows(group.id), seen.shows(other.id)) == (True, False)


async def test_without_an_office_no_names_are_seen(db: AsyncSession) -> None:
    place = await four(db)
    assert await seen_by(place, place.lan) is None
    assert not await sees_every_name(db, place.lan.id, place.cell, TODAY)


def test_a_list_that_lacks_names_says_so() -> None:
    own, none = NamesSeen(groups=frozenset({1})), NamesSeen()
    assert [EVERY.said(2), own.said(2), own.said(0), none.said(0)] == [[], [OWN_GROUP], [NONE_THERE], [NO_GROUP]]
