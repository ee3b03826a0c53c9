"""Every kind counted on its own, beside a slow count of the marks; the sums bear out the rolls whatever happened."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind
from bot.model.units import Unit
from bot.reports.kinds import by_kind
from bot.reports.participation import participation
from bot.services.expected_lists import kinds_at
from bot.services.meetings import call_meeting, checked
from bot.services.moving import move_with_counts
from bot.services.participation import roll_up_all
from bot.services.recount import recount
from bot.services.roll import Marks, close_roll, take_roll
from bot.services.unit_settings import change, least_minutes, settings_of
from bot.words.times import day_of, month_of
from tests import village
from tests.services.cell_of_many import many

LUCK = Random(0)  # noqa: S311 - to repeat it


async def held(db: AsyncSession, unit: Unit, kind: MeetingKind, at: datetime, luck: Random) -> Meeting:
    """Called the day before; everybody on the list is marked by luck, and who need not come perhaps not at all."""
    called = at - timedelta(days=1)
    meeting = await call_meeting(db, unit, checked(kind, at, "Nhà văn hóa", None, called), "test", called)
    listed = await db.execute(select(Attendance.member_id, Attendance.is_optional).filter_by(meeting_id=meeting.id))
    said: defaultdict[Mark | None, list[int]] = defaultdict(list)
    for member_id, is_optional in listed.all():
        said[luck.choice([*Mark, *([None] if is_optional else [])])].append(member_id)
    marks = Marks(said[Mark.PRESENT], said[Mark.EXCUSED], said[Mark.UNEXCUSED])
    await take_roll(db, meeting.id, marks, "test", at)
    return await close_roll(db, meeting.id, "test", at)


async def slowly(db: AsyncSession) -> dict[tuple[MeetingKind, str], list[int]]:
    """Present and expected by kind and month, person by person."""
    sums: defaultdict[tuple[MeetingKind, str], list[int]] = defaultdict(lambda: [0, 0])
    for meeting in await db.scalars(select(Meeting)):
        kind = MeetingKind.REGULAR if meeting.kind is MeetingKind.REGULAR_THEMATIC else meeting.kind
        for row in await db.scalars(select(Attendance).filter_by(meeting_id=meeting.id)):
            if row.is_optional and row.mark is not Mark.PRESENT:
                continue
            sums[kind, month_of(day_of(meeting.starts_at))][0] += row.mark is Mark.PRESENT
            sums[kind, month_of(day_of(meeting.starts_at))][1] += 1
    return dict(sums)


@pytest.mark.parametrize("seed", range(2))
async def test_each_kind_comes_to_what_its_rolls_say(each_db: AsyncSession, now: datetime, seed: int) -> None:
    luck, place = Random(seed), await many(each_db, now)  # noqa: S311 - to repeat it
    everything = [(at, kind) for at in (place.cell, place.group, place.commune) for kind in kinds_at(at)]
    for day, (unit, kind) in enumerate(everything):
        await held(each_db, unit, kind, now + timedelta(days=day + 2, minutes=day), luck)
    await roll_up_all(each_db, now)
    assert await recount(each_db, "2026-01") == []
    for month in ("2026-11", "2026-12"):
        found = {
            one.kind: [one.counts.present, one.counts.expected]
            for one in await by_kind(each_db, place.commune, month, month)
        }
        slow = {kind: counts for (kind, of), counts in (await slowly(each_db)).items() if of == month}
        assert {kind: counts for kind, counts in found.items() if counts[1]} == slow


async def test_a_meeting_that_is_both_counts_once_and_fulfils_the_months_duty(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    await held(db, place.cell, MeetingKind.REGULAR_THEMATIC, now + timedelta(days=2), LUCK)
    await roll_up_all(db, now)
    (regular,) = await by_kind(db, place.commune, "2026-11", "2026-11")
    assert (regular.kind, regular.met, regular.due, regular.counts.expected) == (MeetingKind.REGULAR, 1, 1, 7)


async def test_a_group_stands_in_no_report_but_that_of_groups(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    await held(db, place.group, MeetingKind.GROUP, now + timedelta(days=2), LUCK)
    await roll_up_all(db, now)
    regular = await participation(db, place.cell, "2026-11", "2026-11")
    groups = await participation(db, place.cell, "2026-11", "2026-11", MeetingKind.GROUP)
    assert [one.code for one in regular] == [place.cell.code]
    assert [one.code for one in groups] == [place.cell.code, place.group.code]


async def test_a_cell_that_moves_takes_the_sums_of_its_groups_along(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    other = await village.commune(db, "xa-khac")
    await held(db, place.group, MeetingKind.GROUP, now + timedelta(days=2), LUCK)
    await roll_up_all(db, now)
    await move_with_counts(db, place.cell, other, day_of(now), now)
    await roll_up_all(db, now)
    assert await recount(db, "2026-01") == []
    assert [one.kind for one in await by_kind(db, other, "2026-11", "2026-11") if one.counts.expected] == ["group"]


async def test_how_long_a_meeting_is_to_last_is_the_units_own_choice(sqlite_db: AsyncSession, now: datetime) -> None:
    cell = (await many(sqlite_db, now)).cell
    settings = await settings_of(sqlite_db, cell)
    assert [least_minutes(settings, kind) for kind in (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC)] == [90, 120]
    change(cell, "min_minutes", "60")
    await sqlite_db.flush()
    assert least_minutes(await settings_of(sqlite_db, cell), MeetingKind.THEMATIC) == 60
