"""The words of reminders of documents, from what is true when they leave: nobody is reminded of what they have done."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.messages import Capabilities, Choice, Reply
from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.services.directive_lines import due_at
from bot.services.directive_people import Staying, staying
from bot.services.told import Due, Told
from bot.words import directive_answers as words
from bot.words.directive_progress import SEE
from bot.words.directives import PASS_INSTEAD
from bot.words.times import day_of

PERSON, LEADER = "directive", "directive_unit"
INSTEAD = 2
"""The revision of a reminder to whoever is above a committee at which nobody can pass it on; to its own leader: 1."""
Words = Callable[[Told, Capabilities, datetime], Awaitable[Reply | str]]


async def reminding_words(db: AsyncSession, notices: Sequence[Notice | Due]) -> Mapping[int, Words]:
    """To people `directive:<id>`, to whoever leads a unit `directive_unit:<row>`."""
    to_people = [one for one in notices if one.about.startswith(f"{PERSON}:")]
    to_leaders = [one for one in notices if one.about.startswith(f"{LEADER}:")]
    return {**await _of_people(db, to_people), **await _of_leaders(db, to_leaders)}


def _which(notice: Notice | Due) -> int:
    return int(notice.about.partition(":")[2])


async def _of_people(db: AsyncSession, notices: Sequence[Notice | Due]) -> dict[int, Words]:
    if not notices:
        return {}
    ids = sorted({_which(one) for one in notices})
    found = {one.id: one for one in await db.scalars(select(Directive).where(Directive.id.in_(filled_up(ids))))}
    members = sorted({one.member_id for one in notices if one.member_id})
    waiting = await db.execute(
        select(Receipt.directive_id, Receipt.member_id).where(
            Receipt.directive_id.in_(filled_up(ids)),
            Receipt.member_id.in_(filled_up(members)),
            Receipt.acknowledged_at.is_(None),
        )
    )
    still = {(directive_id, member_id) for directive_id, member_id in waiting}
    stays = await staying(db, members)
    days = await _days(db, list(found.values()), notices)
    return {
        one.id: partial(
            _to_person, found.get(_which(one)), one.member_id or 0, (_which(one), one.member_id) in still, stays,
            days.get((_which(one), one.unit_id)),
        )
        for one in notices
    }  # fmt: skip


async def _days(
    db: AsyncSession, directives: Sequence[Directive], notices: Sequence[Notice | Due]
) -> dict[tuple[int, int | None], date | None]:
    days: dict[tuple[int, int | None], date | None] = {}
    for directive in directives:
        units = sorted({one.unit_id for one in notices if one.unit_id and _which(one) == directive.id})
        for unit_id, on in (await due_at(db, directive, units)).items():
            days[directive.id, unit_id] = on
    return days


async def _to_person(
    directive: Directive | None,
    member_id: int,
    is_waiting: bool,
    stays: Staying,
    due_on: date | None,
    told: Told,
    capabilities: Capabilities,  # noqa: ARG001 - whoever words asks all alike
    now: datetime,
) -> Reply | str:
    if directive is None or directive.cancelled_at is not None:
        return "directive_cancelled"
    if stays.has_left(member_id, day_of(now)):
        return "left"
    if not is_waiting:
        return "acknowledged"
    return reminder_of(directive, member_id, told.name or "", due_on, day_of(now))


def reminder_of(directive: Directive, member_id: int, name: str, due_on: date | None, today: date) -> Reply:
    """What somebody reads who has not taken note of it."""
    text = words.reminder(name, directive.number, directive.summary, due_on, today)
    choices = (
        Choice(words.ACK, f"directive_ack:{directive.id}:{member_id}"),
        Choice(words.ASK, f"directive_ask:{directive.id}:{member_id}"),
    )
    return Reply(f"{text} {words.THEN_PRESS}", choices, one_way=f"{text} {words.THEN_TELL}")


async def _of_leaders(db: AsyncSession, notices: Sequence[Notice | Due]) -> dict[int, Words]:
    if not notices:
        return {}
    ids = sorted({_which(one) for one in notices})
    found = await db.execute(
        select(DirectiveUnit, Directive, Unit)
        .join(Directive, Directive.id == DirectiveUnit.directive_id)
        .join(Unit, Unit.id == DirectiveUnit.unit_id)
        .where(DirectiveUnit.id.in_(filled_up(ids)))
        .execution_options(populate_existing=True)
    )
    rows = {row.id: (row, directive, unit) for row, directive, unit in found}
    days: dict[tuple[int, int | None], date | None] = {}
    for directive in {one.id: one for _, one, _ in rows.values()}.values():
        units = [row.unit_id for row, one, _ in rows.values() if one is directive]
        days |= {(directive.id, unit_id): on for unit_id, on in (await due_at(db, directive, units)).items()}
    return {
        one.id: partial(
            _instead if one.revision == INSTEAD else _to_leader,
            *rows[_which(one)],
            days.get((rows[_which(one)][1].id, one.unit_id)),
        )
        for one in notices
        if _which(one) in rows
    }


async def _to_leader(
    row: DirectiveUnit,
    directive: Directive,
    unit: Unit,
    due_on: date | None,
    told: Told,  # noqa: ARG001 - whoever words asks all alike
    capabilities: Capabilities,  # noqa: ARG001
    now: datetime,
) -> Reply | str:
    if directive.cancelled_at is not None:
        return "directive_cancelled"
    todo = todo_of(row, directive)
    if not todo:
        return "done_already"
    text = words.reminder_to_leader(unit.name, directive.number, todo, due_on, day_of(now), is_cell=unit.is_cell)
    see = Choice(SEE, f"directive_progress:{directive.id}:{unit.id}")
    return Reply(f"{text} {words.HOW_TO_GO_ON[todo[0][0]].format(number=directive.id)}", (see,), one_way=text)


async def _instead(
    row: DirectiveUnit,
    directive: Directive,
    unit: Unit,
    due_on: date | None,
    told: Told,  # noqa: ARG001 - whoever words asks all alike
    capabilities: Capabilities,  # noqa: ARG001
    now: datetime,
) -> Reply | str:
    if directive.cancelled_at is not None:
        return "directive_cancelled"
    if row.passed_at is not None:
        return "done_already"
    text = words.reminder_to_helper(unit.name, directive.number, due_on, day_of(now))
    choice = Choice(PASS_INSTEAD, f"directive_instead:{directive.id}:{unit.id}")
    return Reply(f"{text} {words.HOW_TO_HELP.format(number=directive.id)}", (choice,), one_way=text)


def todo_of(row: DirectiveUnit, directive: Directive) -> list[tuple[str, int]]:
    """What a unit has still to do, and for how many people."""
    todo = []
    if row.passed_at is None:
        todo.append(("pass_on", 0))
    if directive.must_study and row.studied < row.expected:
        todo.append(("study", row.expected - row.studied))
    if row.acknowledged < row.expected:
        todo.append(("read", row.expected - row.acknowledged))
    if directive.must_study and row.expected and row.reported_at is None:
        todo.append(("report", 0))
    return todo
