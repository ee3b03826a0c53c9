"""Whoever plans visits sees the working groups and where they are sent, and takes away what is not to be."""

from collections import Counter
from collections.abc import Sequence

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import VisitAssignment, WorkingGroup
from bot.refusals import NoSuchMember, NotAllowed
from bot.services import standing_assignments
from bot.services.audit import as_member
from bot.services.permissions import Right
from bot.services.visit_gaps import gaps_of
from bot.services.visit_people import InGroup
from bot.services.working_groups import group_of, groups_of
from bot.words import visits as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from handlers.joining import at_the_door
from handlers.talk.acting import acting, where, which_unit
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place, page_of

router = Router()
RIGHT = Right.PLAN_VISITS
MOST_UNITS = 8


def room(turn: Turn) -> int:
    """How many lines of a list fit beside its words."""
    return 8 if turn.capabilities.buttons else 4


@router.command("tổ công tác")
@router.command("các tổ công tác")
@router.command("phân công", at_a_step=False)
@router.command("phân công dự họp")
@router.command("/tocongtac")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    places = await where(turn, RIGHT)
    if not places:
        raise NotAllowed
    if len(places) == 1:
        return await listed(turn, places[0].unit)
    return which_unit(turn, places[:MOST_UNITS], "visits_of")


async def unit_here(turn: Turn, unit_id: int) -> tuple[Member, Unit]:
    """Who here plans the visits of this unit; raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return await acting(turn, RIGHT, unit), unit


async def committee_here(turn: Turn, unit_id: int) -> tuple[Member, Unit]:
    """Who here plans the visits of this very unit: words that came up to it are nobody's above. Raises NotAllowed."""
    for one in await where(turn, RIGHT):
        if one.unit.id == unit_id:
            return one.member, one.unit
    raise NotAllowed


@router.choice("visits_of", number, maybe=number)
async def of_unit(turn: Turn) -> Reply:
    unit_id, *page = turn.args
    _, unit = await unit_here(turn, unit_id)
    return in_place(turn, await listed(turn, unit, page[0] if page else 0))


async def listed(turn: Turn, unit: Unit, page_number: int = 0, first: str = "") -> Reply:
    """The groups, then whoever is sent alone."""
    groups = await groups_of(turn.db, [unit.id], day_of(turn.now))
    rows = [row for row, _ in await standing_assignments.assignments_of(turn.db, unit, None, day_of(turn.now))]
    counts = Counter((row.group_id, row.member_id) for row in rows)
    alone = [one for _, one in counts if one is not None]
    people = [await turn.db.get_one(Member, one) for one in alone]
    ones = [
        *(Choice(words.group_choice(one.group.name, counts[one.group.id, None]), f"visit_group:{one.group.id}:0")
          for one in groups),
        *(Choice(words.group_choice(words.comrade(one.name), counts[None, one.id]), f"visit_alone:{unit.id}:{one.id}:0")
          for one in people),
    ]  # fmt: skip
    page = page_of(ones, page_number, room(turn))
    title = words.groups_title(unit.name, len(groups), len(people))
    how = [words.HOW_GROUP] if not first else []
    text = "\n".join([*([first] if first else []), title, *how, words.HOW_ASSIGN])
    gaps = (await gaps_of(turn.db, unit, turn.now)).count
    more = (
        *([Choice(words.anew(gaps), f"visits_anew:{unit.id}:0")] if gaps else []),
        Choice(words.REPORT, f"visit_report_now:{unit.id}"),
        Choice(words.DIFFICULTIES, f"difficulties:{unit.id}:0"),
        MENU,
    )
    return Reply(text, (*page.items, *page.turners(f"visits_of:{unit.id}"), *more))


@router.choice("visits_anew", number, number)
async def anew(turn: Turn) -> Reply:
    """Where nobody goes any more in the place of whoever went."""
    unit_id, page_number = turn.args
    _, unit = await unit_here(turn, unit_id)
    gaps = await gaps_of(turn.db, unit, turn.now)
    lines = [words.anew_group(one.name) for one in gaps.leaderless]
    lines += [words.anew_cell(cell_name(one.cell.name), one.first, one.last, one.was) for one in gaps.cells]
    page, back = page_of(lines, page_number, 4), Choice(words.BACK, f"visits_of:{unit.id}")
    if not lines:
        return in_place(turn, Reply(words.NOTHING_ANEW, (back,)))
    text = "\n".join([words.anew_title(unit.name, gaps.count), *page.items, words.HOW_ASSIGN])
    return in_place(turn, Reply(text, (*page.turners(f"visits_anew:{unit.id}"), back)))


# One group, or one person


@router.choice("visit_group", number, number)
async def of_group(turn: Turn) -> Reply:
    group_id, page = turn.args
    found = await group_of(turn.db, group_id, day_of(turn.now))
    _, unit = await unit_here(turn, found.group.unit_id)
    return in_place(turn, await _visitor(turn, unit, found.group, found.people, page))


@router.choice("visit_alone", number, number, number)
async def of_person(turn: Turn) -> Reply:
    unit_id, member_id, page = turn.args
    _, unit = await unit_here(turn, unit_id)
    person = await turn.db.get(Member, member_id)
    if person is None or not await standing_assignments.assignments_of(turn.db, unit, person, day_of(turn.now)):
        raise NoSuchMember(who=member_id)
    return in_place(turn, await _visitor(turn, unit, person, [], page))


async def _visitor(
    turn: Turn, unit: Unit, visitor: WorkingGroup | Member, people: Sequence[InGroup], page: int
) -> Reply:
    found = await standing_assignments.assignments_of(turn.db, unit, visitor, day_of(turn.now))
    shown = page_of(found, page, room(turn))
    offs = [
        Choice(
            words.assignment_choice(cell.name, row.from_on, row.until_on, is_announced=row.is_announced),
            f"visit_off:{row.id}",
        )
        for row, cell in shown.items
    ]
    is_group = isinstance(visitor, WorkingGroup)
    leader = next((one.member.name for one in people if one.is_leader), None)
    others = [one.member.name for one in people if not one.is_leader]
    name = visitor.name if is_group else words.comrade(visitor.name)
    text = words.visitor_page(name, leader, others, len(found))
    where_at = f"visit_group:{visitor.id}" if is_group else f"visit_alone:{unit.id}:{visitor.id}"
    end = (Choice(words.END_GROUP, f"visit_group_end:{visitor.id}"),) if is_group else ()
    return Reply(text, (*offs, *shown.turners(where_at), *end, Choice(words.BACK, f"visits_of:{unit.id}")))


@router.choice("visit_group_end", number)
async def ask_to_end(turn: Turn) -> Reply:
    found = await group_of(turn.db, turn.args[0], day_of(turn.now))
    await unit_here(turn, found.group.unit_id)
    yes = Choice(words.DO_END, f"visit_group_off:{found.group.id}")
    keep = Choice(words.KEEP, f"visit_group:{found.group.id}:0")
    return in_place(turn, Reply(words.ask_end(found.group.name), (yes, keep), expect=YES_NO))


@router.choice("visit_group_off", number)
async def end(turn: Turn) -> Reply:
    found = await group_of(turn.db, turn.args[0], day_of(turn.now))
    member, unit = await unit_here(turn, found.group.unit_id)
    count = await standing_assignments.end_group(turn.db, found.group, as_member(member.id), turn.now)
    return in_place(turn, await listed(turn, unit, first=words.group_ended(found.group.name, count)))


# One assignment


async def _assignment(turn: Turn) -> tuple[Member, Unit, VisitAssignment]:
    row = await standing_assignments.assignment_at(turn.db, turn.args[0])
    member, unit = await unit_here(turn, row.unit_id)
    return member, unit, row


def _back_to(row: VisitAssignment) -> str:
    return f"visit_group:{row.group_id}:0" if row.group_id else f"visits_of:{row.unit_id}"


@router.choice("visit_off", number)
async def ask_to_take_back(turn: Turn) -> Reply:
    _, _, row = await _assignment(turn)
    cell = await turn.db.get_one(Unit, row.cell_id)
    said = words.assignment_choice(cell.name, row.from_on, row.until_on, is_announced=row.is_announced)
    yes, keep = Choice(words.DO_END, f"visit_off_yes:{row.id}"), Choice(words.KEEP, _back_to(row))
    return in_place(turn, Reply(words.ask_end(said), (yes, keep), expect=YES_NO))


@router.choice("visit_off_yes", number)
async def take_back(turn: Turn) -> Reply:
    member, _, row = await _assignment(turn)
    await standing_assignments.end_assignment(turn.db, row, as_member(member.id), turn.now)
    return in_place(turn, Reply(words.ASSIGNMENT_ENDED, (Choice(words.BACK, _back_to(row)), MENU)))
