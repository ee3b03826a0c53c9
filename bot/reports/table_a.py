"""Table A of `domain` 10: each meeting of each cell, for the committee above; no names but of who came from there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.refusals import TableTooLong
from bot.reports.cells_then import cells_then
from bot.reports.held_meetings import Held, held_below, kinds_of
from bot.reports.period import Period
from bot.reports.sheet_shape import Column, Drawing, Look, Share, Table, Value, total_of
from bot.reports.small_cells import joined
from bot.reports.summary import months_begun
from bot.reports.unmet import NotMet, not_met
from bot.services.rate import Counts, Line
from bot.services.unit_settings import settings_of
from bot.words import report_words
from bot.words import tables as words
from bot.words.meeting_form import form_of
from bot.words.names import fold
from bot.words.times import clock_and_day, day_of, month_of

MOST_CELLS = 10_000
"""More would be a file that no office opens."""
WIDTHS = (5, 26, 8, 12, 11, 9, 6, 7, 6, 6, 7, 7, 7, 6, 6, 7, 8, 8, 20, 7, 6, 10, 9, 10, 18)
TEXTS = (1, 2, 3, 4, 5, 18, 21, 22, 23, 24)
STRENGTH, EXPECTED, PRESENT, RATE, NOTE = range(6, 13), 13, 14, 17, 24
COUNTED = range(EXPECTED, RATE)


@dataclass(frozen=True, slots=True)
class CellLine:
    """A meeting of a cell; one of none, where it owed one; or the sum of cells that are not shown one by one."""

    name: str
    month: str
    counts: Counts
    held: Held | None = None
    place: tuple[int, int] = (0, 0)
    """Under whom it stood, and the cell."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellTable:
    """What table A says of a unit."""

    unit: str
    period: Period
    kind: MeetingKind
    line: Line
    lines: tuple[CellLine, ...]
    is_whole: bool = True
    """False: of some cells no number is given, and so none of all."""


async def cell_table(
    db: AsyncSession,
    unit: Unit,
    period: Period,
    now: datetime,
    kind: MeetingKind = MeetingKind.REGULAR,
    *,
    shows_small: bool = False,
) -> CellTable:
    """Of a unit and some months. `shows_small`: it stays in the cell that it is about. Raises TableTooLong."""
    months = months_begun(period, now)
    cells = await cells_then(db, unit, *months, kind)
    if len(cells) > MOST_CELLS:
        raise TableTooLong(most=MOST_CELLS)
    held = await held_below(db, unit, cells, *months, kinds_of(kind))
    missed = await not_met(db, unit, period, now) if kind is MeetingKind.REGULAR else []
    names = await _names(db, held)
    line = (await settings_of(db, unit)).line
    lines = sorted([*(_held(one, names, line) for one in held), *_missed(missed, unit)], key=_in_order)
    table = CellTable(unit.name, period, kind, line, tuple(lines))
    return table if shows_small else without_small_lines(table)


def _in_order(one: CellLine) -> tuple[str, str, int]:
    """By name, then as they were held."""
    return fold(one.name), one.month, one.held.meeting.id if one.held else 0


async def _names(db: AsyncSession, held: Sequence[Held]) -> Mapping[int, str]:
    """Of the units right below, where cells stand deeper."""
    ids = {one.child_id for one in held if one.child_id != one.cell.id}
    found = await db.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    return dict(found.all())


def _held(one: Held, names: Mapping[int, str], line: Line) -> CellLine:
    counts = one.counts
    name = words.a_cell(one.cell.name, names.get(one.child_id))
    is_below = not line.is_met(counts.present, counts.expected)
    note = report_words.below(line.operator, line.percent) if is_below else ""
    return CellLine(name, month_of(day_of(one.meeting.starts_at)), counts, one, (one.under_id, one.cell.id), note)


def _missed(missed: Iterable[NotMet], unit: Unit) -> Iterable[CellLine]:
    for one in missed:
        under = one.under if one.under != unit.name and one.unit_id != unit.id else None
        for month in one.months:
            yield CellLine(words.a_cell(one.name, under), month, Counts(), note=report_words.HAS_NOT_MET)


# Small cells


def without_small_lines(table: CellTable) -> CellTable:
    """As in the report of each unit: what is small stands with its neighbours, else with what is left elsewhere."""
    sizes: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for one in table.lines:
        if one.held is not None and one.counts.expected:
            sizes[one.place].append(one.counts.expected)
    groups, left = _groups({place: min(some) for place, some in sizes.items()})
    lines = [one for one in table.lines if not any(one.place in some for some in (*groups, left))]
    lines += [_together(table, some) for some in groups]
    lines += [_without_counts(one) for one in table.lines if one.place in left]
    return replace(table, lines=tuple(lines), is_whole=table.is_whole and not left)


Places = set[tuple[int, int]]


def _groups(sizes: Mapping[tuple[int, int], int]) -> tuple[list[Places], Places]:
    """The cells of one unit that stand together, each such; and those that cannot even so."""
    by_parent: defaultdict[int, list[tuple[tuple[int, int], int, bool]]] = defaultdict(list)
    for place, size in sizes.items():
        by_parent[place[0]].append((place, size, True))
    found = [joined(some) for some in by_parent.values()]
    groups = [set(some) for some, is_enough in found if some and is_enough]
    left = [(place, sizes[place], True) for some, is_enough in found if not is_enough for place in some]
    rest, is_enough = joined(left)  # none that stands by itself elsewhere: there it could be subtracted
    if rest and is_enough:
        return [*groups, set(rest)], set()
    return groups, set(rest)


def _together(table: CellTable, places: Places) -> CellLine:
    counts = sum((one.counts for one in table.lines if one.place in places), Counts())
    is_below = not table.line.is_met(counts.present, counts.expected)
    note = report_words.below(table.line.operator, table.line.percent) if is_below else ""
    return CellLine(report_words.small_cells(len(places)), "", counts, note=note)


def _without_counts(one: CellLine) -> CellLine:
    return CellLine(report_words.too_small(one.name), one.month, Counts(), place=one.place)


# Written


def table_of(found: CellTable, *, exporter: str | None, at: datetime) -> Table:
    """As a sheet."""
    is_once = len({one.place for one in found.lines if one.held}) == sum(one.held is not None for one in found.lines)
    columns = _columns(found, is_once=is_once)
    said = words.about(found.kind.value, found.period.label)
    notes = [words.A_NOTE, *([words.TOO_SMALL_NOTE] if _hides(found) else []), words.exported_by(exporter, at)]
    return Table(
        words.A_SHEET,
        (words.A_TITLE, found.unit, said),
        columns,
        tuple(_row(number, one) for number, one in enumerate(found.lines, start=1)),
        total_of(columns, {1: words.TOTAL}) if found.is_whole else None,
        tuple(notes),
        Drawing(words.a_drawing(found.period.label), 1, (RATE,)),
    )


def _hides(found: CellTable) -> bool:
    return any(one.held is None and one.note != report_words.HAS_NOT_MET for one in found.lines)


def _columns(found: CellTable, *, is_once: bool) -> tuple[Column, ...]:
    """Members are summed only where each cell has one line."""
    strength = STRENGTH if is_once and not _hides(found) else ()
    return tuple(
        Column(head, width, _look(number), number in COUNTED or number in strength, _share(number))
        for number, (head, width) in enumerate(zip(words.A_COLUMNS, WIDTHS, strict=True))
    )


def _look(number: int) -> Look:
    return Look.TEXT if number in TEXTS else Look.RATE if number == RATE else Look.COUNT


def _share(number: int) -> Share | None:
    return Share(PRESENT, EXPECTED) if number == RATE else None


def _row(number: int, one: CellLine) -> tuple[Value, ...]:
    counts, held = one.counts, one.held
    month = words.month_year(one.month) if one.month else ""
    known = counts.expected > 0
    came = (counts.expected, counts.present, counts.excused, counts.unexcused) if known else (None,) * 4
    when = clock_and_day(held.meeting.starts_at) if held else ""
    what = (words.a_kind(held.meeting.kind.value), form_of(held.meeting.place)) if held else ("", "")
    return (number, one.name, month, when, *what, *_strength(held), *came, counts.strict, *_beside(held), one.note)


def _strength(held: Held | None) -> tuple[int | None, ...]:
    """As it was when the roll was closed (rule 4)."""
    heads = held.heads if held else None
    if heads is None:
        return (None,) * len(STRENGTH)
    return (
        heads.official + heads.probationary,
        heads.official,
        heads.probationary,
        heads.exempt,
        heads.temporary_out,
        heads.temporary_in,
        heads.special_duty,
    )


def _beside(held: Held | None) -> tuple[Value, ...]:
    """Who came from above, how long it took, what was said, written and graded."""
    if held is None:
        return "", None, None, "", "", ""
    minutes, score = held.minutes, held.score
    resolution = ""
    if minutes and minutes.has_resolution is not None:
        resolution = minutes.resolution or "" if minutes.has_resolution else words.A_NO_RESOLUTION
    is_written = words.A_WRITTEN if minutes and minutes.done_at else words.A_UNWRITTEN
    graded = words.graded(score.points, score.most, score.grade) if score else ""
    opinions = minutes.opinions if minutes else None
    return "; ".join(held.upper), held.lasted, opinions, resolution, is_written, graded
