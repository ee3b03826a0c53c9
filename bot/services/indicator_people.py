"""Who is asked for a number: which units answer, who leads them and can be reached, and what asking costs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.messages import Reply
from bot.model.indicators import Indicator
from bot.model.units import CELLS, Unit, UnitKind
from bot.services.addressees import Addressees, units_addressed
from bot.services.addresses import Way, first_ways
from bot.services.forms import WORD
from bot.services.permissions import Right, holders_at
from bot.services.reach import Plan, plan
from bot.services.said import capabilities_of
from bot.services.telling import parts_of
from bot.tariffs import Tariff
from bot.words import indicators as words

ANSWERS = Right.DECIDE_LEAVE
"""Who leads a unit answers for it, at this very unit: the secretary and the deputy, a committee's office."""
WHO: Mapping[str, tuple[UnitKind, ...]] = {
    "cells": CELLS,
    "grassroots": (UnitKind.GRASSROOTS_COMMITTEE, UnitKind.GRASSROOTS_CELL),
    "communes": (UnitKind.COMMUNE,),
    "organisations": (UnitKind.COMMUNE, UnitKind.GRASSROOTS_COMMITTEE, UnitKind.GRASSROOTS_CELL),
    "districts": (UnitKind.DISTRICT,),
}
AT_ONCE = 2000
"""Units in one query."""
SOME_NAME, LONGEST_NUMBER = "Nguyễn Thị Hồng Nhung", 1000
"""As long as those of most people and indicators."""


async def units_asked(db: AsyncSession, indicator: Indicator, on: date) -> dict[int, str]:
    """Who answers, with their paths: nobody who stands below another that does, or sums would count them twice."""
    addressed = await units_addressed(db, Addressees.from_json(indicator.addressees), on)
    found = await db.execute(
        select(Unit.id, Unit.path).where(Unit.id.in_(addressed), Unit.id != indicator.unit_id).order_by(Unit.id)
    )
    paths: dict[int, str] = dict(found.all())
    asked = {f"/{unit_id}/" for unit_id in paths}
    return {unit_id: path for unit_id, path in paths.items() if not asked & _above(path)}


def _above(path: str) -> set[str]:
    return {f"/{one}/" for one in path.strip("/").split("/")[:-1]}


async def people_at(db: AsyncSession, unit_ids: Sequence[int], on: date) -> dict[int, tuple[int, Way | None]]:
    """Who is asked at each unit, and how: the first who leads it and can be reached. None where nobody leads it."""
    asked: dict[int, tuple[int, Way | None]] = {}
    for first in range(0, len(unit_ids), AT_ONCE):
        leaders = await holders_at(db, filled_up(unit_ids[first : first + AT_ONCE]), ANSWERS, on)
        ways = await first_ways(db, {one for some in leaders.values() for one in some})
        for unit_id, some in leaders.items():
            if some:
                member = next((one for one in some if one in ways), some[0])
                asked[unit_id] = member, ways.get(member)
    return asked


# What it costs


@dataclass(frozen=True, slots=True)
class _Asking:
    """One message to whoever leads each of these units: see `reach.Said`."""

    text: str
    payers: Mapping[int, int]
    """The unit of each member."""

    async def parts(self, _db: AsyncSession, tariff: Tariff, member_ids: Collection[int]) -> dict[int, int]:
        """As many parts for each: names hardly differ in length."""
        return dict.fromkeys(member_ids, parts_of(Reply(self.text), capabilities_of(tariff)))


async def plan_asking(
    db: AsyncSession, indicator: Indicator, by: Unit, people: Mapping[int, tuple[int, Way | None]], now: datetime
) -> Plan:
    """How each of these people would be reached, by what they would read of it."""
    unit_id = next(iter(people), by.id)
    name = (await db.get_one(Unit, unit_id)).name
    title = words.title(LONGEST_NUMBER, indicator.name, indicator.counted)
    text = words.asked(SOME_NAME, by.name, title, "", name, indicator.due_on, None)
    how = words.how(LONGEST_NUMBER, indicator.kind, indicator.classes)
    payers = {member_id: unit for unit, (member_id, _) in people.items()}
    return await plan(db, list(payers), WORD, now, said=_Asking(f"{text} {how}", payers))
