"""What units may spend on short messages in a month: the limit of each, for itself and all below it.

All limits up the line hold: a cell cannot spend more than its commune has left. Counted from the ledger, by the month
of the real clock, as attempts are written by it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Attempt, AttemptOutcome
from bot.model.units import Unit
from bot.services.setting_readers import READERS
from bot.services.terms import tariffs_in
from bot.services.unit_settings import are_setting
from bot.words.times import at_local, day_of

SETTING, CAUSE = "sms_budget", "budget"
"""The cause of a notice that there was no money for."""
NEARLY, FULL = 80, 100
"""Parts of a hundred at which people are told."""
CHARGED = (AttemptOutcome.ACCEPTED, AttemptOutcome.DUPLICATE, AttemptOutcome.UNKNOWN)
"""What the gateway took, or may have taken; what it took and could not bring is paid for too."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The limit of one unit, and how much of it is used this month, in đồng."""

    unit_id: int
    code: str
    name: str
    most: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)

    @property
    def level(self) -> int | None:
        """The mark that is reached, if any; a limit of nothing is reached from the beginning."""
        return next((mark for mark in (FULL, NEARLY) if self.used * 100 >= mark * self.most), None)


@dataclass
class Purse:
    """What is left for some units while messages are taken out of it."""

    budgets: dict[int, Budget]
    lines: Mapping[int, Sequence[int]]
    """Of each unit those up the line, itself first, that have a limit."""

    def pays(self, unit_id: int | None, cost: int) -> bool:
        """Whether every limit up the line has room for it; then it is taken out."""
        line = self.lines.get(unit_id or 0, ())
        if any(self.budgets[one].left < cost for one in line):
            return False
        self.is_charged(unit_id, cost)
        return True

    def is_charged(self, unit_id: int | None, cost: int) -> None:
        """It leaves whatever is left."""
        for one in self.lines.get(unit_id or 0, ()):
            self.budgets[one] = replace(self.budgets[one], used=self.budgets[one].used + cost)

    def over(self, unit_id: int) -> list[Budget]:
        """The limits that hold for a unit."""
        return [self.budgets[one] for one in self.lines.get(unit_id, ())]


async def purse_of(db: AsyncSession, unit_ids: Collection[int], *, lock: bool = False) -> Purse:
    """The limits that hold for these units; empty where nobody has set any, which is usual.

    `lock`: until the end of the transaction nobody else spends of them.
    """
    paths = (await db.execute(select(Unit.id, Unit.path).where(Unit.id.in_(unit_ids)))).all()
    lines = {unit_id: [int(part) for part in reversed(path.strip("/").split("/"))] for unit_id, path in paths}
    asked = select(Unit).where(Unit.id.in_({one for line in lines.values() for one in line})).order_by(Unit.id)
    above = (await db.scalars(asked)).all()
    limited = [unit for unit in above if SETTING in unit.settings]
    if lock and limited:  # the next to spend of it counts what this one has spent
        theirs = Unit.id.in_([one.id for one in limited])
        await db.execute(select(Unit.id).where(theirs).order_by(Unit.id).with_for_update(key_share=True))
    budgets = await _counted(db, limited)
    own = {unit_id: [one for one in line if one in budgets] for unit_id, line in lines.items()}
    return Purse(budgets, {unit_id: line for unit_id, line in own.items() if line})


async def all_budgets(db: AsyncSession) -> list[Budget]:
    """Of every unit that has set one, the topmost first."""
    units = await db.scalars(select(Unit).where(Unit.closed_on.is_(None), are_setting(SETTING)).order_by(Unit.path))
    return list((await _counted(db, units)).values())


async def _counted(db: AsyncSession, units: Iterable[Unit]) -> dict[int, Budget]:
    read = READERS[SETTING][0]
    return {
        one.id: Budget(one.id, one.code, one.name, read(one.settings[SETTING]), await spent_below(db, one))
        for one in units
    }


async def spent_below(db: AsyncSession, unit: Unit) -> int:
    """Đồng for short messages of a unit and all below it, since the month began."""
    channels = [channel for channel, tariff in tariffs_in(db).items() if tariff.in_parts]
    begins = at_local(day_of(datetime.now(UTC)).replace(day=1), time())
    paid = or_(
        Attempt.outcome.is_(None),
        Attempt.outcome.in_(CHARGED),
        (Attempt.outcome == AttemptOutcome.REJECTED) & Attempt.external_id.is_not(None),
    )
    below = select(Unit.id).where(Unit.path.startswith(unit.path))
    sums = select(func.sum(Attempt.cost)).where(
        Attempt.unit_id.in_(below),
        Attempt.begun_at >= begins,
        Attempt.cost.is_not(None),
        Attempt.channel.in_(channels),
        paid,
    )
    return int(await db.scalar(sums) or 0)
