"""The copy of the own data, as whoever asks for it gets it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.reports.own_copy import own_copy
from tests.conftest import NOW


async def copy_of(db: AsyncSession, person: Member) -> str:
    await db.flush()
    return (await own_copy(db, person.id, (), NOW))().content.decode()


async def section(db: AsyncSession, person: Member, label: str) -> list[str]:
    """The lines below a label."""
    _, _, behind = (await copy_of(db, person)).partition(f"\n{label}:\n")
    return [line.removeprefix("- ") for line in behind.partition("\n\n")[0].splitlines()]
