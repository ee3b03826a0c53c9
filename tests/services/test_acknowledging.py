"""Taking note of a document: once for each person, counted at their unit in the same moment."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.refusals import NoSuchDirective
from bot.services.acknowledging import acknowledge, open_for
from tests.services.directive_places import told_commune
from tests.village import at


async def test_the_first_time_counts_and_is_counted_once(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    lan = told.people[0]
    assert (await acknowledge(each_db, told.directive.id, lan.id, told.now)).is_new
    again = await acknowledge(each_db, told.directive.id, lan.id, told.now.replace(hour=5), by="member:9")
    assert not again.is_new
    receipt = await told.receipt(lan)
    assert (receipt.acknowledged_at, receipt.acknowledged_by) == (told.now, None)
    assert [(await told.row(unit)).acknowledged for unit in (told.dong, told.tay)] == [1, 0]
    assert await open_for(each_db, [lan.id], told.now) == []


async def test_late_is_after_the_last_second_of_the_day_that_the_committee_above_set(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    lan, an, cuong = told.people[0], told.people[1], told.people[3]
    (await told.row(told.dong)).from_unit_id = told.tay.id
    (await told.row(told.tay)).due_on = at(2026, 11, 25).date()
    await each_db.flush()
    on_time = await acknowledge(each_db, told.directive.id, lan.id, at(2026, 11, 25, 23, 59))
    late = await acknowledge(each_db, told.directive.id, an.id, at(2026, 11, 26, 0, 0))
    elsewhere = await acknowledge(each_db, told.directive.id, cuong.id, at(2026, 11, 30, 23, 59))
    assert [one.is_late for one in (on_time, late, elsewhere)] == [False, True, False]


async def test_nobody_takes_note_of_what_was_withdrawn_or_was_not_for_them(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    with pytest.raises(NoSuchDirective):
        await acknowledge(each_db, told.directive.id, told.secretary.id, told.now)
    told.directive.cancelled_at = told.now
    await each_db.flush()
    noted = await acknowledge(each_db, told.directive.id, told.people[0].id, told.now)
    assert noted.is_withdrawn
    assert (await told.row(told.dong)).acknowledged == 0
