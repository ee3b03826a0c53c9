"""What whoever is sent to a meeting sees of it, and answers before it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAnswer, VisitAssignment, VisitPerson
from bot.refusals import NoSuchVisit, VisitOver
from bot.services.permissions import Right, holders
from bot.services.visit_people import assignment_of, names_of, people_of
from bot.services.visit_telling import about, pass_word
from bot.words import visit_letters as letters
from bot.words import visits as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name

LATELY = timedelta(days=3)
"""So long after a meeting its visit is among the own ones."""
IS_ON = Visit.ended_at.is_(None), Meeting.state != MeetingState.CANCELLED
"""What `OwnVisit.is_on` says."""


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A meeting to which somebody is sent."""

    visit: Visit
    person: VisitPerson
    member: Member
    meeting: Meeting
    cell: Unit
    is_announced: bool

    @property
    def is_on(self) -> bool:
        """Neither the assignment was ended nor the meeting called off."""
        return self.visit.ended_at is None and self.meeting.state is not MeetingState.CANCELLED


async def own_visits(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> list[OwnVisit]:
    """Those to come and those of the last days, the earliest first."""
    return await _own(db, *IS_ON, VisitPerson.member_id.in_(member_ids), Meeting.starts_at > now - LATELY)


async def own_visit(db: AsyncSession, visit_id: int, member_ids: Sequence[int]) -> OwnVisit:
    """That of the first of these who is sent there; raises NoSuchVisit for everybody else."""
    found = await _own(db, *IS_ON, Visit.id == visit_id, VisitPerson.member_id.in_(member_ids))
    if not found:
        raise NoSuchVisit
    return found[0]


async def visits_of_member(db: AsyncSession, member_id: int) -> list[OwnVisit]:
    """All that are kept, those that went off included, for the own copy."""
    return await _own(db, VisitPerson.member_id == member_id)


async def _own(db: AsyncSession, *which: ColumnElement[bool]) -> list[OwnVisit]:
    found = await db.execute(
        select(Visit, VisitPerson, Member, Meeting, Unit, VisitAssignment.is_announced)
        .join(VisitPerson, VisitPerson.visit_id == Visit.id)
        .join(Member, Member.id == VisitPerson.member_id)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(Unit, Unit.id == Meeting.cell_id)
        .join(VisitAssignment, VisitAssignment.id == Visit.assignment_id)
        .where(*which)
        .order_by(Meeting.starts_at, Visit.id, VisitPerson.id)
        .execution_options(populate_existing=True)
    )
    return [OwnVisit(*row) for row in found]


async def record_answer(
    db: AsyncSession, visit_id: int, member_id: int, answer: VisitAnswer, now: datetime
) -> OwnVisit:
    """The last answer counts, until the meeting begins; raises NoSuchVisit or VisitOver."""
    await lock(db, visit_id)
    own = await own_visit(db, visit_id, [member_id])
    if own.meeting.starts_at <= now:
        raise VisitOver(at=own.meeting.starts_at)
    was, own.person.answer, own.person.answered_at = own.person.answer, answer, now
    await db.flush()
    people = (await people_of(db, [visit_id]))[visit_id]
    if was is not answer and all(one.answer is VisitAnswer.AWAY for one in people):
        await _tell_planners(db, own, now)
    return own


async def lock(db: AsyncSession, visit_id: int) -> None:
    """Two taps at once do it one after the other."""
    await db.execute(
        select(Visit).where(Visit.id == visit_id).with_for_update().execution_options(populate_existing=True)
    )


async def _tell_planners(db: AsyncSession, own: OwnVisit, now: datetime) -> None:
    """Nobody can go: whoever assigned may send others."""
    assignment = await assignment_of(db, own.visit)
    name = (await names_of(db, [assignment]))[assignment.id]
    committee = await db.get_one(Unit, assignment.unit_id)
    said = letters.nobody_goes(name, cell_name(own.cell.name), own.meeting.starts_at)
    planners = await holders(db, committee, Right.PLAN_VISITS, day_of(now))
    choice = Choice(words.GROUPS, f"visits_of:{committee.id}")
    await pass_word(db, about(own.visit.id), planners, Reply(said, (choice,)), now)
