"""What a unit reports on a document, compared with what the rolls count; a difference is shown before it is taken."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit
from bot.model.units import Unit
from bot.refusals import DirectiveGone, NoSuchDirective, ReportUnreadable, WordsTooLong
from bot.services.audit import note
from bot.services.directive_completion import is_late
from bot.services.directive_study import classes_held, made_up
from bot.services.directives import row_at
from bot.services.meetings import guard
from bot.words import directive_progress as words
from bot.words.directive_progress import Said


@dataclass(frozen=True, slots=True)
class Counted:
    """What the rolls and the notes of a unit come to."""

    classes: int
    studied: int
    expected: int
    made_up: int

    def agrees_with(self, said: Said) -> bool:
        """In all that was said; whole numbers are compared."""
        pairs = (
            (said.classes, self.classes),
            (said.studied, self.studied),
            (said.expected, self.expected),
            (said.made_up, self.made_up),
        )
        return all(stated is None or stated == number for stated, number in pairs)

    @property
    def text(self) -> str:
        return words.as_counted(self.classes, self.studied, self.expected, self.made_up)


async def counted(db: AsyncSession, directive: Directive, unit: Unit) -> Counted:
    """Raises NoSuchDirective where nobody is told of it at this unit."""
    row = await _row(db, directive, unit)
    done = row.studied if directive.must_study else row.acknowledged
    classes, otherwise = await classes_held(db, directive, unit), await made_up(db, directive, unit)
    return Counted(classes, done, row.expected, otherwise)


async def _row(db: AsyncSession, directive: Directive, unit: Unit, *, lock: bool = False) -> DirectiveUnit:
    row = await row_at(db, directive, unit.id, lock=lock)
    if row is None or not row.expected:
        raise NoSuchDirective(which=directive.id)
    await db.refresh(row)  # its counts move past the mapper
    return row


def read(text: str, *, harmless: bool = False) -> Said:
    """What was typed; raises SecrecyMarked or DoubtfulWords before anything is read, WordsTooLong, ReportUnreadable."""
    guard((text,), harmless=harmless)
    if len(text) > words.LONGEST_REPORT:
        raise WordsTooLong(most=words.LONGEST_REPORT)
    try:
        return words.read_report(text)
    except ValueError as error:
        raise ReportUnreadable(why=str(error)) from None


async def report(db: AsyncSession, directive: Directive, unit: Unit, said: Said, by: str, now: datetime) -> bool:
    """Take a report; a later one stands in its place. Returns whether it is late. Raises DirectiveGone."""
    row = await _row(db, directive, unit, lock=True)
    if directive.cancelled_at is not None:
        raise DirectiveGone
    held = await classes_held(db, directive, unit)
    row.reported_at, row.reported_by, row.report = now, by, said.text
    row.classes = held if said.classes is None else said.classes
    note(db, by, "directive_reported", f"directive:{directive.id}", now, unit=unit.id, classes=row.classes)
    await db.flush()
    return await is_late(db, directive, unit, now)
