"""The secretary says on which day a meeting shall be whose day by the series is off."""

from datetime import date, timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.series import Series, SeriesProposal
from bot.refusals import LunarDay, NotAllowed, NotThatMonth, TimeUnreadable
from bot.services.audit import as_member
from bot.services.months_taken import months_taken
from bot.services.series import covers
from bot.services.series_months import fix_day, month_of_series, month_said
from bot.services.series_rules import day_in
from bot.services.unit_settings import settings_of
from bot.words import series_days_off as words
from bot.words import series_words
from bot.words.moment_doubts import OfTheMoon
from bot.words.moment_left import speaks_of_the_moon
from bot.words.series import read_series
from bot.words.times import at_local
from handlers.meetings.planning import a_day, typed
from handlers.series.plans import leader
from handlers.talk.acting import Acting

router = Router()
ASK = "day_off_day"
"""`day_off_day:<proposal>`: the day is typed."""


@router.choice("day_off", number, a_day)
async def choose(turn: Turn) -> Reply:
    """One of the days that were proposed, or the day as it is."""
    acting, proposal, series = await _asked(turn, turn.args[0])
    return await _decide(turn, acting, (proposal, series), turn.args[1])


@router.choice("day_off_other", number)
async def ask_another(turn: Turn) -> Reply:
    _, proposal, series = await _asked(turn, turn.args[0])
    return await _settled(turn, proposal, series) or Reply(words.ASK_DAY, expect=f"{ASK}:{proposal.id}")


@router.step(ASK)
async def day_in_words(turn: Turn) -> Reply:
    acting, proposal, series = await _asked(turn, int((turn.endpoint.step or "").partition(":")[2]))
    return await _decide(turn, acting, (proposal, series), _day_said(typed(turn), proposal))


async def _asked(turn: Turn, proposal_id: int) -> tuple[Acting, SeriesProposal, Series]:
    """Who may answer, what is asked; raises NotAllowed, also where nothing is. Two answers at once come in order."""
    proposal = await turn.db.get(SeriesProposal, proposal_id, with_for_update=True, populate_existing=True)
    if proposal is None:
        raise NotAllowed
    series = await turn.db.get_one(Series, proposal.series_id)
    return await leader(turn, series.cell_id), proposal, series


async def _decide(turn: Turn, acting: Acting, asked: tuple[SeriesProposal, Series], on: date) -> Reply:
    proposal, series = asked
    if (settled := await _settled(turn, proposal, series)) is not None:
        return settled
    await fix_day(turn.db, series, proposal.month, on, as_member(acting.member.id), turn.now)
    at = at_local(on, series.hour)
    called_at = at - timedelta(days=(await settings_of(turn.db, acting.unit)).series_days)
    return Reply(words.decided(at, called_at, turn.now), _after(series))


async def _settled(turn: Turn, proposal: SeriesProposal, series: Series) -> Reply | None:
    """What an old button is answered with: the meeting is called, the series another, the day chosen already."""
    taken = await months_taken(turn.db, series.cell_id, series.kind, turn.now)
    if series.ended_at is not None or not covers(series, proposal.month) or proposal.month in taken:
        return Reply(words.no_longer(proposal.on), _after(series))
    if proposal.decided_at is None:
        return None
    now = await month_of_series(turn.db, series, proposal.month)
    said = words.left_out(proposal.on) if now.is_skipped else words.decided_before(now.at)
    return Reply(said, _after(series))


def _after(series: Series) -> tuple[Choice, ...]:
    return (
        Choice(series_words.SHOW, f"series:{series.cell_id}:{series.kind}"),
        Choice(words.CHANGE_ONE, f"series_months:{series.cell_id}:{series.kind}"),
    )


# What is typed


def _day_said(said: str, proposal: SeriesProposal) -> date:
    """`5`, "ngày 5", `5/2`, "thứ Sáu đầu tiên"; raises TimeUnreadable, LunarDay or NotThatMonth."""
    rule = _rule_said(_without_month(said, proposal.on.month))
    on = day_in(rule, proposal.month)
    if rule.startswith("day:") and rule != f"day:{on.day}":
        raise NotThatMonth(on=rule.removeprefix("day:"), month=month_said(proposal.month))
    return on


def _without_month(said: str, month: int) -> str:
    """`5/2` and `5/02/2027` are `ngày 5`, where February is asked about."""
    day, _, rest = said.strip().partition("/")
    named = rest.partition("/")[0]
    is_that = day.isdecimal() and named.isdecimal() and int(named) == month
    return f"ngày {day}" if is_that or said.strip().isdecimal() else said


def _rule_said(said: str) -> str:
    """ "mùng 6 tết" is a day of the moon as well."""
    try:
        if speaks_of_the_moon(said):
            raise OfTheMoon("days of the moon are not read")
        rule = read_series(said).rule
    except OfTheMoon:
        raise LunarDay(example=words.DAY_EXAMPLE) from None
    except ValueError:
        rule = None
    if rule is None:
        raise TimeUnreadable(text=said[:40], example=words.DAY_EXAMPLE)
    return rule
