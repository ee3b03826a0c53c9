"""How far a document has come: sum over sum to any depth, and who is missing."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUnit
from bot.model.meetings import Step
from bot.model.notices import Notice, NoticeState
from bot.services.acknowledging import acknowledge
from bot.services.directive_completion import completion, delivered, missing, missing_people, own_row
from bot.services.directive_reminders import remind_of_directives
from tests import village
from tests.directive_places import passed_on, realm
from tests.services.directive_places import Told, passed_down, told_commune

BEFORE = village.at(2026, 11, 27)


async def some_know(db: AsyncSession) -> Told:
    told = await told_commune(db)
    for one in (told.people[0], told.people[3], told.people[4]):
        await acknowledge(db, told.directive.id, one.id, told.now)
    return told


async def test_a_unit_is_the_sum_of_all_below_it(each_db: AsyncSession) -> None:
    told = await some_know(each_db)
    found = await completion(each_db, told.directive, told.top)
    assert [(one.name, one.done, one.expected, one.rate) for one in found.below] == [
        ("Thôn dong", 1, 3, "33.33"),
        ("Thôn tay", 2, 2, "100.00"),
    ]
    assert (found.own.done, found.own.expected, found.own.rate, found.own.cells) == (3, 5, "60.00", 2)
    assert (await own_row(each_db, told.directive, told.dong)).missing == 2
    assert (await completion(each_db, told.directive, told.dong)).below == []


async def test_people_told_at_the_committee_itself_stand_beside_those_below(each_db: AsyncSession) -> None:
    told = await some_know(each_db)
    directive = await passed_down(each_db, told.top, {told.top: [told.office], told.dong: told.people[:3]})
    found = await completion(each_db, directive, told.top)
    assert [(one.name, one.expected) for one in found.below] == [(told.top.name, 1), ("Thôn dong", 3)]
    assert found.own.expected == 4


async def test_where_it_must_be_studied_knowing_of_it_is_not_enough(each_db: AsyncSession) -> None:
    told = await told_commune(each_db, must_study=True)
    await acknowledge(each_db, told.directive.id, told.people[0].id, told.now)
    own = (await completion(each_db, told.directive, told.top)).own
    assert (own.acknowledged, own.studied, own.done, own.reported) == (1, 0, 0, 0)


async def test_where_nobody_is_told_yet_nothing_is_done(db: AsyncSession) -> None:
    top = await village.commune(db)
    directive = await passed_down(db, top, {await village.cell(db, top, "dong"): []})
    assert not (await completion(db, directive, top)).own.is_whole


async def test_delivered_is_whom_a_message_reached_each_once(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    for number, (person, state) in enumerate(
        [(0, NoticeState.SENT), (0, NoticeState.SENT), (1, NoticeState.FAILED), (3, NoticeState.SENT)], 1
    ):
        unit = told.dong if person < 3 else told.tay
        each_db.add(
            Notice(
                about=f"directive:{told.directive.id}", member_id=told.people[person].id, unit_id=unit.id,
                step=Step.DIRECTIVE, round=number, urgency=3, not_before=told.now, state=state, attempts=1,
            )
        )  # fmt: skip
    await each_db.flush()
    assert [await delivered(each_db, told.directive, unit) for unit in (told.top, told.dong, told.tay)] == [2, 1, 1]


async def test_missing_are_committees_that_keep_it_then_the_units_with_most_missing(each_db: AsyncSession) -> None:
    told = await some_know(each_db)
    nam = await village.commune(each_db, "nam")
    nam.path, nam.parent_id = f"{told.top.path}{nam.id}/", told.top.id
    (await told.row(told.tay)).acknowledged = 1
    each_db.add(DirectiveUnit(directive_id=told.directive.id, unit_id=nam.id, arrived_at=told.now, told_at=told.now))
    await each_db.flush()
    found = await missing(each_db, told.directive, told.top, 5)
    assert [(one.unit_id, one.missing, one.waiting) for one in found] == [
        (nam.id, 0, 1),
        (told.dong.id, 2, 0),
        (told.tay.id, 1, 0),
    ]
    assert len(await missing(each_db, told.directive, told.top, 1)) == 2
    assert [one.name for one in await missing_people(each_db, told.directive, told.dong)] == [
        "Nguyễn Văn An",
        "Trần Văn Bình",
    ]


async def test_level_by_level_what_came_down_comes_back(each_db: AsyncSession) -> None:
    """A committee that keeps it is missing and reminded; passed on with an earlier day, that day holds below."""
    at = await realm(each_db)
    directive = await at.make_by_level()
    await at.tick()
    assert [
        (one.name, one.waiting, one.expected) for one in (await completion(each_db, directive, at.district)).below
    ] == [
        ("Chi bộ Trạm", 0, 1),
        (at.commune.name, 1, 0),
    ]
    assert [one.unit_id for one in await missing(each_db, directive, at.district, 1)][:1] == [at.commune.id]
    await remind_of_directives(each_db, BEFORE)
    reminders = select(Notice.member_id).filter_by(step=Step.DIRECTIVE_REMINDER).order_by(Notice.id)
    assert set(await each_db.scalars(reminders)) == {at.people[4].id, at.leader.id}
    await passed_on(each_db, directive.id, at.commune, "", date(2026, 11, 28), BEFORE)
    await at.tick(BEFORE)
    late = await acknowledge(each_db, directive.id, at.people[0].id, village.at(2026, 11, 29))
    on_time = await acknowledge(each_db, directive.id, at.people[4].id, village.at(2026, 11, 29))
    assert (late.is_late, on_time.is_late) == (True, False)
    own = (await completion(each_db, directive, at.district)).own
    assert (own.done, own.expected, own.waiting, own.rate) == (2, 5, 0, "40.00")
