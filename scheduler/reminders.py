"""Reminding the silent, at the steps that were set when their meeting was called."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState, MeetingStep, Step
from bot.services.invitations import renew_lists
from bot.services.notices import Word, owe_words, urgency_of
from bot.services.permissions import Right, holders_at
from bot.services.reminding import remind_silent
from bot.services.tally import silent_in
from bot.words import vi
from bot.words.times import day_of

log = structlog.get_logger()
MEETINGS, PEOPLE = 50, 400
"""As many as are dealt with at first; then as many as this machine has shown that it does in a moment."""
FEWEST, MOST = 200, 2000
MOMENT = {"sqlite": 0.03, "postgresql": 0.1}
"""Seconds of a slice, without its commit: SQLite lets nobody speak meanwhile, PostgreSQL only those who answer to the
same meetings."""
RETRY = timedelta(minutes=1)
"""What cannot be done now is tried again later, and stands in nobody's way until then."""


@dataclass(frozen=True, slots=True)
class Due:
    """What the clock owes a meeting now: of two steps that an outage made due at once, the later."""

    meeting: Meeting
    step: Step | None
    """None where nothing of it is of use any more."""
    step_ids: Sequence[int]
    people: int
    """On its list."""


@dataclass
class Slices:
    """Reminds so many at once that nobody has to wait for long, whatever the machine and its load."""

    people: int = PEOPLE

    async def remind_some(self, db: AsyncSession, now: datetime) -> int:
        """What `remind` does, and learns from the time it took how many the next slice may have."""
        await db.connection()  # to wait for one's turn is no work
        begun = time.monotonic()
        due = await _remind_some(db, now, self.people)
        asked = sum(one.people for one in due if one.step)
        if asked * 2 >= self.people:  # of a slice that was nearly empty nothing can be learnt
            self.learn(asked, time.monotonic() - begun, MOMENT[db.get_bind().dialect.name])
        return _steps_of(due)

    def learn(self, asked: int, took: float, moment: float) -> None:
        """So many took so many seconds. Half or twice as many are next at most: one slow moment says little."""
        wanted = int(asked * moment / took)
        self.people = max(FEWEST, self.people // 2, min(MOST, self.people * 2, wanted))


async def remind(db: AsyncSession, now: datetime, people: int = PEOPLE) -> int:
    """Do some of the steps that are due, each once whoever ticks; returns how many, 0 when none is left.

    A step that an outage delayed is still done while the meeting has not begun; after that it is only marked.
    `people`: of as many meetings as have so many, at least one.
    """
    return _steps_of(await _remind_some(db, now, people))


def _steps_of(due: Sequence[Due]) -> int:
    return sum(len(one.step_ids) for one in due)


async def _remind_some(db: AsyncSession, now: datetime, people: int) -> Sequence[Due]:
    due = await _due(db, now, people)
    if not await _is_done(db, due, now):
        for one in due:
            if not await _is_done(db, [one], now):
                await _put_off(db, one, now)
    return due


async def _is_done(db: AsyncSession, due: Sequence[Due], now: datetime) -> bool:
    """All of these or none: a meeting that cannot be dealt with must not stop the others."""
    try:
        async with db.begin_nested():
            await _remind_all(db, [one for one in due if one.step], now)
            await _mark(db, due, now)
    except Exception:  # a job runner: it is logged, and tried again
        log.exception("reminders_failed", meetings=[one.meeting.id for one in due])
        return False
    return True


# What is due


async def _due(db: AsyncSession, now: datetime, most: int) -> list[Due]:
    """The oldest first, whole meetings, and locked: of two processes the other takes the next ones."""
    people = select(func.count()).where(Attendance.meeting_id == Meeting.id).scalar_subquery()
    found = await db.execute(
        select(Meeting, people)
        .join(MeetingStep, MeetingStep.meeting_id == Meeting.id)
        .where(*_is_due(now))
        .order_by(MeetingStep.done_at, MeetingStep.due_at)
        .limit(MEETINGS)
        .with_for_update(of=Meeting, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    meetings = {meeting.id: (meeting, people) for meeting, people in _some(found.all(), now, most)}
    steps = await db.scalars(
        select(MeetingStep)
        .where(MeetingStep.meeting_id.in_(meetings))
        .order_by(MeetingStep.due_at)
        .execution_options(populate_existing=True)
    )
    due: defaultdict[int, list[MeetingStep]] = defaultdict(list)
    for step in steps:  # asked for by `done_at`, SQLite would read all that is due instead of these few
        if step.done_at is None and step.due_at <= now:
            due[step.meeting_id].append(step)
    return [_due_at(*meetings[meeting_id], some, now) for meeting_id, some in due.items()]


def _due_at(meeting: Meeting, people: int, steps: Sequence[MeetingStep], now: datetime) -> Due:
    useful = [one.step for one in steps if one.revision == meeting.revision and _is_to_come(meeting, now)]
    return Due(meeting, useful[-1] if useful else None, [one.id for one in steps], people)


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return MeetingStep.done_at.is_(None), MeetingStep.due_at <= now


def _is_to_come(meeting: Meeting, now: datetime) -> bool:
    return meeting.state is MeetingState.CALLED and meeting.starts_at > now


def _some(found: Iterable[tuple[Meeting, int]], now: datetime, most: int) -> Iterable[tuple[Meeting, int]]:
    """As many as have so many people, at least one; those that are over cost nothing."""
    asked = 0
    for meeting, people in found:
        asked += people if _is_to_come(meeting, now) else 0
        if asked > most and asked > people:
            return
        yield meeting, people


# What is done about it


async def _remind_all(db: AsyncSession, due: Sequence[Due], now: datetime) -> None:
    if not due:
        return
    meetings = [one.meeting for one in due]
    await renew_lists(db, meetings, now)
    for (step, urgency), some in _alike(due, now).items():
        await remind_silent(db, some, step, urgency, now)
    await _tell_leaders(db, [one.meeting for one in due if one.step is Step.LAST_REMINDER], now)


def _alike(due: Sequence[Due], now: datetime) -> Mapping[tuple[Step, int], Sequence[int]]:
    """The meetings by step and urgency: those of one kind are one statement."""
    alike: defaultdict[tuple[Step, int], list[int]] = defaultdict(list)
    for one in due:
        if one.step:
            alike[one.step, urgency_of(one.meeting, now)].append(one.meeting.id)
    return alike


async def _tell_leaders(db: AsyncSession, called: Sequence[Meeting], now: datetime) -> None:
    """Who has still said nothing, to whoever leads the cell: the ladder ends with a person (rule 26)."""
    if not called:
        return
    silent = await silent_in(db, called)
    meetings = [one for one in called if silent[one.id]]
    leaders = await holders_at(db, [one.cell_id for one in meetings], Right.DECIDE_LEAVE, day_of(now))
    words = [_call_list(one, leaders[one.cell_id], [named.name for named in silent[one.id]]) for one in meetings]
    await owe_words(db, words, now)


def _call_list(meeting: Meeting, leaders: Sequence[int], names: list[str]) -> Word:
    """Without choices: the same person may just have been asked to answer 1 or 2, and these numbers stay theirs."""
    said = Reply(
        vi.call_list(names, meeting.starts_at, vi.NOTE_BY_WORD),
        one_way=vi.call_list(names, meeting.starts_at, vi.NOTE_AT_THE_ROLL, vi.NOT_HEARD_ONE_WAY),
    )
    return Word(f"meeting:{meeting.id}", meeting.revision, leaders, said)


async def _mark(db: AsyncSession, due: Sequence[Due], now: datetime) -> None:
    ids = [step_id for one in due for step_id in one.step_ids]
    done = update(MeetingStep).where(MeetingStep.id.in_(ids)).values(done_at=now)
    await db.execute(done.execution_options(synchronize_session=False))  # the next look reads them anew


async def _put_off(db: AsyncSession, due: Due, now: datetime) -> None:
    await db.execute(update(MeetingStep).where(MeetingStep.id.in_(due.step_ids)).values(due_at=now + RETRY))
