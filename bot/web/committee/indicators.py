"""The numbers that are asked at a unit or below it: the newest round of each, and what it has come to so far."""

from collections.abc import Sequence

from bot.services.indicator_sums import Sums, sums_by_round
from bot.services.indicators import Newest, newest_rounds
from bot.services.permissions import Right
from bot.web.committee.indicator import FILE, ONE, PATH, PICTURE, WANTING, chart, indicator, sheet, too_many, unanswered
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, table_of
from bot.words import indicator_tables as said
from bot.words.names import fold
from bot.words.times import day_of

LONGEST = 30
"""Added up within ten milliseconds even where each was asked of thousands."""


async def indicators(look: Look) -> Facts:
    """Added up is only what is shown: as many queries however many there are."""
    columns = [
        Column[Newest]("ten", said.NAME, lambda one: (fold(one.name), one.round_id), is_text=True),
        Column[Newest]("ket-qua", said.RESULT, is_text=True),
        Column[Newest]("da-bao", said.ANSWERED),
        Column[Newest]("ke-hoach", said.PLANNED),
        Column[Newest]("tinh-trang", said.STATE, is_text=True),
        Column[Newest]("ky-bao", said.PERIOD, lambda one: one.starts_on, is_text=True),
        Column[Newest]("han", said.DUE, lambda one: one.due_on, is_text=True),
    ]
    table = table_of(look, columns, await newest_rounds(look.db, look.unit), longest=LONGEST)
    sums = await _sums(look, table.rows)
    return {
        "heading": said.INDICATORS,
        "has_period": False,
        "said": said,
        "table": table,
        "sums": sums,
        "states": {one.round_id: _state(look, one, sums.get(one.round_id)) for one in table.rows},
    }


async def _sums(look: Look, rounds: Sequence[Newest]) -> dict[int, Sums]:
    """By round, without those that are too long to be added up."""
    long = set(await too_many(look, [one.round_id for one in rounds]))
    few = [one for one in rounds if one.round_id not in long]
    found = await sums_by_round(look.db, few, look.unit, look.now)
    return {one.round_id: found.get(one.round_id, Sums(one.kind)) for one in few}  # of a round whose units have gone, 0


def _state(look: Look, one: Newest, sums: Sums | None) -> str:
    if one.ended_at is not None:
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
