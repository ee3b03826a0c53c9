"""The files of a unit's figures: tables, the report on paper, charts; by a button, or as an office types it."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NoSuchUnit, NotAllowed
from bot.reports.charts.look import page_count
from bot.reports.months import months_below
from bot.reports.period import Period, month_period, year_period
from bot.reports.period_words import without_period
from bot.reports.recipes import recipe
from bot.services.permissions import Right
from bot.services.unit_search import units_named
from bot.words import committee as words
from bot.words import report_files
from bot.words.times import day_of
from handlers.reports.pages import View, period_part
from handlers.talk.acting import where
from handlers.talk.handing_over import hand_over
from handlers.talk.names_seen import who_sees_most
from handlers.talk.paging import in_place

router = Router()
MOST_FOUND = 10
HEAT = "heat"


@router.choice("report_files", number, period_part)
async def files(turn: Turn) -> Reply:
    """What there is to be taken."""
    unit_id, period = turn.args
    view = await _view(turn, unit_id, period)
    choices = [Choice(label, f"report_file:{view.value}:{name}") for name, label in report_files.LABELS.items()]
    back = Choice(words.BACK, f"report:{view.value}")
    return in_place(turn, Reply(report_files.title(view.name, view.time), (*choices, back)))


def file_name(text: str) -> str:
    """Which file, in a choice's value; raises ValueError for what is none."""
    if text.removesuffix("_csv") not in {*report_files.LABELS, "workbook"}:
        raise ValueError(text[:20])
    return text


@router.choice("report_file", number, period_part, file_name, maybe=number)
async def file(turn: Turn) -> Reply:
    """One of them; where it is several pictures, one of these, counted from 1."""
    unit_id, period, name, *page = turn.args
    return await handed(await _view(turn, unit_id, period), name, *page)


async def _view(turn: Turn, unit_id: int, period: Period) -> View:
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return View(turn, await who_sees_most(turn, unit), unit, period)


async def handed(view: View, name: str, page: int = 1) -> Reply:
    """With its label, and the next picture where there are several."""
    label = report_files.LABELS.get(name.removesuffix("_csv"), words.TABLE)
    count = await _pictures(view) if name == HEAT else 1
    shown = max(1, min(page, count))
    more: list[object] = [shown] if name == HEAT else []
    if name.removesuffix("_csv") == "table_d":
        more = [one.id for one in view.turn.members if one.id != view.member.id]
    made_of = recipe(name, view.member.id, view.unit.id, view.period.as_value, *more)
    text = report_files.ready(label, view.name, view.time)
    on = (Choice(words.next_picture(shown + 1, count), f"report_file:{view.value}:{name}:{shown + 1}"),)
    choices = (*(on if shown < count else ()), Choice(words.BACK, f"report:{view.value}"))
    return await hand_over(view.turn, view.member, view.unit, made_of, text, choices)


async def _pictures(view: View) -> int:
    return page_count(len(await months_below(view.turn.db, view.unit, view.period.last)))


# As it is typed


@router.command("tai bang")
@router.phrase("tai bang")
async def table(turn: Turn) -> Reply:
    """`tải bảng A xã Húc Động tháng 11/2026 csv`; an A alone behind it looks like a polite word, and is none."""
    within = await _units(turn)
    name, rest, as_csv = report_files.read_table(_behind(turn, 2))
    if name is None:
        return Reply(report_files.ONE_DOCUMENT if report_files.OF_A_DOCUMENT.match(rest) else report_files.WHICH)
    return await _of(turn, within, f"{name}_csv" if as_csv and name in report_files.AS_CSV else name, rest)


@router.command("tai bao cao")
@router.phrase("tai bao cao")
async def report(turn: Turn) -> Reply:
    return await _of(turn, await _units(turn), "report_docx", _behind(turn, 3))


@router.command("tai bieu do")
@router.phrase("tai bieu do")
async def trend(turn: Turn) -> Reply:
    return await _of(turn, await _units(turn), "trend", _behind(turn, 3))


def _behind(turn: Turn, count: int) -> str:
    return " ".join(turn.said.text.split()[count:])


async def _units(turn: Turn) -> list[Unit]:
    """Where somebody here sees the counts; raises NotAllowed."""
    found = [one.unit for one in await where(turn, Right.SEE_COUNTS)]
    if not found:
        raise NotAllowed
    return found


async def _of(turn: Turn, within: Sequence[Unit], name: str, said: str) -> Reply:
    """`xã Húc Động tháng 11`: a unit, a period, both or neither; of several units they are asked which."""
    found, period = await units_named(turn.db, within, said) if said else [], None
    if not found:
        rest, period = without_period(said, day_of(turn.now)) if said else ("", None)
        found = await units_named(turn.db, within, rest) if rest else list(within)
    if not found:
        raise NoSuchUnit(code=said[:40])
    today = day_of(turn.now)
    about = period or (year_period(today) if name.startswith("table_d") else month_period(today))
    if len(found) == 1:
        return await handed(await _view(turn, found[0].id, about), name)
    return await _which(turn, found, about, name)


async def _which(turn: Turn, found: Sequence[Unit], period: Period, name: str) -> Reply:
    choices = []
    for unit in found[:MOST_FOUND]:
        above = await turn.db.get(Unit, unit.parent_id or 0)
        label = words.found_unit(unit.name, above.name if above else None)
        choices.append(Choice(label, f"report_file:{unit.id}:{period.as_value}:{name}"))
    return Reply(words.which_of_many(len(found), MOST_FOUND), tuple(choices))
