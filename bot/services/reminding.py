"""Reminding the silent of many meetings: found and owed by one statement, however many they are."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

import sqlalchemy
from sqlalchemy import (
    Executable,
    Select,
    SQLColumnExpression,
    String,
    Table,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.lists import filled_up
from bot.db.writing import adding_found_if_new
from bot.model.attendances import Attendance
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, Step
from bot.model.notices import Notice, NoticeState
from bot.services.addresses import first_way_of
from bot.services.notices import HEARS, NO_CHANNEL, OPEN
from bot.services.tally import IS_SILENT

KEY = ("about", "revision", "member_id", "step", "round")
ABOUT = literal("meeting:") + sqlalchemy.cast(Meeting.id, String)
NOTICES, BEFORE = cast(Table, Notice.__table__), aliased(Notice)
THEIRS = (BEFORE.about == ABOUT, BEFORE.revision == Meeting.revision, BEFORE.member_id == Attendance.member_id)
"""What somebody on the list has been owed about this meeting, by the unique key: whatever else is asked for is few."""
STEP, NOW = bindparam("this_step", type_=Notice.step.type), bindparam("now", type_=Notice.not_before.type)


async def remind_silent(db: AsyncSession, meeting_ids: Sequence[int], step: Step, urgency: int, now: datetime) -> None:
    """A reminder to each who has not answered, by their first channel; who has none is written as failed.

    Not to those who hear of the meeting in this moment anyway, nor to those who have had this step, or may have.
    """
    await db.flush()
    given = {"meetings": filled_up(meeting_ids), "this_step": step, "how_urgent": urgency, "now": now}
    await db.execute(_reminders(db.get_bind().dialect.name), given)


@cache
def _reminders(dialect: str) -> Executable:
    """Put together once: that takes longer than to run it for a few."""
    silent, way = _silent().subquery(), aliased(Endpoint)
    is_reached = way.id.is_not(None)
    row: dict[str, SQLColumnExpression[Any]] = {
        **{name: silent.c[name] for name in ("about", "meeting_id", "revision", "member_id", "round", "expires_at")},
        "step": STEP,
        "urgency": bindparam("how_urgent", type_=Notice.urgency.type),
        "not_before": NOW,
        "channel": way.channel,
        "account": way.account,
        "endpoint_id": way.id,
        "state": case((is_reached, NoticeState.WAITING), else_=NoticeState.FAILED),
        "cause": case((is_reached, null()), else_=NO_CHANNEL),
        "settled_at": case((is_reached, null()), else_=NOW),
    }
    found = select(*row.values()).select_from(silent).outerjoin(way, way.id == silent.c.endpoint_id)
    return adding_found_if_new(dialect, NOTICES, list(row), found.order_by(silent.c.place), KEY)


def _silent() -> Select[*tuple[Any, ...]]:
    """Whom this step of these meetings is still to be said to, in the order of the lists."""
    said = select(BEFORE.state).where(*THEIRS, BEFORE.step == STEP).order_by(BEFORE.round.desc()).limit(1)
    rounds = select(func.max(BEFORE.round)).where(*THEIRS, BEFORE.step == STEP)
    waiting = select(BEFORE.id).where(*THEIRS, BEFORE.meeting_id.is_not(None), BEFORE.state.in_(OPEN))
    return (
        select(
            Attendance.id.label("place"),
            ABOUT.label("about"),
            Meeting.id.label("meeting_id"),
            Meeting.revision,
            Attendance.member_id,
            (func.coalesce(rounds.scalar_subquery(), 0) + 1).label("round"),
            Meeting.starts_at.label("expires_at"),
            first_way_of(Attendance.member_id).label("endpoint_id"),
        )
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.id.in_(bindparam("meetings", expanding=True)),
            IS_SILENT,
            ~waiting.exists(),
            func.coalesce(said.scalar_subquery(), NoticeState.FAILED).not_in(HEARS),
        )
    )
