"""The end of probation and of what was granted until a day: told once, in time, and by name only on request."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.services.dates_coming import Coming, Ends, coming_in, probation_over, warn_of_dates
from bot.services.unit_settings import change
from tests import village
from tests.village import at

TODAY = date(2026, 11, 21)
NOW = at(2026, 11, 21)


async def led_cell(db: AsyncSession) -> Unit:
    cell = await village.cell(db, since=date(2026, 1, 1))
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, NOW)
    return cell


async def somebody(
    db: AsyncSession, cell: Unit, kind: StatusKind, from_on: date | None, until_on: date | None = None
) -> Member:
    """With this status beside what they are anyway."""
    person = await village.member(db, cell, "Lê Văn Dự", official=kind is not StatusKind.PROBATIONARY)
    if kind is StatusKind.PROBATIONARY:
        (status,) = await db.scalars(select(MemberStatus).where(MemberStatus.member_id == person.id))
        status.from_on, status.until_on = from_on, until_on
    else:
        db.add(MemberStatus(member_id=person.id, kind=kind, from_on=from_on, until_on=until_on))
    await db.flush()
    return person


async def told(db: AsyncSession) -> list[str]:
    found = await db.scalars(select(Notice).where(Notice.about.startswith("dates:")).order_by(Notice.id))
    return [one.content["text"] for one in found if one.content]


def ends(found: list[Coming]) -> list[tuple[Ends, date]]:
    return [(one.ends, one.on) for one in found]


@pytest.mark.parametrize(
    ("began", "over"),
    [
        (date(2025, 12, 15), date(2026, 12, 15)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_probation_lasts_twelve_months(began: date, over: date) -> None:
    assert probation_over(began) == over


@pytest.mark.parametrize(
    ("began", "is_near"),
    [
        (date(2025, 12, 21), True),
        (date(2025, 12, 22), False),
        (date(2025, 11, 1), True),
        (date(2025, 10, 1), False),
        (None, False),
    ],
)
async def test_the_secretary_hears_thirty_days_ahead_and_still_when_it_was_forgotten(
    each_db: AsyncSession, began: date | None, is_near: bool
) -> None:
    cell = await led_cell(each_db)
    await somebody(each_db, cell, StatusKind.PROBATIONARY, began)
    assert bool(await coming_in(each_db, [cell.id], TODAY)) is is_near


async def test_whoever_was_made_a_full_member_is_not_spoken_of(db: AsyncSession) -> None:
    cell = await led_cell(db)
    person = await somebody(db, cell, StatusKind.PROBATIONARY, date(2025, 12, 1))
    db.add(MemberStatus(member_id=person.id, kind=StatusKind.OFFICIAL, from_on=date(2026, 12, 1)))
    await db.flush()
    assert await coming_in(db, [cell.id], TODAY) == []


async def test_what_was_granted_until_a_day_is_told_fourteen_days_ahead_unless_it_was_prolonged(
    each_db: AsyncSession,
) -> None:
    db, cell = each_db, await led_cell(each_db)
    near, far = TODAY + timedelta(days=14), TODAY + timedelta(days=15)
    await somebody(db, cell, StatusKind.EXEMPT, date(2026, 1, 1), near)
    await somebody(db, cell, StatusKind.SPECIAL_DUTY, date(2026, 1, 1), far)
    away = await somebody(db, cell, StatusKind.TEMPORARY_OUT, date(2026, 1, 1), near)
    db.add(MemberStatus(member_id=away.id, kind=StatusKind.TEMPORARY_OUT, from_on=far, until_on=date(2027, 6, 1)))
    guest = await village.member(db, cell, "Phạm Tạm Đến", temporary=True)
    (membership,) = await db.scalars(select(Membership).where(Membership.member_id == guest.id))
    membership.until_on = near
    await db.flush()
    found = await coming_in(db, None, TODAY)
    assert ends(found) == [(Ends.TEMPORARY_IN, near - timedelta(days=1)), (Ends.EXEMPT, near)]


async def test_it_is_told_once_in_counts_and_by_day_and_again_when_the_day_changes(db: AsyncSession) -> None:
    cell = await led_cell(db)
    person = await somebody(db, cell, StatusKind.EXEMPT, date(2026, 1, 1), date(2026, 12, 1))
    assert [await warn_of_dates(db, NOW), await warn_of_dates(db, NOW)] == [1, 0]
    (text,) = await told(db)
    assert "Ngày 01/12/2026: 1 đồng chí hết thời hạn miễn sinh hoạt." in text
    assert person.name not in text
    (status,) = await db.scalars(select(MemberStatus).where(MemberStatus.kind == StatusKind.EXEMPT))
    status.until_on = date(2026, 12, 3)
    await db.flush()
    assert await warn_of_dates(db, NOW + timedelta(hours=1)) == 1
    assert "03/12/2026" in (await told(db))[-1]


async def test_a_night_and_a_unit_that_wants_none_are_left_alone(db: AsyncSession) -> None:
    cell = await led_cell(db)
    await somebody(db, cell, StatusKind.EXEMPT, date(2026, 1, 1), date(2026, 12, 1))
    assert await warn_of_dates(db, at(2026, 11, 21, 22)) == 0
    change(cell, "expiry_days", "0")
    await db.flush()
    assert await warn_of_dates(db, NOW) == 0


async def test_somebody_who_has_left_is_nobodys_any_more(db: AsyncSession) -> None:
    cell = await led_cell(db)
    person = await somebody(db, cell, StatusKind.EXEMPT, date(2026, 1, 1), date(2026, 12, 1))
    (membership,) = await db.scalars(select(Membership).where(Membership.member_id == person.id))
    membership.until_on = TODAY
    await db.flush()
    assert await coming_in(db, [cell.id], TODAY) == []
