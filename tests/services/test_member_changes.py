"""Changes of members: dated, the past stays with both cells, nothing is done twice, all of it can be taken back."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.model.member_changes import ChangeKind, ChangeState, MemberChange
from bot.model.members import Member, StatusKind
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import (
    AlreadySo,
    BeforeTheyCame,
    CannotUndo,
    ChangeGone,
    DayOutOfReach,
    DaysTurned,
    NoSuchMember,
    NothingToEnd,
    ReceivedOnly,
    Refused,
    SameCell,
    SecrecyMarked,
)
from bot.services.change_checks import check
from bot.services.change_clock import ask_some_again
from bot.services.change_facts import Facts, Newcomer
from bot.services.invitations import invited_to
from bot.services.member_changes import approve, enter, may_undo, receive, refuse, undo
from bot.services.participation import roll_up_all, write_due_months
from bot.services.people import people_of_cell, strength
from bot.services.permissions import Right, may
from bot.services.recount import recount
from bot.services.retention import take_away
from bot.words.times import day_of
from tests import village
from tests.conftest import NOW

TODAY = day_of(NOW)
BY = "command-line"
NUMBER = "12-QĐ/ĐU"


async def two_cells(db: AsyncSession) -> tuple[Unit, Unit, Member]:
    """An, whose cell has three people, and another cell; both under one commune."""
    xa = await village.commune(db)
    here, there = await village.cell(db, xa, "dong"), await village.cell(db, xa, "tay")
    an = await village.member(db, here)
    await village.members(db, here, 2)
    await village.members(db, there, 2)
    return here, there, an


async def change(
    db: AsyncSession,
    cell: Unit,
    kind: ChangeKind,
    who: Member | None,
    to: Unit | None = None,
    *,
    on: date = TODAY,
    until: date | None = None,
    newcomer: Newcomer | None = None,
    at_once: bool = True,
    received: bool = False,
) -> MemberChange:
    facts = Facts(on, until, NUMBER, newcomer)
    checked = await check(db, cell, kind, who.id if who else None, to, facts, NOW)
    return await enter(db, checked, BY, NOW, at_once=at_once, received=received)


async def names_in(db: AsyncSession, cell: Unit, on: date = TODAY) -> list[str]:
    return [one.member.name for one in await people_of_cell(db, cell.id, on)]


async def test_whoever_is_transferred_is_there_from_the_day_and_here_before(each_db: AsyncSession) -> None:
    here, there, an = await two_cells(each_db)
    past = await village.held(each_db, here, village.at(2026, 11, 10))
    soon = await village.meeting(each_db, here, NOW, timedelta(days=1))
    later = await village.meeting(each_db, here, NOW, timedelta(days=20))
    theirs = await village.meeting(each_db, there, NOW, timedelta(days=20, hours=2))
    on = TODAY + timedelta(days=10)
    done = await change(each_db, here, ChangeKind.TRANSFER, an, there, on=on)
    assert done.state is ChangeState.DONE
    yesterday = on - timedelta(days=1)
    assert [an.name in await names_in(each_db, cell, yesterday) for cell in (here, there)] == [True, False]
    assert [an.name in await names_in(each_db, cell, on) for cell in (here, there)] == [False, True]
    lists = [an.id in await invited_to(each_db, one.id) for one in (past, soon, later, theirs)]
    assert lists == [True, True, False, True]
    await write_due_months(each_db, NOW)
    await roll_up_all(each_db, NOW)
    assert await recount(each_db, "2026-01") == []


async def test_an_office_in_the_cell_that_is_left_ends_and_one_above_stays(each_db: AsyncSession) -> None:
    here, there, an = await two_cells(each_db)
    xa = await each_db.get_one(Unit, here.parent_id)
    await village.office(each_db, an, here)
    await village.office(each_db, an, xa, Office.OFFICE)
    checked = await check(each_db, here, ChangeKind.TRANSFER, an.id, there, Facts(TODAY), NOW)
    assert checked.offices == (Office.SECRETARY,)
    await enter(each_db, checked, BY, NOW, at_once=True)
    assert not await may(each_db, an.id, Right.CALL, here, TODAY)
    assert await may(each_db, an.id, Right.MANAGE, here, TODAY)


async def test_the_cell_that_receives_says_when_they_have_come(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    (leader, _) = [one.member for one in await people_of_cell(db, there.id, TODAY)]
    await village.office(db, leader, there)
    await village.reachable_at(db, leader, NOW)
    waiting = await change(db, here, ChangeKind.TRANSFER, an, there)
    assert waiting.state is ChangeState.AT_RECEIVER
    assert an.name in await names_in(db, here)
    asked = (await db.scalars(select(Notice).filter_by(member_id=leader.id))).one()
    assert asked.content is not None
    assert an.name in asked.content["text"]
    await receive(db, waiting.id, f"member:{leader.id}", NOW)
    assert an.name in await names_in(db, there)
    with pytest.raises(ChangeGone):
        await receive(db, waiting.id, f"member:{leader.id}", NOW)


async def test_whoever_goes_to_a_place_that_is_not_known_here_is_only_gone(db: AsyncSession) -> None:
    here, _, an = await two_cells(db)
    await change(db, here, ChangeKind.TRANSFER, an)
    assert an.name not in await names_in(db, here)


async def test_sent_out_for_a_time_they_count_there_and_not_here(each_db: AsyncSession) -> None:
    here, there, an = await two_cells(each_db)
    until = TODAY + timedelta(days=90)
    await change(each_db, here, ChangeKind.SEND_OUT, an, there, until=until)

    async def figures(cell: Unit, on: date) -> tuple[int, int, int, int]:
        sums = strength(await people_of_cell(each_db, cell.id, on), count_temporary_in=True)
        return sums.official, sums.temporary_out, sums.temporary_in, sums.expected

    assert await figures(here, until) == (3, 1, 0, 2)
    assert await figures(there, until) == (2, 0, 1, 3)
    after = until + timedelta(days=1)
    assert await figures(here, after) == (3, 0, 0, 3)
    assert await figures(there, after) == (2, 0, 0, 2)
    met = await village.meeting(each_db, there, NOW)
    assert an.id in await invited_to(each_db, met.id)
    back = await change(each_db, there, ChangeKind.RETURN, an, on=TODAY + timedelta(days=30))
    assert back.state is ChangeState.DONE
    assert await figures(here, TODAY + timedelta(days=30)) == (3, 0, 0, 3)
    assert await figures(there, TODAY + timedelta(days=30)) == (2, 0, 0, 2)


async def test_whoever_was_there_for_a_time_is_there_once_when_it_is_for_good(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    await change(db, here, ChangeKind.SEND_OUT, an, there)
    on = TODAY + timedelta(days=5)
    await change(db, here, ChangeKind.TRANSFER, an, there, on=on)
    sums = strength(await people_of_cell(db, there.id, on), count_temporary_in=True)
    assert (sums.official, sums.temporary_in, sums.temporary_out, sums.expected) == (3, 0, 0, 3)
    assert an.name not in await names_in(db, here, on)


async def test_nobody_leaves_on_the_day_they_came_and_may_be_exempt_from_it(db: AsyncSession) -> None:
    here, there, _ = await two_cells(db)
    added = await change(db, here, ChangeKind.ADD, None, newcomer=NEW)
    member = await db.get_one(Member, added.member_id)
    with pytest.raises(BeforeTheyCame):
        await change(db, here, ChangeKind.TRANSFER, member, there)
    assert (await change(db, here, ChangeKind.EXEMPT, member)).state is ChangeState.DONE


async def test_what_nobody_answers_forgets_the_newcomer_in_time(each_db: AsyncSession) -> None:
    here, _, _ = await two_cells(each_db)
    waiting = await change(each_db, here, ChangeKind.ADD, None, newcomer=NEW, at_once=False)
    await take_away(each_db, NOW + timedelta(days=89))
    assert "Vàng" in str(waiting.facts)
    await take_away(each_db, NOW + timedelta(days=91))
    assert waiting.state is ChangeState.REFUSED
    assert "Vàng" not in str(waiting.facts)


async def test_exemption_has_its_days_and_its_number(db: AsyncSession) -> None:
    here, _, an = await two_cells(db)
    until = TODAY + timedelta(days=30)
    await change(db, here, ChangeKind.EXEMPT, an, until=until)

    async def is_away(on: date) -> bool:
        return next(one.is_away for one in await people_of_cell(db, here.id, on) if one.member_id == an.id)

    days = [TODAY - timedelta(days=1), TODAY, until, until + timedelta(days=1)]
    assert [await is_away(on) for on in days] == [False, True, True, False]
    with pytest.raises(AlreadySo):
        await change(db, here, ChangeKind.EXEMPT, an)


async def test_after_probation_they_vote(db: AsyncSession) -> None:
    here, _, _ = await two_cells(db)
    new = await village.member(db, here, "Lò Văn Mới", official=False)
    await change(db, here, ChangeKind.OFFICIAL, new)
    people = await people_of_cell(db, here.id, TODAY)
    assert strength(people, count_temporary_in=True).voting_base == 4
    before = await people_of_cell(db, here.id, TODAY - timedelta(days=1))
    assert strength(before, count_temporary_in=True).probationary == 1
    with pytest.raises(AlreadySo):
        await change(db, here, ChangeKind.OFFICIAL, new)


async def test_whoever_died_is_reached_nowhere_and_stands_in_the_past(db: AsyncSession) -> None:
    here, _, an = await two_cells(db)
    phone = await village.reachable_at(db, an, NOW)
    past = await village.held(db, here, village.at(2026, 11, 10))
    await change(db, here, ChangeKind.DIE, an, on=TODAY - timedelta(days=1))
    assert an.name not in await names_in(db, here)
    assert an.id in await invited_to(db, past.id)
    told = await db.scalars(select(Notice).filter_by(endpoint_id=phone.id, step="passed_on"))
    assert told.all() == []
    with pytest.raises(DayOutOfReach):
        await check(db, here, ChangeKind.DIE, an.id, None, Facts(TODAY + timedelta(days=1)), NOW)


NEW = Newcomer("Vàng A Páo", 1990, "+84912345678", probationary_on=date(2026, 2, 3))


async def test_somebody_new_is_on_the_list_of_the_next_meeting(each_db: AsyncSession) -> None:
    here, _, _ = await two_cells(each_db)
    meeting = await village.meeting(each_db, here, NOW)
    added = await change(each_db, here, ChangeKind.ADD, None, newcomer=NEW)
    assert added.member_id in await invited_to(each_db, meeting.id)
    member = await each_db.get_one(Member, added.member_id)
    assert (member.name, member.birth_year, member.phone) == ("Vàng A Páo", 1990, "+84912345678")
    assert "Vàng" not in str(added.facts)
    await undo(each_db, added.id, BY, NOW)
    assert added.member_id not in await invited_to(each_db, meeting.id)
    assert (member.phone, member.birth_year) == (None, None)
    assert "Vàng" not in member.name


async def test_somebody_like_a_newcomer_is_found_whatever_the_marks(db: AsyncSession) -> None:
    here, there, _ = await two_cells(db)
    known = await village.member(db, there, "Vang A Pao", phone="+84987654321")
    known.birth_year = 1990
    checked = await check(db, here, ChangeKind.ADD, None, None, Facts(TODAY, newcomer=NEW), NOW)
    assert [(one.id, cell.id) for one, cell in checked.alike] == [(known.id, there.id)]


@pytest.mark.parametrize(
    "kind", [ChangeKind.TRANSFER, ChangeKind.SEND_OUT, ChangeKind.EXEMPT, ChangeKind.LEAVE, ChangeKind.DIE]
)
async def test_undone_it_is_as_if_it_had_not_been(each_db: AsyncSession, kind: ChangeKind) -> None:
    here, there, an = await two_cells(each_db)
    meeting = await village.meeting(each_db, here, NOW)
    await village.office(each_db, an, here)
    before = {cell.id: await names_in(each_db, cell) for cell in (here, there)}
    to = there if kind in {ChangeKind.TRANSFER, ChangeKind.SEND_OUT} else None
    done = await change(each_db, here, kind, an, to)
    assert an.id not in await invited_to(each_db, meeting.id)
    await undo(each_db, done.id, BY, NOW)
    assert {cell.id: await names_in(each_db, cell) for cell in (here, there)} == before
    assert an.id in await invited_to(each_db, meeting.id)
    assert await may(each_db, an.id, Right.CALL, here, TODAY)
    with pytest.raises(ChangeGone):
        await undo(each_db, done.id, BY, NOW)


async def test_only_the_newest_change_is_undone_and_not_after_a_month(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    first = await change(db, here, ChangeKind.EXEMPT, an)
    second = await change(db, here, ChangeKind.TRANSFER, an, there, on=TODAY + timedelta(days=1))
    with pytest.raises(CannotUndo):
        await undo(db, first.id, BY, NOW)
    with pytest.raises(CannotUndo):
        await undo(db, second.id, BY, NOW + timedelta(days=31))
    await undo(db, second.id, BY, NOW)
    await undo(db, first.id, BY, NOW)


async def test_what_was_proposed_changes_nothing_until_the_office_agrees(db: AsyncSession) -> None:
    here, _, an = await two_cells(db)
    waiting = await change(db, here, ChangeKind.EXEMPT, an, at_once=False)
    assert waiting.state is ChangeState.AT_OFFICE
    with pytest.raises(AlreadySo):
        await change(db, here, ChangeKind.EXEMPT, an, at_once=False)
    assert not next(one for one in await people_of_cell(db, here.id, TODAY) if one.member_id == an.id).is_away
    await approve(db, waiting.id, BY, NOW)
    assert next(one for one in await people_of_cell(db, here.id, TODAY) if one.member_id == an.id).is_away
    with pytest.raises(ChangeGone):
        await refuse(db, waiting.id, BY, NOW)


async def test_a_refused_newcomer_leaves_no_name(db: AsyncSession) -> None:
    here, _, _ = await two_cells(db)
    waiting = await change(db, here, ChangeKind.ADD, None, newcomer=NEW, at_once=False)
    await refuse(db, waiting.id, BY, NOW)
    assert "Vàng" not in str(waiting.facts)


@pytest.mark.parametrize(
    ("kind", "days", "until", "refusal"),
    [
        (ChangeKind.EXEMPT, 0, -1, DaysTurned),
        (ChangeKind.EXEMPT, 400, None, DayOutOfReach),
        (ChangeKind.TRANSFER, -400, None, DayOutOfReach),
        (ChangeKind.RETURN, 0, None, NothingToEnd),
        (ChangeKind.OFFICIAL, 0, None, AlreadySo),
    ],
)
async def test_what_cannot_be_is_refused(
    db: AsyncSession, kind: ChangeKind, days: int, until: int | None, refusal: type[Refused]
) -> None:
    here, _, an = await two_cells(db)
    on = TODAY + timedelta(days=days)
    last = None if until is None else on + timedelta(days=until)
    with pytest.raises(refusal):
        await check(db, here, kind, an.id, None, Facts(on, last), NOW)


async def test_nobody_is_changed_where_they_do_not_belong(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    guest = await village.member(db, here, "Lò Văn Khách", temporary=True)
    with pytest.raises(NoSuchMember):
        await check(db, there, ChangeKind.EXEMPT, an.id, None, Facts(TODAY), NOW)
    with pytest.raises(SameCell):
        await check(db, here, ChangeKind.TRANSFER, an.id, here, Facts(TODAY), NOW)
    with pytest.raises(ReceivedOnly):
        await check(db, here, ChangeKind.EXEMPT, guest.id, None, Facts(TODAY), NOW)
    with pytest.raises(SecrecyMarked):
        await check(db, here, ChangeKind.EXEMPT, an.id, None, Facts(TODAY, None, "Tối mật"), NOW)


async def test_a_second_transfer_waits_until_the_first_is_undone(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    await change(db, here, ChangeKind.TRANSFER, an, there, on=TODAY + timedelta(days=10))
    with pytest.raises(Refused):
        await change(db, here, ChangeKind.TRANSFER, an, None, on=TODAY + timedelta(days=20))
    assert StatusKind.OFFICIAL in (await people_of_cell(db, here.id, TODAY))[0].statuses


async def test_of_two_answers_at_once_one_counts(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        here, there, an = await two_cells(db)
        waiting = await change(db, here, ChangeKind.TRANSFER, an, there, at_once=False)

    async def agree() -> bool:
        try:
            async with sessions.begin() as db:
                await approve(db, waiting.id, BY, NOW)
        except ChangeGone:
            return False
        return True

    assert sorted(await asyncio.gather(agree(), agree(), agree())) == [False, False, True]
    async with sessions() as db:
        assert (await names_in(db, there)).count(an.name) == 1
    await engine.dispose()


async def test_an_office_that_was_given_since_keeps_a_change_from_being_undone(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    moved = await change(db, here, ChangeKind.TRANSFER, an, there)
    added = await change(db, here, ChangeKind.ADD, None, newcomer=NEW)
    await village.office(db, an, there)
    await village.office(db, await db.get_one(Member, added.member_id), here, Office.CLERK)
    for one in (moved, added):
        with pytest.raises(CannotUndo):
            await undo(db, one.id, BY, NOW)
    assert an.name in await names_in(db, there)


async def test_nobody_is_sent_out_twice_at_one_time(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    later = TODAY + timedelta(days=30)
    await change(db, here, ChangeKind.SEND_OUT, an, there, on=later, until=later + timedelta(days=30))
    with pytest.raises(AlreadySo):
        await change(db, here, ChangeKind.SEND_OUT, an, until=later)
    await change(db, here, ChangeKind.SEND_OUT, an, until=later - timedelta(days=1))


async def test_all_whose_lists_change_hear_of_it_and_of_its_undoing(db: AsyncSession) -> None:
    here, there, an = await two_cells(db)
    leaders = []
    for chat, cell in enumerate((here, there)):
        leaders.append(await village.member(db, cell, f"Bí thư {chat}"))
        await village.office(db, leaders[-1], cell)
        await village.reachable_at(db, leaders[-1], NOW, str(chat))
    await village.reachable_at(db, an, NOW, "an")
    await change(db, here, ChangeKind.SEND_OUT, an, there, received=True)
    back = await change(db, there, ChangeKind.RETURN, an, on=TODAY + timedelta(days=1))
    await undo(db, back.id, BY, NOW)
    found = await db.scalars(select(Notice).filter_by(about=f"change:{back.id}").order_by(Notice.id))
    heard = [(one.member_id, "hoàn tác" in str((one.content or {})["text"])) for one in found]
    people = (leaders[1].id, leaders[0].id, an.id)
    assert heard == [(one, False) for one in people] + [(one, True) for one in people]


async def test_what_waits_is_asked_again_every_few_days_of_whoever_must_answer(each_db: AsyncSession) -> None:
    here, there, an = await two_cells(each_db)
    clerk, leader = await village.member(each_db, there, "Lò Văn Phòng"), await village.member(each_db, there, "Tây")
    await village.office(each_db, clerk, await each_db.get_one(Unit, here.parent_id), Office.OFFICE)
    await village.office(each_db, leader, there)
    for one in (clerk, leader):
        await village.reachable_at(each_db, one, NOW, one.name)
    waiting = await change(each_db, here, ChangeKind.TRANSFER, an, there, at_once=False)

    async def asked_on(first: int, last: int) -> list[int]:
        return [day for day in range(first, last) if await ask_some_again(each_db, NOW + timedelta(days=day))]

    assert await asked_on(0, 8) == [3, 6]
    await approve(each_db, waiting.id, BY, NOW + timedelta(days=7))
    assert await asked_on(8, 12) == [10]
    words = (await each_db.scalars(select(Notice).filter_by(step="passed_on").order_by(Notice.id))).all()
    assert [one.member_id for one in words] == [clerk.id, clerk.id, clerk.id, leader.id, leader.id]
    assert str((words[-1].content or {})["text"]).startswith("Việc này đã chờ 10 ngày. Chi bộ đồng chí được giao")
    await refuse(each_db, waiting.id, BY, NOW + timedelta(days=12))
    assert await asked_on(12, 20) == []


async def test_a_cell_that_nobody_leads_gets_nobody_without_the_office_above_it(db: AsyncSession) -> None:
    here, _, an = await two_cells(db)
    beside = await village.commune(db, "xa2")
    there = await village.cell(db, beside, "xa-khac")
    clerk = await village.member(db, there, "Lò Văn Phòng")
    await village.office(db, clerk, beside, Office.OFFICE)
    waiting = await change(db, here, ChangeKind.TRANSFER, an, there)
    assert waiting.state is ChangeState.AT_RECEIVER
    await receive(db, waiting.id, f"member:{clerk.id}", NOW)
    assert an.name in await names_in(db, there)
    assert [await may_undo(db, one.id, waiting, NOW) for one in (clerk, an)] == [True, False]
