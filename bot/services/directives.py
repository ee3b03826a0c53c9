"""Documents passed down: made once, for exactly whom the preview showed; withdrawn, and replaced by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveFile, DirectiveUnit, Haste, Passing
from bot.model.notices import IS_WAITING, Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.refusals import DirectiveGone, DirectiveWrong, NoSuchDirective
from bot.services.addressees import Addressees, demand_below
from bot.services.audit import note
from bot.services.directive_arrival import arrive
from bot.services.directive_checks import Content
from bot.services.unit_settings import settings_of
from bot.words import directive_drafts as words

WITHDRAWN = "withdrawn"
"""The cause of a notice about a document that was withdrawn before it left."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How a document goes down, and to whom."""

    to: Addressees
    passing: Passing = Passing.AS_ISSUED
    at_night: bool = False
    """A person said that it leaves also in quiet hours (rule 36); of use only for what is hỏa tốc."""
    replaces: int | None = None
    """The directive that is withdrawn since this one takes its place."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that has been looked through for marks of secrecy."""

    name: str
    media_type: str
    content: bytes


def about(directive: Directive) -> str:
    return f"directive:{directive.id}"


def at_committee(row_id: int) -> str:
    """What the words to a committee on its way are about."""
    return f"directive_at:{row_id}"


def urgency_of(directive: Directive) -> int:
    """Order and speed; what leaves while people sleep a person has said (rule 36)."""
    if directive.haste is Haste.HOA_TOC and directive.at_night:
        return Urgency.EXPRESS
    return Urgency.ROUTINE if directive.haste is Haste.NONE else Urgency.SOON


async def make_directive(
    db: AsyncSession,
    unit: Unit,
    content: Content,
    how: Sending,
    by: str,
    now: datetime,
    file: File | None = None,
) -> Directive:
    """Pass a document down; its units are written at once, its people by the clock. `content` comes from `checked`.

    Raises DirectiveWrong where the unit allows no body or file, where nobody is addressed, or it went to the very same
    people before; NoSuchUnitsBelow.
    """
    await db.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update(key_share=True))
    demand_below(unit, list(await db.scalars(select(Unit).where(Unit.id.in_(how.to.unit_ids)))))
    await _demand_allowed(db, unit, content, file)
    await _demand_new(db, unit, content, how)
    replaced = await _replaced(db, unit, how.replaces)
    directive = _row(unit, content, how, by, now)
    db.add(directive)
    await db.flush()
    if file is not None:
        facts = {"name": file.name, "media_type": file.media_type, "content": file.content}
        db.add(DirectiveFile(directive_id=directive.id, **facts))
    await arrive(db, directive, unit, now)
    if not await db.scalar(select(func.count()).where(DirectiveUnit.directive_id == directive.id)):
        raise DirectiveWrong(why=words.NOBODY)
    if replaced is not None:
        await withdraw(db, replaced.id, by, now)
    note(db, by, "directive_made", about(directive), now, unit=unit.code, passing=how.passing, haste=content.haste)
    await db.flush()
    return directive


def _row(unit: Unit, content: Content, how: Sending, by: str, now: datetime) -> Directive:
    return Directive(
        unit_id=unit.id,
        kind=content.kind,
        number=content.number,
        issuer=content.issuer,
        issued_on=content.issued_on,
        summary=content.summary,
        haste=content.haste,
        due_on=content.due_on,
        must_study=content.must_study,
        body=content.body,
        passing=how.passing,
        at_night=how.at_night and content.haste is Haste.HOA_TOC,
        replaces_id=how.replaces,
        addressees=how.to.as_json(),
        by=by,
        made_at=now,
    )


async def _demand_allowed(db: AsyncSession, unit: Unit, content: Content, file: File | None) -> None:
    """Number, title and day may go; body and file only where the unit says so (rule 34)."""
    allowed = (await settings_of(db, unit)).directive_body
    if content.body is not None and allowed == "no":
        raise DirectiveWrong(why=words.BODY_NOT_HERE)
    if file is not None and allowed != "file":
        raise DirectiveWrong(why=words.FILE_NOT_HERE)


async def _demand_new(db: AsyncSession, unit: Unit, content: Content, how: Sending) -> None:
    """The same paper to the same people is a slip; the unit's row is locked, so that of two at once one sees it."""
    same = await db.scalars(
        select(Directive).where(
            Directive.unit_id == unit.id,
            Directive.number == content.number,
            Directive.issued_on == content.issued_on,
            Directive.cancelled_at.is_(None),
        )
    )
    if any(one.addressees == how.to.as_json() and one.id != how.replaces for one in same):
        raise DirectiveWrong(why=words.SENT_BEFORE)


async def _replaced(db: AsyncSession, unit: Unit, directive_id: int | None) -> Directive | None:
    if directive_id is None:
        return None
    old = await directive_of(db, directive_id, lock=True)
    if old.unit_id != unit.id or old.cancelled_at is not None:
        raise DirectiveWrong(why=words.NOT_OF_THIS_UNIT)
    return old


# One of them


async def directive_of(db: AsyncSession, directive_id: int, *, lock: bool = False) -> Directive:
    """Raises NoSuchDirective. `lock`: nobody else changes it meanwhile."""
    statement = select(Directive).where(Directive.id == directive_id)
    if lock:
        # it keeps its key: the clock goes on writing rows that point to it
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    directive: Directive | None = await db.scalar(statement)
    if directive is None:
        raise NoSuchDirective(which=directive_id)
    return directive


async def row_at(db: AsyncSession, directive: Directive, unit_id: int, *, lock: bool = False) -> DirectiveUnit | None:
    """The directive at this very unit, where it has arrived there."""
    statement = select(DirectiveUnit).filter_by(directive_id=directive.id, unit_id=unit_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row: DirectiveUnit | None = await db.scalar(statement)
    return row


async def file_of(db: AsyncSession, directive_ids: Sequence[int]) -> dict[int, str]:
    """Those that have a file, with its name; without the bytes."""
    found = await db.execute(
        select(DirectiveFile.directive_id, DirectiveFile.name).where(DirectiveFile.directive_id.in_(directive_ids))
    )
    return dict(found.all())


async def replaced_by(db: AsyncSession, directive_ids: Sequence[int]) -> dict[int, str]:
    """The number of what took the place of each."""
    found = await db.execute(
        select(Directive.replaces_id, Directive.number).where(Directive.replaces_id.in_(directive_ids))
    )
    return {old: number for old, number in found if old is not None}


async def withdraw(db: AsyncSession, directive_id: int, by: str, now: datetime) -> int:
    """Take it back: what waits is dropped at once, and who has it is told by the clock. Returns how many it dropped.

    Raises DirectiveGone where it was withdrawn before.
    """
    await _hold_units(db, directive_id)
    directive = await directive_of(db, directive_id, lock=True)
    if directive.cancelled_at is not None:
        raise DirectiveGone
    directive.cancelled_at, directive.cancelled_by = now, by
    count = await _drop(db, directive, now)
    was_told = DirectiveUnit.told_at.is_not(None)
    await db.execute(
        update(DirectiveUnit)
        .where(DirectiveUnit.directive_id == directive.id)
        .values(told_at=case((was_told, null()), else_=literal(now, DirectiveUnit.told_at.type)))
        .execution_options(synchronize_session=False)
    )
    directive.told_at = None
    note(db, by, "directive_withdrawn", about(directive), now, dropped=count)
    await db.flush()
    return count


async def _hold_units(db: AsyncSession, directive_id: int) -> None:
    """Before the document itself, as the clock and whoever passes it on do: nobody waits in a circle."""
    rows = select(DirectiveUnit.id).where(DirectiveUnit.directive_id == directive_id)
    await db.execute(rows.order_by(DirectiveUnit.unit_id).with_for_update(key_share=True))


async def _drop(db: AsyncSession, directive: Directive, now: datetime) -> int:
    """What waits of it, to people and to committees; how many."""
    on_the_way = or_(DirectiveUnit.passed_at.is_(None), DirectiveUnit.passed_by.is_not(None))
    rows = await db.scalars(select(DirectiveUnit.id).where(DirectiveUnit.directive_id == directive.id, on_the_way))
    dropped = await db.execute(
        update(Notice)
        .where(Notice.about.in_([about(directive), *map(at_committee, rows)]), IS_WAITING)
        .values(state=NoticeState.CANCELLED, cause=WITHDRAWN, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(dropped, "rowcount", 0) or 0)
