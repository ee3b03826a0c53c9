"""What each kind of meeting comes to at a unit over some months, and never one rate of two kinds (rule 14)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import Unit
from bot.services.participation import COUNTS
from bot.services.rate import Counts


@dataclass(frozen=True, slots=True)
class OfKind:
    """One kind at a unit and below it, sum over sum; `met`: months in which a cell, group or committee held one."""

    kind: MeetingKind
    met: int
    due: int
    counts: Counts


async def by_kind(db: AsyncSession, unit: Unit, from_month: str, to_month: str) -> list[OfKind]:
    """The kinds that were held, in the order in which they are always named."""
    found = await db.execute(
        select(Participation.kind, *(func.sum(getattr(Participation, name)) for name in COUNTS))
        .where(Participation.unit_id == unit.id, Participation.month >= from_month, Participation.month <= to_month)
        .group_by(Participation.kind)
    )
    sums = {kind: [int(one) for one in counted] for kind, *counted in found}
    return [
        OfKind(kind, sums[kind][1], sums[kind][0], Counts(*sums[kind][2:]))
        for kind in MeetingKind
        if kind in sums and any(sums[kind])
    ]


def document_of(one: OfKind) -> dict[str, Any]:
    """As scripts read it."""
    return {
        "kind": one.kind,
        "met": one.met,
        "due": one.due,
        "expected": one.counts.expected,
        "present": one.counts.present,
        "excused": one.counts.excused,
        "unexcused": one.counts.unexcused,
        "rate_strict": one.counts.strict,
        "rate_adjusted": one.counts.adjusted,
    }
