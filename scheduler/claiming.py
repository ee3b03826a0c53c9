"""Taking what is due: the most urgent first, asked once more whether it is still so, an attempt written for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import structlog
from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import QuietHours
from bot.messages import Capabilities, Reply, written_for
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, Step
from bot.model.notices import ATTEMPTS, IS_WAITING, ONE_TO_ONE, Attempt, Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.services.addresses import reachable
from bot.services.daily_cap import is_capped, over_cap, put_off
from bot.services.halts import halted_units, may_leave
from bot.services.notices import route, settle
from bot.services.unit_settings import after_quiet, settings_at
from bot.services.wording import Facts, Moot, gather, word
from scheduler.flights import Flight
from scheduler.outcomes import has_not_left
from scheduler.pace import Gates

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Desk:
    """For which account of which network, what it can show, and who has to wait there."""

    channel: str
    account: str
    capabilities: Capabilities
    gates: Gates


@dataclass(frozen=True, slots=True)
class Room:
    """How many may be taken: answers have places of their own."""

    answers: int
    others: int
    routine: int
    """So many of the others' places are for what is routine even where all the rest is urgent."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What was taken."""

    dealt_with: int
    flights: list[Flight]


async def claim(db: AsyncSession, desk: Desk, room: Room, busy: Sequence[int], now: datetime) -> Slice:
    """Take due notices, drop what is no longer true, write an attempt for the rest; in the caller's transaction.

    One for each address: `busy` are those to which something is on its way.
    """
    notices = _one_for_each(await _due(db, desk, room, busy, now))
    if not notices:
        return Slice(0, [])
    places = await _places(db, notices)
    facts = await gather(db, notices)
    said = {one.id: await _worded(db, one, now, desk, facts) for one in notices}
    for one in notices:
        if isinstance(moot := said[one.id], Moot):
            settle(one, moot.state, now, moot.cause)
    leaving = [one for one in notices if isinstance(said[one.id], Reply)]
    held = await _held_back(db, leaving, now)
    for one in leaving:
        if one.id in held:
            await has_not_left(db, one, cast(Reply, said[one.id]))
    leaving = [one for one in leaving if one.id not in held]
    flights = [
        _flight(one, attempt_id, places[one.endpoint_id or 0], said[one.id], desk)
        for one, attempt_id in zip(leaving, await _begin(db, leaving), strict=True)
    ]
    return Slice(len(notices), flights)


async def _worded(db: AsyncSession, notice: Notice, now: datetime, desk: Desk, facts: Facts) -> Reply | Moot:
    """What it says; one that cannot be worded has failed, and stands in nobody's way."""
    try:
        return await word(db, notice, now, desk.capabilities, facts)
    except DBAPIError:
        raise
    except Exception:  # whatever it is, it is of this one alone
        log.exception("notice_not_worded", notice_id=notice.id)
        return Moot(NoticeState.FAILED, "not_worded")


# What is due


async def _due(db: AsyncSession, desk: Desk, room: Room, busy: Sequence[int], now: datetime) -> Sequence[Notice]:
    """Answers, then the rest by urgency and deadline, with some places for what is routine; nothing that is stopped."""
    ready = (
        IS_WAITING
        & (Notice.channel == desk.channel)
        & (Notice.account == desk.account)
        & (Notice.not_before <= now)
        & Notice.endpoint_id.not_in([*busy, *desk.gates.closed_endpoints()])
    )
    answers = await _first(db, ready & (Notice.urgency == Urgency.REPLY), room.answers)
    if room.others <= 0:
        return answers
    ready &= Notice.endpoint_id.not_in(desk.gates.resting_endpoints()) & may_leave(await halted_units(db), now)
    ready &= Notice.urgency > Urgency.REPLY
    if await db.scalar(select(Notice.id).where(ready).limit(1)) is None:
        return answers  # by another index: in their order, all that waits for the morning would be looked through
    others = [*await _first(db, ready, room.others)]
    places = min(room.routine, room.others)
    if len(others) == room.others and others[-1].urgency < Urgency.ROUTINE:
        routine = await _first(db, ready & (Notice.urgency == Urgency.ROUTINE), places)
        others[len(others) - len(routine) :] = routine
    return [*answers, *others]


async def _first(db: AsyncSession, which: ColumnElement[bool], count: int) -> Sequence[Notice]:
    if count <= 0:
        return []
    statement = (
        select(Notice)
        .where(which)
        .order_by(Notice.urgency, Notice.expires_at, Notice.id)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    return (await db.scalars(statement)).all()


def _one_for_each(due: Sequence[Notice]) -> list[Notice]:
    first: dict[int | None, Notice] = {}
    for notice in due:
        first.setdefault(notice.endpoint_id, notice)
    return list(first.values())


async def _places(db: AsyncSession, notices: Sequence[Notice]) -> Mapping[int, Endpoint]:
    found = await db.scalars(select(Endpoint).where(Endpoint.id.in_([one.endpoint_id for one in notices])))
    return {endpoint.id: endpoint for endpoint in found}


# What may leave just now


async def _held_back(db: AsyncSession, leaving: Sequence[Notice], now: datetime) -> set[int]:
    """Quiet hours, a day's cap, and people who have stopped, moved or died as an address since it was owed."""
    to_people = [one for one in leaving if one.urgency > Urgency.REPLY and one.step is not Step.TALLY]
    if not to_people:
        return set()
    quiet = await _quiet(db, to_people)
    ways = await reachable(db, [one.member_id for one in to_people if one.member_id is not None])
    capped = await over_cap(db, [one.member_id for one in to_people if one.member_id and is_capped(one)], now)
    held: set[int] = set()
    quiet_until: dict[int | None, datetime] = {}
    for one in to_people:
        hours = quiet[one.meeting_id]
        until = after_quiet(now, hours) if one.urgency > Urgency.EXPRESS else now
        if until > now:
            one.not_before = quiet_until[one.meeting_id] = until
        elif one.member_id is not None and one.endpoint_id not in {way.id for way in ways[one.member_id]}:
            route(one, ways[one.member_id], now)
        elif one.member_id in capped and is_capped(one):
            put_off(one, hours, now)
        else:
            continue
        held.add(one.id)
    await _all_wait(db, quiet_until)
    return held


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


async def _quiet(db: AsyncSession, notices: Sequence[Notice]) -> Mapping[int | None, QuietHours | None]:
    """When nothing routine is sent about each of these meetings; None is what is about no meeting."""
    ids = {one.meeting_id for one in notices}
    found = await db.execute(select(Meeting.id, Unit).join(Unit, Unit.id == Meeting.cell_id).where(Meeting.id.in_(ids)))
    cells = dict(found.all())
    settings = await settings_at(db, {cell.id: cell for cell in cells.values()}.values()) if cells else {}
    usual: QuietHours | None = db.info.get("quiet_hours")
    return {one: settings[cells[one].id].quiet_hours if one in cells else usual for one in ids}


# What leaves


async def _begin(db: AsyncSession, leaving: Sequence[Notice]) -> Sequence[int]:
    """Mark them as under way, and write an attempt for each; returns the attempts' ids."""
    if not leaving:
        return []
    await db.execute(
        update(Notice)
        .where(Notice.id.in_([one.id for one in leaving]))
        .values(state=NoticeState.SENDING, attempts=Notice.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    begun = {"begun_at": datetime.now(UTC)}
    rows = [{"notice_id": one.id, "endpoint_id": one.endpoint_id, "channel": one.channel} | begun for one in leaving]
    await db.execute(insert(ATTEMPTS), rows)
    made = await db.execute(
        select(Attempt.notice_id, Attempt.id).where(
            Attempt.notice_id.in_([one.id for one in leaving]), Attempt.ended_at.is_(None)
        )
    )
    ids = dict(made.all())
    return [ids[one.id] for one in leaving]


def _flight(notice: Notice, attempt_id: int, place: Endpoint, said: Reply | Moot, desk: Desk) -> Flight:
    assert isinstance(said, Reply)  # noqa: S101 - what is moot does not leave
    reply = written_for(said, desk.capabilities)
    is_answer = notice.urgency == Urgency.REPLY
    is_routine = notice.urgency == Urgency.ROUTINE
    is_remembered = notice.step in {Step.REPLY, Step.TALLY}
    return Flight(notice.id, attempt_id, place.id, place.external_id, reply, is_answer, is_routine, is_remembered)
