"""Two documents from above: one on its way level by level, still studied; one that everybody has taken note of."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DocumentKind, Passing, Receipt
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.rehearsal.district import District, luck_of
from bot.rehearsal.playing import Playing
from bot.rehearsal.rolls import Minutes
from bot.rehearsal.sent import settle
from bot.services.acknowledging import Ack, write_acks
from bot.services.addressees import Addressees
from bot.services.audit import as_member
from bot.services.directive_checks import Content, checked
from bot.services.directive_passing import pass_on, plan_passing
from bot.services.directive_reports import counted, read, report
from bot.services.directive_study import link_study, make_up
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.services.permissions import Right, holders
from bot.words import rehearsal_practice as words
from bot.words.times import day_of

MADE, PASSED, TAKEN, OLD = timedelta(days=6), timedelta(days=5), timedelta(days=3), timedelta(days=20)
ISSUED = timedelta(days=6)
"""So long before it is passed down here."""
DUE_IN, DUE_BELOW = timedelta(days=9), timedelta(days=6)
"""So long from now: of the province, and of the commune to practise with."""
NOT_PASSED = ("nui-cao", "cong-an")
"""Committees that have not passed it on yet."""
FINISHED = 3
"""So many cells have studied it all and reported."""
WHOLE, HALF = 1.0, 0.5
SHARES = (0.0, 0.55, 0.7, 0.85, 0.95, WHOLE)
"""What part of a cell has taken note."""


async def write_papers(
    db: AsyncSession, district: District, studies: Sequence[Minutes], playing: Playing, now: datetime
) -> None:
    """`studies`: the meetings at which the first of them was studied."""
    await _write_whole(db, district, playing, now)
    directive = await _pass_down(db, district, playing, now)
    shares = _shares(district, playing)
    await _take_note(db, directive, district, now - TAKEN, shares.__getitem__, playing.members)
    await _study(db, directive, studies, now)


async def _write_whole(db: AsyncSession, district: District, playing: Playing, now: datetime) -> None:
    """For the commune alone; its day is over, and nobody is missing."""
    at = now - OLD
    content = _content(DocumentKind.HD, words.GUIDANCE, at, day_of(now) - timedelta(days=2))
    how = Sending(Addressees((playing.commune.id,)))
    directive = await make_directive(db, playing.district, content, how, playing.office, at)
    await _tell(db, at)
    await _take_note(db, directive, district, at + timedelta(days=1), lambda _: WHOLE)


async def _pass_down(db: AsyncSession, district: District, playing: Playing, now: datetime) -> Directive:
    at, today = now - MADE, day_of(now)
    content = replace(_content(DocumentKind.QD, words.DIRECTIVE, at, today + DUE_IN), must_study=True)
    how = Sending(Addressees((playing.district.id,)), Passing.BY_LEVEL)
    directive = await make_directive(db, playing.district, content, how, playing.office, at)
    await _tell(db, at)
    for code, unit_id in district.units.items():
        if unit_id != playing.district.id and code not in NOT_PASSED:
            unit = await db.get_one(Unit, unit_id)
            is_own = unit_id == playing.commune.id
            note, due_on = (words.NOTE, today + DUE_BELOW) if is_own else ("", None)
            by = as_member((await holders(db, unit, Right.DIRECT, today))[0])
            await pass_on(db, await plan_passing(db, directive.id, unit, note, due_on, now - PASSED), by, now - PASSED)
    await _tell(db, now - PASSED)
    return directive


def _content(kind: DocumentKind, said: tuple[str, str, str], at: datetime, due_on: date) -> Content:
    number, issuer, summary = said
    return checked(Content(kind, number, issuer, day_of(at) - ISSUED, summary, due_on=due_on), day_of(at))


async def _tell(db: AsyncSession, at: datetime) -> None:
    """As the clock does."""
    rounds = Rounds()
    while await rounds.tell_some(db, at):
        pass
    await settle(db, at)


async def _take_note(
    db: AsyncSession,
    directive: Directive,
    district: District,
    at: datetime,
    share_of: Callable[[int], float],
    but: Collection[int] = (),
) -> None:
    """Some of each cell by their phones; of a whole cell the secretary notes it for those without one."""
    found = await db.execute(
        select(Receipt.id, Receipt.member_id, Receipt.unit_id)
        .where(Receipt.directive_id == directive.id)
        .order_by(Receipt.id)
    )
    luck, people = luck_of("papers"), {one.id: one for one in district.people}
    secretaries = {district.cells[one.cell].id: as_member(one.id) for one in district.secretaries}
    acks = []
    for receipt_id, member_id, unit_id in found:
        is_reached, share = people[member_id].is_linked(at), share_of(unit_id)
        if member_id not in but and luck.random() < share and (is_reached or share == WHOLE):
            acks.append(Ack(receipt_id, None if is_reached else secretaries[unit_id], at))
    await db.run_sync(lambda session: write_acks(session.connection(), acks))


def _shares(district: District, playing: Playing) -> dict[int, float]:
    """By cell; of the one to practise with about half, so that there is something to do."""
    luck = luck_of("shares")
    return {cell.id: luck.choice(SHARES) for cell in district.cells} | {playing.cell.id: HALF}


async def _study(db: AsyncSession, directive: Directive, studies: Sequence[Minutes], now: datetime) -> None:
    """The rolls say who was there; the first cells have made up for the rest, and have reported."""
    for place, study in enumerate(studies):
        meeting = await db.get_one(Meeting, study.id)
        await link_study(db, meeting, directive, study.secretary, study.held.closed_at)
        if place < FINISHED:
            await _report(db, directive, await db.get_one(Unit, meeting.cell_id), study.secretary, now)


async def _report(db: AsyncSession, directive: Directive, cell: Unit, by: str, now: datetime) -> None:
    at = now - timedelta(days=1)
    here = Receipt.directive_id == directive.id, Receipt.unit_id == cell.id
    missing = await db.scalars(select(Receipt.member_id).where(*here, Receipt.studied_at.is_(None)))
    await make_up(db, directive, cell, missing.all(), by, at)
    count = await counted(db, directive, cell)
    said = words.REPORT.format(studied=count.studied, expected=count.expected, made_up=count.made_up)
    await report(db, directive, cell, read(said), by, at)
