"""One document at a unit: who has it, took note, studied and reported, each counted apart; and where it is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from bot.model.directives import Directive
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoSuchDirective
from bot.reports.charts import completion as chart_of
from bot.reports.directive_sheet import concerning, directive_sheet
from bot.services import directive_completion as completions
from bot.services.directive_completion import Row
from bot.services.directive_lines import due_at
from bot.services.rate import percent
from bot.web.committee.figures import Figure
from bot.web.committee.handing import file, part_of, picture, pictures
from bot.web.committee.look import AddressUnreadable, Look, number_in
from bot.web.committee.names_seen import names_of, names_seen
from bot.web.committee.rows import Facts
from bot.web.committee.tables import Column, table_of
from bot.web.committee.units_table import share
from bot.words import committee_pages as words
from bot.words import directive_tables as said
from bot.words.names import fold
from bot.words.times import day_of

PATH, ONE = "/van-ban", "/van-ban/{leaf}"
WANTING, PICTURE, FILE = "/van-ban-con-thieu/{leaf}", "/van-ban-bieu-do/{leaf}", "/van-ban-tep/{leaf}"
MOST_PEOPLE = 20_000
"""Of more the messages that have arrived are not counted on a page: it would not come at once."""
MOST_UNITS, MOST_MISSING = 5_000, 1_000
"""Units among which those are looked for where somebody is missing; how many of these are listed."""


@dataclass(frozen=True, slots=True)
class Below:
    """A unit right below, or the unit itself where people are told at it beside those below."""

    row: Row
    code: str
    state: str
    is_here: bool


async def directive(look: Look) -> Facts:
    """Raises AddressUnreadable for a document that does not concern this unit, as for one that there is not."""
    found = await followed(look)
    counted = await completions.completion(look.db, found, look.unit)
    codes = await codes_of(look, counted.below)
    days = await due_at(look.db, found, [look.unit.id, *codes])
    own, due_on = counted.own, days.get(look.unit.id)
    is_gone, today = found.cancelled_at is not None, day_of(look.now)
    below = [
        Below(
            row,
            codes[row.unit_id],
            state_of(row, days.get(row.unit_id), today, is_gone=is_gone),
            row.unit_id == look.unit.id,
        )
        for row in counted.below
    ]
    late = due_on is not None and today > due_on
    return {
        "heading": found.number,
        "has_period": False,
        "said": said,
        "title": said.titled(found.kind, found.number, found.issued_on, found.issuer, found.haste),
        "summary": said.summary(found.summary),
        "due": said.due_line(due_on, is_late=late, is_whole=own.is_whole, is_withdrawn=is_gone),
        "figures": await _figures(look, found, own),
        "must_study": found.must_study,
        "own": own,
        "table": table_of(look, _columns(must_study=found.must_study), below),
        **(await _people(look, found) if own.missing else NO_NAMES),
        "charts": pictures(look, PICTURE, len(below)),
        "links": {path: _to(look, path) for path in (PATH, WANTING, FILE)},
        "paths": {"list": PATH, "missing": WANTING, "file": FILE},
    }


async def followed(look: Look) -> Directive:
    try:
        return await concerning(look.db, number_in(look.leaf), look.unit)
    except NoSuchDirective:
        raise AddressUnreadable from None


def _to(look: Look, path: str) -> str:
    return look.address(path.replace("{leaf}", look.leaf), cap=None)


async def codes_of(look: Look, rows: Sequence[Row]) -> Mapping[int, str]:
    ids = [row.unit_id for row in rows]
    return dict((await look.db.execute(select(Unit.id, Unit.code).where(Unit.id.in_(ids)))).all())


async def _figures(look: Look, found: Directive, own: Row) -> list[Figure]:
    wanting, told = "#con-thieu" if look.unit.is_cell else _to(look, WANTING), said.NOT_COUNTED
    is_own = found.unit_id == look.unit.id
    if own.expected <= MOST_PEOPLE:
        told = words.of(await completions.delivered(look.db, found, look.unit), own.expected)
    figures = [
        Figure(said.DELIVERED, told, "", look.address(f"/tin-gui/directive-{found.id}") if is_own else None),
        _figure(said.KNOWN, own.acknowledged, own.expected, wanting),
    ]
    if found.must_study:
        figures.append(_figure(said.STUDIED, own.studied, own.expected, wanting))
        figures.append(_figure(said.REPORTED, own.reported, own.cells, wanting))
    if own.waiting:
        figures.append(Figure(said.WAITING, words.count(own.waiting), "", wanting))
    return figures


def _figure(label: str, part: int, whole: int, address: str) -> Figure:
    return Figure(label, words.of(part, whole), words.percent(percent(part, whole)), address)


def state_of(row: Row, due_on: date | None, today: date, *, is_gone: bool) -> str:
    """Late is after the day itself (rule 35)."""
    if is_gone:
        return "gone"
    if row.is_whole:
        return "whole"
    return "late" if due_on is not None and today > due_on else "open"


def _columns(*, must_study: bool) -> list[Column[Below]]:
    studied = [
        Column[Below]("hoc", said.STUDIED, lambda one: share(one.row.studied, one.row.expected)),
        Column[Below]("bao-cao", said.REPORTED, lambda one: share(one.row.reported, one.row.cells)),
    ]
    return [
        Column("ten", said.UNIT, lambda one: (one.row.sort_key, one.row.unit_id), is_text=True),
        Column("ro", said.KNOWN, lambda one: share(one.row.acknowledged, one.row.expected)),
        *(studied if must_study else []),
        Column("ty-le", said.RATE, lambda one: share(one.row.done, one.row.expected)),
        Column("thieu", said.LACKS, lambda one: one.row.missing),
        Column("cho", said.WAITING, lambda one: one.row.waiting),
        Column("tinh-trang", said.STATE, lambda one: one.state, is_text=True),
    ]


NO_NAMES: Facts = {"people": None, "whose": ""}


async def _people(look: Look, found: Directive) -> Facts:
    """By name in the own cell, written down, and whose names these are; nothing elsewhere (rule 41)."""
    seen = await names_of(look) if look.unit.is_cell else None
    if seen is None:
        return NO_NAMES
    whose = seen.covers(Member.id, day_of(look.now))
    people = await completions.missing_people(look.db, found, look.unit, whose)
    if people:
        await names_seen(look, f"unit:{look.unit.code}", len(people))
    return {"people": [one.name for one in people], "whose": " ".join(seen.said(len(people)))}


# Where somebody is missing


@dataclass(frozen=True, slots=True)
class Lacking:
    """A unit of whatever level, by itself."""

    row: Row
    code: str
    under: str
    """The name of the unit above it; empty above a root."""
    todo: Sequence[str]


async def missing(look: Look) -> Facts:
    found = await followed(look)
    own = await completions.own_row(look.db, found, look.unit)
    is_too_long = own.cells + own.waiting > MOST_UNITS
    rows = [] if is_too_long else await completions.missing(look.db, found, look.unit, MOST_MISSING)
    columns = [
        Column[Lacking]("ten", said.UNIT, lambda one: (one.row.sort_key, one.row.unit_id), is_text=True),
        Column[Lacking]("thuoc", said.UNDER, lambda one: fold(one.under), is_text=True),
        Column[Lacking]("thieu", said.LACKS, lambda one: one.row.missing),
        Column[Lacking]("viec", said.UNDONE, lambda one: tuple(one.todo) or None, is_text=True),
    ]
    return {
        "heading": said.MISSING,
        "has_period": False,
        "said": said,
        "title": said.missing_title(found.number, own.missing),
        "is_too_long": is_too_long,
        "cut": said.most_missing(MOST_MISSING) if len(rows) > MOST_MISSING else "",
        "table": table_of(look, columns, await _lacking(look, rows[:MOST_MISSING])),
        "back": _to(look, ONE),
    }


async def _lacking(look: Look, rows: Sequence[Row]) -> list[Lacking]:
    """Each with the unit above it: many communes have a cell of the same name."""
    above = aliased(Unit)
    asked = select(Unit.id, Unit.code, func.coalesce(above.name, "")).outerjoin(above, above.id == Unit.parent_id)
    found = await look.db.execute(asked.where(Unit.id.in_([row.unit_id for row in rows])))
    places = {unit_id: (code, under) for unit_id, code, under in found}
    return [Lacking(row, *places[row.unit_id], _todo(row)) for row in rows]


def _todo(row: Row) -> list[str]:
    todo = [said.NOT_PASSED] if row.waiting else []
    return todo + ([said.NOT_REPORTED] if row.must_study and row.cells > row.reported else [])


# The picture and the file


async def chart(look: Look) -> Response:
    found = await followed(look)
    counted = await completions.completion(look.db, found, look.unit)
    rows = counted.below or [counted.own]
    days = await due_at(look.db, found, [row.unit_id for row in rows])
    today = day_of(look.now)
    late = {unit_id for unit_id, due_on in days.items() if due_on is not None and today > due_on}
    part = part_of(look, len(rows))
    return await picture(look, chart_of.spec(found.number, look.unit.name, rows, late, part))


async def sheet(look: Look) -> Response:
    """Table C, as the chat hands it over; written down as exported."""
    found = await followed(look)
    args = (str(found.id), str(look.unit.id))
    return await file(look, await directive_sheet(look.db, look.visitor.member.id, args, look.now))
