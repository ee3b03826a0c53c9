"""What is kept about one person, for that person: what they are told in the chat; the rest is in own_traces.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.model.attendances import AnswerLog, Attendance
from bot.model.data_requests import DataRequest
from bot.model.directives import Directive, DirectiveQuestion, Receipt
from bot.model.endpoints import Address, Consent, Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member, Membership, MemberStatus
from bot.model.opinions import Opinion
from bot.model.polls import Poll, PollAnswer
from bot.model.roles import Role
from bot.model.units import Unit
from bot.services.links import Way, ways_of
from bot.services.own_visits import OwnVisit, visits_of_member
from bot.services.people import member_by_id

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class OwnData:
    """The rows of one person, the oldest first."""

    member: Member
    places: Sequence[tuple[Membership, Unit]]
    statuses: Sequence[MemberStatus]
    offices: Sequence[tuple[Role, Unit]]
    ways: Sequence[Way]
    ended: Sequence[tuple[Address, Endpoint]]
    consents: Sequence[Consent]
    meetings: Sequence[tuple[Attendance, Meeting]]
    answers: Sequence[AnswerLog]
    directives: Sequence[tuple[Receipt, Directive]]
    questions: Sequence[tuple[DirectiveQuestion, Directive]]
    requests: Sequence[DataRequest]
    visits: Sequence[OwnVisit]
    polls: Sequence[tuple[PollAnswer, Poll]]
    opinions: Sequence[Opinion]

    @property
    def reasons(self) -> int:
        return sum(row.reason is not None for row, _ in self.meetings)


async def own_data_of(db: AsyncSession, member_id: int) -> OwnData:
    """Raises NoSuchMember."""
    return OwnData(
        member=await member_by_id(db, member_id),
        places=await pairs_of(db, Membership, Unit, Membership.unit_id, member_id),
        statuses=await rows_of(db, MemberStatus, member_id),
        offices=await pairs_of(db, Role, Unit, Role.unit_id, member_id),
        ways=(await ways_of(db, [member_id]))[member_id],
        ended=[pair for pair in await _addresses(db, member_id) if pair[0].ended_at],
        consents=await rows_of(db, Consent, member_id),
        meetings=await pairs_of(db, Attendance, Meeting, Attendance.meeting_id, member_id),
        answers=await rows_of(db, AnswerLog, member_id),
        directives=await pairs_of(db, Receipt, Directive, Receipt.directive_id, member_id),
        questions=await pairs_of(db, DirectiveQuestion, Directive, DirectiveQuestion.directive_id, member_id),
        requests=await rows_of(db, DataRequest, member_id),
        visits=await visits_of_member(db, member_id),
        polls=await pairs_of(db, PollAnswer, Poll, PollAnswer.poll_id, member_id),
        opinions=await rows_of(db, Opinion, member_id),
    )


async def _addresses(db: AsyncSession, member_id: int) -> list[tuple[Address, Endpoint]]:
    return await pairs_of(db, Address, Endpoint, Address.endpoint_id, member_id)


async def rows_of(db: AsyncSession, table: type[T], member_id: int) -> Sequence[T]:
    """The rows of a table with a `member_id`, in the order of their making."""
    rows: Any = table
    return (await db.scalars(select(table).where(rows.member_id == member_id).order_by(rows.id))).all()


async def pairs_of(
    db: AsyncSession, table: type[T], other: type[U], key: InstrumentedAttribute[int], member_id: int
) -> list[tuple[T, U]]:
    """The same, each with the row that its key points to."""
    rows, others = cast("Any", table), cast("Any", other)
    found = await db.execute(
        select(table, other).join(other, others.id == key).where(rows.member_id == member_id).order_by(rows.id)
    )
    return [(row[0], row[1]) for row in found]
