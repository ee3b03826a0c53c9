"""What the leaders of a cell say of its roster: that it is right, or what is wrong; an answer may be changed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.roles import Role
from bot.model.units import Unit
from bot.model.warnings import RosterCheck
from bot.refusals import NotAllowed, WordsTooLong
from bot.services.audit import note
from bot.services.meetings import guard
from bot.services.notices import owe_word
from bot.services.permissions import Right, offices_with, role_holds
from bot.services.roster_checks import quarter_of
from bot.words import roster_checks as words
from bot.words import vi
from bot.words.times import day_of

LONGEST = 400


async def check_of(db: AsyncSession, check_id: int, *, lock: bool = False) -> tuple[RosterCheck, Unit]:
    """Raises NotAllowed."""
    check = await db.get(RosterCheck, check_id, with_for_update=lock or None, populate_existing=lock)
    if check is None:
        raise NotAllowed
    return check, await db.get_one(Unit, check.unit_id)


async def open_checks(db: AsyncSession, cell_ids: Sequence[int], now: datetime) -> Sequence[RosterCheck]:
    """Of the present quarter, those still open first: an answer may be changed."""
    found = await db.scalars(
        select(RosterCheck)
        .where(RosterCheck.unit_id.in_(cell_ids), RosterCheck.quarter == quarter_of(day_of(now)))
        .order_by(RosterCheck.answered_at.is_not(None), RosterCheck.id)
    )
    return found.all()


async def say_right(db: AsyncSession, check: RosterCheck, by: str, now: datetime) -> bool:
    """The roster is right; False where that was said already. What was not right before may have been put right."""
    if check.is_right:
        return False
    check.is_right, check.wrong, check.answered_at, check.answered_by = True, None, now, by
    note(db, by, "roster_right", f"unit:{check.unit_id}", now, quarter=check.quarter)
    await db.flush()
    return True


async def say_wrong(
    db: AsyncSession, check: RosterCheck, cell: Unit, text: str, by: str, now: datetime, *, harmless: bool = False
) -> bool:
    """What is not right, in the secretary's words; those who keep the rosters are told that there is something.

    False where none of them can be reached.
    Raises SecrecyMarked, DoubtfulWords or WordsTooLong, and then nothing is stored.
    """
    said = " ".join(text.split())
    guard([said], harmless=harmless)
    if len(said) > LONGEST:
        raise WordsTooLong(most=LONGEST)
    check.is_right, check.wrong, check.answered_at, check.answered_by = False, said, now, by
    note(db, by, "roster_wrong", f"unit:{check.unit_id}", now, quarter=check.quarter)
    await db.flush()
    told = Reply(words.office_told(vi.cell(cell.name), check.quarter), (Choice(words.SEE, f"roster_said:{check.id}"),))
    keepers = await _keepers(db, cell, day_of(now))
    return await owe_word(db, f"roster_said:{check.id}", int(now.timestamp()), keepers, told, now)


async def _keepers(db: AsyncSession, cell: Unit, on: date) -> list[int]:
    """Who keeps the roster of a cell, the nearest first."""
    upward = [int(part) for part in reversed(cell.path.strip("/").split("/"))]
    found = await db.execute(
        select(Role.unit_id, Role.member_id)
        .where(Role.unit_id.in_(upward), Role.office.in_(offices_with(Right.MANAGE)), role_holds(on))
        .order_by(Role.id)
    )
    return [member_id for _, member_id in sorted(found, key=lambda row: upward.index(row[0]))]
