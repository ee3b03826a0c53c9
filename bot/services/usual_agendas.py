"""What a unit usually talks about, by kind of meeting: what the nearest unit upward has written, else the shipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.agendas import AgendaTemplate
from bot.model.meetings import Meeting, MeetingKind
from bot.model.units import Unit
from bot.refusals import ItemTooLong, NoItems, TooManyItems
from bot.services.audit import note
from bot.words.agendas import LONGEST, MOST, SHIPPED
from bot.words.names import tidy


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual items of one kind of meeting, and whose they are; of nobody where they are the shipped ones."""

    items: tuple[str, ...]
    unit: Unit | None


async def usual_of(db: AsyncSession, unit: Unit, kind: MeetingKind) -> Usual:
    """What holds at a unit."""
    line = [int(part) for part in unit.path.strip("/").split("/")]
    found = await db.execute(
        select(AgendaTemplate.items, Unit)
        .join(Unit, Unit.id == AgendaTemplate.unit_id)
        .where(AgendaTemplate.unit_id.in_(line), AgendaTemplate.kind == kind)
    )
    own = {above.id: Usual(tuple(items), above) for items, above in found}
    return next((own[one] for one in reversed(line) if one in own), Usual(SHIPPED[kind], None))


async def agenda_at_call(db: AsyncSession, unit: Unit, kind: MeetingKind) -> list[str] | None:
    """With what a meeting is called: what a unit has written itself is told to people, the shipped is not."""
    usual = await usual_of(db, unit, kind)
    return list(usual.items) if usual.unit else None


def items_of(meeting: Meeting) -> list[str]:
    """What a meeting is about, item by item."""
    return list(SHIPPED[meeting.kind] if meeting.agenda is None else meeting.agenda)


async def set_usual(
    db: AsyncSession, unit: Unit, kind: MeetingKind, items: Sequence[str], by: str, now: datetime
) -> list[str]:
    """Write a unit's own; the texts have passed the guard. Raises NoItems, TooManyItems or ItemTooLong."""
    kept = checked_items(items)
    own = await _own(db, unit, kind)
    if own is None:
        db.add(AgendaTemplate(unit_id=unit.id, kind=kind, items=kept, by=by, at=now))
    else:
        own.items, own.by, own.at = kept, by, now
    note(db, by, "usual_agenda_set", f"unit:{unit.id}", now, kind=kind, items=len(kept))
    await db.flush()
    return kept


async def reset_usual(db: AsyncSession, unit: Unit, kind: MeetingKind, by: str, now: datetime) -> bool:
    """Take a unit's own away; False where it has none."""
    own = await _own(db, unit, kind)
    if own is None:
        return False
    await db.delete(own)
    note(db, by, "usual_agenda_reset", f"unit:{unit.id}", now, kind=kind)
    await db.flush()
    return True


async def _own(db: AsyncSession, unit: Unit, kind: MeetingKind) -> AgendaTemplate | None:
    """Of two who write at once the second waits for the first."""
    await db.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    found: AgendaTemplate | None = await db.scalar(select(AgendaTemplate).filter_by(unit_id=unit.id, kind=kind))
    return found


def checked_items(items: Sequence[str]) -> list[str]:
    """The items tidied; raises NoItems, TooManyItems or ItemTooLong."""
    kept = [tidy(item).rstrip(" .;") for item in items]
    if not kept or not all(kept):
        raise NoItems
    if len(kept) > MOST:
        raise TooManyItems(most=MOST)
    if any(len(item) > LONGEST for item in kept):
        raise ItemTooLong(most=LONGEST)
    return kept
