"""What telling everybody of a cell takes, before it is done: whom it reaches, by what, for how much, in which words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NobodyExpected
from bot.services.addressees import Addressees, people_addressed
from bot.services.forms import WORD
from bot.services.reach import Plan, plan
from bot.services.said import capabilities_of
from bot.services.telling import ENOUGH_PARTS, LEAST_SAID, parts_of
from bot.services.terms import tariff_of
from bot.services.unit_settings import after_quiet, settings_of
from bot.tariffs import Tariff
from bot.words.labels import cut
from bot.words.times import day_of

Wording = Callable[[str, Capabilities], Reply]
"""What somebody of this name reads on a network that can so much."""


def shortened(said: Callable[[str], Reply], text: str, capabilities: Capabilities) -> Reply:
    """As much of the text as stands in two short messages; all of it where the network counts none."""
    whole = said(text)
    if capabilities.most_parts is None:
        return whole
    most = capabilities.most_parts if capabilities.marks else min(ENOUGH_PARTS, capabilities.most_parts)
    room = len(text)
    while room > LEAST_SAID and parts_of(whole, capabilities) > most:
        room -= 10
        whole = said(cut(text, room))
    return whole


@dataclass(frozen=True, slots=True)
class Counted:
    """The price of such a message by SMS: names of one length make as many parts."""

    payers: Mapping[int, int]
    wording: Wording

    async def parts(self, db: AsyncSession, tariff: Tariff, member_ids: Collection[int]) -> dict[int, int]:
        capabilities = capabilities_of(tariff)
        found = await db.execute(select(Member.id, Member.name).where(Member.id.in_(member_ids)))
        names = dict(found.all())
        alike = {len(name): name for name in names.values()}
        counted = {size: parts_of(self.wording(name, capabilities), capabilities) for size, name in alike.items()}
        return {member_id: counted[len(name)] for member_id, name in names.items()}


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Whom it would reach as things stand now, and when it would leave."""

    unit: Unit
    plan: Plan
    unreached: Sequence[str]
    """Their names."""
    leaves_at: datetime
    by_sms: str | None
    """What whoever gets the most words by SMS reads there; None where nobody does."""

    @property
    def people(self) -> int:
        return self.plan.people


async def people_of(db: AsyncSession, unit: Unit, now: datetime) -> Select[int, int]:
    """Everybody of the cell who is not away: member and unit."""
    return await people_addressed(db, Addressees((unit.id,)), day_of(now))


async def plan_telling(db: AsyncSession, unit: Unit, wording: Wording, now: datetime) -> CellPlan:
    """Nothing is written; raises NobodyExpected."""
    member_ids = [member_id for member_id, _ in await db.execute(await people_of(db, unit, now))]
    if not member_ids:
        raise NobodyExpected(code=unit.code)
    leaves_at = after_quiet(now, (await settings_of(db, unit)).quiet_hours)
    counted = Counted(dict.fromkeys(member_ids, unit.id), wording)
    found = await plan(db, member_ids, WORD, leaves_at, said=counted)
    names = select(Member).where(Member.id.in_(found.unreached)).order_by(Member.sort_key, Member.id)
    unreached = [one.name for one in await db.scalars(names)]
    return CellPlan(unit, found, unreached, leaves_at, await _by_sms(db, found, wording))


async def _by_sms(db: AsyncSession, found: Plan, wording: Wording) -> str | None:
    counted = [(member_id, one.channel) for member_id, one in found.reached.items() if one.fare.parts]
    if not counted:
        return None
    member = await db.get_one(Member, counted[0][0])
    return wording(member.name, capabilities_of(tariff_of(db, counted[0][1]))).text
