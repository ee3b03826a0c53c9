"""Which unit holds a meeting of which kind: a cell, a group of it, a committee."""

from bot.conversation import Turn
from bot.messages import Reply
from bot.model.meetings import MeetingKind
from bot.model.units import Unit, UnitKind
from bot.refusals import NoGroups, NotAllowed
from bot.services.expected_lists import kinds_at
from bot.services.party_groups import groups_of
from bot.services.permissions import Right
from bot.words.names import fold
from handlers.talk.acting import Acting, where, which_unit


async def places_for(turn: Turn, kind: MeetingKind) -> list[Acting]:
    """Where somebody at this phone may call such a meeting, by name."""
    places = await where(turn, Right.CALL)
    found = [one for one in places if kind in kinds_at(one.unit)]
    if kind is MeetingKind.GROUP:
        for one in places:
            if one.unit.is_cell:
                found += [Acting(one.member, group) for group in await groups_of(turn.db, one.unit.id)]
    by_unit = {one.unit.id: one for one in reversed(found)}
    return sorted(by_unit.values(), key=lambda one: (one.unit.sort_key, one.unit.id))


async def usual_kind(turn: Turn) -> MeetingKind:
    """What somebody means who says no kind: the cell's regular meeting, where they lead one."""
    units = [one.unit for one in await where(turn, Right.CALL)]
    if not units or any(unit.is_cell for unit in units):
        return MeetingKind.REGULAR
    return MeetingKind.GROUP if any(unit.kind is UnitKind.GROUP for unit in units) else MeetingKind.BRIEFING


async def one_place(turn: Turn, kind: MeetingKind, then: str) -> Unit | Reply:
    """The only unit that can hold it, or which; raises NotAllowed, or NoGroups where the cell has none."""
    places = await places_for(turn, kind)
    if not places:
        if kind is MeetingKind.GROUP and any(one.unit.is_cell for one in await where(turn, Right.CALL)):
            raise NoGroups
        raise NotAllowed
    return places[0].unit if len(places) == 1 else which_unit(turn, places, then)


async def group_said(turn: Turn, rest: str) -> tuple[Unit | None, str]:
    """The group whose name the words begin with, and what stands behind it: `1 3/12 19h30`."""
    words_said = rest.split()
    for one in sorted(await places_for(turn, MeetingKind.GROUP), key=lambda one: -len(one.unit.name)):
        name = fold(one.unit.name).removeprefix("to dang ").split()
        if name and [fold(word).strip(",:") for word in words_said[: len(name)]] == name:
            return one.unit, " ".join(words_said[len(name) :]).lstrip(" ,:")
    return None, rest
