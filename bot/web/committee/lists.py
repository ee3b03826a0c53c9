"""What needs looking at, as lists: cells that have not met, units below the line, cells that have not even called."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.reports.grades import with_grades
from bot.reports.silent import REGULAR, Silent, silent
from bot.reports.summary import Row, summary
from bot.reports.unmet import NotMet, not_met
from bot.web.committee.figures import Own, own_of
from bot.web.committee.levels import are_few, level_steps, right_below, units_of
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts
from bot.web.committee.tables import Column, table_of
from bot.web.committee.units_table import columns
from bot.words import participation_pages as said
from bot.words.names import fold
from bot.words.times import at_local, month_after


@dataclass(frozen=True, slots=True)
class Waiting:
    """A cell that has not met, its months, and when the meeting is that it has called."""

    cell: NotMet
    called: datetime | None


List = Callable[[Look, Own, Facts], Awaitable[Facts]]


def of_regular(heading: str, since: Callable[[Own], str]) -> Callable[[List], Callable[[Look], Awaitable[Facts]]]:
    """A list of cells: only regular meetings are owed, and very many cells are led down to, unit by unit.

    `since`: the month from which they are counted, `2026-10`.
    """

    def around(listed: List) -> Callable[[Look], Awaitable[Facts]]:
        async def page(look: Look) -> Facts:
            own = await own_of(look)
            about: Facts = {"heading": heading, "own": own, "owes": look.kind is MeetingKind.REGULAR}
            if look.kind is not MeetingKind.REGULAR:
                return _listed(look, about, [], [])
            return await (listed if are_few(own, since(own)) else _too_long)(look, own, about)

        return page

    return around


@of_regular(said.UNMET, lambda own: own.first)
async def unmet(look: Look, own: Own, about: Facts) -> Facts:
    found = await not_met(look.db, look.unit, look.period, look.now)
    called = await _called(look, [one.unit_id for one in found], own)
    rows = [Waiting(one, called.get(one.unit_id)) for one in found]
    columns = [
        Column[Waiting]("ten", said.NAME, lambda one: (fold(one.cell.name), one.cell.unit_id), is_text=True),
        Column[Waiting]("thuoc", said.UNDER, lambda one: fold(one.cell.under), is_text=True),
        Column[Waiting]("thang", said.OWED, lambda one: len(one.cell.months), is_text=True),
        Column[Waiting]("goi", said.CALLED_FOR, lambda one: one.called, is_text=True),
    ]
    times = sum(len(one.months) for one in found)
    title = said.unmet_title(len(rows), times, look.period.label)
    return _listed(look, {**about, "title": title}, columns, rows)


async def _called(look: Look, cell_ids: Sequence[int], own: Own) -> dict[int, datetime]:
    """The next meeting that each of these has called; of months that are over none."""
    begin, end = (at_local(date.fromisoformat(f"{month}-01"), time()) for month in (own.last, month_after(own.last)))
    found = await look.db.execute(
        select(Meeting.cell_id, func.min(Meeting.starts_at))
        .where(
            Meeting.cell_id.in_(cell_ids),
            Meeting.kind.in_(REGULAR),
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at >= begin,
            Meeting.starts_at < end,
        )
        .group_by(Meeting.cell_id)
    )
    return dict(found.all())


async def low(look: Look) -> Facts:
    own = await own_of(look)
    line = said.below_line(own.line.operator, own.line.percent)
    about = {"heading": said.LOW, "own": own, "owes": True, "levels": await level_steps(look)}
    units = await units_of(look, own)
    if units is None:
        return await _too_long(look, own, about)
    found = [one for one in units if one.row.is_below]
    title = said.low_title(len(found), line, look.period.label)
    return _listed(look, {**about, "title": title}, columns(look, has_under=look.level is not None), found, "ty-le")


@of_regular(said.SILENT, lambda own: own.last)
async def silence(look: Look, own: Own, about: Facts) -> Facts:
    found = await silent(look.db, look.unit, own.last)
    heads = [
        Column[Silent]("ten", said.NAME, lambda one: (fold(one.name), one.unit_id), is_text=True),
        Column[Silent]("thuoc", said.UNDER, lambda one: fold(one.under), is_text=True),
    ]
    return _listed(look, {**about, "title": said.silent_title(len(found), own.last)}, heads, found)


@of_regular(said.GRADED, lambda own: own.first)
async def graded(look: Look, _own: Own, about: Facts) -> Facts:
    """How many regular meetings of each unit right below got which grade."""
    report = await with_grades(look.db, await summary(look.db, look.unit, look.period, look.now), look.now)
    heads = [Column[Row]("ten", said.NAME, lambda one: (fold(one.name), one.unit_id), is_text=True)]
    for place, label in enumerate(said.GRADE_HEADS):
        heads.append(Column[Row](f"{place + 1}", label, lambda one, place=place: one.grades[place]))  # type: ignore[misc] # bound now
    title = f"{said.about(look.kind, look.period.label)}: {said.grades(report.own.grades)}."
    return _listed(look, {**about, "title": title, "total": report.own}, heads, list(report.below))


async def _too_long(look: Look, own: Own, about: Facts) -> Facts:
    """The units right below instead, by how many meetings they owe."""
    shown = await right_below(look, own.line)
    facts = {"title": "", "is_too_long": True, "has_due": look.kind is MeetingKind.REGULAR, "has_under": False}
    return {
        **about,
        **facts,
        "has_kind": True,
        "said": said,
        "table": table_of(look, columns(look, has_under=False), shown),
    }


def _listed(look: Look, about: Facts, heads: Sequence[Column[Any]], rows: Sequence[Any], usual: str = "") -> Facts:
    facts = {"title": "", "is_too_long": False, "levels": [], "has_due": look.kind is MeetingKind.REGULAR}
    more = {"has_under": look.level is not None, "has_kind": True, "said": said, "total": None}
    return {**facts, **more, **about, "table": table_of(look, heads, rows, usual if rows else "")}
