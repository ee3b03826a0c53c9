"""The secretary parts a large cell into groups: makes them, puts people into them, names their leaders."""

from collections.abc import Sequence

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.model.units import Unit, UnitKind
from bot.refusals import NotAGroup, NotAllowed
from bot.services import party_groups as groups
from bot.services.audit import as_member
from bot.services.links import Linked, linked_in
from bot.services.meetings import called_meetings, guard
from bot.services.naming import chosen
from bot.services.people import people_of_cell
from bot.services.permissions import Right
from bot.words import menu
from bot.words import party_groups as words
from bot.words.rolls import in_lines
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from handlers.links import cell_here, numbered
from handlers.meetings.planning import or_anew, typed
from handlers.talk.acting import acting, one_unit
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place, page_of

router = Router()
PEOPLE, LEADER = "group_people", "group_leader"
SHOWN, GROUPS, MOST_MEETINGS = 24, 5, 2
"""Names, groups and meetings of a group in one message."""


@router.command("tổ đảng")
@router.command("các tổ đảng")
@router.command("/todang")
async def show(turn: Turn) -> Reply:
    cell = await one_unit(turn, Right.LINK, "party_groups")
    return cell if isinstance(cell, Reply) else await _standing(turn, cell)


@router.choice("party_groups", number, maybe=number)
async def show_at(turn: Turn) -> Reply:
    unit_id, *page = turn.args
    return in_place(turn, await _standing(turn, await cell_here(turn, unit_id), page=page[0] if page else 0))


async def _standing(turn: Turn, cell: Unit, first: str = "", page: int = 0) -> Reply:
    found = await groups.groups_of(turn.db, cell.id)
    sizes = await groups.sizes_of(turn.db, cell.id, turn.now)
    shown = page_of(found, page, GROUPS)
    text = words.listed(cell_name(cell.name), len(found), sizes.get(None, 0))
    choices = (Choice(words.choice(one.name, sizes.get(one.id, 0)), f"party_group:{one.id}") for one in shown.items)
    turners = shown.turners(f"party_groups:{cell.id}")
    return Reply("\n".join([*([first] if first else []), text]), (*choices, *turners, MENU))


@router.phrase("lập tổ đảng")
@router.phrase("lập tổ")
async def make(turn: Turn) -> Reply:
    """`lập tổ đảng Tổ 1`; where somebody leads several cells, it is asked for which first."""
    cell = await one_unit(turn, Right.LINK, "party_groups")
    if isinstance(cell, Reply):
        return cell
    name = words.name_behind(turn.said.text)
    guard((name,), harmless=False)
    if not name or len(name) > words.LONGEST:
        return await _standing(turn, cell, words.NAME_IT)
    by = as_member((await acting(turn, Right.LINK, cell)).id)
    group = await groups.make_group(turn.db, cell, name, by, turn.now)
    return await _ask_people(turn, cell, group, words.made(group.name))


ANEW = or_anew(("lap to ",), make)


async def _group_here(turn: Turn, group_id: int) -> tuple[Member, Unit, Unit]:
    """Who here leads the cell, the cell, and its group; raises NotAllowed or NotAGroup."""
    group = await turn.db.get(Unit, group_id)
    if group is None or group.kind is not UnitKind.GROUP or group.parent_id is None:
        raise NotAllowed
    cell = await cell_here(turn, group.parent_id)
    if group.closed_on is not None:
        raise NotAGroup(code=group.code)
    return await acting(turn, Right.LINK, cell), cell, group


@router.choice("party_group", number)
async def one(turn: Turn) -> Reply:
    _, cell, group = await _group_here(turn, turn.args[0])
    return in_place(turn, await _one(turn, cell, group))


async def _one(turn: Turn, cell: Unit, group: Unit, first: str = "") -> Reply:
    sizes = await groups.sizes_of(turn.db, cell.id, turn.now)
    leaders = await groups.leaders_of(turn.db, [group.id], turn.now)
    line = words.group_line(group.name, sizes.get(group.id, 0), leaders.get(group.id))
    choices = (
        *await _meetings_of(turn, group),
        Choice(words.PEOPLE, f"party_people:{group.id}"),
        Choice(words.LEADER, f"party_leader:{group.id}"),
        Choice(words.MEET, f"call_as:{group.id}:{MeetingKind.GROUP}"),
        Choice(words.CLOSE, f"party_close:{group.id}"),
        Choice(words.BACK, f"party_groups:{cell.id}"),
    )
    return Reply("\n".join([*([first] if first else []), line]), choices)


async def _meetings_of(turn: Turn, group: Unit) -> list[Choice]:
    """Whoever leads the cell may have to hold the group's meeting, or to call it off."""
    called = await called_meetings(turn.db, [group.id])
    return [Choice(menu.tally_of(one.starts_at), f"tally:{one.id}") for one in called[:MOST_MEETINGS]]


# Who is in it


@router.choice("party_people", number, maybe=number)
async def ask_people(turn: Turn) -> Reply:
    group_id, *page = turn.args
    _, cell, group = await _group_here(turn, group_id)
    return in_place(turn, await _ask_people(turn, cell, group, page=page[0] if page else 0))


async def _ask_people(turn: Turn, cell: Unit, group: Unit, first: str = "", page: int = 0) -> Reply:
    """Numbers and names of the whole cell; those who are in a group already have its mark."""
    everybody = await linked_in(turn.db, cell.id, turn.now)
    people = page_of(everybody, page, SHOWN)
    placed = {one.member_id for one in await people_of_cell(turn.db, cell.id, day_of(turn.now)) if one.group_id}
    named = [words.person(one.number, one.name, is_placed=one.member.id in placed) for one in people.items]
    text = words.ask_people(group.name, in_lines(named))
    choices = (*people.turners(f"party_people:{group.id}"), MENU)
    step = f"{PEOPLE}:{group.id}"
    # the turners are numbered behind the people, whose numbers are typed here
    return Reply("\n".join([*([first] if first else []), text]), numbered(len(everybody), choices), expect=step)


@router.step(PEOPLE)
@ANEW
async def take_people(turn: Turn) -> Reply:
    member, cell, group = await _group_here(turn, _of_step(turn))
    picked = await _picked(turn, cell)
    ids = [one.member.id for one in picked]
    count = await groups.put_into(turn.db, cell, group, ids, as_member(member.id), turn.now)
    return await _one(turn, cell, group, words.filled(group.name, count))


async def _picked(turn: Turn, cell: Unit) -> Sequence[Linked]:
    return chosen(await linked_in(turn.db, cell.id, turn.now), typed(turn))


def _of_step(turn: Turn) -> int:
    return int((turn.endpoint.step or "").partition(":")[2] or 0)


# Who leads it


@router.choice("party_leader", number)
async def ask_leader(turn: Turn) -> Reply:
    _, cell, group = await _group_here(turn, turn.args[0])
    return await _ask_leader(turn, cell, group, words.ask_leader(group.name))


async def _ask_leader(turn: Turn, cell: Unit, group: Unit, asked: str) -> Reply:
    everybody = await linked_in(turn.db, cell.id, turn.now)
    in_group = {
        one.member_id for one in await people_of_cell(turn.db, cell.id, day_of(turn.now)) if one.group_id == group.id
    }
    named = [words.person(one.number, one.name) for one in everybody if one.member.id in in_group][:SHOWN]
    text = "\n".join([asked, *([in_lines(named)] if named else [])])
    return Reply(text, numbered(len(everybody), (MENU,)), expect=f"{LEADER}:{group.id}")


@router.step(LEADER)
@ANEW
async def take_leader(turn: Turn) -> Reply:
    member, cell, group = await _group_here(turn, _of_step(turn))
    picked = await _picked(turn, cell)
    if len(picked) != 1:
        return await _ask_leader(turn, cell, group, words.ONE_LEADER)
    leader = picked[0].member
    await groups.lead_group(turn.db, group, leader, as_member(member.id), turn.now)
    return await _one(turn, cell, group, words.leads(group.name, leader.name))


# Ending it


@router.choice("party_close", number)
async def ask_close(turn: Turn) -> Reply:
    _, cell, group = await _group_here(turn, turn.args[0])
    sizes = await groups.sizes_of(turn.db, cell.id, turn.now)
    choices = (
        Choice(words.CLOSE_YES, f"party_close_yes:{group.id}"),
        Choice(words.KEEP, f"party_group:{group.id}"),
    )
    return Reply(words.ask_close(group.name, sizes.get(group.id, 0)), choices, expect=YES_NO)


@router.choice("party_close_yes", number)
async def close(turn: Turn) -> Reply:
    member, cell, group = await _group_here(turn, turn.args[0])
    await groups.close_group(turn.db, group, as_member(member.id), turn.now)
    return in_place(turn, await _standing(turn, cell, words.closed(group.name)))
