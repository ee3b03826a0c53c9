"""The ledger: every invited person of a meeting once, and for every broadcast owed = the sum of all states, always."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, and_, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, Step
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState

MAIN = (Step.NOTICE, Step.MOVED, Step.CANCELLED)
"""What tells the call itself; reminders are more of the same."""
NO_CAUSE = "unknown"
COUNTED = ("sent", "failed", "uncertain", "cancelled", "expired", "waiting", "sending")
"""Every state that a count below stands for, as it is written: a new one that nobody counts breaks the identity."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How it stands with one person: the newest telling of the meeting."""

    member_id: int
    channel: str | None
    state: NoticeState
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everybody's entry."""

    people: list[Entry]

    def count(self, state: NoticeState) -> int:
        return Counter(entry.state for entry in self.people)[state]


async def ledger_of(db: AsyncSession, meeting: Meeting) -> Ledger:
    """The newest notice of each person on the list of the meeting."""
    listed = select(Attendance.member_id).where(Attendance.meeting_id == meeting.id)
    found = await db.scalars(
        select(Notice)
        .where(Notice.member_id.in_(listed))
        .where(Notice.meeting_id == meeting.id, Notice.member_id.is_not(None), Notice.step.in_(MAIN))
        .order_by(Notice.revision, Notice.round, Notice.id)
    )
    newest = {notice.member_id: notice for notice in found}
    return Ledger([_entry(notice) for notice in newest.values()])


def _entry(notice: Notice) -> Entry:
    assert notice.member_id is not None  # noqa: S101 - the query asks for members only
    state = NoticeState.WAITING if notice.state is NoticeState.SENDING else notice.state
    return Entry(notice.member_id, notice.channel, state, notice.attempts, notice.cause)


# A broadcast in numbers


@dataclass(frozen=True, slots=True)
class Counts:
    """How it stands with messages that belong together: owed is all the rest added up."""

    owed: int = 0
    sent: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    """By cause; `no_channel` is one."""
    uncertain: int = 0
    cancelled: int = 0
    expired: int = 0
    waiting: int = 0

    @property
    def failures(self) -> int:
        return sum(self.failed.values())

    @property
    def adds_up(self) -> bool:
        accounted = self.sent + self.failures + self.uncertain + self.cancelled + self.expired + self.waiting
        return self.owed == accounted


@dataclass(frozen=True, slots=True, order=True)
class Broadcast:
    """What was owed to many at once: the same cause, revision, step and round."""

    about: str
    revision: int
    step: str
    round: int


BROADCAST = (Notice.about, Notice.revision, cast(Notice.step, String), Notice.round)
WRITTEN_STATE = cast(Notice.state, String)
"""As it is in the table, also where this code does not know the word."""


async def broadcast(
    db: AsyncSession, about: str, step: Step | None = None, revision: int | None = None, round_: int | None = None
) -> Counts:
    """The counts of one broadcast; of all about the same cause where step, revision or round are left out."""
    which = [Notice.about == about]
    which += [] if step is None else [Notice.step == step]
    which += [] if revision is None else [Notice.revision == revision]
    which += [] if round_ is None else [Notice.round == round_]
    return summed((await broadcasts(db, *which)).values())


async def broadcasts(db: AsyncSession, *which: ColumnElement[bool]) -> dict[Broadcast, Counts]:
    """The counts of every broadcast among these notices, in one query."""
    found = await db.execute(
        select(*BROADCAST, WRITTEN_STATE, Notice.cause, func.count())
        .where(*which)
        .group_by(*BROADCAST, WRITTEN_STATE, Notice.cause)
    )
    tallied: dict[Broadcast, Counter[tuple[str, str | None]]] = {}
    for about, revision, step, round_, state, cause, count in found:
        tallied.setdefault(Broadcast(about, revision, step, round_), Counter())[state, cause] += count
    return {one: _counts(states) for one, states in sorted(tallied.items())}


async def by_channel(db: AsyncSession, *which: ColumnElement[bool]) -> dict[str | None, Counts]:
    """The same notices by the network that carries them; None: those that none does."""
    found = await db.execute(
        select(Notice.channel, WRITTEN_STATE, Notice.cause, func.count())
        .where(*which)
        .group_by(Notice.channel, WRITTEN_STATE, Notice.cause)
    )
    tallied: dict[str | None, Counter[tuple[str, str | None]]] = {}
    for channel, state, cause, count in found:
        tallied.setdefault(channel, Counter())[state, cause] += count
    return {one: _counts(states) for one, states in sorted(tallied.items(), key=lambda pair: pair[0] or "~")}


def _counts(states: Counter[tuple[str, str | None]]) -> Counts:
    by_state: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for (state, cause), count in states.items():
        by_state[state] += count
        if state == NoticeState.FAILED:
            failed[cause or NO_CAUSE] += count
    return Counts(
        owed=states.total(),
        sent=by_state["sent"],
        failed=dict(failed),
        uncertain=by_state["uncertain"],
        cancelled=by_state["cancelled"],
        expired=by_state["expired"],
        waiting=by_state["waiting"] + by_state["sending"],
    )


def summed(counts: Iterable[Counts]) -> Counts:
    """Several broadcasts as one."""
    every = list(counts)
    failed: Counter[str] = Counter()
    for one in every:
        failed.update(one.failed)
    return Counts(
        owed=sum(one.owed for one in every),
        sent=sum(one.sent for one in every),
        failed=dict(failed),
        uncertain=sum(one.uncertain for one in every),
        cancelled=sum(one.cancelled for one in every),
        expired=sum(one.expired for one in every),
        waiting=sum(one.waiting for one in every),
    )


TAKEN = (AttemptOutcome.ACCEPTED, AttemptOutcome.DUPLICATE)


async def spent(db: AsyncSession, *which: ColumnElement[bool]) -> int:
    """Đồng for what networks took of these notices, as it was planned when it was sent."""
    costs = select(func.sum(Attempt.cost)).join(Notice, Notice.id == Attempt.notice_id)
    return int(await db.scalar(costs.where(Attempt.outcome.in_(TAKEN), *which)) or 0)  # PostgreSQL adds up to decimals


async def spent_by(db: AsyncSession, column: SQLColumnExpression[Any], *which: ColumnElement[bool]) -> dict[Any, int]:
    """The same by a column of the notices or attempts; nothing where nothing was spent."""
    costs = select(column, func.sum(Attempt.cost)).join(Notice, Notice.id == Attempt.notice_id)
    found = await db.execute(costs.where(Attempt.outcome.in_(TAKEN), Attempt.cost > 0, *which).group_by(column))
    return {key: int(cost) for key, cost in found}


# Whether it is true


async def unbalanced(db: AsyncSession) -> list[Broadcast]:
    """Broadcasts whose states do not add up to what is owed; none, unless a state is written that nobody counts."""
    found = await db.execute(
        select(*BROADCAST)
        .group_by(*BROADCAST)
        .having(func.count() != func.count().filter(WRITTEN_STATE.in_(COUNTED)))
        .limit(100)
    )
    return [Broadcast(*row) for row in found]


async def astray(db: AsyncSession) -> int:
    """Notices that count as waiting and that nobody would ever send: without a way, or begun without an attempt."""
    is_begun = exists().where(Attempt.notice_id == Notice.id, Attempt.ended_at.is_(None))
    without_a_way = and_(Notice.state == NoticeState.WAITING, Notice.endpoint_id.is_(None))
    never_begun = and_(Notice.state == NoticeState.SENDING, ~is_begun)
    return await db.scalar(select(func.count()).where(or_(without_a_way, never_begun))) or 0
