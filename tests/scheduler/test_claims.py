"""What is taken where there is little room, and what comes too late: nothing stands in the way of others."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leaseholder import Hold
from bot.messages import Outcome, Rejected, Reply
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState, Urgency
from bot.services.notices import owe_reply
from scheduler.claiming import claim
from scheduler.delivery import Sender
from scheduler.due import Desk, Room
from scheduler.flights import Flight
from scheduler.landing import land_surely
from scheduler.pace import Pace
from tests import village
from tests.by_hand import ByHand, stage_by_hand
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, NINE, rate={"telegram": 14.0}) as made:
        yield made


@pytest.fixture
async def by_hand(database_url: str) -> AsyncIterator[ByHand]:
    async with stage_by_hand(database_url, NINE) as made:
        yield made


async def called(at: Stage, phones: int, at_the_first: int = 1) -> None:
    """A meeting tomorrow evening; its people are in chats 1, 2, 3 …, and several share the first."""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        first, *others = await village.members(db, cell, phones + at_the_first - 1)
        shared = await linked(db, at, first, 1)
        for member in others[: at_the_first - 1]:
            db.add(Address(member_id=member.id, endpoint_id=shared.id, position=1, linked_at=at.now()))
            db.add(
                Consent(
                    member_id=member.id,
                    channel="telegram",
                    kind=ConsentKind.TAPPED,
                    text_version="test",
                    given_at=at.now(),
                )
            )
        for number, member in enumerate(others[at_the_first - 1 :], 2):
            await linked(db, at, member, number)
        await db.flush()
        await village.meeting(db, cell, at.now(), timedelta(hours=30))


async def linked(db: AsyncSession, at: Stage, member: Member, number: int) -> Endpoint:
    at.telegram.person(number)
    endpoint = await village.reachable_at(db, member, at.now(), chat=str(number), channel="telegram")
    endpoint.account = "123456"
    return endpoint


async def test_what_is_urgent_does_not_wait_for_what_is_routine(at: Stage) -> None:
    """On a slow network one place is free at a time, and that one was always kept for the routine."""
    await called(at, 24)
    async with at.house.sessions.begin() as db:
        newest = select(Notice.id).order_by(Notice.id.desc()).limit(12)
        await db.execute(update(Notice).where(Notice.id.in_(newest)).values(urgency=Urgency.EXPRESS))
    async with at.working():
        await at.sees(lambda: len(at.telegram.sent) == 24)
    urgent = [sent.chat > 12 for sent in sorted(at.telegram.sent, key=lambda sent: sent.at)]
    assert sum(urgent[:14]) >= 10
    assert not all(urgent[:12]), "the routine does not starve"


async def test_a_phone_that_rests_keeps_nobody_waiting(at: Stage) -> None:
    """One phone of many people, one message a second: those that waited for it took all the places."""
    await called(at, 22, at_the_first=8)
    async with at.working():
        await at.sees(lambda: len({sent.chat for sent in at.telegram.sent}) == 22)
    assert sum(sent.chat == 1 for sent in at.telegram.sent) <= 3


async def test_what_cannot_be_worded_fails_alone(by_hand: ByHand) -> None:
    """An answer kept by another release stopped all that was to be sent after it."""
    at = by_hand
    await called(at, 2)
    async with at.house.sessions.begin() as db:
        endpoint = (await db.scalars(select(Endpoint))).first()
        assert endpoint is not None
        strange = owe_reply(db, "inbox:1", endpoint, Reply("vâng"), at.now())
        strange.content = {**(strange.content or {}), "of_another_release": True}
    async with at.working():
        await at.rests()
    assert sorted(sent.chat for sent in at.telegram.sent) == [1, 2]
    async with at.house.sessions() as db:
        found = await db.get_one(Notice, strange.id)
        assert (found.state, found.cause) == (NoticeState.FAILED, "not_worded")


@pytest.mark.parametrize("late", [None, Rejected("chat not found")])
async def test_an_outcome_that_comes_after_somebody_else_has_sent_changes_nothing(
    by_hand: ByHand, late: Outcome | None
) -> None:
    """A process that was frozen wakes up: another had the lease meanwhile, and has sent what this one had taken."""
    at = by_hand
    await called(at, 1)
    async with at.working():
        assert at.hands is not None
        sender = at.hands.sender
        flight = await taken(at, sender)
    async with at.working():
        await at.rests()
        await land_surely(sender.runway, [(flight, late)])
        await at.rests()
    assert len(at.telegram.sent) == 1
    async with at.house.sessions() as db:
        assert set(await db.scalars(select(Notice.state))) == {NoticeState.SENT}


async def test_a_lease_that_was_somebody_elses_for_a_while_begins_with_what_they_left_behind(by_hand: ByHand) -> None:
    """They had taken a message and died; whoever takes the lease again in the middle of a stream never asked for it."""
    at = by_hand
    await called(at, 1)
    async with at.working():
        assert at.hands is not None
        sender, hold = at.hands.sender, Hold(time.monotonic(), term=1)
        assert not await sender.deliver_batch(hold), "nothing is taken before that was looked for"
        assert await sender.runway.fly(await taken(at, sender), hold) is not None
        hold.term = 2
        await sender._turn(hold, fresh=False)
    assert len(at.telegram.sent) == 2, "once by them, and once more since nobody knows"


async def test_no_more_is_taken_than_leaves_within_a_moment_however_slow_the_link(by_hand: ByHand) -> None:
    """As many as fly at once were taken at the start: a stop had to wait for seconds."""
    at = by_hand
    await called(at, 30)
    async with at.working():
        assert at.hands is not None
        sender = at.hands.sender
        sender.pace = sender.runway.pace = Pace(10.0)
        sender.runway.latency = 3.0
        await sender._take(Hold(time.monotonic()))
        assert len(sender.under_way) == 6
        await sender._all_land()


async def test_while_others_fly_what_landed_is_written_down_and_nothing_goes_to_its_address_before(
    by_hand: ByHand,
) -> None:
    at = by_hand
    await called(at, 3, at_the_first=2)
    async with at.working():
        assert at.hands is not None
        sender, hold = at.hands.sender, Hold(time.monotonic())
        sender.pace = sender.runway.pace = Pace(10.0)
        assert await sender._take(hold) == 3
        while not sender._landed:
            await sender._until_some_landed()
        assert [flight.address for flight in sender._flying()] == ["2", "3"]
        assert await sender._take_meanwhile(hold) == 0
        assert [flight.address for flight in sender.under_way.values()] == ["2", "3"]
        assert await sender._take(hold) == 1
        await sender._all_land()


async def test_at_the_slowest_pace_nothing_is_taken_long_before_it_leaves(by_hand: ByHand) -> None:
    async with by_hand.working():
        assert by_hand.hands is not None
        runway = by_hand.hands.sender.runway
        runway.pace = Pace(0.25)
        assert runway.ahead == 1
        await runway.pace.wait()
        assert runway.ahead == 0


async def test_what_waits_for_its_turn_when_the_lease_is_lost_does_not_leave(by_hand: ByHand) -> None:
    at = by_hand
    await called(at, 1)
    async with at.working():
        assert at.hands is not None
        sender, hold = at.hands.sender, Hold(time.monotonic(), term=1)
        sender.runway.pace = Pace(5.0)
        await sender.runway.pace.wait()
        flying = asyncio.create_task(sender.runway.fly(await taken(at, sender), hold))
        await asyncio.sleep(0.05)
        hold.renewed = float("-inf")
        assert await flying is None
    assert at.telegram.sent == []


async def test_one_at_a_time_too_the_routine_gets_its_share_and_no_more(sqlite_url: str) -> None:
    async with stage(sqlite_url, NINE, rate={"telegram": 4.0}) as at:
        await called(at, 12)
        async with at.house.sessions.begin() as db:
            newest = select(Notice.id).order_by(Notice.id.desc()).limit(6)
            await db.execute(update(Notice).where(Notice.id.in_(newest)).values(urgency=Urgency.EXPRESS))
        async with at.working():
            await at.sees(lambda: len(at.telegram.sent) == 12)
        urgent = [sent.chat > 6 for sent in sorted(at.telegram.sent, key=lambda sent: sent.at)]
        assert urgent.index(False) == 4
        assert sum(urgent[:8]) == 6


async def taken(at: ByHand, sender: Sender) -> Flight:
    desk = Desk(sender.channel.name, sender.channel.account, sender.channel.capabilities, sender.gates)
    async with at.house.sessions.begin() as db:
        return (await claim(db, desk, Room(1, 1, 0), [], at.now())).flights[0]
