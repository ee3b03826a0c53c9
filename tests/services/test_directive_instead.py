"""A committee that is closed, or at which nobody may, does not hold a document up: whoever is above passes it on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.directives import Directive
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.model.roles import Office, Role
from bot.model.units import UnitKind
from bot.refusals import DirectiveWrong
from bot.services.directive_completion import completion
from bot.services.directive_instead import stuck_below
from bot.services.directive_lines import due_at
from bot.services.directive_passing import plan_passing
from bot.services.directive_reminders import remind_of_directives
from bot.services.notice_facts import gather
from bot.services.said import capabilities_of
from bot.services.terms import tariff_of
from bot.services.tree import add_unit, move_unit
from bot.services.wording import word
from tests import village
from tests.conftest import NOW
from tests.directive_places import Realm, passed_on, realm

TODAY = date(2026, 11, 21)
BEFORE = village.at(2026, 11, 27)


async def without_leader(db: AsyncSession) -> Realm:
    """Nobody leads the commune; somebody the district."""
    at = await realm(db)
    await db.execute(update(Role).where(Role.unit_id == at.commune.id).values(until_on=TODAY - timedelta(days=1)))
    await village.office(db, at.leader, at.district, Office.DISTRICT_COMMITTEE)
    return at


async def passed(at: Realm, directive: Directive) -> int:
    return await passed_on(at.db, directive.id, at.commune, "Học sớm", date(2026, 11, 25), NOW)


async def test_whoever_is_above_is_told_where_nobody_can_pass_it_on(each_db: AsyncSession) -> None:
    at = await without_leader(each_db)
    directive = await at.make_by_level()
    await at.tick()
    assert await stuck_below(each_db, directive, at.district, TODAY) == [at.commune]
    (said,) = await at.words_to(at.leader)
    assert "đã đến Đảng ủy xã Húc Động, nhưng ở đó không có người chuyển tiếp" in said
    await remind_of_directives(each_db, BEFORE)
    found = await each_db.scalars(select(Notice).filter_by(member_id=at.leader.id, step=Step.DIRECTIVE_REMINDER))
    notices = found.all()
    facts, capabilities = await gather(each_db, notices), capabilities_of(tariff_of(each_db, "rehearsal"))
    reply = await word(each_db, notices[0], BEFORE, capabilities, facts)
    assert isinstance(reply, Reply)
    assert f"nhắn “chuyển thay văn bản {directive.id}”" in reply.text
    assert await passed(at, directive) == 2
    assert await stuck_below(each_db, directive, at.district, TODAY) == []


async def test_the_cells_of_a_committee_that_was_merged_still_get_it(each_db: AsyncSession) -> None:
    """They stand below another one by now, which passed its own on before they came."""
    at = await realm(each_db)
    other = await add_unit(each_db, "xa2", "Đảng ủy xã Đồng Tâm", UnitKind.COMMUNE, at.district, date(2026, 1, 1))
    await add_unit(each_db, "bac", "Thôn Bắc", UnitKind.CELL, other, date(2026, 1, 1))
    directive = await at.make_by_level()
    await at.tick()
    await passed_on(each_db, directive.id, other, "", None, NOW)
    for cell in at.cells[:2]:
        await move_unit(each_db, cell, other, TODAY)
    at.commune.closed_on = TODAY
    await each_db.flush()
    assert await stuck_below(each_db, directive, at.district, TODAY) == [at.commune]
    assert await passed(at, directive) == 2
    await at.tick()
    assert {code: row.expected for code, row in (await at.rows(directive)).items() if code in {"dong", "tay"}} == {
        "dong": 2,
        "tay": 2,
    }
    assert (await due_at(each_db, directive, [at.cells[0].id])) == {at.cells[0].id: date(2026, 11, 25)}
    own = (await completion(each_db, directive, at.district)).own
    assert (own.expected, own.waiting) == (5, 0)


async def test_who_has_it_by_the_new_committee_already_is_left_alone(db: AsyncSession) -> None:
    at = await realm(db)
    other = await add_unit(db, "xa2", "Đảng ủy xã Đồng Tâm", UnitKind.COMMUNE, at.district, date(2026, 1, 1))
    await add_unit(db, "bac", "Thôn Bắc", UnitKind.CELL, other, date(2026, 1, 1))
    directive = await at.make_by_level()
    await move_unit(db, at.cells[0], other, TODAY)
    assert await passed_on(db, directive.id, other, "", None, NOW) == 2
    at.commune.closed_on = TODAY
    await db.flush()
    assert (await plan_passing(db, directive.id, at.commune, "", None, NOW)).people == 2, "nobody at the one who has it"
    assert await passed(at, directive) == 1
    with pytest.raises(DirectiveWrong):
        await passed(at, directive)
