"""No more than so many messages about meetings to one person on one day: a mistake must not ring all day long.

Nor more answers than people read where each of them is paid for: a machine may be answering ours.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import QuietHours
from bot.db.lists import filled_up
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Step
from bot.model.members import Membership
from bot.model.notices import ONE_TO_ONE, Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.services.notices import TOLD, settle
from bot.services.people import holds
from bot.services.setting_readers import LEAST_A_DAY
from bot.services.terms import tariff_of
from bot.services.told import Due
from bot.services.unit_settings import after_quiet, settings_at
from bot.services.visit_telling import says_a_change
from bot.words.times import at_local, day_of

DAILY_CAP = "daily_cap"
"""The cause of a notice that a day's cap left no time for."""
MORNING = time(7)
ALWAYS_TOLD = (Step.MOVED, Step.CANCELLED)
"""Whoever is not told of these stands before a locked door."""
IS_URGENT_DOCUMENT = (Notice.step == Step.DIRECTIVE) & (Notice.urgency < Urgency.ROUTINE)
"""Khẩn, thượng khẩn, hỏa tốc: never held back, and what else comes on that day is not held back for it."""
TO_A_STRANGER = ((20, timedelta(hours=1)), (40, timedelta(days=1)))
TO_A_MEMBER = ((120, timedelta(hours=1)),)
"""A secretary may take a whole roll by short messages."""


def is_capped(notice: Notice | Due) -> bool:
    """Whether the cap holds for this one; others are counted all the same, but for urgent documents."""
    return (
        notice.urgency > Urgency.EXPRESS
        and not (notice.step is Step.DIRECTIVE and notice.urgency < Urgency.ROUTINE)
        and notice.member_id is not None
        and notice.step not in (*ONE_TO_ONE, *ALWAYS_TOLD)
        and not says_a_change(notice)
    )


async def over_cap(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> set[int]:
    """Who of these has had as many messages today as their unit allows for a day; one query, mostly."""
    if not member_ids:
        return set()
    today = at_local(day_of(now), time())
    counted = func.count()
    found = await db.execute(
        select(Notice.member_id, counted)
        .where(
            Notice.member_id.in_(filled_up(member_ids)),
            Notice.step.not_in(ONE_TO_ONE),
            ~IS_URGENT_DOCUMENT,
            Notice.state.in_(TOLD),
            or_(Notice.state == NoticeState.SENDING, Notice.settled_at >= today),
        )
        .group_by(Notice.member_id)
        .having(counted >= LEAST_A_DAY)
    )
    many = {member_id: count for member_id, count in found if member_id is not None}
    caps = await _caps(db, list(many), now) if many else {}
    return {member_id for member_id, count in many.items() if count >= caps.get(member_id, LEAST_A_DAY)}


async def _caps(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> dict[int, int]:
    """The cap of each; whoever belongs to two cells has that of the more generous one."""
    found = await db.execute(
        select(Membership.member_id, Unit)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.member_id.in_(member_ids), holds(day_of(now)))
    )
    places = [(member_id, unit) for member_id, unit in found]
    settings = await settings_at(db, {unit.id: unit for _, unit in places}.values())
    caps: dict[int, int] = {}
    for member_id, unit in places:
        caps[member_id] = max(caps.get(member_id, 0), settings[unit.id].daily_cap)
    return caps


def put_off(notice: Notice, quiet: QuietHours | None, now: datetime) -> None:
    """To the next morning; one that is of no use by then ends here."""
    morning = after_quiet(at_local(day_of(now) + timedelta(days=1), MORNING), quiet)
    if notice.expires_at is not None and notice.expires_at <= morning:
        settle(notice, NoticeState.EXPIRED, now, DAILY_CAP)
    else:
        notice.not_before = morning


async def has_answers_enough(db: AsyncSession, endpoint: Endpoint, now: datetime) -> bool:
    """Whether a number has had so many answers at our expense that a machine must be answering them."""
    if not tariff_of(db, endpoint.channel).in_parts:
        return False
    linked = select(Address.id).where(Address.endpoint_id == endpoint.id, Address.ended_at.is_(None)).limit(1)
    limits = TO_A_STRANGER if await db.scalar(linked) is None else TO_A_MEMBER
    for most, within in limits:
        said = Notice.endpoint_id == endpoint.id, Notice.step == Step.REPLY, Notice.settled_at > now - within
        if (await db.scalar(select(func.count()).select_from(Notice).where(*said)) or 0) >= most:
            return True
    return False
