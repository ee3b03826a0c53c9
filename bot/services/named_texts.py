"""Texts of a cell that name somebody: through a network abroad they go by a link that opens once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities
from bot.model.units import Unit
from bot.refusals import NoWayForFiles
from bot.services.parcels import link_to
from bot.services.people import people_of_cell
from bot.services.unit_settings import settings_of
from bot.words.agendas import names_somebody
from bot.words.times import day_of


async def goes_by_link(
    db: AsyncSession, unit: Unit, texts: Sequence[str], capabilities: Capabilities, now: datetime
) -> bool:
    """Whether these words may not go through this network themselves."""
    if not capabilities.abroad or (await settings_of(db, unit)).details_abroad:
        return False
    names = [one.member.name for one in await people_of_cell(db, unit.id, day_of(now))]
    return any(names_somebody(text, names) for text in texts)


@dataclass
class Hidden:
    """The same for many notices that leave on one network: what is told to many is looked at once."""

    db: AsyncSession
    known: dict[str, bool] = field(default_factory=dict)
    """By what it is about."""

    async def hides(
        self, about: str, unit: Unit, texts: Sequence[str], capabilities: Capabilities, now: datetime
    ) -> bool:
        if about not in self.known:
            self.known[about] = await goes_by_link(self.db, unit, texts, capabilities, now)
        return self.known[about]


async def link_or_none(db: AsyncSession, recipe: str, member_id: int, now: datetime) -> str | None:
    """None where our site has no address: then people have to ask."""
    try:
        return await link_to(db, recipe, member_id, now)
    except NoWayForFiles:
        return None
