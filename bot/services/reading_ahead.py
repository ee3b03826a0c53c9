"""A few statements for all who speak at the same moment, instead of a few for each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Notice
from bot.services.addresses import consents_of
from bot.services.ahead import Ahead, Place
from bot.services.notices import TOLD
from bot.services.open_receipts import open_receipts

ANEW = {"populate_existing": True}
"""What this session holds already is brought up to what is written by now."""
BEGUN = timedelta(days=2)
"""Answers still come in after a meeting has begun, and are told so."""


async def read_ahead(db: AsyncSession, places: Iterable[Place], now: datetime) -> Ahead:
    """Who speaks at these places, and all that their answers to a meeting need; locked as an answer locks it."""
    ahead = Ahead(endpoints=await _endpoints(db, places))
    await _read_people(db, ahead)
    members = list(ahead.by_id)
    agreed = await consents_of(db, members)
    ahead.agreed = {member_id: agreed[member_id] for member_id in members}
    ahead.meetings = await _meetings(db, members, now)
    await _read_attendances(db, ahead, members)
    ahead.told = await told_of_any(db, list(ahead.meetings), members)
    ahead.receipts = await open_receipts(db, members, now)
    return ahead


async def _endpoints(db: AsyncSession, places: Iterable[Place]) -> dict[Place, Endpoint]:
    ids: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for channel, account, external_id in places:
        ids[channel, account].append(external_id)
    found: dict[Place, Endpoint] = {}
    for (channel, account), external_ids in ids.items():
        endpoints = await db.scalars(
            select(Endpoint).where(
                Endpoint.channel == channel, Endpoint.account == account, Endpoint.external_id.in_(external_ids)
            ),
            execution_options=ANEW,
        )
        found |= {(channel, account, endpoint.external_id): endpoint for endpoint in endpoints}
    return found


async def _read_people(db: AsyncSession, ahead: Ahead) -> None:
    ahead.people = {endpoint.id: [] for endpoint in ahead.endpoints.values()}
    found = await db.execute(
        select(Address.endpoint_id, Address.stopped_at, Member)
        .join(Member, Member.id == Address.member_id)
        .where(Address.endpoint_id.in_(list(ahead.people)), Address.ended_at.is_(None))
        .order_by(Address.id)
        .execution_options(**ANEW)
    )
    for endpoint_id, stopped_at, member in found:
        ahead.people[endpoint_id].append(member)
        ahead.by_id[member.id] = member
        if stopped_at is not None:
            ahead.stopped.add((endpoint_id, member.id))


async def _meetings(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> dict[int, Meeting]:
    """Held, as each answer would: a move waits for these answers, or they see the move."""
    theirs = select(Attendance.meeting_id).where(Attendance.member_id.in_(member_ids))
    found = await db.scalars(
        select(Meeting)
        .where(Meeting.id.in_(theirs), Meeting.starts_at > now - BEGUN)
        .order_by(Meeting.id)
        .with_for_update(read=True)
        .execution_options(**ANEW)
    )
    return {meeting.id: meeting for meeting in found}


async def _read_attendances(db: AsyncSession, ahead: Ahead, member_ids: Sequence[int]) -> None:
    ahead.attendances = {member_id: {} for member_id in member_ids}
    found = await db.scalars(
        select(Attendance)
        .where(Attendance.meeting_id.in_(list(ahead.meetings)), Attendance.member_id.in_(member_ids))
        .order_by(Attendance.id)
        .with_for_update()
        .execution_options(**ANEW)
    )
    for attendance in found:
        ahead.attendances[attendance.member_id][attendance.meeting_id] = attendance


async def told_of_any(db: AsyncSession, meeting_ids: Sequence[int], member_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Meeting and member, where they know of it or may know."""
    found = await db.execute(
        select(Notice.meeting_id, Notice.member_id).where(
            Notice.meeting_id.in_(meeting_ids), Notice.member_id.in_(member_ids), Notice.state.in_(TOLD)
        )
    )
    return {(meeting_id, member_id) for meeting_id, member_id in found if meeting_id and member_id}
