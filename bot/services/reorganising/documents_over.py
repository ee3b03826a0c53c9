"""Documents and figures of a unit that is no more: whoever still has to take note does so at the heir."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select, update

from bot.model.directives import Directive, DirectiveQuestion, DirectiveUnit, Receipt
from bot.model.indicators import Indicator, IndicatorPlan, IndicatorReport, IndicatorRound
from bot.model.units import Unit
from bot.services.indicators import end_indicator
from bot.services.merged_directives import count_again
from bot.services.reorganising.deeds import Deed
from bot.words.reorganising import plan_left


async def hand_over_receipts(deed: Deed, unit: Unit, to: Unit, member_ids: Sequence[int]) -> None:
    """Documents that are not due before the day and that these members have still to take note of or to study."""
    if not member_ids:
        return
    due_on = func.coalesce(DirectiveUnit.due_on, Directive.due_on)
    done = func.coalesce(Receipt.studied_at, Receipt.acknowledged_at)
    theirs = (Receipt.directive_id == DirectiveUnit.directive_id) & (Receipt.unit_id == DirectiveUnit.unit_id)
    is_open = or_(done.is_(None), Directive.must_study & Receipt.studied_at.is_(None))
    undone = select(Receipt.id).where(theirs, is_open, Receipt.member_id.in_(member_ids))
    found = await deed.db.execute(
        select(DirectiveUnit, Directive)
        .join(Directive, Directive.id == DirectiveUnit.directive_id)
        .where(
            DirectiveUnit.unit_id == unit.id,
            DirectiveUnit.told_at.is_not(None),
            DirectiveUnit.reported_at.is_(None),
            Directive.cancelled_at.is_(None),
            or_(due_on.is_(None), due_on >= deed.on),
            undone.exists(),
        )
        .order_by(DirectiveUnit.id)
    )
    for row, directive in found.all():
        if not directive.addressees["offices"]:  # who was told for an office is not asked for it any more
            await _hand_over(deed, row, to, member_ids)
            deed.effects.counts["directives"] += 1


async def _hand_over(deed: Deed, row: DirectiveUnit, to: Unit, member_ids: Sequence[int]) -> None:
    known = select(DirectiveUnit.id).filter_by(directive_id=row.directive_id, unit_id=to.id)
    if await deed.db.scalar(known) is None:
        same = {"due_on": row.due_on, "note": row.note, "arrived_at": row.arrived_at, "from_unit_id": row.from_unit_id}
        deed.db.add(
            DirectiveUnit(
                directive_id=row.directive_id, unit_id=to.id, told_at=row.told_at, passed_at=row.passed_at, **same
            )
        )
        await deed.db.flush()
    theirs = Receipt.directive_id == row.directive_id, Receipt.unit_id == row.unit_id
    await deed.db.execute(update(Receipt).where(*theirs, Receipt.member_id.in_(member_ids)).values(unit_id=to.id))
    await count_again(deed.db, row.directive_id, {row.unit_id, to.id})


async def hand_over_documents(deed: Deed, unit: Unit, heir: Unit, moved: Sequence[Unit]) -> None:
    """What the unit itself passed down, and what was asked of it as a committee."""
    is_open = Directive.cancelled_at.is_(None), or_(Directive.due_on.is_(None), Directive.due_on >= deed.on)
    own = (await deed.db.scalars(select(Directive).where(Directive.unit_id == unit.id, *is_open))).all()
    for directive in own:
        directive.unit_id = heir.id
        deed.effects.counts["own_directives"] += 1
    await deed.db.execute(
        update(DirectiveQuestion)
        .where(DirectiveQuestion.at_unit_id == unit.id, DirectiveQuestion.answered_at.is_(None))
        .values(at_unit_id=heir.id)
    )
    still = update(DirectiveUnit).where(
        DirectiveUnit.from_unit_id == unit.id, DirectiveUnit.directive_id.in_([one.id for one in own])
    )
    await deed.db.execute(still.values(from_unit_id=heir.id))
    await _readdress(deed, unit, [one.id for one in moved] or [heir.id])


async def _readdress(deed: Deed, unit: Unit, heirs: Sequence[int]) -> None:
    """What is still asked of all below the unit is asked of those who stood there."""
    asked: list[Any] = [*(await deed.db.scalars(select(Indicator).where(Indicator.ended_at.is_(None)))).all()]
    for one in asked:
        units = one.addressees["units"]
        if unit.id in units:
            kept = [other for other in units if other != unit.id]
            one.addressees = one.addressees | {"units": sorted({*kept, *heirs})}
    await deed.db.flush()


async def end_figures(deed: Deed, unit: Unit, heir: Unit | None) -> None:
    """What the unit asks of others it asks no more; what is planned for it is planned for its heir."""
    own = select(Indicator).where(Indicator.unit_id == unit.id, Indicator.ended_at.is_(None))
    for indicator in (await deed.db.scalars(own)).all():
        await end_indicator(deed.db, indicator, deed.by, deed.now)
        deed.effects.counts["indicators"] += 1
    plans = await deed.db.execute(
        select(IndicatorPlan, Indicator.name)
        .join(Indicator, Indicator.id == IndicatorPlan.indicator_id)
        .where(IndicatorPlan.unit_id == unit.id, IndicatorPlan.year >= deed.on.year, Indicator.ended_at.is_(None))
        .order_by(IndicatorPlan.indicator_id, IndicatorPlan.year)
    )
    for plan, name in plans.all():
        await _hand_over_plan(deed, unit, plan, name, heir)


async def _hand_over_plan(deed: Deed, unit: Unit, plan: IndicatorPlan, name: str, heir: Unit | None) -> None:
    """A plan against which somebody has answered stays, as the answer does; the office says what holds from now on."""
    of_plan = await deed.db.get(IndicatorPlan, (plan.indicator_id, heir.id, plan.year)) if heir else None
    if heir is None or heir.is_cell != unit.is_cell or await _has_answered(deed, unit, plan):
        deed.effects.notes.append(plan_left(name, plan.year, unit.name))
        return
    if of_plan is None:
        made = {"indicator_id": plan.indicator_id, "year": plan.year, "by": deed.by, "at": deed.now}
        deed.db.add(IndicatorPlan(unit_id=heir.id, planned=plan.planned, **made))
    else:
        of_plan.planned += plan.planned
    await deed.db.delete(plan)
    deed.effects.counts["plans"] += 1
    await deed.db.flush()


async def _has_answered(deed: Deed, unit: Unit, plan: IndicatorPlan) -> bool:
    said = await deed.db.execute(
        select(IndicatorRound.ends_on)
        .join(IndicatorReport, IndicatorReport.round_id == IndicatorRound.id)
        .where(
            IndicatorReport.unit_id == unit.id,
            IndicatorReport.answered_at.is_not(None),
            IndicatorRound.indicator_id == plan.indicator_id,
        )
    )
    return any(ends_on.year == plan.year for (ends_on,) in said)
