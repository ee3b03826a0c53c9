"""What members think and wish, said to their own cell: kept there, and found again by who may read it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.opinions import WAITING, Opinion, OpinionKind, OpinionState
from bot.model.units import Unit
from bot.refusals import NoSuchOpinion, NothingAskedBack, OpinionSettled
from bot.services import opinion_words
from bot.services.opinion_guard import LONGEST
from bot.services.permissions import Right, may
from bot.services.request_days import working_days_after
from bot.services.unit_settings import settings_of
from bot.words.times import day_of


async def arrive(
    db: AsyncSession, unit: Unit, kind: OpinionKind, text: str, now: datetime, came_from: Unit | None = None
) -> Opinion:
    """A new row at a unit, with its own clock."""
    row = Opinion(
        unit_id=unit.id,
        from_unit_id=came_from.id if came_from else None,
        kind=kind,
        text=text,
        is_named=False,
        arrived_at=now,
        due_on=day_of(now),
        state=OpinionState.HELD,
        reminders=0,
    )
    db.add(row)
    await begin_clock(db, row, unit, now)
    await db.flush()
    return row


async def begin_clock(db: AsyncSession, row: Opinion, unit: Unit, now: datetime) -> None:
    """The working days of this unit are counted from now on."""
    days = (await settings_of(db, unit)).opinion_days
    row.due_on, row.reminders = await working_days_after(db, day_of(now), days), 0


def is_late(row: Opinion, today: date) -> bool:
    """Past its day; of the two spans of what was asked back the first is that of whoever was asked."""
    counts = row.state is OpinionState.HELD or (row.state is OpinionState.ASKED and row.reminders > 0)
    return counts and row.due_on < today


# Who reads what: a unit its own rows, a member the own ones. Another's number is no number


async def heard_at(
    db: AsyncSession, member_ids: Sequence[int], opinion_id: int, now: datetime
) -> tuple[Opinion, Unit, int]:
    """The row, its unit, and who of these hears opinions there; held until the end. Raises NoSuchOpinion."""
    row = await _locked(db, opinion_id)
    if row is not None:
        unit = await db.get_one(Unit, row.unit_id)
        for member_id in member_ids:
            if await may(db, member_id, Right.HEAR_OPINIONS, unit, day_of(now)):
                return row, unit, member_id
    raise NoSuchOpinion(which=opinion_id)


async def own(db: AsyncSession, member_ids: Sequence[int], opinion_id: int) -> Opinion:
    """The row of somebody of these, held until the end; raises NoSuchOpinion."""
    row = await _locked(db, opinion_id)
    if row is None or row.member_id is None or row.member_id not in member_ids:
        raise NoSuchOpinion(which=opinion_id)
    return row


async def _locked(db: AsyncSession, opinion_id: int) -> Opinion | None:
    found: Opinion | None = await db.scalar(
        select(Opinion).where(Opinion.id == opinion_id).with_for_update().execution_options(populate_existing=True)
    )
    return found


async def sent_by(db: AsyncSession, member_id: int) -> list[Opinion]:
    """All that somebody has sent, the newest first."""
    found = await db.scalars(select(Opinion).where(Opinion.member_id == member_id).order_by(Opinion.id.desc()))
    return list(found)


async def waiting_at(db: AsyncSession, unit: Unit) -> list[Opinion]:
    """What is due first at the top."""
    found = await db.scalars(
        select(Opinion)
        .where(Opinion.unit_id == unit.id, Opinion.state.in_(WAITING))
        .order_by(Opinion.due_on, Opinion.id)
    )
    return list(found)


async def settled_at(db: AsyncSession, unit: Unit) -> list[Opinion]:
    """What the unit has dealt with and whose words are still kept, the newest first."""
    found = await db.scalars(
        select(Opinion)
        .where(Opinion.unit_id == unit.id, Opinion.state.not_in(WAITING), Opinion.text.is_not(None))
        .order_by(Opinion.id.desc())
        .limit(100)
    )
    return list(found)


# What the sender may still do


async def take_back(db: AsyncSession, row: Opinion, now: datetime) -> None:
    """While it lies at the cell; its words go at once. Raises OpinionSettled."""
    if row.state not in WAITING:
        raise OpinionSettled
    row.state, row.settled_at, row.settled_unit_id = OpinionState.TAKEN_BACK, now, row.unit_id
    row.text = row.question = row.addition = None
    await db.flush()


async def add_to(db: AsyncSession, row: Opinion, text: str, now: datetime) -> None:
    """What was asked back of this row is answered, its unit is told; raises NothingAskedBack where nothing is asked."""
    await _locked(db, row.id)
    if row.state is not OpinionState.ASKED:
        raise NothingAskedBack
    row.addition = "\n".join(filter(None, (row.addition, text)))[-2 * LONGEST :]
    row.state = OpinionState.HELD
    await begin_clock(db, row, await db.get_one(Unit, row.unit_id), now)
    await db.flush()
    await opinion_words.tell_added(db, row, now)
