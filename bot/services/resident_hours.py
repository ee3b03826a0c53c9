"""When residents are left in peace: at night, and after as many texts a day as their unit allows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import QuietHours
from bot.model.meetings import Step
from bot.model.notices import Notice, NoticeState
from bot.model.residents import Resident
from bot.model.units import Unit
from bot.services.notices import TOLD
from bot.services.unit_settings import after_quiet, settings_at
from bot.words.times import at_local, day_of

NIGHT = QuietHours(time(21), time(7))
"""Nobody sets other hours for residents; longer ones of a unit are kept besides."""


def leaves_at(at: datetime, quiet: QuietHours | None) -> datetime:
    """This moment, or the end of the night."""
    return after_quiet(after_quiet(at, NIGHT), quiet)


async def over_residents_cap(db: AsyncSession, endpoint_ids: Sequence[int], now: datetime) -> set[int]:
    """Which of these phones have had as many texts to residents today as their unit allows."""
    if not endpoint_ids:
        return set()
    today = at_local(day_of(now), time())
    found = await db.execute(
        select(Notice.endpoint_id, func.count())
        .where(
            Notice.endpoint_id.in_(endpoint_ids),
            Notice.step == Step.RESIDENTS,
            Notice.state.in_(TOLD),
            or_(Notice.state == NoticeState.SENDING, Notice.settled_at >= today),
        )
        .group_by(Notice.endpoint_id)
    )
    had = {endpoint_id: count for endpoint_id, count in found if endpoint_id is not None}
    caps = await _caps(db, list(had)) if had else {}
    return {endpoint_id for endpoint_id, count in had.items() if count >= caps[endpoint_id]}


async def _caps(db: AsyncSession, endpoint_ids: Sequence[int]) -> dict[int, int]:
    """A phone that is registered for two villages has the cap of the more generous one."""
    found = await db.execute(
        select(Notice.endpoint_id, Unit)
        .join(Resident, Resident.id == Notice.resident_id)
        .join(Unit, Unit.id == Resident.unit_id)
        .where(Notice.endpoint_id.in_(endpoint_ids), Notice.step == Step.RESIDENTS)
    )
    units: defaultdict[int, dict[int, Unit]] = defaultdict(dict)
    for endpoint_id, unit in found:
        units[endpoint_id or 0][unit.id] = unit
    settings = await settings_at(db, {one: unit for own in units.values() for one, unit in own.items()}.values())
    return {place: max(settings[one].residents_daily_cap for one in own) for place, own in units.items()}
