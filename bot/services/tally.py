"""How meetings stand: counted from their lists whenever asked, for one or for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Answer, Attendance, Leave, Mark
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.services.ledger import MAIN
from bot.services.notices import OPEN, TOLD


@dataclass(frozen=True, slots=True)
class Standing:
    """A meeting in numbers. `silent` includes those whose answer was for the time before a move."""

    state: MeetingState
    revision: int
    starts_at: datetime
    place: str
    expected: int = 0
    coming: int = 0
    away: int = 0
    undecided: int = 0
    pending: int = 0
    """Leaves asked for and not decided."""
    present: int = 0
    """As the roll says so far."""
    told: int = 0
    unreached: int = 0
    waiting: int = 0
    """Whom the call has not left for yet."""

    @property
    def silent(self) -> int:
        return self.expected - self.coming - self.away - self.undecided


class Answered(Protocol):
    """A row of a meeting's list, or as much of it as this asks for."""

    @property
    def answer(self) -> Answer | None: ...

    @property
    def is_stale(self) -> bool: ...


SAYS_ENOUGH = (Answer.COMING, Answer.AWAY)
"""The undecided are asked again."""


IS_SILENT = and_(
    Attendance.is_optional.is_(False),
    or_(Attendance.answer.is_(None), Attendance.answer.not_in(SAYS_ENOUGH), Attendance.is_stale.is_(True)),
)
"""The contrary of `has_answered`, in a query, among those who are expected."""


def has_answered(row: Answered) -> bool:
    """Whether they have said what is needed."""
    return row.answer in SAYS_ENOUGH and not row.is_stale


async def standings(db: AsyncSession, meeting_ids: Sequence[int]) -> dict[int, Standing]:
    """How each of these meetings stands, in three queries however many they are."""
    answers = await _answers(db, meeting_ids)
    tellings = await _tellings(db, meeting_ids)
    meetings = await db.scalars(select(Meeting).where(Meeting.id.in_(meeting_ids)))
    return {
        one.id: Standing(
            one.state, one.revision, one.starts_at.astimezone(UTC), one.place, **answers[one.id], **tellings[one.id]
        )
        for one in meetings
    }


async def standing_of(db: AsyncSession, meeting: Meeting) -> Standing:
    return (await standings(db, [meeting.id]))[meeting.id]


async def _answers(db: AsyncSession, meeting_ids: Sequence[int]) -> defaultdict[int, dict[str, int]]:
    fresh = Attendance.is_stale.is_(False)
    wanted: dict[str, ColumnElement[bool]] = {answer.value: fresh & (Attendance.answer == answer) for answer in Answer}
    wanted |= {"pending": fresh & (Attendance.leave == Leave.PENDING), "present": Attendance.mark == Mark.PRESENT}
    found = await db.execute(
        select(Attendance.meeting_id, func.count(), *(func.count().filter(one) for one in wanted.values()))
        .where(Attendance.meeting_id.in_(meeting_ids), IS_COUNTED | (fresh & (Attendance.answer == Answer.COMING)))
        .group_by(Attendance.meeting_id)
    )
    counted = {row[0]: dict(zip(("expected", *wanted), row[1:], strict=True)) for row in found}
    return defaultdict(dict, counted)


async def _tellings(db: AsyncSession, meeting_ids: Sequence[int]) -> defaultdict[int, dict[str, int]]:
    """How many of each list have been told the present revision, how many cannot be, and how many wait for it."""
    one = _by_person(meeting_ids).subquery()
    found = await db.execute(
        select(
            one.c.meeting_id,
            func.count().filter(one.c.told > 0),
            func.count().filter(one.c.told == 0, one.c.waiting == 0, one.c.failed > 0),
            func.count().filter(one.c.told == 0, one.c.waiting > 0),
        ).group_by(one.c.meeting_id)
    )
    counted = {row[0]: dict(zip(("told", "unreached", "waiting"), row[1:], strict=True)) for row in found}
    return defaultdict(dict, counted)


def _by_person(meeting_ids: Sequence[int]) -> Select[int | None, int, int, int]:
    """Several tellings of one person are one person: whoever got the second was reached."""
    return (
        select(
            Notice.meeting_id,
            func.count().filter(Notice.state.in_(TOLD)).label("told"),
            func.count().filter(Notice.state == NoticeState.WAITING).label("waiting"),
            func.count().filter(Notice.state == NoticeState.FAILED).label("failed"),
        )
        .join(Meeting, (Meeting.id == Notice.meeting_id) & (Meeting.revision == Notice.revision))
        .join(Attendance, (Attendance.meeting_id == Meeting.id) & (Attendance.member_id == Notice.member_id))
        .where(Notice.meeting_id.in_(meeting_ids), Notice.step.in_(MAIN))
        .group_by(Notice.meeting_id, Notice.member_id)
    )


class Named(NamedTuple):
    """Somebody on a list, as much of them as a word to their secretary needs."""

    id: int
    name: str


async def silent_in(db: AsyncSession, meetings: Sequence[Meeting]) -> defaultdict[int, list[Named]]:
    """What `silent_of` says for several meetings, in one query and without reading whole people."""
    found = await db.execute(
        select(Attendance.meeting_id, Member.sort_key, Member.id, Member.name)
        .join(Member, Member.id == Attendance.member_id)
        .where(
            Attendance.meeting_id.in_([meeting.id for meeting in meetings]),
            IS_SILENT,
        )
    )
    silent: defaultdict[int, list[Named]] = defaultdict(list)
    for meeting_id, _, member_id, name in sorted(found, key=tuple):
        silent[meeting_id].append(Named(member_id, name))
    return silent


async def unanswered(db: AsyncSession, meeting: Meeting) -> list[tuple[Member, Attendance]]:
    """Who has not said whether they come, by name, each with the row on the list."""
    found = await db.execute(
        select(Member, Attendance)
        .join(Attendance, Attendance.member_id == Member.id)
        .where(Attendance.meeting_id == meeting.id)
    )
    silent = [(member, row) for member, row in found if not has_answered(row) and not row.is_optional]
    return sorted(silent, key=lambda pair: (pair[0].sort_key, pair[0].id))


async def silent_of(db: AsyncSession, meeting: Meeting) -> list[Member]:
    """Who has not said whether they come, by name."""
    return [member for member, _ in await unanswered(db, meeting)]


async def still_to_be_told(db: AsyncSession, meeting: Meeting) -> set[int]:
    """Whose notice of this revision still waits: nobody is told twice at once."""
    return (await waiting_in(db, [meeting]))[meeting.id]


async def waiting_in(db: AsyncSession, meetings: Sequence[Meeting]) -> defaultdict[int, set[int]]:
    """The same for several meetings, in one query."""
    revisions = {meeting.id: meeting.revision for meeting in meetings}
    found = await db.execute(
        select(Notice.meeting_id, Notice.member_id, Notice.revision, Notice.state).where(
            Notice.meeting_id.in_(revisions)
        )
    )
    waiting: defaultdict[int, set[int]] = defaultdict(set)
    for meeting_id, member_id, revision, state in found:  # asked for by state, SQLite would read all that waits
        if meeting_id and member_id and state in OPEN and revision == revisions[meeting_id]:
            waiting[meeting_id].add(member_id)
    return waiting
