"""What a cell cannot solve by itself: raised by whoever visited it, received and answered by who sent them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.model.visits import DifficultyState, Visit, VisitDifficulty
from bot.refusals import NoSuchDifficulty, NothingSaid
from bot.services.audit import as_member, note
from bot.services.below import at_or_below
from bot.services.own_visits import OwnVisit
from bot.services.permissions import Right, holders
from bot.services.visit_people import people_of
from bot.services.visit_remarks import checked, held
from bot.services.visit_telling import pass_word
from bot.words import visit_letters as letters
from bot.words import visits as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name


@dataclass(frozen=True, slots=True)
class Raised:
    """A difficulty, and where it was heard."""

    row: VisitDifficulty
    visit: Visit
    meeting: Meeting
    cell: Unit
    unit: Unit
    """Who has to answer."""


async def raise_difficulty(
    db: AsyncSession, visit_id: int, member_id: int, text: str, now: datetime, *, harmless: bool = False
) -> OwnVisit:
    """Pass it up; raises NoSuchVisit, VisitTooEarly, NothingSaid, SecrecyMarked, DoubtfulWords or WordsTooLong."""
    said = checked(text, harmless=harmless)
    if not said:
        raise NothingSaid
    own = await held(db, visit_id, member_id, now)
    by = as_member(member_id)
    row = VisitDifficulty(visit_id=visit_id, unit_id=own.visit.unit_id, text=said, raised_at=now, raised_by=by)
    db.add(row)
    await db.flush()
    note(db, by, "difficulty_raised", about(row.id), now)
    committee = await db.get_one(Unit, own.visit.unit_id)
    planners = await holders(db, committee, Right.PLAN_VISITS, day_of(now))
    told = Reply(letters.difficulty_came(cell_name(own.cell.name)), (Choice(words.SEE, f"difficulty:{row.id}"),))
    await pass_word(db, about(row.id), planners, told, now)
    return own


def about(difficulty_id: int) -> str:
    return f"difficulty:{difficulty_id}"


async def difficulty_of(db: AsyncSession, difficulty_id: int, *, lock: bool = False) -> Raised:
    """Raises NoSuchDifficulty, also where its words are no longer kept."""
    if lock:
        held = select(VisitDifficulty.id).where(VisitDifficulty.id == difficulty_id).with_for_update()
        await db.execute(held)
    found = await _found(db, VisitDifficulty.id == difficulty_id)
    if not found:
        raise NoSuchDifficulty
    return found[0]


async def difficulties_at(db: AsyncSession, unit: Unit) -> list[Raised]:
    """What a committee has to answer, then what it answered lately; the newest first."""
    found = await _found(db, VisitDifficulty.unit_id == unit.id)
    return sorted(found, key=lambda one: (one.row.state is DifficultyState.ANSWERED, -one.row.id))


async def difficulties_of(db: AsyncSession, visit_id: int) -> list[Raised]:
    """Those that were heard at one meeting, as whoever raised them sees them."""
    return sorted(await _found(db, VisitDifficulty.visit_id == visit_id), key=lambda one: one.row.id)


async def _found(db: AsyncSession, *which: ColumnElement[bool]) -> Sequence[Raised]:
    cells, units = aliased(Unit), aliased(Unit)
    found = await db.execute(
        select(VisitDifficulty, Visit, Meeting, cells, units)
        .join(Visit, Visit.id == VisitDifficulty.visit_id)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(cells, cells.id == Visit.cell_id)
        .join(units, units.id == VisitDifficulty.unit_id)
        .where(VisitDifficulty.text.is_not(None), *which)
        .execution_options(populate_existing=True)
    )
    return [Raised(*row) for row in found]


async def receive(db: AsyncSession, difficulty_id: int, by: str, now: datetime) -> Raised:
    """The committee has taken note of it; whoever raised it hears so once."""
    found = await difficulty_of(db, difficulty_id, lock=True)
    row = found.row
    if row.state is DifficultyState.NEW:
        row.state, row.received_at, row.received_by = DifficultyState.RECEIVED, now, by
        note(db, by, "difficulty_received", about(row.id), now)
        said = Reply(letters.difficulty_received(found.unit.name, cell_name(found.cell.name)))
        await pass_word(db, about(row.id), await _visitors(db, found), said, now)
    return found


async def answer(
    db: AsyncSession, difficulty_id: int, text: str, by: str, now: datetime, *, harmless: bool = False
) -> Raised:
    """What the committee says; the visitors hear it, and the cell where it may read their remark."""
    said = checked(text, harmless=harmless)
    if not said:
        raise NothingSaid
    found = await difficulty_of(db, difficulty_id, lock=True)
    row = found.row
    row.answer, row.answered_at, row.answered_by = said, now, by
    row.state, row.received_at, row.received_by = (
        DifficultyState.ANSWERED,
        row.received_at or now,
        row.received_by or by,
    )
    note(db, by, "difficulty_answered", about(row.id), now)
    told = Reply(letters.difficulty_answered(found.unit.name, cell_name(found.cell.name), row.text or "", said))
    await pass_word(db, about(row.id), await _visitors(db, found), told, now)
    if found.visit.released_at is not None:
        await pass_word(db, about(row.id), await holders(db, found.cell, Right.CALL, day_of(now)), told, now)
    return found


async def _visitors(db: AsyncSession, found: Raised) -> list[int]:
    """Whoever raised it first, then the others."""
    sent = [one.member_id for one in (await people_of(db, [found.visit.id]))[found.visit.id]]
    own = [one for one in sent if as_member(one) == found.row.raised_by]
    return [*own, *(one for one in sent if one not in own)]


async def open_count(db: AsyncSession, unit: Unit) -> int:
    """How many wait for an answer of this unit or of those below it."""
    waits = (
        select(func.count()).select_from(VisitDifficulty).where(await at_or_below(db, VisitDifficulty.unit_id, unit))
    )
    return await db.scalar(waits.where(VisitDifficulty.state != DifficultyState.ANSWERED)) or 0
