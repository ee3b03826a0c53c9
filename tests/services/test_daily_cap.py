"""One person hears of meetings so many times a day, and not more often."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import quiet_hours
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState, Urgency
from bot.refusals import WrongUnitSetting
from bot.services.daily_cap import DAILY_CAP, is_capped, over_cap, put_off
from bot.services.unit_settings import change
from tests import village

NIGHT = quiet_hours("21:00-07:00")
FIVE = (Step.NOTICE, Step.MOVED, Step.REMINDER, Step.NUDGE, Step.LAST_REMINDER)


def notice(step: Step = Step.REMINDER, urgency: int = Urgency.ROUTINE, state: NoticeState = NoticeState.SENT) -> Notice:
    return Notice(about="meeting:1", step=step, urgency=urgency, state=state, member_id=1)


async def told(
    db: AsyncSession, about: Meeting, person: Member, steps: Sequence[Step], at: datetime, first: int = 1
) -> None:
    """The person has had these messages."""
    for number, step in enumerate(steps, first):
        one = notice(step)
        one.member_id, one.meeting_id, one.round = person.id, about.id, number + 1
        one.not_before = one.settled_at = at
        db.add(one)
    await db.flush()


async def scene(db: AsyncSession, now: datetime) -> tuple[Meeting, list[Member]]:
    cell = await village.cell(db)
    people = await village.members(db, cell, 3)
    return await village.meeting(db, cell, now), people


async def test_the_fifth_message_of_a_day_is_the_last(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await scene(each_db, now)
    await told(each_db, meeting, people[0], FIVE, now)
    await told(each_db, meeting, people[1], FIVE[:4], now)
    assert await over_cap(each_db, [one.id for one in people], now) == {people[0].id}


async def test_the_day_is_that_of_the_people(db: AsyncSession, now: datetime) -> None:
    meeting, people = await scene(db, now)
    await told(db, meeting, people[0], FIVE, village.at(2026, 11, 20, 23, 59))
    assert await over_cap(db, [people[0].id], now) == set()
    await told(db, meeting, people[0], FIVE, village.at(2026, 11, 21, 0, 0), first=6)
    assert await over_cap(db, [people[0].id], now) == {people[0].id}


async def test_answers_and_what_is_passed_on_are_not_counted(db: AsyncSession, now: datetime) -> None:
    meeting, people = await scene(db, now)
    await told(db, meeting, people[0], [*FIVE[:4], Step.REPLY, Step.PASSED_ON, Step.TALLY], now)
    assert await over_cap(db, [people[0].id], now) == set()


async def test_urgent_documents_do_not_use_the_day_up(each_db: AsyncSession, now: datetime) -> None:
    meeting, people = await scene(each_db, now)
    await told(each_db, meeting, people[0], FIVE[:4], now)
    fifth, sixth = (notice(Step.DIRECTIVE, urgency) for urgency in (Urgency.SOON, Urgency.ROUTINE))
    for number, one in enumerate((fifth, sixth), 1):
        one.about, one.member_id, one.not_before, one.settled_at = f"directive:{number}", people[0].id, now, now
    each_db.add(fifth)
    await each_db.flush()
    assert await over_cap(each_db, [people[0].id], now) == set()
    each_db.add(sixth)
    await each_db.flush()
    assert await over_cap(each_db, [people[0].id], now) == {people[0].id}


async def test_what_is_on_its_way_is_counted_and_what_failed_is_not(db: AsyncSession, now: datetime) -> None:
    meeting, people = await scene(db, now)
    await told(db, meeting, people[0], FIVE, now)
    last = (await village.notices_of(db, meeting, people[0]))[-1]
    last.state, last.settled_at = NoticeState.SENDING, None
    await db.flush()
    assert await over_cap(db, [people[0].id], now) == {people[0].id}
    last.state, last.settled_at = NoticeState.FAILED, now
    await db.flush()
    assert await over_cap(db, [people[0].id], now) == set()


async def test_a_unit_sets_its_own_cap(db: AsyncSession, now: datetime) -> None:
    meeting, people = await scene(db, now)
    await told(db, meeting, people[0], FIVE[:3], now)
    await told(db, meeting, people[1], FIVE[:2], now)
    ids = [one.id for one in people]
    assert await over_cap(db, ids, now) == set()
    change(await village.cell_with(db, meeting), "daily_cap", "3")
    await db.flush()
    assert await over_cap(db, ids, now) == {people[0].id}


async def test_the_call_and_its_reminders_are_always_allowed_on_one_day(db: AsyncSession) -> None:
    with pytest.raises(WrongUnitSetting):
        change(await village.cell(db), "daily_cap", "2")


@pytest.mark.parametrize(
    ("step", "urgency", "capped"),
    [
        (Step.NOTICE, Urgency.ROUTINE, True),
        (Step.NUDGE, Urgency.SOON, True),
        (Step.NOTICE, Urgency.EXPRESS, False),
        (Step.MOVED, Urgency.SOON, False),
        (Step.CANCELLED, Urgency.ROUTINE, False),
        (Step.PASSED_ON, Urgency.SOON, False),
        (Step.REPLY, Urgency.REPLY, False),
        (Step.DIRECTIVE, Urgency.ROUTINE, True),
        (Step.DIRECTIVE, Urgency.SOON, False),
        (Step.DIRECTIVE, Urgency.EXPRESS, False),
        (Step.DIRECTIVE_REMINDER, Urgency.ROUTINE, True),
    ],
)
def test_what_cannot_wait_is_not_held_back(step: Step, urgency: int, capped: bool) -> None:
    assert is_capped(notice(step, urgency)) is capped


@pytest.mark.parametrize(
    ("about", "revision", "capped"),
    [("visit:1", 1, True), ("visit:1:reminder", 2, True), ("visit:1", 2, False), ("visit:1:off", 1, False)],
)
def test_whoever_is_sent_to_a_meeting_always_hears_that_it_moves_or_is_off(
    about: str, revision: int, capped: bool
) -> None:
    one = notice(Step.VISIT)
    one.about, one.revision = about, revision
    assert is_capped(one) is capped


def test_one_too_many_waits_for_the_morning(now: datetime) -> None:
    late = notice(state=NoticeState.WAITING)
    late.expires_at = now + timedelta(days=3)
    put_off(late, NIGHT, now)
    assert (late.state, late.not_before) == (NoticeState.WAITING, village.at(2026, 11, 22, 7))


def test_the_morning_begins_when_the_quiet_hours_end(now: datetime) -> None:
    late = notice(state=NoticeState.WAITING)
    late.expires_at = now + timedelta(days=3)
    put_off(late, quiet_hours("20:00-08:30"), now)
    assert late.not_before == village.at(2026, 11, 22, 8, 30)


def test_one_that_is_of_no_use_in_the_morning_ends_with_its_cause(now: datetime) -> None:
    late = notice(state=NoticeState.WAITING)
    late.expires_at = village.at(2026, 11, 21, 19, 30)
    put_off(late, NIGHT, now)
    assert (late.state, late.cause, late.settled_at) == (NoticeState.EXPIRED, DAILY_CAP, now)
