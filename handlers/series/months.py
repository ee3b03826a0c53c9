"""One meeting of a series goes otherwise: it alone, or it and all behind it; or it is left out."""

import re

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.series import Series
from bot.model.units import Unit
from bot.refusals import NoMeetingThatMonth, NotAllowed
from bot.services.audit import as_member
from bot.services.permissions import Right
from bot.services.proposals import question
from bot.services.series_months import (
    Occasion,
    month_of_series,
    month_said,
    occasion_in,
    occasions,
    restore_month,
    skip_month,
)
from bot.words import series_words as words
from handlers.series.plans import FOLLOWING, ONE, leader
from handlers.series.setting import a_kind, plan_from
from handlers.talk.acting import Acting, one_unit

router = Router()
AHEAD = 6


def a_month(text: str) -> str:
    """`2027-02` of `202702`; raises ValueError."""
    if not re.fullmatch("2[01][0-9]{2}(0[1-9]|1[0-2])", text):
        raise ValueError(text)
    return f"{text[:4]}-{text[4:]}"


@router.command("đổi một buổi")
async def in_words(turn: Turn) -> Reply:
    cell = await one_unit(turn, Right.CALL, "series_months")
    return cell if isinstance(cell, Reply) else await _which(turn, cell, "regular")


@router.choice("series_months", number, maybe=a_kind)
async def which(turn: Turn) -> Reply:
    one = await leader(turn, turn.args[0])
    return await _which(turn, one.unit, turn.args[1] if len(turn.args) > 1 else "regular")


async def _which(turn: Turn, cell: Unit, kind: str) -> Reply:
    ahead = await occasions(turn.db, cell.id, a_kind(kind), turn.now, AHEAD)
    if not ahead:
        return Reply(words.NONE_TO_CHANGE, (Choice(words.SHOW, f"series:{cell.id}"),))
    choices = (
        Choice(words.occasion_label(one.at, is_skipped=one.is_skipped), f"series_month:{_place(one)}") for one in ahead
    )
    return Reply(words.WHICH_ONE, tuple(choices))


def _place(one: Occasion) -> str:
    return f"{one.series_id}:{one.month.replace('-', '')}"


@router.choice("series_month", number, a_month)
async def one_month(turn: Turn) -> Reply:
    _, series = await _acting(turn)
    one = await _occasion(turn, series)
    return Reply(_line(one), (*_changes(one), Choice(words.SHOW, f"series:{series.cell_id}:{series.kind}")))


def _line(one: Occasion) -> str:
    return words.occasion_line(one.at, one.place, is_skipped=one.is_skipped, is_changed=one.is_changed)


def _changes(one: Occasion) -> list[Choice]:
    own = one.is_changed or one.is_skipped
    return [
        Choice(words.ONLY_THIS, f"series_one:{_place(one)}"),
        Choice(words.FROM_THIS, f"series_on:{_place(one)}"),
        *([] if one.is_skipped else [Choice(words.SKIP, f"series_skip:{_place(one)}")]),
        *([Choice(words.AS_RULED, f"series_back:{_place(one)}")] if own else []),
    ]


@router.choice("series_one", number, a_month)
async def only_this(turn: Turn) -> Reply:
    acting, series = await _acting(turn)
    await _occasion(turn, series)
    return plan_from(turn, acting.unit.id, series.kind, ONE, turn.args[1])


@router.choice("series_on", number, a_month)
async def from_this_on(turn: Turn) -> Reply:
    acting, series = await _acting(turn)
    await _occasion(turn, series)
    return plan_from(turn, acting.unit.id, series.kind, FOLLOWING, turn.args[1])


@router.choice("series_skip", number, a_month)
async def skip(turn: Turn) -> Reply:
    """Nobody is told, and one more tap takes it back: so it is not asked twice."""
    acting, series = await _acting(turn)
    await skip_month(turn.db, series, turn.args[1], as_member(acting.member.id), turn.now)
    back = Choice(words.AS_RULED, f"series_back:{series.id}:{turn.args[1].replace('-', '')}")
    return Reply(words.skipped(turn.args[1]), (back, Choice(words.SHOW, f"series:{series.cell_id}:{series.kind}")))


@router.choice("series_back", number, a_month)
async def back(turn: Turn) -> Reply:
    acting, series = await _acting(turn)
    asked = await restore_month(turn.db, series, turn.args[1], as_member(acting.member.id), turn.now)
    one = await month_of_series(turn.db, series, turn.args[1])
    if asked is not None and one.clash is not None:
        return question(asked, acting.unit, one.clash.holiday)
    return Reply(words.restored(one.at), (Choice(words.SHOW, f"series:{series.cell_id}:{series.kind}"),))


async def _acting(turn: Turn) -> tuple[Acting, Series]:
    """Who may change this series; raises NotAllowed, also where it does not exist."""
    series = await turn.db.get(Series, turn.args[0])
    if series is None:
        raise NotAllowed
    return await leader(turn, series.cell_id), series


async def _occasion(turn: Turn, series: Series) -> Occasion:
    """The meeting of this month; raises NoMeetingThatMonth where it is called, over, or its series has ended."""
    if series.ended_at is not None:
        raise NoMeetingThatMonth(month=month_said(turn.args[1]))
    return await occasion_in(turn.db, series, turn.args[1], turn.now)
