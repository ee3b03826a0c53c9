"""A roll says that it was closed or corrected: what follows from it is looked at a while later."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import INSERTS
from bot.model.warnings import RollChange

SETTLES = timedelta(minutes=10)
"""So that whoever corrects twice in a row is told once."""


async def roll_changed(db: AsyncSession, meeting_id: int, now: datetime) -> None:
    """Say that the warnings of this roll are to be looked at; said again, the look waits anew."""
    statement = INSERTS[db.get_bind().dialect.name](RollChange).values(meeting_id=meeting_id, due_at=now + SETTLES)
    due = {"due_at": statement.excluded.due_at}
    await db.execute(statement.on_conflict_do_update(index_elements=["meeting_id"], set_=due))
