"""Telling once more those whom a document has not reached for certain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, Receipt
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.refusals import DirectiveGone
from bot.services.addressees import tell
from bot.services.addresses import first_way_of
from bot.services.audit import note
from bot.services.directive_telling import ARRIVED, telling_of
from bot.services.directives import about, directive_of
from bot.services.resending import NOT_REACHED


@dataclass(frozen=True, slots=True)
class Unreached:
    """Whom another round would go to, and whom no message reaches."""

    count: int
    without_channel: int
    round: int
    """Of the newest telling so far: a confirmation for an older one sends nothing."""


async def unreached(db: AsyncSession, directive: Directive, unit: Unit) -> Unreached:
    """Of the people of a unit and all below it; raises DirectiveGone once it is withdrawn."""
    if directive.cancelled_at is not None:
        raise DirectiveGone
    missed = _missed(directive, unit).subquery()
    way = first_way_of(missed.c.member_id).is_not(None)
    found = await db.execute(
        select(func.count(), func.count().filter(way), func.max(missed.c.round)).select_from(missed)
    )
    every, reachable, newest = found.one()
    return Unreached(reachable, every - reachable, newest or 0)


async def again(
    db: AsyncSession, directive_id: int, unit: Unit, by: str, now: datetime, round_: int | None = None
) -> int:
    """A new round to those not reached; returns how many. Of two confirmations at once the second finds nobody.

    `round_`: the newest round that was shown when it was confirmed.
    """
    directive = await directive_of(db, directive_id, lock=True)
    found = await unreached(db, directive, unit)
    if not found.count or round_ not in {None, found.round}:
        return 0
    missed = _missed(directive, unit).subquery()
    people = select(missed.c.member_id, missed.c.unit_id).where(first_way_of(missed.c.member_id).is_not(None))
    await tell(db, telling_of(directive, now, round_=found.round + 1), people.subquery(), now)
    note(db, by, "sent_again", about(directive), now, people=found.count, unit=unit.code)
    return found.count


def _missed(directive: Directive, unit: Unit) -> Select[Any]:
    """Whose newest telling failed, ran out of time or is in doubt, and who has neither taken note nor left meanwhile.

    Without a join: of what was written a moment ago PostgreSQL knows nothing yet, and would choose the slowest.
    """
    newest = func.row_number().over(partition_by=Notice.member_id, order_by=Notice.round.desc())
    tellings = (
        select(Notice.member_id, Notice.unit_id, Notice.state, Notice.round, newest.label("place"))
        .where(
            Notice.about == about(directive),
            Notice.revision == ARRIVED,
            Notice.step == Step.DIRECTIVE,
            Notice.unit_id.in_(select(Unit.id).where(Unit.path.startswith(unit.path))),
        )
        .subquery()
    )
    open_ones = select(Receipt.member_id).where(Receipt.directive_id == directive.id, Receipt.acknowledged_at.is_(None))
    return select(tellings.c.member_id, tellings.c.unit_id, tellings.c.round).where(
        tellings.c.place == 1, tellings.c.state.in_(NOT_REACHED), tellings.c.member_id.in_(open_ones)
    )
