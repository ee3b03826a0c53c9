"""The minutes of the year: each month's meetings with all that was said and seen, and what they add up to."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import AnswerLog, Attendance, RollLog
from bot.model.meetings import Meeting, MeetingState
from bot.model.notices import Attempt, Notice, NoticeState
from bot.model.participations import DueMonth, Participation, ParticipationDelta
from bot.rehearsal import rolls, sums
from bot.rehearsal.attendance import seen_at
from bot.rehearsal.beside import write_beside
from bot.rehearsal.district import District, luck_of
from bot.rehearsal.records import write_grades, write_records
from bot.rehearsal.studying import write_studies
from bot.rehearsal.writing import Row, write, write_numbered
from bot.rehearsal.year import Held
from bot.services.audit import as_member
from bot.services.participation import roll_up_all, write_due_months
from bot.services.retention import take_away
from bot.services.roll_warnings import write_warnings
from bot.words import rehearsal_district as words
from bot.words.times import at_local, day_of

TOLD = 2
"""Of so many months the messages are there as well."""


async def write_month(db: AsyncSession, district: District, month: str, held: Sequence[Held]) -> None:
    meetings = await _write_meetings(db, district, month, held)
    for table, rows in (
        (Attendance, rolls.attendance_rows), (AnswerLog, rolls.answer_rows), (RollLog, rolls.mark_rows),
    ):  # fmt: skip
        await write(db, table, [row for meeting in meetings for row in rows(meeting)])
    await write_records(db, district, month, meetings)
    if month in district.calendar.months[-TOLD:]:
        await _write_notices(db, [row for meeting in meetings for row in rolls.notice_rows(meeting)])
    now = district.calendar.now
    deltas = [*sums.due_deltas(district.cells, month, now), *sums.roll_deltas(district.cells, meetings, now)]
    await write(db, DueMonth, sums.due_rows(district.cells, month))
    await write(db, ParticipationDelta, deltas)
    district.deltas += deltas


async def _write_meetings(
    db: AsyncSession, district: District, month: str, held: Sequence[Held]
) -> list[rolls.Minutes]:
    cells, secretaries, ever = district.cells, district.secretaries, district.ever_in
    ids = await write_numbered(
        db, Meeting, [rolls.meeting_row(one, cells[one.cell], secretaries[one.cell]) for one in held]
    )
    luck = luck_of(month)
    minutes = []
    for number, one in zip(ids, held, strict=True):
        seen = seen_at(one, cells[one.cell], ever[one.cell], luck)
        minutes.append(rolls.Minutes(number, one, as_member(secretaries[one.cell].id), seen))
    return minutes


async def _write_notices(db: AsyncSession, rows: Sequence[Row]) -> None:
    ids = await write_numbered(db, Notice, rows)
    sent = [(number, row) for number, row in zip(ids, rows, strict=True) if row["state"] is NoticeState.SENT]
    await write(db, Attempt, [rolls.attempt_row(number, row) for number, row in sent])


async def write_sums(db: AsyncSession, district: District) -> list[rolls.Minutes]:
    """What the services find to do after that is nothing, or what came due meanwhile; returns the meetings of study."""
    now = district.calendar.now
    head = district.units[words.DISTRICT[0]]
    beside, studies = await write_beside(db, district), await write_studies(db, district)
    told = [one for one in (*beside, *studies) if one.held.month in district.calendar.months[-TOLD:]]
    await _write_notices(db, [row for one in told for row in rolls.notice_rows(one)])
    units = [*district.cells, *district.committees]
    await write(db, Participation, sums.participation_rows(units, district.deltas, head))
    await write_grades(db, district, now)
    closed = select(Meeting).where(Meeting.state == MeetingState.CLOSED, Meeting.starts_at >= _this_year(now))
    await write_warnings(db, (await db.scalars(closed)).all(), now)
    await write_due_months(db, now)
    await roll_up_all(db, now)
    await take_away(db, now)
    return studies


def _this_year(now: datetime) -> datetime:
    return at_local(date(day_of(now).year, 1, 1), time.min)
