"""Who has studied a document follows the rolls of its study meetings, both ways; who was away makes up for it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUnit
from bot.model.meetings import Meeting, MeetingKind
from bot.services.directive_reports import Counted, counted
from bot.services.directive_study import link_study, make_up, take_back_made_up, to_be_studied, unlink_study
from bot.services.meetings import call_meeting, checked
from bot.services.roll import Marks, close_roll, take_roll
from tests.services.directive_places import Told, later, told_to_study

BY = "member:9"


async def study_meeting(told: Told, at: datetime) -> Meeting:
    call = checked(MeetingKind.STUDY, at, "Nhà văn hóa", None, told.now)
    meeting = await call_meeting(told.db, told.dong, call, BY, told.now)
    await link_study(told.db, meeting, told.directive, BY, told.now)
    return meeting


async def close(told: Told, meeting: Meeting, *present: int) -> None:
    """These of the cell were there, and nobody else."""
    here = [told.people[place].id for place in present]
    end = meeting.starts_at + timedelta(hours=1)
    await take_roll(told.db, meeting.id, Marks(present=here, rest_unexcused=True), BY, end)
    await close_roll(told.db, meeting.id, BY, end)


async def studied(told: Told) -> tuple[list[bool], int]:
    """Who of the cell, and as many as are counted."""
    receipts = [await told.receipt(one) for one in told.people[:3]]
    row: DirectiveUnit = await told.row(told.dong)
    return [one.studied_at is not None for one in receipts], row.studied


async def test_closing_the_roll_marks_who_was_there(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    meeting = await study_meeting(told, later(1))
    assert await studied(told) == ([False] * 3, 0)
    await close(told, meeting, 0, 2)
    assert await studied(told) == ([True, False, True], 2)
    assert (await told.receipt(told.people[0])).study_meeting_id == meeting.id
    assert (await told.row(told.tay)).studied == 0


async def test_a_correction_of_the_roll_changes_it_both_ways(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    meeting = await study_meeting(told, later(1))
    await close(told, meeting, 0)
    marks = Marks(present=[told.people[1].id], unexcused=[told.people[0].id])
    await take_roll(each_db, meeting.id, marks, BY, later(2))
    assert await studied(told) == ([False, True, False], 1)


async def test_who_was_at_another_study_meeting_still_has_studied_it(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    first, second = await study_meeting(told, later(1)), await study_meeting(told, later(2))
    await close(told, first, 0, 1)
    await close(told, second, 0)
    await take_roll(each_db, first.id, Marks(unexcused=[told.people[0].id, told.people[1].id]), BY, later(3))
    assert await studied(told) == ([True, False, False], 1)
    assert (await told.receipt(told.people[0])).study_meeting_id == second.id
    await unlink_study(each_db, second, told.directive, BY, later(3))
    assert await studied(told) == ([False] * 3, 0)


async def test_a_document_that_is_linked_after_the_roll_was_closed_counts_at_once(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    call = checked(MeetingKind.REGULAR, later(1), "Nhà văn hóa", None, told.now)
    meeting = await call_meeting(each_db, told.dong, call, BY, told.now)
    await close(told, meeting, 1)
    await link_study(each_db, meeting, told.directive, BY, later(2))
    assert await studied(told) == ([False, True, False], 1)


async def test_making_up_is_by_name_and_a_roll_is_changed_in_the_roll_alone(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    meeting = await study_meeting(told, later(1))
    await close(told, meeting, 0)
    ids = [told.people[0].id, told.people[1].id]
    assert await make_up(each_db, told.directive, told.dong, ids, BY, later(2)) == 1
    assert await studied(told) == ([True, True, False], 2)
    assert await counted(each_db, told.directive, told.dong) == Counted(classes=1, studied=2, expected=3, made_up=1)
    assert await take_back_made_up(each_db, told.directive, told.dong, ids, BY, later(2)) == 1
    assert await studied(told) == ([True, False, False], 1)
    assert await to_be_studied(each_db, told.dong) == [told.directive]


async def test_what_was_made_up_and_is_on_a_roll_too_stays_when_it_is_taken_back(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    ids = [told.people[0].id]
    await make_up(each_db, told.directive, told.dong, ids, BY, later(1))
    meeting = await study_meeting(told, later(1))
    await close(told, meeting, 0)
    await take_back_made_up(each_db, told.directive, told.dong, ids, BY, later(2))
    assert await studied(told) == ([True, False, False], 1)
    assert (await told.receipt(told.people[0])).study_meeting_id == meeting.id
