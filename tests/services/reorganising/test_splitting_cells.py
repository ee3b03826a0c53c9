"""Some members of a cell become a cell of their own, with what they have still to read."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUnit, Receipt
from bot.model.roles import Role
from bot.services.addressees import Addressees
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.services.merged_directives import count_again
from bot.services.people import people_of_cell
from bot.services.permissions import role_holds
from tests import village
from tests.services.reorganising.country import JULY, all_agrees, line, met, said, settled
from tests.services.reorganising.test_merging_cells import DOCUMENT, NOW, everybody, two_cells


async def test_a_cell_is_split_by_the_names_of_those_who_go(each_db: AsyncSession) -> None:
    country = await settled(each_db, districts=1, communes=1, people=6)
    people = await everybody(country, "h1-x1-c1", JULY)
    leader = (await people_of_cell(each_db, country["h1-x1-c1"].id, JULY))[0].member
    await village.office(each_db, leader, country["h1-x1-c1"])
    going = (leader.id, *[one for one in people if one != leader.id][:2])
    split = line(JULY, "split", "h1-x1-c1", name="Thôn 9", new_code="thon-9", people=going)
    look = await said(country, split, now=NOW)
    assert await everybody(country, "thon-9", JULY) == sorted(going)
    assert await everybody(country, "h1-x1-c1", JULY) == sorted(set(people) - set(going))
    assert (await each_db.scalars(select(Role.id).where(role_holds(JULY)))).all() == []
    assert look.outcomes[0].effects is not None
    assert look.outcomes[0].effects.notes == [
        "Thôn 9 chưa có bí thư: mời nhờ người quản trị máy giao việc (lệnh chibot role)."
    ]
    await met(country, 7)
    await all_agrees(each_db)


async def test_of_a_split_cell_a_document_goes_along_only_with_those_who_have_it_still_to_read(
    db: AsyncSession,
) -> None:
    country = await two_cells(db)
    first, *_ = people = await everybody(country, "h1-x1-c1", JULY)
    await make_directive(db, country["h1"], DOCUMENT, Sending(Addressees((country["h1-x1-c1"].id,))), "test", NOW)
    await Rounds().tell_some(db, NOW)
    row = (await db.scalars(select(Receipt).filter_by(member_id=first))).one()
    row.acknowledged_at = NOW
    await db.flush()
    await count_again(db, row.directive_id, {row.unit_id})
    await said(country, line(JULY, "split", "h1-x1-c1", name="Thôn 9", new_code="thon-9", people=(first,)), now=NOW)
    counts = select(DirectiveUnit.unit_id, DirectiveUnit.acknowledged, DirectiveUnit.expected)
    assert [tuple(one) for one in await db.execute(counts)] == [(country["h1-x1-c1"].id, 1, len(people))]
