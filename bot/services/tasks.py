"""Telling people of their tasks: when they are given, the day before and on the day; what is late, to whoever leads."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.conclusions import Conclusion
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.services.conclusions import Concluded
from bot.services.notices import Word, owe_words
from bot.services.permissions import Right, holders_at
from bot.services.unit_settings import UnitSettings, after_quiet, said_at_units, settings_at
from bot.words import conclusions as words
from bot.words.times import day_of, local
from bot.words.vi import cell as cell_name

MORNING = time(7)
AT_ONCE = 200


async def tell_given(db: AsyncSession, given: Sequence[Concluded], but: int, now: datetime) -> None:
    """That something is theirs to do, to each but whoever has just written it."""
    units = {one.meeting.cell_id: await db.get_one(Unit, one.meeting.cell_id) for one in given}
    said = []
    for one in given:
        if one.who is None or one.who.id == but or one.row.done_at is not None:
            continue
        unit = cell_name(units[one.meeting.cell_id].name)
        said.append((one.row.id, one.who.id, words.given_to(one.who.name, unit, one.row.text, one.row.due_on)))
    rounds = await _rounds(db, [row_id for row_id, _, _ in said])
    await owe_words(db, [_word(row_id, rounds[row_id], [who], text) for row_id, who, text in said], now)


async def remind_tasks(db: AsyncSession, now: datetime) -> int:
    """Some of what is due; returns of how many, 0 when nothing is left. Nobody is woken by it."""
    if local(now).time() < MORNING:
        return 0
    due_ids = await _due(db, now)
    if not due_ids:
        return 0
    found = await db.execute(
        select(Conclusion, Member, Unit)
        .join(Meeting, Meeting.id == Conclusion.meeting_id)
        .join(Unit, Unit.id == Meeting.cell_id)
        .outerjoin(Member, Member.id == Conclusion.member_id)
        .where(Conclusion.id.in_(due_ids), *_to_be_said(day_of(now)))
        .order_by(Conclusion.due_on, Conclusion.id)
        .with_for_update(of=Conclusion, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = [(row, who, unit) for row, who, unit in found]
    today = day_of(now)
    await _remind(db, [one for one in rows if one[0].due_on and one[0].due_on >= today], now)
    await _tell_leaders(db, [one for one in rows if one[0].due_on and one[0].due_on < today], now)
    return len(rows)


def _to_be_said(today: date) -> tuple[ColumnElement[bool], ...]:
    """Not done, and not said today; that it is late is said once."""
    is_late = (Conclusion.due_on < today) & Conclusion.overdue_at.is_(None)
    is_due = (Conclusion.due_on >= today) & Conclusion.member_id.is_not(None)
    not_today = or_(Conclusion.reminded_on.is_(None), Conclusion.reminded_on < today)
    return Conclusion.done_at.is_(None), or_(is_late, is_due & not_today)


async def _due(db: AsyncSession, now: datetime) -> list[int]:
    """Those whose day it is by the settings of their units, where nobody sleeps."""
    today = day_of(now)
    most = max([UnitSettings().task_days, *(await said_at_units(db, "task_days")).values()])
    found = await db.execute(
        select(Conclusion.id, Conclusion.due_on, Conclusion.reminded_on, Unit)
        .join(Meeting, Meeting.id == Conclusion.meeting_id)
        .join(Unit, Unit.id == Meeting.cell_id)
        .where(Conclusion.due_on <= today + timedelta(days=most), *_to_be_said(today))
        .order_by(Conclusion.due_on, Conclusion.id)
    )
    rows = [(row_id, due_on, reminded_on, unit) for row_id, due_on, reminded_on, unit in found if due_on]
    settings = await settings_at(db, {unit.id: unit for *_, unit in rows}.values()) if rows else {}
    return [
        row_id
        for row_id, due_on, reminded_on, unit in rows
        if after_quiet(now, settings[unit.id].quiet_hours) == now
        and _is_its_day((due_on - today).days, reminded_on, settings[unit.id].task_days)
    ][:AT_ONCE]


def _is_its_day(left: int, reminded_on: date | None, days: int) -> bool:
    """On the day itself and after it, or once so many days before."""
    return left <= 0 or (left <= days and reminded_on is None)


Due = tuple[Conclusion, Member | None, Unit]


async def _remind(db: AsyncSession, due: Sequence[Due], now: datetime) -> None:
    rounds = await _rounds(db, [row.id for row, _, _ in due])
    today, said = day_of(now), []
    for row, who, _ in due:
        row.reminded_on = today
        if who is not None and row.due_on is not None:
            text = words.due(who.name, row.text, row.due_on, today)
            said.append(_word(row.id, rounds[row.id], [who.id], text))
    await owe_words(db, said, now)


async def _tell_leaders(db: AsyncSession, late: Sequence[Due], now: datetime) -> None:
    """All that became late in a unit is one word to whoever leads it."""
    by_unit: defaultdict[int, list[Due]] = defaultdict(list)
    for one in late:
        one[0].overdue_at = now
        by_unit[one[2].id].append(one)
    leaders = await holders_at(db, list(by_unit), Right.DECIDE_LEAVE, day_of(now)) if by_unit else {}
    rounds = await _rounds(db, [some[0][0].id for some in by_unit.values()])
    said = []
    for unit_id, some in by_unit.items():
        listed = [(row.text, who.name if who else None, row.due_on) for row, who, _ in some if row.due_on]
        text = words.overdue(cell_name(some[0][2].name), listed)
        said.append(Word(f"task:{some[0][0].id}", rounds[some[0][0].id], leaders[unit_id], Reply(text)))
    await owe_words(db, said, now)


def _word(row_id: int, round_: int, member_ids: Sequence[int], text: str) -> Word:
    return Word(f"task:{row_id}", round_, member_ids, Reply(f"{text} {words.THEN_SAY}", one_way=text))


async def _rounds(db: AsyncSession, row_ids: Sequence[int]) -> dict[int, int]:
    """The next round of what is said of each task."""
    if not row_ids:
        return {}
    about = {f"task:{row_id}": row_id for row_id in row_ids}
    found = await db.execute(
        select(Notice.about, func.max(Notice.round)).where(Notice.about.in_(about)).group_by(Notice.about)
    )
    return dict.fromkeys(row_ids, 1) | {about[name]: last + 1 for name, last in found}
