"""Who wants none of the reports that go out by themselves at a unit: each for themselves, and nobody for others.

It stands among the settings of the unit, as numbers of members; whoever takes the office over is told again.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit
from bot.services.audit import as_member, note

STOPPED = "own_reports_stopped"


def has_stopped(unit: Unit, member_id: int) -> bool:
    return str(member_id) in unit.settings.get(STOPPED, "").split()


async def choose(db: AsyncSession, unit: Unit, member_id: int, now: datetime, *, wants: bool) -> None:
    """From now on they come to this person, or no more; what waits to leave is kept back too."""
    held = select(Unit).where(Unit.id == unit.id).with_for_update(key_share=True)
    unit = (await db.scalars(held.execution_options(populate_existing=True))).one()
    if has_stopped(unit, member_id) is not wants:
        return
    others = [one for one in unit.settings.get(STOPPED, "").split() if one != str(member_id)]
    kept = {name: said for name, said in unit.settings.items() if name != STOPPED}
    numbers = others if wants else [*others, str(member_id)]
    unit.settings = kept | ({STOPPED: " ".join(numbers)} if numbers else {})
    deed = "own_reports_wanted" if wants else "own_reports_stopped"
    note(db, as_member(member_id), deed, f"unit:{unit.code}", now)
    await db.flush()
