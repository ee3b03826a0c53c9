"""Where the rehearsal is played at first: the three who hold the phones, their cell, commune and district."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit
from bot.rehearsal.cast import Seat, first_cast
from bot.rehearsal.district import District
from bot.services.audit import as_member
from bot.services.permissions import Right, holders
from bot.words import rehearsal_district as words
from bot.words.times import day_of


@dataclass(frozen=True, slots=True)
class Playing:
    """Whom and what most is about."""

    cast: dict[Seat, int]
    """Who sits where, by their ids."""
    cell: Unit
    at: int
    """The place of this cell."""
    commune: Unit
    district: Unit
    office: str
    """Who does for the district what is done there."""

    @property
    def members(self) -> frozenset[int]:
        """Those who play: what they can do is left for them."""
        return frozenset(self.cast.values())

    @property
    def secretary(self) -> str:
        return as_member(self.cast[Seat.SECRETARY])


async def playing_in(db: AsyncSession, district: District, now: datetime) -> Playing:
    """Whoever sits at the phones when the rehearsal is opened for the first time."""
    at, practice = next((at, cell) for at, cell in enumerate(district.cells) if cell.is_practice)
    cell = await db.get_one(Unit, practice.id)
    commune = await db.get_one(Unit, practice.under_id)
    head = await db.get_one(Unit, district.units[words.DISTRICT[0]])
    (first, *_) = await holders(db, head, Right.PLAN_VISITS, day_of(now))
    return Playing(await first_cast(db, cell.code, now), cell, at, commune, head, as_member(first))
