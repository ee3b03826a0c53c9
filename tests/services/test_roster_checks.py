"""Once a quarter the leaders of a cell say whether its roster is right; who does not is reminded, then counted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.model.warnings import RosterCheck
from bot.refusals import DoubtfulWords, SecrecyMarked, WordsTooLong
from bot.services.retention import take_away
from bot.services.roster_answers import say_right, say_wrong
from bot.services.roster_checks import checked_below, quarter_of, see_to_rosters
from bot.services.unit_settings import change
from tests import village
from tests.village import at

FIFTH = at(2027, 1, 5)
WEEK = timedelta(days=7)


async def commune_of_two(db: AsyncSession) -> tuple[Unit, Unit]:
    """The first cell has a secretary with a phone; both are followed by the same supervisor."""
    top = await village.commune(db, since=date(2026, 1, 1))
    cell = await village.cell(db, top, since=date(2026, 1, 1))
    other = await village.cell(db, top, "khac", since=date(2026, 1, 1))
    secretary, supervisor, clerk, *_ = await village.members(db, cell, 5)
    await village.members(db, other, 3)
    await village.office(db, secretary, cell)
    await village.office(db, supervisor, top, Office.ASSIGNED_SUPERVISOR)
    await village.office(db, clerk, top, Office.OFFICE)
    for one in (secretary, supervisor, clerk):
        await village.reachable_at(db, one, FIFTH)
    return top, cell


async def told(db: AsyncSession, about: str) -> list[str]:
    found = await db.scalars(select(Notice).where(Notice.about.startswith(about)).order_by(Notice.id))
    return [one.content["text"] for one in found if one.content]


async def check_at(db: AsyncSession, cell: Unit) -> RosterCheck:
    return (await db.scalars(select(RosterCheck).where(RosterCheck.unit_id == cell.id))).one()


@pytest.mark.parametrize(("on", "quarter"), [(date(2026, 1, 1), "2026-q1"), (date(2026, 12, 31), "2026-q4")])
def test_a_year_has_four_quarters(on: date, quarter: str) -> None:
    assert quarter_of(on) == quarter


async def test_the_question_comes_once_early_in_the_quarter_with_the_heads(each_db: AsyncSession) -> None:
    await commune_of_two(each_db)
    days = (at(2026, 12, 30), at(2027, 1, 4), FIFTH, at(2027, 1, 6))
    assert [await see_to_rosters(each_db, now) for now in days] == [0, 0, 2, 0]
    (text,) = await told(each_db, "roster:")
    assert "quý I/2027" in text
    assert "5 đảng viên: chính thức 5, dự bị 0" in text


async def test_nobody_is_asked_of_a_new_cell_an_empty_one_a_closed_one_or_one_that_wants_none(db: AsyncSession) -> None:
    top = await village.commune(db, since=date(2026, 1, 1))
    new = await village.cell(db, top, "moi", since=date(2027, 1, 2))
    closed, unwilling = [await village.cell(db, top, code, since=date(2026, 1, 1)) for code in ("dong", "thoi")]
    await village.cell(db, top, "trong", since=date(2026, 1, 1))
    for cell in (new, closed, unwilling):
        await village.members(db, cell, 3)
    closed.closed_on = date(2026, 12, 1)
    change(unwilling, "roster_check_days", "0")
    await db.flush()
    assert await see_to_rosters(db, FIFTH) == 0


async def test_silence_is_reminded_of_once_and_then_told_in_counts(each_db: AsyncSession) -> None:
    top, cell = await commune_of_two(each_db)
    await see_to_rosters(each_db, FIFTH)
    done = [await see_to_rosters(each_db, FIFTH + WEEK * weeks) for weeks in (1, 1, 2, 2, 3)]
    assert done == [2, 0, 2, 0, 0]
    assert (await told(each_db, "roster:"))[-1].startswith("Nhắc đồng chí")
    (text,) = await told(each_db, "rosters:")
    assert text.startswith("2 chi bộ đồng chí theo dõi chưa đối chiếu danh sách quý I/2027")
    counted = await checked_below(each_db, top, "2027-q1")
    assert (counted.asked, counted.open) == (2, 2)
    assert (await check_at(each_db, cell)).passed_on_at


async def test_an_answer_ends_it_and_may_be_changed(db: AsyncSession) -> None:
    top, cell = await commune_of_two(db)
    await see_to_rosters(db, FIFTH)
    check = await check_at(db, cell)
    assert await say_wrong(db, check, cell, "Đồng chí An đã chuyển đi", "member:1", FIFTH)
    assert (await told(db, "roster_said:"))[0].endswith("báo danh sách quý I/2027 có chỗ chưa đúng.")
    assert (await checked_below(db, top, "2027-q1")).wrong == 1
    assert [await say_right(db, check, "member:1", FIFTH) for _ in range(2)] == [True, False]
    assert (check.is_right, check.wrong) == (True, None)
    assert await see_to_rosters(db, FIFTH + WEEK) == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("Tối mật: danh sách", SecrecyMarked), ("Đồng chí Mật bảo mật", DoubtfulWords), ("a" * 401, WordsTooLong)],
)
async def test_what_may_not_be_kept_is_not_kept(db: AsyncSession, text: str, refusal: type[Exception]) -> None:
    _, cell = await commune_of_two(db)
    await see_to_rosters(db, FIFTH)
    check = await check_at(db, cell)
    with pytest.raises(refusal):
        await say_wrong(db, check, cell, text, "member:1", FIFTH)
    assert (check.answered_at, check.wrong) == (None, None)


async def test_the_words_go_and_the_answer_stays(db: AsyncSession) -> None:
    _, cell = await commune_of_two(db)
    await see_to_rosters(db, FIFTH)
    check = await check_at(db, cell)
    await say_wrong(db, check, cell, "Đồng chí An đã chuyển đi", "member:1", FIFTH)
    await take_away(db, FIFTH + timedelta(days=91))
    await db.refresh(check)
    assert (check.is_right, check.wrong) == (False, None)
