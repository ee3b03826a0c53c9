"""What follows from each outcome of a send, for the notice, the address and the network."""

import random
from datetime import UTC, datetime, timedelta
from typing import assert_never

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import (
    OUTSIDE_WINDOW,
    Accepted,
    AddressDead,
    AddressMoved,
    Capabilities,
    ChannelDown,
    Duplicate,
    Outcome,
    Rejected,
    Reply,
    Scope,
    Unknown,
    Wait,
)
from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.services import live_tally
from bot.services.falling_back import next_channel
from bot.services.notices import settle
from bot.services.personal_links import take_back
from bot.services.told import Due
from scheduler.flights import Flight, Runway

log = structlog.get_logger()
MOST_UNKNOWN = 2
"""An attempt with an unknown end is made once more, never twice."""
MOST_UNKNOWN_KEYED = 5
"""Unless the network knows our key: then asking again does no harm."""
MOST_INTERRUPTED = 5
"""What our own end cut off had mostly not left yet: after two ends nobody must be given up for that. Not for ever,
since it may be this very message that ends us."""
MAY_HAVE_ARRIVED = (Accepted, Duplicate, Unknown)
DOWN_FOR, DOWN_FOR_A_PERSON = 5.0, 60.0
INTERRUPTED = "interrupted"
"""The reason of attempts that our own end left open: they say nothing about the network."""


async def record(
    db: AsyncSession,
    notice: Notice,
    attempt: Attempt,
    outcome: Outcome,
    runway: Runway,
    now: datetime,
    flight: Flight | None = None,
) -> None:
    """Write an outcome into the ledger and do what it asks for; without a flight nobody knows what was said."""
    reply = flight.reply if flight else None
    attempt.ended_at = datetime.now(UTC)
    heed(outcome, attempt.endpoint_id, runway)
    await has_not_left(db, notice, None if isinstance(outcome, MAY_HAVE_ARRIVED) else reply)
    outcome = _with_reports(outcome, attempt)
    match outcome:
        case Accepted() | Duplicate():
            await _taken(db, notice, attempt, outcome, reply, now)
        case Wait(seconds):
            _end(attempt, AttemptOutcome.WAIT, f"{seconds:g} s")
            await _waits(db, notice, outcome, now)
        case AddressDead(reason):
            _end(attempt, AttemptOutcome.ADDRESS_DEAD, reason)
            await _kill(db, attempt.endpoint_id, reason, now)
            await next_channel(db, notice, reason, now)
        case AddressMoved(address):
            _end(attempt, AttemptOutcome.ADDRESS_MOVED, None)
            await _move(db, notice, attempt, address, now)
        case Rejected(reason):
            _end(attempt, AttemptOutcome.REJECTED, reason)
            await _rejected(db, notice, attempt, reason, now, flight)
        case ChannelDown(reason, needs_human):
            _end(attempt, AttemptOutcome.CHANNEL_DOWN, reason)
            log.warning("channel_down", channel=attempt.channel, reason=reason, needs_human=needs_human)
            notice.state = NoticeState.WAITING
        case Unknown(reason):
            _end(attempt, AttemptOutcome.UNKNOWN, reason)
            await _once_more(db, notice, reason, runway.channel.capabilities, now)
        case _:
            assert_never(outcome)


def _with_reports(outcome: Outcome, attempt: Attempt) -> Outcome:
    """A network that has said that it arrived knows better than the wire that lost its answer."""
    if isinstance(outcome, Unknown) and attempt.delivered_at is not None:
        return Accepted(attempt.external_id)
    return outcome


def heed(outcome: Outcome, endpoint_id: int, runway: Runway) -> None:
    """What an outcome says about the network: who has to wait, how fast it may go on, whether it is out."""
    gates = runway.gates
    match outcome:
        case Wait(seconds, scope) if scope is not Scope.MESSAGE:
            # With a little more than asked for, not the same for all: they would come back as one crowd.
            seconds += random.uniform(0.05, 0.5)  # noqa: S311 - no secret
            if scope is Scope.CHANNEL:
                gates.close_channel(seconds)
                runway.pace.slow_down()
            elif gates.close_endpoint(endpoint_id, seconds):
                runway.pace.slow_down()
        case ChannelDown(reason, needs_human):
            gates.fails(reason, at_least=DOWN_FOR_A_PERSON if needs_human else DOWN_FOR)
        case Unknown(reason) if reason != INTERRUPTED:
            gates.fails(reason)
        case Accepted() | Duplicate() | Wait() | Rejected() | AddressDead() | AddressMoved():
            gates.works()  # no good news for one, but the network answers


def unsend(notice: Notice, attempt: Attempt) -> None:
    """Nothing left the house: the notice waits again, and the attempt counts for nothing."""
    notice.state, notice.attempts = NoticeState.WAITING, notice.attempts - 1
    attempt.ended_at = datetime.now(UTC)
    _end(attempt, AttemptOutcome.WAIT, "not_begun")


async def has_not_left(db: AsyncSession, notice: Notice | Due, reply: Reply | None) -> None:
    """What is worded anew for the next attempt gets a new link then; an answer is kept, and leaves as it is."""
    if reply is not None and notice.content is None:
        await take_back(db, reply.text)


def _end(attempt: Attempt, outcome: AttemptOutcome, detail: str | None, external_id: str | None = None) -> None:
    attempt.outcome, attempt.external_id = outcome, external_id
    attempt.detail = detail[:200] if detail else None


async def _taken(
    db: AsyncSession,
    notice: Notice,
    attempt: Attempt,
    outcome: Accepted | Duplicate,
    reply: Reply | None,
    now: datetime,
) -> None:
    ended = AttemptOutcome.ACCEPTED if isinstance(outcome, Accepted) else AttemptOutcome.DUPLICATE
    _end(attempt, ended, None, outcome.external_id)
    await _arrived(db, notice, reply, now)
    await _shows(db, notice, attempt, reply, now)


async def _arrived(db: AsyncSession, notice: Notice, reply: Reply | None, now: datetime) -> None:
    """Sent; and what it offered is what a bare number belongs to from now on. A plain notice offers nothing new."""
    settle(notice, NoticeState.SENT, now)
    if reply is None or not reply.choices or notice.step in {Step.REPLY, Step.TALLY} or notice.endpoint_id is None:
        return  # an answer was remembered when it was given, and an edit asks nothing
    endpoint = await db.get_one(Endpoint, notice.endpoint_id)
    endpoint.offered = [[choice.label, choice.value] for choice in reply.choices]
    endpoint.step = None


async def _shows(db: AsyncSession, notice: Notice, attempt: Attempt, reply: Reply | None, now: datetime) -> None:
    """What the message shows now: a tally that goes on, or something that takes a tally's place."""
    if reply is None:
        return
    message = attempt.external_id or reply.edits
    if reply.stands_for and notice.step is Step.TALLY:
        await live_tally.shows(db, notice, reply.stands_for)
    elif reply.stands_for and message:
        await live_tally.begins(db, reply.stands_for, attempt.endpoint_id, message, now)
    elif reply.edits:
        await live_tally.ends(db, attempt.endpoint_id, reply.edits, now)


async def _rejected(
    db: AsyncSession, notice: Notice, attempt: Attempt, reason: str, now: datetime, flight: Flight | None
) -> None:
    """A message to be edited is gone or too old: a tally in it ends, an answer is sent as a new one."""
    reply = flight.reply if flight else None
    if reply is not None and reply.edits:
        await live_tally.ends(db, attempt.endpoint_id, reply.edits, now)
        if notice.content is not None:
            notice.content = {**notice.content, "edits": None}
            notice.state = NoticeState.WAITING
            return
    if reason == OUTSIDE_WINDOW and notice.member_id and flight is not None and flight.reply.form is None:
        await _is_shut(db, flight)
        notice.state = NoticeState.WAITING
        return
    await next_channel(db, notice, reason, now)


async def _is_shut(db: AsyncSession, flight: Flight) -> None:
    """Next time it goes in registered words, unless they have written since this left: that has opened the window."""
    as_it_was = (Endpoint.id == flight.endpoint_id) & (Endpoint.heard_at == flight.heard_at)
    await db.execute(update(Endpoint).where(as_it_was).values(heard_at=None))


async def _kill(db: AsyncSession, endpoint_id: int, reason: str, now: datetime) -> None:
    endpoint = await db.get_one(Endpoint, endpoint_id)
    endpoint.dead_at, endpoint.dead_reason = now, reason[:200]
    await db.flush()


async def _waits(db: AsyncSession, notice: Notice, wait: Wait, now: datetime) -> None:
    """Once more; where this message alone has to wait, at that hour or, if too late then, on the next channel now."""
    notice.state = NoticeState.WAITING
    if wait.scope is not Scope.MESSAGE:
        return
    at = now + timedelta(seconds=wait.seconds)
    if notice.expires_at is None or at < notice.expires_at:
        notice.not_before = at
    else:
        await next_channel(db, notice, "too_late", now)


async def _move(db: AsyncSession, notice: Notice, attempt: Attempt, address: str, now: datetime) -> None:
    """The chat has a new id: stored, and sent there once more; where another endpoint has it, that one is used."""
    endpoint = await db.get_one(Endpoint, attempt.endpoint_id)
    other = await db.scalar(
        select(Endpoint).filter_by(channel=endpoint.channel, account=endpoint.account, external_id=address)
    )
    if other is None:
        endpoint.external_id = address
    moves = await db.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.notice_id == notice.id, Attempt.outcome == AttemptOutcome.ADDRESS_MOVED)
    )
    if (moves or 0) > 1:
        settle(notice, NoticeState.FAILED, now, "moved_again")
        return
    notice.endpoint_id = other.id if other else endpoint.id
    notice.state = NoticeState.WAITING


async def _once_more(db: AsyncSession, notice: Notice, reason: str, can: Capabilities, now: datetime) -> None:
    await db.flush()
    is_own_end = reason == INTERRUPTED
    most = MOST_INTERRUPTED if is_own_end else MOST_UNKNOWN_KEYED if can.knows_keys else MOST_UNKNOWN
    alike = Attempt.detail == INTERRUPTED if is_own_end else func.coalesce(Attempt.detail, "") != INTERRUPTED
    unknown = await db.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.notice_id == notice.id, Attempt.outcome == AttemptOutcome.UNKNOWN, alike)
    )
    if (unknown or 0) >= most:
        settle(notice, NoticeState.UNCERTAIN, now, reason[:200])
    else:
        notice.state = NoticeState.WAITING
