"""What a unit and those below it have sent to many at once: calls, documents, announcements, questions and more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    Subquery,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.lists import Among
from bot.model.announcements import Announcement
from bot.model.directives import Directive
from bot.model.indicators import Indicator, IndicatorRound
from bot.model.meetings import Meeting
from bot.model.notices import ONE_TO_ONE, Notice
from bot.model.polls import Poll
from bot.model.residents import ResidentMessage
from bot.model.units import Unit
from bot.services.ledger import Counts, broadcasts, spent_by, summed

MOST = 100
"""Of each kind, the newest."""
LATELY = 10_000
"""Of each kind so many of the newest of all units are looked through first: read in some milliseconds."""
MEETING, DIRECTIVE, ANNOUNCEMENT, RESIDENTS = "meeting", "directive", "announcement", "residents"
POLL, FIGURES = "poll", "figures"
"""A question to a cell; one round of a number that is asked of units."""
TO_MANY = Notice.step.not_in(ONE_TO_ONE)
"""What only one person is told of it, as that a roll is open, is no part of what was sent to many."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One of them; its words are not here."""

    kind: str
    id: int
    unit_id: int
    unit: str
    code: str
    at: datetime
    people: int | None
    """To so many it was owed, where that is written down."""
    number: str = ""
    """Of a document or a question; of a round the name of what is asked."""
    meeting_kind: str = ""
    starts_at: datetime | None = None

    @property
    def about(self) -> str:
        """What its notices are about."""
        return f"{self.kind}:{self.id}"

    @property
    def leaf(self) -> str:
        return f"{self.kind}-{self.id}"


_UNIT = Unit.id, Unit.name, Unit.code
_ASKED_AT: ColumnElement[datetime] = (
    select(func.min(Notice.not_before))
    .where(Notice.about == FIGURES + ":" + cast(IndicatorRound.id, String))
    .scalar_subquery()
)
"""When the first were asked; a round that nobody was asked in yet has none."""
_SELECTS: dict[str, tuple[Any, Any]] = {
    MEETING: (
        select(Meeting.id, Meeting.called_at, *_UNIT, Meeting.kind, Meeting.starts_at).join(
            Unit, Unit.id == Meeting.cell_id
        ),
        Meeting.id,
    ),
    DIRECTIVE: (
        select(Directive.id, Directive.made_at, *_UNIT, Directive.number).join(Unit, Unit.id == Directive.unit_id),
        Directive.id,
    ),
    ANNOUNCEMENT: (
        select(Announcement.id, Announcement.made_at, *_UNIT, Announcement.people).join(
            Unit, Unit.id == Announcement.unit_id
        ),
        Announcement.id,
    ),
    RESIDENTS: (
        select(ResidentMessage.id, ResidentMessage.made_at, *_UNIT, ResidentMessage.people).join(
            Unit, Unit.id == ResidentMessage.unit_id
        ),
        ResidentMessage.id,
    ),
    POLL: (
        select(Poll.id, Poll.made_at, *_UNIT, Poll.number).join(Unit, Unit.id == Poll.unit_id),
        Poll.id,
    ),
    FIGURES: (
        select(IndicatorRound.id, _ASKED_AT, *_UNIT, Indicator.name)
        .join(Indicator, Indicator.id == IndicatorRound.indicator_id)
        .join(Unit, Unit.id == Indicator.unit_id)
        .where(_ASKED_AT.is_not(None)),
        IndicatorRound.id,
    ),
}
KINDS = tuple(_SELECTS)
_SENDER: Mapping[str, InstrumentedAttribute[int]] = {
    MEETING: Meeting.cell_id,
    DIRECTIVE: Directive.unit_id,
    ANNOUNCEMENT: Announcement.unit_id,
    RESIDENTS: ResidentMessage.unit_id,
    POLL: Poll.unit_id,
    FIGURES: Indicator.unit_id,
}
"""Where the unit stands that has sent it, with an index each."""


async def newest(db: AsyncSession, unit: Unit) -> list[Sent]:
    """The newest first; of each kind at most `MOST`."""
    ends = (await db.execute(select(*(select(func.max(key)).scalar_subquery() for _, key in _SELECTS.values())))).one()
    found = [one for kind, end in zip(_SELECTS, ends, strict=True) for one in await _newest(db, kind, unit, end or 0)]
    return sorted(found, key=lambda one: (one.at, one.leaf), reverse=True)


async def _newest(db: AsyncSession, kind: str, unit: Unit, end: int) -> Sequence[Sent]:
    """Who sends often is among the newest of all; of who does not, there are few enough to read every one."""
    key = _SELECTS[kind][1]
    if end == 0:
        return []
    if end <= LATELY:
        return await _found(db, kind, unit, key.desc())
    found = await _found(db, kind, unit, key.desc(), key > end - LATELY)
    if len(found) == MOST:
        return found
    return await _found(db, kind, unit, (key + 0).desc())  # reckoned with, its index no longer leads through all others


async def one_of(db: AsyncSession, kind: str, number: int, unit: Unit) -> Sent | None:
    """The one of this number, if the unit or one below it has sent it."""
    if kind not in _SELECTS:
        return None
    key = _SELECTS[kind][1]
    return next(iter(await _found(db, kind, unit, key, key == number)), None)


async def _found(
    db: AsyncSession, kind: str, unit: Unit, order: SQLColumnExpression[Any], *which: ColumnElement[bool]
) -> Sequence[Sent]:
    below = Unit.path.startswith(unit.path, autoescape=True)
    found = await db.execute(_SELECTS[kind][0].where(below, *which).order_by(order).limit(MOST))
    return [_sent(kind, *row) for row in found]


def _sent(kind: str, number: int, at: datetime, unit_id: int, unit: str, code: str, *more: Any) -> Sent:
    if kind == MEETING:
        return Sent(kind, number, unit_id, unit, code, at, None, meeting_kind=more[0], starts_at=more[1])
    if kind in {DIRECTIVE, POLL, FIGURES}:
        return Sent(kind, number, unit_id, unit, code, at, None, number=str(more[0]))
    return Sent(kind, number, unit_id, unit, code, at, more[0])


# Of a period


@dataclass(frozen=True)
class Span:
    """What these units sent from one hour until before another."""

    unit_ids: Sequence[int]
    begins: datetime
    ends: datetime

    @cached_property
    def keys(self) -> Subquery:
        """The same for all that is asked of it: it takes longer to put together than to read."""
        return _keys_in(self)


async def ids_at_and_below(db: AsyncSession, unit: Unit, most: int) -> Sequence[int] | None:
    """None where they are more."""
    below = select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True)).limit(most + 1)
    found = (await db.scalars(below)).all()
    return found if len(found) <= most else None


async def count_in(db: AsyncSession, span: Span) -> int:
    return await db.scalar(select(func.count()).select_from(span.keys)) or 0


async def sent_in(db: AsyncSession, span: Span, order: str, first: int, count: int) -> list[Sent]:
    """So many from the row `first` on, counted from 0: the newest first, or by `ORDERS`, `-` in front turns it round.

    Sorted and cut by the database: a year of a district is some thousand rows, of which a page shows a few.
    """
    keys = span.keys
    by = [keys.c[name] for name in ORDERS[order.removeprefix("-")]] if order else [keys.c.at.desc()]
    turned = [one.desc() for one in by] if order.startswith("-") else by
    wanted = select(keys.c.rank, keys.c.id).order_by(*turned, keys.c.rank, keys.c.id.desc())
    rows = [(KINDS[rank], number) for rank, number in await db.execute(wanted.limit(count).offset(first))]
    found: dict[tuple[str, int], Sent] = {}
    for kind in {kind for kind, _ in rows}:
        statement, key = _SELECTS[kind]
        those = await db.execute(statement.where(key.in_([number for one, number in rows if one == kind])))
        found |= {(kind, one[0]): _sent(kind, *one) for one in those}
    return [found[one] for one in rows if one in found]  # what was erased in between is not there


ORDERS: Mapping[str, Sequence[str]] = {"kind": ("rank", "id"), "unit": ("sort_key", "unit_id"), "at": ("at",)}


def _keys_in(span: Span) -> Subquery:
    """The kind by its place, the number, and what is sorted by.

    The units are given one by one: a database that knows of millions of meetings would else go through all of them.
    """
    places = select(Unit.id).where(Among(Unit.id, span.unit_ids)).cte("places")
    selects = []
    for rank, (kind, (statement, key)) in enumerate(_SELECTS.items()):
        at = statement.selected_columns[1]
        columns = literal(rank).label("rank"), key.label("id"), at.label("at"), Unit.id.label("unit_id"), Unit.sort_key
        which = _SENDER[kind].in_(select(places.c.id)), at >= span.begins, at < span.ends
        selects.append(statement.with_only_columns(*columns).where(*which))
    return union_all(*selects).subquery()


# Counted


async def counts_of(db: AsyncSession, abouts: Sequence[str]) -> dict[str, Counts]:
    """Everything owed about each, in one query."""
    found = await broadcasts(db, Notice.about.in_(abouts), TO_MANY)
    return {about: summed(counts for one, counts in found.items() if one.about == about) for about in abouts}


async def costs_of(db: AsyncSession, abouts: Sequence[str]) -> dict[str, int]:
    """Đồng, of those that cost anything."""
    return await spent_by(db, Notice.about, Notice.about.in_(abouts), TO_MANY)
