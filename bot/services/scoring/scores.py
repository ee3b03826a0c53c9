"""What people say of a meeting, and the grade that comes of it: kept, counted anew, confirmed from above."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.scores import Grade, MeetingScore
from bot.model.units import Unit
from bot.refusals import (
    NoSuchCriterion,
    NoSuchProfile,
    NotScored,
    PointsWrong,
    RollStillOpen,
    ScoreChanged,
    ScoreOutdated,
    ScoreUnfinished,
)
from bot.services.audit import note
from bot.services.scoring.criteria import Criterion, Profile
from bot.services.scoring.facts import facts_of
from bot.services.scoring.grading import Part, Result, as_json, from_json, graded
from bot.services.scoring.kept_sheets import sheet_named
from bot.services.unit_settings import settings_of
from bot.words.times import day_of

SCORED = (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC, MeetingKind.THEMATIC)
"""The meetings whose quality is graded."""


# Which sheet


async def sheet_for(db: AsyncSession, meeting: Meeting) -> Profile | None:
    """What the unit's setting names; else that of this meeting, or the one that the cell used last; None: none yet.

    What is graded stays so by its own sheet, whatever the setting says since. Raises NoSuchProfile where it is gone.
    """
    unit = await db.get_one(Unit, meeting.cell_id)
    own = await score_of(db, meeting.id)
    if own is not None and own.grade is not None:
        return await sheet_named(db, unit, own.profile)
    if name := (await settings_of(db, unit)).scoring_profile:
        return await sheet_named(db, unit, name)
    return await _used(db, meeting, unit)


async def _used(db: AsyncSession, meeting: Meeting, unit: Unit) -> Profile | None:
    """None also where the office has taken it away: then another is chosen."""
    own = await score_of(db, meeting.id)
    last = select(MeetingScore.profile).where(MeetingScore.cell_id == meeting.cell_id)
    newest = last.order_by(MeetingScore.held_on.desc(), MeetingScore.id.desc()).limit(1)
    name = own.profile if own is not None else await db.scalar(newest)
    try:
        return await sheet_named(db, unit, name) if name else None
    except NoSuchProfile:
        return None


# What is said


async def score_of(db: AsyncSession, meeting_id: int, *, lock: bool = False) -> MeetingScore | None:
    statement = select(MeetingScore).where(MeetingScore.meeting_id == meeting_id)
    score: MeetingScore | None = await db.scalar(statement.with_for_update() if lock else statement)
    return score


def demand_scored(meeting: Meeting) -> None:
    """Raises NotScored or RollStillOpen."""
    if meeting.kind not in SCORED:
        raise NotScored
    if meeting.state is not MeetingState.CLOSED:
        raise RollStillOpen


async def begin(db: AsyncSession, meeting: Meeting, profile: Profile, by: str, now: datetime) -> MeetingScore:
    """The row of a meeting, by this sheet; what was said by another sheet is gone. The meeting must be locked."""
    demand_scored(meeting)
    score = await score_of(db, meeting.id, lock=True)
    if score is None:
        score = MeetingScore(
            meeting_id=meeting.id,
            cell_id=meeting.cell_id,
            held_on=day_of(meeting.starts_at),
            profile=profile.name,
            said={},
            by=by,
            at=now,
        )
        db.add(score)
    elif score.profile != profile.name:
        score.profile, score.said = profile.name, {}
        _forget(score)
    await db.flush()
    return score


def _forget(score: MeetingScore) -> None:
    score.parts = score.points = score.most = score.grade = None
    score.asked_at = score.confirmed_by = score.confirmed_at = None


async def say(
    db: AsyncSession, meeting: Meeting, profile: Profile, key: str, got: int, by: str, now: datetime
) -> MeetingScore:
    """What people give one criterion; once all is said, the hours too, the grade is kept. The meeting must be locked.

    Raises NoSuchCriterion, also for one that is computed, or PointsWrong.
    """
    criterion = next((one for one in profile.asked if one.key == key), None)
    if criterion is None:
        raise NoSuchCriterion
    if not 0 <= got <= criterion.most:
        raise PointsWrong(most=criterion.most)
    score = await begin(db, meeting, profile, by, now)
    if score.said.get(key) != got:
        score.said = {**score.said, key: got}
        score.by, score.at = by, now
    if await _result(db, meeting, profile, score) is not None:
        await count_anew(db, meeting, profile, by, now)
    await db.flush()
    return score


def next_asked(profile: Profile, score: MeetingScore | None) -> Criterion | None:
    """The first criterion of which nothing has been said."""
    said = score.said if score is not None else {}
    return next((one for one in profile.asked if one.key not in said), None)


async def start_over(db: AsyncSession, meeting: Meeting, by: str, now: datetime) -> None:
    """Everything is asked once more; the grade that was is gone."""
    score = await score_of(db, meeting.id, lock=True)
    if score is not None:
        score.said, score.by, score.at = {}, by, now
        _forget(score)
        note(db, by, "score_dropped", f"meeting:{meeting.id}", now)
        await db.flush()


# The sum


async def count_anew(db: AsyncSession, meeting: Meeting, profile: Profile, by: str, now: datetime) -> MeetingScore:
    """The grade of what was said and what the roll says now; where it differs, it is to be confirmed anew.

    Raises ScoreUnfinished.
    """
    score = await begin(db, meeting, profile, by, now)
    result = await _result(db, meeting, profile, score)
    if result is None:
        raise ScoreUnfinished
    if kept(score) != result:
        _forget(score)
        score.parts, score.points, score.most = as_json(result.parts), result.points, result.most
        score.grade, score.by, score.at = result.grade, by, now
        note(db, by, "scored", f"meeting:{meeting.id}", now, profile=profile.name, grade=result.grade)
    await db.flush()
    return score


async def _result(db: AsyncSession, meeting: Meeting, profile: Profile, score: MeetingScore) -> Result | None:
    """None while something is not said yet."""
    facts = await facts_of(db, meeting)
    if next_asked(profile, score) is not None or (profile.needs_hours and facts.minutes is None):
        return None
    return graded(profile, facts, score.said)


def kept(score: MeetingScore) -> Result | None:
    """The sum as it is kept."""
    if score.grade is None or score.parts is None:
        return None
    return Result(from_json(score.parts), score.points, score.most, score.grade)


async def is_stale(db: AsyncSession, meeting: Meeting, profile: Profile, score: MeetingScore) -> bool:
    """The roll or the hours were corrected after the grade was made."""
    return kept(score) is not None and await _result(db, meeting, profile, score) != kept(score)


async def is_outdated(db: AsyncSession, meeting: Meeting, score: MeetingScore) -> bool:
    """The same by the sheet that it was made with; where the office has taken that away nobody can say."""
    unit = await db.get_one(Unit, meeting.cell_id)
    try:
        profile = await sheet_named(db, unit, score.profile)
    except NoSuchProfile:
        return False
    return await is_stale(db, meeting, profile, score)


def gated(profile: Profile, parts: Sequence[Part]) -> list[tuple[Sequence[str], Grade]]:
    """The gates that hold the grade down: the titles of what is missing, and what is the most."""
    missing = [([one.title for one in parts if one.key in gate.needs and not one.is_full], gate.at_most)
               for gate in profile.gates]  # fmt: skip
    return [(titles, grade) for titles, grade in missing if titles]


# Confirming


def digest_of(score: MeetingScore) -> str:
    """What was shown is what is confirmed."""
    shown = f"{score.profile} {score.grade} {score.points} {sorted(score.said.items())} {json.dumps(score.parts)}"
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


async def confirm(db: AsyncSession, meeting: Meeting, digest: str, by: str, now: datetime) -> MeetingScore:
    """Raises ScoreUnfinished, ScoreChanged where the grade is not what they were shown, or ScoreOutdated where the roll
    is not what it was made from; twice is once.
    """
    score = await score_of(db, meeting.id, lock=True)
    if score is None or score.grade is None:
        raise ScoreUnfinished
    if digest_of(score) != digest:
        raise ScoreChanged
    if score.confirmed_at is None:
        if await is_outdated(db, meeting, score):
            raise ScoreOutdated
        score.confirmed_by, score.confirmed_at = by, now
        note(db, by, "score_confirmed", f"meeting:{meeting.id}", now, grade=score.grade)
        await db.flush()
    return score
