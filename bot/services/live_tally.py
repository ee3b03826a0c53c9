"""Live tallies: messages that go on showing how a meeting stands, edited in place and never too often."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, String, cast, exists, literal, select, update
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
AT_ONCE = 500
AT_A_TICK = 2_000
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
    found = await db.scalars(
        select(Tally)
        .where(Tally.id.in_((await _untrue(db, now))[:AT_ONCE]), *_may_be_edited(now))
        .with_for_update(skip_locked=True)
    )
    return sum([await _owe_edit(db, tally, now) for tally in found.all()])


def _may_be_edited(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Live, not edited a moment ago, and no edit on its way that will be counted when it leaves."""
    on_its_way = exists().where(
        Notice.about == literal("tally:") + cast(Tally.id, String),
        Notice.state.in_(OPEN),
    )
    return (Tally.ended_at.is_(None), Tally.edited_at <= now - MOST_OFTEN, ~on_its_way)


async def _untrue(db: AsyncSession, now: datetime) -> list[int]:
    """Which of them show something else than how their meeting stands, the longest unedited first."""
    live = await db.execute(
        select(Tally.id, Tally.meeting_id, Tally.shown)
        .join(Meeting, Meeting.id == Tally.meeting_id)
        .where(*_may_be_edited(now), Meeting.starts_at > now - GOES_ON)
        .order_by(Tally.edited_at, Tally.id)
    )
    rows = _whose_turn_it_is(live.all(), now)
    true: dict[int, str] = {}
    for some in _by(AT_ONCE, sorted({row.meeting_id for row in rows})):
        true |= {meeting_id: digest_of(one) for meeting_id, one in (await standings(db, some)).items()}
    return [row.id for row in rows if true[row.meeting_id] != row.shown]


def _whose_turn_it_is(rows: Sequence[Row[int, int, str]], now: datetime) -> list[Row[int, int, str]]:
    """A part of them, another one each second; no state is kept, and other processes come to the same."""
    turns = 1 + len(rows) // AT_A_TICK
    return [row for row in rows if row.id % turns == int(now.timestamp()) % turns]


def _by(size: int, ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


async def _owe_edit(db: AsyncSession, tally: Tally, now: datetime) -> int:
    endpoint = await db.get_one(Endpoint, tally.endpoint_id)
    tally.round, tally.edited_at = tally.round + 1, now
    db.add(
        Notice(
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
    )
    await db.flush()
    return 1


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
