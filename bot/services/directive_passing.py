"""Level by level: a committee hears that something has arrived, and passes it on with its note and an earlier day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.directives import Directive, DirectiveUnit
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.refusals import DirectiveGone, DirectiveWrong
from bot.services.audit import note
from bot.services.directive_arrival import Row, add_rows, people_at, rows_at_heirs, rows_below
from bot.services.directive_checks import check_due
from bot.services.directive_instead import helpers, is_closed
from bot.services.directive_lines import due_at, lines_of
from bot.services.directives import about, at_committee, directive_of, replaced_by, row_at
from bot.services.meetings import guard
from bot.services.notices import TOLD, Word, owe_words
from bot.services.permissions import Right, holders_at
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from bot.words.names import tidy
from bot.words.times import day_of

ARRIVED, IS_WITHDRAWN = 1, 2
"""Rounds of what a committee is told of one document."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What a committee would pass on just now, and to whom."""

    directive: Directive
    unit: Unit
    at: DirectiveUnit
    """The document at that committee, held."""
    note: str
    due_on: date | None
    rows: Sequence[Row]
    """Where it arrives next: at whoever is right below, or was below a committee that is closed."""
    people: int
    """All who are addressed there and below, who will read the note."""


async def plan_passing(
    db: AsyncSession,
    directive_id: int,
    unit: Unit,
    added: str,
    due_on: date | None,
    now: datetime,
    *,
    harmless: bool = False,
) -> Passing:
    """Nothing is passed on yet. Raises SecrecyMarked or DoubtfulWords first, DirectiveGone, or DirectiveWrong: it was
    passed on before, is not to be passed on from here, the note is too long, or the day is past or later than the
    committee's own.
    """
    guard((added, tidy(added)), harmless=harmless)
    said = tidy(added)
    if len(said) > draft_words.LONGEST_NOTE:
        raise DirectiveWrong(why=draft_words.NOTE_TOO_LONG)
    directive = await directive_of(db, directive_id)
    at = await to_be_passed(db, directive, unit)
    await _check_day(db, directive, unit, due_on, day_of(now))
    if is_closed(unit, day_of(now)):
        rows = await rows_at_heirs(db, directive, unit, at.arrived_at, now)
    else:
        rows = await rows_below(db, directive, unit, unit.id, now)
    people = await people_at(db, directive, rows, day_of(now))
    return Passing(directive, unit, at, said, due_on, rows, people)


async def pass_on(db: AsyncSession, planned: Passing, by: str, now: datetime) -> int:
    """Pass it on as it was planned in this transaction; returns to how many units."""
    at, units = planned.at, len(planned.rows)
    at.note, at.due_on, at.passed_at, at.passed_by = planned.note or None, planned.due_on, now, by
    await db.flush()
    await add_rows(db, planned.rows)
    planned.directive.told_at = None
    note(db, by, "directive_passed", about(planned.directive), now, unit=planned.unit.code, units=units)
    await db.flush()
    return units


async def to_be_passed(db: AsyncSession, directive: Directive, unit: Unit) -> DirectiveUnit:
    """The document at a unit that has still to pass it on, held; raises DirectiveGone or DirectiveWrong."""
    row = await row_at(db, directive, unit.id, lock=True)
    await db.refresh(directive, ["cancelled_at"])  # withdrawn while we waited for the row
    if directive.cancelled_at is not None:
        raise DirectiveGone
    if row is None:
        raise DirectiveWrong(why=draft_words.NOT_TO_PASS)
    if row.passed_at is not None:
        raise DirectiveWrong(why=draft_words.PASSED_BEFORE if row.passed_by else draft_words.NOT_TO_PASS)
    return row


async def _check_day(db: AsyncSession, directive: Directive, unit: Unit, due_on: date | None, today: date) -> None:
    if due_on is None:
        return
    check_due(due_on, today)
    own = (await due_at(db, directive, [unit.id]))[unit.id]
    if own is not None and due_on > own:
        raise DirectiveWrong(why=draft_words.DUE_LATER)


async def tell_committees(db: AsyncSession, directive: Directive, rows: Sequence[DirectiveUnit], now: datetime) -> None:
    """Everybody at these committees who may pass it on, or above where nobody may; once it is withdrawn, whoever has
    heard of it there."""
    if directive.cancelled_at is not None:
        await _tell_withdrawn(db, directive, rows, now)
        return
    waiting = [row for row in rows if row.passed_at is None]
    if not waiting:
        return
    holders = await holders_at(db, [row.unit_id for row in waiting], Right.DIRECT, day_of(now))
    units = await _units(db, holders)
    stuck = [one for one, some in holders.items() if not some or is_closed(units[one], day_of(now))]
    others = await helpers(db, directive, stuck, day_of(now))
    told = {**holders, **others}
    names = await _names(db, {member_id for some in told.values() for member_id in some})
    lines = await lines_of(db, [(directive.id, row.unit_id) for row in waiting])
    said = []
    for row in waiting:
        unit, due_on = units[row.unit_id], lines.at(directive, row.unit_id).due_on
        say = _at_nobody if row.unit_id in others else _arrived
        for member_id in told[row.unit_id]:
            reply = say(directive, unit, names[member_id], due_on)
            said.append(Word(at_committee(row.id), ARRIVED, [member_id], reply))
    await owe_words(db, said, now)


async def _tell_withdrawn(db: AsyncSession, directive: Directive, rows: Sequence[DirectiveUnit], now: datetime) -> None:
    at = {at_committee(row.id): row.unit_id for row in rows if row.passed_at is None or row.passed_by is not None}
    if not at:
        return
    heard = Notice.about.in_(at), Notice.round == ARRIVED, Notice.state.in_(TOLD)
    found = await db.execute(select(Notice.about, Notice.member_id).where(*heard).order_by(Notice.id))
    units, by = await _units(db, at.values()), (await replaced_by(db, [directive.id])).get(directive.id)
    said = [
        Word(about_it, IS_WITHDRAWN, [member_id], _withdrawn(directive, units[at[about_it]], by))
        for about_it, member_id in found
        if member_id is not None
    ]
    await owe_words(db, said, now)


async def _units(db: AsyncSession, unit_ids: Collection[int]) -> dict[int, Unit]:
    return {unit.id: unit for unit in await db.scalars(select(Unit).where(Unit.id.in_(unit_ids)))}


async def _names(db: AsyncSession, member_ids: set[int]) -> dict[int, str]:
    found = await db.execute(select(Member.id, Member.name).where(Member.id.in_(member_ids)))
    return dict(found.all())


def _arrived(directive: Directive, unit: Unit, name: str, due_on: date | None) -> Reply:
    title = words.titled(directive.kind, directive.number, directive.issued_on, directive.issuer, directive.haste)
    text = words.arrived(name, unit.name, title, directive.summary, due_on)
    where = f"{directive.id}:{unit.id}"
    choices = (
        Choice(words.PASS_NOW, f"directive_pass_now:{where}"),
        Choice(words.PASS_WITH, f"directive_pass:{where}"),
    )
    return Reply(text, choices, one_way=text)


def _at_nobody(directive: Directive, unit: Unit, name: str, due_on: date | None) -> Reply:
    about = directive.kind, directive.number, directive.summary
    text = words.arrived_at_nobody(directive.id, name, unit.name, *about, due_on)
    choice = Choice(words.PASS_INSTEAD, f"directive_instead:{directive.id}:{unit.id}")
    return Reply(text, (choice,), one_way=text)


def _withdrawn(directive: Directive, unit: Unit, by: str | None) -> Reply:
    return Reply(words.passed_word_withdrawn(unit.name, directive.kind, directive.number, by))
