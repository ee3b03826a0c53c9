"""Many who speak at the same moment: few statements, one commit, and each as if they had been alone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select, update

from bot.conversation import Turn
from bot.messages import Reply
from bot.model.attendances import Answer, AnswerLog, Attendance
from bot.model.audit import AuditRow
from bot.model.endpoints import Endpoint
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.refusals import MeetingOver
from bot.services.audit import note
from bot.services.consents import stop
from bot.services.meetings import cancel_meeting
from tests import village
from tests.crowd import Cell, cell_of


@pytest.fixture
async def cell(sqlite_url: str) -> AsyncIterator[Cell]:
    async with cell_of(sqlite_url, 6) as made:
        yield made


@pytest.fixture
async def on_each(database_url: str) -> AsyncIterator[Cell]:
    """For what leans on how a database writes and counts."""
    async with cell_of(database_url, 6) as made:
        yield made


async def test_many_answers_take_no_more_statements_than_two(on_each: Cell) -> None:
    counts = []
    for some in (range(2), range(2, 6)):
        for chat in some:
            await on_each.says(chat, "2 om" if chat % 2 else "có")
        counts.append(len(await on_each.answered()))
    assert counts[0] == counts[1]
    assert list((await on_each.answers()).values()) == [Answer.COMING, Answer.AWAY] * 3


async def test_each_has_an_answer_and_a_line_in_the_log_by_one_commit(on_each: Cell) -> None:
    for chat in range(6):
        await on_each.says(chat, "có")
    assert (await on_each.answered()).count("COMMIT") == 1
    async with on_each.sessions() as db:
        assert await db.scalar(select(func.count()).select_from(AnswerLog)) == 6
        assert {row.state for row in await db.scalars(select(InboxRow))} == {InboxState.DONE}
    for chat in range(6):
        assert "CÓ MẶT" in await on_each.told(chat)


async def test_what_is_changed_after_an_answer_is_written_after_it(cell: Cell) -> None:
    async def corrects(turn: Turn) -> Reply:
        held = turn.db.sync_session.identity_map.values()
        (answered,) = (row for row in held if isinstance(row, Attendance) and row.answer is not None)
        answered.answer = Answer.AWAY
        await turn.db.flush()
        return Reply("Đã ghi.")

    cell.listener.router.handlers["command", "hop"] = corrects
    for chat, words in enumerate(("có", "họp")):
        await cell.says(chat, words)
    assert (await cell.answered()).count("COMMIT") == 1
    assert list((await cell.answers()).values())[:1] == [Answer.AWAY]


async def test_a_word_passed_on_among_answers_keeps_whose_it_is(cell: Cell) -> None:
    async with cell.sessions.begin() as db:
        await village.office(db, cell.people[0], await db.get_one(Unit, cell.meeting.cell_id))
    for chat, words in enumerate(("có", f"đ/c {cell.people[2].name} xin vắng", "có")):
        await cell.says(chat, words)
    assert (await cell.answered()).count("ROLLBACK") == 0
    async with cell.sessions() as db:
        passed_on = (await db.scalars(select(Notice).where(Notice.step == Step.PASSED_ON))).one()
    assert passed_on.member_id == cell.people[0].id


# What is refused


async def draws(turn: Turn) -> None:
    turn.endpoint.draft = {"what": "nothing"}


async def notes(turn: Turn) -> None:
    note(turn.db, "test", "nothing", "test", turn.now)


async def notes_for_good(turn: Turn) -> None:
    await notes(turn)
    await turn.db.flush()


async def notes_and_asks(turn: Turn) -> None:
    await notes(turn)
    await turn.db.scalar(select(func.count()).select_from(Member))


async def draws_and_asks(turn: Turn) -> None:
    await draws(turn)
    await turn.db.scalar(select(func.count()).select_from(Member))


async def changes_who_answered_before(turn: Turn) -> None:
    (await turn.db.scalars(select(Attendance).where(Attendance.answer.is_not(None)))).one().answer = Answer.AWAY


async def orders(turn: Turn) -> None:
    await turn.db.execute(update(Endpoint).values(draft={"what": "nothing"}))


async def asks(turn: Turn) -> None:
    await turn.db.scalar(select(func.count()).select_from(Member))


async def nothing(_: Turn) -> None:
    pass


def refusing(cell: Cell, first: Callable[[Turn], Awaitable[None]]) -> None:
    """Whoever says "họp" is refused, after this."""

    async def handler(turn: Turn) -> Reply:
        await first(turn)
        raise MeetingOver(meeting=1)

    cell.listener.router.handlers["command", "hop"] = handler


async def three_speak(cell: Cell) -> list[str]:
    for chat, words in enumerate(("có", "họp", "có")):
        await cell.says(chat, words)
    return await cell.answered()


async def only_the_others_have_written(cell: Cell) -> bool:
    async with cell.sessions() as db:
        drafts = (await db.scalars(select(Endpoint).where(Endpoint.draft.is_not(None)))).all()
        deeds = (await db.scalars(select(AuditRow).where(AuditRow.deed == "nothing"))).all()
    answers = list((await cell.answers()).values())[:3]
    return not drafts and not deeds and answers == [Answer.COMING, None, Answer.COMING]


WRITING = (
    draws,
    notes,
    notes_for_good,
    notes_and_asks,
    draws_and_asks,
    changes_who_answered_before,
    orders,
)


@pytest.mark.parametrize(("first", "is_alone"), [(one, True) for one in WRITING] + [(asks, False), (nothing, False)])
async def test_a_refusal_leaves_nothing_behind_and_others_are_only_answered_alone_where_something_was_written(
    cell: Cell, first: Callable[[Turn], Awaitable[None]], *, is_alone: bool
) -> None:
    refusing(cell, first)
    said = await three_speak(cell)
    assert any(one.startswith("SAVEPOINT") for one in said) is is_alone
    assert await only_the_others_have_written(cell)
    assert "không nhận thay đổi nữa" in await cell.told(1)


async def test_what_was_refused_after_it_was_written_is_undone_on_each_database(on_each: Cell) -> None:
    refusing(on_each, notes_for_good)
    await three_speak(on_each)
    assert await only_the_others_have_written(on_each)


async def test_what_breaks_is_marked_and_the_others_have_their_answers(cell: Cell) -> None:
    async def breaks(_: Turn) -> None:
        raise RuntimeError("a bug")

    refusing(cell, breaks)
    await three_speak(cell)
    assert await only_the_others_have_written(cell)
    assert "gặp lỗi" in await cell.told(1)


# Two at once


async def owes_a_word(turn: Turn) -> bool:
    """As a service does it: asks what is there already, and writes what is not."""
    if await turn.db.scalar(select(Notice.id).where(Notice.about == "word:1")):
        return False
    turn.db.add(word(turn.members[0].id, turn.now))
    return True


def word(member_id: int, now: datetime) -> Notice:
    return Notice(about="word:1", member_id=member_id, step=Step.PASSED_ON, not_before=now)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_what_another_process_owes_in_the_same_moment_is_seen_at_the_second_try(on_each: Cell) -> None:
    """Two processes, one row: the second was marked as failed, and its words were lost."""
    seen: list[bool] = []

    async def owes(turn: Turn) -> Reply:
        is_ours = await owes_a_word(turn)
        if is_ours and seen:  # not in the batch, which is taken apart for the other's sake
            async with on_each.sessions.begin() as other:
                other.add(word(turn.members[0].id, turn.now))
        seen.append(is_ours)
        return Reply("đã báo" if is_ours else "đã có người báo")

    async def breaks(_: Turn) -> Reply:
        raise RuntimeError("a bug")

    on_each.listener.router.handlers["command", "hop"] = owes
    on_each.listener.router.handlers["command", "hong"] = breaks
    for chat, words in enumerate(("họp", "hỏng", "có")):
        await on_each.says(chat, words)
    await on_each.answered()
    assert seen == [True, True, False]
    assert "đã có người báo" in await on_each.told(0)
    assert [row.state for row in await rows_of(on_each)] == [InboxState.DONE, InboxState.FAILED, InboxState.DONE]


async def rows_of(cell: Cell) -> list[InboxRow]:
    async with cell.sessions() as db:
        return list(await db.scalars(select(InboxRow).order_by(InboxRow.id)))


async def test_what_can_never_be_written_is_marked_and_the_others_have_their_answers(on_each: Cell) -> None:
    async def owes_twice(turn: Turn) -> Reply:
        turn.db.add_all(word(turn.members[0].id, turn.now) for _ in range(2))
        return Reply("xong")

    on_each.listener.router.handlers["command", "hop"] = owes_twice
    await three_speak(on_each)
    first, failed, last = await rows_of(on_each)
    assert (failed.state, failed.error) == (InboxState.FAILED, "IntegrityError")
    assert failed.body is not None
    assert {first.state, last.state} == {InboxState.DONE}
    assert "gặp lỗi" in await on_each.told(1)


# One after the other


def doing(cell: Cell, deed: Callable[[Turn], Awaitable[object]]) -> None:
    """Whoever says "họp" does this."""

    async def handler(turn: Turn) -> Reply:
        await deed(turn)
        return Reply("xong")

    cell.listener.router.handlers["command", "hop"] = handler


async def test_who_speaks_after_a_meeting_is_called_off_hears_of_it(cell: Cell) -> None:
    doing(cell, lambda turn: cancel_meeting(turn.db, cell.meeting.id, "test", turn.now))
    await three_speak(cell)
    assert list((await cell.answers()).values())[:3] == [Answer.COMING, None, None]


async def test_who_was_stopped_a_moment_ago_is_not_taken_for_a_member(cell: Cell) -> None:
    async def stops_the_third(turn: Turn) -> None:
        there = (await turn.db.scalars(select(Endpoint).filter_by(external_id="2"))).one()
        await stop(turn.db, cell.people[2].id, there, turn.now)

    doing(cell, stops_the_third)
    await three_speak(cell)
    assert list((await cell.answers()).values())[:3] == [Answer.COMING, None, None]
