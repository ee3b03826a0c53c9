"""What the rehearsal can be practised with beside meetings: the figures of the reports, and something for everybody."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.directives import Directive
from bot.model.notices import Notice, NoticeState
from bot.model.opinions import Opinion, OpinionState
from bot.rehearsal.building import PRACTICE_CELL
from bot.rehearsal.cast import Seat, first_cast
from bot.rehearsal.figures import SILENT, SILENT_CELLS
from bot.rehearsal.papers import FINISHED, NOT_PASSED
from bot.rehearsal.visitors import GROUPS
from bot.services.acknowledging import open_for
from bot.services.directive_completion import completion
from bot.services.indicator_sums import table_of
from bot.services.indicators import concerning
from bot.services.opinions import waiting_at
from bot.services.poll_answers import questions_of
from bot.services.tree import cell_of, unit_of
from bot.services.visit_counts import visit_report
from bot.words.rehearsal_practice import DIRECTIVE, ROAD_UP
from tests.conftest import NOW
from tests.scale.conftest import Told


@pytest.fixture
async def db(built: tuple[Sessions, Told]) -> AsyncIterator[AsyncSession]:
    async with built[0]() as db:
        yield db


async def test_the_numbers_are_those_of_the_reports(db: AsyncSession) -> None:
    district = await unit_of(db, "binh-lieu")
    tables = [await table_of(db, asked, district, NOW) for asked in await concerning(db, district)]
    sums = [(table.own.sums.parts, table.own.sums.of, table.own.sums.rate) for table in reversed(tables)]
    assert sums[:5] == [
        ((92,), (92, 120), "76.67"),
        ((169, 169), (169, 169), "100.00"),
        ((98, 104), (98, 104), "94.23"),
        ((206, 134, 43, 6), None, None),
        ((22,), None, None),
    ]
    assert [table.own.sums.missing for table in reversed(tables)] == [0, 0, 0, 0, SILENT, SILENT_CELLS]


async def test_one_document_is_done_everywhere_and_one_is_on_its_way(db: AsyncSession) -> None:
    district, commune = await unit_of(db, "binh-lieu"), await unit_of(db, "suoi-trong")
    first, last = (await db.scalars(select(Directive).order_by(Directive.id))).all()
    done, going, above = [await completion(db, *of) for of in ((first, commune), (last, commune), (last, district))]
    assert done.own.done == done.own.expected == sum(row.expected for row in done.below) > 0
    whole = [row for row in going.below if row.done == row.expected]
    assert sum(row.reported for row in whole) == going.own.reported == FINISHED
    assert 0 < going.own.done < going.own.expected
    assert above.own.waiting == len(NOT_PASSED)
    assert above.own.done > going.own.done


async def test_who_plays_has_something_to_do_on_each_phone_and_none_has_rung(db: AsyncSession) -> None:
    cell, district = await cell_of(db, PRACTICE_CELL), await unit_of(db, "binh-lieu")
    cast = await first_cast(db, PRACTICE_CELL, NOW)
    member = cast[Seat.MEMBER]
    assert [read.number for read in await open_for(db, [member], NOW)] == [DIRECTIVE[0]]
    assert [one.choice for one in await questions_of(db, [member], NOW)] == [None]
    assert [one.text for one in await waiting_at(db, district)] == [ROAD_UP]
    assert {one.state for one in await db.scalars(select(Opinion))} == set(OpinionState) - {OpinionState.TAKEN_BACK}
    assert len(await waiting_at(db, cell)) == 2
    report = await visit_report(db, district, date(2026, 10, 1), date(2026, 12, 31), NOW)
    assert len(report.visitors) == GROUPS
    assert report.visits >= GROUPS
    assert report.open_difficulties == 2
    rung = select(func.count()).where(Notice.not_before <= NOW, Notice.state == NoticeState.WAITING)
    assert await db.scalar(rung.where(Notice.meeting_id.is_(None))) == 0
