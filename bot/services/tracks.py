"""What a change wrote, kept with it so that it can be undone; refused where somebody has written over it since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.model.members import Membership, MemberStatus
from bot.model.roles import Role
from bot.refusals import CannotUndo

TABLES: Mapping[str, type[Base]] = {one.__tablename__: one for one in (Membership, MemberStatus, Role)}


@dataclass
class Tracks:
    """Rows that were made, and days of others that were changed."""

    made: list[tuple[str, Any]] = field(default_factory=list)
    changed: list[list[Any]] = field(default_factory=list)

    def make(self, db: AsyncSession, row: Base) -> None:
        db.add(row)
        self.made.append((row.__tablename__, row))

    def end(self, row: Membership | MemberStatus | Role, until_on: date) -> None:
        """Give a row another last day."""
        if row.until_on == until_on:
            return
        self.changed.append([row.__tablename__, row.id, _said(row.until_on), until_on.isoformat()])
        row.until_on = until_on

    async def as_json(self, db: AsyncSession) -> dict[str, Any]:
        await db.flush()
        return {"made": [[table, row.id] for table, row in self.made], "changed": self.changed}


async def take_back(db: AsyncSession, before: Mapping[str, Any]) -> None:
    """Undo it; raises CannotUndo, and then nothing is undone."""
    found = [(await db.get(TABLES[table], row_id), was, became) for table, row_id, was, became in before["changed"]]
    for row, _, became in found:
        if row is None or _said(_until(row)) != became:
            raise CannotUndo
    made = [await db.get(TABLES[table], row_id) for table, row_id in before["made"]]
    if not all(made):
        raise CannotUndo
    for row, was, _ in found:
        setattr(row, "until_on", date.fromisoformat(was) if was else None)  # noqa: B010 - of one of three tables
    for row in made:
        await db.delete(row)
    await db.flush()


def _until(row: Any) -> date | None:
    until_on: date | None = row.until_on
    return until_on


def _said(on: date | None) -> str | None:
    return on.isoformat() if on else None
