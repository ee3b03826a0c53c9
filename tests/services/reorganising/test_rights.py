"""Who may decide what becomes of a unit: the office above it, and only where it goes to what is theirs as well."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.roles import Office
from bot.model.units import UnitKind
from bot.services.reorganising.changes import Change
from bot.services.reorganising.rights import out_of_reach
from tests import village
from tests.services.reorganising.country import JULY, line, settled
from tests.web.committee.asked import asked

MANAGERS = {Office.OFFICE, Office.ORG_DEPT}
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "rename a cell": (line(JULY, "rename", "h1-x1-c1", name="Thôn"), {"tinh", "h1", "h1-x1"}),
    "rename itself": (line(JULY, "rename", "h1-x1", name="Xã"), {"tinh", "h1"}),
    "move within": (line(JULY, "move", "h1-x1", "h1"), {"tinh", "h1"}),
    "move to another district": (line(JULY, "move", "h1-x1", "h2"), {"tinh"}),
    "merge with a neighbour": (line(JULY, "merge", "h1-x1", "h1-x2"), {"tinh", "h1"}),
    "merge with a cell of another": (line(JULY, "merge", "h1-x1-c1", "h2-x1-c1"), {"tinh"}),
    "end a level": (line(JULY, "close", "h1", "tinh"), {"tinh"}),
    "found a cell": (
        line(JULY, "found", to="h1-x1", name="Thôn", unit_kind=UnitKind.CELL),
        {"tinh", "h1", "h1-x1"},
    ),
    "move a root": (line(JULY, "move", "tinh", "h1"), set()),
    "nothing that there is": (line(JULY, "move", "khong-co", "h1"), set()),
}
"""By what is done, at which units an office may do it."""


@pytest.mark.parametrize("what", CHANGES)
async def test_the_office_above_decides_and_nobody_else(db: AsyncSession, what: str) -> None:
    change, deciders = CHANGES[what]
    country = await settled(db)
    for code in ("tinh", "h1", "h1-x1", "h2", "h1-x1-c1"):
        for office in (Office.OFFICE, Office.COMMUNE_COMMITTEE, Office.SECRETARY):
            person = await village.member(db, country["h1-x1-c1"])
            await village.office(db, person, country[code], office)
            able = not await out_of_reach(db, person.id, [change], village.at(2025, 7, 1))
            assert able == (code in deciders and office in MANAGERS), (code, office)


async def test_every_office_that_manages_may_and_no_other(db: AsyncSession) -> None:
    country = await settled(db, districts=1, communes=1)
    change = line(JULY, "rename", "h1-x1-c1", name="Thôn")
    able = set()
    for office in Office:
        person = await village.member(db, country["h1-x1-c1"])
        await village.office(db, person, country["h1-x1"], office)
        if not await out_of_reach(db, person.id, [change], village.at(2025, 7, 1)):
            able.add(office)
    assert able == MANAGERS


async def test_a_unit_that_the_same_file_founds_is_judged_by_where_it_is_put(db: AsyncSession) -> None:
    country = await settled(db)
    person = await village.member(db, country["h1-x1-c1"])
    await village.office(db, person, country["h1"], Office.OFFICE)
    new = line(JULY, "found", to="h1", name="Xã Mới", new_code="moi", unit_kind=UnitKind.COMMUNE)
    below = line(JULY, "found", to="moi", name="Thôn Mới", new_code="thon-moi", unit_kind=UnitKind.CELL)
    own, foreign = line(JULY, "merge", "h1-x1", "moi"), line(JULY, "merge", "h2-x1", "moi")
    assert await out_of_reach(db, person.id, [new, below, own, foreign], village.at(2025, 7, 1)) == [foreign]


async def test_a_hundred_lines_ask_no_more_than_one(sqlite_db: AsyncSession) -> None:
    """Each line asked four times, so that confirming two hundred kept everybody waiting for a third of a second."""
    country = await settled(sqlite_db)
    person = await village.member(sqlite_db, country["h1-x1-c1"])
    await village.office(sqlite_db, person, country["h1"], Office.OFFICE)
    lines = [line(JULY, "rename", "h1-x1", name=f"Xã {number}") for number in range(100)]
    foreign = line(JULY, "rename", "h2-x1", name="Xã")
    counts = []
    for changes in ([foreign], [*lines, foreign]):
        with asked() as statements:
            assert await out_of_reach(sqlite_db, person.id, changes, village.at(2025, 7, 1)) == [foreign]
        counts.append(len(statements))
    assert counts[0] == counts[1]
