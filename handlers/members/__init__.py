"""Who belongs to a cell and as what: looked at, changed or proposed, in the chat."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.member_changes import WAITING, ChangeKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoSuchMember, NotAllowed
from bot.services import member_changes as changes
from bot.services.change_words import with_parent
from bot.services.links import linked_in
from bot.services.member_search import people_named
from bot.services.naming import chosen
from bot.services.people import Belonging, people_of_cell
from bot.services.permissions import Right
from bot.services.unit_search import units_named
from bot.words import member_changes as words
from bot.words.labels import cut
from bot.words.menu import LINKS
from bot.words.times import day_of
from bot.words.twins import LIST as TWINS
from handlers.joining import at_the_door
from handlers.links import numbered_on
from handlers.meetings.planning import typed
from handlers.members import beginning, destinations, making, newcomers, twins, waiting
from handlers.members.rights import cell_at, is_office, look, places, who_may
from handlers.talk.acting import where, which_unit
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place, page_of

router = Router()
for part in (beginning, destinations, making, newcomers, twins, waiting):
    router.include(part.router)
SHOWN = 5
OF_OWN = (
    ChangeKind.TRANSFER, ChangeKind.SEND_OUT, ChangeKind.EXEMPT, ChangeKind.SPECIAL_DUTY, ChangeKind.LEAVE,
    ChangeKind.DIE,
)  # fmt: skip
LIST, FIND = "member_list", "member_find"


@router.command("đảng viên")
@router.command("danh sách đảng viên")
@router.command("/dangvien")
async def begin(turn: Turn) -> Reply:
    """The only cell or committee where somebody here has a part in it, or which."""
    if not turn.members:
        return await at_the_door(turn)
    units = await places(turn)
    if len(units) == 1:
        return await _shown(turn, units[0])
    here = {one.unit.id: one for right in (Right.ROSTER, Right.MANAGE) for one in await where(turn, right)}
    return which_unit(turn, list(here.values())[:10], "members")


@router.choice("members", number, maybe=number)
async def page(turn: Turn) -> Reply:
    unit_id, *page_number = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    await who_may(turn, unit)
    return in_place(turn, await _shown(turn, unit, page_number[0] if page_number else 0))


async def _shown(turn: Turn, unit: Unit, number_: int = 0) -> Reply:
    """The list of a cell for who leads it; from above, people are found by their names."""
    able = await who_may(turn, unit)
    wait = Choice(words.WAITING, f"changes:{unit.id}")
    linked = Choice(LINKS, f"links:{unit.id}:0")
    if not unit.is_cell:
        twin = Choice(TWINS, f"twins:{unit.id}")
        return Reply(words.SEARCH, (wait, twin, MENU), expect=f"{FIND}:{unit.id}")
    people = await linked_in(turn.db, unit.id, turn.now)
    await look(turn, able, unit, len(people))
    here = page_of(people, number_, SHOWN)
    text = words.list_title(unit.name, len(people), here.number, here.count)
    named = [Choice(cut(f"{one.number}) {one.name}"), f"member:{unit.id}:{one.member.id}") for one in here.items]
    more = (*here.turners(f"members:{unit.id}"), Choice(words.ADD, f"member_add:{unit.id}"), wait, linked)
    return Reply(text, (*named, *numbered_on(turn, len(people), more)), expect=f"{LIST}:{unit.id}")


@router.step(LIST)
async def by_name(turn: Turn) -> Reply:
    """A number or a name out of the list of a cell."""
    _, unit = await cell_at(turn, _of_step(turn))
    picked = chosen(await linked_in(turn.db, unit.id, turn.now), typed(turn))
    if len(picked) == 1:
        return await card(turn, unit, picked[0].member.id)
    return _which([(one.member, unit) for one in picked])


@router.step(FIND)
async def by_name_below(turn: Turn) -> Reply:
    """A name out of all lists below a committee."""
    unit = await turn.db.get(Unit, _of_step(turn))
    if unit is None:
        raise NotAllowed
    able = await who_may(turn, unit)
    found = await people_named(turn.db, [unit], typed(turn), turn.now)
    if len(found) == 1:
        return await card(turn, found[0][1], found[0][0].id)
    if not found:
        return await _cell_below(turn, unit)
    await look(turn, able, unit, len(found))
    return _which(found, expect=turn.endpoint.step)


async def _cell_below(turn: Turn, unit: Unit) -> Reply:
    """The name may be that of a cell: its list, where somebody can be added as well."""
    cells = [one for one in await units_named(turn.db, [unit], typed(turn)) if one.is_cell]
    if len(cells) == 1:
        return await _shown(turn, cells[0])
    if not cells:
        return Reply(words.NOBODY, (MENU,), expect=turn.endpoint.step)
    choices = [Choice(cut(await with_parent(turn.db, one)), f"members:{one.id}") for one in cells[:8]]
    return Reply(words.which_cell(len(cells), 8), (*choices, MENU), expect=turn.endpoint.step)


def _which(found: Sequence[tuple[Member, Unit]], expect: str | None = None) -> Reply:
    choices = (Choice(cut(f"{one.name}, {unit.name}"), f"member:{unit.id}:{one.id}") for one, unit in found[:8])
    return Reply(words.found_many(len(found)), tuple(choices), expect=expect)


def _of_step(turn: Turn) -> int:
    return int((turn.endpoint.step or "").partition(":")[2] or 0)


@router.choice("member", number, number)
async def one(turn: Turn) -> Reply:
    unit_id, member_id = turn.args
    _, unit = await cell_at(turn, unit_id)
    return in_place(turn, await card(turn, unit, member_id))


async def card(turn: Turn, unit: Unit, member_id: int) -> Reply:
    """How somebody stands in the cell, and what may be changed about it; raises NoSuchMember."""
    able = await who_may(turn, unit)
    people = await people_of_cell(turn.db, unit.id, day_of(turn.now))
    found = next((one for one in people if one.member_id == member_id), None)
    if found is None:
        raise NoSuchMember(who=member_id)
    await look(turn, able, unit, 1)
    text = words.card(found.member.name, found.member.birth_year, unit.name, found.standing, sorted(found.statuses))
    mine = [change for change in await changes.of_member(turn.db, member_id) if change.state in WAITING]
    text += "".join(words.waits(change.kind, change.state) for change in mine)
    choices = [Choice(words.CHOICES[kind], f"member_do:{unit.id}:{member_id}:{kind}") for kind in _kinds_for(found)]
    if (undo := await _undo_choice(turn, able, member_id)) is not None:
        choices.append(undo)
    back = (Choice(words.BACK, f"members:{unit.id}"),) if not await is_office(turn, able, unit) else (MENU,)
    return Reply(text, (*choices, *back))


def _kinds_for(found: Belonging) -> list[ChangeKind]:
    """What can happen to somebody who stands so."""
    if not found.is_own:
        return [ChangeKind.RETURN]
    kinds = [ChangeKind.OFFICIAL] if found.standing == "probationary" else []
    kinds += [ChangeKind.RETURN] if found.is_away else []
    return [*kinds, *(kind for kind in OF_OWN if kind.value not in {status.value for status in found.statuses})]


async def _undo_choice(turn: Turn, able: Member, member_id: int) -> Choice | None:
    newest = await changes.newest_of(turn.db, member_id, turn.now)
    if newest is None:
        return None
    change = next(one for one in await changes.of_member(turn.db, member_id) if one.id == newest)
    if change.before is None or not await changes.may_undo(turn.db, able.id, change, turn.now):
        return None
    return Choice(cut(words.undo_choice(change.kind)), f"change_undo:{change.id}")
