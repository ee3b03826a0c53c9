"""A breach has 72 hours, and rings until the authority was told."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.refusals import BreachWrong, NoSuchBreach, SecrecyMarked
from bot.services.alarms import open_alarms
from bot.services.breaches import deadline, enter_breach, that_it_was_reported
from tests.conftest import NOW


async def test_the_clock_runs_from_the_finding_and_stops_with_the_report(each_db: AsyncSession) -> None:
    found = NOW - timedelta(hours=5)
    breach = await enter_breach(each_db, found, "Mất máy tính có tệp danh sách.", 30, "test", NOW, is_sensitive=True)
    assert deadline(breach) == found + timedelta(hours=72)
    assert [alarm.name for alarm in await open_alarms(each_db)] == [f"breach:{breach.id}"]
    with pytest.raises(BreachWrong):
        await that_it_was_reported(each_db, breach.id, found - timedelta(hours=1), "test", NOW)
    await that_it_was_reported(each_db, breach.id, NOW, "test", NOW)
    assert await open_alarms(each_db) == []


async def test_what_cannot_be_is_refused(db: AsyncSession) -> None:
    later = NOW + timedelta(minutes=1)
    for scope, found in (("", NOW), ("x" * 601, NOW), ("Mất sổ.", later)):
        with pytest.raises(BreachWrong):
            await enter_breach(db, found, scope, None, "test", NOW, is_sensitive=False)
    with pytest.raises(SecrecyMarked):
        await enter_breach(db, NOW, "Mất văn bản TUYỆT MẬT", None, "test", NOW, is_sensitive=True)
    with pytest.raises(NoSuchBreach):
        await that_it_was_reported(db, 7, NOW, "test", NOW)
