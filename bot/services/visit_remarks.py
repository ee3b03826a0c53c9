"""How a meeting was in the eyes of whoever visited it: asked for in the evening, shown to the cell if they wish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.model.visits import Criterion, Visit, VisitAnswer, VisitAssignment, VisitGrade, VisitPerson
from bot.refusals import NoSuchVisit, NothingToShow, VisitTooEarly, WordsTooLong
from bot.services.audit import as_member, note
from bot.services.meetings import guard
from bot.services.own_visits import OwnVisit, lock, own_visit
from bot.services.permissions import Right, holders
from bot.services.unit_settings import UnitSettings, after_quiet, settings_at
from bot.services.visit_people import assignment_of, names_of, people_of
from bot.services.visit_telling import about, pass_word
from bot.words import visit_letters as letters
from bot.words import visits as words
from bot.words.names import tidy
from bot.words.times import at_local, day_of
from bot.words.vi import cell as cell_name

LONGEST = 1000
AFTER = timedelta(hours=2)
EVENING = time(17)
ASKED_WITHIN = timedelta(days=3)
"""What is longer ago is not asked of any more, as after the machine stood still."""
AT_ONCE = 50
DAY = timedelta(days=1)


# Asking


async def ask_remarks(db: AsyncSession, now: datetime) -> int:
    """Ask some of those who visited a meeting today how it was; returns of how many, 0 when nothing is left."""
    found = await db.execute(
        select(Visit, Meeting, Unit)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(Unit, Unit.id == Visit.cell_id)
        .where(*_to_be_asked(now))
        .order_by(Meeting.starts_at, Visit.id)
        .limit(AT_ONCE)
        .with_for_update(of=Visit, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = [(visit, meeting, cell) for visit, meeting, cell in found if now >= asked_from(meeting)]
    senders = await _senders(db, [visit for visit, _, _ in rows])
    due = [row for row in rows if after_quiet(now, senders[row[0].unit_id].quiet_hours) == now]
    people = await people_of(db, [visit.id for visit, _, _ in due])
    for visit, meeting, cell in due:
        await _ask(db, visit, meeting, cell, people[visit.id], now)
    return len(due)


def _to_be_asked(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Visit.asked_at.is_(None),
        Visit.ended_at.is_(None),
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at <= now - AFTER,
        Meeting.starts_at > now - ASKED_WITHIN,
    )


def asked_from(meeting: Meeting) -> datetime:
    """The evening of its day; after a meeting in the evening two hours from its beginning."""
    return max(meeting.starts_at + AFTER, at_local(day_of(meeting.starts_at), EVENING))


async def _senders(db: AsyncSession, visits: Sequence[Visit]) -> Mapping[int, UnitSettings]:
    """By unit, whose people are asked: its hours hold."""
    found = await db.scalars(select(Unit).where(Unit.id.in_({one.unit_id for one in visits})))
    return await settings_at(db, found.all())


async def _ask(
    db: AsyncSession, visit: Visit, meeting: Meeting, cell: Unit, people: Sequence[VisitPerson], now: datetime
) -> None:
    """Whoever leads, else the next who has not declined; where nobody went, nobody is asked."""
    visit.asked_at = now
    went = [one.member_id for one in people if one.came or (one.came is None and one.answer is not VisitAnswer.AWAY)]
    if not went:
        visit.came = bool(visit.came)
        return
    if visit.marks is None and visit.remark is None:
        said = letters.how_was_it(cell_name(cell.name), meeting.starts_at)
        choices = (
            Choice(words.WE_WENT, f"visit_went:{visit.id}:1"),
            Choice(words.WE_DID_NOT, f"visit_went:{visit.id}:0"),
        )
        sender = (await db.get_one(Unit, (await assignment_of(db, visit)).unit_id)).name
        one_way = letters.how_was_it_one_way(cell_name(cell.name), meeting.starts_at, sender)
        await pass_word(db, about(visit.id), went, Reply(said, choices, one_way=one_way), now)


# Remarking


async def mark(
    db: AsyncSession, visit_id: int, member_id: int, criterion: Criterion, grade: VisitGrade, now: datetime
) -> OwnVisit:
    """The last mark counts; raises NoSuchVisit or VisitTooEarly."""
    own = await held(db, visit_id, member_id, now)
    own.visit.marks = {**(own.visit.marks or {}), criterion.value: grade.value}
    _remarked(own, now)
    await db.flush()
    return own


async def write_remark(
    db: AsyncSession, visit_id: int, member_id: int, text: str, now: datetime, *, harmless: bool = False
) -> OwnVisit:
    """A line of words, in the place of the one before; raises SecrecyMarked, DoubtfulWords, WordsTooLong."""
    said = checked(text, harmless=harmless)
    own = await held(db, visit_id, member_id, now)
    own.visit.remark = said or None
    _remarked(own, now)
    note(db, as_member(member_id), "visit_remarked", about(visit_id), now)
    await db.flush()
    return own


def checked(text: str, *, harmless: bool) -> str:
    """The text tidied; nothing with a secrecy mark goes further than this."""
    guard((text,), harmless=harmless)
    said = tidy(text)
    if len(said) > LONGEST:
        raise WordsTooLong(most=LONGEST)
    return said


async def held(db: AsyncSession, visit_id: int, member_id: int, now: datetime) -> OwnVisit:
    """That visit, locked, once its meeting has begun; raises NoSuchVisit or VisitTooEarly."""
    await lock(db, visit_id)
    own = await own_visit(db, visit_id, [member_id])
    if own.meeting.starts_at > now:
        raise VisitTooEarly(at=own.meeting.starts_at)
    return own


def _remarked(own: OwnVisit, now: datetime) -> None:
    own.visit.remarked_at, own.visit.remarked_by = now, as_member(own.member.id)
    own.visit.asked_at = own.visit.asked_at or now


# Reading it at the committee


@dataclass(frozen=True, slots=True)
class Remarked:
    """A visit of which something was said."""

    visit: Visit
    meeting: Meeting
    cell: Unit


async def remarks_at(db: AsyncSession, unit: Unit, first: date, last: date) -> list[Remarked]:
    """What those whom this very unit sent said of meetings of these days, the newest first."""
    in_time = Meeting.starts_at >= at_local(first, time()), Meeting.starts_at < at_local(last + DAY, time())
    return await _remarked_of(db, VisitAssignment.unit_id == unit.id, *in_time)


async def remark_at(db: AsyncSession, visit_id: int) -> Remarked:
    """Raises NoSuchVisit where nothing was said, or is kept no longer."""
    found = await _remarked_of(db, Visit.id == visit_id)
    if not found:
        raise NoSuchVisit
    return found[0]


async def _remarked_of(db: AsyncSession, *which: ColumnElement[bool]) -> list[Remarked]:
    found = await db.execute(
        select(Visit, Meeting, Unit)
        .join(VisitAssignment, VisitAssignment.id == Visit.assignment_id)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(Unit, Unit.id == Visit.cell_id)
        .where(or_(Visit.marks.is_not(None), Visit.remark.is_not(None)), *which)
        .order_by(Meeting.starts_at.desc(), Visit.id.desc())
    )
    return [Remarked(*row) for row in found]


async def visitor_of(db: AsyncSession, visit: Visit) -> str:
    """`Tổ công tác số 1`, or `đồng chí Nguyễn Văn An`."""
    assignment = await assignment_of(db, visit)
    return (await names_of(db, [assignment]))[assignment.id]


# Showing it to the cell


async def release(db: AsyncSession, visit_id: int, member_id: int, now: datetime) -> OwnVisit:
    """From now on whoever leads the cell may read it, and is told so once; raises NothingToShow."""
    own = await held(db, visit_id, member_id, now)
    if not own.visit.marks and not own.visit.remark:
        raise NothingToShow
    if own.visit.released_at is None:
        own.visit.released_at = now
        note(db, as_member(member_id), "visit_remark_released", about(visit_id), now)
        await db.flush()
        said = letters.released(await visitor_of(db, own.visit), own.meeting.starts_at)
        choice = Choice(words.SEE_REMARK, f"visit_remark_of:{visit_id}")
        leaders = await holders(db, own.cell, Right.CALL, day_of(now))
        await pass_word(db, about(visit_id), leaders, Reply(said, (choice,)), now)
    return own


async def released_visit(db: AsyncSession, visit_id: int) -> tuple[Visit, Meeting, Unit, str]:
    """A visit whose remark the cell may read, with who went; raises NoSuchVisit for any other."""
    visit = await db.get(Visit, visit_id)
    if visit is None or visit.released_at is None:
        raise NoSuchVisit
    meeting, cell = await db.get_one(Meeting, visit.meeting_id), await db.get_one(Unit, visit.cell_id)
    return visit, meeting, cell, await visitor_of(db, visit)
