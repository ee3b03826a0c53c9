"""What an invitation says of the papers of its meeting, for many meetings at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.meetings import Meeting
from bot.model.papers import Paper
from bot.model.units import Unit
from bot.services.unit_settings import UnitSettings
from bot.words.meeting_papers import IN_THE_APP, line


async def papers_lines(
    db: AsyncSession,
    held: Sequence[tuple[Meeting, Unit]],
    settings: Mapping[int, UnitSettings],
    with_papers: Collection[int],
) -> list[str | None]:
    """A line for each of these meetings, or none; one query, and none where nobody has brought papers.

    `settings`: by unit; of a unit that is not among them nothing is said. `with_papers`: the meetings that have any;
    one that is not called yet has none.
    """
    where = [settings[cell.id].papers if cell.id in settings else None for _, cell in held]
    ours = {meeting.id for (meeting, _), at in zip(held, where, strict=True) if at == "link"} & set(with_papers)
    titles: defaultdict[int, list[str]] = defaultdict(list)
    if ours:
        found = await db.execute(
            select(Paper.meeting_id, Paper.title).where(Paper.meeting_id.in_(filled_up(ours))).order_by(Paper.id)
        )
        for meeting_id, title in found:
            titles[meeting_id].append(title)
    return [
        IN_THE_APP if at == "app" else line(titles[meeting.id]) if meeting.id in titles else None
        for (meeting, _), at in zip(held, where, strict=True)
    ]
