"""A committee texts the residents of a unit and all below it: what it takes first, then once to each phone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Step
from bot.model.notices import IS_WAITING, Notice, NoticeState, Urgency
from bot.model.residents import ResidentMessage
from bot.model.units import Unit
from bot.refusals import (
    NoMoneyForResidents,
    NoResidents,
    NoWayToResidents,
    ResidentTextWrong,
    TextGone,
    TooManyParts,
)
from bot.services.audit import note
from bot.services.budgets import purse_of
from bot.services.meetings import guard
from bot.services.notices import addressed
from bot.services.resident_hours import leaves_at
from bot.services.resident_ways import Recipient, recipients, ways_to
from bot.services.resident_wording import worded
from bot.services.terms import phone_channels, tariff_of
from bot.services.undoing import add_many
from bot.services.unit_settings import settings_of
from bot.words.names import tidy
from bot.words.segments import as_it_leaves, segments

FEWEST, LONGEST = 5, 300
"""Letters: with who speaks and how to stop, never more than three parts without marks."""
LASTS = timedelta(days=2)
"""What could not leave by then is of yesterday."""


@dataclass(frozen=True)
class ResidentPlan:
    """Who would be reached how, what they would read, and what it would cost as things stand now."""

    unit: Unit
    text: str
    shown: Mapping[str, str]
    """By network, exactly what leaves there."""
    parts: Mapping[str, int]
    """By network that counts them: the parts of one message."""
    people: int
    by_channel: Mapping[str, int]
    unreached: int
    cost: int
    """Đồng."""
    leaves_at: datetime
    those: list[Recipient] = field(repr=False)

    @property
    def most_parts(self) -> int:
        return max(self.parts.values(), default=0)


def checked_text(text: str, *, harmless: bool = False) -> str:
    """The text as it is kept: on one line; raises a refusal for what cannot be told to people."""
    said = tidy(text)
    guard((text, said), harmless=harmless)
    if not FEWEST <= len(said) <= LONGEST:
        raise ResidentTextWrong(fewest=FEWEST, most=LONGEST, count=len(said))
    return said


async def plan_text(db: AsyncSession, unit: Unit, text: str, now: datetime) -> ResidentPlan:
    """What sending would do; nothing is written.

    Raises NoResidents, NoWayToResidents, TooManyParts, or NoMoneyForResidents: some of them alone are not told.
    """
    parts = _parts(db, unit, text)
    those = await recipients(db, unit, now, parts)
    if not those:
        raise NoResidents
    by_channel = Counter(one.channel for one in those if one.channel is not None)
    if not by_channel:
        _demand_short(db, parts)
        raise NoWayToResidents(count=len(those))
    shown = {channel: _shown(db, channel, unit, text) for channel in by_channel}
    own = {channel: count for channel, count in parts.items() if channel in by_channel}
    costs = [(one.channel, one.fare.cost) for one in those if one.fare]
    await _demand_money(db, unit, sum(cost for channel, cost in costs if channel in own))
    at = leaves_at(now, (await settings_of(db, unit)).quiet_hours)
    unreached = len(those) - by_channel.total()
    total = sum(cost for _, cost in costs)
    return ResidentPlan(unit, text, shown, own, len(those), by_channel, unreached, total, at, those)


def _parts(db: AsyncSession, unit: Unit, text: str) -> dict[str, int]:
    """By network that counts them."""
    counted = [channel for channel in phone_channels(db) if tariff_of(db, channel).in_parts]
    return {channel: segments(_shown(db, channel, unit, text)).count for channel in counted}


def _demand_short(db: AsyncSession, parts: Mapping[str, int]) -> None:
    for channel, count in parts.items():
        if count > (most := tariff_of(db, channel).max_parts):
            raise TooManyParts(parts=count, most=most)


async def _demand_money(db: AsyncSession, unit: Unit, cost: int) -> None:
    """Every limit up the line has room for all of it."""
    for budget in (await purse_of(db, [unit.id])).over(unit.id):
        if cost > budget.left:
            raise NoMoneyForResidents(unit=budget.name, left=budget.left, cost=cost)


def _shown(db: AsyncSession, channel: str, unit: Unit, text: str) -> str:
    """As it leaves there: without marks where that is how its words leave."""
    tariff = tariff_of(db, channel)
    said = worded(unit.name, text, two_way=tariff.two_way, public_url=db.info.get("public_url"))
    return as_it_leaves(said, marks=tariff.marks, most=tariff.max_parts)[0] if tariff.in_parts else said


async def send_text(db: AsyncSession, plan: ResidentPlan, by: str, now: datetime) -> ResidentMessage:
    """Owe it to each of them, once to each phone; whoever cannot be reached is written as failed."""
    message = ResidentMessage(
        unit_id=plan.unit.id,
        text=plan.text,
        by=by,
        made_at=now,
        people=plan.people,
        parts=plan.most_parts,
        cost=plan.cost,
    )
    db.add(message)
    await db.flush()
    ways = await ways_to(db, plan.those)
    rows = []
    taken: set[int] = set()
    for one in plan.those:
        way = ways.get(one.id)
        if way is not None and way.id in taken:
            continue
        taken |= {way.id} if way else set()
        rows.append(_row(message, one.id, plan.leaves_at, now) | addressed(way, now))
    await add_many(db, Notice, rows)
    message.people = len(rows)
    note(db, by, "residents_texted", about(message), now, unit=plan.unit.code, people=len(rows), cost=plan.cost)
    await db.flush()
    return message


def _row(message: ResidentMessage, resident_id: int, at: datetime, now: datetime) -> dict[str, object]:
    return {
        "about": about(message),
        "resident_id": resident_id,
        "step": Step.RESIDENTS,
        "urgency": Urgency.ROUTINE,
        "not_before": at,
        "expires_at": max(now, at) + LASTS,
    }


def about(message: ResidentMessage) -> str:
    return f"residents:{message.id}"


async def text_of(db: AsyncSession, message_id: int) -> tuple[ResidentMessage, Unit]:
    """Raises TextGone."""
    message = await db.get(ResidentMessage, message_id)
    if message is None:
        raise TextGone
    return message, await db.get_one(Unit, message.unit_id)


async def call_back(db: AsyncSession, message: ResidentMessage, by: str, now: datetime) -> int:
    """What of it still waits is not sent; returns how many. Raises TextGone where nothing waits."""
    waiting = IS_WAITING, Notice.about == about(message)
    count = await db.scalar(select(func.count()).select_from(Notice).where(*waiting)) or 0
    if not count or message.cancelled_at is not None:
        raise TextGone
    message.cancelled_at, message.cancelled_by = now, by
    await db.execute(
        update(Notice).where(*waiting).values(state=NoticeState.CANCELLED, cause="called_back", settled_at=now)
    )
    note(db, by, "residents_text_called_back", about(message), now, count=count)
    return count
