"""Calling, moving and cancelling a meeting."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.attendances import Answer, Attendance, Standing
from bot.model.meetings import Meeting, MeetingKind, MeetingState, MeetingStep, Step
from bot.model.members import StatusKind
from bot.model.notices import Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.refusals import (
    AlreadyCalled,
    DoubtfulWords,
    MeetingOver,
    NobodyExpected,
    NoSuchKind,
    NoSuchMeeting,
    PlaceMissing,
    Refused,
    RollBegun,
    SecrecyMarked,
    TextTooLong,
    TimeIsPast,
    TimeTooFar,
)
from bot.services.attendance import questions
from bot.services.expected_lists import lists_of
from bot.services.invitations import invited_to, renew_list
from bot.services.joining import link
from bot.services.ledger import ledger_of
from bot.services.meetings import (
    Call,
    call_meeting,
    cancel_meeting,
    checked,
    kind_named,
    meeting_of,
    move_meeting,
    preview,
)
from bot.services.notices import NO_CHANNEL
from bot.services.roll import Marks, take_roll
from bot.services.unit_settings import settings_of
from tests import village
from tests.village import at

HALL = "Nhà văn hóa"
DOUBTFUL = "Gặp mặt thân mật"


async def a_cell(db: AsyncSession, people: int = 3) -> Unit:
    cell = await village.cell(db, await village.commune(db))
    await village.members(db, cell, people)
    return cell


def told(notices: list[Notice]) -> list[tuple[Step, int, NoticeState]]:
    return [(one.step, one.revision, one.state) for one in notices]


# What can be called


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_every_kind_has_its_word(kind: MeetingKind) -> None:
    assert kind_named(f" {kind.value.upper()} ") is kind


def test_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoSuchKind):
        kind_named("party")


@pytest.mark.parametrize(
    ("starts_in", "place", "topic", "refusal"),
    [
        (timedelta(0), HALL, None, TimeIsPast),
        (timedelta(minutes=-1), HALL, None, TimeIsPast),
        (timedelta(days=400, seconds=1), HALL, None, TimeTooFar),
        (timedelta(days=1), "", None, PlaceMissing),
        (timedelta(days=1), " \u200b\n", None, PlaceMissing),
        (timedelta(days=1), "x" * 201, None, TextTooLong),
        (timedelta(days=1), HALL, "x" * 301, TextTooLong),
        (timedelta(days=1), HALL, "Quán triệt văn bản TỐI MẬT số 3", SecrecyMarked),
        (timedelta(days=1), "Phòng họp (Mật)", None, SecrecyMarked),
        (timedelta(days=1), HALL, DOUBTFUL, DoubtfulWords),
    ],
)
def test_what_cannot_be_told_is_refused(
    now: datetime, starts_in: timedelta, place: str, topic: str | None, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        checked(MeetingKind.REGULAR, now + starts_in, place, topic, now)


def test_at_the_edge_it_passes(now: datetime) -> None:
    call = checked(MeetingKind.REGULAR, now + timedelta(days=400), "x" * 200, "y" * 300, now)
    assert (len(call.place), len(call.topic or "")) == (200, 300)


def test_doubtful_words_pass_where_somebody_says_they_are_harmless(now: datetime) -> None:
    assert checked(MeetingKind.REGULAR, now + timedelta(days=1), HALL, DOUBTFUL, now, harmless=True).topic == DOUBTFUL


def test_a_secrecy_mark_is_refused_whatever_anybody_says(now: datetime) -> None:
    with pytest.raises(SecrecyMarked) as refusal:
        checked(MeetingKind.REGULAR, now + timedelta(days=1), HALL, "Tài liệu tuyệt mật", now, harmless=True)
    assert refusal.value.facts == {}


def test_texts_are_tidied(now: datetime) -> None:
    call = checked(MeetingKind.REGULAR, now + timedelta(days=1), "  Nhà\u00a0 văn   hóa ", "  ", now)
    assert (call.place, call.topic) == (HALL, None)


# Calling


async def test_a_call_invites_everybody_and_owes_each_the_notice(each_db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(each_db)
    meeting = await village.meeting(each_db, cell, now)
    assert len(await invited_to(each_db, meeting.id)) == 3
    assert len((await ledger_of(each_db, meeting)).people) == 3


async def test_who_cannot_be_reached_is_a_failure_with_its_cause(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await a_cell(db), now)
    owed = (await ledger_of(db, meeting)).people
    assert {(entry.state, entry.error) for entry in owed} == {(NoticeState.FAILED, NO_CHANNEL)}


async def test_the_reminders_are_set(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await a_cell(db), now, timedelta(days=5))
    found = await db.scalars(select(MeetingStep).filter_by(meeting_id=meeting.id).order_by(MeetingStep.due_at))
    assert [one.step for one in found] == [Step.REMINDER, Step.LAST_REMINDER]


async def test_only_the_expected_are_invited_each_as_what_they_are(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db, await village.commune(db))
    await village.member(db, cell, "Lê Thị Miễn", StatusKind.EXEMPT)
    for name, official, temporary in (("Lê A", True, False), ("Lê Bình", False, False), ("Lê Cúc", True, True)):
        await village.member(db, cell, name, official=official, temporary=temporary)
    meeting = await village.meeting(db, cell, now)
    found = await db.scalars(select(Attendance.standing).filter_by(meeting_id=meeting.id).order_by(Attendance.id))
    assert list(found) == [Standing.OFFICIAL, Standing.PROBATIONARY, Standing.TEMPORARY_IN]


async def test_an_empty_cell_is_not_called(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    with pytest.raises(NobodyExpected) as refusal:
        await village.meeting(db, cell, now)
    assert refusal.value.facts == {"code": "thon"}


async def test_those_count_who_belong_on_the_day_of_the_meeting(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person, _ = await village.members(db, cell, 2)
    db.add(village.status(person, StatusKind.EXEMPT, at(2026, 12, 1).date(), None))
    await db.flush()
    moments = (at(2026, 11, 30, 23, 59), at(2026, 12, 1, 0, 1))
    meetings = [Meeting(cell_id=cell.id, kind=MeetingKind.REGULAR, starts_at=moment) for moment in moments]
    counts = [len(one) for one in await lists_of(db, meetings, {cell.id: cell}, {cell.id: await settings_of(db, cell)})]
    assert counts == [2, 1]


async def test_a_preview_names_who_cannot_be_reached(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db, 2)
    person = await village.member(db, cell, "Lê Văn Nối")
    await village.reachable_at(db, person, now)
    found = await preview(db, cell, Call(MeetingKind.REGULAR, now + timedelta(days=1), HALL, None), now)
    assert (found.people, found.by_channel, len(found.unreached)) == (3, {"rehearsal": 1}, 2)
    assert await db.scalar(select(func.count(Meeting.id))) == 0


async def test_the_same_hour_is_called_once(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    first = await village.meeting(db, cell, now)
    with pytest.raises(AlreadyCalled) as refusal:
        await village.meeting(db, cell, now, kind=MeetingKind.THEMATIC)
    assert refusal.value.facts == {"meeting": first.id}


async def test_after_a_cancellation_the_hour_is_free(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    first = await village.meeting(db, cell, now)
    await cancel_meeting(db, first.id, "test", now)
    assert (await village.meeting(db, cell, now)).id != first.id


async def test_another_cell_may_meet_at_the_same_hour(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    other = await village.cell(db, code="khac")
    await village.members(db, other, 1)
    await village.meeting(db, cell, now)
    assert (await village.meeting(db, other, now)).cell_id == other.id


@pytest.mark.parametrize(
    ("kind", "after", "urgency"),
    [
        (MeetingKind.EXTRAORDINARY, timedelta(days=9), Urgency.EXPRESS),
        (MeetingKind.REGULAR, timedelta(hours=24), Urgency.SOON),
        (MeetingKind.REGULAR, timedelta(hours=25), Urgency.ROUTINE),
    ],
)
async def test_the_nearer_the_more_urgent(
    db: AsyncSession, now: datetime, kind: MeetingKind, after: timedelta, urgency: int
) -> None:
    meeting = await village.meeting(db, await a_cell(db, 1), now, after, kind)
    assert await db.scalar(select(Notice.urgency).filter_by(meeting_id=meeting.id)) == urgency


async def test_a_notice_for_the_early_morning_does_not_wait_for_the_end_of_the_night(db: AsyncSession) -> None:
    meeting = await village.meeting(db, await a_cell(db, 1), at(2026, 12, 2, 22), timedelta(hours=8))
    (notice,) = await db.scalars(select(Notice).filter_by(meeting_id=meeting.id))
    assert (notice.urgency, notice.not_before) == (Urgency.EXPRESS, at(2026, 12, 2, 22))


async def call_alone(sessions: Sessions, cell_id: int, now: datetime) -> int | None:
    """One of several callers at once; None where it was refused."""
    async with sessions() as db:
        try:
            return (await village.meeting(db, await db.get_one(Unit, cell_id), now)).id
        except AlreadyCalled:
            return None
        finally:
            await asyncio.sleep(0.05)  # the others are waiting by now
            await db.commit()


async def test_two_calls_at_once_make_one_meeting(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell = await a_cell(db)
    made = await asyncio.gather(*(call_alone(sessions, cell.id, now) for _ in range(3)))
    async with sessions() as db:
        notices = await db.scalar(select(func.count(Notice.id)))
        meetings = await db.scalar(select(func.count(Meeting.id)))
    await engine.dispose()
    assert sorted(one is None for one in made) == [False, True, True]
    assert (meetings, notices) == (1, 3)


# Moving


async def test_a_move_is_a_new_revision_and_makes_old_answers_stale(each_db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(each_db, 1)
    (person,) = await village.members(each_db, cell, 1)
    meeting = await village.meeting(each_db, cell, now)
    await village.says(each_db, meeting, person, Answer.COMING, now)
    moved = await move_meeting(each_db, meeting.id, now + timedelta(days=2), None, "test", now)
    row = await village.row_of(each_db, meeting, person)
    await each_db.refresh(row)
    assert (moved.revision, row.answer, row.is_stale) == (2, Answer.COMING, True)


async def test_who_had_been_told_is_told_of_the_move_and_who_had_not_gets_the_notice(
    db: AsyncSession, now: datetime
) -> None:
    cell = await village.cell(db)
    knows, waits = await village.members(db, cell, 2)
    for person in (knows, waits):
        await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now, timedelta(days=9))
    await village.has_been_told(db, meeting, knows)
    await move_meeting(db, meeting.id, now + timedelta(days=10), None, "test", now)
    assert told(await village.notices_of(db, meeting, knows)) == [
        (Step.NOTICE, 1, NoticeState.SENT),
        (Step.MOVED, 2, NoticeState.WAITING),
    ]
    assert told(await village.notices_of(db, meeting, waits)) == [
        (Step.NOTICE, 1, NoticeState.CANCELLED),
        (Step.NOTICE, 2, NoticeState.WAITING),
    ]


async def test_moved_twice_each_is_told_of_the_last_move_alone(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now, timedelta(days=9))
    await village.has_been_told(db, meeting, person)
    for days in (10, 11):
        await move_meeting(db, meeting.id, now + timedelta(days=days), None, "test", now)
    waiting = [one for one in await village.notices_of(db, meeting, person) if one.state is NoticeState.WAITING]
    assert told(waiting) == [(Step.MOVED, 3, NoticeState.WAITING)]


async def test_a_move_sets_its_own_reminders(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    for person in await village.members(db, cell, 2):
        await village.reachable_at(db, person, now)
        knows = person
    meeting = await village.meeting(db, cell, now, timedelta(days=5))
    await village.has_been_told(db, meeting, knows)
    await move_meeting(db, meeting.id, now + timedelta(days=6), None, "test", now)
    steps = await db.scalars(select(MeetingStep.step).filter_by(meeting_id=meeting.id, revision=2))
    assert sorted(steps) == [Step.LAST_REMINDER, Step.REMINDER]


async def test_the_place_alone_can_be_moved(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await a_cell(db), now)
    starts_at = meeting.starts_at
    moved = await move_meeting(db, meeting.id, starts_at, "Trường tiểu học", "test", now)
    assert (moved.starts_at, moved.place) == (starts_at, "Trường tiểu học")


async def test_a_topic_that_was_confirmed_once_does_not_hinder_a_move(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    call = checked(MeetingKind.REGULAR, now + timedelta(days=1), HALL, DOUBTFUL, now, harmless=True)
    meeting = await call_meeting(db, cell, call, "test", now)
    moved = await move_meeting(db, meeting.id, call.starts_at, "Trường tiểu học", "test", now)
    assert (moved.place, moved.topic) == ("Trường tiểu học", DOUBTFUL)


async def test_a_new_place_is_looked_at(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await a_cell(db), now)
    with pytest.raises(SecrecyMarked):
        await move_meeting(db, meeting.id, meeting.starts_at, "Phòng (Mật)", "test", now)


async def test_a_meeting_is_not_moved_into_the_past(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await a_cell(db), now)
    with pytest.raises(TimeIsPast):
        await move_meeting(db, meeting.id, now, None, "test", now)


async def test_a_meeting_is_not_moved_onto_another(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    first = await village.meeting(db, cell, now, timedelta(days=1))
    second = await village.meeting(db, cell, now, timedelta(days=2))
    with pytest.raises(AlreadyCalled) as refusal:
        await move_meeting(db, second.id, first.starts_at, None, "test", now)
    assert refusal.value.facts == {"meeting": first.id}


# Cancelling


async def test_a_cancellation_is_told_to_those_who_know_of_the_meeting(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    knows, waits = await village.members(db, cell, 2)
    for person in (knows, waits):
        await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now, timedelta(days=9))
    await village.has_been_told(db, meeting, knows)
    await cancel_meeting(db, meeting.id, "test", now)
    assert told(await village.notices_of(db, meeting, knows))[-1] == (Step.CANCELLED, 2, NoticeState.WAITING)
    assert told(await village.notices_of(db, meeting, waits)) == [(Step.NOTICE, 1, NoticeState.CANCELLED)]


async def test_nobody_is_asked_about_a_cancelled_meeting(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    meeting = await village.meeting(db, cell, now)
    await cancel_meeting(db, meeting.id, "test", now)
    assert await questions(db, [person.id], now) == []
    assert meeting.state is MeetingState.CANCELLED


async def test_after_a_cancellation_there_is_no_move_and_no_second_one(db: AsyncSession, now: datetime) -> None:
    meeting = await village.meeting(db, await a_cell(db), now)
    await cancel_meeting(db, meeting.id, "test", now)
    with pytest.raises(MeetingOver):
        await move_meeting(db, meeting.id, now + timedelta(days=3), None, "test", now)
    with pytest.raises(MeetingOver):
        await cancel_meeting(db, meeting.id, "test", now)


async def test_a_meeting_that_there_is_not_is_refused(db: AsyncSession) -> None:
    with pytest.raises(NoSuchMeeting):
        await meeting_of(db, 4711)


# The list until it is frozen


async def test_a_newcomer_is_told(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    meeting = await village.meeting(db, cell, now, timedelta(days=9))
    newcomer = await village.member(db, cell, "Lê Văn Mới")
    await village.reachable_at(db, newcomer, now)
    await renew_list(db, meeting, now)
    assert told(await village.notices_of(db, meeting, newcomer)) == [(Step.NOTICE, 1, NoticeState.WAITING)]


async def test_after_the_beginning_a_newcomer_is_listed_and_not_told(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    meeting = await village.meeting(db, cell, now)
    newcomer = await village.member(db, cell, "Lê Văn Mới")
    await renew_list(db, meeting, meeting.starts_at)
    assert newcomer.id in await invited_to(db, meeting.id)
    assert await village.notices_of(db, meeting, newcomer) == []


async def test_who_leaves_goes_from_the_list(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    leaver = await village.member(db, cell, "Lê Văn Đi")
    meeting = await village.meeting(db, cell, now)
    db.add(village.status(leaver, StatusKind.TEMPORARY_OUT, None, None))
    await renew_list(db, meeting, now)
    assert leaver.id not in await invited_to(db, meeting.id)


async def test_who_left_the_list_and_came_back_is_told_anew(each_db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(each_db)
    person = await village.member(each_db, cell, "Lê Văn Về")
    await village.reachable_at(each_db, person, now)
    meeting = await village.meeting(each_db, cell, now, timedelta(days=9))
    left = village.status(person, StatusKind.TEMPORARY_OUT, None, None)
    each_db.add(left)
    await renew_list(each_db, meeting, now)
    (dropped,) = await village.notices_of(each_db, meeting, person)
    dropped.state = NoticeState.CANCELLED
    await each_db.delete(left)
    await renew_list(each_db, meeting, now)
    assert [(one.round, one.state) for one in await village.notices_of(each_db, meeting, person)] == [
        (1, NoticeState.CANCELLED),
        (2, NoticeState.WAITING),
    ]


async def test_who_knows_already_is_not_told_again_after_coming_back(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    person = await village.member(db, cell, "Lê Văn Về")
    await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now)
    await village.has_been_told(db, meeting, person)
    left = village.status(person, StatusKind.EXEMPT, None, None)
    db.add(left)
    await renew_list(db, meeting, now)
    await db.delete(left)
    await renew_list(db, meeting, now)
    assert told(await village.notices_of(db, meeting, person)) == [(Step.NOTICE, 1, NoticeState.SENT)]


# Who joins late


async def test_who_links_a_phone_gets_what_failed_for_want_of_one(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    meeting = await village.meeting(db, cell, now)
    endpoint = await village.reachable_at(db, person, now)
    await link(db, endpoint, person, "test", now)
    (notice,) = await village.notices_of(db, meeting, person)
    assert (notice.state, notice.endpoint_id, notice.cause) == (NoticeState.WAITING, endpoint.id, None)


async def test_who_links_a_phone_gets_the_call_and_not_its_reminder_too(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    meeting = await village.meeting(db, cell, now)
    db.add(village.failed_reminder(meeting, person))
    endpoint = await village.reachable_at(db, person, now)
    await link(db, endpoint, person, "test", now)
    found = {one.step: one.state for one in await village.notices_of(db, meeting, person)}
    assert found == {Step.NOTICE: NoticeState.WAITING, Step.REMINDER: NoticeState.FAILED}


async def test_a_meeting_that_has_begun_is_told_to_nobody(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    meeting = await village.meeting(db, cell, now)
    endpoint = await village.reachable_at(db, person, now)
    await link(db, endpoint, person, "test", meeting.starts_at)
    assert told(await village.notices_of(db, meeting, person)) == [(Step.NOTICE, 1, NoticeState.FAILED)]


async def test_the_states_of_the_ledger_add_up_to_the_people(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db, 5)
    people = await village.members(db, cell, 3)
    for person in people:
        await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now, timedelta(days=5))
    await village.has_been_told(db, meeting, people[0])
    await move_meeting(db, meeting.id, now + timedelta(days=6), None, "test", now)
    book = await ledger_of(db, meeting)
    assert sum(book.count(state) for state in NoticeState) == len(book.people) == 8
    assert (book.count(NoticeState.WAITING), book.count(NoticeState.FAILED)) == (3, 5)


# What was found by use


async def test_a_meeting_cancelled_at_night_before_an_early_start_is_told_at_once(db: AsyncSession) -> None:
    """Held back by the quiet hours, the word came after the start: people walked to a meeting that was off."""
    noon, night = village.at(2026, 11, 21, 12), village.at(2026, 11, 21, 22)
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await village.reachable_at(db, person, noon)
    meeting = await village.meeting(db, cell, noon, village.at(2026, 11, 22, 6) - noon)
    await db.execute(update(Notice).values(state=NoticeState.SENT))
    await cancel_meeting(db, meeting.id, "test", night)
    word = (await db.scalars(select(Notice).filter_by(step=Step.CANCELLED))).one()
    assert (word.urgency, word.not_before) == (Urgency.EXPRESS, night)


async def test_an_early_meeting_moved_at_night_to_the_evening_is_told_before_the_old_hour(db: AsyncSession) -> None:
    noon, night = village.at(2026, 11, 21, 12), village.at(2026, 11, 21, 22)
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await village.reachable_at(db, person, noon)
    meeting = await village.meeting(db, cell, noon, village.at(2026, 11, 22, 6) - noon)
    await db.execute(update(Notice).values(state=NoticeState.SENT))
    await move_meeting(db, meeting.id, village.at(2026, 11, 22, 19), None, "test", night)
    word = (await db.scalars(select(Notice).filter_by(step=Step.MOVED))).one()
    assert word.urgency == Urgency.EXPRESS


async def test_what_has_been_marked_is_neither_moved_nor_cancelled(db: AsyncSession, now: datetime) -> None:
    """A roll survived a move, and closing it counted a meeting that was still to come."""
    cell = await village.cell(db)
    person = await village.member(db, cell)
    meeting = await village.meeting(db, cell, now)
    await take_roll(db, meeting.id, Marks(present=[person.id]), "clerk", meeting.starts_at)
    with pytest.raises(RollBegun):
        await move_meeting(db, meeting.id, now + timedelta(days=9), None, "test", now)
    with pytest.raises(RollBegun):
        await cancel_meeting(db, meeting.id, "test", now)
