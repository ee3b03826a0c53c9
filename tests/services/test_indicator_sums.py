"""What units answered, added up at any depth: sum over sum, both counts beside each percent, nobody missing as 0."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import FigureKind
from bot.model.units import UnitKind
from bot.services.indicator_plans import write_plans
from bot.services.indicator_sums import (
    Answer,
    Sums,
    answers_below,
    before,
    missing_below,
    sums_by_round,
    sums_of,
    table_of,
)
from bot.services.indicators import newest_rounds
from bot.services.tree import add_unit, move_unit
from bot.words import indicator_pages as page_words
from tests import village
from tests.indicator_place import ADMITTED, GRADES, NOW, place_of
from tests.village import at

CLASSES = tuple(GRADES.split(", "))


def added(kind: FigureKind, *answers: tuple[tuple[int, ...] | None, int | None]) -> Sums:
    rows = [Answer(n, f"/1/{n}/", parts, planned, None, None, 1) for n, (parts, planned) in enumerate(answers, 2)]
    return sums_of(kind, rows)


def said(sums: Sums, classes: tuple[str, ...] = ()) -> str:
    return page_words.total(sums.parts, sums.kind, classes, sums.of, sums.rate)


@pytest.mark.parametrize(
    ("kind", "answers", "text"),
    [
        (FigureKind.NUMBER, [((40,), 60), ((52,), 60)], "Cộng: 92. Đạt 92/120 = 76,67\u00a0% kế hoạch."),
        (FigureKind.OF, [((100,) * 2, None), ((69,) * 2, None)], "Cộng: 169/169 = 100,00\u00a0%."),
        (FigureKind.OF, [((50, 52), 52), ((48, 52), 51)], "Cộng: 98/104 = 94,23\u00a0%."),
        (FigureKind.NUMBER, [((12,), None), ((10,), None)], "Cộng: 22."),
        (FigureKind.NUMBER, [((1000,), 800), ((395,), 324)], "Cộng: 1.395. Đạt 1.395/1.124 = 124,11\u00a0% kế hoạch."),
    ],
)
def test_the_figures_of_the_reports(
    kind: FigureKind, answers: list[tuple[tuple[int, ...] | None, int | None]], text: str
) -> None:
    assert said(added(kind, *answers)) == text


def test_the_grades_of_organisations_and_of_members() -> None:
    organisations = added(FigureKind.CLASSES, ((200, 100, 40, 6), None), ((6, 34, 3, 0), None))
    assert said(organisations, CLASSES) == (
        "Cộng 389: xuất sắc 206 (52,96\u00a0%), tốt 134 (34,45\u00a0%), "
        "hoàn thành 43 (11,05\u00a0%), không 6 (1,54\u00a0%)."
    )
    members = added(FigureKind.CLASSES, ((2000, 18000, 1600, 270), None), ((491, 358, 7, 2), None))
    assert "Cộng 22.728: xuất sắc 2.491 (10,96\u00a0%), tốt 18.358 (80,77\u00a0%)" in said(members, CLASSES)


def test_what_is_expected_stands_beside_what_is_so() -> None:
    heads = added(FigureKind.OF, ((50, 52), 52), ((48, 52), 51))
    assert page_words.plan_line(heads.kind, heads.planned, heads.against) == "Kế hoạch của tất cả: 103."


def test_whoever_has_not_answered_is_no_zero() -> None:
    """Neither in the sum nor below the line of the percent, which is of those alone who have answered."""
    some = added(FigureKind.NUMBER, ((40,), 60), (None, 60), ((5,), None))
    assert (some.parts, some.against, some.planned, some.missing) == ((45,), (40, 60), 120, 1)
    assert some.rate == "66.67"
    nobody = added(FigureKind.NUMBER, (None, 60))
    assert (nobody.parts, nobody.rate, said(nobody)) == (None, None, "Chưa đơn vị nào báo.")


async def test_cells_add_up_at_every_level(each_db: AsyncSession) -> None:
    """As the tree stood when they were asked: a cell that moves takes nothing of the past with it."""
    place = await place_of(each_db, 2)
    one, other = place.communes
    cells = [
        await village.cell(each_db, at_unit, f"c{n}", date(2026, 1, 1)) for n, at_unit in enumerate((one, one, other))
    ]
    asked = await place.asks("Thôn có bí thư là trưởng thôn; a/b; hạn 30/11/2026; hỏi chi bộ")
    for cell, parts in zip(cells, ((49, 52), (40, 40), (9, 12)), strict=True):
        await place.answers(asked, cell, *parts)
    await move_unit(each_db, cells[0], other, date(2026, 11, 21))
    table = await table_of(each_db, asked, place.top, NOW)
    assert (table.own.sums.parts, table.own.sums.rate) == ((98, 104), "94.23")
    assert [(row.name, row.sums.parts, row.sums.answered, row.sums.asked) for row in table.below] == [
        (one.name, (89, 92), 2, 3), (other.name, (9, 12), 1, 1),
    ]  # fmt: skip
    below = await table_of(each_db, asked, one, NOW)
    assert [row.sums.parts for row in below.below] == [(49, 52), (40, 40), None]
    assert [(one.name, one.under) for one in await missing_below(each_db, asked, place.top, NOW)] == [
        ("Thôn van-phong", one.name)
    ]


async def test_the_database_adds_up_what_the_answers_come_to(each_db: AsyncSession) -> None:
    """Of every kind, with plans and without, answered by all, by some and by nobody."""
    place = await place_of(each_db, 3)
    first, second, _ = place.communes
    largest = 10**12
    told: list[tuple[str, list[int], list[tuple[int, ...]]]] = [
        (ADMITTED, [60, 60], [(40,), (52,), (largest,)]),
        ("Thôn có bí thư là trưởng thôn; a/b; hạn 30/11/2026; hỏi xã", [52, 51, 2], [(50, 52), (48, 52)]),
        (f"Xếp loại đảng viên; loại: {GRADES}; hạn 30/11/2026; hỏi xã", [], [(1, 2, 3, 4), (5, 0, 0, 1)]),
        ("Trồng cây; hạn 30/11/2026; hỏi xã", [7], []),
    ]
    every = []
    for line, planned, answers in told:
        every.append(asked := await place.asks(line, planned=planned))
        for unit, parts in zip(place.communes, answers, strict=False):
            await place.answers(asked, unit, *parts)
    first.closed_on = second.closed_on = date(2026, 11, 20)
    await each_db.flush()
    for unit in (place.top, second):
        found = await sums_by_round(each_db, await newest_rounds(each_db, unit), unit, NOW)
        each = {
            one.round.id: sums_of(one.indicator.kind, await answers_below(each_db, one, unit, NOW)) for one in every
        }
        assert found == {round_id: sums for round_id, sums in each.items() if sums.asked}
    assert [one.round_id for one in await newest_rounds(each_db, place.top)] == [one.round.id for one in every[::-1]]


async def test_beside_the_round_before_and_the_year_before(sqlite_db: AsyncSession) -> None:
    place = await place_of(sqlite_db, 2)
    indicator = await place.defines("Kết nạp; hạn 25/11/2025; hằng tháng; lũy kế; hỏi xã", at(2025, 11, 3))
    for month, parts in ((at(2025, 11, 3), (70, 5)), (at(2026, 10, 3), (80, 6)), (at(2026, 11, 3), (86, 6))):
        await place.ticks(month)
        for unit, part in zip(place.communes, parts, strict=True):
            await place.answers(await place.newest(indicator), unit, part, now=month)
    asked = await place.newest(indicator)
    then = await before(sqlite_db, asked, place.top, NOW)
    assert then.last is not None
    assert then.last_year is not None
    assert (then.last.parts, then.last_year.parts) == ((86,), (75,))


async def test_below_a_unit_that_answers_no_other_is_asked(sqlite_db: AsyncSession) -> None:
    """Or the sum would count it twice."""
    place = await place_of(sqlite_db, 1)
    under = await add_unit(
        sqlite_db, "cs", "Chi bộ Trường học", UnitKind.GRASSROOTS_CELL, place.communes[0], date(2026, 1, 1)
    )
    own = await add_unit(sqlite_db, "cs-2", "Chi bộ Công an", UnitKind.GRASSROOTS_CELL, place.top, date(2026, 1, 1))
    asked = await place.asks("Cuộc kiểm tra; hạn 30/11/2026; hỏi xã và cơ sở")
    table = await table_of(sqlite_db, asked, place.top, NOW)
    assert {row.unit_id for row in table.below} == {place.communes[0].id, own.id}
    assert under.id not in {row.unit_id for row in table.below}
    assert table.own.sums.asked == 2


async def test_a_unit_that_was_closed_and_never_answered_is_not_missed(sqlite_db: AsyncSession) -> None:
    place = await place_of(sqlite_db, 3)
    asked = await place.asks(ADMITTED, planned=[10, 20, 30])
    await place.answers(asked, place.communes[0], 8)
    place.communes[2].closed_on = date(2026, 11, 20)
    sums = (await table_of(sqlite_db, asked, place.top, NOW)).own.sums
    assert (sums.asked, sums.answered, sums.planned, sums.against) == (2, 1, 30, (8, 10))


async def test_a_plan_is_of_its_year(sqlite_db: AsyncSession) -> None:
    place = await place_of(sqlite_db, 1)
    asked = await place.asks(ADMITTED, planned=[10])
    await write_plans(sqlite_db, asked.indicator, 2027, {place.communes[0].id: 99}, "test", NOW)
    assert (await table_of(sqlite_db, asked, place.top, NOW)).own.sums.planned == 10
