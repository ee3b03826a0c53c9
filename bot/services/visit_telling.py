"""What is owed to whoever is sent to a meeting: that it is called, a reminder, that nobody needs to go.

No such notice is about the meeting by its key: in whatever the cell sees of its own meeting nothing shows it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.meetings import Meeting, Step
from bot.model.notices import Notice, NoticeState
from bot.model.visits import Visit, VisitAnswer, VisitAssignment, VisitPerson
from bot.services.addressees import Telling, tell
from bot.services.ladder import Plan
from bot.services.notices import TOLD, Word, owe_words
from bot.services.told import Due

CALL, REMINDER, OFF = "", ":reminder", ":off"
"""What a notice says, at the end of what it is about."""


def about(visit_id: int, what: str = CALL) -> str:
    return f"visit:{visit_id}{what}"


def visit_in(said: str) -> int:
    """The visit that a notice is about."""
    return int(said.split(":")[1])


def says_in(said: str) -> str:
    """`CALL`, `REMINDER` or `OFF`."""
    return said[len(about(visit_in(said))) :]


def says_a_change(notice: Notice | Due) -> bool:
    """To whoever is sent to a meeting: that it is at another time, or that they need not go."""
    return notice.step is Step.VISIT and (
        says_in(notice.about) == OFF or (not says_in(notice.about) and notice.revision > 1)
    )


async def told_of(db: AsyncSession, visit_id: int) -> set[int]:
    """Who has been told of it, or may have been."""
    found = await db.scalars(
        select(Notice.member_id).where(
            Notice.about.in_([about(visit_id, what) for what in (CALL, REMINDER)]),
            Notice.step == Step.VISIT,
            Notice.state.in_(TOLD),
        )
    )
    return {one for one in found if one is not None}


async def tell_visitors(
    db: AsyncSession, visit: Visit, meeting: Meeting, plan: Plan, urgency: int, now: datetime
) -> None:
    """They hear of it when the cell does, who has heard of an earlier time at once; and once more a day before."""
    told = await told_of(db, visit.id)
    reminders = [at for step, at in plan.reminders if step is Step.REMINDER]
    for at in reminders:
        await _tell(db, visit, meeting, REMINDER, at, urgency, now)
    await _tell(db, visit, meeting, CALL, now, urgency, now, only=told)
    await _tell(db, visit, meeting, CALL, plan.notice_at, urgency, now)


async def call_off(db: AsyncSession, visit: Visit, meeting: Meeting, urgency: int, now: datetime) -> None:
    """Nothing more leaves; whoever knows of it, and has not said that they stay away, hears that it is off."""
    await drop_waiting(db, visit.id, now)
    await _tell(db, visit, meeting, OFF, now, urgency, now, only=await told_of(db, visit.id))


async def drop_waiting(db: AsyncSession, visit_id: int, now: datetime) -> None:
    await db.execute(
        update(Notice)
        .where(
            Notice.about.in_([about(visit_id, what) for what in (CALL, REMINDER)]),
            Notice.step == Step.VISIT,
            Notice.state == NoticeState.WAITING,
        )
        .values(state=NoticeState.CANCELLED, cause="superseded", settled_at=now)
    )


async def _tell(
    db: AsyncSession,
    visit: Visit,
    meeting: Meeting,
    what: str,
    at: datetime,
    urgency: int,
    now: datetime,
    *,
    only: Collection[int] | None = None,
) -> None:
    """Whoever has it for this revision already is left out."""
    sender = await db.get_one(VisitAssignment, visit.assignment_id)
    people = select(VisitPerson.member_id, literal(sender.unit_id).label("unit_id")).where(
        VisitPerson.visit_id == visit.id, VisitPerson.answer.is_distinct_from(VisitAnswer.AWAY)
    )
    if only is not None:
        people = people.where(VisitPerson.member_id.in_(only))
    telling = Telling(
        about(visit.id, what),
        Step.VISIT,
        urgency,
        not_before=at,
        expires_at=meeting.starts_at,
        revision=meeting.revision,
    )
    await tell(db, telling, people.subquery(), now)


async def pass_word(db: AsyncSession, said_of: str, to: Sequence[int], said: Reply, now: datetime) -> bool:
    """A word about a visit or a difficulty to the first of these who can be reached; False where none can."""
    await db.flush()
    last = await db.scalar(select(func.max(Notice.round)).where(Notice.about == said_of, Notice.step == Step.PASSED_ON))
    return (await owe_words(db, [Word(said_of, (last or 0) + 1, to, said)], now))[0]
