"""Who belongs to a cell on a day, and who is found by a phone."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Standing
from bot.model.members import Membership, StatusKind
from bot.refusals import NoSuchMember, SeveralMembers
from bot.services.people import cells_of, member_by_id, member_by_phone, people_of, people_of_cell
from tests import village

PHONE = "+84912345678"
DAY = date(2026, 11, 21)


async def test_a_membership_ends_before_its_last_day(db: AsyncSession) -> None:
    old, new = await village.cell(db, code="cu"), await village.cell(db, code="moi")
    person = await village.member(db, old)
    place = await village.place_of(db, person)
    place.until_on = DAY
    db.add(Membership(member_id=person.id, unit_id=new.id, from_on=DAY))
    await db.flush()
    cells = [(await cells_of(db, [person.id], day))[person.id] for day in (date(2026, 11, 20), DAY)]
    assert cells == [old.id, new.id]


async def test_people_come_by_given_name(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db)
    for name in ("Phạm Văn Bình", "Đỗ Thị Ánh", "Lê Văn Ân", "Trần Thị Đào", "Ngô Văn Dũng"):
        await village.member(each_db, cell, name)
    found = [one.member.name.split()[-1] for one in await people_of_cell(each_db, cell.id, DAY)]
    assert found == ["Ánh", "Ân", "Bình", "Dũng", "Đào"]


async def test_each_cell_has_its_own_people(db: AsyncSession) -> None:
    one, other, empty = [await village.cell(db, code=code) for code in ("mot", "hai", "ba")]
    await village.members(db, one, 2)
    await village.members(db, other, 1)
    found = await people_of(db, [one.id, other.id, empty.id], DAY)
    assert [len(found[cell.id]) for cell in (one, other, empty)] == [2, 1, 0]


async def test_who_becomes_official_counts_as_it_from_that_day_on(db: AsyncSession) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell, official=False)
    db.add(village.status(person, StatusKind.OFFICIAL, DAY, None))
    await db.flush()
    found = [(await people_of_cell(db, cell.id, day))[0].standing for day in (date(2026, 11, 20), DAY)]
    assert found == [Standing.PROBATIONARY, Standing.OFFICIAL]


async def test_the_own_cell_is_not_where_one_is_received(db: AsyncSession) -> None:
    own, away = await village.cell(db, code="nha"), await village.cell(db, code="xa-nha")
    person = await village.member(db, own)
    db.add(Membership(member_id=person.id, unit_id=away.id, is_temporary=True))
    await db.flush()
    assert await cells_of(db, [person.id], DAY) == {person.id: own.id}


@pytest.mark.parametrize("text", ["0912345678", "+84 912 345 678", "84912345678", "0912.345.678"])
async def test_a_phone_finds_its_member_however_it_is_written(db: AsyncSession, text: str) -> None:
    person = await village.member(db, await village.cell(db), phone=PHONE)
    assert await member_by_phone(db, text) is person


@pytest.mark.parametrize("text", ["0987654321", "113", "bí thư", ""])
async def test_a_phone_of_nobody_is_refused(db: AsyncSession, text: str) -> None:
    await village.member(db, await village.cell(db), phone=PHONE)
    with pytest.raises(NoSuchMember):
        await member_by_phone(db, text)


async def test_a_phone_of_two_names_both(db: AsyncSession) -> None:
    cell = await village.cell(db)
    people = [await village.member(db, cell, name, phone=PHONE) for name in ("Lê Văn Chồng", "Lê Thị Vợ")]
    with pytest.raises(SeveralMembers) as refusal:
        await member_by_phone(db, PHONE)
    assert refusal.value.facts == {"ids": ", ".join(str(one.id) for one in people)}


async def test_an_id_of_nobody_is_refused(db: AsyncSession) -> None:
    with pytest.raises(NoSuchMember):
        await member_by_id(db, 4711)
