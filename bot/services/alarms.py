"""Alarms: what a person has to see to. Told at once to those who look after the installation, then once a day."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.messages import Reply
from bot.model.accounts import Alarm
from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.notices import Notice, Urgency
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.services.addresses import Way, reachable
from bot.services.notices import WORD_LASTS, addressed, as_content
from bot.services.permissions import role_holds
from bot.services.undoing import add_many
from bot.words import alarms as words
from bot.words.times import day_of

log = structlog.get_logger()
AGAIN = timedelta(days=1)
TOLD = (Office.TECH_ADMIN, Office.OFFICE)
LONGEST = 400
AT_ONCE = 20


async def raise_alarm(db: AsyncSession, name: str, text: str, now: datetime) -> None:
    """Begin an alarm or go on with it, by its newest text; `name` begins with its channel: `zalo_oa:tokens`.

    However often it is raised, people are told once a day.
    """
    await add_if_new(db, Alarm, [{"name": name, "text": text[:LONGEST], "since_at": now}], ["name"])
    alarm = await db.get_one(Alarm, name, with_for_update=True, populate_existing=True)
    if alarm.ended_at is not None:
        alarm.since_at, alarm.ended_at = now, None
    alarm.text = text[:LONGEST]
    if alarm.told_at is None or now - alarm.told_at >= AGAIN:
        await _tell(db, alarm, now)
    await db.flush()
    if alarm.since_at == now:
        log.warning("alarm_raised", alarm=name, is_told=alarm.told_at == now)


async def end_alarm(db: AsyncSession, name: str, now: datetime) -> None:
    """What it was about is well again; nothing where there is none."""
    await db.execute(update(Alarm).where(Alarm.name == name, Alarm.ended_at.is_(None)).values(ended_at=now))


async def open_alarms(db: AsyncSession) -> Sequence[Alarm]:
    """Those that last, the oldest first."""
    return (await db.scalars(select(Alarm).where(Alarm.ended_at.is_(None)).order_by(Alarm.since_at, Alarm.name))).all()


async def tell_again(db: AsyncSession, now: datetime) -> int:
    """Tell of some that have lasted a day since people were told of them; returns how many."""
    due = (
        select(Alarm)
        .where(Alarm.ended_at.is_(None), or_(Alarm.told_at.is_(None), Alarm.told_at <= now - AGAIN))
        .order_by(Alarm.name)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return sum([await _tell(db, alarm, now) for alarm in (await db.scalars(due)).all()])


async def _tell(db: AsyncSession, alarm: Alarm, now: datetime) -> bool:
    """To each of those who look after the installation; False where none of them can be reached."""
    people = await caretakers(db, now)
    channel = alarm.name.partition(":")[0]
    ways = {one: _best(found, channel) for one, found in (await reachable(db, people)).items() if found}
    await add_many(db, Notice, [_notice(alarm, one, way, now) for one, way in ways.items()])
    if ways:
        alarm.told_at = now
    return bool(ways)


async def caretakers(db: AsyncSession, now: datetime) -> list[int]:
    """Who holds the technical or the office's role at the top of a tree."""
    found = await db.scalars(
        select(Role.member_id)
        .join(Unit, Unit.id == Role.unit_id)
        .where(Unit.parent_id.is_(None), Unit.closed_on.is_(None), Role.office.in_(TOLD), role_holds(day_of(now)))
        .order_by(Role.member_id)
    )
    return list(dict.fromkeys(found))


def _best(ways: Sequence[Endpoint], channel: str) -> Way:
    """Not by the channel that it is about, nor by one of the same house, if there is another."""
    house = channel.partition("_")[0]
    best = min(ways, key=lambda way: (way.channel == channel, way.channel.partition("_")[0] == house))
    return Way(best.id, best.channel, best.account)


def _notice(alarm: Alarm, member_id: int, way: Way, now: datetime) -> dict[str, object]:
    about = f"alarm:{alarm.name}"
    if len(about) > 40:
        about = f"alarm:{hashlib.sha256(alarm.name.encode()).hexdigest()[:32]}"
    return {
        "about": about,
        "member_id": member_id,
        "step": Step.PASSED_ON,
        "round": int(now.timestamp()),
        "content": as_content(Reply(words.told(alarm.text))),
        "urgency": Urgency.SOON,
        "not_before": now,
        "expires_at": now + WORD_LASTS,
    } | addressed(way, now)
