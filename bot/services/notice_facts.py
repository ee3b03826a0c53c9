"""What notices are worded from, as it is when they leave: read in a few queries however many they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.attendances import Attendance
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.papers import Paper
from bot.model.units import Unit
from bot.services.addresses import is_open_to
from bot.services.paper_lines import papers_lines
from bot.services.permissions import chairs_at
from bot.services.telling import in_full_or_less
from bot.services.told import Due, Told
from bot.services.unit_settings import UnitSettings, settings_at
from bot.services.worders import WORDERS, Words, worded_by_step
from bot.words.times import day_of

ON_NO_LIST = frozenset({Step.TALLY, Step.RESIDENTS, Step.GROUP, *WORDERS})
"""What is told to nobody who is on the list of a meeting."""


async def chairs_of(db: AsyncSession, meetings: Sequence[Meeting]) -> dict[int, str | None]:
    """Who chairs each meeting: the secretary of that day or, where there is none, the deputy (`domain` 1.6).

    In a group its leader does, at a committee whoever leads it.

    A query for each day on which they are held, and one for the names.
    """
    by_day: defaultdict[date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_day[day_of(meeting.starts_at)].append(meeting)
    leading: dict[int, int] = {}
    for on, held in by_day.items():
        leaders = await chairs_at(db, [meeting.cell_id for meeting in held], on)
        leading |= {one.id: leaders[one.cell_id] for one in held if one.cell_id in leaders}
    if not leading:
        return {meeting.id: None for meeting in meetings}
    found = await db.execute(select(Member.id, Member.name).where(Member.id.in_(leading.values())))
    names = dict(found.all())
    return {meeting.id: names.get(leading.get(meeting.id, 0)) for meeting in meetings}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a slice of notices is worded from, read in a few queries however many they are."""

    meetings: Mapping[int, Meeting]
    cells: Mapping[int | None, Unit]
    """By meeting."""
    lines: Mapping[int, Sequence[str]]
    """What is said of each meeting, the same to everybody: in full, and less of it where there is less room."""
    told: Mapping[int, Told]
    """By notice."""
    papers: Mapping[int, str]
    """By meeting, where there are any."""
    settings: Mapping[int, UnitSettings]
    """By unit, of those where somebody is told of a meeting."""
    words: Mapping[int, Words]
    """By notice, of what has a worder of its own."""


async def gather(db: AsyncSession, notices: Sequence[Notice | Due]) -> Facts:
    """Read what these notices are about, as it is now."""
    held_by = {one.meeting_id for one in notices if one.meeting_id and one.step is not Step.TALLY}
    has_papers = exists().where(Paper.meeting_id == Meeting.id)
    found = await db.execute(
        select(Meeting, Unit, has_papers)
        .join(Unit, Unit.id == Meeting.cell_id)
        .where(Meeting.id.in_(filled_up(held_by)))
    )
    rows = [(meeting, cell, has) for meeting, cell, has in found]
    held = [(meeting, cell) for meeting, cell, _ in rows]
    chairs = await chairs_of(db, [meeting for meeting, _ in held]) if held else {}
    settings = await _settings(db, notices, held)
    said = await papers_lines(db, held, settings, {meeting.id for meeting, _, has in rows if has})
    papers = {meeting.id: one for (meeting, _), one in zip(held, said, strict=True) if one}
    lines = {
        meeting.id: in_full_or_less(meeting, cell.name, chairs[meeting.id], papers.get(meeting.id))
        for meeting, cell in held
    }
    told = await _told(db, [one.id for one in notices])
    words = await worded_by_step(db, notices)
    cells: dict[int | None, Unit] = {one.id: cell for one, cell in held}
    return Facts({one.id: one for one, _ in held}, cells, lines, told, papers, settings, words)


async def _settings(
    db: AsyncSession, notices: Sequence[Notice | Due], held: Sequence[tuple[Meeting, Unit]]
) -> dict[int, UnitSettings]:
    """None where nobody is told of a meeting: an answer has its words already, and a group hears of no papers."""
    telling = {one.meeting_id for one in notices if one.content is None and one.step not in ON_NO_LIST}
    units = {cell.id: cell for meeting, cell in held if meeting.id in telling}
    return await settings_at(db, units.values()) if units else {}


async def _told(db: AsyncSession, notice_ids: Sequence[int]) -> dict[int, Told]:
    invited = (Attendance.meeting_id == Notice.meeting_id) & (Attendance.member_id == Notice.member_id)
    found = await db.execute(
        select(
            Notice.id,
            Endpoint.external_id,
            Endpoint.heard_at,
            is_open_to(Notice.member_id),
            Member.name,
            Attendance.id.is_not(None),
            Attendance.answer,
            func.coalesce(Attendance.is_stale, false()),
        )
        .outerjoin(Endpoint, Endpoint.id == Notice.endpoint_id)
        .outerjoin(Member, Member.id == Notice.member_id)
        .outerjoin(Attendance, invited)
        .where(Notice.id.in_(filled_up(notice_ids)))
    )
    return {notice_id: Told._make(rest) for notice_id, *rest in found}
