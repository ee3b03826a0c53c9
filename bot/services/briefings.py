"""Whom a committee calls to a briefing, as a command says it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit
from bot.refusals import NoSuchUnitsBelow
from bot.services.expected_lists import Audience, usual_audience
from bot.services.roles import office_named
from bot.services.tree import unit_of


async def audience_said(db: AsyncSession, unit: Unit, text: str | None) -> Audience | None:
    """`secretary,office`, `@thon-dong,thon-tay` or both, `secretary@thon-dong`; None where nothing is said.

    Raises NoSuchRole, NoSuchUnit, or NoSuchUnitsBelow for units that do not stand below this one.
    """
    if text is None:
        return None
    offices, _, codes = text.partition("@")
    named = tuple(map(office_named, offices.split(","))) if offices.strip() else usual_audience(unit.kind).offices
    if not codes.strip():
        return Audience(named)
    units = [await unit_of(db, code) for code in codes.split(",")]
    strangers = [one.code for one in units if one.id == unit.id or not one.path.startswith(unit.path)]
    if strangers:
        raise NoSuchUnitsBelow(codes=", ".join(strangers), code=unit.code)
    return Audience(named, tuple(one.id for one in units))
