"""What a district does beside its meetings: documents, numbers, visits, wishes, talk; through the services."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rehearsal.cell_talk import write_cell_talk
from bot.rehearsal.district import District
from bot.rehearsal.figures import write_figures
from bot.rehearsal.papers import write_papers
from bot.rehearsal.playing import playing_in
from bot.rehearsal.rolls import Minutes
from bot.rehearsal.visitors import write_visitors
from bot.rehearsal.wishes import write_wishes


async def write_practice(db: AsyncSession, district: District, studies: Sequence[Minutes], now: datetime) -> None:
    """`studies`: the meetings at which a document was studied. All of it has left; nothing rings at the beginning."""
    playing = await playing_in(db, district, now)
    await write_papers(db, district, studies, playing, now)
    await write_figures(db, playing, now)
    await write_visitors(db, district, playing, now)
    await write_wishes(db, district, playing, now)
    await write_cell_talk(db, playing, now)
