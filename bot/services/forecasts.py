"""A day before a meeting: whether enough of those who may vote have said that they come (rule 26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import String, and_, cast, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.attendances import Answer, Attendance, Standing
from bot.model.meetings import Meeting, MeetingState, MeetingStep, Step
from bot.model.units import Unit
from bot.model.warnings import Stage, UnitWarning
from bot.services.leading import ToLeaders, tell_leaders
from bot.services.rate import quorum_ok
from bot.services.tally import IS_SILENT
from bot.services.unit_settings import after_quiet, settings_at
from bot.services.warnings import Given, given_once
from bot.words import vi
from bot.words import warnings as words

NAME = "low_forecast"
ANSWERED_WITHIN = timedelta(hours=1)
"""After the reminder of the day before: many answer just then, and only who has not is worth a call."""
LONGEST = timedelta(days=7)
"""After an outage as long as this nobody looks any more: of the steps only the latest are read."""
AT_ONCE, PAGE = 50, 200


@dataclass(frozen=True, slots=True)
class Forecast:
    """The answers to a call, in numbers; whoever may vote is counted apart."""

    coming: int
    away: int
    silent: int
    voting_coming: int
    voting_base: int

    @property
    def is_low(self) -> bool:
        return not quorum_ok(self.voting_coming, self.voting_base)


async def forecasts(db: AsyncSession, meeting_ids: Sequence[int]) -> dict[int, Forecast]:
    """Of each of these meetings, in one query."""
    comes = and_(Attendance.is_stale.is_(False), Attendance.answer == Answer.COMING)
    stays = and_(Attendance.is_stale.is_(False), Attendance.answer == Answer.AWAY)
    votes = Attendance.standing == Standing.OFFICIAL
    counts = [func.count().filter(one) for one in (comes, stays, IS_SILENT, and_(comes, votes), votes)]
    found = await db.execute(
        select(Attendance.meeting_id, *counts)
        .where(Attendance.meeting_id.in_(meeting_ids), Attendance.is_optional.is_(False))
        .group_by(Attendance.meeting_id)
    )
    return {meeting_id: Forecast(*counted) for meeting_id, *counted in found}


async def warn_of_low(db: AsyncSession, now: datetime) -> int:
    """Look at some of the meetings whose people were reminded a while ago, each once; returns how many."""
    ripe = await _ripe(db, now)
    seen = await forecasts(db, [one.id for one, _ in ripe])
    low = {one.id for one, _ in ripe if one.id in seen and seen[one.id].is_low}
    fine = [_key(one) for one, _ in ripe if one.id not in low]
    await given_once(db, fine, Stage.NOBODY, now)
    new = await given_once(db, [_key(one) for one, _ in ripe if one.id in low], Stage.SECRETARY, now)
    await tell_leaders(db, [_word(one, cell, seen[one.id]) for one, cell in ripe if _key(one) in new], now)
    return len(ripe)


def _key(meeting: Meeting) -> Given:
    """A meeting that was moved is looked at anew."""
    return Given(meeting.cell_id, NAME, f"meeting:{meeting.id}", f"{meeting.revision}")


async def _ripe(db: AsyncSession, now: datetime) -> list[tuple[Meeting, Unit]]:
    """The next ones; those of units that are not to be disturbed now stand in nobody's way."""
    ripe: list[tuple[Meeting, Unit]] = []
    for start in count(0, PAGE):
        page = await _unseen(db, start, now)
        settings = await settings_at(db, {cell.id: cell for _, cell in page}.values())
        ripe += [(one, cell) for one, cell in page if after_quiet(now, settings[cell.id].quiet_hours) == now]
        if len(page) < PAGE or len(ripe) >= AT_ONCE:
            break
    return ripe[:AT_ONCE]


async def _unseen(db: AsyncSession, start: int, now: datetime) -> list[tuple[Meeting, Unit]]:
    """A meeting has such a step if and only if it was called in time for it; see `ladder.plan_of`."""
    is_seen = exists().where(
        UnitWarning.unit_id == Meeting.cell_id,
        UnitWarning.name == NAME,
        UnitWarning.subject == literal("meeting:") + cast(Meeting.id, String),
        UnitWarning.period == cast(Meeting.revision, String),
    )
    found = await db.execute(
        select(Meeting, Unit)
        .join(MeetingStep, and_(MeetingStep.meeting_id == Meeting.id, MeetingStep.revision == Meeting.revision))
        .join(Unit, Unit.id == Meeting.cell_id)
        .where(
            MeetingStep.step == Step.REMINDER,
            MeetingStep.done_at > now - LONGEST,
            MeetingStep.done_at <= now - ANSWERED_WITHIN,
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at > now,
            ~is_seen,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(PAGE)
        .offset(start)
    )
    return [(meeting, unit) for meeting, unit in found]


def _word(meeting: Meeting, cell: Unit, seen: Forecast) -> ToLeaders:
    counted = seen.coming, seen.away, seen.silent
    about = meeting.kind, meeting.starts_at
    text = words.low_forecast(vi.cell(cell.name), *about, *counted, seen.voting_coming, seen.voting_base)
    choices = (
        *(
            [Choice(words.NUDGE, f"nudge:{meeting.id}"), Choice(words.CALLS, f"calls:{meeting.id}:0")]
            if seen.silent
            else []
        ),
        Choice(words.TALLY, f"tally:{meeting.id}"),
    )
    said = Reply(text, choices, one_way=text)
    return ToLeaders(f"forecast:{meeting.id}:{meeting.revision}", cell, said, words.low_in_counts(*about, *counted))
