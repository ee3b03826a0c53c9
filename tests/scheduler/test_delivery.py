"""Delivery against a Telegram that misbehaves in every way it knows; faults come from the fake server's script."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.leaseholder import Hold
from bot.model.attendances import Answer
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.services import attendance
from bot.services.attendance import Source
from bot.services.ledger import Ledger, ledger_of
from bot.services.meetings import cancel_meeting, move_meeting
from scheduler import landing, outcomes
from scheduler.claiming import claim
from scheduler.due import Desk, Room
from tests import village
from tests.by_hand import ByHand, stage_by_hand
from tests.fakes.telegram import (
    DropAfterAccept,
    DropBeforeAccept,
    bad_request,
    forbidden,
    migrate,
    server_error,
    status_429,
)
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock on a Saturday in Viet Nam."""


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[ByHand]:
    async with stage_by_hand(sqlite_url, NINE) as made:
        yield made


@pytest.fixture
async def on_each(database_url: str) -> AsyncIterator[Stage]:
    """For what leans on how a database locks and claims."""
    async with stage(database_url, NINE) as made:
        yield made


async def called(at: Stage, people: int = 3, after: timedelta = timedelta(hours=30)) -> tuple[Meeting, list[Member]]:
    """A meeting tomorrow evening; its people are in chats 1, 2, 3 …"""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        members = await village.members(db, cell, people)
        for number, member in enumerate(members, 1):
            at.telegram.person(number)
            endpoint = await village.reachable_at(db, member, at.now(), chat=str(number), channel="telegram")
            endpoint.account = "123456"
        return await village.meeting(db, cell, at.now(), after), members


async def book(at: Stage, meeting: Meeting) -> Ledger:
    async with at.house.sessions() as db:
        return await ledger_of(db, await db.get_one(Meeting, meeting.id))


async def settled(at: Stage, meeting: Meeting) -> Ledger:
    """The ledger once nothing waits any more."""

    async def nothing_waits() -> Ledger | None:
        now = await book(at, meeting)
        return now if not now.count(NoticeState.WAITING) else None

    found: Ledger = await at.until(nothing_waits)
    return found


async def attempts(at: Stage) -> list[AttemptOutcome | None]:
    async with at.house.sessions() as db:
        return list(await db.scalars(select(Attempt.outcome).order_by(Attempt.id)))


async def test_everybody_is_told_once(on_each: Stage) -> None:
    at = on_each
    meeting, _ = await called(at, 30)
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.count(NoticeState.SENT) == 30
    assert sorted(sent.chat for sent in at.telegram.sent) == list(range(1, 31))


async def test_a_429_waits_and_then_goes_once(at: Stage) -> None:
    at.telegram.faults.next(status_429(0.5), method="sendMessage", chat=1)
    await called(at, 2)
    async with at.working():
        await at.sees(lambda: at.telegram.sent_to(2))
        assert not at.telegram.sent_to(1)
        await asyncio.sleep(1.5)
        await at.sees(lambda: len(at.telegram.sent_to(1)) == 1)
    assert sorted(map(str, await attempts(at))) == ["accepted", "accepted", "wait"]


async def test_a_blocked_bot_is_a_failure_with_its_cause(at: Stage) -> None:
    at.telegram.faults.next(forbidden("bot was blocked by the user"), method="sendMessage", chat=1)
    meeting, members = await called(at, 2)
    async with at.working():
        ledger = await settled(at, meeting)
    entry = next(one for one in ledger.people if one.member_id == members[0].id)
    assert (entry.state, entry.attempts) == (NoticeState.FAILED, 1)
    assert entry.error
    assert "blocked" in entry.error


async def test_a_blocked_bot_is_not_tried_for_the_next_meeting(at: Stage) -> None:
    at.telegram.faults.next(forbidden("bot was blocked by the user"), method="sendMessage", chat=1)
    meeting, _ = await called(at, 1)
    async with at.working():
        await settled(at, meeting)
    async with at.house.sessions() as db:
        assert (await db.scalars(select(Endpoint.dead_at))).one() is not None


async def test_a_chat_that_moved_is_followed(at: Stage) -> None:
    at.telegram.person(777)
    at.telegram.faults.next(migrate(777), method="sendMessage", chat=1)
    meeting, _ = await called(at, 1)
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.count(NoticeState.SENT) == 1
    assert len(at.telegram.sent_to(777)) == 1


async def test_a_message_that_telegram_refuses_fails_alone(at: Stage) -> None:
    at.telegram.faults.next(bad_request("message text is empty"), method="sendMessage", chat=2)
    meeting, _ = await called(at, 3)
    async with at.working():
        ledger = await settled(at, meeting)
    assert (ledger.count(NoticeState.SENT), ledger.count(NoticeState.FAILED)) == (2, 1)


@pytest.mark.parametrize("fault", [DropBeforeAccept(), DropAfterAccept(), server_error(502)])
async def test_a_lost_answer_is_tried_once_more_and_both_attempts_stay(at: Stage, fault: object) -> None:
    at.telegram.faults.next(fault, method="sendMessage", chat=1)  # type: ignore[arg-type] # one of the script's faults
    meeting, _ = await called(at, 1)
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.people[0].state is NoticeState.SENT
    assert [str(one) for one in await attempts(at)] == ["unknown", "accepted"]


async def test_two_lost_answers_are_uncertain_and_no_third_is_sent(at: Stage) -> None:
    at.telegram.faults.next(DropAfterAccept(), method="sendMessage", chat=1, times=2)
    meeting, _ = await called(at, 1)
    async with at.working():
        ledger = await settled(at, meeting)
        await at.rests()
    assert ledger.people[0].state is NoticeState.UNCERTAIN
    assert len(at.telegram.sent_to(1)) == 2


async def cut_off(at: ByHand, times: int) -> None:
    """Killed each time when the message stood ready and had not left."""
    for _ in range(times):
        async with at.working():
            assert at.hands is not None
            sender = at.hands.sender
            desk = Desk(sender.channel.name, sender.channel.account, sender.channel.capabilities, sender.gates)
            async with at.house.sessions.begin() as db:
                assert (await claim(db, desk, Room(1, 1, 0), [], at.now())).flights


async def test_whom_two_ends_of_ours_cut_off_is_still_told(at: ByHand) -> None:
    """Of 1,200 people eleven were given up as uncertain whose messages had stood ready at two of twenty kills."""
    meeting, _ = await called(at, 1)
    await cut_off(at, 2)
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.people[0].state is NoticeState.SENT
    assert [str(one) for one in await attempts(at)] == ["unknown", "unknown", "accepted"]


async def test_a_message_that_may_be_what_ends_us_is_not_tried_for_ever(at: ByHand) -> None:
    meeting, _ = await called(at, 1)
    await cut_off(at, outcomes.MOST_INTERRUPTED)
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.people[0].state is NoticeState.UNCERTAIN
    assert at.telegram.sent_to(1) == []


async def test_whoever_has_answered_is_not_reminded(at: Stage) -> None:
    meeting, members = await called(at, 2)
    async with at.working():
        await settled(at, meeting)
        async with at.house.sessions.begin() as db:
            source = Source("telegram", "test")
            await attendance.record_answer(db, meeting.id, members[0].id, Answer.COMING, source, at.now())
        at.set_clock(meeting.starts_at - timedelta(hours=24))
        await at.sees(lambda: len(at.telegram.sent_to(2)) == 2)
    assert len(at.telegram.sent_to(1)) == 1


async def test_who_answers_while_a_reminder_waits_is_not_sent_it(at: Stage) -> None:
    """What is true is asked when a message leaves, not when it was written."""
    meeting, members = await called(at, 1)
    async with at.working():
        await settled(at, meeting)
    at.set_clock(meeting.starts_at - timedelta(hours=24))
    async with at.house.sessions.begin() as db:
        from scheduler.reminders import remind  # noqa: PLC0415 - beside its only use

        await remind(db, at.now())
        source = Source("telegram", "test")
        await attendance.record_answer(db, meeting.id, members[0].id, Answer.AWAY, source, at.now())
    async with at.working():

        async def reminder_is_dropped() -> bool:
            async with at.house.sessions() as db:
                return bool(await db.scalar(select(Notice.id).where(Notice.cause == "answered")))

        await at.until(reminder_is_dropped)
    assert len(at.telegram.sent_to(1)) == 1


async def test_a_moved_meeting_is_told_once_to_who_knew_the_old_time(at: Stage) -> None:
    meeting, _ = await called(at, 2)
    async with at.working():
        await settled(at, meeting)
        async with at.house.sessions.begin() as db:
            await move_meeting(db, meeting.id, meeting.starts_at + timedelta(days=1), None, "test", at.now())
        await at.sees(lambda: all(len(at.telegram.sent_to(chat)) == 2 for chat in (1, 2)))
    assert all("THAY ĐỔI" in at.telegram.sent_to(chat)[1].text for chat in (1, 2))


async def test_a_cancelled_meeting_is_told_once(at: Stage) -> None:
    meeting, _ = await called(at, 2)
    async with at.working():
        await settled(at, meeting)
        async with at.house.sessions.begin() as db:
            await cancel_meeting(db, meeting.id, "test", at.now())
        await at.sees(lambda: len(at.telegram.sent) == 4)
        await at.rests()
    assert len(at.telegram.sent) == 4


async def test_nothing_routine_leaves_in_quiet_hours(at: Stage) -> None:
    at.set_clock(datetime(2026, 11, 21, 15, 0, tzinfo=UTC))  # 22:00
    meeting, _ = await called(at, 1)
    async with at.working():
        await at.rests()
        assert not at.telegram.sent
        at.set_clock(datetime(2026, 11, 22, 0, 0, 1, tzinfo=UTC))  # 07:00
        await settled(at, meeting)
    assert len(at.telegram.sent) == 1


async def test_what_was_not_sent_in_time_is_expired_and_never_sent(at: Stage) -> None:
    meeting, _ = await called(at, 1, timedelta(hours=2))
    at.set_clock(meeting.starts_at + timedelta(minutes=1))
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.people[0].state is NoticeState.EXPIRED
    assert not at.telegram.sent


async def test_owed_is_always_the_sum_of_all_states(at: Stage) -> None:
    at.telegram.faults.next(forbidden("user is deactivated"), method="sendMessage", chat=1)
    at.telegram.faults.next(DropAfterAccept(), method="sendMessage", chat=2, times=2)
    at.telegram.faults.next(bad_request("chat not found"), method="sendMessage", chat=3)
    meeting, _ = await called(at, 6)
    async with at.working():
        ledger = await settled(at, meeting)
    states = [state for state in NoticeState if state is not NoticeState.SENDING]
    assert len(ledger.people) == sum(ledger.count(state) for state in states) == 6
    counts = [ledger.count(state) for state in (NoticeState.SENT, NoticeState.FAILED, NoticeState.UNCERTAIN)]
    assert counts == [3, 2, 1]


async def test_a_stop_in_the_middle_loses_nothing_and_repeats_nothing(on_each: Stage) -> None:
    at = on_each
    at.telegram.latency = 0.05
    meeting, _ = await called(at, 30)
    async with at.working():
        await at.sees(lambda: len(at.telegram.sent) > 10)
    async with at.house.sessions() as db:
        assert not await db.scalar(select(func.count(Notice.id)).where(Notice.state == NoticeState.SENDING))
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.count(NoticeState.SENT) == 30
    assert sorted(sent.chat for sent in at.telegram.sent) == list(range(1, 31))


async def test_the_pace_is_kept(sqlite_url: str) -> None:
    async with stage_by_hand(sqlite_url, NINE, rate={"telegram": 40.0}) as at:
        meeting, _ = await called(at, 45)
        async with at.working():
            await settled(at, meeting)
        moments = [sent.at for sent in at.telegram.sent]
        busiest = max(sum(begin <= one < begin + 0.5 for one in moments) for begin in moments)
        assert busiest <= 22


async def test_outcomes_survive_a_database_that_is_away_for_a_moment(
    at: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accepted messages whose outcome could not be written at once were sent again."""
    real, failures = outcomes.record, iter([True, True])

    async def failing(*args: Any) -> None:
        if next(failures, False):
            raise OperationalError("UPDATE", {}, Exception("connection lost"))
        await real(*args)

    monkeypatch.setattr(landing, "record", failing)
    meeting, _ = await called(at, 5)
    async with at.working():
        ledger = await settled(at, meeting)
    assert ledger.count(NoticeState.SENT) == 5
    assert sorted(sent.chat for sent in at.telegram.sent) == [1, 2, 3, 4, 5]


async def test_who_answers_what_seemed_lost_is_not_sent_it_again(at: Stage) -> None:
    """The answer to our send was lost, the message was not: they had answered it before it was tried once more."""
    at.telegram.faults.next(DropAfterAccept(), method="sendMessage", chat=1)
    meeting, people = await called(at, 1)
    async with at.working():
        sender = at.hands.sender if isinstance(at, ByHand) and at.hands else None
        assert sender is not None
        await sender.deliver_batch(Hold(time.monotonic()))
        async with at.house.sessions.begin() as db:
            await attendance.record_answer(
                db, meeting.id, people[0].id, Answer.COMING, Source("telegram", "test"), at.now()
            )
        ledger = await settled(at, meeting)
    assert len(at.telegram.sent) == 1
    assert ledger.count(NoticeState.CANCELLED) == 1
