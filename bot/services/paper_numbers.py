"""The numbers on a sheet of paper stay those people's numbers: whoever leaves leaves a gap, newcomers come behind."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.check_ins import PaperSheet


async def sheet_on_paper(db: AsyncSession, meeting_id: int) -> PaperSheet | None:
    """The numbers of the sheet that was printed for a meeting; None where none was."""
    found: PaperSheet | None = await db.scalar(select(PaperSheet).filter_by(meeting_id=meeting_id))
    return found


def numbers_for(by_name: Sequence[int], paper: PaperSheet | None) -> dict[int, int]:
    """The number of each of these members, who come in the order of their names."""
    on_paper = [] if paper is None else paper.member_ids
    numbers = {member_id: number for number, member_id in enumerate(on_paper, 1) if member_id in set(by_name)}
    newcomers = [one for one in by_name if one not in numbers]
    return numbers | {one: number for number, one in enumerate(newcomers, len(on_paper) + 1)}


def keep_numbers(paper: PaperSheet, numbers: dict[int, int]) -> None:
    """Newcomers keep the number under which they were shown once."""
    new = [one for one in numbers if one not in paper.member_ids]
    if new:
        paper.member_ids = [*paper.member_ids, *sorted(new, key=numbers.__getitem__)]
