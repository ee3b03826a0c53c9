"""A list in a statement has one of few lengths, or is one parameter; a row may be one text."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among, Spaced, filled_up
from bot.model.units import Unit, UnitKind
from bot.services.tree import add_unit


def test_a_list_is_filled_up_with_its_last() -> None:
    assert filled_up([3, 1, 2]) == [3, 1, 2, 2]
    assert filled_up([7]) == [7, 7, 7, 7]
    assert filled_up([]) == []


def test_there_are_few_lengths_and_nothing_is_added() -> None:
    lists = [filled_up(range(count)) for count in range(401)]
    assert {len(one) for one in lists} == {0, 4, 8, 16, 32, 64, 128, 256, 512}
    assert all(set(one) == set(range(count)) for count, one in enumerate(lists))


async def test_a_column_is_compared_with_any_number_of_ids_at_once(each_db: AsyncSession) -> None:
    units = [await add_unit(each_db, code, code, UnitKind.COMMUNE, None, date(2026, 1, 1)) for code in ("a", "b", "c")]
    for some in ([], units[:1], units[1:]):
        ids = [one.id for one in some]
        found = await each_db.scalars(select(Unit.id).where(Among(Unit.id, ids), Unit.code != "d").order_by(Unit.id))
        assert found.all() == ids


async def test_a_row_is_one_text_whatever_it_holds(each_db: AsyncSession) -> None:
    unit = await add_unit(each_db, "a-1", "Xã 100 %s", UnitKind.COMMUNE, None, date(2026, 1, 1))
    found = await each_db.scalar(select(Spaced(Unit.code, Unit.id, Unit.name)).where(Unit.id == unit.id))
    assert found == f"a-1 {unit.id} Xã 100 %s"
