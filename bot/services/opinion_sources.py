"""What an opinion at a committee was made of: the rows below it, down to those of the members who spoke."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.opinions import Opinion


async def made_of(db: AsyncSession, row: Opinion) -> list[Opinion]:
    """The row and all that went up into it, itself first."""
    found, level = [row], [row.id]
    while level:
        below = list(await db.scalars(select(Opinion).where(Opinion.into_id.in_(level)).order_by(Opinion.id)))
        found += below
        level = [one.id for one in below]
    return found


async def senders_of(db: AsyncSession, row: Opinion) -> list[Opinion]:
    """The members' own rows among these."""
    return [one for one in await made_of(db, row) if one.from_unit_id is None]


async def names_of(db: AsyncSession, row: Opinion) -> list[str]:
    """Who spoke, as far as the unit may know: the cell all, those above who wanted it."""
    ids = [
        one.member_id
        for one in await senders_of(db, row)
        if one.member_id is not None and (row.from_unit_id is None or one.is_named)
    ]
    found = await db.scalars(select(Member.name).where(Member.id.in_(ids)).order_by(Member.sort_key, Member.id))
    return list(found)


async def upward(db: AsyncSession, row: Opinion) -> list[Opinion]:
    """The row and what became of it, to where it lies now."""
    chain = [row]
    while chain[-1].into_id is not None:
        chain.append(await db.get_one(Opinion, chain[-1].into_id))
    return chain
