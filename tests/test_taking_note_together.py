"""Very many take note of a document at the same moment: few statements, one commit, and every count is right."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.db.sessions import open_engine, sessions_of
from bot.messages import Event
from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.acknowledging import acknowledge
from tests import village
from tests.crowd import NAME, NOW, Cell, cell_of
from tests.services.directive_places import passed_down

PEOPLE = 6


@pytest.fixture
async def cell(database_url: str) -> AsyncIterator[Cell]:
    async with cell_of(database_url, PEOPLE) as made:
        async with made.sessions.begin() as db:
            unit = await db.get_one(Unit, made.meeting.cell_id)
            people = (await db.scalars(select(Member).order_by(Member.id))).all()
            await passed_down(db, unit, {unit: list(people)})
        yield made


async def presses(cell: Cell, place: int, chat: int | None = None) -> None:
    async with cell.sessions() as db:
        directive_id = await db.scalar(select(func.max(Directive.id)))
    cell.said += 1
    value = f"directive_ack:{directive_id}:{cell.people[place].id}"
    body = {"id": cell.said, "from": place if chat is None else chat, "press": value}
    await keep(cell, body, str(body["from"]))


async def keep(cell: Cell, body: dict[str, object], chat: str) -> None:
    await cell.listener.keep(NAME, NAME, [Event(str(cell.said), chat, body)])


async def counts(cell: Cell) -> tuple[int, int]:
    """As the unit has it, and as the receipts say."""
    async with cell.sessions() as db:
        kept = await db.scalar(select(DirectiveUnit.acknowledged)) or 0
        noted = await db.scalar(select(func.count(Receipt.acknowledged_at))) or 0
    return kept, noted


async def test_many_take_no_more_statements_than_two_and_one_commit(cell: Cell) -> None:
    statements = []
    for some in (range(2), range(2, PEOPLE)):
        for place in some:
            await presses(cell, place)
        statements.append(await cell.answered())
    assert len(statements[0]) == len(statements[1])
    assert [one.count("COMMIT") for one in statements] == [1, 1]
    assert not [one for one in statements[1] if one.startswith("SAVEPOINT")]
    assert await counts(cell) == (PEOPLE, PEOPLE)
    assert "đã rõ văn bản 27-QĐ/TU" in await cell.told(0)


async def test_of_two_phones_of_one_member_one_counts(cell: Cell) -> None:
    async with cell.sessions.begin() as db:
        await village.reachable_at(db, cell.people[0], NOW, chat="90", channel=NAME)
    await presses(cell, 0)
    await presses(cell, 0, chat=90)
    await presses(cell, 1)
    await cell.answered()
    assert await counts(cell) == (2, 2)
    assert "trước đây đã ghi" in await cell.told(90)


async def test_answers_to_a_meeting_among_them_are_each_what_they_are(cell: Cell) -> None:
    await presses(cell, 0)
    await cell.says(1, "có")
    await presses(cell, 2)
    said = await cell.answered()
    assert said.count("COMMIT") == 1
    assert await counts(cell) == (2, 2)
    assert [one for one in (await cell.answers()).values() if one] == ["coming"]


async def test_a_member_and_the_secretary_at_the_same_moment_count_as_one(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        unit = await village.cell(db)
        lan = await village.member(db, unit)
        directive = await passed_down(db, unit, {unit: [lan]})
    async with sessions() as hers:
        await acknowledge(hers, directive.id, lan.id, NOW)

        async def note_for_her() -> None:
            async with sessions.begin() as db:
                await acknowledge(db, directive.id, lan.id, NOW, by="member:9")

        other = asyncio.create_task(note_for_her())
        await asyncio.sleep(0)
        await hers.commit()
        await other
    async with sessions() as db:
        assert await db.scalar(select(DirectiveUnit.acknowledged)) == 1
        assert await db.scalar(select(Receipt.acknowledged_by)) is None
    await engine.dispose()
