"""What the roll keeps beside a mark: who was late or left early, for whom others spoke, what came from paper."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Mark, Noticed, RollLog
from bot.model.meetings import Meeting
from bot.refusals import TwoMarks
from bot.services.invitations import invited_to
from bot.services.roll import Marks, close_roll, roll_of, take_roll
from tests import village

HOUR = timedelta(hours=1)


async def held(db: AsyncSession, now: datetime) -> tuple[Meeting, list[int]]:
    """A meeting that begins just now, and its four people."""
    cell = await village.cell(db)
    await village.members(db, cell, 4)
    meeting = await village.meeting(db, cell, now - HOUR, after=HOUR)
    return meeting, list(await invited_to(db, meeting.id))


async def log(db: AsyncSession) -> list[tuple[Mark | None, Mark, Noticed | None, bool | None, bool | None]]:
    rows = await db.scalars(select(RollLog).order_by(RollLog.id))
    return [(row.was, row.became, row.noticed, row.came_late, row.left_early) for row in rows]


async def test_whoever_is_late_or_left_early_is_present(each_db: AsyncSession, now: datetime) -> None:
    meeting, ids = await held(each_db, now)
    await take_roll(each_db, meeting.id, Marks(late=ids[:2], early=ids[1:3]), "clerk", now)
    assert (await roll_of(each_db, meeting)).counts.present == 3
    assert sorted((late or False, early or False) for *_, late, early in await log(each_db)) == [
        (False, True), (True, False), (True, True),
    ]  # fmt: skip


async def test_taking_it_back_changes_no_mark_and_is_kept(db: AsyncSession, now: datetime) -> None:
    meeting, ids = await held(db, now)
    await take_roll(db, meeting.id, Marks(late=ids[:1], early=ids[:1]), "clerk", now)
    await take_roll(db, meeting.id, Marks(not_late=ids[:1]), "clerk", now)
    await take_roll(db, meeting.id, Marks(not_late=ids[:1]), "clerk", now)
    present = Mark.PRESENT
    assert await log(db) == [
        (None, present, Noticed.CLERK, True, True),
        (present, present, Noticed.CLERK, False, True),
    ]


async def test_whoever_is_absent_is_not_late(db: AsyncSession, now: datetime) -> None:
    meeting, ids = await held(db, now)
    await take_roll(db, meeting.id, Marks(late=ids[:1]), "clerk", now)
    await take_roll(db, meeting.id, Marks(unexcused=ids[:1]), "clerk", now)
    await take_roll(db, meeting.id, Marks(present=ids[:1]), "clerk", now)
    assert [late for *_, late, _ in await log(db)] == [True, False, False]
    with pytest.raises(TwoMarks):
        await take_roll(db, meeting.id, Marks(excused=ids[:1], late=ids[:1]), "clerk", now)


async def test_late_after_the_closing_is_a_correction_that_changes_no_rate(db: AsyncSession, now: datetime) -> None:
    meeting, ids = await held(db, now)
    await take_roll(db, meeting.id, Marks(everybody_present=True), "clerk", now)
    await close_roll(db, meeting.id, "clerk", now)
    before = (await roll_of(db, meeting)).counts
    await take_roll(db, meeting.id, Marks(late=ids[:1]), "clerk", now + HOUR)
    assert (await roll_of(db, meeting)).counts == before
    last = (await db.scalars(select(RollLog).order_by(RollLog.id.desc()).limit(1))).one()
    assert (last.is_correction, last.came_late) == (True, True)


async def test_for_whom_others_spoke_is_marked_so(each_db: AsyncSession, now: datetime) -> None:
    meeting, ids = await held(each_db, now)
    await take_roll(each_db, meeting.id, Marks(excused=ids[:2], on_behalf=ids[:1]), "clerk", now)
    assert [noticed for _, _, noticed, _, _ in await log(each_db)] == [Noticed.ON_BEHALF, Noticed.CLERK]
    await take_roll(each_db, meeting.id, Marks(excused=ids[1:2], on_behalf=ids[1:2]), "clerk", now)
    assert (await log(each_db))[-1] == (Mark.EXCUSED, Mark.EXCUSED, Noticed.ON_BEHALF, False, False)


@pytest.mark.parametrize(
    ("later", "from_paper", "noticed"),
    [(HOUR, False, Noticed.CLERK), (HOUR, True, Noticed.BACKFILL), (12 * HOUR, False, Noticed.BACKFILL)],
)
async def test_what_is_written_down_later_is_marked_so(
    db: AsyncSession, now: datetime, later: timedelta, from_paper: bool, noticed: Noticed
) -> None:
    meeting, ids = await held(db, now)
    said = Marks(everybody_present=True, excused=ids[:1], from_paper=from_paper)
    await take_roll(db, meeting.id, said, "clerk", now + later)
    assert {one for _, _, one, _, _ in await log(db)} == {noticed}


async def test_a_correction_days_later_is_none_that_was_filled_in(db: AsyncSession, now: datetime) -> None:
    meeting, ids = await held(db, now)
    await take_roll(db, meeting.id, Marks(everybody_present=True), "clerk", now)
    await close_roll(db, meeting.id, "clerk", now)
    await take_roll(db, meeting.id, Marks(excused=ids[:1]), "clerk", now + timedelta(days=3))
    assert (await log(db))[-1][2] is Noticed.CLERK
