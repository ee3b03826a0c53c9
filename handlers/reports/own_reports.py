"""Reports that come by themselves: when the next one does, and all cells that a list of theirs could not name."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.own_reports import OwnReportKind
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.period import Period
from bot.services.own_report_choice import choose, has_stopped
from bot.services.own_report_days import edition_of, next_due
from bot.services.own_report_facts import cells_behind
from bot.services.own_report_people import LISTS, recipients
from bot.services.permissions import Right
from bot.services.unit_settings import settings_of
from bot.words import committee, menu
from bot.words import own_reports as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from handlers.reports.pages import LONGEST, period_part
from handlers.talk.acting import acting, where
from handlers.talk.paging import in_place, page_of

router = Router()


@router.command("bao cao tu gui")
@router.command("thoi bao cao thang")
@router.command("thoi bao cao quy")
@router.command("thoi gui bao cao")
async def when(turn: Turn) -> Reply:
    """At the only unit whose reports come to somebody here, or which; each stops them for themselves alone."""
    units = [one.unit for one in await where(turn, Right.SEE_COUNTS)]
    if not units:
        raise NotAllowed
    theirs = await _theirs(turn, units)
    if len(theirs) == 1:
        return await _coming(turn, theirs[0])
    choices = [Choice(menu.unit_choice(one.name, None), f"own_reports:{one.id}") for one in theirs[: menu.MOST_UNITS]]
    return Reply(committee.WHICH_UNIT, tuple(choices)) if choices else Reply(words.NONE)


@router.choice("own_reports", number)
async def when_at(turn: Turn) -> Reply:
    unit = await turn.db.get(Unit, turn.args[0])
    if unit is None or not await _theirs(turn, [unit]):
        raise NotAllowed
    return await _coming(turn, unit)


@router.choice("own_reports_stop", number)
async def stop(turn: Turn) -> Reply:
    return await _chosen(turn, wants=False)


@router.choice("own_reports_again", number)
async def again(turn: Turn) -> Reply:
    return await _chosen(turn, wants=True)


async def _chosen(turn: Turn, *, wants: bool) -> Reply:
    """Of two who share a phone, for both."""
    unit = await turn.db.get(Unit, turn.args[0])
    people = await _recipients(turn, [unit]) if unit is not None else []
    if unit is None or not people:
        raise NotAllowed
    for member_id, _ in people:
        await choose(turn.db, unit, member_id, turn.now, wants=wants)
    return await _coming(turn, unit)


async def _theirs(turn: Turn, units: Sequence[Unit]) -> list[Unit]:
    ids = {unit_id for _, unit_id in await _recipients(turn, units)}
    return [one for one in units if one.id in ids]


async def _recipients(turn: Turn, units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Member and unit of those who speak here."""
    here = {one.id for one in turn.members}
    found = await turn.db.execute(recipients(OwnReportKind.MONTH, [one.id for one in units], day_of(turn.now)))
    return [(member_id, unit_id) for member_id, unit_id in found if member_id in here]


async def _coming(turn: Turn, unit: Unit) -> Reply:
    settings, name = await settings_of(turn.db, unit), cell_name(unit.name) if unit.is_cell else unit.name
    if all(has_stopped(unit, member_id) for member_id, _ in await _recipients(turn, [unit])):
        return Reply(words.stopped(name), (Choice(words.AGAIN, f"own_reports_again:{unit.id}"),))
    lines = []
    for kind in OwnReportKind:
        found = next_due(kind, settings, turn.now) if kind not in LISTS or not unit.is_cell else None
        if found is not None:
            edition, at = found
            said = words.next_list(kind, edition.label, at) if kind in LISTS else words.next_report(edition.label, at)
            lines.append(said)
    text = words.coming(name, lines) if lines else words.never(name)
    choices = (Choice(words.STOP, f"own_reports_stop:{unit.id}"),) if lines else ()
    return Reply(f"{text}\n{words.how_to_change(unit.code)}", choices)


def list_kind(text: str) -> OwnReportKind:
    """A kind of list in a choice's value; raises ValueError for what is none."""
    if text not in LISTS:
        raise ValueError(text[:20])
    return OwnReportKind(text)


@router.choice("behind", list_kind, number, period_part, maybe=number)
async def behind(turn: Turn) -> Reply:
    """All of them, as it is now; each opens its report."""
    kind, unit_id, period, *page = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or period.length > 1:
        raise NotAllowed
    await acting(turn, Right.SEE_COUNTS, unit)
    return in_place(turn, await _list(turn, kind, unit, period, page[0] if page else 0))


async def _list(turn: Turn, kind: OwnReportKind, unit: Unit, period: Period, number_: int) -> Reply:
    edition = edition_of(kind, period.as_value)
    found = (await cells_behind(turn.db, edition, [unit.id], turn.now))[unit.id]
    cells = page_of(found, number_, LONGEST)
    choices = [Choice(committee.place(one.name), f"report:{one.id}:{period.as_value}") for one in cells.items]
    back = Choice(committee.BACK, f"report:{unit.id}:{period.as_value}")
    turners = cells.turners(f"behind:{kind}:{unit.id}:{period.as_value}")
    return Reply(words.list_title(kind, unit.name, period.label, len(found)), (*choices, *turners, back))
