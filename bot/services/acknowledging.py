"""Taking note of a document: once for each person, and counted at their unit in the same moment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.directives import Directive, Receipt
from bot.refusals import NoSuchDirective
from bot.services.ahead import ahead_of
from bot.services.directive_counts import add_counts, counted
from bot.services.directive_lines import due_at
from bot.services.directive_people import was_told
from bot.services.open_receipts import OpenReceipt, open_receipts
from bot.services.undoing import write_together
from bot.words.times import day_of

RECEIPTS = cast(Table, Receipt.__table__)


@dataclass(frozen=True, slots=True)
class Ack:
    """Somebody has taken note."""

    receipt_id: int
    by: str | None
    """Whoever noted it for them; None: they did it themselves."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """What stands of a person and a document now."""

    number: str
    is_late: bool
    is_new: bool
    """False: it was noted before, and nothing has changed."""
    is_withdrawn: bool = False
    is_old: bool = False
    """Sent so long ago that its button alone still finds it."""
    has_left: bool = False
    """They were told where they do not belong any more: nothing is noted, and nothing is missing."""


async def open_for(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> list[OpenReceipt]:
    """What these people have still to take note of, the oldest document first."""
    if (ahead := ahead_of(db)) is not None and ahead.knows(member_ids):
        by_member = {member_id: ahead.receipts.get(member_id, []) for member_id in member_ids}
    else:
        by_member = await open_receipts(db, member_ids, now)
    found = [one for some in by_member.values() for one in some]
    return sorted(found, key=lambda one: (one.directive_id, one.member_id))


async def acknowledge(
    db: AsyncSession, directive_id: int, member_id: int, now: datetime, by: str | None = None
) -> Noted:
    """Note that a document is clear to somebody; the first time counts. Raises NoSuchDirective.

    Of many answers in one transaction all are written by one statement, which also sees what another process wrote.
    """
    for one in await open_for(db, [member_id], now):
        if one.directive_id == directive_id:
            return await take_note(db, one, now, by)
    return await _as_it_stands(db, directive_id, member_id, now, by)


async def take_note(db: AsyncSession, one: OpenReceipt, now: datetime, by: str | None = None) -> Noted:
    if (ahead := ahead_of(db)) is not None and one in (own := ahead.receipts.get(one.member_id, [])):
        own.remove(one)
    await write_together(db, write_acks, Ack(one.id, by, now))
    return Noted(one.number, one.due_on is not None and day_of(now) > one.due_on, is_new=True)


async def _as_it_stands(db: AsyncSession, directive_id: int, member_id: int, now: datetime, by: str | None) -> Noted:
    """Not among those that wait: noted before, withdrawn, very old, or never meant for this person."""
    found = await db.execute(
        select(Receipt, Directive)
        .join(Directive, Directive.id == Receipt.directive_id)
        .where(Receipt.directive_id == directive_id, Receipt.member_id == member_id)
        .execution_options(populate_existing=True)
    )
    row = found.first()
    if row is None:
        return await _of_a_leaver(db, directive_id, member_id)
    receipt, directive = row
    if directive.cancelled_at is not None:
        return Noted(directive.number, is_late=False, is_new=False, is_withdrawn=True)
    if receipt.acknowledged_at is not None:
        return Noted(directive.number, is_late=False, is_new=False)
    await write_together(db, write_acks, Ack(receipt.id, by, now))
    due_on = (await due_at(db, directive, [receipt.unit_id]))[receipt.unit_id]
    return Noted(directive.number, due_on is not None and day_of(now) > due_on, is_new=True, is_old=True)


async def _of_a_leaver(db: AsyncSession, directive_id: int, member_id: int) -> Noted:
    """Raises NoSuchDirective for whoever never was told of it."""
    directive = await db.get(Directive, directive_id)
    if directive is None or not await was_told(db, directive_id, member_id):
        raise NoSuchDirective(which=directive_id)
    return Noted(directive.number, is_late=False, is_new=False, has_left=True)


def write_acks(connection: Connection, acks: Sequence[Ack]) -> None:
    """Those that are still open, and as many are counted at their units. Who speak at one moment have one time."""
    by_writer: defaultdict[str | None, list[Ack]] = defaultdict(list)
    for ack in acks:
        by_writer[ack.by].append(ack)
    for by, some in by_writer.items():
        written = connection.execute(
            update(RECEIPTS)
            .where(RECEIPTS.c.id.in_(filled_up(ack.receipt_id for ack in some)), RECEIPTS.c.acknowledged_at.is_(None))
            .values(acknowledged_at=min(ack.at for ack in some), acknowledged_by=by)
            .returning(RECEIPTS.c.directive_id, RECEIPTS.c.unit_id)
        )
        add_counts(connection, "acknowledged", counted((row.directive_id, row.unit_id) for row in written))
