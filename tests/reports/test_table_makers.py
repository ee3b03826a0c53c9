"""Tables by recipe: whose they are is asked when they are fetched, and it is written down who took them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.members import Member, Membership
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.recipes import media_type, prepared, recipe
from bot.reports.table_makers import TABLE_MAKERS
from bot.services.roles import end_role
from tests import village
from tests.led_at_cell import leads_group
from tests.reports.samples import added_up
from tests.reports.small_tree import NOW, Tree, small_tree
from tests.reports.test_small_cells import commune_of
from tests.village import at

WITH_PAGE = ("heat",)


def asked(name: str, member_id: int, unit_id: int, period: str = "m2026-11", *more: object) -> str:
    return recipe(name, member_id, unit_id, period, *more, *([1] if name in WITH_PAGE else []))


async def test_every_file_is_what_its_recipe_says_and_is_written_down(db: AsyncSession) -> None:
    tree = await small_tree(db)
    starts = {"image/png": b"\x89PNG", "text/csv; charset=utf-8": b"\xef\xbb\xbfSTT;"}
    for name in TABLE_MAKERS:
        said = asked(name, tree.committee.id, tree.commune.id)
        document = (await prepared(db, said, NOW))()
        assert document.media_type == media_type(said), name
        assert document.content.startswith(starts.get(document.media_type, b"PK")), name
    rows = (await db.scalars(select(AuditRow).where(AuditRow.deed == "exported"))).all()
    assert len(rows) == len(TABLE_MAKERS)
    assert {(one.by, one.about) for one in rows} == {(f"member:{tree.committee.id}", f"unit:{tree.commune.id}")}
    assert all(one.facts["period"] == "m2026-11" for one in rows)


async def test_nobody_takes_what_is_not_theirs(db: AsyncSession) -> None:
    tree = await small_tree(db)
    for name in TABLE_MAKERS:
        with pytest.raises(NotAllowed):
            await prepared(db, asked(name, tree.secretary.id, tree.commune.id), NOW)
        with pytest.raises(NotAllowed):
            await prepared(db, asked(name, tree.committee.id, 99_999), NOW)
    assert not (await db.scalars(select(AuditRow).where(AuditRow.deed == "exported"))).all()


async def test_the_right_is_asked_when_it_is_fetched(db: AsyncSession) -> None:
    tree = await small_tree(db)
    said = asked("table_a", tree.committee.id, tree.commune.id)
    await prepared(db, said, NOW)
    await end_role(db, tree.committee, tree.district, Office.DISTRICT_COMMITTEE, "test", NOW)
    with pytest.raises(NotAllowed):
        await prepared(db, said, NOW)


# Names of a cell


async def flagged(db: AsyncSession) -> Tree:
    """The secretary and another of Đông stayed away without leave in November."""
    tree = await small_tree(db)
    await village.held(db, tree.dong, at(2026, 11, 17, 19), unexcused=3)
    await added_up(db)
    return tree


async def sheets(db: AsyncSession, member_id: int, tree: Tree, *others: int) -> dict[str, str]:
    document = (await prepared(db, asked("table_d", member_id, tree.dong.id, "y2026", *others), NOW))()
    book = load_workbook(BytesIO(document.content))
    return {page.title: "\n".join(str(cell.value) for row in page.iter_rows() for cell in row) for page in book}


async def test_who_reached_a_line_is_for_those_who_lead_the_cell_alone(db: AsyncSession) -> None:
    tree = await flagged(db)
    assert "D. Cần lưu ý" not in await sheets(db, tree.committee.id, tree)
    clerk = await village.member(db, tree.dong, "Bùi Thị Thư")
    await village.office(db, clerk, tree.dong, Office.CLERK)
    assert "D. Cần lưu ý" not in await sheets(db, clerk.id, tree)
    own = (await sheets(db, tree.secretary.id, tree))["D. Cần lưu ý"]
    assert {"Trần Văn Sốab", "Trần Văn Sốac"} <= set(own.splitlines())
    seen = (await db.scalars(select(AuditRow).where(AuditRow.deed == "flags_seen"))).all()
    assert [one.by for one in seen] == [f"member:{tree.secretary.id}"]


async def test_nobody_reads_there_what_is_said_of_themselves_or_of_others_at_the_phone(db: AsyncSession) -> None:
    tree = await flagged(db)
    said = (await sheets(db, tree.secretary.id, tree))["D. Cần lưu ý"].splitlines()
    assert tree.secretary.name not in said
    other = next(one for one in await _people(db, tree) if one.name in said)
    assert other.name not in (await sheets(db, tree.secretary.id, tree, other.id))["D. Cần lưu ý"].splitlines()


async def _people(db: AsyncSession, tree: Tree) -> list[Member]:
    found = await db.scalars(select(Member).join(Membership).where(Membership.unit_id == tree.dong.id))
    return list(found)


async def test_a_small_cell_is_whole_for_its_own_leaders_and_hidden_above(db: AsyncSession) -> None:
    commune = await commune_of(db, 4)
    cell = await db.scalar(select(Unit).where(Unit.parent_id == commune.id))
    assert cell is not None
    person = await village.member(db, cell, "Lê Thị Cúc")
    await village.office(db, person, commune, Office.COMMUNE_COMMITTEE)
    above = (await prepared(db, asked("table_a_csv", person.id, cell.id), NOW))().content.decode()
    assert "3;" not in above.splitlines()[1].replace("/2026", "")
    await village.office(db, person, cell, Office.SECRETARY)
    own = (await prepared(db, asked("table_a_csv", person.id, cell.id), NOW))().content.decode()
    assert ";4;3;0;1;75,00;" in own


async def test_a_small_cell_is_hidden_from_who_sees_only_names_of_the_own_group(db: AsyncSession) -> None:
    """Whoever leads a group and is written at the cell got counts so small that they name people of other groups."""
    commune = await commune_of(db, 4)
    cell = await db.scalar(select(Unit).where(Unit.parent_id == commune.id))
    assert cell is not None
    person = await village.member(db, cell, "Lê Thị Cúc")
    await leads_group(db, person, cell)
    names = ("table_a_csv", "workbook")
    hidden = [(await prepared(db, asked(name, person.id, cell.id), NOW))().content for name in names]
    assert ";4;3;0;1;75,00;" not in hidden[0].decode()
    await village.office(db, person, cell, Office.CLERK)
    own = [(await prepared(db, asked(name, person.id, cell.id), NOW))().content for name in names]
    assert ";4;3;0;1;75,00;" in own[0].decode()
    assert [_numbers(one) >= {4, 3} for one in (hidden[1], own[1])] == [False, True]


def _numbers(workbook: bytes) -> set[object]:
    return {one.value for page in load_workbook(BytesIO(workbook)) for row in page.iter_rows() for one in row}
