"""How many residents are registered, have stopped and were reached, by village: in no rate, roll or list of members."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Notice, NoticeState
from bot.model.residents import Resident, ResidentMessage
from bot.model.units import Unit
from bot.services.ledger import Counts, broadcast, spent
from bot.services.resident_texts import about


@dataclass(frozen=True, slots=True)
class VillageCount:
    """One village where anybody has ever registered."""

    code: str
    name: str
    registered: int
    """Who gets texts now."""
    stopped: int
    reached: int
    """Who got at least one text of those that are still in the books, 90 days."""


async def by_village(db: AsyncSession, unit: Unit) -> list[VillageCount]:
    """At a unit and below it, by name."""
    counted = (
        func.count().filter(Resident.stopped_at.is_(None)),
        func.count().filter(Resident.stopped_at.is_not(None)),
    )
    found = await db.execute(
        select(Unit.id, Unit.code, Unit.name, *counted)
        .join(Resident, Resident.unit_id == Unit.id)
        .where(Unit.path.startswith(unit.path, autoescape=True))
        .group_by(Unit.id, Unit.code, Unit.name, Unit.sort_key)
        .order_by(Unit.sort_key, Unit.id)
    )
    reached = await _reached(db, unit)
    return [VillageCount(row[1], row[2], row[3], row[4], reached.get(row[0], 0)) for row in found]


async def _reached(db: AsyncSession, unit: Unit) -> dict[int, int]:
    found = await db.execute(
        select(Resident.unit_id, func.count(Resident.id.distinct()))
        .join(Notice, Notice.resident_id == Resident.id)
        .join(Unit, Unit.id == Resident.unit_id)
        .where(
            Unit.path.startswith(unit.path, autoescape=True),
            Notice.resident_id.is_not(None),
            Notice.state == NoticeState.SENT,
        )
        .group_by(Resident.unit_id)
    )
    return dict(found.all())


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one text has come."""

    counts: Counts
    cost: int
    """Đồng that it has cost so far."""


async def standing(db: AsyncSession, message: ResidentMessage) -> Standing:
    which = Notice.about == about(message)
    return Standing(await broadcast(db, about(message)), await spent(db, which))


async def newest_texts(db: AsyncSession, unit: Unit, most: int) -> Sequence[tuple[ResidentMessage, Unit]]:
    """Of a unit and those below it, the newest first."""
    found = await db.execute(
        select(ResidentMessage, Unit)
        .join(Unit, Unit.id == ResidentMessage.unit_id)
        .where(Unit.path.startswith(unit.path, autoescape=True))
        .order_by(ResidentMessage.id.desc())
        .limit(most)
    )
    return [(message, place) for message, place in found]


MISSED = (NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.UNCERTAIN)


async def missed_numbers(db: AsyncSession, message: ResidentMessage) -> Sequence[str]:
    """The numbers that a text did not reach for certain, for whoever looks after the registrations."""
    found = await db.scalars(
        select(Resident.phone)
        .join(Notice, Notice.resident_id == Resident.id)
        .where(Notice.about == about(message), Notice.state.in_(MISSED), Resident.phone.is_not(None))
        .order_by(Resident.phone)
    )
    return [phone for phone in found if phone is not None]
