"""The clock of the rehearsal: it runs, is moved on, and never goes back."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rehearsal.clock import Clock, Jump, by_day, moment_of
from bot.words.times import at_local
from tests import village

NOON = at_local(date(2026, 11, 21), time(12))


class Wall:
    """A real clock that somebody else turns."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def test_a_new_rehearsal_begins_at_eight_in_the_morning(tmp_path: Path) -> None:
    clock = Clock.kept_in(tmp_path / "clock", Wall(NOON))
    assert clock.now() == at_local(date(2026, 11, 21), time(8))


def test_it_runs_and_is_kept(tmp_path: Path) -> None:
    wall = Wall(NOON)
    clock = Clock.kept_in(tmp_path / "clock", wall)
    clock.move_on_to(clock.now() + timedelta(days=3))
    wall.at += timedelta(hours=1)
    assert Clock.kept_in(tmp_path / "clock", wall).now() == at_local(date(2026, 11, 24), time(9))


def test_it_is_never_set_back(tmp_path: Path) -> None:
    clock = Clock.kept_in(tmp_path / "clock", Wall(NOON))
    was = clock.now()
    clock.move_on_to(was - timedelta(days=1))
    assert clock.now() == was


def test_whoever_comes_back_at_night_finds_the_next_morning(tmp_path: Path) -> None:
    wall = Wall(NOON)
    Clock.kept_in(tmp_path / "clock", wall)
    wall.at += timedelta(hours=15)
    assert Clock.kept_in(tmp_path / "clock", wall).now() == at_local(date(2026, 11, 22), time(7, 30))


def test_by_day_nothing_is_skipped() -> None:
    for hour, becomes in ((time(3), time(7, 30)), (time(7, 30), time(7, 30)), (time(20, 59), time(20, 59))):
        assert by_day(at_local(date(2026, 11, 21), hour)) == at_local(date(2026, 11, 21), becomes)
    assert by_day(at_local(date(2026, 12, 31), time(21))) == at_local(date(2027, 1, 1), time(7, 30))


async def test_it_jumps_to_what_the_cell_has_to_see(sqlite_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(sqlite_db)
    person = await village.member(sqlite_db, cell)
    await village.reachable_at(sqlite_db, person, now)
    meeting = await village.meeting(sqlite_db, cell, now, timedelta(days=8))
    seen = []
    at = now
    while (moment := await moment_of(sqlite_db, Jump.REMINDER, cell.id, at)) is not None:
        seen.append(meeting.starts_at - moment)
        at = moment
    assert seen == [timedelta(days=3), timedelta(days=1), timedelta(hours=2)]
    assert await moment_of(sqlite_db, Jump.MEETING, cell.id, now) == meeting.starts_at
    assert await moment_of(sqlite_db, Jump.MEETING, cell.id, meeting.starts_at) is None


async def test_without_a_meeting_there_is_only_tomorrow(sqlite_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(sqlite_db)
    assert await moment_of(sqlite_db, Jump.REMINDER, cell.id, now) is None
    assert await moment_of(sqlite_db, Jump.MEETING, cell.id, now) is None
    assert await moment_of(sqlite_db, Jump.LATER, cell.id, now) == now + timedelta(hours=2)
    assert await moment_of(sqlite_db, Jump.TOMORROW, cell.id, now) == datetime(2026, 11, 22, 1, tzinfo=UTC)
