"""Reminders of documents: some days before the day and after it, or when asked for, and only of what is still to do."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import SMART
from bot.db.sessions import open_engine, sessions_of
from bot.messages import Reply
from bot.model.directives import Passing
from bot.model.meetings import Step
from bot.model.members import Membership
from bot.model.notices import Notice, NoticeState
from bot.services.acknowledging import acknowledge
from bot.services.directive_counts import add_counts
from bot.services.directive_reminders import remind_again, remind_of_directives
from bot.services.directive_retention import take_directives
from bot.services.unit_settings import change
from bot.services.wording import Moot, word
from scheduler.clock import ENTRIES
from tests.services.directive_places import Told, later, passed_down, told_commune, told_to_study
from tests.village import at

BEFORE, DUE, AFTER = at(2026, 11, 27), at(2026, 11, 30), at(2026, 12, 1)
"""Three days before the 30th, the day, and the day after."""


async def reminded(told: Told) -> list[str]:
    """Of whom, the oldest first."""
    found = await told.db.scalars(select(Notice).filter_by(step=Step.DIRECTIVE_REMINDER).order_by(Notice.id))
    names = {one.id: one.name.split()[-1] for one in [*told.people, told.secretary, told.office]}
    return [names[one.member_id or 0] for one in found]


async def test_members_who_have_not_taken_note_are_reminded_before_and_after_and_no_more(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    for one in told.people[1:]:
        await acknowledge(each_db, told.directive.id, one.id, told.now)
    assert await remind_of_directives(each_db, at(2026, 11, 26)) == 0
    assert await remind_of_directives(each_db, BEFORE) == 1
    assert await remind_of_directives(each_db, BEFORE) == 0
    assert await remind_of_directives(each_db, DUE) == 0
    assert await reminded(told) == ["Lan"]
    assert await remind_of_directives(each_db, AFTER) == 1
    assert await remind_of_directives(each_db, later(12)) == 0
    assert await reminded(told) == ["Lan", "Lan", "Thư"]  # and now whoever leads the cell


async def test_a_unit_says_how_many_days_and_whether_members_hear_it(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    change(told.dong, "directive_days", "5")
    change(told.dong, "directive_reminders", "no")
    await each_db.flush()
    assert await remind_of_directives(each_db, at(2026, 11, 25)) == 1
    assert await reminded(told) == ["Thư"]


async def test_a_committee_that_keeps_it_is_reminded(each_db: AsyncSession) -> None:
    told = await told_commune(each_db, due_on=None)
    told.directive.passing = Passing.BY_LEVEL
    row = await told.row(told.dong)
    row.passed_at, row.expected = None, 0
    await each_db.flush()
    assert await remind_of_directives(each_db, later(2)) == 0
    assert await remind_of_directives(each_db, later(3)) == 1
    assert await remind_of_directives(each_db, later(4)) == 0
    assert await reminded(told) == ["Thư"]


async def test_at_night_it_waits_and_what_was_withdrawn_is_over(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    await remind_of_directives(each_db, at(2026, 11, 27, 2))
    found = (await each_db.scalars(select(Notice.not_before).filter_by(step=Step.DIRECTIVE_REMINDER))).all()
    assert set(found) == {at(2026, 11, 27, 7)}
    told.directive.cancelled_at = told.now
    await each_db.flush()
    assert await remind_of_directives(each_db, AFTER) == 0


async def test_asked_for_it_goes_to_who_has_not_taken_note_below_once_a_day(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    await acknowledge(each_db, told.directive.id, told.people[0].id, told.now)
    assert await remind_again(each_db, told.directive, told.dong, "member:9", told.now) == 2
    assert await remind_of_directives(each_db, told.now) == 1
    await remind_again(each_db, told.directive, told.top, "member:9", told.now)
    await remind_of_directives(each_db, told.now)
    assert sorted(await reminded(told)) == ["An", "Bình", "Cường", "Dung"]
    await acknowledge(each_db, told.directive.id, told.people[1].id, told.now)
    await acknowledge(each_db, told.directive.id, told.people[2].id, told.now)
    await remind_again(each_db, told.directive, told.dong, "member:9", later(1))
    assert await remind_of_directives(each_db, later(1)) == 0


# What it says is true when it leaves


@pytest.fixture
async def told(sqlite_db: AsyncSession) -> Told:
    return await told_to_study(sqlite_db)


async def words_of(told: Told, name: str) -> Reply | Moot:
    await remind_of_directives(told.db, BEFORE)
    names = await reminded(told)
    notices = (await told.db.scalars(select(Notice).filter_by(step=Step.DIRECTIVE_REMINDER).order_by(Notice.id))).all()
    return await word(told.db, notices[names.index(name)], BEFORE, SMART)


async def test_a_member_reads_number_day_and_what_to_press(told: Told) -> None:
    said = await words_of(told, "Lan")
    assert isinstance(said, Reply)
    assert "27-QĐ/TU" in said.text
    assert "còn 3 ngày là đến hạn (30/11/2026)" in said.text
    assert [one.value for one in said.choices] == [
        f"directive_ack:{told.directive.id}:{told.people[0].id}",
        f"directive_ask:{told.directive.id}:{told.people[0].id}",
    ]


async def test_who_has_taken_note_meanwhile_is_not_reminded(told: Told) -> None:
    await words_of(told, "Lan")
    await acknowledge(told.db, told.directive.id, told.people[0].id, BEFORE)
    said = await words_of(told, "Lan")
    assert isinstance(said, Moot)
    assert said.cause == "acknowledged"


async def test_who_has_left_meanwhile_is_not_reminded(told: Told) -> None:
    await words_of(told, "Lan")
    theirs = Membership.member_id == told.people[0].id
    await told.db.execute(update(Membership).where(theirs).values(until_on=BEFORE.date()))
    said = await words_of(told, "Lan")
    assert isinstance(said, Moot)
    assert said.cause == "left"


async def test_a_leader_reads_how_many_are_missing_and_no_name(told: Told) -> None:
    said = await words_of(told, "Thư")
    assert isinstance(said, Reply)
    assert "3 đồng chí chưa học" in said.text
    assert "chưa báo cáo kết quả" in said.text
    assert "Lan" not in said.text
    row = await told.row(told.dong)
    row.studied = row.acknowledged = 3
    row.reported_at = BEFORE
    await told.db.flush()
    done = await words_of(told, "Thư")
    assert isinstance(done, Moot)


def test_the_clock_looks_after_it_every_minute() -> None:
    assert [entry.every <= 60 for entry in ENTRIES if entry.duty is remind_of_directives] == [True]


async def test_reminders_are_kept_as_long_as_messages(each_db: AsyncSession) -> None:
    told = await told_to_study(each_db)
    await remind_of_directives(each_db, BEFORE)
    await each_db.execute(update(Notice).values(state=NoticeState.SENT, settled_at=BEFORE))
    await take_directives(each_db, later(90), 500)
    assert len(await reminded(told)) == len(told.people) + 1
    await take_directives(each_db, later(98), 500)
    assert await reminded(told) == []


async def test_asking_again_and_taking_note_never_wait_for_each_other_in_a_circle(database_url: str) -> None:
    """The rows of the units are written in one order by all, which need not be that of their numbers."""
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    try:
        async with sessions.begin() as db:
            told = await told_commune(db)
            early = await passed_down(db, told.top, {told.tay: told.people[3:], told.dong: told.people[:3]})
        first, second = (Counter({(early.id, unit.id): 1}) for unit in (told.dong, told.tay))

        async def asking() -> int:
            async with sessions.begin() as db:
                return await remind_again(db, early, told.top, "test", BEFORE)

        async with sessions.begin() as db:
            connection = await db.connection()
            await connection.run_sync(add_counts, "acknowledged", first)
            asked = asyncio.create_task(asking())
            await asyncio.sleep(0.2)  # until it waits
            await connection.run_sync(add_counts, "acknowledged", second)
        assert await asked in {3, 5}
    finally:
        await engine.dispose()
