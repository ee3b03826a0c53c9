"""The units below as a table, in whatever order is asked for, with the total of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.meetings import MeetingKind
from bot.reports.levels import Placed, total_of
from bot.services.rate import Counts
from bot.web.committee.figures import Own, own_of
from bot.web.committee.levels import level_steps, right_below, units_of
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts
from bot.web.committee.tables import Column, table_of
from bot.words import participation_pages as said


@dataclass(frozen=True, slots=True)
class Total:
    """Sum over sum (rule 11)."""

    met: int
    due: int
    counts: Counts

    @property
    def not_met(self) -> int:
        return max(0, self.due - self.met)


async def units_table(look: Look) -> Facts:
    own = await own_of(look)
    units = await units_of(look, own)
    shown = await right_below(look, own.line) if units is None else units
    return {
        "heading": said.UNITS,
        "has_kind": True,
        "said": said,
        "own": own,
        "levels": await level_steps(look),
        "is_too_long": units is None,
        "has_due": look.kind is MeetingKind.REGULAR,
        "has_under": look.level is not None and units is not None,
        "table": table_of(look, columns(look, has_under=look.level is not None and units is not None), shown),
        "total": _total(look, own, shown),
    }


def columns(look: Look, *, has_under: bool) -> list[Column[Placed]]:
    """The same for every list of units."""
    has_due = look.kind is MeetingKind.REGULAR
    owed = [Column[Placed]("chua-hop", said.NOT_MET, lambda one: one.row.not_met)] if has_due else []
    return [
        Column("ten", said.NAME, lambda one: (one.sort_key, one.row.unit_id), is_text=True),
        *([Column[Placed]("thuoc", said.UNDER, lambda one: one.under, is_text=True)] if has_under else []),
        Column("ty-le", said.STRICT, lambda one: share(one.row.counts.present, one.row.counts.expected)),
        Column("hop", said.MET_DUE if has_due else said.MET, _share_met if has_due else lambda one: one.row.met),
        *owed,
        Column("phai-du", said.EXPECTED, lambda one: one.row.counts.expected),
        Column("co-mat", said.PRESENT, lambda one: one.row.counts.present),
        Column("phep", said.EXCUSED, lambda one: one.row.counts.excused),
        Column("khong-phep", said.UNEXCUSED, lambda one: one.row.counts.unexcused),
        Column("tru-phep", said.ADJUSTED, lambda one: _adjusted(one.row.counts)),
        Column("so-truoc", said.CHANGE, lambda one: one.row.trend),
    ]


def share(part: int, whole: int) -> float | None:
    """To be sorted by, and nothing else."""
    return part / whole if whole else None


def _share_met(one: Placed) -> float | None:
    return share(one.row.met, one.row.due)


def _adjusted(counts: Counts) -> float | None:
    return share(counts.present, counts.expected - counts.excused)


def _total(look: Look, own: Own, shown: Sequence[Placed]) -> Total:
    """Of those right below the number that is kept; of a level the sum of those that are listed."""
    if look.level is None:
        return Total(own.now.met, own.now.due, own.now.counts)
    return Total(*total_of(one.row for one in shown))
