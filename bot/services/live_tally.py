"""Live tallies: messages that go on showing how a meeting stands, edited in place and never too often."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.notices import Notice, Urgency
from bot.model.tallies import Tally
from bot.model.units import Unit
from bot.services.addresses import reachable
from bot.services.notices import OPEN
from bot.services.permissions import Right, may
from bot.services.tally import standing_of, standings
from bot.services.tally_wording import digest_of, worded
from bot.words.times import day_of

MOST_OFTEN = timedelta(seconds=5)
"""Between two edits of one message: a hundred answers at once are one edit and not a hundred."""
EDIT_LASTS = timedelta(minutes=10)
GOES_ON = timedelta(days=7)
"""So long after its hour a meeting that nobody closes is looked after."""
EVERY = 0.25
"""Seconds between two ticks."""
AT_A_TICK = 150
"""More live tallies than that take turns, so that the clock stays quick however many there are."""


async def tally_of(db: AsyncSession, meeting: Meeting, member_id: int, now: datetime) -> Reply:
    """The tally just now with what can be done about it; it goes on showing it to this member where it can."""
    standing = await standing_of(db, meeting)
    reply = await worded(db, meeting, standing, member_id, now)
    if standing.state is not MeetingState.CALLED:
        return reply
    return replace(reply, stands_for=f"tally:{meeting.id}:{member_id}:{digest_of(standing)}")


async def begins(db: AsyncSession, stands_for: str, endpoint_id: int, external_id: str, now: datetime) -> None:
    """A tally has arrived as this message: it is now the live one of that phone and meeting; the one before ends."""
    _, meeting_id, member_id, digest = stands_for.split(":")
    await ends(db, endpoint_id, external_id, now)
    await _end(db, now, Tally.endpoint_id == endpoint_id, Tally.meeting_id == int(meeting_id))
    db.add(
        Tally(
            meeting_id=int(meeting_id),
            member_id=int(member_id),
            endpoint_id=endpoint_id,
            external_id=external_id,
            shown=digest,
            round=0,
            edited_at=now,
        )
    )
    await db.flush()


async def shows(db: AsyncSession, notice: Notice, stands_for: str) -> None:
    """An edit has arrived: only now is it sure what the message shows."""
    digest = stands_for.rpartition(":")[2]
    await db.execute(update(Tally).where(Tally.id == tally_id(notice)).values(shown=digest))


async def ends(db: AsyncSession, endpoint_id: int, external_id: str, now: datetime) -> None:
    """This message is gone, or shows something else: nothing more is done about it."""
    await _end(db, now, Tally.endpoint_id == endpoint_id, Tally.external_id == external_id)


async def _end(db: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> None:
    await db.execute(update(Tally).where(Tally.ended_at.is_(None), *which).values(ended_at=now))


def tally_id(notice: Notice) -> int:
    return int(notice.about.partition(":")[2])


async def owe_edits(db: AsyncSession, now: datetime) -> int:
    """Owe one edit for each live tally that no longer shows what is true; returns how many."""
    if not (untrue := await _untrue(db, now)):
        return 0
    found = await db.execute(
        select(Tally, Endpoint)
        .join(Endpoint, Endpoint.id == Tally.endpoint_id)
        .where(Tally.id.in_(untrue), *_may_be_edited(now))
        .with_for_update(of=Tally, skip_locked=True)
    )
    edits = [_edit(tally, endpoint, now) for tally, endpoint in found]
    db.add_all(edits)
    await db.flush()
    return len(edits)


def _may_be_edited(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Live, not edited a moment ago, and no edit on its way that will be counted when it leaves."""
    on_its_way = exists().where(
        Notice.about == literal("tally:") + cast(Tally.id, String),
        Notice.state.in_(OPEN),
    )
    return (Tally.ended_at.is_(None), Tally.edited_at <= now - MOST_OFTEN, ~on_its_way)


async def _untrue(db: AsyncSession, now: datetime) -> list[int]:
    """Which of those whose turn it is show something else than how their meeting stands."""
    live = await db.execute(
        select(Tally.id, Tally.meeting_id, Tally.shown)
        .join(Meeting, Meeting.id == Tally.meeting_id)
        .where(await _is_its_turn(db, now), *_may_be_edited(now), Meeting.starts_at > now - GOES_ON)
        .order_by(Tally.edited_at, Tally.id)
    )
    rows = live.all()
    if not rows:
        return []
    found = await standings(db, sorted({row.meeting_id for row in rows}))
    true = {meeting_id: digest_of(one) for meeting_id, one in found.items()}
    return [row.id for row in rows if true[row.meeting_id] != row.shown]


async def _is_its_turn(db: AsyncSession, now: datetime) -> ColumnElement[bool]:
    """A part of them, another one each time; no state is kept, and other processes come to the same."""
    live = await db.scalar(select(func.count()).where(Tally.ended_at.is_(None)))
    turns = 1 + (live or 0) // AT_A_TICK
    return Tally.id % turns == int(now.timestamp() / EVERY) % turns


def _edit(tally: Tally, endpoint: Endpoint, now: datetime) -> Notice:
    tally.round, tally.edited_at = tally.round + 1, now
    return Notice(
        about=f"tally:{tally.id}",
        member_id=tally.member_id,
        step=Step.TALLY,
        round=tally.round,
        channel=endpoint.channel,
        account=endpoint.account,
        endpoint_id=endpoint.id,
        urgency=Urgency.ROUTINE,
        not_before=now,
        expires_at=now + EDIT_LASTS,
    )


async def worded_edit(db: AsyncSession, notice: Notice, now: datetime) -> Reply | None:
    """What an owed edit says, counted when it leaves; None where the message is live no more.

    Only once it has arrived the message shows it: see `shows` and `ends`.
    """
    tally = await db.get(Tally, tally_id(notice))
    if tally is None or tally.ended_at is not None:
        return None
    meeting = await db.get_one(Meeting, tally.meeting_id)
    if not await _may_see(db, tally, meeting, now):
        tally.ended_at = now
        return None
    tally.edited_at = now
    return replace(await tally_of(db, meeting, tally.member_id, now), edits=tally.external_id)


async def _may_see(db: AsyncSession, tally: Tally, meeting: Meeting, now: datetime) -> bool:
    """Still in office, and this still a phone of theirs that takes messages."""
    cell = await db.get_one(Unit, meeting.cell_id)
    ways = (await reachable(db, [tally.member_id]))[tally.member_id]
    is_theirs = tally.endpoint_id in {way.id for way in ways}
    return is_theirs and await may(db, tally.member_id, Right.SEE_NAMES, cell, day_of(now))
