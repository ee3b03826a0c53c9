"""Whom a reminder of a document would reach by what, and what that takes, before anybody is reminded."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bot.db.lists import filled_up
from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.addressees import ways_of
from bot.services.budgets import SETTING
from bot.services.directive_lines import due_at
from bot.services.directive_reminding_words import reminder_of
from bot.services.forms import form_kind
from bot.services.reach import AT_ONCE, Plan, Reached, plan
from bot.services.said import capabilities_of
from bot.services.telling import cut_to_fit, parts_of
from bot.services.terms import tariff_of, tariffs_in
from bot.services.unit_settings import are_setting
from bot.tariffs import Fare, Tariff
from bot.words.times import day_of


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to each of these."""

    directive: Directive
    payers: Mapping[int, int]
    """The unit of each member."""
    today: date

    async def parts(self, db: AsyncSession, tariff: Tariff, member_ids: Collection[int]) -> dict[int, int]:
        """Names of one length make the same, where the day is the same."""
        capabilities = capabilities_of(tariff)
        days = await due_at(db, self.directive, {self.payers[one] for one in member_ids})
        counted: dict[tuple[int, date | None], int] = {}
        parts = {}
        for member_id, name in (await _names(db, list(member_ids))).items():
            key = len(name), days.get(self.payers[member_id])
            if key not in counted:
                said = reminder_of(self.directive, member_id, name, key[1], self.today)
                counted[key] = parts_of(cut_to_fit(said, capabilities), capabilities)
            parts[member_id] = counted[key]
        return parts


async def _names(db: AsyncSession, member_ids: list[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for start in range(0, len(member_ids), AT_ONCE):
        some = filled_up(member_ids[start : start + AT_ONCE])
        names |= dict((await db.execute(select(Member.id, Member.name).where(Member.id.in_(some)))).all())
    return names


async def plan_reminder(db: AsyncSession, directive: Directive, unit: Unit, now: datetime) -> Plan:
    """Of all below a unit who have not taken note of it; nothing is written.

    Very many are counted by the database: only those are read of whom more has to be known than when they were heard.
    """
    alike = await _alike(db, directive, unit, now, await _read_one_by_one(db, directive))
    beside = _counted(db, directive, alike, now)
    if beside is None:
        alike = await _alike(db, directive, unit, now, list(tariffs_in(db)))
        beside = _counted(db, directive, alike, now)
    return replace(await _each(db, directive, alike, now), beside=beside or {})


class Alike(NamedTuple):
    """People of whom a reminder takes the same; or one, of whom more has to be known, or who has no way."""

    channel: str | None
    account: str | None
    member_id: int | None
    unit_id: int
    heard_at: datetime | None
    """Of one of them; as far as it matters, of all."""
    name: str
    """The same."""
    people: int


async def _read_one_by_one(db: AsyncSession, directive: Directive) -> list[str]:
    """Networks on which what a reminder takes depends on the unit: its money for short messages, or its own day."""
    own_day = select(DirectiveUnit.id).where(
        DirectiveUnit.directive_id == directive.id, DirectiveUnit.due_on.is_not(None)
    )
    by_parts = [channel for channel, tariff in tariffs_in(db).items() if tariff.in_parts]
    if not by_parts:
        return []
    has_set = select(Unit.id).where(are_setting(SETTING))
    return by_parts if await db.scalar(select(or_(has_set.exists(), own_day.exists()))) else []


async def _alike(
    db: AsyncSession, directive: Directive, unit: Unit, now: datetime, one_by_one: Sequence[str]
) -> list[Alike]:
    unread = (
        select(Receipt.member_id, Receipt.unit_id)
        .join(Unit, Unit.id == Receipt.unit_id)
        .where(Receipt.directive_id == directive.id, Receipt.acknowledged_at.is_(None), Unit.path.startswith(unit.path))
    )
    ways = ways_of(unread.subquery(), "member_id", "account", "heard_at").c
    people = _told_apart(ways, tariffs_in(db), now, one_by_one).subquery().c
    group = people.channel, people.account, people.member_id
    some = func.min(people.unit_id), func.max(people.heard_at), func.min(people.name), func.count()
    found = await db.execute(
        select(*group, *some).group_by(*group, people.is_free, people.is_taken, people.length).order_by(*group)
    )
    return [Alike._make(row) for row in found]


def _told_apart(
    ways: ReadOnlyColumnCollection[str, Any], tariffs: Mapping[str, Tariff], now: datetime, one_by_one: Sequence[str]
) -> Select[Any]:
    """What a reminder of each by the first way depends on; `member_id` only of those who are read one by one."""
    is_free = _heard(ways, {one: tariff.free_window for one, tariff in tariffs.items()}, now)
    is_taken = _heard(ways, {one: tariff.reply_window for one, tariff in tariffs.items()}, now)
    counted_words = [one for one, tariff in tariffs.items() if tariff.free_in_window]
    by_parts = [one for one, tariff in tariffs.items() if tariff.in_parts]
    is_read = or_(
        ways.channel.is_(None), ways.channel.in_(one_by_one), ways.channel.in_(counted_words) & (is_free == 1)
    )
    return (
        select(ways.channel, ways.account, ways.unit_id, ways.heard_at, is_free.label("is_free"), Member.name)
        .add_columns(is_taken.label("is_taken"), case((is_read, ways.member_id), else_=null()).label("member_id"))
        .add_columns(case((ways.channel.in_(by_parts), func.length(Member.name)), else_=0).label("length"))
        .join(Member, Member.id == ways.member_id)
        .where(ways.place == 1)
    )


def _heard(
    ways: ReadOnlyColumnCollection[str, Any], windows: Mapping[str, timedelta | None], now: datetime
) -> ColumnElement[int]:
    """1 where somebody was heard within the window of the network; also where it has none."""
    whens = [
        ((ways.channel == channel) & (ways.heard_at > now - window), 1)
        for channel, window in windows.items()
        if window is not None
    ]
    has_window = [channel for channel, window in windows.items() if window is not None]
    return case(*whens, (ways.channel.in_(has_window), 0), else_=1)


def _fare(db: AsyncSession, directive: Directive, one: Alike, now: datetime) -> Fare | None:
    tariff, parts = tariff_of(db, one.channel), 1
    if tariff.in_parts:
        capabilities = capabilities_of(tariff)
        said = reminder_of(directive, 0, one.name, directive.due_on, day_of(now))
        parts = parts_of(cut_to_fit(said, capabilities), capabilities)
    return tariff.fare(form_kind(Step.DIRECTIVE_REMINDER), one.heard_at, 0, now, parts)


def _counted(
    db: AsyncSession, directive: Directive, alike: Sequence[Alike], now: datetime
) -> dict[Reached, int] | None:
    """How many are reached how; None where a network does not take it, so that each of them has another next way."""
    beside: Counter[Reached] = Counter()
    for one in alike:
        if one.member_id is None:
            fare = _fare(db, directive, one, now)
            if fare is None:
                return None
            beside[Reached(one.channel or "", one.account or "", fare)] += one.people
    return beside


async def _each(db: AsyncSession, directive: Directive, people: Sequence[Alike], now: datetime) -> Plan:
    """Of those who are read."""
    payers = {one.member_id: one.unit_id for one in people if one.member_id is not None}
    said = Reminder(directive, payers, day_of(now))
    return await plan(db, payers, form_kind(Step.DIRECTIVE_REMINDER), now, said=said) if payers else Plan()
