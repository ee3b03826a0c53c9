"""A line assigns: what it would do is shown first, with meetings at the same hour, and done with a yes."""

import re
from collections.abc import Sequence
from datetime import date

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import WorkingGroup
from bot.refusals import AssignmentUnreadable, ChoiceExpected, NoSuchWorkGroup, PersonUnclear, PlaceUnclear
from bot.services import assignments, standing_assignments
from bot.services.assignments import AssignmentPlan, Wanted, plan_assignments
from bot.services.audit import as_member
from bot.services.meetings import called_meetings
from bot.services.member_search import people_named
from bot.services.unit_search import units_named
from bot.services.working_groups import group_named, group_of
from bot.words import visits as words
from bot.words.calling import says_yes
from bot.words.names import fold
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from bot.words.visit_lines import AssignmentLine, is_group, read_assignment
from handlers.meetings.planning import heard
from handlers.talk import drafts
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place
from handlers.visits.planning import listed, unit_here

router = Router()
PLAN, LOOK = "visit_plan", "visits_look"
COMMUNE = re.compile(r"\s+(?=(?:xa|phuong|thi tran|dac khu|dang uy|dang bo)\s)")
"""Before the name of the committee above: `thon dong xa huc dong`."""


async def look_through(turn: Turn, unit: Unit, said: str) -> Reply:
    """Who, where and when, before anything is written; raises what is unclear of it."""
    try:
        line = read_assignment(said, day_of(turn.now))
    except ValueError:
        raise AssignmentUnreadable from None
    visitor = await visitor_called(turn, unit, line.visitor)
    cells = await cells_called(turn, unit, line.cells)
    meeting = await _meeting_of(turn, cells, line)
    wanted = Wanted(visitor, cells, line.span.first, line.span.last, meeting, line.is_announced)
    plan = await plan_assignments(turn.db, unit, wanted, turn.now)
    if not plan.new:
        reply = await listed(turn, unit)
        return Reply(words.NOTHING_NEW, reply.choices)
    drafts.begin(turn, PLAN, **_kept(plan))
    return preview(turn, plan)


async def visitor_called(turn: Turn, unit: Unit, said: str) -> WorkingGroup | Member:
    """A group of the unit by its name or number, or somebody at or below it; raises NoSuchWorkGroup, PersonUnclear."""
    found = await group_named(turn.db, unit, said, day_of(turn.now))
    if found is not None:
        return found.group
    if is_group(said):
        raise NoSuchWorkGroup(name=said[:40])
    name = re.sub(r"^(?:đ/c|d/c|đc|đồng chí|dong chi)[\s.]+", "", said, flags=re.IGNORECASE)
    people = {one.id: one for one, _ in await people_named(turn.db, [unit], name, turn.now)}
    if len(people) != 1:
        raise PersonUnclear(name=name[:40], count=len(people))
    return next(iter(people.values()))


async def cells_called(turn: Turn, unit: Unit, names: Sequence[str]) -> list[Unit]:
    """The cells of these names; a committee stands for all below it, no name at all for every cell of the unit."""
    if not names:
        return await standing_assignments.cells_below(turn.db, [unit])
    found: dict[int, Unit] = {}
    for name in names:
        one = await _place(turn, unit, name)
        below = [one] if one.is_cell else await standing_assignments.cells_below(turn.db, [one])
        found |= {cell.id: cell for cell in below}
    return list(found.values())


async def _place(turn: Turn, unit: Unit, name: str) -> Unit:
    found = await units_named(turn.db, [unit], name)
    parts = COMMUNE.split(name, maxsplit=1)
    if len(found) != 1 and len(parts) == 2 and (above := await units_named(turn.db, [unit], parts[1])):
        found = await units_named(turn.db, above, parts[0])
    if len(found) != 1:
        raise PlaceUnclear(name=name[:40], count=len(found))
    return found[0]


async def _meeting_of(turn: Turn, cells: Sequence[Unit], line: AssignmentLine) -> Meeting | None:
    """A day and one cell: its meeting of that day is meant, to whatever day it may be moved."""
    if not line.span.is_day or len(cells) != 1:
        return None
    called = await called_meetings(turn.db, [cells[0].id])
    found = [one for one in called if day_of(one.starts_at) == line.span.first and one.starts_at > turn.now]
    return found[0] if len(found) == 1 else None


def _kept(plan: AssignmentPlan) -> dict[str, object]:
    wanted = plan.wanted
    return {
        "unit": plan.unit.id,
        "group": wanted.visitor.id if isinstance(wanted.visitor, WorkingGroup) else None,
        "member": wanted.visitor.id if isinstance(wanted.visitor, Member) else None,
        "cells": [one.id for one in wanted.cells],
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
        "meeting": wanted.meeting.id if wanted.meeting else None,
        "announced": wanted.is_announced,
    }


async def _again(turn: Turn, draft_number: int | None = None) -> tuple[Member, AssignmentPlan]:
    """The plan as things stand now, and who makes it; raises DraftGone, or NotAllowed for who may no longer."""
    draft = drafts.draft_of(turn, PLAN, draft_number)
    member, unit = await unit_here(turn, draft["unit"])
    visitor: WorkingGroup | Member
    if draft["group"] is not None:
        visitor = (await group_of(turn.db, draft["group"], day_of(turn.now))).group
    else:
        visitor = await turn.db.get_one(Member, draft["member"])
    cells = [await turn.db.get_one(Unit, one) for one in draft["cells"]]
    meeting = await turn.db.get(Meeting, draft["meeting"]) if draft["meeting"] else None
    first, last = date.fromisoformat(draft["first"]), date.fromisoformat(draft["last"])
    wanted = Wanted(visitor, cells, first, last, meeting, draft["announced"])
    return member, await plan_assignments(turn.db, unit, wanted, turn.now)


def preview(turn: Turn, plan: AssignmentPlan) -> Reply:
    wanted = plan.wanted
    text = words.plan(
        visitor_name(wanted.visitor),
        (wanted.first, wanted.last),
        [cell_name(one.name) for one in plan.new],
        [cell_name(one.name) for one in plan.known],
        len(plan.called),
        [
            (cell_name(one.cell.name), one.meeting.starts_at, cell_name(other.cell.name), other.meeting.starts_at)
            for one, other in plan.clashes
        ],
        is_announced=wanted.is_announced,
    )
    draft = drafts.draft_of(turn, PLAN)["no"]
    choices = (Choice(words.ASSIGN, f"visit_assign:{draft}"), Choice(words.LEAVE, f"visit_leave:{draft}"))
    return Reply(text, choices, expect=LOOK)


def visitor_name(visitor: WorkingGroup | Member) -> str:
    return visitor.name if isinstance(visitor, WorkingGroup) else words.comrade(visitor.name)


async def resume(turn: Turn) -> Reply:
    """What was about to be assigned, as things stand now."""
    _, plan = await _again(turn)
    return preview(turn, plan)


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    """Yes, or the line written anew."""
    if says_yes(turn.said.text, words.SAY_YES):
        return await _assign(turn, None)
    said = heard(turn, turn.said.text)
    if not fold(said).startswith("phan cong"):
        raise ChoiceExpected
    _, unit = await unit_here(turn, drafts.draft_of(turn, PLAN)["unit"])
    return await look_through(turn, unit, said)


@router.choice("visit_assign", number)
async def assign(turn: Turn) -> Reply:
    return await _assign(turn, turn.args[0])


async def _assign(turn: Turn, draft: int | None) -> Reply:
    """The second of two taps finds no draft any more."""
    member, plan = await _again(turn, draft)
    rows = await assignments.assign(turn.db, plan, as_member(member.id), turn.now)
    drafts.drop(turn)
    said = words.assigned(visitor_name(plan.wanted.visitor), len(rows))
    return in_place(turn, Reply(said, (Choice(words.LIST, f"visits_of:{plan.unit.id}"), MENU)))


@router.choice("visit_leave", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, PLAN, turn.args[0])
    drafts.drop(turn)
    return in_place(turn, Reply(words.LEFT, (MENU,)))
