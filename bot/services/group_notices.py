"""What a cell's group is told of a meeting: the call, a new time, that it is off; once each, and nobody is named."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.endpoints import Endpoint
from bot.model.groups import UnitGroup
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.notices import Notice
from bot.model.units import Unit, UnitKind
from bot.services.notices import TOLD, urgency_of
from bot.services.people import people_of_cell
from bot.services.unit_settings import settings_of
from bot.words import groups as words
from bot.words import vi
from bot.words.agendas import in_a_line, names_somebody
from bot.words.times import day_of


async def tell_groups(
    db: AsyncSession, meeting: Meeting, at: datetime, now: datetime, urgency: int | None = None
) -> None:
    """Owe the cell's groups a notice of how the meeting stands now; who has heard of it hears of a change at once.

    In the transaction that holds the meeting, so that each revision is told once.
    """
    if meeting.kind is MeetingKind.COMMITTEE:
        return  # it is not the cell that meets
    groups = (await db.scalars(_open_groups(meeting.cell_id))).all()
    if not groups or not (await settings_of(db, await db.get_one(Unit, meeting.cell_id))).group_notices:
        return
    found = await db.execute(select(Notice.endpoint_id, Notice.revision, Notice.state).where(*_to_groups(meeting.id)))
    earlier = [tuple(row) for row in found]
    told = {endpoint_id for endpoint_id, _, state in earlier if state in TOLD}
    owed = {endpoint_id for endpoint_id, revision, _ in earlier if revision == meeting.revision}
    urgency = urgency_of(meeting, now) if urgency is None else urgency
    for place in groups:
        is_off = meeting.state is MeetingState.CANCELLED
        if place.id not in owed and (place.id in told or not is_off):
            db.add(_notice(meeting, place, now if place.id in told else at, urgency))
    await db.flush()


def _open_groups(cell_id: int) -> Select[Endpoint]:
    return (
        select(Endpoint)
        .join(UnitGroup, UnitGroup.endpoint_id == Endpoint.id)
        .where(UnitGroup.unit_id == cell_id, UnitGroup.ended_at.is_(None), Endpoint.dead_at.is_(None))
        .order_by(UnitGroup.id)
    )


def _to_groups(meeting_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Notice.meeting_id == meeting_id, Notice.step == Step.GROUP)


def _notice(meeting: Meeting, place: Endpoint, at: datetime, urgency: int) -> Notice:
    return Notice(
        about=f"meeting:{meeting.id}",
        meeting_id=meeting.id,
        revision=meeting.revision,
        step=Step.GROUP,
        channel=place.channel,
        account=place.account,
        endpoint_id=place.id,
        urgency=urgency,
        not_before=at,
        expires_at=meeting.starts_at,
    )


async def group_word(db: AsyncSession, notice_id: int, meeting: Meeting, cell: Unit) -> Reply | str:
    """The words of such a notice, or why nobody needs them any more."""
    notice = await db.get_one(Notice, notice_id)
    if meeting.revision != notice.revision:
        return "superseded"
    if meeting.state is MeetingState.CLOSED:
        return f"meeting_{meeting.state}"
    if not (await settings_of(db, cell)).group_notices:
        return "group_notices_off"
    if notice.endpoint_id not in {place.id for place in await db.scalars(_open_groups(cell.id))}:
        return "group_ended"
    unit = vi.cell(cell.name)
    topic, agenda = await _nameless(db, meeting)
    about = unit, meeting.kind, meeting.starts_at, meeting.place, topic
    lines = vi.meeting_lines(*about, content=[in_a_line(agenda)] if agenda else [])
    if meeting.state is MeetingState.CANCELLED:
        return Reply(words.called_off(unit, lines))
    has_heard = exists().where(
        *_to_groups(meeting.id),
        Notice.endpoint_id == notice.endpoint_id,
        Notice.revision < notice.revision,
        Notice.state.in_(TOLD),
    )
    return Reply((words.moved if await db.scalar(select(has_heard)) else words.called)(unit, lines))


async def _nameless(db: AsyncSession, meeting: Meeting) -> tuple[str | None, list[str]]:
    """Topic and agenda without what names somebody: a group may hear what is talked about, and not of whom."""
    if not meeting.agenda and not meeting.topic:
        return None, []
    unit = await db.get_one(Unit, meeting.cell_id)
    cell_id = unit.parent_id if unit.kind is UnitKind.GROUP and unit.parent_id else unit.id
    here = await people_of_cell(db, cell_id, day_of(meeting.starts_at))
    names = [one.member.name for one in here]
    topic = None if meeting.topic and names_somebody(meeting.topic, names) else meeting.topic
    return topic, [item for item in meeting.agenda or () if not names_somebody(item, names)]
