"""Reports that go out by themselves: of the month and the quarter, and the cells that are behind; each of them once."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.db.writing import added_if_new
from bot.model.meetings import Step
from bot.model.notices import Urgency
from bot.model.own_reports import OwnReport
from bot.model.units import CELLS, Unit, UnitKind
from bot.services.addressees import Telling, tell
from bot.services.own_report_days import CAUGHT_UP, Edition, editions_on, ends_at, is_due
from bot.services.own_report_facts import telling
from bot.services.own_report_people import LISTS, recipients
from bot.services.unit_settings import UnitSettings, after_quiet, said_at_units, settings_at
from bot.words.times import day_of, local

PAGE, LOOKED_THROUGH = 200, 2000
"""At so many units it is sent in one slice, of as many as are looked through for some."""
KEY = ("unit_id", "kind", "period")
SETTINGS = ("report_day", "report_hour", "regular_fixed_by")


@dataclass
class Rounds:
    """Goes through all units page by page once in an hour in which something may be due, then rests."""

    editions: deque[Edition] = field(default_factory=deque)
    """What is still to be looked for in this round, the first of it just now."""
    behind: int = 0
    """The last unit that was looked at for it."""
    looked_in: str | None = None
    """The hour of the newest round."""
    tells: bool = True
    """False: all of it is only marked as looked at."""

    async def send_some(self, db: AsyncSession, now: datetime) -> int:
        """A slice; 0 when the round is over."""
        if not self.editions and not await self._begins(db, now):
            return 0
        edition = self.editions[0]
        ids = await _next_ids(db, edition, self.behind, now)
        left = (await _without_done(db, edition, ids))[:PAGE]
        self.behind = left[-1] if len(left) == PAGE else ids[-1] if ids else 0
        if len(ids) < LOOKED_THROUGH and len(left) < PAGE:
            self.editions.popleft()
            self.behind = 0
        units = await _take(db, edition, left, now)
        if units and self.tells:
            await _send(db, edition, units, now)
        return 1 + len(left)

    async def _begins(self, db: AsyncSession, now: datetime) -> bool:
        """Hours are whole, so nothing new is due before the next one."""
        hour = f"{local(now):%Y-%m-%d %H}"
        if hour == self.looked_in:
            return False
        self.looked_in = hour
        said = await _settings_said(db)
        self.editions.extend(one for one in editions_on(day_of(now)) if any(is_due(one, some, now) for some in said))
        return bool(self.editions)


async def _settings_said(db: AsyncSession) -> list[UnitSettings]:
    """Every day and hour that may hold at some unit: where none of them is due, no unit need be looked at."""
    usual = UnitSettings()
    values = [{getattr(usual, name), *(await said_at_units(db, name)).values()} for name in SETTINGS]
    return [replace(usual, **dict(zip(SETTINGS, some, strict=True))) for some in product(*values)]


async def _next_ids(db: AsyncSession, edition: Edition, behind: int, now: datetime) -> Sequence[int]:
    left_out = (UnitKind.GROUP, *CELLS) if edition.kind in LISTS else (UnitKind.GROUP,)
    is_open = or_(Unit.closed_on.is_(None), Unit.closed_on > day_of(now))
    found = await db.scalars(
        select(Unit.id)
        .where(Unit.id > behind, Unit.kind.not_in(left_out), Unit.since_on <= day_of(now), is_open)
        .order_by(Unit.id)
        .limit(LOOKED_THROUGH)
    )
    return found.all()


async def _without_done(db: AsyncSession, edition: Edition, ids: Sequence[int]) -> list[int]:
    """Those that were not looked at for it.

    Asked for in a query of its own: a new period is in no statistics, and a join would be planned for none.
    """
    if not ids:
        return []
    done = set(
        await db.scalars(
            select(OwnReport.unit_id).where(
                OwnReport.unit_id.between(ids[0], ids[-1]),
                OwnReport.kind == edition.kind,
                OwnReport.period == edition.period,
            )
        )
    )
    return [one for one in ids if one not in done]


Units = dict[Unit, UnitSettings]


async def _take(db: AsyncSession, edition: Edition, ids: Sequence[int], now: datetime) -> Units:
    """Those of a page where its hour has come; of two processes each takes those that the other has not."""
    page = (await db.scalars(select(Unit).where(Unit.id.in_(filled_up(ids))).order_by(Unit.id))).all() if ids else []
    settings = await settings_at(db, page) if page else {}
    due = [one for one in page if is_due(edition, settings[one.id], now)]
    rows = [{"unit_id": one.id, "kind": edition.kind, "period": edition.period, "at": now} for one in due]
    new = set(await added_if_new(db, OwnReport, rows, KEY, OwnReport.unit_id))
    return {one: settings[one.id] for one in due if one.id in new}


async def _send(db: AsyncSession, edition: Edition, units: Units, now: datetime) -> None:
    """Where there is something to say; those who are told at the same hour by one statement."""
    ids = set(await telling(db, edition, list(units), now))
    alike: defaultdict[Telling, list[int]] = defaultdict(list)
    for one, settings in units.items():
        if one.id in ids:
            alike[_telling(edition, settings, now)].append(one.id)
    for said, some in alike.items():
        await _tell(db, said, edition, some, now)


def _telling(edition: Edition, settings: UnitSettings, now: datetime) -> Telling:
    """What could not leave while it was of use does not leave any more."""
    ends = ends_at(edition, settings) or now + CAUGHT_UP
    return Telling(edition.about, Step.REPORT, Urgency.ROUTINE, after_quiet(now, settings.quiet_hours), ends)


async def _tell(db: AsyncSession, said: Telling, edition: Edition, unit_ids: Sequence[int], now: datetime) -> None:
    """Whoever holds offices at two units is told at each: the unit is the revision."""
    found = recipients(edition.kind, unit_ids, day_of(now)).subquery()
    people = select(found.c.member_id, found.c.unit_id, found.c.unit_id.label("revision")).subquery()
    await tell(db, said, people, now)


async def leave_out(db: AsyncSession, now: datetime) -> None:
    """What is due now is never sent: a rehearsal begins with empty screens, whatever day it is."""
    rounds = Rounds(tells=False)
    while await rounds.send_some(db, now):
        pass
