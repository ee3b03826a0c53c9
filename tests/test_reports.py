"""Reports on their way from a network into the ledger: beside what people say, in one batch, and blocking nobody."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.channels.rehearsal import Rehearsal
from bot.messages import Arrival, Body, Event, Incoming, Kind, Receipt
from bot.model.endpoints import Endpoint
from bot.model.inbox import InboxRow, InboxState
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from tests.crowd import NAME, NOW, Cell, cell_of


class Telling(Rehearsal):
    """A network that says what became of messages."""

    def read(self, body: Body) -> Incoming | None:
        if "seen" not in body:
            return super().read(body)
        receipts = tuple(Receipt(Arrival.SEEN, one) for one in body["seen"])
        return Incoming(NAME, NAME, str(body["id"]), "report:1", Kind.REPORT, receipts=receipts)


@pytest.fixture
async def cell(database_url: str) -> AsyncIterator[Cell]:
    async with cell_of(database_url, 6) as made:
        made.listener.channels = {NAME: Telling()}
        yield made


async def all_are_told(cell: Cell) -> None:
    """Each by a message whose number is that of the notice."""
    async with cell.sessions.begin() as db:
        for notice in await db.scalars(select(Notice).where(Notice.meeting_id == cell.meeting.id)):
            notice.state = NoticeState.SENT
            attempt = Attempt(notice_id=notice.id, endpoint_id=notice.endpoint_id, channel=NAME, begun_at=NOW)
            attempt.outcome, attempt.external_id, attempt.ended_at = AttemptOutcome.ACCEPTED, f"m{notice.id}", NOW
            db.add(attempt)


async def reports(cell: Cell, event: str, *refs: str) -> None:
    body = {"id": event, "seen": list(refs)}
    await cell.listener.keep(NAME, NAME, [Event(event, f"report:{event}", body)])


async def seen(cell: Cell) -> int:
    async with cell.sessions() as db:
        found = await db.scalar(select(func.count()).select_from(Attempt).where(Attempt.seen_at.is_not(None)))
    return found or 0


async def test_reports_and_answers_are_handled_in_one_batch(cell: Cell) -> None:
    await all_are_told(cell)
    for number in range(1, 5):
        await reports(cell, f"e{number}", f"m{number}")
        await cell.says(number, "có")
    assert (await cell.answered()).count("COMMIT") == 1
    assert await seen(cell) == 4
    assert [place for place, answer in (await cell.answers()).items() if answer] == [1, 2, 3, 4]


async def test_many_reports_take_no_more_statements_to_look_up_than_one(cell: Cell) -> None:
    await all_are_told(cell)
    looked = []
    for events in (["a"], ["b", "c", "d"]):
        for at, event in enumerate(events, 2 * len(events)):
            await reports(cell, event, f"m{at % 6 + 1}")
        looked.append(sum("FROM attempts" in one for one in await cell.answered()))
    assert looked[0] == looked[1]


async def test_a_report_of_nobody_makes_no_endpoint_and_blocks_nobody(cell: Cell) -> None:
    await reports(cell, "e1", "unknown")
    await cell.says(0, "có")
    await cell.answered()
    async with cell.sessions() as db:
        assert await db.scalar(select(func.count()).select_from(Endpoint)) == 6
        states = await db.scalars(select(InboxRow.state).order_by(InboxRow.id))
        assert list(states) == [InboxState.KEPT, InboxState.DONE]


async def test_a_report_beside_a_row_that_breaks_is_taken_all_the_same(cell: Cell) -> None:
    await all_are_told(cell)
    await cell.listener.keep(NAME, NAME, [Event("poison", "7", {"id": "poison", "from": 7, "press": "x:" * 99})])
    await reports(cell, "e1", "m1")
    await cell.answered()
    assert await seen(cell) == 1
