"""Stopping what is sent below a unit, at once and in every process; replies still go."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from sqlalchemy import ColumnElement, CursorResult, Select, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.halts import Halt
from bot.model.meetings import Meeting
from bot.model.notices import IS_WAITING, ONE_TO_ONE, Notice
from bot.model.residents import Resident
from bot.model.units import Unit
from bot.refusals import NotStopped, StoppedAbove
from bot.services.audit import note

EVERYTHING = "/"
"""What all paths begin with."""


@dataclass(frozen=True, slots=True)
class Halted:
    """What is stopped just now."""

    everything: bool = False
    paths: tuple[str, ...] = ()
    """Of the units that are stopped, each with all below it."""

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths)

    def covers(self, unit: Unit) -> bool:
        return self.everything or any(unit.path.startswith(path) for path in self.paths)


async def halted_units(db: AsyncSession) -> Halted:
    """Asked anew before each slice that is sent: one row for each stop, mostly none."""
    path = func.coalesce(Unit.path, EVERYTHING)
    open_ones = select(path).select_from(Halt).outerjoin(Unit, Unit.id == Halt.unit_id).where(Halt.ended_at.is_(None))
    paths = set(await db.scalars(open_ones))
    return Halted(EVERYTHING in paths, tuple(sorted(paths - {EVERYTHING})))


def may_leave(halted: Halted, now: datetime) -> ColumnElement[bool]:
    """The condition on notices that no stop holds back; what is one person's own always goes."""
    if not halted:
        return true()
    if halted.everything:
        return Notice.step.in_(ONE_TO_ONE)
    still_to_come = _meetings_below(halted.paths).where(Meeting.starts_at > now)
    to_residents = Notice.resident_id.is_not(None) & Notice.resident_id.not_in(_residents_below(halted.paths))
    of_meetings = Notice.meeting_id.is_not(None) & Notice.meeting_id.not_in(still_to_come)  # null is in no empty list
    at_units = Notice.meeting_id.is_(None) & Notice.unit_id.not_in(_units_below(halted.paths))
    return or_(Notice.step.in_(ONE_TO_ONE), of_meetings, to_residents, at_units)


def _units_below(paths: tuple[str, ...]) -> Select[int]:
    return select(Unit.id).where(or_(*(Unit.path.startswith(path) for path in paths)))


def _meetings_below(paths: tuple[str, ...]) -> Select[int]:
    below = or_(*(Unit.path.startswith(path) for path in paths))
    return select(Meeting.id).join(Unit, Unit.id == Meeting.cell_id).where(below)


def _residents_below(paths: tuple[str, ...]) -> Select[int]:
    below = or_(*(Unit.path.startswith(path) for path in paths))
    return select(Resident.id).join(Unit, Unit.id == Resident.unit_id).where(below)


async def halt(db: AsyncSession, unit: Unit | None, by: str, now: datetime) -> int:
    """Stop at a unit and all below it, or everything; returns how many wait there. Stopping twice is stopping once."""
    if await db.scalar(_open_at(unit).limit(1)) is None:
        db.add(Halt(unit_id=unit.id if unit else None, by=by, since_at=now))
        await db.flush()
        note(db, by, "sending_stopped", _about(unit), now)
    return await waiting_below(db, unit)


async def go_on(db: AsyncSession, unit: Unit | None, by: str, now: datetime) -> int:
    """End the stop of this very unit, or the one of everything; returns how many wait there.

    Stops of other units stay. Raises StoppedAbove or NotStopped where there is none here.
    """
    ended = await db.execute(update(Halt).where(Halt.id.in_(_open_at(unit))).values(ended_at=now, ended_by=by))
    assert isinstance(ended, CursorResult)  # noqa: S101 - so it is for UPDATE
    if not ended.rowcount:
        await _refuse(db, unit)
    note(db, by, "sending_goes_on", _about(unit), now)
    return await waiting_below(db, unit)


async def open_halt(db: AsyncSession, unit: Unit) -> Halt | None:
    """The stop of this very unit."""
    found: Halt | None = await db.scalar(select(Halt).where(Halt.id.in_(_open_at(unit))).order_by(Halt.id).limit(1))
    return found


async def demand_halt(db: AsyncSession, unit: Unit) -> Halt:
    """The same; raises StoppedAbove or NotStopped where there is none."""
    return await open_halt(db, unit) or await _refuse(db, unit)


async def _refuse(db: AsyncSession, unit: Unit | None) -> NoReturn:
    above = await stopped_above(db, unit)
    if above is not None:
        raise StoppedAbove(unit=above)
    raise NotStopped


async def waiting_below(db: AsyncSession, unit: Unit | None) -> int:
    """How many messages to more than one person still wait to be sent, here and below."""
    waiting = select(func.count()).select_from(Notice).where(IS_WAITING, Notice.step.not_in(ONE_TO_ONE))
    if unit is not None:
        here = (unit.path,)
        to_residents = Notice.resident_id.in_(_residents_below(here))
        of_meetings = Notice.meeting_id.in_(_meetings_below(here))
        waiting = waiting.where(or_(of_meetings, to_residents, Notice.unit_id.in_(_units_below(here))))
    return await db.scalar(waiting) or 0


async def stopped_above(db: AsyncSession, unit: Unit | None) -> str | None:
    """The name of the nearest unit above that is stopped, an empty one where everything is; None where nothing is."""
    if unit is None:
        return None
    found = await db.execute(
        select(func.coalesce(Unit.path, EVERYTHING), func.coalesce(Unit.name, ""))
        .select_from(Halt)
        .outerjoin(Unit, Unit.id == Halt.unit_id)
        .where(Halt.ended_at.is_(None), or_(Halt.unit_id.is_(None), Halt.unit_id != unit.id))
    )
    over = {path: name for path, name in found if unit.path.startswith(path)}
    return over[max(over, key=len)] if over else None


def _open_at(unit: Unit | None) -> Select[int]:
    here = Halt.unit_id.is_(None) if unit is None else Halt.unit_id == unit.id
    return select(Halt.id).where(Halt.ended_at.is_(None), here)


def _about(unit: Unit | None) -> str | None:
    return f"unit:{unit.code}" if unit else None
