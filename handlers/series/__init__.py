"""The secretary sees, changes and ends the monthly series of the cell."""

from datetime import timedelta

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.series import Series
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.habits import habits_of, regular_to_come
from bot.services.permissions import Right
from bot.services.series import end_series, monthly_of, next_dates, series_of
from bot.services.unit_settings import settings_of
from bot.words import series_words as words
from bot.words import vi
from bot.words.calling import behind
from bot.words.labels import cut
from handlers.attendance import present_state
from handlers.meetings.planning import heard, or_other, typed
from handlers.meetings.preview import caller
from handlers.series import setting as series_setting
from handlers.series.questions import line, next_question, series_in
from handlers.series.setting import demanded, plan_it
from handlers.talk.acting import one_unit, where

router = Router()
router.include(series_setting.router)
resume = next_question
SAID = "series_said"
"""`series_said:<unit>`: the series is shown, and typed words change it."""


# As it is


@router.command("lịch họp")
@router.phrase("lịch họp")
async def series_in_words(turn: Turn) -> Reply:
    return await _begin(turn, behind(heard(turn, turn.said.text), 2))


@router.command("lịch hằng tháng")
@router.phrase("lịch hằng tháng")
@router.phrase("xác nhận: lịch hằng tháng")
async def monthly_in_words(turn: Turn) -> Reply:
    return await _begin(turn, behind(heard(turn, turn.said.text), 3))


@router.command("lịch họp hằng tháng")
@router.phrase("lịch họp hằng tháng")
@router.phrase("xác nhận: lịch họp hằng tháng")
async def monthly_meetings_in_words(turn: Turn) -> Reply:
    return await _begin(turn, behind(heard(turn, turn.said.text), 4))


async def _begin(turn: Turn, said: str) -> Reply:
    """Words behind it set the series; members without the office see the next meeting."""
    if not await where(turn, Right.CALL):
        return await present_state(turn)
    facts = series_in(said) if said else {}
    if facts:
        return await plan_it(turn, 0, facts)
    cell = await one_unit(turn, Right.CALL, "series")
    return cell if isinstance(cell, Reply) else await _show(turn, cell)


@router.choice("series", number)
async def show(turn: Turn) -> Reply:
    return await _show(turn, (await caller(turn, turn.args[0])).unit)


async def _show(turn: Turn, cell: Unit) -> Reply:
    series = await series_of(turn.db, cell.id)
    if series is None:
        last = (await habits_of(turn.db, cell.id, turn.now)).last
        like = (Choice(cut(line(last)), f"series_like:{cell.id}"),) if last else ()
        return Reply(words.none_yet(vi.cell(cell.name)), like, expect=f"{SAID}:{cell.id}")
    choices = (
        Choice(words.CHANGE, f"series_new:{cell.id}"),
        Choice(words.STOP, f"series_end:{cell.id}:{series.id}"),
        Choice(words.CALL, f"call:{cell.id}"),
    )
    return Reply("\n".join(await _lines(turn, cell, series)), choices)


async def _lines(turn: Turn, cell: Unit, series: Series) -> list[str]:
    """The series, the meeting that is called, and the one that the clock calls next."""
    monthly, settings = monthly_of(series), await settings_of(turn.db, cell)
    (at,) = await next_dates(turn.db, cell.id, monthly, turn.now, 1)
    called = await regular_to_come(turn.db, cell.id, turn.now)
    lines = [words.shown(vi.cell(cell.name), line(monthly))]
    lines += [words.called_already(called.starts_at)] if called else []
    return [*lines, words.next_one(at, at - timedelta(days=settings.series_days), turn.now)]


@router.choice("series_new", number)
async def ask_for_another(turn: Turn) -> Reply:
    one = await caller(turn, turn.args[0])
    return Reply(words.ASK, expect=f"{SAID}:{one.unit.id}")


@router.step(SAID)
@or_other
async def said_when_shown(turn: Turn) -> Reply:
    unit_id = int((turn.endpoint.step or "").partition(":")[2])
    return await plan_it(turn, unit_id, demanded(typed(turn)))


@router.choice("series_like", number)
async def like_the_last_meeting(turn: Turn) -> Reply:
    one = await caller(turn, turn.args[0])
    last = (await habits_of(turn.db, one.unit.id, turn.now)).last
    if last is None:
        return await _show(turn, one.unit)
    facts = {"day": last.day, "hours": (last.hour,), "place": last.place}
    return await plan_it(turn, one.unit.id, facts)


# Ending it


@router.choice("series_end", number, number)
async def ask_to_end(turn: Turn) -> Reply:
    one = await caller(turn, turn.args[0])
    series = await series_of(turn.db, one.unit.id)
    if series is None or series.id != turn.args[1]:
        return await _show(turn, one.unit)
    stop = Choice(words.STOP, f"series_stop:{one.unit.id}:{series.id}")
    keep = Choice(words.KEEP, f"series:{one.unit.id}")
    return Reply(words.ask_stop(line(monthly_of(series))), (stop, keep), expect=YES_NO)


@router.choice("series_stop", number, number)
async def end(turn: Turn) -> Reply:
    """Once, and only the series that was asked about."""
    one = await caller(turn, turn.args[0])
    series = await series_of(turn.db, one.unit.id)
    if series is None or series.id != turn.args[1]:
        return await _show(turn, one.unit)
    await end_series(turn.db, one.unit, as_member(one.member.id), turn.now)
    choices = (Choice(words.CALL, f"call:{one.unit.id}"), Choice(words.SHOW, f"series:{one.unit.id}"))
    return Reply(words.stopped(vi.cell(one.unit.name)), choices)
