"""The numbers that are asked at a unit or below it: the newest round of each, and what it has come to so far."""

from dataclasses import dataclass
from datetime import date

from bot.services.indicator_sums import Sums, answers_of, sums_of
from bot.services.indicators import Asked, concerning
from bot.services.permissions import Right
from bot.web.committee.indicator import FILE, ONE, PATH, PICTURE, WANTING, chart, indicator, sheet, too_many, unanswered
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, table_of
from bot.words import indicator_tables as said
from bot.words.names import fold
from bot.words.times import day_of

LONGEST = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """One round."""

    asked: Asked
    period: str
    due_on: date


async def indicators(look: Look) -> Facts:
    """Added up is only what is shown: five queries, however many there are."""
    found = await concerning(look.db, look.unit)
    listed = [Listed(one, period_of(one), one.round.due_on) for one in found]
    columns = [
        Column[Listed](
            "ten", said.NAME, lambda one: (fold(one.asked.indicator.name), one.asked.round.id), is_text=True
        ),
        Column[Listed]("ket-qua", said.RESULT, is_text=True),
        Column[Listed]("da-bao", said.ANSWERED),
        Column[Listed]("ke-hoach", said.PLANNED),
        Column[Listed]("tinh-trang", said.STATE, is_text=True),
        Column[Listed]("ky-bao", said.PERIOD, lambda one: one.asked.round.starts_on, is_text=True),
        Column[Listed]("han", said.DUE, lambda one: one.due_on, is_text=True),
    ]
    table = table_of(look, columns, listed, longest=LONGEST)
    sums = await _sums(look, [one.asked for one in table.rows])
    return {
        "heading": said.INDICATORS,
        "has_period": False,
        "said": said,
        "table": table,
        "sums": sums,
        "states": {one.asked.round.id: _state(look, one, sums.get(one.asked.round.id)) for one in table.rows},
    }


def period_of(one: Asked) -> str:
    return said.period(one.indicator.repeat, one.round.starts_on, one.round.ends_on)


async def _sums(look: Look, asked: list[Asked]) -> dict[int, Sums]:
    """By round, without those that are too long to be added up."""
    few = set(await too_many(look, [one.round.id for one in asked]))
    those = [one for one in asked if one.round.id not in few]
    answers = await answers_of(look.db, [one.round.id for one in those], look.unit, look.now)
    return {one.round.id: sums_of(one.indicator.kind, answers.get(one.round.id, [])) for one in those}


def _state(look: Look, one: Listed, sums: Sums | None) -> str:
    if one.asked.indicator.ended_at is not None:
        return said.OVER
    if sums is not None and not sums.missing:
        return said.DONE
    return said.LATE if day_of(look.now) > one.due_on else said.OPEN


COUNTS = Right.SEE_COUNTS
PAGES = (
    Page(PATH, COUNTS, "indicators.html", indicators, said.INDICATORS),
    Page(ONE, COUNTS, "indicator.html", indicator),
    Page(WANTING, COUNTS, "indicator_missing.html", unanswered),
    Page(PICTURE, COUNTS, "", chart),
    Page(FILE, COUNTS, "", sheet, is_written_down=True),
)
