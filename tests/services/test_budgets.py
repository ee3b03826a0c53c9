"""What units may spend on short messages in a month: counted from the ledger, every limit up the line holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Alarm
from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.notices import Attempt, AttemptOutcome, Notice
from bot.model.units import Unit
from bot.refusals import WrongUnitSetting
from bot.services.alarms import open_alarms
from bot.services.budget_alarms import watch_budgets
from bot.services.budgets import all_budgets, purse_of
from bot.services.unit_settings import change
from bot.tariffs import TARIFFS, Tariff
from tests import village

SMS = Tariff(account="mot", price=500, to_phones=True, in_parts=True)
LAST_MONTH = timedelta(days=32)


@pytest.fixture
async def units(each_db: AsyncSession) -> list[Unit]:
    """A commune, and two cells below it."""
    each_db.info[TARIFFS] = {"sms_mot": SMS}
    above = await village.commune(each_db)
    return [above, *[await village.cell(each_db, above, code) for code in ("thon", "ban")]]


async def spends(
    db: AsyncSession,
    unit: Unit,
    cost: int,
    outcome: AttemptOutcome | None = AttemptOutcome.ACCEPTED,
    ago: timedelta = timedelta(),
    **more: Any,
) -> None:
    at = datetime.now(UTC) - ago
    place = Endpoint(channel="sms_mot", account="mot", external_id=str(await count(db)), offered=[], wrong_codes=0)
    notice = Notice(about=f"inbox:{await count(db)}", step=Step.REPLY, not_before=at)
    db.add_all([place, notice])
    await db.flush()
    about = {"notice_id": notice.id, "endpoint_id": place.id, "channel": "sms_mot"} | more
    db.add(Attempt(unit_id=unit.id, cost=cost, begun_at=at, ended_at=outcome and at, outcome=outcome, **about))
    await db.flush()


async def count(db: AsyncSession) -> int:
    return len((await db.scalars(select(Attempt.id))).all())


async def limits(db: AsyncSession, **by_code: str) -> None:
    for unit in await db.scalars(select(Unit)):
        if unit.code in by_code:
            unit.settings = {"sms_budget": by_code[unit.code]}
    await db.flush()


async def used(db: AsyncSession, unit: Unit) -> list[tuple[str, int]]:
    return [(one.code, one.used) for one in (await purse_of(db, [unit.id])).over(unit.id)]


async def test_a_limit_is_for_a_unit_and_all_below_it(each_db: AsyncSession, units: list[Unit]) -> None:
    above, thon, ban = units
    await limits(each_db, xa="100000", thon="2000")
    await spends(each_db, thon, 1500)
    await spends(each_db, ban, 500)
    await spends(each_db, above, 300)
    assert await used(each_db, thon) == [("thon", 1500), ("xa", 2300)]
    assert await used(each_db, ban) == [("xa", 2300)]


@pytest.mark.parametrize(
    ("outcome", "reported", "counts"),
    [
        (AttemptOutcome.ACCEPTED, None, True),
        (AttemptOutcome.UNKNOWN, None, True),
        (None, None, True),
        (AttemptOutcome.REJECTED, "4711", True),
        (AttemptOutcome.REJECTED, None, False),
        (AttemptOutcome.WAIT, None, False),
        (AttemptOutcome.CHANNEL_DOWN, None, False),
        (AttemptOutcome.ADDRESS_DEAD, None, False),
    ],
)
async def test_what_the_gateway_took_is_paid_for(
    db: AsyncSession, outcome: AttemptOutcome | None, reported: str | None, counts: bool
) -> None:
    """Also what is in the air just now, and what was taken and did not arrive."""
    db.info[TARIFFS] = {"sms_mot": SMS}
    thon = await village.cell(db)
    await limits(db, thon="2000")
    await spends(db, thon, 700, outcome, external_id=reported)
    assert await used(db, thon) == [("thon", 700 * counts)]


async def test_a_month_begins_with_nothing_spent_and_only_sms_counts(db: AsyncSession) -> None:
    db.info[TARIFFS] = {"sms_mot": SMS, "zalo_zns": Tariff(forms={"call": 800})}
    thon = await village.cell(db)
    await limits(db, thon="2000")
    await spends(db, thon, 700, ago=LAST_MONTH)
    await spends(db, thon, 800, channel="zalo_zns")
    assert await used(db, thon) == [("thon", 0)]


async def test_all_limits_up_the_line_have_to_have_room(each_db: AsyncSession, units: list[Unit]) -> None:
    _, thon, ban = units
    await limits(each_db, xa="1200", thon="1000")
    purse = await purse_of(each_db, [thon.id, ban.id], lock=True)
    assert purse.pays(thon.id, 1000)
    assert not purse.pays(thon.id, 1)
    assert not purse.pays(ban.id, 201)
    assert purse.pays(ban.id, 200)
    assert not purse.pays(ban.id, 1)


async def test_where_nobody_has_set_one_everything_is_paid(db: AsyncSession) -> None:
    thon = await village.cell(db)
    purse = await purse_of(db, [thon.id], lock=True)
    assert purse.pays(thon.id, 10**9)
    assert purse.pays(None, 10**9)
    assert await all_budgets(db) == []


@pytest.mark.parametrize("text", ["-1", "nhiều", "", "1,5"])
async def test_a_limit_is_a_number_of_dong(db: AsyncSession, now: datetime, text: str) -> None:
    thon = await village.cell(db)
    with pytest.raises(WrongUnitSetting):
        change(thon, "sms_budget", text)
    change(thon, "sms_budget", "500.000")
    await db.flush()
    assert [one.most for one in await all_budgets(db)] == [500_000]


# Telling of it


async def raised(db: AsyncSession) -> list[str]:
    return [one.name for one in await open_alarms(db)]


async def test_people_are_told_at_80_and_at_100_parts_of_a_hundred(
    each_db: AsyncSession, units: list[Unit], now: datetime
) -> None:
    above, thon, _ = units
    await limits(each_db, xa="10000")
    for cost, alarm in ((7_999, []), (1, ["sms_budget:xa:80"]), (2_000, ["sms_budget:xa:100"])):
        await spends(each_db, thon, cost)
        await watch_budgets(each_db, now)
        assert await raised(each_db) == alarm
    (alarm_,) = await open_alarms(each_db)
    assert "10.000/10.000 đồng" in alarm_.text
    assert above.name in alarm_.text


async def test_a_larger_limit_ends_it_and_so_does_none(each_db: AsyncSession, units: list[Unit], now: datetime) -> None:
    above, thon, _ = units
    await limits(each_db, xa="1000", thon="1000")
    await spends(each_db, thon, 1000)
    await watch_budgets(each_db, now)
    assert await raised(each_db) == ["sms_budget:thon:100", "sms_budget:xa:100"]
    await limits(each_db, thon="5000")
    above.settings = {}
    await each_db.flush()
    await watch_budgets(each_db, now)
    assert await raised(each_db) == []
    assert len((await each_db.scalars(select(Alarm))).all()) == 2
