"""The secretary sees, changes and ends the series of the cell."""

from datetime import timedelta

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.model.series import Series
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.habits import habits_of, regular_to_come
from bot.services.permissions import Right
from bot.services.series import end_series, monthly_of
from bot.services.series_months import Occasion, occasions, series_ahead
from bot.services.unit_settings import settings_of
from bot.words import series_words as words
from bot.words import vi
from bot.words.calling import behind
from bot.words.labels import cut
from handlers.attendance import present_state
from handlers.meetings.planning import heard, or_other, typed
from handlers.series import days_off, months
from handlers.series import setting as series_setting
from handlers.series.plans import leader, line
from handlers.series.questions import next_question, series_in
from handlers.series.setting import a_kind, demanded, plan_it
from handlers.talk.acting import one_unit, where

router = Router()
for part in (series_setting, months, days_off):
    router.include(part.router)
resume = next_question
SAID = "series_said"
"""`series_said:<unit>`, or with the kind behind it: the series is shown, and typed words change it."""
AHEAD = 5
REGULAR, THEMATIC, COMBINED = MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.REGULAR_THEMATIC


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


@router.command("lịch chuyên đề")
@router.phrase("lịch chuyên đề")
@router.phrase("xác nhận: lịch chuyên đề")
async def thematic_in_words(turn: Turn) -> Reply:
    return await _begin(turn, behind(heard(turn, turn.said.text), 3), THEMATIC)


@router.command("lịch kết hợp")
@router.phrase("lịch kết hợp")
@router.phrase("xác nhận: lịch kết hợp")
async def combined_in_words(turn: Turn) -> Reply:
    return await _begin(turn, behind(heard(turn, turn.said.text), 3), COMBINED)


async def _begin(turn: Turn, said: str, kind: MeetingKind = REGULAR) -> Reply:
    """Words behind it set the series; members without the office see the next meeting."""
    if not any(one.unit.is_cell for one in await where(turn, Right.CALL)):
        return await present_state(turn)
    facts = series_in(said) if said else {}
    if facts:
        return await plan_it(turn, 0, facts, kind)
    cell = await one_unit(turn, Right.CALL, "series" if kind is REGULAR else f"series_of:{kind}")
    return cell if isinstance(cell, Reply) else await _show(turn, cell, kind)


@router.choice("series", number, maybe=a_kind)
async def show(turn: Turn) -> Reply:
    kind = turn.args[1] if len(turn.args) > 1 else REGULAR
    return await _show(turn, (await leader(turn, turn.args[0])).unit, kind)


@router.choice("series_of", a_kind, number)
async def show_of_kind(turn: Turn) -> Reply:
    return await _show(turn, (await leader(turn, turn.args[1])).unit, turn.args[0])


async def _show(turn: Turn, cell: Unit, kind: MeetingKind) -> Reply:
    series = await series_ahead(turn.db, cell.id, kind, turn.now)
    if series is None:
        return await _none_yet(turn, cell, kind)
    ahead = await occasions(turn.db, cell.id, kind, turn.now, AHEAD)
    choices = (
        Choice(words.CHANGE, f"series_new:{cell.id}{_of(kind)}"),
        *([Choice(words.CHANGE_ONE, f"series_months:{cell.id}{_of(kind)}")] if ahead else []),
        Choice(words.STOP, f"series_end:{cell.id}:{series.id}"),
        Choice(words.CALL, f"call:{cell.id}"),
        *_other_kinds(cell, kind),
    )
    return Reply("\n".join(await _lines(turn, cell, kind, series, ahead)), choices)


async def _none_yet(turn: Turn, cell: Unit, kind: MeetingKind) -> Reply:
    text, expect = words.none_yet(vi.cell(cell.name), kind), f"{SAID}:{cell.id}{_of(kind)}"
    last = (await habits_of(turn.db, cell.id, turn.now)).last if kind is REGULAR else None
    like = (Choice(cut(line(last)), f"series_like:{cell.id}"),) if last else ()
    return Reply(text, like, expect=expect)


def _of(kind: MeetingKind) -> str:
    return "" if kind is REGULAR else f":{kind}"


def _other_kinds(cell: Unit, kind: MeetingKind) -> list[Choice]:
    """From the regular series to those with themes, and back."""
    if kind is not REGULAR:
        return [Choice(words.NAMES[REGULAR], f"series:{cell.id}")]
    return [
        Choice(words.THEMATIC, f"series:{cell.id}:{THEMATIC}"),
        Choice(words.COMBINED, f"series:{cell.id}:{COMBINED}"),
    ]


async def _lines(turn: Turn, cell: Unit, kind: MeetingKind, series: Series, ahead: list[Occasion]) -> list[str]:
    """The series, the meeting that is called, the one that the clock calls next, and what goes otherwise."""
    settings = await settings_of(turn.db, cell)
    called = await regular_to_come(turn.db, cell.id, turn.now) if kind is REGULAR else None
    lines = [words.shown(vi.cell(cell.name), line(monthly_of(series)), kind)]
    lines += [words.called_already(called.starts_at)] if called else []
    held = [one for one in ahead if not one.is_skipped]
    if held and held[0].clash is None:
        lines.append(words.next_one(held[0].at, held[0].at - timedelta(days=settings.series_days), turn.now))
    lines += [words.day_is_off(one.clash.on, one.clash.holiday, asks=True) for one in held if one.clash]
    others = [one for one in ahead if one.is_changed or one.is_skipped or one.series_id != series.id]
    if others:
        lines.append(words.changed_ones([words.changed_one(one.at, is_skipped=one.is_skipped) for one in others]))
    return lines


@router.choice("series_new", number, maybe=a_kind)
async def ask_for_another(turn: Turn) -> Reply:
    one = await leader(turn, turn.args[0])
    behind_it = _of(turn.args[1]) if len(turn.args) > 1 else ""
    return Reply(words.ASK_QUARTERLY if behind_it else words.ASK, expect=f"{SAID}:{one.unit.id}{behind_it}")


@router.step(SAID)
@or_other
async def said_when_shown(turn: Turn) -> Reply:
    _, unit_id, *kind = (turn.endpoint.step or "").split(":")
    return await plan_it(turn, int(unit_id), demanded(typed(turn)), MeetingKind(kind[0]) if kind else REGULAR)


@router.choice("series_like", number)
async def like_the_last_meeting(turn: Turn) -> Reply:
    one = await leader(turn, turn.args[0])
    last = (await habits_of(turn.db, one.unit.id, turn.now)).last
    if last is None:
        return await _show(turn, one.unit, REGULAR)
    facts = {"rule": last.rule, "hours": (last.hour,), "place": last.place}
    return await plan_it(turn, one.unit.id, facts)


# Ending it


@router.choice("series_end", number, number)
async def ask_to_end(turn: Turn) -> Reply:
    one = await leader(turn, turn.args[0])
    series = await _held(turn, one.unit.id, turn.args[1])
    if series is None:
        return await _show(turn, one.unit, REGULAR)
    stop = Choice(words.STOP, f"series_stop:{one.unit.id}:{series.id}")
    keep = Choice(words.KEEP, f"series:{one.unit.id}{_of(series.kind)}")
    return Reply(words.ask_stop(line(monthly_of(series)), series.kind), (stop, keep), expect=YES_NO)


@router.choice("series_stop", number, number)
async def end(turn: Turn) -> Reply:
    """Once, and only the series that was asked about."""
    one = await leader(turn, turn.args[0])
    series = await _held(turn, one.unit.id, turn.args[1])
    if series is None:
        return await _show(turn, one.unit, REGULAR)
    await end_series(turn.db, one.unit, as_member(one.member.id), turn.now, series.kind)
    choices = (
        Choice(words.CALL, f"call:{one.unit.id}"),
        Choice(words.SHOW, f"series:{one.unit.id}{_of(series.kind)}"),
    )
    return Reply(words.stopped(vi.cell(one.unit.name), series.kind), choices)


async def _held(turn: Turn, unit_id: int, series_id: int) -> Series | None:
    """This series, where it is the one that holds."""
    series = await turn.db.get(Series, series_id)
    if series is None or series.cell_id != unit_id or series.ended_at is not None:
        return None
    return series
