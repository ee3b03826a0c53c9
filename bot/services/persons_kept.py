"""What is kept of people, and until when: who came to what for 24 months, why somebody stayed away for less."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import AnswerLog, Attendance, RollLog
from bot.model.check_ins import PaperSheet
from bot.model.conclusions import Conclusion
from bot.model.guests import Guest
from bot.model.notices import Notice
from bot.model.residents import Resident
from bot.model.tallies import Tally
from bot.model.warnings import RosterCheck, Stage, UnitWarning
from bot.services.row_removal import delete_notices, delete_some, held_before, some_of
from bot.words.times import at_local, day_of

MESSAGES = timedelta(days=90)
PERSONS_MONTHS = 24
REASONS_END = (3, 31)
"""Reasons go three months after the year-end grading: on 31 March for the year before."""


async def residents(db: AsyncSession, now: datetime, limit: int) -> int:
    """Numbers whose owners stopped long ago: by then no paper is so old that it would bring them back."""
    months = at_local(oldest_recountable(now), time())
    return await delete_some(db, Resident, limit, Resident.stopped_at < months)


async def reasons(db: AsyncSession, now: datetime, limit: int) -> int:
    today = day_of(now)
    year = today.year if (today.month, today.day) >= REASONS_END else today.year - 1
    graded = held_before(at_local(date(year, 1, 1), time()))
    taken = 0
    for table in (AnswerLog, Attendance):
        which = await some_of(db, table, limit - taken, table.meeting_id.in_(graded), table.reason.is_not(None))
        await db.execute(update(table).where(table.id.in_(which)).values(reason=None))
        taken += len(which)
    return taken


# Who came to what: after 24 months. The counts of the units stay, and no recount reaches so far back


async def tallies(db: AsyncSession, now: datetime, limit: int) -> int:
    had_its_time = Tally.ended_at < now - MESSAGES
    return await delete_some(db, Tally, limit, or_(had_its_time, Tally.meeting_id.in_(held_before(persons_end(now)))))


async def notices(db: AsyncSession, now: datetime, limit: int) -> int:
    return await delete_notices(db, limit, Notice.meeting_id.in_(held_before(persons_end(now))))


async def persons(db: AsyncSession, now: datetime, limit: int) -> int:
    taken, old = 0, held_before(persons_end(now))
    for table in (AnswerLog, RollLog, Attendance, Guest, Conclusion, PaperSheet):
        taken += await delete_some(db, table, limit - taken, table.meeting_id.in_(old))
    return taken


async def person_lines(db: AsyncSession, now: datetime, limit: int) -> int:
    """What was flagged of a member goes with the rolls that it came from; what was only looked at, with messages."""
    of_person = and_(UnitWarning.subject.startswith("member:"), UnitWarning.at < persons_end(now))
    looked_at = and_(UnitWarning.stage == Stage.NOBODY, UnitWarning.at < now - MESSAGES)
    return await delete_some(db, UnitWarning, limit, or_(of_person, looked_at))


async def roster_words(db: AsyncSession, now: datetime, limit: int) -> int:
    """What somebody wrote is wrong in a roster names people; that it was wrong, stays."""
    old = RosterCheck.answered_at < now - MESSAGES, RosterCheck.wrong.is_not(None)
    which = await some_of(db, RosterCheck, limit, *old)
    await db.execute(update(RosterCheck).where(RosterCheck.id.in_(which)).values(wrong=None))
    return len(which)


def persons_end(now: datetime) -> datetime:
    """What is kept of persons reaches back to here."""
    return at_local(oldest_recountable(now), time())


def oldest_recountable(now: datetime) -> date:
    """The first day whose rolls are still there person by person."""
    today = day_of(now)
    months = today.year * 12 + today.month - 1 - PERSONS_MONTHS
    return date(months // 12, months % 12 + 1, 1)
