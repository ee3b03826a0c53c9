"""Reminding of documents: whoever has not taken note, whoever has still to study and report, whoever has to pass on.

So many days before the day that holds at a unit, and the day after it; and whenever somebody asks for it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.meetings import Step
from bot.model.notices import Notice, Urgency
from bot.model.units import Unit
from bot.services.addressees import KEY, Telling, tell
from bot.services.addresses import first_ways
from bot.services.audit import note
from bot.services.directive_counts import hold_rows
from bot.services.directive_due import Due, due_now
from bot.services.directive_instead import helpers, is_closed
from bot.services.directive_reminding_words import INSTEAD
from bot.services.notices import addressed
from bot.services.permissions import Right, holders_at
from bot.services.unit_settings import after_quiet
from bot.words.times import day_of

LASTS = timedelta(days=3)


async def remind_of_directives(db: AsyncSession, now: datetime) -> int:
    """Some of what is due; returns at how many units, 0 when nothing is left. Each person once a day at most."""
    due = await due_now(db, now)
    if not due:
        return 0
    await _remind_people(db, [one for one in due if one.is_unread], now)
    await _remind_leaders(db, [one for one in due if one.is_its_day], now)
    await _write(db, [one.row.id for one in due], again_at=None)
    await _write(db, [one.row.id for one in due if one.is_its_day], reminded_at=now)
    return len(due)


async def _write(db: AsyncSession, row_ids: Sequence[int], **values: datetime | None) -> None:
    done = update(DirectiveUnit).where(DirectiveUnit.id.in_(row_ids)).values(values)
    await db.execute(done.execution_options(synchronize_session=False))  # the next look reads them anew


# What is said


def round_of(directive: Directive, now: datetime) -> int:
    """Of reminders of a document: one round a day, so that nobody is reminded twice on one."""
    return (day_of(now) - day_of(directive.made_at)).days + 1


async def _remind_people(db: AsyncSession, due: Sequence[Due], now: datetime) -> None:
    """All of one document who are told at the same hour by one statement."""
    alike: defaultdict[tuple[int, datetime], list[Due]] = defaultdict(list)
    for one in due:
        if one.row.again_at or one.settings.directive_reminders:
            alike[one.directive.id, after_quiet(now, one.settings.quiet_hours)].append(one)
    for (directive_id, at), some in alike.items():
        unread = Receipt.directive_id == directive_id, Receipt.acknowledged_at.is_(None)
        where = Receipt.unit_id.in_([one.unit.id for one in some])
        people = select(Receipt.member_id, Receipt.unit_id).where(*unread, where).subquery()
        await tell(db, _telling(some[0].directive, at, now), people, now)


def _telling(directive: Directive, at: datetime, now: datetime) -> Telling:
    about, round_ = f"directive:{directive.id}", round_of(directive, now)
    return Telling(about, Step.DIRECTIVE_REMINDER, Urgency.ROUTINE, at, at + LASTS, round_)


async def _remind_leaders(db: AsyncSession, due: Sequence[Due], now: datetime) -> None:
    """Whoever leads a unit that has to study, to report or to pass on; of what is only unread, once it is over."""
    today = day_of(now)
    concerned = [one for one in due if one.has_to_pass_on or one.has_to_study or (one.is_unread and one.is_over(today))]
    leaders = await holders_at(db, [one.unit.id for one in concerned], Right.DIRECT, today) if concerned else {}
    instead = await _helpers(db, concerned, leaders, today)
    told = [(one, instead.get(one.row.id, leaders[one.unit.id])) for one in concerned]
    ways = await first_ways(db, {member_id for _, some in told for member_id in some})
    rows = []
    for one, some in told:
        first = next((member_id for member_id in some if member_id in ways), None)
        if first is not None:
            at = after_quiet(now, one.settings.quiet_hours)
            revision = INSTEAD if one.row.id in instead else 1
            rows.append(_to_leader(one, first, at, now, revision) | addressed(ways[first], now))
    await add_if_new(db, Notice, rows, KEY)


async def _helpers(
    db: AsyncSession, due: Sequence[Due], leaders: Mapping[int, Sequence[int]], today: date
) -> dict[int, Sequence[int]]:
    """By row, whoever above passes it on where nobody can."""
    stuck = [one for one in due if one.has_to_pass_on and (not leaders[one.unit.id] or is_closed(one.unit, today))]
    return {one.row.id: (await helpers(db, one.directive, [one.unit.id], today))[one.unit.id] for one in stuck}


def _to_leader(one: Due, member_id: int, at: datetime, now: datetime, revision: int) -> dict[str, object]:
    return {
        "about": f"directive_unit:{one.row.id}",
        "revision": revision,
        "member_id": member_id,
        "unit_id": one.unit.id,
        "step": Step.DIRECTIVE_REMINDER,
        "round": round_of(one.directive, now),
        "urgency": Urgency.ROUTINE,
        "not_before": at,
        "expires_at": at + LASTS,
        "attempts": 0,
    }


# Again, since somebody asks for it


async def unread_below(db: AsyncSession, directive: Directive, unit: Unit) -> Sequence[tuple[int, int]]:
    """Rows of the units below where somebody has not taken note, and of how many people."""
    found = await db.execute(
        select(DirectiveUnit.id, DirectiveUnit.expected - DirectiveUnit.acknowledged)
        .join(Unit, Unit.id == DirectiveUnit.unit_id)
        .where(
            DirectiveUnit.directive_id == directive.id,
            DirectiveUnit.told_at.is_not(None),
            DirectiveUnit.acknowledged < DirectiveUnit.expected,
            Unit.path.startswith(unit.path),
        )
        .order_by(DirectiveUnit.id)
    )
    return [(row_id, people) for row_id, people in found]


async def remind_again(db: AsyncSession, directive: Directive, unit: Unit, by: str, now: datetime) -> int:
    """Have the clock remind whoever below has not taken note; returns how many. Nobody is reminded twice on a day."""
    rows = await unread_below(db, directive, unit)
    people = sum(count for _, count in rows)
    await hold_rows(db, [row_id for row_id, _ in rows])
    await _write(db, [row_id for row_id, _ in rows], again_at=now)
    note(db, by, "directive_reminded", f"directive:{directive.id}", now, unit=unit.id, people=people)
    return people
