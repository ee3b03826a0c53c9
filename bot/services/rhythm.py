"""Telling of cells that do not keep the rhythm of meetings: the secretary first, later whoever follows the cell."""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.model.warnings import Stage
from bot.services.lapses import Lapse, Look, is_time, lapsed, looks_on, told_long_ago, unwarned, without_series
from bot.services.notices import Word, owe_words
from bot.services.permissions import Right, holders_at
from bot.services.supervisors import supervisors_of
from bot.services.unit_settings import UnitSettings, after_quiet, said_at_units, settings_at
from bot.services.warnings import warned_once
from bot.words import rhythm as words
from bot.words import vi
from bot.words.times import at_local, day_of

PAGE = 100
"""So many cells are looked at in one slice."""
REST = timedelta(minutes=30)
SAID: dict[Lapse, Callable[[str, str], str]] = {
    Lapse.NOT_FIXED: words.not_fixed,
    Lapse.NOT_HELD: words.not_held,
    Lapse.NO_THEMATIC: words.no_thematic,
}
Tell = Callable[[AsyncSession, Look, Sequence[Unit], datetime], Awaitable[None]]


@dataclass
class Rounds:
    """Goes through the cells some at a time, then rests: what is said here is not in a hurry, and cells are many."""

    looks: deque[tuple[Look, Stage]] = field(default_factory=deque)
    """What is still to be looked for in this round, the first of it just now."""
    cells: deque[int] = field(default_factory=deque)
    """Where that may be so."""
    days: int = 0
    """The fewest days after which any unit wants the supervisor told."""
    ended_at: datetime | None = None

    async def warn_some(self, db: AsyncSession, now: datetime) -> int:
        """A slice: find where something may be missing, or look closely at some; 0 when the round is over."""
        if self.cells:
            look, stage = self.looks[0]
            ids = [self.cells.popleft() for _ in range(min(PAGE, len(self.cells)))]
            still = await db.scalars(self._where(look, stage, now).where(Unit.id.in_(ids)))
            await _warn(db, look, stage, still.all(), now)
            return len(ids)
        return await self._go_on(db, now)

    async def _go_on(self, db: AsyncSession, now: datetime) -> int:
        if self.looks:
            self.looks.popleft()
        elif self.ended_at is not None and timedelta() <= now - self.ended_at < REST:
            return 0
        else:
            self.days = await _fewest(db, "supervisor_after_days")
            self.looks.extend((look, stage) for look in await _looks(db, now) for stage in Stage)
        if self.looks:
            self.cells.extend(await db.scalars(self._where(*self.looks[0], now).with_only_columns(Unit.id)))
            return 1
        self.ended_at = now
        return 0

    def _where(self, look: Look, stage: Stage, now: datetime) -> Select[Unit]:
        long_ago = now - timedelta(days=self.days)
        is_next = unwarned(look) if stage is Stage.SECRETARY else told_long_ago(look, long_ago)
        return lapsed(look, day_of(now)).where(is_next).order_by(Unit.id)


async def _looks(db: AsyncSession, now: datetime) -> list[Look]:
    """What anybody is to be told of on this day of the month."""
    today = day_of(now)
    first = await _fewest(db, "regular_fixed_by")
    return [one for one in looks_on(today) if one.lapse is not Lapse.NOT_FIXED or today.day >= first]


async def _fewest(db: AsyncSession, setting: str) -> int:
    """The least that any unit says, or that holds where none does."""
    usual: int = getattr(UnitSettings(), setting)
    return min([usual, *(await said_at_units(db, setting)).values()])


async def _warn(db: AsyncSession, look: Look, stage: Stage, page: Sequence[Unit], now: datetime) -> None:
    """Those of a page that are to be told by now. In quiet hours nobody is."""
    settings = await settings_at(db, page)
    ripe = [cell for cell in page if _is_ripe(look, settings[cell.id], now)]
    if stage is Stage.SUPERVISOR:
        ripe = await _told_long_ago(db, look, ripe, settings, now)
    cells = await without_series(db, look, ripe, now) if ripe else []
    new = await warned_once(db, [cell.id for cell in cells], look.lapse, look.period, stage, now)
    tell: Tell = _tell_secretaries if stage is Stage.SECRETARY else _tell_supervisors
    if new:
        await tell(db, look, [cell for cell in cells if cell.id in new], now)


def _is_ripe(look: Look, settings: UnitSettings, now: datetime) -> bool:
    return is_time(look, settings, day_of(now)) and after_quiet(now, settings.quiet_hours) == now


async def _told_long_ago(
    db: AsyncSession, look: Look, cells: Sequence[Unit], settings: dict[int, UnitSettings], now: datetime
) -> list[Unit]:
    """As many days ago as each unit says; a query for each number of days that is said."""
    by_days: defaultdict[int, list[Unit]] = defaultdict(list)
    for cell in cells:
        by_days[settings[cell.id].supervisor_after_days].append(cell)
    found: list[Unit] = []
    for days, some in by_days.items():
        long_ago = told_long_ago(look, now - timedelta(days=days))
        ids = set(await db.scalars(select(Unit.id).where(Unit.id.in_([one.id for one in some]), long_ago)))
        found += [one for one in some if one.id in ids]
    return sorted(found, key=lambda one: one.id)


# Telling


def _about(look: Look) -> str:
    return f"rhythm:{look.lapse}:{look.period}"


async def _tell_secretaries(db: AsyncSession, look: Look, cells: Sequence[Unit], now: datetime) -> None:
    leaders = await holders_at(db, [cell.id for cell in cells], Right.CALL, day_of(now))
    rolls = await _open_rolls(db, look, cells, now)
    said = [Word(_about(look), cell.id, leaders[cell.id], _reply(look, cell, rolls.get(cell.id))) for cell in cells]
    await owe_words(db, said, now)


def _reply(look: Look, cell: Unit, roll: int | None) -> Reply:
    choices = (
        *([Choice(words.ROLL, f"roll:{roll}:0")] if roll else []),
        Choice(words.CALL, f"call:{cell.id}"),
        *([] if look.lapse is Lapse.NOT_HELD else [Choice(words.SERIES, f"series:{cell.id}")]),
    )
    return Reply(SAID[look.lapse](vi.cell(cell.name), look.period), choices)


async def _open_rolls(db: AsyncSession, look: Look, cells: Sequence[Unit], now: datetime) -> dict[int, int]:
    """By cell, the meeting of the period that has begun and was not closed."""
    if look.lapse is not Lapse.NOT_HELD:
        return {}
    found = await db.execute(
        select(Meeting.cell_id, Meeting.id)
        .where(
            Meeting.cell_id.in_([cell.id for cell in cells]),
            Meeting.kind.in_(look.kinds),
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at.between(at_local(look.first, datetime.min.time()), now),
        )
        .order_by(Meeting.starts_at)
    )
    return dict(found.all())


async def _tell_supervisors(db: AsyncSession, look: Look, cells: Sequence[Unit], now: datetime) -> None:
    """One message to each, however many cells they follow."""
    supervisors = await supervisors_of(db, cells, day_of(now))
    followed: defaultdict[tuple[int, ...], list[Unit]] = defaultdict(list)
    for cell in cells:
        followed[tuple(supervisors[cell.id])].append(cell)
    said = [
        Word(_about(look), some[0].id, people, Reply(words.to_supervisor(look.lapse, look.period, _names(some))))
        for people, some in followed.items()
        if people
    ]
    await owe_words(db, said, now)


def _names(cells: Sequence[Unit]) -> list[str]:
    return [vi.cell(cell.name) for cell in sorted(cells, key=lambda one: (one.sort_key, one.id))]
