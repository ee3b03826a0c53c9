"""Live tallies: messages that go on showing how a meeting stands, edited in place and never too often."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.notices import Notice, Urgency
from bot.model.tallies import Tally
from bot.model.units import Unit
from bot.services.notices import OPEN
from bot.services.permissions import Right, may
from bot.services.tally import Standing, standing_of, standings
from bot.words import tally as words
from bot.words import vi
from bot.words.times import day_of

MOST_OFTEN = timedelta(seconds=5)
"""Between two edits of one message: a hundred answers at once are one edit and not a hundred."""
EDIT_LASTS = timedelta(minutes=10)


async def tally_of(db: AsyncSession, meeting: Meeting, member_id: int, now: datetime) -> Reply:
    """The tally just now with what can be done about it; it goes on showing it to this member where it can."""
    standing = await standing_of(db, meeting)
    reply = await _worded(db, meeting, standing, now)
    if meeting.state is not MeetingState.CALLED:
        return reply
    return Reply(reply.text, reply.choices, stands_for=f"tally:{meeting.id}:{member_id}:{digest_of(standing)}")


async def _worded(db: AsyncSession, meeting: Meeting, standing: Standing, now: datetime) -> Reply:
    cell = await db.get_one(Unit, meeting.cell_id)
    lines = [words.title(vi.cell(cell.name), standing.starts_at, standing.place), *_lines(standing), words.as_of(now)]
    return Reply("\n".join(lines), _choices(meeting, standing))


def _lines(standing: Standing) -> list[str]:
    if standing.state is MeetingState.CANCELLED:
        return [words.CALLED_OFF]
    if standing.state is MeetingState.CLOSED:
        return [words.closed(standing.present, standing.expected)]
    numbers = (standing.expected, standing.coming, standing.away, standing.undecided, standing.silent)
    lines = [words.counts(*numbers), words.reached(standing.told, standing.unreached)]
    return [*lines, words.leaves(standing.pending)] if standing.pending else lines


def _choices(meeting: Meeting, standing: Standing) -> tuple[Choice, ...]:
    if standing.state is not MeetingState.CALLED:
        return ()
    offered = [
        (standing.silent + standing.undecided, words.WHO_IS_SILENT, f"silent:{meeting.id}:0"),
        (standing.pending, words.leaves_choice(standing.pending), f"leaves:{meeting.id}:0"),
        (1, words.ROLL, f"roll:{meeting.id}:0"),
        (1, words.MOVE, f"move:{meeting.id}:{standing.revision}"),
        (1, words.CANCEL, f"cancel:{meeting.id}:{standing.revision}"),
    ]
    return tuple(Choice(label, value) for count, label, value in offered if count)


def digest_of(standing: Standing) -> str:
    return hashlib.sha256(repr(standing).encode()).hexdigest()[:32]


async def begins(db: AsyncSession, stands_for: str, endpoint_id: int, external_id: str, now: datetime) -> None:
    """A tally has arrived as this message: it is now the live one of that phone and meeting; the one before ends."""
    _, meeting_id, member_id, digest = stands_for.split(":")
    await db.execute(
        update(Tally)
        .where(Tally.endpoint_id == endpoint_id, Tally.meeting_id == int(meeting_id), Tally.ended_at.is_(None))
        .values(ended_at=now)
    )
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


async def ends(db: AsyncSession, notice: Notice, now: datetime) -> None:
    """The message of this edit is gone: nothing more is done about it."""
    await db.execute(update(Tally).where(Tally.id == tally_id(notice)).values(ended_at=now))


def tally_id(notice: Notice) -> int:
    return int(notice.about.partition(":")[2])


async def owe_edits(db: AsyncSession, now: datetime) -> int:
    """Owe one edit for each live tally that no longer shows what is true; returns how many."""
    found = await db.scalars(
        select(Tally)
        .where(Tally.ended_at.is_(None), Tally.edited_at <= now - MOST_OFTEN)
        .order_by(Tally.edited_at)
        .with_for_update(skip_locked=True)
    )
    tallies = found.all()
    stands = await standings(db, [tally.meeting_id for tally in tallies])
    changed = [tally for tally in tallies if tally.shown != digest_of(stands[tally.meeting_id])]
    on_the_way = await _on_the_way(db, changed)
    return sum([await _owe_edit(db, tally, now) for tally in changed if tally.id not in on_the_way])


async def _on_the_way(db: AsyncSession, tallies: Sequence[Tally]) -> set[int]:
    abouts = {f"tally:{tally.id}": tally.id for tally in tallies}
    found = await db.scalars(select(Notice.about).where(Notice.about.in_(abouts), Notice.state.in_(OPEN)))
    return {abouts[about] for about in found}


async def _owe_edit(db: AsyncSession, tally: Tally, now: datetime) -> int:
    meeting = await db.get_one(Meeting, tally.meeting_id)
    cell = await db.get_one(Unit, meeting.cell_id)
    if not await may(db, tally.member_id, Right.SEE_NAMES, cell, day_of(now)):
        tally.ended_at = now
        return 0
    tally.round, tally.edited_at = tally.round + 1, now
    endpoint = await db.get_one(Endpoint, tally.endpoint_id)
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
    """What an owed edit says, counted when it leaves; None where the message is live no more."""
    tally = await db.get(Tally, tally_id(notice))
    if tally is None or tally.ended_at is not None:
        return None
    meeting = await db.get_one(Meeting, tally.meeting_id)
    standing = await standing_of(db, meeting)
    tally.shown = digest_of(standing)
    if standing.state is not MeetingState.CALLED:
        tally.ended_at = now  # all is said
    reply = await _worded(db, meeting, standing, now)
    return Reply(reply.text, reply.choices, edits=tally.external_id)
