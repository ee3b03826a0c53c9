"""Meetings whose roll was closed days ago, and whose minutes nobody has written yet (rule 27)."""

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.minutes import MeetingMinutes
from bot.model.units import CELLS, Unit
from bot.model.warnings import Stage, UnitWarning
from bot.services.leading import ToLeaders, tell_leaders
from bot.services.minutes import LOOKED_BACK
from bot.services.roll_warnings import MEASURED
from bot.services.unit_settings import UnitSettings, after_quiet, settings_at
from bot.services.warnings import Given, given_once
from bot.words import vi
from bot.words import warnings as words
from bot.words.times import day_of, month_of

NAME = "no_minutes"
LEAST = timedelta(days=1)
"""No unit sets less."""
AT_ONCE, PAGE = 50, 200


async def remind_of_minutes(db: AsyncSession, now: datetime) -> int:
    """Tell the leaders of some of these meetings, each once; returns of how many."""
    ripe = await _ripe(db, now)
    settings = await settings_at(db, {cell.id: cell for _, cell in ripe}.values())
    new = await given_once(db, [_key(one) for one, _ in ripe], Stage.SECRETARY, now)
    await tell_leaders(db, [_word(one, cell, settings[cell.id]) for one, cell in ripe if _key(one) in new], now)
    return len(ripe)


def _key(meeting: Meeting) -> Given:
    return Given(meeting.cell_id, NAME, f"meeting:{meeting.id}", month_of(day_of(meeting.starts_at)))


async def _ripe(db: AsyncSession, now: datetime) -> list[tuple[Meeting, Unit]]:
    """The next ones; those of units that wait longer stand in nobody's way."""
    ripe: list[tuple[Meeting, Unit]] = []
    for start in count(0, PAGE):
        page = await _unsaid(db, start, now)
        settings = await settings_at(db, {cell.id: cell for _, cell in page}.values())
        ripe += [(one, cell) for one, cell in page if _is_ripe(one, settings[cell.id], now)]
        if len(page) < PAGE or len(ripe) >= AT_ONCE:
            break
    return ripe[:AT_ONCE]


def _is_ripe(meeting: Meeting, settings: UnitSettings, now: datetime) -> bool:
    is_late = meeting.closed_at is not None and meeting.closed_at <= now - timedelta(days=settings.minutes_days)
    return is_late and after_quiet(now, settings.quiet_hours) == now


async def _unsaid(db: AsyncSession, start: int, now: datetime) -> list[tuple[Meeting, Unit]]:
    """What `without_minutes` finds, of whole cells, as far as nobody has been reminded of it; a page of it."""
    is_said = exists().where(
        UnitWarning.unit_id == Meeting.cell_id,
        UnitWarning.name == NAME,
        UnitWarning.subject == literal("meeting:") + cast(Meeting.id, String),
    )
    found = await db.execute(
        select(Meeting, Unit)
        .join(Unit, Unit.id == Meeting.cell_id)
        .outerjoin(MeetingMinutes, MeetingMinutes.meeting_id == Meeting.id)
        .where(
            Unit.kind.in_(CELLS),
            Meeting.kind.in_(MEASURED),
            Meeting.state == MeetingState.CLOSED,
            Meeting.closed_at <= now - LEAST,
            Meeting.closed_at > now - LEAST - LOOKED_BACK,
            MeetingMinutes.done_at.is_(None),
            ~is_said,
        )
        .order_by(Meeting.closed_at, Meeting.id)
        .limit(PAGE)
        .offset(start)
    )
    return [(meeting, unit) for meeting, unit in found]


def _word(meeting: Meeting, cell: Unit, settings: UnitSettings) -> ToLeaders:
    about = meeting.kind, meeting.starts_at
    text = words.no_minutes(vi.cell(cell.name), *about, settings.minutes_days)
    said = Reply(text, (Choice(words.MINUTES, f"minutes:{meeting.id}"),), one_way=text)
    return ToLeaders(f"no_minutes:{meeting.id}", cell, said, words.no_minutes_in_counts(*about))
