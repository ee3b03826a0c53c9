"""The report of a unit on paper: sentences made of its numbers, the table, the heading of its committee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit
from bot.reports.summary import Row, Summary, below_line
from bot.reports.unmet import not_met
from bot.services.templates import Facts
from bot.words import report_paper as words
from bot.words import report_words, tables
from bot.words.amounts import amount
from bot.words.office import percent
from bot.words.party_format import dated, issuer, place
from bot.words.times import day_of

SHIPPED_FILE = Path(__file__).parent / "templates" / "report.docx"
SAMPLE: Facts = words.SAMPLE


@dataclass(frozen=True, slots=True)
class Above:
    """What the heading needs to know of the unit."""

    unit: Unit
    upper: Unit | None


async def report_facts(db: AsyncSession, unit: Unit, report: Summary, exporter: str, now: datetime) -> Facts:
    """All that a form of the report can name."""
    above = Above(unit, await db.get(Unit, unit.parent_id) if unit.parent_id else None)
    missed = [one.name for one in await not_met(db, unit, report.period, now)]
    said = sentences(report, missed, is_cell=unit.is_cell)
    return {
        **_heading(above, report, now),
        "sentences": [f"{number}. {one}" for number, one in enumerate(said, 1)],
        "rows": [{"number": number, **_row(one, report)} for number, one in enumerate(report.rows, 1)],
        "total": {**_row(report.own, report), "name": report_words.TOTAL},
        "wanted": report_words.line(report.line.operator, report.line.percent),
        "note": report_words.TABLE_NOTE,
        "sent_to": words.sent_to(above.upper.name if above.upper else None, is_cell=unit.is_cell),
        "sign_for": words.sign_for(unit.kind.value),
        "sign_title": words.SECRETARY,
        "exported": report_words.exported(exporter, now),
    }


def _heading(above: Above, report: Summary, now: datetime) -> Mapping[str, object]:
    """A committee signs at its own place, a cell at that of the committee above."""
    unit, upper = above.unit, above.upper
    at = upper.name if unit.is_cell and upper else unit.name
    return {
        "upper_unit": (upper.name if upper else "").upper(),
        "unit": issuer(unit.name),
        "number": words.number(unit.kind.value),
        "signed_at_place": place(at),
        "signed_on": dated(day_of(now)),
        "subject": words.subject(report.period.label),
    }


def sentences(report: Summary, missed: Sequence[str], *, is_cell: bool) -> list[str]:
    """What the numbers say, in plain words; `missed`: the cells that have not met, by name."""
    own, counts, period = report.own, report.own.counts, report.period
    said = [
        tables.met_sentence(period.label, own.met, own.due, is_cell=is_cell, is_one_month=period.length == 1),
        tables.came_sentence(counts.present, counts.expected, counts.strict, counts.excused, counts.adjusted),
    ]
    if counts.expected:
        said.append(tables.away_sentence(counts.excused, counts.unexcused))
    if own.trend is not None:
        said.append(tables.trend_sentence(period.before.label, own.trend))
    if not is_cell:
        names = [row.name for row in below_line(report)]
        said.append(tables.low_sentence(names, report.line.operator, report.line.percent))
        said.append(tables.unmet_sentence(missed))
    elif counts.expected:
        said.append(tables.own_line_sentence(report.line.operator, report.line.percent, is_below=own.is_below))
    if any(own.grades):
        said.append(tables.grades_sentence(report_words.grades(own.grades)))
    return said


def _row(row: Row, report: Summary) -> Mapping[str, object]:
    counts = row.counts
    below = report_words.below(report.line.operator, report.line.percent) if row.is_below else ""
    missed = report_words.not_met(row.not_met) if row.not_met else ""
    return {
        "name": row.name,
        "met": f"{amount(row.met)}/{amount(row.due)}",
        "came": f"{amount(counts.present)}/{amount(counts.expected)}" if counts.expected else report_words.NOTHING,
        "rate": percent(counts.strict),
        "note": "; ".join(filter(None, (below, missed))),
    }
