"""Alarms: told at once to those who look after the installation, not by the way that is out; then daily."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Alarm
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.services.alarms import end_alarm, open_alarms, raise_alarm, tell_again
from tests import village

NAME, TEXT = "zalo_oa:tokens", "Zalo OA chưa được cấp quyền."
HOUR = timedelta(hours=1)


async def caretaker(db: AsyncSession, now: datetime, held: Office = Office.TECH_ADMIN) -> Member:
    """Who looks after the installation, on Telegram and on Zalo, Zalo first."""
    commune = await village.commune(db, "xa")
    cell = await village.cell(db, commune, "thon")
    person = await village.member(db, cell, "Lê Văn Máy")
    await village.office(db, person, commune, held)
    await village.reachable_at(db, person, now, "z1", "zalo_oa")
    await village.reachable_at(db, person, now, "t1", "telegram")
    return person


async def told(db: AsyncSession) -> list[tuple[int | None, str | None]]:
    return [(one.member_id, one.channel) for one in await village.all_notices(db)]


@pytest.mark.parametrize("held", [Office.TECH_ADMIN, Office.OFFICE])
async def test_it_is_told_at_once_by_another_channel_than_its_own(
    each_db: AsyncSession, now: datetime, held: Office
) -> None:
    person = await caretaker(each_db, now, held)
    await raise_alarm(each_db, NAME, TEXT, now)
    assert await told(each_db) == [(person.id, "telegram")]
    content = (await each_db.scalars(select(Notice.content))).one()
    assert content is not None
    assert TEXT in content["text"]


async def test_where_there_is_no_other_by_its_own(db: AsyncSession, now: datetime) -> None:
    person = await caretaker(db, now)
    await raise_alarm(db, "telegram:x", TEXT, now)
    await raise_alarm(db, NAME, TEXT, now)
    assert await told(db) == [(person.id, "zalo_oa"), (person.id, "telegram")]
    alone = await village.member(db, await village.cell(db, None, "khac"), "Trần Thị Một")
    await village.reachable_at(db, alone, now, "z2", "zalo_oa")
    await village.office(db, alone, await village.commune(db, "goc"), Office.OFFICE)
    await raise_alarm(db, "zalo_oa:other", TEXT, now)
    assert (alone.id, "zalo_oa") in await told(db)


async def test_however_often_it_is_raised_it_is_told_once_a_day(each_db: AsyncSession, now: datetime) -> None:
    await caretaker(each_db, now)
    for hours in range(30):
        await raise_alarm(each_db, NAME, f"{TEXT} {hours}", now + hours * HOUR)
        await tell_again(each_db, now + hours * HOUR)
    assert len(await told(each_db)) == 2
    (alarm,) = await open_alarms(each_db)
    assert (alarm.since_at, alarm.text) == (now, f"{TEXT} 29")


async def test_while_it_lasts_it_is_told_again_each_day_by_the_clock(each_db: AsyncSession, now: datetime) -> None:
    await caretaker(each_db, now)
    await raise_alarm(each_db, NAME, TEXT, now)
    assert [await tell_again(each_db, now + hours * HOUR) for hours in (1, 23, 24, 25, 47, 48)] == [0, 0, 1, 0, 0, 1]
    await end_alarm(each_db, NAME, now + 50 * HOUR)
    assert await tell_again(each_db, now + 100 * HOUR) == 0
    assert not await open_alarms(each_db)


async def test_one_that_comes_back_begins_anew(each_db: AsyncSession, now: datetime) -> None:
    await caretaker(each_db, now)
    await raise_alarm(each_db, NAME, TEXT, now)
    await end_alarm(each_db, NAME, now + HOUR)
    await raise_alarm(each_db, NAME, TEXT, now + 2 * HOUR)
    (alarm,) = await open_alarms(each_db)
    assert alarm.since_at == now + 2 * HOUR
    assert len(await told(each_db)) == 1, "of one that comes and goes people are told once a day too"


async def test_where_nobody_can_be_told_it_is_told_as_soon_as_somebody_can(db: AsyncSession, now: datetime) -> None:
    await raise_alarm(db, NAME, TEXT, now)
    assert await tell_again(db, now + HOUR) == 0
    person = await caretaker(db, now)
    assert await tell_again(db, now + 2 * HOUR) == 1
    assert await told(db) == [(person.id, "telegram")]


async def test_offices_further_down_are_left_in_peace(db: AsyncSession, now: datetime) -> None:
    commune = await village.commune(db, "xa")
    cell = await village.cell(db, commune, "thon")
    secretary = await village.member(db, cell, "Bùi Thị Thư")
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, now)
    await raise_alarm(db, NAME, TEXT, now)
    assert await told(db) == []


async def test_a_long_name_and_a_long_text_find_room(each_db: AsyncSession, now: datetime) -> None:
    await caretaker(each_db, now)
    for end in ("a", "b"):
        await raise_alarm(each_db, "zalo_oa:" + "x" * 100 + end, "y" * 1000, now)
    assert len(await told(each_db)) == 2
    assert {len(one.text) for one in await each_db.scalars(select(Alarm))} == {400}
