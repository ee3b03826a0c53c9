"""Telling people of a document, some units at a time, so that nobody has to wait; and that it was withdrawn."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Any, cast

import structlog
from sqlalchemy import SQLColumnExpression, Table, case, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.db.writing import adding_found_if_new
from bot.model.directives import Directive, DirectiveUnit, Haste, Receipt
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.services.addressees import Addressees, Telling, people_addressed, tell
from bot.services.directive_passing import tell_committees
from bot.services.directives import about, urgency_of
from bot.services.notices import TOLD
from bot.words.times import at_local, day_of

log = structlog.get_logger()
RECEIPTS = cast(Table, Receipt.__table__)
KEY = ("directive_id", "member_id")
LASTS = timedelta(days=14)
"""What could not leave by then is of yesterday, unless it is due later."""
AT_FIRST, MOST = 20, 200
"""Units at once; then as many as this machine has shown that it does in a moment."""
MOMENT, WHILE = 0.03, 0.15
"""Seconds of a slice, without its commit: SQLite lets nobody speak meanwhile, PostgreSQL everybody."""
RETRY = timedelta(minutes=1)
ARRIVED, IS_WITHDRAWN = 1, 2
"""Revisions of what is told of a document."""


@dataclass
class Rounds:
    """Tells at so many units at once that nobody has to wait for long, whatever the machine and its load."""

    units: int = AT_FIRST
    aside: dict[int, datetime] = field(default_factory=dict)
    """Rows that could not be dealt with, and until when they are left alone."""

    async def tell_some(self, db: AsyncSession, now: datetime) -> int:
        """At some of the units where it is still to be told; returns at how many, 0 when none is left."""
        await db.connection()  # to wait for one's turn is no work
        begun = time.monotonic()
        self.aside = {row_id: until for row_id, until in self.aside.items() if until > now}
        due = await _due(db, self.units, list(self.aside))
        if not due:
            return 0
        if not await _is_done(db, due, now):
            self._put_aside(due, now)
        elif len(due) >= self.units:
            room = MOMENT if db.get_bind().dialect.name == "sqlite" else WHILE
            self._learn(time.monotonic() - begun, room)
        return len(due)

    def _learn(self, took: float, room: float) -> None:
        """Half or twice as many are next at most: one slow moment says little."""
        self.units = max(1, self.units // 2, min(MOST, self.units * 2, int(self.units * room / took)))

    def _put_aside(self, due: Sequence[tuple[DirectiveUnit, Directive]], now: datetime) -> None:
        """One that cannot be dealt with must not stop the others: which it is, shows when each is done alone."""
        if len(due) == 1:
            self.aside[due[0][0].id] = now + RETRY
        self.units = 1


async def _is_done(db: AsyncSession, due: Sequence[tuple[DirectiveUnit, Directive]], now: datetime) -> bool:
    try:
        async with db.begin_nested():
            await _tell_all(db, due, now)
    except Exception:  # a job runner: it is logged, and tried again
        log.exception("directives_failed", rows=[row.id for row, _ in due])
        return False
    return True


async def _due(db: AsyncSession, most: int, but: Sequence[int]) -> list[tuple[DirectiveUnit, Directive]]:
    """What is hỏa tốc first, then as they came; locked: of two processes the other takes the next ones."""
    found = await db.execute(
        select(DirectiveUnit, Directive)
        .join(Directive, Directive.id == DirectiveUnit.directive_id)
        .where(DirectiveUnit.told_at.is_(None), DirectiveUnit.id.not_in(but))
        .order_by(case((Directive.haste == Haste.HOA_TOC, 0), else_=1), DirectiveUnit.id)
        .limit(most)
        .with_for_update(of=DirectiveUnit, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [(row, directive) for row, directive in found]


async def _tell_all(db: AsyncSession, due: Sequence[tuple[DirectiveUnit, Directive]], now: datetime) -> None:
    by_directive: defaultdict[int, list[DirectiveUnit]] = defaultdict(list)
    directives = {directive.id: directive for _, directive in due}
    for row, _ in due:
        by_directive[row.directive_id].append(row)
    for directive_id, rows in sorted(by_directive.items()):  # in one order, whoever ticks
        await _tell(db, directives[directive_id], rows, now)


async def _tell(db: AsyncSession, directive: Directive, rows: Sequence[DirectiveUnit], now: datetime) -> None:
    """Who it is for, with their receipts and the count of them; or that it is withdrawn, to whoever has it."""
    units = [row.unit_id for row in rows]
    if directive.cancelled_at is None:
        await _write_receipts(db, directive, units, day_of(now))
        await _tell_receivers(db, directive, units, now)
    else:
        await _tell_withdrawn(db, directive, units, now)
    await tell_committees(db, directive, rows, now)
    await _mark(db, directive, rows, now)


async def _write_receipts(db: AsyncSession, directive: Directive, units: Sequence[int], on: date) -> None:
    people = (await people_addressed(db, Addressees.from_json(directive.addressees), on, units)).subquery()
    row: dict[str, SQLColumnExpression[Any]] = {
        "directive_id": literal(directive.id),
        "member_id": people.c.member_id,
        "unit_id": people.c.unit_id,
    }
    in_order = select(*row.values()).select_from(people).order_by(people.c.unit_id, people.c.member_id)
    await db.execute(adding_found_if_new(db.get_bind().dialect.name, RECEIPTS, list(row), in_order, KEY))


async def _tell_receivers(db: AsyncSession, directive: Directive, units: Sequence[int], now: datetime) -> None:
    theirs = Receipt.directive_id == directive.id, Receipt.unit_id.in_(filled_up(units))
    people = select(Receipt.member_id, Receipt.unit_id).where(*theirs).subquery()
    await tell(db, telling_of(directive, now), people, now)


async def _tell_withdrawn(db: AsyncSession, directive: Directive, units: Sequence[int], now: datetime) -> None:
    """To whoever has it, or may have it."""
    had_it = (
        Notice.about == about(directive),
        Notice.revision == ARRIVED,
        Notice.unit_id.in_(filled_up(units)),
        Notice.state.in_(TOLD),
    )
    people = select(Notice.member_id, func.min(Notice.unit_id).label("unit_id")).where(*had_it)
    at = telling_of(directive, now, revision=IS_WITHDRAWN)
    await tell(db, at, people.group_by(Notice.member_id).subquery(), now)


def telling_of(directive: Directive, now: datetime, *, revision: int = ARRIVED, round_: int = 1) -> Telling:
    """How one telling of it stands in the notices."""
    return Telling(
        about(directive),
        Step.DIRECTIVE,
        urgency_of(directive),
        not_before=now,
        expires_at=_expires(directive, now),
        round=round_,
        revision=revision,
    )


def _expires(directive: Directive, now: datetime) -> datetime:
    """With the end of its last day, in two weeks at the earliest."""
    end = at_local(directive.due_on + timedelta(days=1), hour()) if directive.due_on else now
    return max(now + LASTS, end)


async def _mark(db: AsyncSession, directive: Directive, rows: Sequence[DirectiveUnit], now: datetime) -> None:
    own = select(func.count()).where(
        Receipt.directive_id == DirectiveUnit.directive_id, Receipt.unit_id == DirectiveUnit.unit_id
    )
    counted = {"expected": own.correlate(DirectiveUnit).scalar_subquery()} if directive.cancelled_at is None else {}
    await db.execute(
        update(DirectiveUnit)
        .where(DirectiveUnit.id.in_(filled_up([row.id for row in rows])))
        .values(told_at=now, **counted)
        .execution_options(synchronize_session=False)
    )
    left = select(DirectiveUnit.id).where(DirectiveUnit.directive_id == directive.id, DirectiveUnit.told_at.is_(None))
    await db.execute(
        update(Directive)
        .where(Directive.id == directive.id, ~left.exists())
        .values(told_at=now)
        .execution_options(synchronize_session=False)
    )
