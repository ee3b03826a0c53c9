"""What is due at one account: answers, and of the rest the most urgent first, nothing that is stopped."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities
from bot.model.notices import IS_WAITING, Notice, Urgency
from bot.services.halts import halted_units, may_leave
from bot.services.told import DUE, Due
from scheduler.pace import Gates


@dataclass(frozen=True, slots=True)
class Desk:
    """For which account of which network, what it can show, and who has to wait there."""

    channel: str
    account: str
    capabilities: Capabilities
    gates: Gates


@dataclass(frozen=True, slots=True)
class Room:
    """How many may be taken: answers have places of their own."""

    answers: int
    others: int
    routine: int
    """So many of the others' places are for what is routine even where all the rest is urgent."""


async def due_now(
    db: AsyncSession, desk: Desk, room: Room, closed: Set[int], now: datetime
) -> tuple[Sequence[Due], Sequence[Due], bool]:
    """Answers, and the rest of what is not stopped; and whether there is none of it since something is."""
    ready = (
        IS_WAITING & (Notice.channel == desk.channel) & (Notice.account == desk.account) & (Notice.not_before <= now)
    )
    answers = await _first(db, ready & (Notice.urgency == Urgency.REPLY), room.answers, closed)
    if room.others <= 0:
        return answers, [], False
    halted = await halted_units(db)
    ready &= (Notice.urgency > Urgency.REPLY) & may_leave(halted, now)
    others = await _others(db, ready, room, closed | set(desk.gates.resting_endpoints()))
    return answers, others, bool(halted) and not others


async def _others(db: AsyncSession, ready: ColumnElement[bool], room: Room, closed: Set[int]) -> Sequence[Due]:
    """By urgency and deadline, with some places for what is routine."""
    if not await _is_any(db, ready):
        return []
    others = await _first(db, ready, room.others, closed)
    places = min(room.routine, room.others)
    if places and len(others) == room.others and others[-1].urgency < Urgency.ROUTINE:
        routine = await _first(db, ready & (Notice.urgency == Urgency.ROUTINE), places, closed)
        others = [*others[: len(others) - len(routine)], *routine]
    return others


async def _first(db: AsyncSession, ready: ColumnElement[bool], count: int, closed: Set[int]) -> Sequence[Due]:
    """The first that go to none of these. Nearly always nobody else is first, and a long list would cost its time."""
    if count <= 0:
        return []
    found = await _in_order(db, ready, count)
    if closed.isdisjoint(one.endpoint_id for one in found):
        return found
    ready &= Notice.endpoint_id.not_in(closed)
    return await _in_order(db, ready, count) if await _is_any(db, ready) else []


async def _is_any(db: AsyncSession, ready: ColumnElement[bool]) -> bool:
    """By another index: in their order, all that waits for the morning would be looked through."""
    return await db.scalar(select(Notice.id).where(ready).limit(1)) is not None


async def _in_order(db: AsyncSession, ready: ColumnElement[bool], count: int) -> Sequence[Due]:
    found = await db.execute(
        select(*DUE)
        .where(ready)
        .order_by(Notice.urgency, Notice.expires_at, Notice.id)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    return [Due._make(row) for row in found]
