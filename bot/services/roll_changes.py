"""A roll says that it was closed or corrected: what follows from it is looked at a while later."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import INSERTS, Deed
from bot.model.warnings import RollChange

_TABLE = cast(Table, RollChange.__table__)
SETTLES = timedelta(minutes=10)
"""So that whoever corrects twice in a row is told once."""


async def roll_changed(db: AsyncSession, meeting_id: int, now: datetime) -> None:
    """Say that the warnings of this roll are to be looked at; said again, the look waits anew."""
    deed = changed_roll(db, meeting_id, now)
    await db.execute(deed.statement, deed.values)


def changed_roll(db: AsyncSession, meeting_id: int, now: datetime) -> Deed:
    """The same, for whoever writes several things at once."""
    return Deed(_saying(db.get_bind().dialect.name), {"changed_roll": meeting_id, "looked_at": now + SETTLES})


@cache
def _saying(dialect: str) -> Any:
    said = INSERTS[dialect](_TABLE).values(meeting_id=bindparam("changed_roll"), due_at=bindparam("looked_at"))
    return said.on_conflict_do_update(index_elements=["meeting_id"], set_={"due_at": said.excluded.due_at})
