"""Who has studied a document: as the rolls of its study meetings say, both ways, or made up for otherwise (học bù)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from bot.db.writing import add_if_new
from bot.model.attendances import Attendance, Mark
from bot.model.directives import Directive, DirectiveStudy, DirectiveUnit, Receipt
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.services.audit import note
from bot.services.directive_counts import add_counts, counted

PAST_THE_SESSION = {"synchronize_session": False}
PLACE = (Receipt.directive_id, Receipt.unit_id)


# Meetings and documents


async def link_study(db: AsyncSession, meeting: Meeting, directive: Directive, by: str, now: datetime) -> None:
    """At this meeting the document is studied; said twice, it is once. A roll that is closed already counts at once."""
    row = {"meeting_id": meeting.id, "directive_id": directive.id}
    await add_if_new(db, DirectiveStudy, [row], tuple(row))
    note(db, by, "study_linked", f"meeting:{meeting.id}", now, directive=directive.id)
    await note_studied(db, meeting, by, now)


async def unlink_study(db: AsyncSession, meeting: Meeting, directive: Directive, by: str, now: datetime) -> None:
    """It was not studied there after all: whom only that roll counted has not studied it."""
    row = await db.get(DirectiveStudy, (meeting.id, directive.id))
    if row is None:
        return
    await db.delete(row)
    await db.flush()
    gone = Receipt.directive_id == directive.id, Receipt.study_meeting_id == meeting.id
    await _change(db, _not_studied(*gone), -1)
    await _change(db, _studied(by, now, Receipt.directive_id == directive.id, _on_list_of(meeting.id)), 1)
    note(db, by, "study_unlinked", f"meeting:{meeting.id}", now, directive=directive.id)


async def studied_at(db: AsyncSession, meeting_id: int) -> list[Directive]:
    """The documents of a meeting."""
    found = await db.scalars(
        select(Directive)
        .join(DirectiveStudy, DirectiveStudy.directive_id == Directive.id)
        .where(DirectiveStudy.meeting_id == meeting_id)
        .order_by(Directive.id)
    )
    return list(found)


async def to_be_studied(db: AsyncSession, cell: Unit) -> list[Directive]:
    """What a cell has to study and has not reported on yet, the newest first."""
    found = await db.scalars(
        select(Directive)
        .join(DirectiveUnit, DirectiveUnit.directive_id == Directive.id)
        .where(
            DirectiveUnit.unit_id == cell.id,
            DirectiveUnit.expected > 0,
            DirectiveUnit.reported_at.is_(None),
            Directive.must_study,
            Directive.cancelled_at.is_(None),
        )
        .order_by(Directive.id.desc())
    )
    return list(found)


async def is_told(db: AsyncSession, directive: Directive, cell: Unit) -> bool:
    """Whether people of this very unit are told of it, and it was not withdrawn."""
    if directive.cancelled_at is not None:
        return False
    here = DirectiveUnit.directive_id == directive.id, DirectiveUnit.unit_id == cell.id, DirectiveUnit.expected > 0
    return await db.scalar(select(DirectiveUnit.id).where(*here)) is not None


# Rolls


async def note_studied(db: AsyncSession, meeting: Meeting, by: str, now: datetime) -> None:
    """After its roll was closed or corrected: whoever was present has studied its documents, and nobody else by it.

    Whom a correction takes out has still studied it where another roll says so.
    """
    await db.flush()
    ours = select(DirectiveStudy.directive_id).where(DirectiveStudy.meeting_id == meeting.id)
    if meeting.state is not MeetingState.CLOSED or await db.scalar(ours.limit(1)) is None:
        return
    is_ours, was_there = Receipt.directive_id.in_(ours), _present_at(Attendance.meeting_id == meeting.id)
    await _change(db, _not_studied(is_ours, Receipt.study_meeting_id == meeting.id, ~was_there), -1)
    await _change(db, _studied(by, now, is_ours, _on_list_of(meeting.id)), 1)


def _on_list_of(meeting_id: int) -> ColumnElement[bool]:
    return Receipt.member_id.in_(select(Attendance.member_id).where(Attendance.meeting_id == meeting_id))


def _present_at(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the person of a receipt was there."""
    was_there = Attendance.member_id == Receipt.member_id, Attendance.mark == Mark.PRESENT
    return exists().where(*was_there, *which).correlate(Receipt)


def _studied(by: str, now: datetime, *which: ColumnElement[bool]) -> ReturningUpdate[int, int]:
    """Of these, who has not studied yet and was present at any closed meeting for it; the first of them is named."""
    held = (
        (DirectiveStudy.directive_id == Receipt.directive_id)
        & (Meeting.id == DirectiveStudy.meeting_id)
        & (Meeting.state == MeetingState.CLOSED)
        & (Attendance.meeting_id == Meeting.id)
        & (Attendance.member_id == Receipt.member_id)
        & (Attendance.mark == Mark.PRESENT)
    )
    first = select(func.min(Meeting.id)).where(held).correlate(Receipt).scalar_subquery()
    was_there = exists(select(Meeting.id).where(held)).correlate(Receipt)
    values = {"studied_at": now, "studied_by": by, "study_meeting_id": first}
    return update(Receipt).where(Receipt.studied_at.is_(None), *which, was_there).values(values).returning(*PLACE)


def _not_studied(*which: ColumnElement[bool]) -> ReturningUpdate[int, int]:
    values = {"studied_at": None, "studied_by": None, "study_meeting_id": None}
    return update(Receipt).where(Receipt.studied_at.is_not(None), *which).values(values).returning(*PLACE)


async def _change(db: AsyncSession, statement: ReturningUpdate[int, int], sign: int) -> int:
    """Count what it changes at the units; returns of how many people."""
    found = counted(
        (directive_id, unit_id)
        for directive_id, unit_id in await db.execute(statement, execution_options=PAST_THE_SESSION)
    )
    counts = {place: sign * count for place, count in found.items()}
    await db.run_sync(lambda session: add_counts(session.connection(), "studied", counts))
    return found.total()


# Made up for


async def make_up(
    db: AsyncSession, directive: Directive, cell: Unit, member_ids: Sequence[int], by: str, now: datetime
) -> int:
    """Note that these have studied it otherwise; returns of how many that is new."""
    values = {"studied_at": now, "studied_by": by, "study_meeting_id": None}
    theirs = _receipts_of(directive, cell, member_ids)
    statement = update(Receipt).where(*theirs, Receipt.studied_at.is_(None)).values(values).returning(*PLACE)
    count = await _change(db, statement, 1)
    note(db, by, "study_made_up", f"directive:{directive.id}", now, unit=cell.id, people=count)
    return count


async def take_back_made_up(
    db: AsyncSession, directive: Directive, cell: Unit, member_ids: Sequence[int], by: str, now: datetime
) -> int:
    """They have not, but by a roll: what that says is changed in the roll alone."""
    theirs = _receipts_of(directive, cell, member_ids)
    count = await _change(db, _not_studied(*theirs, Receipt.study_meeting_id.is_(None)), -1)
    await _change(db, _studied(by, now, *theirs), 1)
    note(db, by, "study_taken_back", f"directive:{directive.id}", now, unit=cell.id, people=count)
    return count


def _receipts_of(directive: Directive, cell: Unit, member_ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    return Receipt.directive_id == directive.id, Receipt.unit_id == cell.id, Receipt.member_id.in_(member_ids)


async def made_up(db: AsyncSession, directive: Directive, cell: Unit) -> int:
    """How many of this very unit have studied it outside a meeting."""
    theirs = Receipt.directive_id == directive.id, Receipt.unit_id == cell.id
    outside = Receipt.studied_at.is_not(None), Receipt.study_meeting_id.is_(None)
    return await db.scalar(select(func.count()).select_from(Receipt).where(*theirs, *outside)) or 0


async def classes_held(db: AsyncSession, directive: Directive, cell: Unit) -> int:
    """Its study meetings of this document whose roll is closed."""
    held = Meeting.cell_id == cell.id, Meeting.state == MeetingState.CLOSED
    linked = DirectiveStudy.directive_id == directive.id
    statement = select(func.count()).select_from(DirectiveStudy).join(Meeting, Meeting.id == DirectiveStudy.meeting_id)
    return await db.scalar(statement.where(linked, *held)) or 0
