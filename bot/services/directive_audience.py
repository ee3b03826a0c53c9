"""For whom a document is, as people say it: offices, kinds of units, statuses, and units by their names or codes."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import StatusKind
from bot.model.roles import Office
from bot.model.units import CELLS, Unit, UnitKind
from bot.refusals import DirectiveWrong
from bot.services.addressees import Addressees
from bot.services.tree import find_unit
from bot.services.unit_search import units_named
from bot.words import directive_drafts as draft_words
from bot.words.directive_audience import and_more, in_words, read_audience

LEADING = (Office.OFFICE, Office.COMMUNE_COMMITTEE, Office.DISTRICT_COMMITTEE, Office.PROVINCE)
"""Who reads what is addressed to a committee."""
MOST_NAMED = 4


async def addressees_said(db: AsyncSession, unit: Unit, text: str) -> Addressees:
    """Whom these words mean, at a unit and below it; raises DirectiveWrong for a place that is not there, or for people
    of an office and of a status at once: each are told by a message of their own.
    """
    said = read_audience(text)
    units = [await _unit_called(db, unit, name) for name in said.units]
    kinds = tuple(UnitKind(one) for one in dict.fromkeys(said.kinds))
    offices = tuple(Office(one) for one in dict.fromkeys(said.offices))
    if kinds and not offices and not set(kinds) & set(CELLS):
        offices = (Office.GROUP_LEADER,) if kinds == (UnitKind.GROUP,) else LEADING
    statuses = tuple(StatusKind(one) for one in dict.fromkeys(said.statuses))
    if offices and statuses:
        raise DirectiveWrong(why=draft_words.OFFICES_OR_STATUSES)
    return Addressees(tuple(dict.fromkeys(units)) or (unit.id,), kinds, offices, statuses, said.with_away)


async def _unit_called(db: AsyncSession, unit: Unit, name: str) -> int:
    by_code = await find_unit(db, name)
    if by_code is not None and by_code.path.startswith(unit.path):
        return by_code.id
    found = await units_named(db, [unit], name)
    if not found:
        raise DirectiveWrong(why=draft_words.NO_SUCH_PLACE.format(name=name[:40]).rstrip("."))
    if len(found) > 1:
        names = "; ".join(one.name for one in found[:MOST_NAMED])
        raise DirectiveWrong(why=draft_words.WHICH.format(names=names).rstrip("."))
    return found[0].id


async def audience_words(db: AsyncSession, unit: Unit, to: Addressees) -> str:
    """The same back in words."""
    others = [one for one in to.unit_ids if one != unit.id]
    names = (await db.scalars(select(Unit.name).where(Unit.id.in_(others)).order_by(Unit.sort_key))).all()
    if len(names) > MOST_NAMED:
        names = [*names[:MOST_NAMED], and_more(len(names) - MOST_NAMED)]
    kinds = () if set(to.kinds) == set(CELLS) and not to.offices else to.kinds
    return in_words(to.offices, kinds, to.statuses, names, with_away=to.with_away)
