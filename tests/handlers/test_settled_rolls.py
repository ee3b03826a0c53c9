"""A closed roll is corrected until the end of the month after next, and then by no old button any more."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.model.attendances import Mark
from bot.services.roll import Marks, take_roll
from tests.ground import Ground
from tests.handlers.test_roll import ON_BOTH, Hall, closed, gathered_now
from tests.village import at

LAST, AFTER = at(2027, 1, 31, 23, 59), at(2027, 2, 1, 0)
"""The meeting is of November 2026."""
SETTLED = "chỉ sửa được đến hết ngày 31/01/2027"


@pytest.fixture
async def hall(ground: Ground) -> AsyncIterator[Hall]:
    async with ground.with_(gathered_now) as hall:
        yield hall


@ON_BOTH
@pytest.mark.parametrize(("when", "mark"), [(LAST, Mark.PRESENT), (AFTER, Mark.UNEXCUSED)])
async def test_a_correction_is_written_until_the_last_day(hall: Hall, way: str, when: datetime, mark: Mark) -> None:
    phone = await closed(hall, way)
    phone.now = when
    value = f"roll_one:{hall.meeting.id}:{hall.people[2].id}:present"
    said = await phone.presses_value(value)
    assert (SETTLED in said) is (when is AFTER)
    await phone.says("1")
    assert await hall.mark(4) is mark


async def test_a_correction_shown_before_is_not_written_after(hall: Hall) -> None:
    phone = await closed(hall)
    phone.now = LAST
    await phone.presses_value(f"roll_one:{hall.meeting.id}:{hall.people[2].id}:present")
    phone.now = AFTER
    assert SETTLED in await phone.presses("Ghi sửa đổi")
    assert await hall.mark(4) is Mark.UNEXCUSED


async def test_what_it_came_to_is_still_shown(hall: Hall) -> None:
    phone = await closed(hall)
    phone.now = AFTER
    assert "Đã chốt điểm danh" in await phone.presses_value(f"roll_sum:{hall.meeting.id}:0")


async def test_whoever_runs_the_machine_still_corrects_for_the_office(hall: Hall) -> None:
    await closed(hall)
    await take_roll(hall.db, hall.meeting.id, Marks(present=[hall.people[2].id]), "console", AFTER)
    assert await hall.mark(4) is Mark.PRESENT


@pytest.mark.parametrize("words", ["điểm danh", "sửa điểm danh 4 có"])
async def test_a_typed_line_finds_no_roll_of_long_ago(hall: Hall, words: str) -> None:
    phone = await closed(hall)
    phone.now = AFTER
    await phone.says(words)
    await phone.says("1")
    assert await hall.mark(4) is Mark.UNEXCUSED
