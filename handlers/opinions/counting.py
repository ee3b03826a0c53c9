"""Committees see how many opinions came, about what, and what became of them; never a word of any."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoSuchUnit, NotAllowed
from bot.reports.period import Period, quarter_period
from bot.reports.period_days import span_of
from bot.reports.period_words import without_period
from bot.reports.recipes import recipe
from bot.services import opinion_counts
from bot.services.opinion_counts import Row
from bot.services.permissions import Right
from bot.services.unit_search import units_named
from bot.words import opinion_counts as counts_words
from bot.words.committee import period_choice
from bot.words.times import day_of
from bot.words.vi import cell as unit_name
from handlers.joining import at_the_door
from handlers.reports.pages import period_part
from handlers.talk.acting import Acting, where
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place, page_of

router = Router()
SHOWN, MOST_UNITS = 5, 8
BEGINNING = 4
"""The words of `tổng hợp ý kiến`."""


@router.command("tổng hợp ý kiến")
@router.command("/tonghopykien")
async def begin(turn: Turn) -> Reply:
    return await _of(turn, "") if turn.members else await at_the_door(turn)


@router.phrase("tổng hợp ý kiến")
async def begin_with_words(turn: Turn) -> Reply:
    """`tổng hợp ý kiến quý 4/2026`, `tổng hợp ý kiến xã Húc Động tháng 11`."""
    return await _of(turn, " ".join(turn.said.text.split()[BEGINNING:]))


async def _of(turn: Turn, said: str) -> Reply:
    places = [one for one in await where(turn, Right.SEE_COUNTS) if await _sees(turn, [one.member], one.unit)]
    if not places:
        raise NotAllowed
    name, period = without_period(said, day_of(turn.now)) if said else ("", None)
    period = period or quarter_period(day_of(turn.now))
    if name:
        found = await units_named(turn.db, [one.unit for one in places], name)
        if not found:
            raise NoSuchUnit(code=name[:40])
        return await _shown(turn, found[0], period, 0) if len(found) == 1 else _which(found, period)
    return await _shown(turn, places[0].unit, period, 0) if len(places) == 1 else _which(_units(places), period)


def _units(places: Sequence[Acting]) -> list[Unit]:
    return [one.unit for one in places]


def _which(units: Sequence[Unit], period: Period) -> Reply:
    choices = (
        Choice(unit_name(one.name)[:40], f"opinion_counts:{one.id}:{period.as_value}") for one in units[:MOST_UNITS]
    )
    return Reply(counts_words.COUNTS, tuple(choices))


async def _sees(turn: Turn, members: Sequence[Member], unit: Unit) -> Member | None:
    for member in members:
        if await opinion_counts.sees_counts(turn.db, member.id, unit, turn.now):
            return member
    return None


async def _view(turn: Turn, unit_id: int) -> tuple[Unit, Member]:
    """Raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    able = await _sees(turn, turn.members, unit) if unit else None
    if unit is None or able is None:
        raise NotAllowed
    return unit, able


@router.choice("opinion_counts", number, period_part, maybe=number)
async def counts(turn: Turn) -> Reply:
    unit_id, period, *page = turn.args
    unit, _ = await _view(turn, unit_id)
    return in_place(turn, await _shown(turn, unit, period, page[0] if page else 0))


async def _shown(turn: Turn, unit: Unit, period: Period, page_number: int) -> Reply:
    await _view(turn, unit.id)
    found = await opinion_counts.counts_below(turn.db, unit, *span_of(period), turn.now)
    value = f"{unit.id}:{period.as_value}"
    others = [Choice(period_choice(period.before.label), f"opinion_counts:{unit.id}:{period.before.as_value}")]
    if found.is_hidden:
        return Reply(f"{unit_name(unit.name)}, {period.label}. {counts_words.FEW}", (*others, MENU))
    rows = [] if unit.is_cell else list(found.below)
    page = page_of(rows, page_number, SHOWN)
    lines = [counts_words.counts_title(unit_name(unit.name), period.label, found.own.total)]
    lines += [
        counts_words.states_line(found.own.states),
        counts_words.kinds_line({kind.value: count for kind, count in found.own.kinds.items()}),
    ]
    lines += [_label(one) for one in page.items if one.unit is None]
    choices = [Choice(_label(one), f"opinion_counts:{one.unit.id}:{period.as_value}") for one in page.items if one.unit]
    table = Choice(counts_words.TABLE, f"opinion_table:{value}")
    return Reply(
        "\n".join(filter(None, lines)), (*choices, *page.turners(f"opinion_counts:{value}"), *others, table, MENU)
    )


def _label(row: Row) -> str:
    name = unit_name(row.unit.name) if row.unit else counts_words.small_cells(row.cells)
    return counts_words.child(name, row.total, row.states["answered"] + row.states["kept"])


@router.choice("opinion_table", number, period_part)
async def table(turn: Turn) -> Reply:
    unit_id, period = turn.args
    unit, member = await _view(turn, unit_id)
    back = Choice(counts_words.COUNTS_BACK, f"opinion_counts:{unit.id}:{period.as_value}")
    made_of = recipe("opinion_counts", member.id, unit.id, period.as_value)
    return await hand_over(
        turn, member, unit, made_of, counts_words.table_text(unit_name(unit.name), period.label), (back,)
    )
