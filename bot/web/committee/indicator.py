"""One round of a number at a unit: its sum beside the plan and the rounds before, each unit below, who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Response
from sqlalchemy import func, select

from bot.model.indicators import Indicator, IndicatorReport, IndicatorRound
from bot.model.units import Unit
from bot.refusals import NoSuchIndicator
from bot.reports.charts import figures as chart_of
from bot.reports.indicator_makers import indicator_sheet
from bot.services.indicator_doubts import Doubtful, doubts
from bot.services.indicator_sums import (
    Answer,
    Missing,
    Row,
    Sums,
    answers_of,
    before,
    missing_below,
    names_of,
    table_of,
)
from bot.services.indicators import Asked, asked_at, asked_in, demand_concerned, rounds_of, stood_below
from bot.web.committee.figures import Figure
from bot.web.committee.frame import Step
from bot.web.committee.handing import file, part_of, picture, pictures
from bot.web.committee.large_units import smaller_units
from bot.web.committee.look import AddressUnreadable, Look, number_in
from bot.web.committee.rows import Facts
from bot.web.committee.tables import Column
from bot.web.committee.tables import table_of as page_of
from bot.web.committee.units_table import share
from bot.words import committee_pages as words
from bot.words import indicator_tables as said
from bot.words import large_units as smaller_said
from bot.words.names import fold

PATH, ONE = "/chi-tieu", "/chi-tieu/{leaf}"
WANTING, PICTURE, FILE = "/chi-tieu-chua-bao/{leaf}", "/chi-tieu-bieu-do/{leaf}", "/chi-tieu-tep/{leaf}"
MOST_ASKED = 5_000
"""Units whose answers are added up for a page: they are read one by one."""
MOST_ROUNDS, MOST_DOUBTS = 12, 20


@dataclass(frozen=True, slots=True)
class Below:
    """A unit right below."""

    row: Row
    code: str
    result: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What one answer is held against."""

    indicator: Indicator
    round: IndicatorRound
    planned: int | None
    last: tuple[int, ...] | None
    last_on: date | None


async def indicator(look: Look) -> Facts:
    """Raises AddressUnreadable for a round that asked nothing here, as for one that there is not."""
    asked = await followed(look)
    about = {
        "heading": asked.indicator.name,
        "has_period": False,
        "said": said,
        "title": _title(asked),
        "links": {"list": look.address(PATH), **{name: _to(look, path) for name, path in _PATHS.items()}},
        "rounds": await _rounds(look, asked),
    }
    if await too_many(look, [asked.round.id]):
        return about | {"own": None, "smaller": await smaller_units(look), "smaller_said": smaller_said}
    table = await table_of(look.db, asked, look.unit, look.now)
    codes = await _codes(look, table.below)
    below = [Below(row, codes[row.unit_id], _result(asked, row.sums)) for row in table.below]
    strange = await _doubts(look, asked)
    return about | {
        "own": table.own.sums,
        "figures": await _figures(look, asked, table.own.sums),
        "result": _result(asked, table.own.sums),
        "table": page_of(look, _columns(), below),
        "charts": pictures(look, PICTURE, len(below)),
        "doubts": strange[:MOST_DOUBTS],
        "more": said.more_doubts(len(strange) - MOST_DOUBTS) if len(strange) > MOST_DOUBTS else "",
    }


_PATHS = {"missing": WANTING, "file": FILE}


async def followed(look: Look) -> Asked:
    try:
        asked = await asked_in(look.db, number_in(look.leaf))
        await demand_concerned(look.db, asked, look.unit)
    except NoSuchIndicator:
        raise AddressUnreadable from None
    return asked


async def too_many(look: Look, round_ids: Sequence[int]) -> Sequence[int]:
    """The rounds that asked more units below this one than are added up for a page."""
    counted = (
        select(IndicatorReport.round_id)
        .where(IndicatorReport.round_id.in_(round_ids), stood_below(look.unit.id))
        .group_by(IndicatorReport.round_id)
        .having(func.count() > MOST_ASKED)
    )
    return (await look.db.scalars(counted)).all()


def _to(look: Look, path: str) -> str:
    return look.address(path.replace("{leaf}", look.leaf), cap=None)


def _title(asked: Asked) -> str:
    one, round_ = asked.indicator, asked.round
    period = said.period(one.repeat, round_.starts_on, round_.ends_on)
    return said.heading(one.id, one.name, one.counted, period, round_.due_on, is_over=one.ended_at is not None)


async def _rounds(look: Look, asked: Asked) -> list[Step]:
    """A year of them around this one, as far as they asked anything here, each at its own address."""
    every = await rounds_of(look.db, asked.indicator.id)
    if look.unit.id != asked.unit.id:
        here = await asked_at(look.db, look.unit, [one.id for one in every])
        every = [one for one in every if one.id in here]
    place = next((place for place, one in enumerate(every) if one.id == asked.round.id), 0)
    begin = max(0, min(place - MOST_ROUNDS // 2, len(every) - MOST_ROUNDS))
    repeat = asked.indicator.repeat
    return [
        Step(
            said.period(repeat, one.starts_on, one.ends_on),
            look.address(f"{PATH}/{one.id}"),
            is_here=one.id == asked.round.id,
        )
        for one in every[begin : begin + MOST_ROUNDS]
    ]


async def _codes(look: Look, rows: Sequence[Row]) -> Mapping[int, str]:
    ids = [row.unit_id for row in rows]
    return dict((await look.db.execute(select(Unit.id, Unit.code).where(Unit.id.in_(ids)))).all())


def _result(asked: Asked, sums: Sums) -> str:
    one = asked.indicator
    return said.result(sums.parts, one.kind, one.classes, sums.of, sums.rate)


async def _figures(look: Look, asked: Asked, sums: Sums) -> list[Figure]:
    planned = f"{said.PLANNED}: {words.count(sums.planned)}" if sums.planned is not None else ""
    missing = _to(look, WANTING) if sums.missing else None
    then = await before(look.db, asked, look.unit, look.now)
    old = [(label, one) for label, one in ((said.BEFORE, then.last), (said.YEAR_BEFORE, then.last_year)) if one]
    return [
        Figure(said.RESULT, _result(asked, sums), planned),
        Figure(said.ANSWERED, words.of(sums.answered, sums.asked), "", missing),
        *(Figure(label, _result(asked, one), words.of(one.answered, one.asked)) for label, one in old),
    ]


def _columns() -> list[Column[Below]]:
    return [
        Column("ten", said.UNIT, lambda one: (fold(one.row.name), one.row.unit_id), is_text=True),
        Column("da-bao", said.ANSWERED, lambda one: share(one.row.sums.answered, one.row.sums.asked)),
        Column("ket-qua", said.RESULT, lambda one: one.row.sums.parts, is_text=True),
        Column("ty-le", said.RATE, lambda one: share(*one.row.sums.of) if one.row.sums.of else None),
        Column("ke-hoach", said.PLANNED, lambda one: one.row.sums.planned),
        Column("thieu", said.MISSING, lambda one: one.row.sums.missing),
    ]


# What does not fit


async def _doubts(look: Look, asked: Asked) -> list[tuple[str, str]]:
    """Units, and what is strange in their answers, held against the last round and the plan."""
    earlier = [one for one in await rounds_of(look.db, asked.indicator.id) if one.starts_on < asked.round.starts_on][:1]
    both = [asked.round.id, *(one.id for one in earlier)]
    found = await answers_of(look.db, asked.indicator.id, both, look.unit, look.now)
    last = {one.unit_id: one.parts for round_ in earlier for one in found.get(round_.id, [])}
    last_on = earlier[0].starts_on if earlier else None
    strange = [
        (one.unit_id, said.doubt(doubt.why, doubt.said, doubt.against))
        for one in found.get(asked.round.id, [])
        for doubt in _of(asked, one, last.get(one.unit_id), last_on)
    ]
    names = await names_of(look.db, [unit_id for unit_id, _ in strange])
    return [(names[unit_id], sentence) for unit_id, sentence in strange]


def _of(asked: Asked, one: Answer, last: tuple[int, ...] | None, last_on: date | None) -> Sequence[Doubtful]:
    beside = Beside(asked.indicator, asked.round, one.planned, last, last_on)
    return doubts(beside, one.parts) if one.parts is not None else []


# Who has not answered, the picture and the file


async def unanswered(look: Look) -> Facts:
    asked = await followed(look)
    about = {"heading": said.MISSING, "has_period": False, "said": said, "title": _title(asked), "back": _to(look, ONE)}
    if await too_many(look, [asked.round.id]):
        return about | {"smaller": await smaller_units(look), "smaller_said": smaller_said}
    found = await missing_below(look.db, asked, look.unit, look.now)
    columns = [
        Column[Missing]("ten", said.UNIT, lambda one: (fold(one.name), one.unit_id), is_text=True),
        Column[Missing]("thuoc", said.UNDER, lambda one: fold(one.under), is_text=True),
    ]
    return about | {"smaller": None, "table": page_of(look, columns, found)}


async def chart(look: Look) -> Response:
    asked = await followed(look)
    if await too_many(look, [asked.round.id]):
        raise AddressUnreadable
    table = await table_of(look.db, asked, look.unit, look.now)
    part = part_of(look, len(chart_of.rows_of(table)))
    return await picture(look, chart_of.spec(asked.indicator, [_title(asked), look.unit.name], table, part))


async def sheet(look: Look) -> Response:
    """As the chat hands it over; written down as exported."""
    asked = await followed(look)
    args = (str(asked.round.id), str(look.unit.id))
    return await file(look, await indicator_sheet(look.db, look.visitor.member.id, args, look.now))
