"""Reports of networks: late, twice, out of order, of nobody; the first word counts, and a failure goes on elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Arrival, Receipt
from bot.model.attendances import Answer
from bot.model.endpoints import Endpoint
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.services.arrivals import arrivals
from bot.services.ledger import ledger_of
from bot.services.meetings import move_meeting
from bot.services.receipts import OVERTAKES, Report, Rounds, ask_again, attempt_of, key_of, take
from tests import village

DELIVERED, SEEN, FAILED = Arrival.DELIVERED, Arrival.SEEN, Arrival.FAILED
ZALO = "zalo_oa"
EVENTS = count()


@dataclass
class Told:
    """Somebody who was told of a meeting on Zalo, and has another phone."""

    db: AsyncSession
    now: datetime
    meeting: Meeting
    person: Member
    notice: Notice
    attempt: Attempt
    other: Endpoint

    async def reports(self, *receipts: Receipt, at: datetime | None = None) -> InboxRow:
        """What came in one event."""
        row = InboxRow(channel=ZALO, account=ZALO, event_id=f"e{next(EVENTS)}", address="", received_at=at or self.now)
        self.db.add(row)
        await self.db.flush()
        await take(self.db, [Report(row, receipts)], self.now)
        return row

    async def says(self, *arrivals: Arrival) -> None:
        for one in arrivals:
            await self.reports(Receipt(one, "m1", reason="-227" if one is FAILED else None))


async def sent(
    db: AsyncSession, notice: Notice, to: Endpoint, ref: str | None = "m1", outcome: str = "accepted"
) -> Attempt:
    """It was sent there, and this came of it."""
    attempt = Attempt(
        notice_id=notice.id,
        endpoint_id=to.id,
        channel=to.channel,
        begun_at=datetime.now(UTC),
        ended_at=datetime.now(UTC),
        outcome=AttemptOutcome(outcome),
        external_id=ref,
    )
    db.add(attempt)
    notice.state, notice.attempts = NoticeState.SENT, notice.attempts + 1
    await db.flush()
    return attempt


async def told_on_zalo(db: AsyncSession, now: datetime) -> Told:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    zalo = await village.reachable_at(db, person, now, channel=ZALO)
    other = await village.reachable_at(db, person, now, chat="other")
    meeting = await village.meeting(db, cell, now, timedelta(hours=30))
    (notice,) = await village.notices_of(db, meeting, person)
    assert notice.endpoint_id == zalo.id
    return Told(db, now, meeting, person, notice, await sent(db, notice, zalo), other)


@pytest.fixture
async def told(each_db: AsyncSession, now: datetime) -> Told:
    return await told_on_zalo(each_db, now)


async def test_that_it_reached_a_phone_and_was_seen_is_written_down(told: Told) -> None:
    await told.says(DELIVERED, SEEN)
    assert told.attempt.delivered_at
    assert told.attempt.seen_at
    counted = await arrivals(told.db, Notice.meeting_id == told.meeting.id)
    assert (counted.delivered, counted.seen) == (1, 1)


async def test_what_was_seen_has_arrived(told: Told) -> None:
    await told.says(SEEN)
    assert told.attempt.delivered_at


async def test_the_first_time_stays(told: Told) -> None:
    await told.says(DELIVERED, SEEN)
    first = told.attempt.delivered_at, told.attempt.seen_at
    await told.says(SEEN, DELIVERED, DELIVERED)
    assert (told.attempt.delivered_at, told.attempt.seen_at) == first


async def test_it_is_found_by_our_own_number_too(told: Told) -> None:
    await told.reports(Receipt(DELIVERED, "another", key_of(told.attempt.id, told.attempt.begun_at)))
    assert told.attempt.delivered_at


async def test_a_try_of_the_same_number_in_an_earlier_database_is_not_ours(told: Told) -> None:
    """Begun anew, a database counts from 1: a late report of the old one marked somebody else's message."""
    before = told.attempt.begun_at - timedelta(days=30)
    await told.reports(Receipt(DELIVERED, "another", key_of(told.attempt.id, before)))
    assert told.attempt.delivered_at is None


@pytest.mark.parametrize(
    "key", [None, "", "a", "7", "b7", "a-7", "a7a", "aa7", "a" + "9" * 30, "a7-", "a7-x", "answer~x~y"]
)
def test_a_key_that_is_not_ours_is_none(key: str | None) -> None:
    assert attempt_of(key) is None


async def test_a_report_of_another_account_says_nothing_of_ours(told: Told) -> None:
    row = InboxRow(channel=ZALO, account="another", event_id="x", address="", received_at=told.now)
    told.db.add(row)
    await take(told.db, [Report(row, [Receipt(SEEN, "m1", key_of(told.attempt.id, told.attempt.begun_at))])], told.now)
    assert told.attempt.seen_at is None


# It was taken and did not arrive


async def test_what_did_not_arrive_is_told_on_the_next_channel(told: Told) -> None:
    await told.says(FAILED)
    assert (told.notice.state, told.notice.endpoint_id) == (NoticeState.WAITING, told.other.id)
    assert (told.attempt.outcome, told.attempt.detail) == (AttemptOutcome.REJECTED, "-227")


async def test_who_has_answered_meanwhile_is_not_told_again(told: Told) -> None:
    await village.says(told.db, told.meeting, told.person, Answer.COMING, told.now)
    await told.says(FAILED)
    assert told.notice.state is NoticeState.SENT


async def test_a_failure_said_twice_moves_it_once(told: Told) -> None:
    await told.says(FAILED)
    await sent(told.db, told.notice, told.other, "m2")
    await told.says(FAILED)
    assert told.notice.state is NoticeState.SENT


async def test_a_failure_after_it_had_arrived_is_none(told: Told) -> None:
    await told.says(DELIVERED, FAILED)
    assert told.notice.state is NoticeState.SENT


async def test_where_there_is_no_other_channel_it_has_failed_with_its_cause(told: Told) -> None:
    told.other.dead_at = told.now
    await told.db.flush()
    await told.says(FAILED)
    (entry,) = (await ledger_of(told.db, told.meeting)).people
    assert (entry.state, entry.error) == (NoticeState.FAILED, "-227")


async def test_what_is_not_so_any_more_is_told_nowhere(told: Told) -> None:
    await move_meeting(told.db, told.meeting.id, told.now + timedelta(days=2), None, "test", told.now)
    await told.says(FAILED)
    assert told.notice.state is NoticeState.FAILED


async def test_what_is_too_late_is_told_nowhere(told: Told) -> None:
    told.now += timedelta(days=3)
    await told.says(FAILED)
    assert told.notice.state is NoticeState.FAILED


# Nobody knew whether it had


@pytest.mark.parametrize("state", [NoticeState.UNCERTAIN, NoticeState.WAITING])
async def test_a_report_ends_the_doubt(told: Told, state: NoticeState) -> None:
    """Our own call was cut off: it would have been sent once more."""
    told.attempt.outcome, told.attempt.external_id, told.notice.state = AttemptOutcome.UNKNOWN, None, state
    await told.reports(Receipt(DELIVERED, "m9", key_of(told.attempt.id, told.attempt.begun_at)))
    assert told.notice.state is NoticeState.SENT
    assert told.attempt.outcome is AttemptOutcome.ACCEPTED


@pytest.mark.parametrize("state", [NoticeState.UNCERTAIN, NoticeState.WAITING])
async def test_what_did_not_arrive_while_our_own_call_was_cut_off_goes_elsewhere(
    told: Told, state: NoticeState
) -> None:
    """Sent again under the same key, the network would say that it has had it, and nobody would be told."""
    told.attempt.outcome, told.attempt.external_id, told.notice.state = AttemptOutcome.UNKNOWN, None, state
    await told.reports(Receipt(FAILED, "m9", key_of(told.attempt.id, told.attempt.begun_at)))
    assert told.attempt.outcome is AttemptOutcome.REJECTED
    assert (told.notice.state, told.notice.endpoint_id) == (NoticeState.WAITING, told.other.id)


# Nobody we know


async def test_a_report_that_overtakes_our_own_call_is_asked_again(told: Told) -> None:
    told.attempt.external_id = None
    row = await told.reports(Receipt(DELIVERED, "m1"))
    assert (row.state, await ask_again(told.db, told.now)) == (InboxState.KEPT, 0)
    told.attempt.external_id = "m1"
    await told.db.flush()
    assert await ask_again(told.db, told.now) == 1
    assert told.attempt.delivered_at
    assert (row.state, row.body) == (InboxState.DONE, None)


async def test_what_is_in_the_air_yet_ends_as_its_own_call_says(told: Told) -> None:
    told.attempt.outcome, told.attempt.external_id, told.notice.state = None, None, NoticeState.SENDING
    key = key_of(told.attempt.id, told.attempt.begun_at)
    await told.reports(Receipt(DELIVERED, None, key))
    assert told.attempt.delivered_at
    assert (told.attempt.outcome, told.notice.state) == (None, NoticeState.SENDING)
    assert (await told.reports(Receipt(FAILED, None, key))).state is InboxState.KEPT


async def test_after_a_minute_nobody_asks_any_more(told: Told) -> None:
    row = await told.reports(Receipt(DELIVERED, "unknown"))
    assert await ask_again(told.db, told.now + OVERTAKES) == 1
    assert (row.state, row.body) == (InboxState.DONE, None)


async def test_what_lay_there_while_nothing_ran_is_asked_for_once_it_runs_again(told: Told) -> None:
    """It was kept, we were down for an hour, and by now our own call is known: what failed goes another way."""
    told.attempt.external_id = None
    row = await told.reports(Receipt(FAILED, "m1"))
    told.attempt.external_id = "m1"
    await told.db.flush()
    later = told.now + timedelta(hours=1)
    assert await ask_again(told.db, later) == 0
    assert row.state is InboxState.KEPT
    rounds = Rounds()
    assert [await rounds.ask_some(told.db, later) for _ in range(2)] == [1, 0]
    assert (row.state, rounds.is_new) == (InboxState.DONE, False)
    assert told.notice.endpoint_id == told.other.id


async def test_one_that_is_old_already_is_not_kept(told: Told) -> None:
    row = await told.reports(Receipt(DELIVERED, "unknown"), at=told.now - OVERTAKES)
    assert row.state is InboxState.DONE


async def test_of_several_messages_the_known_ones_are_written_at_once(told: Told) -> None:
    row = await told.reports(Receipt(SEEN, "m1"), Receipt(SEEN, "unknown"))
    assert told.attempt.seen_at
    assert row.state is InboxState.KEPT
    assert row.body is not None
    assert len(row.body["receipts"]) == 1


async def test_no_phone_or_chat_is_made_of_a_report(told: Told) -> None:
    before = len((await told.db.scalars(select(Endpoint))).all())
    await told.reports(Receipt(SEEN, "unknown"))
    assert len((await told.db.scalars(select(Endpoint))).all()) == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.sampled_from([DELIVERED, SEEN, FAILED]), max_size=6))
async def test_in_any_order_it_is_told_elsewhere_only_if_nothing_says_that_it_came(
    db: AsyncSession, now: datetime, said: Sequence[Arrival]
) -> None:
    async with db.begin_nested() as undone:
        told = await told_on_zalo(db, now)
        await told.says(*said)
        has_come = not {DELIVERED, SEEN}.isdisjoint(said)
        assert told.notice.state is (NoticeState.WAITING if FAILED in said and not has_come else NoticeState.SENT)
        assert bool(told.attempt.seen_at) == (SEEN in said)
        await undone.rollback()
    db.expunge_all()
