"""Names go up on a stated need: to whom the office gives it, for one cell and period, written down (rule 41)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import DoubtfulWords, DraftGone, NeedNotStated, NotACell, NotAllowed, SecrecyMarked
from bot.services.roles import end_role
from bot.services.stated_needs import HOLDS, absentees, read_need, state_need, stated_need
from tests import village
from tests.village import at

NEED = "Xác minh đơn ngày 02/11 về việc bỏ sinh hoạt"
ON_NEED = {Office.ORG_DEPT, Office.INSPECTION}


async def place(db: AsyncSession, office: Office = Office.INSPECTION) -> tuple[Unit, Unit, Member]:
    """A commune, a cell below it, and somebody who holds an office at the commune."""
    top = await village.commune(db)
    cell = await village.cell(db, top, since=at(2026, 1, 1).date())
    official = await village.member(db, await village.cell(db, top, "co-quan"), "Lò Thị Kiểm")
    await village.office(db, official, top, office)
    return top, cell, official


@pytest.mark.parametrize("office", list(Office))
async def test_who_may_state_a_need(db: AsyncSession, now: datetime, office: Office) -> None:
    _, cell, official = await place(db, office)
    if office in ON_NEED:
        assert (await state_need(db, official.id, cell, "m2026-11", NEED, now)).cell is cell
        return
    with pytest.raises(NotAllowed):
        await state_need(db, official.id, cell, "m2026-11", NEED, now)


async def test_the_need_is_kept_word_for_word_with_who_where_and_when(each_db: AsyncSession, now: datetime) -> None:
    _, cell, official = await place(each_db)
    need = await state_need(each_db, official.id, cell, "m2026-11", NEED, now)
    row = await each_db.get_one(AuditRow, need.id)
    assert (row.by, row.deed, row.about, row.at) == (f"member:{official.id}", "need_stated", f"unit:{cell.id}", now)
    assert row.facts == {"period": "m2026-11", "need": NEED}


async def test_names_are_those_of_a_cell(db: AsyncSession, now: datetime) -> None:
    top, _, official = await place(db)
    with pytest.raises(NotACell):
        await state_need(db, official.id, top, "m2026-11", NEED, now)


async def test_nobody_sees_names_beside_the_own_units(db: AsyncSession, now: datetime) -> None:
    _, _, official = await place(db)
    elsewhere = await village.cell(db, await village.commune(db, "xa-khac"), "khac")
    with pytest.raises(NotAllowed):
        await state_need(db, official.id, elsewhere, "m2026-11", NEED, now)


@pytest.mark.parametrize("text", ["", "xem tên", "2026 12 34 56 78", "a b c d e f g h i", "vì vậy", "x" * 301])
def test_a_need_is_a_sentence(text: str) -> None:
    with pytest.raises(NeedNotStated):
        read_need(text, harmless=False)


@pytest.mark.parametrize("text", ["Xác minh đơn", "x" * 300, "  Kiểm tra  vụ 12/2026 \n tại thôn Đông "])
def test_a_sentence_is_a_need(text: str) -> None:
    assert read_need(text, harmless=False) == " ".join(text.split())


def test_a_need_with_a_secrecy_mark_is_not_taken() -> None:
    with pytest.raises(SecrecyMarked):
        read_need("Theo công văn mật số 12 của huyện ủy", harmless=True)
    with pytest.raises(DoubtfulWords):
        read_need("Theo thư mật ngày 02/11 của thôn", harmless=False)
    assert read_need("Theo thư mật ngày 02/11 của thôn", harmless=True)


async def test_a_need_opens_for_its_own_writer_alone_and_for_a_day(db: AsyncSession, now: datetime) -> None:
    top, cell, official = await place(db)
    colleague = await village.member(db, cell, "Vừ A Dế")
    await village.office(db, colleague, top, Office.INSPECTION)
    need = await state_need(db, official.id, cell, "q2026-4", NEED, now)
    assert await stated_need(db, need.id, official.id, now + HOLDS) == need
    with pytest.raises(NotAllowed):
        await stated_need(db, need.id, colleague.id, now)
    with pytest.raises(DraftGone):
        await stated_need(db, need.id, official.id, now + HOLDS + timedelta(seconds=1))


async def test_other_rows_of_the_audit_open_nothing(db: AsyncSession, now: datetime) -> None:
    _, cell, official = await place(db)
    row = AuditRow(at=now, by=f"member:{official.id}", deed="exported", about=f"unit:{cell.id}", facts={"period": "m"})
    db.add(row)
    await db.flush()
    for forged in (row.id, row.id + 1, 0):
        with pytest.raises(NotAllowed):
            await stated_need(db, forged, official.id, now)


async def test_a_look_at_the_own_cell_is_no_need(db: AsyncSession, now: datetime) -> None:
    """Written down under the cell's code and without a period."""
    _, cell, official = await place(db)
    row = AuditRow(at=now, by=f"member:{official.id}", deed="names_seen", about=f"unit:{cell.code}", facts={"count": 2})
    db.add(row)
    await db.flush()
    with pytest.raises(NotAllowed):
        await stated_need(db, row.id, official.id, now)


async def test_an_office_that_ended_opens_nothing_any_more(db: AsyncSession, now: datetime) -> None:
    top, cell, official = await place(db, Office.ORG_DEPT)
    need = await state_need(db, official.id, cell, "m2026-11", NEED, now)
    await end_role(db, official, top, Office.ORG_DEPT, "test", now)
    with pytest.raises(NotAllowed):
        await stated_need(db, need.id, official.id, now)


async def test_everybody_who_was_away_is_counted_and_nobody_else(each_db: AsyncSession, now: datetime) -> None:
    _, cell, _ = await place(each_db)
    people = await village.members(each_db, cell, 5)
    await village.held(each_db, cell, at(2026, 10, 3), excused=1, unexcused=2)
    await village.held(each_db, cell, at(2026, 11, 3), unexcused=1)
    seen = await absentees(each_db, cell, "2026-10", "2026-11")
    assert [(one.member.id, one.unexcused, one.excused) for one in seen] == [
        (people[0].id, 1, 1),
        (people[1].id, 1, 0),
        (people[2].id, 1, 0),
    ]


async def test_only_closed_regular_meetings_of_the_months_count(each_db: AsyncSession) -> None:
    top, cell, _ = await place(each_db)
    other = await village.cell(each_db, top, "khac", since=at(2026, 1, 1).date())
    people = await village.members(each_db, cell, 2)
    await village.members(each_db, other, 2)
    await village.held(each_db, cell, at(2026, 10, 1, 0), MeetingKind.REGULAR_THEMATIC, unexcused=1)
    await village.held(each_db, cell, at(2026, 9, 30, 23), unexcused=1)
    await village.held(each_db, cell, at(2026, 11, 1, 0), unexcused=1)
    await village.held(each_db, cell, at(2026, 10, 5), MeetingKind.THEMATIC, unexcused=1)
    await village.held(each_db, other, at(2026, 10, 3), unexcused=1)
    await village.meeting(each_db, cell, at(2026, 10, 20))
    seen = await absentees(each_db, cell, "2026-10", "2026-10")
    assert [(one.member.id, one.unexcused, one.excused) for one in seen] == [(people[0].id, 1, 0)]


async def test_names_are_in_the_order_of_given_names(each_db: AsyncSession) -> None:
    _, cell, _ = await place(each_db)
    for name in ("Trần Đức Ý", "Lê Văn Đạt", "Đỗ Thị Ánh", "Vi Văn Dũng"):
        await village.member(each_db, cell, name)
    await village.held(each_db, cell, at(2026, 11, 3), unexcused=4)
    seen = await absentees(each_db, cell, "2026-11", "2026-11")
    assert [one.member.name for one in seen] == ["Đỗ Thị Ánh", "Vi Văn Dũng", "Lê Văn Đạt", "Trần Đức Ý"]


async def test_what_is_kept_holds_no_names(db: AsyncSession, now: datetime) -> None:
    _, cell, official = await place(db)
    await village.member(db, cell, "Đỗ Thị Ánh")
    await village.held(db, cell, at(2026, 11, 3), unexcused=1)
    await state_need(db, official.id, cell, "m2026-11", NEED, now)
    kept = [row.facts for row in await db.scalars(select(AuditRow))]
    assert "Ánh" not in str(kept)
