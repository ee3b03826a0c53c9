"""A try whose answer was lost is made again under its key; every other one has a key of its own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Attempt, AttemptOutcome, Notice
from bot.services.receipts import attempt_of, key_of
from bot.services.told import DUE, Due
from scheduler.keys import keys_for
from tests import village

SECOND = datetime(2026, 11, 21, 2, 0, 0, 500, tzinfo=UTC)
LOST, TAKEN, LATER = AttemptOutcome.UNKNOWN, AttemptOutcome.ACCEPTED, AttemptOutcome.WAIT
DOWN, REFUSED = AttemptOutcome.CHANNEL_DOWN, AttemptOutcome.REJECTED


async def key_after(db: AsyncSession, now: datetime, *outcomes: AttemptOutcome, elsewhere: bool = False) -> int | None:
    """Which of the tries the next one has the key of, from 0; None: its own."""
    cell = await village.cell(db)
    person = await village.member(db, cell)
    place = await village.reachable_at(db, person, now)
    other = await village.reachable_at(db, person, now, chat="other", channel="zalo_oa")
    await village.meeting(db, cell, now, timedelta(hours=30))
    notice = (await db.scalars(select(Notice))).one()
    before: list[Attempt] = []
    told: dict[str, Any] = {"notice_id": notice.id, "channel": "x", "ended_at": now}
    for number, outcome in enumerate(outcomes):
        at = SECOND + timedelta(minutes=number)
        to = other.id if elsewhere else place.id
        before.append(Attempt(endpoint_id=to, begun_at=at, outcome=outcome, **told))
    db.add_all(before)
    notice.attempts, notice.endpoint_id = len(outcomes), place.id
    await db.flush()
    due = Due._make((await db.execute(select(*DUE))).one())
    key = (await keys_for(db, [due], {notice.id: 999}, SECOND))[notice.id]
    if key == key_of(999, SECOND):
        return None
    return [key_of(one.id, one.begun_at) for one in before].index(key)


@pytest.mark.parametrize(
    ("outcomes", "which"),
    [
        ((), None),
        ((LOST,), 0),
        ((LOST, LOST), 0),
        ((LATER,), None),
        ((DOWN, LOST), 1),
        ((LOST, LATER), 0),
        ((LOST, DOWN, LOST), 0),
        ((LOST, TAKEN), None),
        ((LOST, REFUSED), None),
        ((LOST, TAKEN, LOST), 2),
    ],
)
async def test_the_key_of_the_next_try(
    db: AsyncSession, now: datetime, outcomes: tuple[AttemptOutcome, ...], which: int | None
) -> None:
    assert await key_after(db, now, *outcomes) == which


async def test_what_was_lost_elsewhere_says_nothing_here(db: AsyncSession, now: datetime) -> None:
    assert await key_after(db, now, LOST, elsewhere=True) is None


def test_a_key_is_short_plain_and_of_its_second() -> None:
    assert key_of(123_456_789_012, SECOND) == "a123456789012-6b00fb20"
    assert attempt_of(key_of(7, SECOND)) == 7
    assert key_of(7, SECOND) != key_of(7, SECOND + timedelta(seconds=1))
