"""What a unit and those below it have sent to many at once: calls, documents, announcements, texts to residents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.announcements import Announcement
from bot.model.directives import Directive
from bot.model.meetings import Meeting
from bot.model.notices import ONE_TO_ONE, Notice
from bot.model.residents import ResidentMessage
from bot.model.units import Unit
from bot.services.ledger import Counts, broadcasts, spent_by, summed

MOST = 100
"""Of each kind, the newest."""
MEETING, DIRECTIVE, ANNOUNCEMENT, RESIDENTS = "meeting", "directive", "announcement", "residents"
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
    """Of a document."""
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
}


async def newest(db: AsyncSession, unit: Unit) -> list[Sent]:
    """The newest first; of each kind at most `MOST`."""
    found = [one for kind in _SELECTS for one in await _found(db, kind, unit)]
    return sorted(found, key=lambda one: (one.at, one.leaf), reverse=True)


async def one_of(db: AsyncSession, kind: str, number: int, unit: Unit) -> Sent | None:
    """The one of this number, if the unit or one below it has sent it."""
    if kind not in _SELECTS:
        return None
    return next(iter(await _found(db, kind, unit, _SELECTS[kind][1] == number)), None)


async def _found(db: AsyncSession, kind: str, unit: Unit, *which: ColumnElement[bool]) -> Sequence[Sent]:
    statement, key = _SELECTS[kind]
    below = Unit.path.startswith(unit.path, autoescape=True)
    found = await db.execute(statement.where(below, *which).order_by(key.desc()).limit(MOST))
    return [_sent(kind, *row) for row in found]


def _sent(kind: str, number: int, at: datetime, unit_id: int, unit: str, code: str, *more: Any) -> Sent:
    if kind == MEETING:
        return Sent(kind, number, unit_id, unit, code, at, None, meeting_kind=more[0], starts_at=more[1])
    if kind == DIRECTIVE:
        return Sent(kind, number, unit_id, unit, code, at, None, number=more[0])
    return Sent(kind, number, unit_id, unit, code, at, more[0])


async def counts_of(db: AsyncSession, abouts: Sequence[str]) -> dict[str, Counts]:
    """Everything owed about each, in one query."""
    found = await broadcasts(db, Notice.about.in_(abouts), TO_MANY)
    return {about: summed(counts for one, counts in found.items() if one.about == about) for about in abouts}


async def costs_of(db: AsyncSession, abouts: Sequence[str]) -> dict[str, int]:
    """Đồng, of those that cost anything."""
    return await spent_by(db, Notice.about, Notice.about.in_(abouts), TO_MANY)
