"""Cells that have met to study a document of the province; who was there has studied it."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.rehearsal import rolls
from bot.rehearsal.beside import write_closed
from bot.rehearsal.district import District, luck_of
from bot.rehearsal.year import CLOSED_AFTER, LASTS, Held
from bot.words import rehearsal_district, rehearsal_practice
from bot.words.times import at_local

CELLS, MET_BEFORE, CALLED_BEFORE = 8, 2, timedelta(days=3)
"""So many cells of the commune to practise with, so many days ago."""


async def write_studies(db: AsyncSession, district: District) -> list[rolls.Minutes]:
    """Not of the cell to practise with: it has still to study."""
    return [await _write(db, district, at) for at in studying_cells(district)]


def studying_cells(district: District) -> Sequence[int]:
    """Their places: of the commune first, then every other cell that stands right below the district."""
    commune, head = rehearsal_district.COMMUNES[0][0], rehearsal_district.DISTRICT[0]
    own = [at for at, cell in enumerate(district.cells) if cell.under == commune and not cell.is_practice]
    offices = [at for at, cell in enumerate(district.cells) if cell.under == head]
    return [*own[:CELLS], *offices[::2]]


async def _write(db: AsyncSession, district: District, at: int) -> rolls.Minutes:
    cell, on = district.cells[at], district.calendar.today - timedelta(days=MET_BEFORE)
    starts_at = at_local(on, cell.hour)
    closed_at = starts_at + LASTS + CLOSED_AFTER
    held = Held(at, MeetingKind.STUDY, starts_at, starts_at - CALLED_BEFORE, closed_at, rehearsal_practice.STUDY)
    people = [one for one in district.people if one.is_expected(at, on)]
    return await write_closed(db, district, cell, held, people, luck_of(f"study:{at}"))
