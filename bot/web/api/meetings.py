"""`GET /meetings`: the meetings of a unit and of all below it, in counts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, literal, select, tuple_

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.scores import Grade
from bot.model.units import Unit
from bot.reports.cell_record import rolls_of
from bot.services.api_tokens import Scope
from bot.web.api.asking import Attended, Count, OfMonths, Page, When, attended, cut, number_in
from bot.web.api.caller import Call, Entrance
from bot.web.api.problems import Route
from bot.web.committee.meeting_lines import grades_of
from bot.words.times import at_local, month_after

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 10**17
"""Microseconds since then: in the year 5138."""


class Roll(Attended):
    """What a closed roll comes to."""

    late: Count = Field(description="Of those present.")
    early: Count = Field(description="Of those present: left early.")


class OneMeeting(BaseModel):
    """One meeting; no place, no topic and no names."""

    id: int
    unit: str = Field(description="The code of the unit that holds it.")
    kind: MeetingKind
    counted_as: MeetingKind = Field(description="The kind whose rate it belongs to.")
    state: MeetingState
    starts_at: When
    closed_at: When | None
    roll: Roll | None = Field(description="Null until the roll is closed, and once its rows have had their time.")
    grade: Grade | None


class Meetings(Page[OneMeeting]):
    """Unit by unit, in the order of their beginning."""


class MeetingsAsked(OfMonths):
    """Which meetings."""

    kind: MeetingKind | None = Field(None, description="Of one kind; by itself of every kind.")


def pages(entrance: Entrance) -> APIRouter:
    router = APIRouter(route_class=Route, tags=["meetings"])
    asking = entrance.asked(Scope.MEETINGS)

    @router.get("/meetings", summary="Meetings of a unit and of all below it")
    async def meetings(asked: Annotated[MeetingsAsked, Query()], call: Call = asking) -> Meetings:
        """Those that begin in these months, what was called off included."""
        unit = await call.unit(asked.unit)
        found = await call.db.execute(
            select(Meeting, Unit.code)
            .join(Unit, Unit.id == Meeting.cell_id)
            .where(Unit.path.startswith(unit.path), *_when(asked, call.now), *_of_kind(asked), *_behind(asked))
            .order_by(Meeting.cell_id, Meeting.starts_at, Meeting.id)
            .limit(asked.limit + 1)
        )
        shown, more = cut([(meeting, code) for meeting, code in found], asked, lambda one: _place(one[0]))
        return Meetings(items=await _described(call, shown), next=more)

    return router


def _when(asked: MeetingsAsked, now: datetime) -> tuple[ColumnElement[bool], ...]:
    first, last = asked.months(now)
    begin, end = (at_local(date.fromisoformat(f"{month}-01"), time()) for month in (first, month_after(last)))
    return Meeting.starts_at >= begin, Meeting.starts_at < end


def _of_kind(asked: MeetingsAsked) -> tuple[ColumnElement[bool], ...]:
    return () if asked.kind is None else (Meeting.kind == asked.kind,)


def _place(meeting: Meeting) -> str:
    return f"{meeting.cell_id}.{(meeting.starts_at - EPOCH) // MICROSECOND}.{meeting.id}"


def _behind(asked: MeetingsAsked) -> tuple[ColumnElement[bool], ...]:
    if asked.cursor is None:
        return ()
    parts = asked.cursor.split(".")
    numbers = [number_in(part, most) for part, most in zip(parts, (2**31 - 1, LATEST, 2**31 - 1), strict=False)]
    cell_id, micros, meeting_id = (*numbers, 0, 0)[:3]
    place = literal(cell_id), literal(EPOCH + micros * MICROSECOND, Meeting.starts_at.type), literal(meeting_id)
    return (tuple_(Meeting.cell_id, Meeting.starts_at, Meeting.id) > tuple_(*place),)


async def _described(call: Call, shown: Sequence[tuple[Meeting, str]]) -> list[OneMeeting]:
    closed = [meeting.id for meeting, _ in shown if meeting.state is MeetingState.CLOSED]
    rolls, grades = await rolls_of(call.db, closed), await grades_of(call.db, closed)
    return [
        OneMeeting(
            id=one.id,
            unit=code,
            kind=one.kind,
            counted_as=one.kind.counted_as,
            state=one.state,
            starts_at=one.starts_at,
            closed_at=one.closed_at,
            roll=_roll(rolls[one.id]) if one.id in rolls else None,
            grade=grades[one.id][0] if one.id in grades else None,
        )
        for one, code in shown
    ]


def _roll(found: tuple[Any, int, int]) -> Roll:
    counts, late, early = found
    return Roll(**attended(counts), late=late, early=early)
