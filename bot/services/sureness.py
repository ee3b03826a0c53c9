"""What tells more people than a unit's limit is confirmed by its number: a slip must not reach a whole commune."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.refusals import NotSure
from bot.services.invitations import invited_to
from bot.services.notices import told_of
from bot.services.unit_settings import settings_of


async def limit_passed(db: AsyncSession, unit: Unit, people: int) -> int | None:
    """The unit's limit where so many people are more than it."""
    limit = (await settings_of(db, unit)).confirm_above
    return limit if people > limit else None


async def demand_sure(db: AsyncSession, unit: Unit, people: int, said: int | None) -> None:
    """Raises NotSure where so many have to be confirmed, and another number or none was said."""
    limit = await limit_passed(db, unit, people)
    if limit is not None and said != people:
        raise NotSure(people=people, limit=limit)


async def hear_of_move(db: AsyncSession, meeting: Meeting) -> int:
    """All who are invited: the told hear of the change, the others get the call with the new time."""
    return len(await invited_to(db, meeting.id))


async def hear_of_cancelling(db: AsyncSession, meeting: Meeting) -> int:
    """Only who has been told of the meeting."""
    told = await told_of(db, meeting)
    return sum(one in told for one in await invited_to(db, meeting.id))
