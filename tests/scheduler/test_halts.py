"""A stop bites within a second in the middle of a broadcast; a cap holds back what would be one too many."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.services.halts import go_on, halt
from bot.services.ledger import Ledger, ledger_of
from bot.services.notices import owe
from bot.services.unit_settings import change
from scheduler import delivery
from tests import village
from tests.by_hand import stage_by_hand
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""
MANY = 30


@pytest.fixture
async def slow(database_url: str) -> AsyncIterator[Stage]:
    """Ten messages a second: a broadcast to many takes three."""
    async with stage(database_url, NINE, rate={"telegram": 10.0}) as made:
        yield made


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, NINE) as made:
        yield made


async def called(at: Stage, people: int, code: str = "thon", first: int = 1) -> tuple[Meeting, list[Member]]:
    """A meeting tomorrow evening; its people are in the chats from the first on."""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db, code=code)
        members = await village.members(db, cell, people)
        for number, member in enumerate(members, first):
            at.telegram.person(number)
            endpoint = await village.reachable_at(db, member, at.now(), chat=str(number), channel="telegram")
            endpoint.account = "123456"
        return await village.meeting(db, cell, at.now(), timedelta(hours=30)), members


async def book(at: Stage, meeting: Meeting) -> Ledger:
    async with at.house.sessions() as db:
        return await ledger_of(db, await db.get_one(Meeting, meeting.id))


async def stop(at: Stage, meeting: Meeting | None) -> None:
    async with at.house.sessions.begin() as db:
        await halt(db, await db.get_one(Unit, meeting.cell_id) if meeting else None, "test", at.now())


async def go(at: Stage, meeting: Meeting | None) -> None:
    async with at.house.sessions.begin() as db:
        await go_on(db, await db.get_one(Unit, meeting.cell_id) if meeting else None, "test", at.now())


async def test_a_broadcast_is_stopped_within_a_second_and_goes_on(slow: Stage) -> None:
    meeting, _ = await called(slow, MANY)
    async with slow.working():
        await slow.sees(lambda: len(slow.telegram.sent) >= 3)
        await stop(slow, None)
        await asyncio.sleep(1)
        sent = len(slow.telegram.sent)
        assert sent < MANY
        await slow.rests()
        assert len(slow.telegram.sent) == sent
        await go(slow, None)
        await slow.sees(lambda: len(slow.telegram.sent) == MANY)
    assert (await book(slow, meeting)).count(NoticeState.SENT) == MANY


async def test_at_a_slow_pace_a_stop_bites_within_a_second_too(sqlite_url: str) -> None:
    """Four were taken ahead whatever the pace, and left for two seconds more."""
    async with stage(sqlite_url, NINE, rate={"telegram": 2.0}) as at:
        await called(at, 8)
        async with at.working():
            await at.sees(lambda: len(at.telegram.sent) >= 2)
            await stop(at, None)
            stopped_at, sent = time.monotonic(), len(at.telegram.sent)
            await asyncio.sleep(2)
            assert len(at.telegram.sent) <= sent + 1
            assert max(one.at for one in at.telegram.sent) < stopped_at + 1


async def test_what_is_stopped_is_not_looked_through_for_every_answer(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage_by_hand(sqlite_url, NINE) as at:
        meeting, _ = await called(at, 3)
        await stop(at, None)
        looks: list[str] = []
        async with at.working():
            monkeypatch.setattr(delivery, "IDLE", 60.0)
            assert at.hands is not None
            event.listen(at.house.engine.sync_engine, "before_cursor_execute", lambda *what: looks.append(what[2]))
            for _ in range(4):
                await at.rests()
                await at.telegram.person(1).says("họp")
            assert sum("FROM halts" in look for look in looks) == 1
            assert len(at.telegram.person(1).received) == 3, "whoever asks is answered"
            monkeypatch.setattr(delivery, "IDLE", 0.0)
            await go(at, meeting=None)
            await at.rests()
        assert (await book(at, meeting)).count(NoticeState.SENT) == 3


async def test_only_the_stopped_cell_waits_and_its_people_are_still_answered(at: Stage) -> None:
    held, _ = await called(at, 2)
    await called(at, 2, "khac", first=3)
    await stop(at, held)
    async with at.working():
        await at.sees(lambda: len(at.telegram.sent) == 2)
        await at.telegram.person(1).says("họp")
        await at.sees(lambda: at.telegram.person(1).received)
        await at.rests()
    assert {sent.chat for sent in at.telegram.sent} == {1, 3, 4}
    assert (await book(at, held)).count(NoticeState.WAITING) == 2


async def test_what_ran_out_of_time_while_it_was_stopped_is_marked(at: Stage) -> None:
    meeting, _ = await called(at, 2)
    await stop(at, meeting)
    async with at.working():
        await at.rests()
        at.move_on(timedelta(hours=31))
        await at.until(lambda: all_expired(at, meeting))
    assert at.telegram.sent == []


async def all_expired(at: Stage, meeting: Meeting) -> bool:
    return (await book(at, meeting)).count(NoticeState.EXPIRED) == 2


# The cap of a day


async def told_before(at: Stage, meeting: Meeting, person: Member, count: int) -> None:
    """So many reminders have reached them today."""
    async with at.house.sessions.begin() as db:
        db.add_all(
            Notice(
                about=f"meeting:{meeting.id}",
                meeting_id=meeting.id,
                member_id=person.id,
                step=Step.REMINDER,
                round=number,
                not_before=at.now(),
                state=NoticeState.SENT,
                settled_at=at.now(),
            )
            for number in range(1, count + 1)
        )


async def the_call(at: Stage, meeting: Meeting, person: Member) -> Notice:
    async with at.house.sessions() as db:
        return (await village.notices_of(db, meeting, person))[0]


async def test_the_sixth_message_of_a_day_waits_for_the_morning(at: Stage) -> None:
    meeting, (often, seldom) = await called(at, 2)
    await told_before(at, meeting, often, 5)
    await told_before(at, meeting, seldom, 4)
    async with at.working():
        await at.sees(lambda: len(at.telegram.sent) == 1)
        await at.rests()
        assert [sent.chat for sent in at.telegram.sent] == [2]
        held = await the_call(at, meeting, often)
        assert (held.state, held.not_before) == (NoticeState.WAITING, village.at(2026, 11, 22, 7))
        at.move_on(timedelta(hours=23))
        await at.sees(lambda: 1 in [sent.chat for sent in at.telegram.sent])


async def test_a_message_of_no_use_in_the_morning_ends_with_its_cause(at: Stage) -> None:
    meeting, (often,) = await called(at, 1)
    await told_before(at, meeting, often, 5)
    async with at.house.sessions.begin() as db:
        found = (await village.notices_of(db, meeting, often))[0]
        found.expires_at = village.at(2026, 11, 21, 19)
    async with at.working():
        await at.until(lambda: ended(at, meeting, often))
    assert (await the_call(at, meeting, often)).cause == "daily_cap"


async def ended(at: Stage, meeting: Meeting, person: Member) -> bool:
    return (await the_call(at, meeting, person)).state is NoticeState.EXPIRED


async def test_what_is_urgent_and_what_is_off_is_told_whatever_the_day_was_like(at: Stage) -> None:
    meeting, people = await called(at, 2)
    async with at.house.sessions.begin() as db:
        change(await village.cell_with(db, meeting), "daily_cap", "3")
        for notice in await village.all_notices(db):
            notice.urgency = Urgency.EXPRESS
        await owe(db, await db.get_one(Meeting, meeting.id), [people[1].id], Step.MOVED, at.now(), at.now())
    for person in people:
        await told_before(at, meeting, person, 3)
    async with at.working():
        await at.sees(lambda: [sent.chat for sent in at.telegram.sent].count(2) == 2)
        await at.sees(lambda: 1 in [sent.chat for sent in at.telegram.sent])
