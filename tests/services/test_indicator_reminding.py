"""Whoever has not answered is reminded before, on and after the day: each thing once, nobody who has."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.refusals import RemindedJustNow
from bot.services.indicator_asking import AT_ONCE
from bot.services.indicator_nudging import NUDGED, nudge
from bot.services.unit_settings import change
from tests.indicator_place import ADMITTED, NOW, Place, place_of
from tests.village import at


@pytest.fixture
async def place(sqlite_db: AsyncSession) -> Place:
    return await place_of(sqlite_db)


def rounds(owed: list[Notice]) -> list[tuple[Step, int]]:
    return sorted({(one.step, one.round) for one in owed}, key=lambda one: one[1])


async def test_before_on_and_after_the_day_once_each(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    await place.answers(asked, place.communes[0], 5)
    for day, hour in ((26, 9), (27, 9), (27, 15), (28, 9), (30, 9)):
        await place.ticks(at(2026, 11, day, hour))
    for hour in (9, 15):
        await place.ticks(at(2026, 12, 1, hour))
    await place.ticks(at(2026, 12, 5))
    owed = await place.owed(asked)
    assert rounds([one for one in owed if one.step is not Step.PASSED_ON]) == [
        (Step.INDICATOR, 1), (Step.INDICATOR_REMINDER, 2), (Step.INDICATOR_REMINDER, 3), (Step.INDICATOR_REMINDER, 4),
    ]  # fmt: skip
    reminded = [one for one in owed if one.step is Step.INDICATOR_REMINDER]
    assert {one.unit_id for one in reminded} == {place.communes[1].id, place.communes[2].id}
    (word_to_asker,) = [one for one in owed if one.step is Step.PASSED_ON]
    assert word_to_asker.member_id == place.office.id
    assert "1/3 đơn vị đã báo" in str((word_to_asker.content or {})["text"])


async def test_a_unit_that_was_closed_has_neither_answered_nor_is_it_missed(place: Place) -> None:
    asked = await place.asks(ADMITTED)
    place.communes[0].closed_on = date(2026, 11, 25)
    await place.ticks(at(2026, 12, 1, 9))
    (told_asker,) = [one for one in await place.owed(asked) if one.step is Step.PASSED_ON]
    assert "0/2 đơn vị đã báo" in str((told_asker.content or {})["text"])


async def test_the_unit_says_how_many_days_before(place: Place) -> None:
    change(place.top, "indicator_days", "0")
    asked = await place.asks(ADMITTED)
    await place.ticks(at(2026, 11, 29))
    assert rounds(await place.owed(asked)) == [(Step.INDICATOR, 1)]
    change(place.top, "indicator_days", "7")
    await place.ticks(at(2026, 11, 29))
    assert rounds(await place.owed(asked))[-1] == (Step.INDICATOR_REMINDER, 2)


async def test_what_is_asked_late_is_not_reminded_the_same_day(place: Place) -> None:
    asked = await place.asks("Kết nạp; hạn 21/11/2026; hỏi xã")
    await place.ticks(at(2026, 11, 21, 15))
    assert rounds(await place.owed(asked)) == [(Step.INDICATOR, 1)]
    await place.ticks(at(2026, 11, 22))
    assert (Step.INDICATOR_REMINDER, 4) in rounds(await place.owed(asked))


async def test_many_units_are_told_in_slices(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.indicator_asking.AT_ONCE", 2)
    asked = await place.asks(ADMITTED)
    assert len(await place.owed(asked)) == 3
    assert asked.round.telling is None
    assert AT_ONCE > 2


async def test_a_committee_reminds_and_not_twice_at_once(each_db: AsyncSession) -> None:
    place = await place_of(each_db)
    asked = await place.asks(ADMITTED)
    await place.answers(asked, place.communes[0], 5)
    found = await nudge(place.db, asked, place.top, "test", NOW)
    assert (found.units, found.unreached) == (2, 0)
    with pytest.raises(RemindedJustNow):
        await nudge(place.db, asked, place.top, "test", NOW)
    assert (await nudge(place.db, asked, place.top, "test", at(2026, 11, 21, 12))).units == 2
    assert rounds(await place.owed(asked))[1:] == [
        (Step.INDICATOR_REMINDER, NUDGED + 1),
        (Step.INDICATOR_REMINDER, NUDGED + 2),
    ]
