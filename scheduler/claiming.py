"""Taking what is due: the most urgent first, asked once more whether it is still so, an attempt written for each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

import structlog
from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import QuietHours
from bot.db.lists import filled_up
from bot.messages import Reply, written_for
from bot.model.meetings import Step
from bot.model.notices import ATTEMPTS, IS_WAITING, ONE_TO_ONE, Attempt, Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.services.addresses import reachable
from bot.services.budgets import CAUSE
from bot.services.daily_cap import is_capped, over_cap, put_off
from bot.services.falling_back import next_channel
from bot.services.notice_facts import Facts, gather
from bot.services.notices import route, settle
from bot.services.resident_hours import leaves_at, over_residents_cap
from bot.services.told import Due, Told
from bot.services.unit_settings import after_quiet, settings_at
from bot.services.wording import Moot, word
from scheduler.due import Desk, Room, due_now
from scheduler.fares import Bill, bill_of
from scheduler.flights import Flight
from scheduler.keys import keys_for
from scheduler.outcomes import has_not_left

log = structlog.get_logger()
NOTICES = cast(Table, Notice.__table__)


@dataclass(frozen=True, slots=True)
class Slice:
    """What was taken."""

    dealt_with: int
    flights: list[Flight]
    is_stopped: bool
    """Something is stopped, and beside the answers nothing may leave just now."""


async def claim(db: AsyncSession, desk: Desk, room: Room, busy: Sequence[int], now: datetime) -> Slice:
    """Take due notices, drop what is no longer true, write an attempt for the rest; in the caller's transaction.

    One for each address: `busy` are those to which something is on its way.
    """
    answers, others, is_stopped = await due_now(db, desk, room, {*busy, *desk.gates.closed_endpoints()}, now)
    due = _one_for_each([*answers, *others])
    if not due:
        return Slice(0, [], is_stopped)
    facts = await gather(db, due)
    said = {one.id: await _worded(db, one, now, desk, facts) for one in due}
    leaving = {one.id: one for one in due if isinstance(said[one.id], Reply)}
    rows = await _rows(db, said.keys() - leaving.keys())
    for one in rows:
        moot = cast(Moot, said[one.id])
        settle(one, moot.state, now, moot.cause)
    for held in await _held_back(db, list(leaving.values()), facts, now):
        await has_not_left(db, leaving.pop(held), cast(Reply, said[held]))
    shown = {one: written_for(cast(Reply, said[one]), desk.capabilities) for one in leaving}
    bill = await bill_of(db, desk.channel, [(one, shown[one.id]) for one in leaving.values()], facts, now)
    for one in await _rows(db, bill.unpaid):
        await has_not_left(db, leaving.pop(one.id), shown[one.id])
        await next_channel(db, one, CAUSE, now, bill.besides)
    begun_at = datetime.now(UTC)
    attempts = await _begin(db, list(leaving.values()), desk.channel, bill, begun_at)
    keys = await keys_for(db, list(leaving.values()), attempts, begun_at)
    shown = {one: replace(shown[one], attempt_key=key) for one, key in keys.items()}
    flights = [_flight(one, attempts[one.id], facts.told[one.id], shown[one.id]) for one in leaving.values()]
    return Slice(len(due), flights, is_stopped)


async def _worded(db: AsyncSession, notice: Due, now: datetime, desk: Desk, facts: Facts) -> Reply | Moot:
    """What it says; one that cannot be worded has failed, and stands in nobody's way."""
    try:
        return await word(db, notice, now, desk.capabilities, facts)
    except DBAPIError:
        raise
    except Exception:  # whatever it is, it is of this one alone
        log.exception("notice_not_worded", notice_id=notice.id)
        return Moot(NoticeState.FAILED, "not_worded")


async def _rows(db: AsyncSession, ids: Collection[int]) -> Sequence[Notice]:
    """Of the few with which more is to be done than to send them."""
    return (await db.scalars(select(Notice).where(Notice.id.in_(ids)))).all() if ids else []


def _one_for_each(due: Sequence[Due]) -> list[Due]:
    first: dict[int | None, Due] = {}
    for one in due:
        first.setdefault(one.endpoint_id, one)
    return list(first.values())


# What may leave just now


async def _held_back(db: AsyncSession, leaving: Sequence[Due], facts: Facts, now: datetime) -> list[int]:
    """Quiet hours, a day's cap, and people who have stopped, moved or died as an address since it was owed."""
    to_people = [one for one in leaving if one.urgency > Urgency.REPLY and one.step is not Step.TALLY]
    if not to_people:
        return []
    quiet = await _quiet(db, to_people, facts)
    capped = await over_cap(db, [one.member_id for one in to_people if one.member_id and is_capped(one)], now)
    late = {one.id: _from(one, quiet[_held_at(one)], now) for one in to_people if one.urgency > Urgency.EXPRESS}
    late = {one: until for one, until in late.items() if until > now}
    lost = {one.id for one in to_people if one.member_id and not facts.told[one.id].may_be_told}
    many = {one.id for one in to_people if one.member_id in capped and is_capped(one)}
    many |= await _enough_for_residents(db, to_people, now)
    if not (rows := await _rows(db, late.keys() | lost | many)):
        return []
    ways = await reachable(db, [one.member_id for one in rows if one.id in lost and one.member_id])
    for one in rows:
        if one.id in late:
            one.not_before = late[one.id]
        elif one.id in lost:
            route(one, ways[one.member_id or 0], now)
        else:
            put_off(one, quiet[_held_at(one)], now)
    await _all_wait(db, {one.meeting_id: late[one.id] for one in rows if one.id in late and one.meeting_id})
    return [one.id for one in rows]


def _from(notice: Due, quiet: QuietHours | None, now: datetime) -> datetime:
    """When it may leave: now, or once the quiet hours are over."""
    return leaves_at(now, quiet) if notice.step is Step.RESIDENTS else after_quiet(now, quiet)


async def _enough_for_residents(db: AsyncSession, notices: Sequence[Due], now: datetime) -> set[int]:
    texts = {one.endpoint_id: one.id for one in notices if one.step is Step.RESIDENTS}
    over = await over_residents_cap(db, [place for place in texts if place is not None], now)
    return {texts[place] for place in over}


async def _all_wait(db: AsyncSession, until: Mapping[int | None, datetime]) -> None:
    """What else waits about these meetings need not be looked at one by one until then."""
    for meeting_id, morning in until.items():
        await db.execute(
            update(Notice)
            .where(
                IS_WAITING,
                Notice.meeting_id == meeting_id,
                Notice.urgency > Urgency.EXPRESS,
                Notice.step.not_in(ONE_TO_ONE),
                Notice.not_before < morning,
            )
            .values(not_before=morning)
            .execution_options(synchronize_session=False)
        )


HeldAt = tuple[int | None, int | None]
"""The meeting that a notice is about, or the unit at which it is told; neither of what is only between two."""


def _held_at(notice: Due | Notice) -> HeldAt:
    return notice.meeting_id, notice.unit_id


async def _quiet(db: AsyncSession, notices: Sequence[Due], facts: Facts) -> Mapping[HeldAt, QuietHours | None]:
    """When nothing routine is sent about each of these meetings, or at each of these units."""
    units = {cell.id: cell for cell in facts.cells.values()}
    told_at = {one.unit_id for one in notices if one.unit_id} - units.keys()
    if told_at:
        units |= {unit.id: unit for unit in await db.scalars(select(Unit).where(Unit.id.in_(told_at)))}
    others = [unit for unit_id, unit in units.items() if unit_id not in facts.settings]
    settings = {**facts.settings, **(await settings_at(db, others) if others else {})}
    usual: QuietHours | None = db.info.get("quiet_hours")
    places = {_held_at(one): _place(one, facts) for one in notices}
    return {at: settings[unit_id].quiet_hours if unit_id in settings else usual for at, unit_id in places.items()}


def _place(notice: Due, facts: Facts) -> int | None:
    """The unit whose hours hold: that of the meeting, else the one where it is told."""
    cell = facts.cells.get(notice.meeting_id) if notice.meeting_id else None
    return cell.id if cell else notice.unit_id


# What leaves


async def _begin(
    db: AsyncSession, leaving: Sequence[Due], channel: str, bill: Bill, begun_at: datetime
) -> dict[int, int]:
    """Mark them as under way, and write an attempt for each with what it costs; returns the attempts' ids by notice."""
    if not leaving:
        return {}
    await db.execute(
        update(NOTICES)
        .where(NOTICES.c.id.in_(filled_up(one.id for one in leaving)))
        .values(state=NoticeState.SENDING, attempts=NOTICES.c.attempts + 1)
    )
    begun = {"channel": channel, "begun_at": begun_at}
    rows = [
        {"notice_id": one.id, "endpoint_id": one.endpoint_id, **begun}
        | {"cost": bill.fares.get(one.id), "unit_id": bill.payers.get(one.id)}
        for one in leaving
    ]
    await db.execute(insert(ATTEMPTS), rows)  # asked for their ids at once, SQLite would write one by one
    made = await db.execute(
        select(Attempt.notice_id, Attempt.id).where(
            Attempt.notice_id.in_(filled_up(one.id for one in leaving)), Attempt.ended_at.is_(None)
        )
    )
    return dict(made.all())


def _flight(notice: Due, attempt_id: int, told: Told, shown: Reply) -> Flight:
    return Flight(
        notice.id,
        attempt_id,
        notice.endpoint_id or 0,
        told.address or "",
        shown,
        answers=notice.urgency == Urgency.REPLY,
        routine=notice.urgency == Urgency.ROUTINE,
        remembered=notice.step in {Step.REPLY, Step.TALLY},
        heard_at=told.heard_at,
    )
