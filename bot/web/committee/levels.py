"""What a page lists of the units below: right below or of one level, and what is shown where they are too many."""

from collections.abc import Sequence

from bot.model.meetings import MeetingKind
from bot.model.units import CELLS, Unit, UnitKind
from bot.reports.levels import Extent, Placed, levels_below, units_at
from bot.reports.rows_below import FEW, MOST
from bot.services.rate import Line
from bot.web.committee.figures import Own
from bot.web.committee.frame import Step
from bot.web.committee.look import Look
from bot.words import participation_pages as said


def has_units(unit: Unit) -> bool:
    """Whether pages about the units below it suit it: a cell and its groups have none."""
    return not unit.is_cell and unit.kind is not UnitKind.GROUP


def is_small(unit: Unit) -> bool:
    return not has_units(unit)


async def level_steps(look: Look) -> list[Step]:
    """Links to the levels there are; none where only cells stand right below."""
    levels = await levels_below(look.db, look.unit)
    if not levels:
        return []
    here = UnitKind.CELL if look.level is UnitKind.GRASSROOTS_CELL else look.level
    steps = [Step(said.LEVEL_NAMES[one], look.address(cap=one.value), one is here) for one in levels]
    return [Step(said.RIGHT_BELOW, look.address(cap=None), here is None), *steps]


async def right_below(look: Look, line: Line) -> Sequence[Placed]:
    """By name, of the period."""
    return await units_at(look.db, look.unit, None, look.period, look.now, look.kind, line) or []


async def units_of(look: Look, own: Own) -> Sequence[Placed] | None:
    """Of the level asked for; None where they are too many."""
    if are_too_many(look, own, own.first):
        return None
    before = look.period.before.first
    extent = Extent(is_compared=not are_too_many(look, own, before), are_few=are_few_rows(look, own, before))
    return await units_at(look.db, look.unit, look.level, look.period, look.now, look.kind, own.line, extent)


def are_few(own: Own, first: str) -> bool:
    """Whether the cells that owe regular meetings since this month can be gone through one by one."""
    return own.over(first, own.last).due <= MOST


def are_too_many(look: Look, own: Own, first: str) -> bool:
    """Of cells that is known beforehand: each owes a meeting every month, and how many are owed is kept."""
    is_known = look.level in CELLS and look.kind is MeetingKind.REGULAR
    return is_known and not are_few_rows(look, own, first)


def are_few_rows(look: Look, own: Own, first: str) -> bool:
    """Whether all rows below since this month can be read at once, whatever the level; of other kinds nobody knows."""
    return look.kind is MeetingKind.REGULAR and own.over(first, own.last).due <= FEW
