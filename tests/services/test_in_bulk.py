"""What is asked about many at once says the same as what is asked about one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.attendances import Answer
from bot.model.endpoints import Address, Consent
from bot.model.members import MemberStatus, StatusKind
from bot.model.notices import NoticeState
from bot.services.addresses import ALL_CHANNELS, first_ways, reachable
from bot.services.notices import Word, owe_words
from bot.services.participation import write_some_due_months
from bot.services.people import expected, people_of_cell, places_at
from bot.services.permissions import Right, holders, holders_at
from bot.services.tally import silent_in, silent_of
from bot.services.tree import ancestors_on, lines_on, move_unit
from bot.services.unit_settings import settings_at, settings_of
from tests import village

DAY = date(2026, 11, 21)


async def test_the_first_way_is_the_first_of_all_ways(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    stopped, ended, dead, unasked, on_paper, second, nobody = people = await village.members(each_db, cell, 7)
    for person in people[:-1]:
        endpoint = await village.reachable_at(each_db, person, now)
        endpoint.dead_at = now if person is dead else None
    await village.reachable_at(each_db, second, now, chat="other", channel="zalo")
    for address in (await each_db.scalars(select(Address))).all():
        address.stopped_at = now if address.member_id == stopped.id else None
        address.ended_at = now if address.member_id == ended.id else None
        address.position = 3 - address.position if address.member_id == second.id and address.id % 2 else 1
    for consent in (await each_db.scalars(select(Consent))).all():
        consent.withdrawn_at = now if consent.member_id == unasked.id else None
        consent.channel = ALL_CHANNELS if consent.member_id == on_paper.id else consent.channel
    await each_db.flush()
    ids = [person.id for person in people]
    ways = {one: found[0].id for one, found in (await reachable(each_db, ids)).items() if found}
    assert {one: way.id for one, way in (await first_ways(each_db, ids)).items()} == ways
    assert ways.keys() == {on_paper.id, second.id}
    assert nobody.id not in ways


async def test_the_places_of_cells_are_those_of_their_people(each_db: AsyncSession) -> None:
    one, other, empty = [await village.cell(each_db, code=code) for code in ("mot", "hai", "ba")]
    await village.member(each_db, one, "Lê Thị Miễn", StatusKind.EXEMPT, StatusKind.TEMPORARY_OUT)
    await village.member(each_db, one, "Lê Thị Dự", official=False)
    await village.member(each_db, other, "Lê Văn Đến", temporary=True)
    bare = await village.member(each_db, other, "Lê Văn Không")
    await each_db.execute(delete(MemberStatus).where(MemberStatus.member_id == bare.id))
    places = await places_at(each_db, [one.id, other.id, empty.id], DAY)
    for cell in (one, other, empty):
        people = await people_of_cell(each_db, cell.id, DAY)
        assert {(p.member_id, p.standing, p.statuses) for p in places[cell.id]} == {
            (p.member.id, p.standing, p.statuses) for p in people
        }
        for counted in (True, False):
            called = {p.member_id for p in places[cell.id] if p.is_expected(counted)}
            assert called == {p.member.id for p in expected(people, counted)}
    assert bare.id in {place.member_id for place in places[other.id]}


async def test_the_lines_of_units_are_those_of_the_day(each_db: AsyncSession) -> None:
    old, new = await village.commune(each_db, "cu"), await village.commune(each_db, "moi")
    moved, stays = await village.cell(each_db, old, "di"), await village.cell(each_db, old, "o")
    await move_unit(each_db, moved, new, date(2026, 7, 1))
    ids = [moved.id, stays.id, old.id]
    for on in (date(2026, 6, 30), date(2026, 7, 1)):
        assert await lines_on(each_db, ids, on) == {one: await ancestors_on(each_db, one, on) for one in ids}


async def test_the_silent_of_meetings_are_those_of_each(each_db: AsyncSession, now: datetime) -> None:
    meetings = []
    for code, answer in (("mot", Answer.COMING), ("hai", Answer.UNDECIDED), ("ba", Answer.AWAY)):
        cell = await village.cell(each_db, code=code)
        people = await village.members(each_db, cell, 3)
        meetings.append(await village.meeting(each_db, cell, now))
        row = await village.says(each_db, meetings[-1], people[1], answer, now)
        row.is_stale = answer is Answer.AWAY
    await each_db.flush()
    silent = await silent_in(each_db, meetings)
    for meeting in meetings:
        assert silent[meeting.id] == [(one.id, one.name) for one in await silent_of(each_db, meeting)]
    assert [len(silent[meeting.id]) for meeting in meetings] == [2, 3, 3]


async def test_leaders_and_settings_of_units_are_those_of_each(each_db: AsyncSession) -> None:
    top = await village.commune(each_db)
    top.settings = {"notice_hours": "48", "reminder_hours": "12"}
    cells = [await village.cell(each_db, top, code) for code in ("mot", "hai")]
    cells[0].settings = {"notice_hours": "24"}
    for person in await village.members(each_db, cells[0], 2):
        await village.office(each_db, person, cells[0])
    await each_db.flush()
    led = await holders_at(each_db, [cell.id for cell in cells], Right.CALL, DAY)
    held = await settings_at(each_db, cells)
    assert led == {cell.id: await holders(each_db, cell, Right.CALL, DAY) for cell in cells}
    assert held == {cell.id: await settings_of(each_db, cell) for cell in cells}
    assert [(one.notice_hours, one.reminder_hours) for one in held.values()] == [(24, 12), (48, 12)]


async def test_due_months_are_written_slice_by_slice_the_oldest_first(each_db: AsyncSession) -> None:
    cells = [await village.cell(each_db, code=code, since=date(2026, 10, 5)) for code in ("mot", "hai", "ba")]
    slices = [await write_some_due_months(each_db, village.at(2026, 11, 21), limit=2) for _ in range(5)]
    assert [len(some) for some in slices] == [2, 2, 1, 0, 0]
    assert set.union(*slices) == {cell.id for cell in cells}


async def test_words_for_many_are_written_by_one_statement(each_db: AsyncSession, now: datetime) -> None:
    """Thousands of call lists were written one by one."""
    cell = await village.cell(each_db)
    *people, nobody = await village.members(each_db, cell, 4)
    for person in people:
        await village.reachable_at(each_db, person, now)
    words = [Word("series:1", number, [nobody.id, one.id], Reply("Mời họp")) for number, one in enumerate(people)]
    with written(each_db) as statements:
        told = await owe_words(each_db, [*words, Word("series:1", 9, [nobody.id], Reply("Mời họp"))], now)
    assert told == [True, True, True, False]
    assert len([one for one in statements if one.startswith("INSERT")]) == 1
    owed = await village.all_notices(each_db)
    assert [(one.member_id, one.round, one.state) for one in owed] == [
        (person.id, number, NoticeState.WAITING) for number, person in enumerate(people)
    ]


@contextmanager
def written(db: AsyncSession) -> Iterator[list[str]]:
    """The statements of this session meanwhile."""
    statements: list[str] = []

    def note(*about: Any) -> None:
        statements.append(about[2])

    engine = db.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
