"""What was sent to so few that its notices can be counted while somebody waits."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.indicators import IndicatorReport
from bot.reports.broadcasts import DIRECTIVE, FIGURES, Sent


async def countable(db: AsyncSession, shown: Sequence[Sent], most: int) -> list[str]:
    """What each is about, but for what went to more people (or, of a number, units) than `most`: their notices are not
    counted while somebody waits."""
    ids = {kind: [one.id for one in shown if one.kind == kind] for kind in (DIRECTIVE, FIGURES)}
    many = {one.about for one in shown if (one.people or 0) > most}
    if ids[DIRECTIVE]:
        told = select(Directive.id).where(Directive.id.in_(ids[DIRECTIVE]), _told(most) > most)
        many |= {f"{DIRECTIVE}:{one}" for one in await db.scalars(told)}
    if ids[FIGURES]:
        asked = select(IndicatorReport.round_id).where(IndicatorReport.round_id.in_(ids[FIGURES]))
        rounds = await db.scalars(asked.group_by(IndicatorReport.round_id).having(func.count() > most))
        many |= {f"{FIGURES}:{one}" for one in rounds}
    return [one.about for one in shown if one.about not in many]


def _told(most: int) -> ColumnElement[int]:
    """How many people a document is for; of more than `most`, that it is more.

    Nobody below a unit passes anything down to others: all of them are at and below whoever sent it. Counted are at
    first the receipts, by their index alone; of an old document only the counts of the units are kept.
    """
    receipts = select(Receipt.directive_id).where(Receipt.directive_id == Directive.id).limit(most + 1)
    asked = select(func.count()).select_from(receipts.correlate(Directive).subquery()).scalar_subquery()
    kept = select(func.sum(DirectiveUnit.expected)).where(DirectiveUnit.directive_id == Directive.id).scalar_subquery()
    return case((asked > most, most + 1), else_=func.coalesce(kept, 0))
