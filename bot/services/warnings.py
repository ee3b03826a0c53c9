"""Warnings to the leaders of units: each is given once in its period, however many clocks tick."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import added_if_new
from bot.model.warnings import Stage, UnitWarning

KEY = ("unit_id", "name", "subject", "period", "stage")


async def warned_once(
    db: AsyncSession, unit_ids: Collection[int], name: str, period: str, stage: Stage, now: datetime
) -> set[int]:
    """Write that these units are warned; returns those that had not been."""
    rows = [
        {"unit_id": unit_id, "name": name, "subject": "", "period": period, "stage": stage, "at": now}
        for unit_id in sorted(unit_ids)  # of two clocks neither waits for the other in a ring
    ]
    return set(await added_if_new(db, UnitWarning, rows, KEY, UnitWarning.unit_id))


class Given(NamedTuple):
    """One warning: of which unit, what, of what in it (`member:12`, `meeting:7`), in which period."""

    unit_id: int
    name: str
    subject: str
    period: str


async def given_once(db: AsyncSession, warnings: Iterable[Given], stage: Stage, now: datetime) -> set[Given]:
    """What `warned_once` does, for warnings about something in their unit; returns those that are new."""
    rows = [one._asdict() | {"stage": stage, "at": now} for one in sorted(set(warnings))]
    ids = await added_if_new(db, UnitWarning, rows, KEY, UnitWarning.id)
    return {given for _, given in await _of(db, ids)}


async def given_of(
    db: AsyncSession, unit_ids: Collection[int], subjects: Collection[str], stage: Stage, names: Collection[str]
) -> dict[Given, int]:
    """The warnings of these names that were given about these, with the numbers of their rows."""
    if not subjects:
        return {}
    found = await db.execute(
        select(UnitWarning.id, UnitWarning.unit_id, UnitWarning.name, UnitWarning.subject, UnitWarning.period).where(
            UnitWarning.unit_id.in_(unit_ids),
            UnitWarning.name.in_(names),
            UnitWarning.subject.in_(subjects),
            UnitWarning.stage == stage,
        )
    )
    return {Given(unit_id, *about): row_id for row_id, unit_id, *about in found}


async def take_back(db: AsyncSession, row_ids: Collection[int]) -> set[Given]:
    """These are no longer so; returns those that nobody else has taken back at the same time."""
    if not row_ids:
        return set()
    gone = (
        delete(UnitWarning)
        .where(UnitWarning.id.in_(row_ids))
        .returning(UnitWarning.unit_id, UnitWarning.name, UnitWarning.subject, UnitWarning.period)
    )
    found = await db.execute(gone.execution_options(synchronize_session=False))
    return {Given(*row) for row in found}


async def _of(db: AsyncSession, ids: Sequence[int]) -> list[tuple[int, Given]]:
    if not ids:
        return []
    found = await db.execute(
        select(UnitWarning.id, UnitWarning.unit_id, UnitWarning.name, UnitWarning.subject, UnitWarning.period).where(
            UnitWarning.id.in_(ids)
        )
    )
    return [(row_id, Given(unit_id, *about)) for row_id, unit_id, *about in found]
