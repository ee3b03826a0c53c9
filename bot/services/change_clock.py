"""Changes of members that wait: whoever must answer is asked again every few days, until somebody does."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, String, cast, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.member_changes import WAITING, ChangeState, MemberChange
from bot.model.units import Unit
from bot.model.warnings import Stage, UnitWarning
from bot.services import change_words as telling
from bot.services.change_words import offices_above
from bot.services.permissions import Right, holders
from bot.services.unit_settings import UnitSettings, after_quiet, said_at_units, settings_at
from bot.services.warnings import Given, given_once
from bot.words.times import day_of

AT_ONCE, PAGE = 25, 100
ASKED = "change_asked"
"""A day on which whoever must answer was asked once more, or began to be the one who must."""
SUBJECT = literal("change:") + cast(MemberChange.id, String)


async def waits_from_now(db: AsyncSession, change: MemberChange, now: datetime) -> None:
    """Somebody else must answer from here on: the days begin anew."""
    await given_once(db, [_given(change, now)], Stage.SECRETARY, now)


async def ask_some_again(db: AsyncSession, now: datetime) -> int:
    """A slice of those that are due; 0 when none is left. In quiet hours nothing is said."""
    least = await _least(db)
    if least == 0:
        return 0
    found: list[MemberChange] = []
    after = 0
    while len(found) < AT_ONCE:
        page = (await db.scalars(_waiting_since(now - timedelta(days=least), after))).all()
        found += await _due(db, page, now)
        if len(page) < PAGE:
            break
        after = page[-1].id
    by_given = {_given(one, now): one for one in found[:AT_ONCE]}
    new = await given_once(db, by_given, Stage.SECRETARY, now)
    for given in sorted(new):
        await _ask_again(db, by_given[given], now)
    return len(new)


def _given(change: MemberChange, now: datetime) -> Given:
    return Given(change.unit_id, ASKED, f"change:{change.id}", day_of(now).isoformat())


async def _least(db: AsyncSession) -> int:
    """The fewest days that hold anywhere; 0 where nobody is ever asked again."""
    said = [UnitSettings().change_days, *(await said_at_units(db, "change_days")).values()]
    return min((days for days in said if days), default=0)


def _waiting_since(long_ago: datetime, after: int) -> Select[MemberChange]:
    was_asked = exists().where(
        UnitWarning.unit_id == MemberChange.unit_id,
        UnitWarning.name == ASKED,
        UnitWarning.subject == SUBJECT,
        UnitWarning.at > long_ago,
    )
    waits = MemberChange.id > after, MemberChange.state.in_(WAITING), MemberChange.asked_at <= long_ago
    return select(MemberChange).where(*waits, ~was_asked).order_by(MemberChange.id).limit(PAGE)


async def _due(db: AsyncSession, page: Sequence[MemberChange], now: datetime) -> list[MemberChange]:
    """Those that wait as long as their own cell says."""
    cells = (await db.scalars(select(Unit).where(Unit.id.in_({one.unit_id for one in page})))).all()
    settings = await settings_at(db, cells)
    last = await _last_asked(db, page)
    return [one for one in page if _is_due(settings[one.unit_id], last.get(one.id, one.asked_at), now)]


def _is_due(settings: UnitSettings, asked_at: datetime, now: datetime) -> bool:
    days = settings.change_days
    return 0 < days <= (now - asked_at).days and after_quiet(now, settings.quiet_hours) == now


async def _last_asked(db: AsyncSession, page: Sequence[MemberChange]) -> Mapping[int, datetime]:
    found = await db.execute(
        select(MemberChange.id, func.max(UnitWarning.at))
        .join(UnitWarning, (UnitWarning.unit_id == MemberChange.unit_id) & (UnitWarning.subject == SUBJECT))
        .where(MemberChange.id.in_([one.id for one in page]), UnitWarning.name == ASKED)
        .group_by(MemberChange.id)
    )
    return dict(found.all())


async def _ask_again(db: AsyncSession, change: MemberChange, now: datetime) -> None:
    """The office; or whoever leads the cell that receives, and behind them the office above it."""
    days = (day_of(now) - day_of(change.asked_at)).days
    if change.state is ChangeState.AT_OFFICE:
        await telling.to_office(db, change, now, again=days)
        return
    to = await db.get_one(Unit, change.to_unit_id)
    people = [*await holders(db, to, Right.ROSTER, day_of(now)), *await offices_above(db, to, now)]
    await telling.to_receiver(db, change, people, now, again=days)
