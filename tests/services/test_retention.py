"""What is kept how long, and taken away with a log."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason, Reply
from bot.model.attendances import Answer, AnswerLog, Attendance, RollLog
from bot.model.audit import AuditRow
from bot.model.endpoints import LinkCode
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Attempt, Notice, NoticeState
from bot.model.parcels import Parcel
from bot.model.participations import Participation
from bot.model.tallies import Tally
from bot.services import retention
from bot.services.addresses import endpoint_at
from bot.services.inbox import settle as settle_row
from bot.services.joining import VALID, invite
from bot.services.live_tally import begins
from bot.services.notices import owe_reply, settle
from bot.services.parcels import link_to
from bot.services.participation import roll_up_all
from bot.services.persons_kept import oldest_recountable
from bot.services.recount import recount
from bot.services.residents import stop
from bot.services.retention import take_away
from bot.services.roll import Marks, close_roll, take_roll
from bot.words.times import month_of
from tests import village
from tests.resident_places import resident
from tests.village import at

SECOND = timedelta(seconds=1)


async def count(db: AsyncSession, table: type[Any]) -> int | None:
    return await db.scalar(select(func.count()).select_from(table))


async def logged(db: AsyncSession) -> list[dict[str, Any]]:
    """What the retention wrote down, without what it did not find."""
    rows = await db.scalars(select(AuditRow).filter_by(deed="retention", by="clock").order_by(AuditRow.id))
    return [{name: number for name, number in row.facts.items() if number} for row in rows]


async def inbox_row(db: AsyncSession, state: InboxState, handled: datetime) -> InboxRow:
    row = InboxRow(
        channel="telegram", account="bot", event_id="1", address="7", body={"text": "vắng"}, received_at=handled
    )
    settle_row(row, state, handled, "unreadable")
    db.add(row)
    await db.flush()
    return row


async def answered(db: AsyncSession, starts_at: datetime) -> tuple[Meeting, Member]:
    """Somebody stayed away and said why, on the day before."""
    cell = await village.cell(db, await village.commune(db), since=date(2024, 1, 1))
    person = await village.member(db, cell)
    now = starts_at - timedelta(days=1)
    meeting = await village.meeting(db, cell, now)
    await village.says(db, meeting, person, Answer.AWAY, now, Reason.ILLNESS)
    return meeting, person


async def closed(db: AsyncSession, meeting: Meeting) -> None:
    now = meeting.starts_at + timedelta(hours=2)
    await take_roll(db, meeting.id, Marks(everybody_present=True), "clerk", now)
    await close_roll(db, meeting.id, "clerk", now)
    await roll_up_all(db, now)


async def test_where_there_is_nothing_to_take_nothing_is_logged(db: AsyncSession, now: datetime) -> None:
    assert not any((await take_away(db, now)).values())
    assert await logged(db) == []


async def test_much_is_taken_slice_by_slice_until_nothing_is_left(
    each_db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of thousands of rows at once would let nobody speak for many seconds."""
    meeting, _ = await answered(each_db, at(2024, 12, 20))
    await closed(each_db, meeting)
    cell = await village.cell_with(each_db, meeting)
    await village.reachable_at(each_db, await village.member(each_db, cell), meeting.starts_at)
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    slices = [sum((await take_away(each_db, at(2027, 1, 5))).values()) for _ in range(4)]
    assert slices == [2, 2, 2, 0]
    assert await logged(each_db) == [{"reasons": 2}, {"notices": 1, "persons": 1}, {"persons": 2}]
    assert [await count(each_db, table) for table in (Attendance, AnswerLog, RollLog, Notice)] == [0, 0, 0, 0]


# Words


async def test_what_could_not_be_read_goes_after_a_week(each_db: AsyncSession, now: datetime) -> None:
    row = await inbox_row(each_db, InboxState.FAILED, now)
    await take_away(each_db, now + timedelta(days=7))
    await each_db.refresh(row)
    assert row.body is not None
    await take_away(each_db, now + timedelta(days=7) + SECOND)
    await each_db.refresh(row)
    assert row.body is None
    assert await logged(each_db) == [{"failed_bodies": 1}]


async def test_the_ids_of_events_go_after_90_days(db: AsyncSession, now: datetime) -> None:
    await inbox_row(db, InboxState.DONE, now)
    await take_away(db, now + timedelta(days=90))
    assert await count(db, InboxRow) == 1
    await take_away(db, now + timedelta(days=90) + SECOND)
    assert (await count(db, InboxRow), await logged(db)) == (0, [{"inbox": 1}])


async def test_a_row_that_is_not_handled_stays(db: AsyncSession, now: datetime) -> None:
    row = await inbox_row(db, InboxState.NEW, now)
    row.handled_at = None
    await take_away(db, now + timedelta(days=900))
    assert await count(db, InboxRow) == 1


async def test_answers_that_were_sent_go_after_90_days(each_db: AsyncSession, now: datetime) -> None:
    endpoint = await village.reachable_at(each_db, await village.member(each_db, await village.cell(each_db)), now)
    notice = owe_reply(each_db, "inbox:1", endpoint, Reply("Đã ghi."), now)
    await each_db.flush()
    each_db.add(Attempt(notice_id=notice.id, endpoint_id=endpoint.id, channel="rehearsal", begun_at=now))
    settle(notice, NoticeState.SENT, now)
    await take_away(each_db, now + timedelta(days=90))
    assert await count(each_db, Attempt) == 1
    await take_away(each_db, now + timedelta(days=90) + SECOND)
    assert [await count(each_db, table) for table in (Notice, Attempt)] == [0, 0]
    assert await logged(each_db) == [{"replies": 1}]


async def test_codes_go_90_days_after_their_end(db: AsyncSession, now: datetime) -> None:
    await invite(db, [await village.member(db, await village.cell(db))], "secretary", now)
    await take_away(db, now + VALID + timedelta(days=90))
    assert await count(db, LinkCode) == 1
    await take_away(db, now + VALID + timedelta(days=90) + SECOND)
    assert (await count(db, LinkCode), await logged(db)) == (0, [{"link_codes": 1}])


# Reasons


@pytest.mark.parametrize(
    ("starts_at", "on", "is_kept"),
    [
        (at(2026, 12, 31, 23, 59), at(2027, 3, 30, 23, 59), True),
        (at(2026, 12, 31, 23, 59), at(2027, 3, 31, 0, 1), False),
        (at(2026, 1, 3), at(2027, 3, 31, 9), False),
        (at(2027, 1, 1, 0, 1), at(2027, 12, 31), True),
        (at(2027, 1, 1, 0, 1), at(2028, 3, 31, 0, 1), False),
    ],
)
async def test_reasons_go_on_the_last_of_march(
    db: AsyncSession, starts_at: datetime, on: datetime, is_kept: bool
) -> None:
    meeting, person = await answered(db, starts_at)
    await closed(db, meeting)
    await take_away(db, on)
    row = await village.row_of(db, meeting, person)
    await db.refresh(row)
    kept = {row.reason, await db.scalar(select(AnswerLog.reason))}
    assert kept == {Reason.ILLNESS if is_kept else None}
    assert await logged(db) == ([] if is_kept else [{"reasons": 2}])


async def test_the_answer_outlives_its_reason(db: AsyncSession) -> None:
    meeting, person = await answered(db, at(2026, 11, 20))
    await take_away(db, at(2027, 4, 1))
    row = await village.row_of(db, meeting, person)
    await db.refresh(row)
    assert (row.answer, await db.scalar(select(AnswerLog.answer))) == (Answer.AWAY, Answer.AWAY)


# Persons


@pytest.mark.parametrize(("on", "is_kept"), [(at(2026, 12, 31, 23), True), (at(2027, 1, 1, 0, 1), False)])
async def test_who_came_to_what_is_kept_for_24_months(each_db: AsyncSession, on: datetime, is_kept: bool) -> None:
    meeting, _ = await answered(each_db, at(2024, 12, 31, 23))
    await closed(each_db, meeting)
    await take_away(each_db, on)
    rows = [await count(each_db, table) for table in (Attendance, AnswerLog, RollLog, Notice)]
    assert rows == [1, 1, 1, 1] if is_kept else [0, 0, 0, 0]


async def test_the_counts_of_the_units_stay(db: AsyncSession) -> None:
    meeting, _ = await answered(db, at(2024, 12, 20))
    await closed(db, meeting)
    await take_away(db, at(2027, 1, 5))
    sums = await db.scalars(select(Participation.present).filter_by(month="2024-12"))
    assert list(sums) == [1, 1]
    assert await logged(db) == [{"reasons": 2, "notices": 1, "persons": 3}]


async def test_a_meeting_that_nobody_closed_keeps_nobody_for_ever(db: AsyncSession) -> None:
    await answered(db, at(2024, 12, 20))
    await take_away(db, at(2027, 1, 5))
    assert [await count(db, table) for table in (Attendance, AnswerLog, Notice)] == [0, 0, 0]


async def test_what_can_be_recounted_still_agrees(each_db: AsyncSession) -> None:
    meeting, _ = await answered(each_db, at(2024, 12, 20))
    await closed(each_db, meeting)
    cell = await village.cell_with(each_db, meeting)
    for month in (1, 2):
        await village.held(each_db, cell, at(2025, month, 20))
    now = at(2027, 1, 5)
    await roll_up_all(each_db, now)
    await take_away(each_db, now)
    assert oldest_recountable(now) == date(2025, 1, 1)
    assert await recount(each_db, month_of(oldest_recountable(now))) == []
    assert await recount(each_db, "2024-01") != []


async def test_links_and_live_tallies_go_90_days_after_their_end(db: AsyncSession, now: datetime) -> None:
    db.info["public_url"] = "https://chibot.example"
    cell = await village.cell(db)
    lan = await village.member(db, cell)
    phone = await village.reachable_at(db, lan, now)
    meeting = await village.meeting(db, cell, now)
    await link_to(db, "own_data:1", lan.id, now)
    for ref in ("7", "8"):  # the second makes the first one end
        await begins(db, f"tally:{meeting.id}:{lan.id}:x", phone.id, ref, now)
    await take_away(db, now + timedelta(days=90))
    assert (await count(db, Parcel), await count(db, Tally)) == (1, 2)
    await take_away(db, now + timedelta(days=92))
    assert (await count(db, Parcel), await count(db, Tally)) == (0, 1)


NOBODYS = ("passing", "asking", "theirs")


async def test_numbers_of_nobody_go_once_they_are_quiet(each_db: AsyncSession, now: datetime) -> None:
    """Whoever asked something once was kept for ever, as was a resident who had stopped."""
    cell = await village.cell(each_db)
    mine = await village.reachable_at(each_db, await village.member(each_db, cell), now, chat="7")
    passing, asking, theirs = [await endpoint_at(each_db, "rehearsal", "rehearsal", name) for name in NOBODYS]
    await stop(each_db, [await resident(each_db, cell, now, chat=theirs.id)], "test", now)
    heard = InboxRow(channel=asking.channel, account=asking.account, event_id="1", address="asking", received_at=now)
    each_db.add(heard)
    settle_row(heard, InboxState.DONE, now)
    known = {mine: "7", passing: "passing", asking: "asking", theirs: "theirs"}
    for later, gone in ((0, [passing]), (91, [passing, asking]), (900, [passing, asking, theirs])):
        while any((await take_away(each_db, now + timedelta(days=later))).values()):
            pass
        kept = {one: f"erased:{one.id}" if one in gone else name for one, name in known.items()}
        assert {one: one.external_id for one in known} == kept
