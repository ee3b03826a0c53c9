"""Two entries for one person become one: nothing of either is lost, the sums agree, and it is all or nothing."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import UniqueConstraint, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.db.sessions import open_engine, sessions_of
from bot.model.attendances import Answer, Attendance, Mark, RollLog
from bot.model.check_ins import PaperSheet
from bot.model.endpoints import Address, Consent
from bot.model.meetings import Meeting
from bot.model.member_changes import ChangeKind
from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.refusals import BothPresent, CannotMerge, CannotUndo
from bot.services.addresses import members_at
from bot.services.change_checks import check
from bot.services.change_facts import Facts, Newcomer
from bot.services.duplicates import keep_apart, pairs_below
from bot.services.invitations import invited_to
from bot.services.joining import unlink
from bot.services.member_changes import enter, undo
from bot.services.merging import merge, pointing
from bot.services.participation import roll_up_all, write_due_months
from bot.services.people import people_of_cell, statuses_on
from bot.services.permissions import Right, may
from bot.services.recount import recount
from bot.services.roll import Marks, close_roll, roll_of, take_roll
from bot.words.times import day_of
from tests import village
from tests.conftest import NOW

TODAY = day_of(NOW)
BY = "command-line"


async def twice(db: AsyncSession) -> tuple[Unit, Member, Member]:
    """An twice in one cell of four, with the same phone."""
    xa = await village.commune(db)
    cell = await village.cell(db, xa)
    await village.members(db, cell, 2)
    keep = await village.member(db, cell, "Nguyễn Văn An", phone="+84912345678")
    gone = await village.member(db, cell, "Nguyễn Văn An")
    keep.birth_year = gone.birth_year = 1960
    await db.flush()
    return cell, keep, gone


async def closed(db: AsyncSession, cell: Unit, day: int, marks: dict[int, Mark]) -> Meeting:
    """A closed meeting of November; all but these were present."""
    starts_at = village.at(2026, 11, day)
    called = await village.meeting(db, cell, starts_at - timedelta(days=1))
    ids = [one for one in await invited_to(db, called.id) if one not in marks]
    said = {mark: [one for one, had in marks.items() if had is mark] for mark in Mark}
    roll = Marks([*ids, *said[Mark.PRESENT]], said[Mark.EXCUSED], said[Mark.UNEXCUSED])
    await take_roll(db, called.id, roll, "test", starts_at)
    return await close_roll(db, called.id, "test", starts_at)


async def agrees(db: AsyncSession) -> bool:
    await write_due_months(db, NOW)
    await roll_up_all(db, NOW)
    return await recount(db, "2026-01") == []


async def test_what_either_had_is_the_ones_that_stays(each_db: AsyncSession) -> None:
    cell, keep, gone = await twice(each_db)
    chat = await village.reachable_at(each_db, gone, NOW)
    await village.office(each_db, gone, cell)
    each_db.add(village.status(gone, StatusKind.SPECIAL_DUTY, TODAY + timedelta(days=40), None))
    alone = await closed(each_db, cell, 5, {keep.id: Mark.UNEXCUSED, gone.id: Mark.EXCUSED})
    merged = await merge(each_db, keep.id, gone.id, BY, NOW)
    assert (merged.meetings, merged.corrected) == (1, 1)
    assert (await village.row_of(each_db, alone, keep)).mark is Mark.EXCUSED
    assert await may(each_db, keep.id, Right.CALL, cell, TODAY)
    assert not await may(each_db, gone.id, Right.CALL, cell, TODAY)
    for table in (Address, Consent):
        assert set(await each_db.scalars(select(table.member_id))) == {keep.id}
    assert (await each_db.scalars(select(Address.endpoint_id))).all() == [chat.id]
    later = TODAY + timedelta(days=50)
    assert StatusKind.SPECIAL_DUTY in (await statuses_on(each_db, [keep.id], later))[keep.id]
    assert [one.member_id for one in await people_of_cell(each_db, cell.id, TODAY)].count(keep.id) == 1
    assert (gone.merged_into_id, gone.phone) == (keep.id, None)
    kinds = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for place, column in pointing():
        key = getattr(kinds[place], column)
        assert (await each_db.scalars(select(key).where(key == gone.id))).all() == [], place.name


async def test_a_closed_roll_counts_one_person_once_and_says_so(each_db: AsyncSession) -> None:
    cell, keep, gone = await twice(each_db)
    meeting = await closed(each_db, cell, 5, {keep.id: Mark.UNEXCUSED, gone.id: Mark.PRESENT})
    assert await agrees(each_db)
    await merge(each_db, keep.id, gone.id, BY, NOW)
    counts = (await roll_of(each_db, meeting)).counts
    assert (counts.expected, counts.present, counts.unexcused) == (3, 3, 0)
    logged = (await each_db.scalars(select(RollLog).order_by(RollLog.id.desc()))).first()
    assert logged is not None
    assert (logged.member_id, logged.was, logged.became, logged.is_correction) == (
        keep.id, Mark.UNEXCUSED, Mark.PRESENT, True,
    )  # fmt: skip
    assert await agrees(each_db)


async def test_who_was_present_twice_is_two_people(each_db: AsyncSession) -> None:
    cell, keep, gone = await twice(each_db)
    await closed(each_db, cell, 5, {})
    with pytest.raises(BothPresent) as refusal:
        await merge(each_db, keep.id, gone.id, BY, NOW)
    assert refusal.value.facts == {"days": "05/11/2026"}
    assert gone.merged_into_id is None
    assert await agrees(each_db)


async def test_one_cannot_be_merged_with_itself_nor_twice(db: AsyncSession) -> None:
    _, keep, gone = await twice(db)
    with pytest.raises(CannotMerge):
        await merge(db, keep.id, keep.id, BY, NOW)
    await merge(db, keep.id, gone.id, BY, NOW)
    for pair in ((keep.id, gone.id), (gone.id, keep.id), (keep.id, 10**6)):
        with pytest.raises(CannotMerge):
            await merge(db, *pair, BY, NOW)


async def test_a_meeting_to_come_has_one_of_them_with_the_latest_answer(each_db: AsyncSession) -> None:
    cell, keep, gone = await twice(each_db)
    for number, one in enumerate((keep, gone)):
        await village.reachable_at(each_db, one, NOW, chat=str(number))
    meeting = await village.meeting(each_db, cell, NOW)
    await village.says(each_db, meeting, keep, Answer.COMING, NOW)
    await village.says(each_db, meeting, gone, Answer.AWAY, NOW + timedelta(minutes=1))
    await merge(each_db, keep.id, gone.id, BY, NOW)
    row = await village.row_of(each_db, meeting, keep)
    assert row.answer is Answer.AWAY
    assert len(await invited_to(each_db, meeting.id)) == 3
    waiting = select(Notice).filter_by(member_id=keep.id, state=NoticeState.WAITING, step="notice")
    assert len((await each_db.scalars(waiting)).all()) == 1


async def test_of_two_cells_the_first_entry_s_stays(each_db: AsyncSession) -> None:
    cell, keep, gone = await twice(each_db)
    other = await village.cell(each_db, await each_db.get_one(Unit, cell.parent_id), "tay")
    await each_db.execute(update(Membership).where(Membership.member_id == gone.id).values(unit_id=other.id))
    await village.members(each_db, other, 1)
    past = await closed(each_db, other, 5, {})
    meeting = await village.meeting(each_db, other, NOW)
    await merge(each_db, keep.id, gone.id, BY, NOW)
    assert keep.id in [one.member_id for one in await people_of_cell(each_db, cell.id, TODAY)]
    assert keep.id not in [one.member_id for one in await people_of_cell(each_db, other.id, TODAY)]
    before = TODAY - timedelta(days=1)
    assert keep.id in [one.member_id for one in await people_of_cell(each_db, other.id, before)]
    assert keep.id in await invited_to(each_db, past.id)
    assert keep.id not in await invited_to(each_db, meeting.id)
    assert await agrees(each_db)


async def test_the_same_office_and_status_are_one(db: AsyncSession) -> None:
    cell, keep, gone = await twice(db)
    for one in (keep, gone):
        await village.office(db, one, cell, Office.CLERK)
        db.add(village.status(one, StatusKind.EXEMPT, TODAY, None))
    await merge(db, keep.id, gone.id, BY, NOW)
    assert len((await db.scalars(select(Role).filter_by(member_id=keep.id))).all()) == 1
    assert len((await db.scalars(select(MemberStatus).filter_by(member_id=keep.id))).all()) == 2


async def test_whatever_both_were_the_stronger_counts_and_the_sums_agree(each_db: AsyncSession) -> None:
    cell, keep, gone = await twice(each_db)
    pairs = [(own, other) for own in Mark for other in Mark if {own, other} != {Mark.PRESENT}]
    for number, (own, other) in enumerate(pairs):
        await closed(each_db, cell, 3 + number, {keep.id: own, gone.id: other})
    await merge(each_db, keep.id, gone.id, BY, NOW)
    rows = await each_db.scalars(select(Attendance).filter_by(member_id=keep.id).order_by(Attendance.meeting_id))
    order = [Mark.UNEXCUSED, Mark.EXCUSED, Mark.PRESENT]
    assert [row.mark for row in rows] == [max(pair, key=order.index) for pair in pairs]
    assert await agrees(each_db)


async def test_merged_twice_at_once_it_is_done_once_and_whole(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell, keep, gone = await twice(db)
        await closed(db, cell, 5, {keep.id: Mark.UNEXCUSED})

    async def merges(first: int, second: int) -> bool:
        try:
            async with sessions.begin() as db:
                await merge(db, first, second, BY, NOW)
        except CannotMerge:
            return False
        return True

    both = await asyncio.gather(merges(keep.id, gone.id), merges(gone.id, keep.id))
    assert sorted(both) == [False, True]
    async with sessions.begin() as db:
        assert len(await people_of_cell(db, cell.id, TODAY)) == 3
        assert await agrees(db)
    await engine.dispose()


async def test_the_numbers_on_printed_sheets_stay(db: AsyncSession) -> None:
    cell, keep, gone = await twice(db)
    meeting = await village.meeting(db, cell, NOW)
    ids = list(await invited_to(db, meeting.id))
    without = [one for one in ids if one != keep.id]
    db.add(PaperSheet(meeting_id=meeting.id, member_ids=without, printed=len(without), made_by="test", made_at=NOW))
    await db.flush()
    await merge(db, keep.id, gone.id, BY, NOW)
    sheet = (await db.scalars(select(PaperSheet))).one()
    assert sheet.member_ids == [keep.id if one == gone.id else one for one in without]


def test_every_table_in_which_a_member_stands_only_once_is_seen_to() -> None:
    once = {
        table.name
        for table, column in pointing()
        for one in table.constraints
        if isinstance(one, UniqueConstraint) and column in one.columns
    }
    assert once == {
        "addresses", "attendances", "directive_receipts", "guests", "notices", "poll_answers", "visit_people",
    }  # fmt: skip


# Who may be one


async def test_namesakes_of_a_year_and_one_name_at_a_phone_are_suggested_and_couples_are_not(db: AsyncSession) -> None:
    cell, keep, gone = await twice(db)
    xa = await db.get_one(Unit, cell.parent_id)
    wife = await village.member(db, cell, "Trần Thị Bình", phone="+84912345678")
    short = await village.member(db, cell, "Ng. V. An", phone="+84912345678")
    found = {(one.first.id, one.second.id) for one in await pairs_below(db, [xa], NOW)}
    assert found == {(keep.id, gone.id), (keep.id, short.id)}
    assert wife.id not in {one for pair in found for one in pair}
    keep_apart(db, short, keep, BY, NOW)
    await db.flush()
    assert [(one.first.id, one.second.id) for one in await pairs_below(db, [xa], NOW)] == [(keep.id, gone.id)]
    beside = await village.commune(db, "khac")
    assert await pairs_below(db, [beside], NOW) == []


async def test_the_entry_that_stays_keeps_its_cell_though_it_is_the_newer(each_db: AsyncSession) -> None:
    cell, older, newer = await twice(each_db)
    other = await village.cell(each_db, await each_db.get_one(Unit, cell.parent_id), "tay")
    await each_db.execute(update(Membership).where(Membership.member_id == newer.id).values(unit_id=other.id))
    await merge(each_db, newer.id, older.id, BY, NOW)
    assert newer.id in [one.member_id for one in await people_of_cell(each_db, other.id, TODAY)]
    assert newer.id not in [one.member_id for one in await people_of_cell(each_db, cell.id, TODAY)]


async def test_what_was_changed_before_two_became_one_is_not_undone(db: AsyncSession) -> None:
    cell, keep, _ = await twice(db)
    newcomer = Facts(TODAY, newcomer=Newcomer("Nguyễn Văn An", 1960))
    added = await enter(db, await check(db, cell, ChangeKind.ADD, None, None, newcomer, NOW), BY, NOW, at_once=True)
    assert added.member_id is not None
    await merge(db, keep.id, added.member_id, BY, NOW)
    await db.refresh(added)
    with pytest.raises(CannotUndo):
        await undo(db, added.id, BY, NOW)
    assert keep.erased_at is None
    assert keep.id in [one.member_id for one in await people_of_cell(db, cell.id, TODAY)]


async def test_probation_in_one_entry_ends_where_the_other_is_official(db: AsyncSession) -> None:
    _, keep, gone = await twice(db)
    for one in (keep, gone):
        await db.execute(delete(MemberStatus).where(MemberStatus.member_id == one.id))
    db.add(village.status(keep, StatusKind.OFFICIAL, TODAY, None))
    db.add(village.status(gone, StatusKind.PROBATIONARY, TODAY - timedelta(days=300), None))
    await merge(db, keep.id, gone.id, BY, NOW)
    yesterday = TODAY - timedelta(days=1)
    stood = [(await statuses_on(db, [keep.id], on))[keep.id] for on in (yesterday, TODAY)]
    assert stood == [{StatusKind.PROBATIONARY}, {StatusKind.OFFICIAL}]


HOUR = timedelta(hours=1)


@pytest.mark.parametrize("is_kept", [True, False], ids=["cut for the one that stays", "cut for the other"])
@pytest.mark.parametrize("again", [False, True], ids=["before", "linked once more"])
async def test_of_a_phone_of_both_the_last_word_counts(each_db: AsyncSession, *, is_kept: bool, again: bool) -> None:
    """A stolen phone that was cut for one entry was open again, since the other entry still had it."""
    _, keep, gone = await twice(each_db)
    chat = await village.reachable_at(each_db, keep, NOW - 3 * HOUR)
    (own,) = await each_db.scalars(select(Address).filter_by(member_id=keep.id))
    other = Address(member_id=gone.id, endpoint_id=chat.id, position=1, linked_at=NOW - 3 * HOUR)
    each_db.add(other)
    await each_db.flush()
    cut, had = (own, other) if is_kept else (other, own)
    assert await unlink(each_db, cut.member_id, cut.id, BY, NOW - 2 * HOUR)
    if again:
        had.linked_at = NOW - HOUR
    await merge(each_db, keep.id, gone.id, BY, NOW)
    assert [one.id for one in await members_at(each_db, chat.id)] == ([keep.id] if again else [])
