"""What is read at once for all who speak at the same moment is never older than what those before them did."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.conversation import YES_NO, Turn
from bot.messages import Reply
from bot.model.attendances import Answer, AnswerLog
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.inbox import InboxRow, InboxState
from bot.model.units import Unit
from bot.services.joining import invite
from bot.services.meetings import call_meeting, checked, kind_named
from tests import village
from tests.crowd import NAME, NOW, Cell, cell_of

OTHER, THIRD = 90, 91
"""Phones that are nobody's at first."""


@pytest.fixture
async def cell(database_url: str) -> AsyncIterator[Cell]:
    async with cell_of(database_url, 4) as made:
        yield made


async def speak(cell: Cell, *said: tuple[int, str]) -> list[str]:
    """All in one batch, in this order; answered together and nobody alone."""
    for chat, words in said:
        await cell.says(chat, words)
    statements = await cell.answered()
    assert not [one for one in statements if one.startswith("SAVEPOINT")]
    return statements


async def code_for(cell: Cell, place: int) -> str:
    async with cell.sessions.begin() as db:
        (invitation,) = await invite(db, [cell.people[place]], "test", NOW)
    return invitation.code


async def linked(cell: Cell, place: int) -> set[str]:
    """The chats that are this member's."""
    async with cell.sessions() as db:
        found = await db.scalars(
            select(Endpoint.external_id)
            .join(Address, Address.endpoint_id == Endpoint.id)
            .where(Address.member_id == cell.people[place].id, Address.ended_at.is_(None))
        )
        return set(found)


async def log(cell: Cell) -> list[tuple[int, Answer]]:
    async with cell.sessions() as db:
        found = await db.execute(select(AnswerLog.member_id, AnswerLog.answer).order_by(AnswerLog.id))
        places = {person.id: place for place, person in enumerate(cell.people)}
        return [(places[member_id], answer) for member_id, answer in found]


def doing(cell: Cell, deed: Callable[[Turn], Awaitable[object]]) -> None:
    """Whoever says "họp" does this."""

    async def handler(turn: Turn) -> Reply:
        await deed(turn)
        return Reply("xong")

    cell.listener.router.handlers["command", "hop"] = handler


# Phones and codes


async def test_of_two_phones_of_one_member_the_last_answer_counts(cell: Cell) -> None:
    async with cell.sessions.begin() as db:
        await village.reachable_at(db, cell.people[0], NOW, chat=str(OTHER), channel=NAME)
    await speak(cell, (0, "có"), (1, "có"), (OTHER, "2 om"))
    assert await log(cell) == [(0, Answer.COMING), (1, Answer.COMING), (0, Answer.AWAY)]
    assert (await cell.answers())[0] is Answer.AWAY


async def test_the_old_phone_is_nobodys_once_a_code_was_typed_at_the_new_one(cell: Cell) -> None:
    code = await code_for(cell, 1)
    await speak(cell, (0, "có"), (OTHER, code), (1, "có"), (2, "có"))
    assert await log(cell) == [(0, Answer.COMING), (2, Answer.COMING)]
    assert await linked(cell, 1) == {str(OTHER)}


async def test_a_code_links_the_first_phone_at_which_it_is_typed(cell: Cell) -> None:
    code = await code_for(cell, 1)
    await speak(cell, (OTHER, code), (THIRD, code), (2, "có"))
    assert await linked(cell, 1) == {str(OTHER)}
    assert await log(cell) == [(2, Answer.COMING)]


async def test_who_is_linked_and_agrees_among_others_answers_at_once(cell: Cell) -> None:
    code = await code_for(cell, 1)
    async with cell.sessions.begin() as db:  # nothing is agreed to yet
        await db.execute(update(Consent).where(Consent.member_id == cell.people[1].id).values(withdrawn_at=NOW))
    for words in (code, "đồng ý", "có"):
        await speak(cell, (0, "có"), (OTHER, words), (2, "có"))
    assert (await log(cell)).count((1, Answer.COMING)) == 1


async def test_who_agrees_at_one_phone_is_heard_at_the_next(cell: Cell) -> None:
    """Agreed to in this batch and not written yet: it hid behind what had been read before."""
    async with cell.sessions.begin() as db:
        await village.reachable_at(db, cell.people[0], NOW, chat=str(OTHER), channel=NAME)
        await db.execute(update(Consent).where(Consent.member_id == cell.people[0].id).values(withdrawn_at=NOW))

    async def agrees(turn: Turn) -> None:
        given = {"kind": ConsentKind.TAPPED, "text_version": "test", "given_at": NOW}
        turn.db.add(Consent(member_id=cell.people[0].id, channel=NAME, **given))

    doing(cell, agrees)
    await speak(cell, (1, "họp"), (OTHER, "có"))
    assert await log(cell) == [(0, Answer.COMING)]


async def test_a_phone_that_was_taken_away_a_moment_ago_says_nothing_for_its_member(cell: Cell) -> None:
    """The same with what was changed: an address that had ended still spoke."""

    async def takes_away(turn: Turn) -> None:
        theirs = select(Address).where(Address.member_id == cell.people[2].id)
        (await turn.db.scalars(theirs)).one().ended_at = turn.now

    doing(cell, takes_away)
    await speak(cell, (0, "họp"), (2, "có"), (3, "có"))
    assert await log(cell) == [(3, Answer.COMING)]


async def test_a_new_phone_is_one_however_often_it_speaks(cell: Cell) -> None:
    for words in ("xin chào", "TUYỆT MẬT", "xin chào"):
        await cell.says(OTHER, words)
        await cell.says(0, "có")
    for _ in range(3):
        await cell.answered()
    async with cell.sessions() as db:
        places = select(func.count()).select_from(Endpoint).where(Endpoint.external_id == str(OTHER))
        assert await db.scalar(places) == 1
        states = await db.scalars(select(InboxRow.state).where(InboxRow.address == str(OTHER)).order_by(InboxRow.id))
        assert list(states) == [InboxState.DONE, InboxState.REFUSED, InboxState.DONE]


# Meetings and questions


async def test_who_is_called_to_a_second_meeting_a_moment_ago_is_asked_which(cell: Cell) -> None:
    async def calls(turn: Turn) -> None:
        unit = await turn.db.get_one(Unit, cell.meeting.cell_id)
        call = checked(kind_named("thematic"), NOW + timedelta(days=4), "Nhà văn hóa", None, NOW)
        await call_meeting(turn.db, unit, call, "test", turn.now)

    doing(cell, calls)
    await speak(cell, (0, "có"), (1, "họp"), (2, "có"))
    assert await log(cell) == [(0, Answer.COMING)]
    assert "buổi" in await cell.told(2)


async def test_a_number_belongs_to_the_list_that_was_put_there_a_moment_ago(cell: Cell) -> None:
    """Put there by a statement, past what this session held already."""

    async def offers(turn: Turn) -> None:
        theirs = update(Endpoint).where(Endpoint.external_id == "2")
        offered = [["Vắng", f"answer:{cell.meeting.id}:1:{cell.people[2].id}:away"], ["Thôi", "nothing"]]
        quietly = theirs.values(step=YES_NO, offered=offered).execution_options(synchronize_session=False)
        await turn.db.execute(quietly)

    doing(cell, offers)
    await speak(cell, (0, "có"), (1, "họp"), (2, "1"))
    assert await log(cell) == [(0, Answer.COMING), (2, Answer.AWAY)]
