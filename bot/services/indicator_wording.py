"""What whoever leads a unit reads when a number is asked or missed: worded when it leaves, from what is true then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import extract, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.messages import Capabilities, Choice, Reply
from bot.model.indicators import Indicator, IndicatorPlan, IndicatorReport, IndicatorRound
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.model.roles import Role
from bot.model.units import Unit
from bot.services.indicator_people import ANSWERS
from bot.services.permissions import reaches
from bot.services.told import Due, Told
from bot.words import indicators as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name


@dataclass(frozen=True, slots=True)
class _Facts:
    """One unit in one round."""

    report: IndicatorReport
    round: IndicatorRound
    indicator: Indicator
    asker: Unit
    planned: int | None


Key = tuple[int, int]


async def figure_words(db: AsyncSession, notices: Sequence[Notice | Due]) -> "Mapping[int, _Word]":
    """A worder: see services/worders.py."""
    keys = {one.id: (int(one.about.partition(":")[2]), one.unit_id or 0) for one in notices}
    facts = await _facts(db, list(keys.values()))
    units = await _units(db, [unit_id for _, unit_id in keys.values()])
    offices = await _offices(db, {one.member_id for one in notices if one.member_id})
    return {
        one.id: _Word(one.step, facts[keys[one.id]], units[one.unit_id or 0], offices.get(one.member_id or 0, []))
        for one in notices
        if keys[one.id] in facts
    }


async def _facts(db: AsyncSession, keys: Sequence[Key]) -> dict[Key, _Facts]:
    plan = (
        (IndicatorPlan.indicator_id == Indicator.id)
        & (IndicatorPlan.unit_id == IndicatorReport.unit_id)
        & (IndicatorPlan.year == extract("year", IndicatorRound.ends_on))
    )
    found = await db.execute(
        select(IndicatorReport, IndicatorRound, Indicator, Unit, IndicatorPlan.planned)
        .join(IndicatorRound, IndicatorRound.id == IndicatorReport.round_id)
        .join(Indicator, Indicator.id == IndicatorRound.indicator_id)
        .join(Unit, Unit.id == Indicator.unit_id)
        .outerjoin(IndicatorPlan, plan)
        .where(
            IndicatorReport.round_id.in_(filled_up({one for one, _ in keys})),
            IndicatorReport.unit_id.in_(filled_up({unit_id for _, unit_id in keys})),
        )
        .execution_options(populate_existing=True)
    )
    return {(row[0].round_id, row[0].unit_id): _Facts(*row) for row in found}


async def _offices(db: AsyncSession, member_ids: Iterable[int]) -> dict[int, list[tuple[Role, Unit]]]:
    """All that these people hold, held or will hold, and where."""
    found = await db.execute(
        select(Role, Unit).join(Unit, Unit.id == Role.unit_id).where(Role.member_id.in_(filled_up(member_ids)))
    )
    offices: dict[int, list[tuple[Role, Unit]]] = {}
    for role, unit in found:
        offices.setdefault(role.member_id, []).append((role, unit))
    return offices


async def _units(db: AsyncSession, unit_ids: Sequence[int]) -> dict[int, Unit]:
    found = await db.scalars(select(Unit).where(Unit.id.in_(filled_up(set(unit_ids)))))
    return {unit.id: unit for unit in found}


@dataclass(frozen=True, slots=True)
class _Word:
    """The words of one notice."""

    step: Step
    facts: _Facts
    unit: Unit
    offices: Sequence[tuple[Role, Unit]]
    """Of whoever is told."""

    async def __call__(self, told: Told, _capabilities: Capabilities, now: datetime) -> Reply | str:
        """Nobody is asked for what is answered, nor for a unit that they lead no longer."""
        facts = self.facts
        if facts.indicator.ended_at is not None:
            return "indicator_ended"
        if facts.report.answered_at is not None:
            return "answered"
        if not self._still_leads(day_of(now)):
            return "not_theirs"
        return self._said(told.name or "", now)

    def _still_leads(self, on: date) -> bool:
        held = [one for one in self.offices if one[0].from_on <= on and (one[0].until_on or on) >= on]
        return any(reaches(role.office, at, ANSWERS, self.unit) for role, at in held)

    def _said(self, name: str, now: datetime) -> Reply:
        indicator, round_ = self.facts.indicator, self.facts.round
        title = words.title(indicator.id, indicator.name, indicator.counted)
        period = words.period(indicator.repeat, round_.starts_on, round_.ends_on)
        at = cell_name(self.unit.name) if self.unit.is_cell else self.unit.name
        if self.step is Step.INDICATOR:
            text = words.asked(name, self.facts.asker.name, title, period, at, round_.due_on, self.facts.planned)
        else:
            text = words.reminded(name, title, period, at, round_.due_on, day_of(now))
        how = words.how(indicator.id, indicator.kind, indicator.classes)
        answer = Choice(words.REPORT, f"figure:{self.facts.report.id}")
        return Reply(f"{text} {how}", (answer,), one_way=f"{text} {words.tell(self.facts.asker.name)}")
