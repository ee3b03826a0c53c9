"""Each quarter the leaders of a cell look through its roster and say whether it is right (rule 5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import added_if_new
from bot.messages import Choice, Reply
from bot.model.members import Membership
from bot.model.units import CELLS, Unit
from bot.model.warnings import RosterCheck
from bot.services.leading import ToLeaders, tell_leaders
from bot.services.notices import Word, owe_words
from bot.services.people import holds, people_of, strength
from bot.services.supervisors import supervisors_of
from bot.services.unit_settings import UnitSettings, after_quiet, settings_at
from bot.words import roster_checks as words
from bot.words import vi
from bot.words.times import day_of

FIRST_DAY = 5
"""Of the first month of a quarter: asked from this day on, and only in this month."""
AT_ONCE, PAGE = 25, 100


def quarter_of(on: date) -> str:
    """`2026-q4`."""
    return f"{on.year}-q{(on.month + 2) // 3}"


def first_of(quarter: str) -> date:
    return date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)


async def see_to_rosters(db: AsyncSession, now: datetime) -> int:
    """A slice of asking, reminding and passing on; 0 when nothing is left. In quiet hours nothing is said."""
    return await _ask_some(db, now) or await _remind_some(db, now) or await _pass_on_some(db, now)


# Asking


async def _ask_some(db: AsyncSession, now: datetime) -> int:
    today = day_of(now)
    if today.month % 3 != 1 or today.day < FIRST_DAY:
        return 0
    cells: list[Unit] = []
    after = 0
    while len(cells) < AT_ONCE:
        page = (await db.scalars(_unasked(quarter_of(today), today, after))).all()
        settings = await settings_at(db, page)
        with_people = await _with_people(db, page, today)
        cells += [cell for cell in page if cell.id in with_people and _may_speak(settings[cell.id], now)]
        if len(page) < PAGE:
            break
        after = page[-1].id
    return await ask(db, cells[:AT_ONCE], now)


def _may_speak(settings: UnitSettings, now: datetime) -> bool:
    return settings.roster_check_days > 0 and after_quiet(now, settings.quiet_hours) == now


def _unasked(quarter: str, today: date, after: int) -> Select[Unit]:
    """Cells that are as old as the quarter: of a newer one the roster was just made."""
    is_asked = exists().where(RosterCheck.unit_id == Unit.id, RosterCheck.quarter == quarter)
    return (
        select(Unit)
        .where(
            Unit.id > after, Unit.kind.in_(CELLS), Unit.since_on < first_of(quarter), ~is_asked,
            or_(Unit.closed_on.is_(None), Unit.closed_on > today),
        )
        .order_by(Unit.id)
        .limit(PAGE)
    )  # fmt: skip


async def _with_people(db: AsyncSession, cells: Sequence[Unit], today: date) -> set[int]:
    here = Membership.unit_id.in_([cell.id for cell in cells])
    return set(await db.scalars(select(Membership.unit_id).where(here, holds(today)).distinct()))


async def ask(db: AsyncSession, cells: Sequence[Unit], now: datetime) -> int:
    """Ask about these for the present quarter, each once whoever asks; returns how many."""
    quarter = quarter_of(day_of(now))
    rows = [{"unit_id": cell.id, "quarter": quarter, "asked_at": now} for cell in cells]
    new = await added_if_new(db, RosterCheck, rows, ("unit_id", "quarter"), RosterCheck.id)
    found = await db.scalars(select(RosterCheck).where(RosterCheck.id.in_(new)).order_by(RosterCheck.id))
    await _question(db, found.all(), cells, now, words.ask)
    return len(new)


async def _question(
    db: AsyncSession, checks: Sequence[RosterCheck], cells: Sequence[Unit], now: datetime, say: words.Ask
) -> None:
    by_id = {cell.id: cell for cell in cells}
    people = await people_of(db, [one.unit_id for one in checks], day_of(now)) if checks else {}
    said = []
    for one in checks:
        cell = by_id[one.unit_id]
        heads = words.heads(strength(people[cell.id], count_temporary_in=True))
        about = vi.cell(cell.name), one.quarter, heads
        question = Reply(say(*about), choices_of(one), one_way=words.one_way(*about))
        said.append(ToLeaders(f"roster:{one.id}", cell, question, words.unanswered_here(one.quarter)))
    await tell_leaders(db, said, now)


def choices_of(one: RosterCheck) -> tuple[Choice, ...]:
    return (
        Choice(words.RIGHT, f"roster_right:{one.id}"),
        Choice(words.WRONG, f"roster_wrong:{one.id}"),
        Choice(words.NAMES, f"roster_names:{one.id}"),
    )


# Not answered


async def _remind_some(db: AsyncSession, now: datetime) -> int:
    late = await _late(db, RosterCheck.reminded_at.is_(None), RosterCheck.asked_at, now)
    await _question(db, [one for one, _ in late], [cell for _, cell in late], now, words.remind)
    for one, _ in late:
        one.reminded_at = now
    return len(late)


async def _pass_on_some(db: AsyncSession, now: datetime) -> int:
    """Whoever follows the cells hears how many have not answered; nothing of their people."""
    late = await _late(db, RosterCheck.passed_on_at.is_(None), RosterCheck.reminded_at, now)
    supervisors = await supervisors_of(db, [cell for _, cell in late], day_of(now)) if late else {}
    followed: defaultdict[tuple[int, ...], list[tuple[RosterCheck, Unit]]] = defaultdict(list)
    for one, cell in late:
        one.passed_on_at = now
        followed[tuple(supervisors[cell.id])].append((one, cell))
    said = [
        Word(f"rosters:{some[0][0].id}", int(now.timestamp()), people, Reply(_passed_on(some)))
        for people, some in followed.items()
        if people
    ]
    await owe_words(db, said, now)
    return len(late)


def _passed_on(some: Sequence[tuple[RosterCheck, Unit]]) -> str:
    return words.not_done(some[0][0].quarter, [vi.cell(cell.name) for _, cell in some])


async def _late(
    db: AsyncSession,
    is_next: ColumnElement[bool],
    since: SQLColumnExpression[datetime | None] | SQLColumnExpression[datetime],
    now: datetime,
) -> list[tuple[RosterCheck, Unit]]:
    """Of the present quarter, asked or reminded so many days ago as the unit has set; locked, and still open."""
    ids: list[int] = []
    after = 0
    while len(ids) < AT_ONCE:
        page = (await db.execute(_open(is_next, since, after, now))).all()
        settings = await settings_at(db, {cell.id: cell for _, cell, _ in page}.values())
        ids += [check_id for check_id, cell, at in page if at and _is_over(at, settings[cell.id], now)]
        if len(page) < PAGE:
            break
        after = page[-1][0]
    found = await db.execute(
        select(RosterCheck, Unit)
        .join(Unit, Unit.id == RosterCheck.unit_id)
        .where(RosterCheck.id.in_(ids[:AT_ONCE]), RosterCheck.answered_at.is_(None), is_next)
        .order_by(RosterCheck.id)
        .with_for_update(of=RosterCheck, skip_locked=True)
    )
    return [(check, cell) for check, cell in found]


def _open(
    is_next: ColumnElement[bool],
    since: SQLColumnExpression[datetime | None] | SQLColumnExpression[datetime],
    after: int,
    now: datetime,
) -> Select[int, Unit, datetime | None]:
    return (
        select(RosterCheck.id, Unit, since)
        .join(Unit, Unit.id == RosterCheck.unit_id)
        .where(
            RosterCheck.id > after,
            RosterCheck.quarter == quarter_of(day_of(now)),
            RosterCheck.answered_at.is_(None),
            is_next,
            since <= now - timedelta(days=1),
        )
        .order_by(RosterCheck.id)
        .limit(PAGE)
    )


def _is_over(since: datetime, settings: UnitSettings, now: datetime) -> bool:
    return _may_speak(settings, now) and since <= now - timedelta(days=settings.roster_check_days)


# As committees see it


@dataclass(frozen=True, slots=True)
class Checked:
    """The cells below a unit that were asked in a quarter, in numbers."""

    asked: int
    right: int
    wrong: int

    @property
    def open(self) -> int:
        return self.asked - self.right - self.wrong


async def checked_below(db: AsyncSession, unit: Unit, quarter: str) -> Checked:
    """How many cells of a unit were asked, and what they said."""
    found = await db.execute(
        select(
            func.count(),
            func.count().filter(RosterCheck.is_right.is_(True)),
            func.count().filter(RosterCheck.is_right.is_(False)),
        )
        .join(Unit, Unit.id == RosterCheck.unit_id)
        .where(RosterCheck.quarter == quarter, Unit.path.startswith(unit.path))
    )
    return Checked(*found.one())
