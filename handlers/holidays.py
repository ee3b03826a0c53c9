"""The days off of a year, as the office has them; they are public, so whoever is linked may see them."""

from datetime import date

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.services.holidays import blocks, calendar_of
from bot.services.usual_holidays import FIRST_YEAR, LAST_YEAR
from bot.words import holidays as words
from bot.words.times import day_of

router = Router()


def a_year(text: str) -> int:
    """Raises ValueError."""
    if not FIRST_YEAR <= number(text) <= LAST_YEAR:
        raise ValueError(text)
    return int(text)


@router.command("ngày nghỉ")
@router.command("lịch nghỉ")
@router.command("xem ngày nghỉ")
async def in_words(turn: Turn) -> Reply:
    return await _year(turn, day_of(turn.now).year)


@router.choice("days_off")
async def from_a_menu(turn: Turn) -> Reply:
    return await _year(turn, day_of(turn.now).year)


@router.choice("days_off_in", a_year)
async def of_a_year(turn: Turn) -> Reply:
    return await _year(turn, turn.args[0])


async def _year(turn: Turn, year: int) -> Reply:
    """Of this year those still to come; then the next years by buttons."""
    first = max(date(year, 1, 1), day_of(turn.now)) if year == day_of(turn.now).year else date(year, 1, 1)
    found = blocks(await calendar_of(turn.db, first, date(year, 12, 31)))
    lines = [words.line(one.first, one.last, one.name, one.kind) for one in found]
    others = [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR]
    choices = tuple(Choice(words.year_label(one), f"days_off_in:{one}") for one in others)
    return Reply(words.ahead(year, lines), choices)
