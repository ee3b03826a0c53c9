"""For every broadcast: owed = sent + failed + uncertain + cancelled + expired + waiting, always."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, Step
from bot.model.notices import Attempt, Notice, NoticeState
from bot.services import ledger
from bot.services.ledger import Broadcast, Counts, astray, broadcast, broadcasts, unbalanced
from bot.services.meetings import move_meeting
from tests import village


@pytest.fixture
def db(each_db: AsyncSession) -> AsyncSession:
    return each_db


async def called(db: AsyncSession, now: datetime, reached: int = 3, unreached: int = 2) -> Meeting:
    """A meeting of a cell where some have no phone with us."""
    cell = await village.cell(db)
    people = await village.members(db, cell, reached + unreached)
    for person in people[:reached]:
        await village.reachable_at(db, person, now)
    return await village.meeting(db, cell, now, timedelta(days=5))


async def test_who_cannot_be_reached_is_owed_and_has_failed_with_its_cause(db: AsyncSession, now: datetime) -> None:
    meeting = await called(db, now)
    counts = await broadcast(db, f"meeting:{meeting.id}", Step.NOTICE)
    assert counts == Counts(owed=5, failed={"no_channel": 2}, waiting=3)
    assert counts.adds_up


async def test_a_message_on_its_way_is_still_waiting(db: AsyncSession, now: datetime) -> None:
    meeting = await called(db, now, unreached=0)
    await db.execute(update(Notice).values(state=NoticeState.SENDING))
    assert (await broadcast(db, f"meeting:{meeting.id}")).waiting == 3


async def test_a_moved_meeting_is_another_broadcast(db: AsyncSession, now: datetime) -> None:
    meeting = await called(db, now, unreached=0)
    await move_meeting(db, meeting.id, now + timedelta(days=6), None, "test", now)
    about = f"meeting:{meeting.id}"
    found = await broadcasts(db, Notice.about == about)
    assert [one.revision for one in found] == [1, 2]
    assert (await broadcast(db, about, revision=1)).cancelled == 3
    assert (await broadcast(db, about)).owed == 6


async def test_every_state_there_is_is_counted() -> None:
    assert set(ledger.COUNTED) == {state.value for state in NoticeState}


async def test_a_state_that_nobody_counts_breaks_the_identity(db: AsyncSession, now: datetime) -> None:
    meeting = await called(db, now)
    about = f"meeting:{meeting.id}"
    assert await unbalanced(db) == []
    await db.execute(text("UPDATE notices SET state = 'pondering' WHERE id = (SELECT min(id) FROM notices)"))
    assert await unbalanced(db) == [Broadcast(about, 1, "notice", 1)]
    assert not (await broadcast(db, about)).adds_up


async def test_what_nobody_would_ever_send_is_found(db: AsyncSession, now: datetime) -> None:
    await called(db, now, reached=2)
    assert await astray(db) == 0
    await db.execute(update(Notice).where(Notice.state == NoticeState.WAITING).values(state=NoticeState.SENDING))
    assert await astray(db) == 2


async def test_what_is_in_the_air_is_not_astray(db: AsyncSession, now: datetime) -> None:
    meeting = await called(db, now, reached=1, unreached=0)
    notice = (await db.scalars(select(Notice).filter_by(meeting_id=meeting.id))).one()
    assert notice.endpoint_id is not None
    notice.state = NoticeState.SENDING
    db.add(Attempt(notice_id=notice.id, endpoint_id=notice.endpoint_id, channel="rehearsal", begun_at=now))
    await db.flush()
    assert await astray(db) == 0
