"""Whom a reminder of a document would reach by what, and what that takes, before anybody is reminded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.directives import Directive, Receipt
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.directive_lines import due_at
from bot.services.directive_reminding_words import reminder_of
from bot.services.forms import form_kind
from bot.services.reach import AT_ONCE, Plan, plan
from bot.services.said import capabilities_of
from bot.services.telling import cut_to_fit, parts_of
from bot.tariffs import Tariff
from bot.words.times import day_of


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to each of these."""

    directive: Directive
    payers: Mapping[int, int]
    """The unit of each member."""
    days: Mapping[int, date | None]
    """By unit, the day that holds there."""
    today: date

    async def parts(self, db: AsyncSession, tariff: Tariff, member_ids: Collection[int]) -> dict[int, int]:
        """Names of one length make the same, where the day is the same."""
        capabilities = capabilities_of(tariff)
        counted: dict[tuple[int, date | None], int] = {}
        parts = {}
        for member_id, name in (await _names(db, list(member_ids))).items():
            key = len(name), self.days.get(self.payers[member_id])
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
    """Of all below a unit who have not taken note of it; nothing is written."""
    found = await db.execute(
        select(Receipt.member_id, Receipt.unit_id)
        .join(Unit, Unit.id == Receipt.unit_id)
        .where(Receipt.directive_id == directive.id, Receipt.acknowledged_at.is_(None), Unit.path.startswith(unit.path))
        .order_by(Receipt.member_id)
    )
    payers: dict[int, int] = dict(found.all())
    days = await due_at(db, directive, set(payers.values()))
    said = Reminder(directive, payers, days, day_of(now))
    return await plan(db, payers, form_kind(Step.DIRECTIVE_REMINDER), now, said=said)
