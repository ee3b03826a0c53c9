"""What lies open at a phone, the list offered last and what was begun: it may name people, and does not lie forever."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, String, Update, and_, cast, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import PUT_AWAY, Address, Endpoint
from bot.model.inbox import InboxRow
from bot.model.meetings import Step
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.model.roles import Office, Role
from bot.services.api_tokens import end_without_office
from bot.services.permissions import RIGHTS, Right, role_holds
from bot.words.times import day_of

QUIET = timedelta(days=30)
LAPSED = timedelta(days=3)
"""So far back an office is looked for that has ended by its date, should a night have been missed."""
_HAS_LIST = cast(Endpoint.offered, String).not_in(["[]", json.dumps(PUT_AWAY)])


async def put_away(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> None:
    """The lists at all phones of people who have lost an office, and call lists on their way there.

    What was begun stays: each of its steps asks for the right itself. Programs of those who hold none any more get
    nothing from now on.
    """
    await _put_away_lists(db, list(member_ids))
    await _call_back(db, list(member_ids), now)
    await end_without_office(db, member_ids, now)


async def put_away_old(db: AsyncSession, now: datetime, limit: int) -> int:
    """Some of those at phones from and to which nothing was said for long, and lists of a lapsed office; how many."""
    today = day_of(now)
    lapsed = select(Role.member_id).where(Role.until_on < today, Role.until_on >= today - LAPSED)
    lists = await _put_away_lists(db, lapsed)
    await _call_back(db, lapsed, now)
    lies_open = or_(Endpoint.step.is_not(None), Endpoint.draft.is_not(None), _HAS_LIST)
    old = await db.scalars(select(Endpoint.id).where(lies_open, _is_quiet(now - QUIET)).limit(limit))
    theirs = update(Endpoint).where(Endpoint.id.in_(old.all()))
    return lists + await _count(db, theirs.values(step=None, draft=None, offered=PUT_AWAY))


async def _put_away_lists(db: AsyncSession, member_ids: Select[int] | list[int]) -> int:
    theirs = select(Address.endpoint_id).where(Address.member_id.in_(member_ids), Address.ended_at.is_(None))
    return await _count(db, update(Endpoint).where(_HAS_LIST, Endpoint.id.in_(theirs)).values(offered=PUT_AWAY))


async def _call_back(db: AsyncSession, member_ids: Select[int] | list[int], now: datetime) -> None:
    """Who has not answered is for whoever leads a cell; the successor may ask for the list at any time."""
    deciding = [one for one in Office if Right.DECIDE_LEAVE in RIGHTS[one][1]]  # at a committee: of its briefings alone
    still = select(Role.member_id).where(Role.office.in_(deciding), role_holds(day_of(now)))
    mine = Notice.member_id.in_(member_ids), Notice.member_id.not_in(still)
    words = Notice.step == Step.PASSED_ON, Notice.about.startswith("meeting:"), Notice.state == NoticeState.WAITING
    gone = {"state": NoticeState.CANCELLED, "cause": "office_ended", "settled_at": now, "content": None}
    await db.execute(update(Notice).where(*mine, *words).values(**gone))


def _is_quiet(since: datetime) -> ColumnElement[bool]:
    """Asked by when it was dealt with, of which there is an index; for all at once, as by phone there is none."""
    dealt_with = or_(InboxRow.handled_at.is_(None), InboxRow.handled_at >= since)
    said = select(InboxRow.channel, InboxRow.account, InboxRow.address).where(dealt_with)
    told = select(Attempt.endpoint_id).where(Attempt.outcome == AttemptOutcome.ACCEPTED, Attempt.ended_at >= since)
    place = tuple_(Endpoint.channel, Endpoint.account, Endpoint.external_id)
    return and_(place.not_in(said), Endpoint.id.not_in(told))


async def _count(db: AsyncSession, statement: Update) -> int:
    result: Any = await db.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - so it is for UPDATE
    return result.rowcount
