"""What it takes to tell people of a meeting: of its call, of a change, of its end, or once more."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, Step
from bot.model.units import Unit
from bot.services.forms import form_kind
from bot.services.invitations import invited_to
from bot.services.ladder import plan_of
from bot.services.notices import told_of
from bot.services.people import places_at
from bot.services.reach import Plan, plan, together
from bot.services.said import said_of
from bot.services.tree import subtree
from bot.services.unit_settings import settings_at, settings_of
from bot.words.calling import PLACE_EXAMPLE
from bot.words.times import day_of


async def of_call(db: AsyncSession, cell: Unit, meeting: Meeting, member_ids: Collection[int], now: datetime) -> Plan:
    """The invitation to a meeting that need not be called yet, at the hour at which it leaves."""
    leaves_at = plan_of(meeting, await settings_of(db, cell), now).notice_at
    return await _plan(db, cell, meeting, Step.NOTICE, member_ids, leaves_at)


async def of_move(
    db: AsyncSession, meeting: Meeting, starts_at: datetime, now: datetime, place: str | None = None
) -> Plan:
    """Who had been told hears of the change at once; the others are invited in their time."""
    told = await told_of(db, meeting)
    invited = await invited_to(db, meeting.id)
    cell = await db.get_one(Unit, meeting.cell_id)
    as_moved = Meeting(
        id=meeting.id,
        kind=meeting.kind,
        starts_at=starts_at,
        place=place or meeting.place,
        topic=meeting.topic,
        agenda=meeting.agenda,
        revision=1,
    )
    others = await of_call(db, cell, as_moved, [one for one in invited if one not in told], now)
    hear = await _plan(db, cell, as_moved, Step.MOVED, [one for one in invited if one in told], now)
    return together([hear, others])


async def of_cancelling(db: AsyncSession, meeting: Meeting, now: datetime) -> Plan:
    """Only who had been told hears of it."""
    told = await told_of(db, meeting)
    hear = [one for one in await invited_to(db, meeting.id) if one in told]
    return await _plan(db, await db.get_one(Unit, meeting.cell_id), meeting, Step.CANCELLED, hear, now)


async def of_resending(
    db: AsyncSession, meeting: Meeting, by_step: Mapping[Step, Collection[int]], now: datetime
) -> Plan:
    """Another round of these messages."""
    cell = await db.get_one(Unit, meeting.cell_id)
    return together([await _plan(db, cell, meeting, step, members, now) for step, members in by_step.items()])


async def _plan(
    db: AsyncSession, cell: Unit, meeting: Meeting, step: Step, member_ids: Collection[int], at: datetime
) -> Plan:
    said = await said_of(db, step, [(cell, meeting)], dict.fromkeys(member_ids, cell.id))
    return await plan(db, member_ids, form_kind(step), at, said=said)


async def of_calling_all(db: AsyncSession, unit: Unit, now: datetime) -> Plan:
    """A call that left now to everybody expected in a unit and the units below it; who is in two cells counts once.

    Nobody has written it yet: an ordinary one is counted, of the regular meeting in an ordinary place.
    """
    cells = [one for one in await subtree(db, unit) if one.is_cell and one.closed_on is None]
    settings = await settings_at(db, cells)
    people: dict[int, int] = {}
    for start in range(0, len(cells), CELLS_AT_ONCE):
        some = [cell.id for cell in cells[start : start + CELLS_AT_ONCE]]
        for cell_id, places in (await places_at(db, some, day_of(now))).items():
            counts = settings[cell_id].count_temporary_in
            people |= dict.fromkeys((one.member_id for one in places if one.is_expected(counts)), cell_id)
    call = Meeting(kind=MeetingKind.REGULAR, starts_at=now + USUALLY_AHEAD, place=PLACE_EXAMPLE, revision=1)
    said = await said_of(db, Step.NOTICE, [(cell, call) for cell in cells], people)
    return await plan(db, people, form_kind(Step.NOTICE), now, said=said)


CELLS_AT_ONCE = 1_000
USUALLY_AHEAD = timedelta(days=3)
