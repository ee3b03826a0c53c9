"""As whom somebody acts: on one phone there may be several people, and each may hold several offices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit, UnitKind
from bot.refusals import NoMeetingNow, NotAllowed
from bot.services.meetings import called_meetings, meeting_of
from bot.services.permissions import Right, may, offices_of, rights_at
from bot.words import menu
from bot.words.times import day_of

MOST_ASKED = 8


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody at this phone, and where their office gives them a right."""

    member: Member
    unit: Unit


async def acting(turn: Turn, right: Right, unit: Unit) -> Member:
    """Who at this phone may do this at the unit; raises NotAllowed."""
    for member in turn.members:
        if await may(turn.db, member.id, right, unit, day_of(turn.now)):
            return member
    raise NotAllowed


async def acting_at(turn: Turn, right: Right, meeting_id: int, *, lock: bool = False) -> tuple[Member, Meeting, Unit]:
    """The same for the cell of a meeting; raises NoSuchMeeting or NotAllowed."""
    meeting = await meeting_of(turn.db, meeting_id, lock=lock)
    cell = await turn.db.get_one(Unit, meeting.cell_id)
    return await acting(turn, right, cell), meeting, cell


async def where(turn: Turn, right: Right) -> list[Acting]:
    """The units at which an office of somebody here gives the right, by name; units below them are not listed."""
    found: dict[int, Acting] = {}
    for member in turn.members:
        for role, unit in await offices_of(turn.db, member.id, day_of(turn.now)):
            if right in rights_at(role.office, unit.kind) and unit.closed_on is None:
                found.setdefault(unit.id, Acting(member, unit))
    return sorted(found.values(), key=lambda one: (one.unit.sort_key, one.unit.id))


async def halls(turn: Turn, right: Right) -> dict[int, Acting]:
    """The units whose meetings these are, by id: who leads a cell leads the meetings of its groups as well."""
    found = {one.unit.id: one for one in await where(turn, right)}
    cells = [one.unit.id for one in found.values() if one.unit.is_cell]
    if cells:
        is_group = (Unit.kind == UnitKind.GROUP) & Unit.closed_on.is_(None)
        for group in await turn.db.scalars(select(Unit).where(Unit.parent_id.in_(cells), is_group)):
            found.setdefault(group.id, Acting(found[group.parent_id or 0].member, group))
    return found


async def asks_as_member(turn: Turn, right: Right) -> bool:
    """Whether nobody here leads a cell, nor a meeting to come of a group or a committee: they mean their own things."""
    places = await where(turn, right)
    if any(one.unit.is_cell for one in places):
        return False
    return not await called_meetings(turn.db, [one.unit.id for one in places])


async def one_unit(turn: Turn, right: Right, then: str) -> Unit | Reply:
    """The only cell where somebody here has the right; with several the question which, each as `then:<unit>`.

    Raises NotAllowed where there is none.
    """
    places = [one for one in await where(turn, right) if one.unit.is_cell]
    if not places:
        raise NotAllowed
    return places[0].unit if len(places) == 1 else which_unit(turn, places, then)


def which_unit(turn: Turn, places: Sequence[Acting], then: str) -> Reply:
    named = len(turn.members) > 1
    choices = (
        Choice(menu.unit_choice(one.unit.name, one.member.name if named else None), f"{then}:{one.unit.id}")
        for one in places
    )
    return Reply(menu.WHICH_UNIT, tuple(choices))


async def one_meeting(turn: Turn, right: Right, then: str, is_meant: Callable[[Meeting], bool]) -> Meeting | Reply:
    """The only called meeting of the cells where somebody here has the right that is meant.

    With several the question which, each as `then` with the meeting in the place of `{}`: `roll:{}:0`.
    Raises NotAllowed or NoMeetingNow.
    """
    cells = await halls(turn, right)
    if not cells:
        raise NotAllowed
    found = [one for one in await called_meetings(turn.db, list(cells)) if is_meant(one)]
    if not found:
        raise NoMeetingNow
    return found[0] if len(found) == 1 else which_meeting(found, cells, then)


def which_meeting(found: Sequence[Meeting], cells: Mapping[int, Acting], then: str) -> Reply:
    choices = (
        Choice(menu.meeting_choice(cells[one.cell_id].unit.name, one.starts_at, one.kind), then.format(one.id))
        for one in found[:MOST_ASKED]
    )
    return Reply(menu.WHICH_MEETING, tuple(choices))
