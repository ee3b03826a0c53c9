"""The roll of a whole cell called group by group: each leader for the own group, the clerk for any."""

from collections import defaultdict
from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import Unit, UnitKind
from bot.refusals import NoMeetingNow, NotAllowed, NotOnTheList
from bot.services.audit import as_member
from bot.services.meetings import called_meetings, meeting_of
from bot.services.party_groups import led_at
from bot.services.permissions import Right
from bot.services.roll import Marks, take_roll
from bot.services.roll_sheet import Seat, as_marks, counts_after, has_opened, open_sheet, sheet_of
from bot.words import party_groups as words
from bot.words import rolls
from handlers.roll.pages import BUTTONS, is_by_group, mark_word, next_mark
from handlers.talk.acting import acting, acting_at, where
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place, page_of

router = Router()
MOST, FEWER = 9, 5
"""Lines in one message; people where each of them is a numbered line."""


async def rolls_of_group(turn: Turn, group: Unit) -> list[tuple[str, str]]:
    """What a leader is offered while the roll of the whole cell is open: label and value."""
    if group.parent_id is None:
        return []
    open_now = await _rolls_of_cell(turn, group.parent_id)
    return [(words.roll_of(one.starts_at), f"roll_group:{one.id}:{group.id}:0") for one in open_now]


async def _rolls_of_cell(turn: Turn, cell_id: int) -> list[Meeting]:
    called = await called_meetings(turn.db, [cell_id])
    return [one for one in called if is_by_group(one) and has_opened(one, turn.now)]


@router.command("điểm danh tổ")
@router.phrase("điểm danh tổ")
@router.command("theo tổ")
async def begin(turn: Turn) -> Reply:
    """A leader's own group, or the groups of the cell for whoever calls its roll."""
    for one in await where(turn, Right.ROLL):
        group = one.unit if one.unit.kind is UnitKind.GROUP else None
        found = await _rolls_of_cell(turn, (group.parent_id if group else one.unit.id) or 0)
        if found:
            return await _sheet(turn, found[0], group, 0) if group else await _groups(turn, found[0])
    if not await where(turn, Right.ROLL):
        raise NotAllowed
    raise NoMeetingNow


@router.choice("roll_groups", number)
async def groups(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.ROLL, turn.args[0])
    if not is_by_group(meeting):
        raise NotAllowed
    return in_place(turn, await _groups(turn, meeting))


async def _groups(turn: Turn, meeting: Meeting) -> Reply:
    """Each group with what its part of the roll comes to; a tap opens it."""
    counts = await counts_by_group(turn, meeting)
    names = await _names(turn, [one for one in counts if one])
    is_open = meeting.state is MeetingState.CALLED
    opens = [
        Choice(words.part(names[one], *counts[one]), f"roll_group:{meeting.id}:{one}:0")
        for one in counts
        if one and is_open
    ]
    listed = [one for one in counts if not (one and is_open)]  # the others are choices already
    lines = [words.part(names.get(one or 0, words.IN_NONE), *counts[one]) for one in listed[:MOST]]
    back = Choice(words.WHOLE_ROLL, f"roll:{meeting.id}:0")
    return Reply("\n".join([words.by_group(meeting.starts_at), *lines]), (*opens[:MOST], back))


async def counts_by_group(turn: Turn, meeting: Meeting) -> dict[int | None, tuple[int, int]]:
    """Present and expected of each group, as the list has them; frozen with it at closing."""
    seats: defaultdict[int | None, list[Seat]] = defaultdict(list)
    for seat in await sheet_of(turn.db, meeting):
        seats[seat.group_id].append(seat)
    counted = {one: counts_after(some, {}) for one, some in seats.items()}
    names = await _names(turn, [one for one in counted if one])
    ordered = sorted(counted, key=lambda one: (one is None, names.get(one or 0, "")))
    return {one: (counted[one].present, counted[one].expected) for one in ordered}


async def _names(turn: Turn, group_ids: Sequence[int]) -> dict[int, str]:
    return {one: (await turn.db.get_one(Unit, one)).name for one in group_ids}


@router.choice("roll_group", number, number, number)
async def open_group(turn: Turn) -> Reply:
    meeting_id, group_id, page = turn.args
    _, meeting, group = await _calling(turn, meeting_id, group_id)
    return in_place(turn, await _sheet(turn, meeting, group, page))


async def _calling(turn: Turn, meeting_id: int, group_id: int, *, lock: bool = False) -> tuple[Member, Meeting, Unit]:
    """Who here may call this group's part of the roll; raises NotAllowed, also for a group of another cell.

    The chi ủy meets by itself: its list is not a leader's, even where people of the group are on it.
    """
    meeting, group = await meeting_of(turn.db, meeting_id, lock=lock), await turn.db.get(Unit, group_id)
    if (
        group is None
        or group.kind is not UnitKind.GROUP
        or group.parent_id != meeting.cell_id
        or not is_by_group(meeting)
    ):
        raise NotAllowed
    led = {one.id for one in await led_at(turn.db, [one.id for one in turn.members], meeting.cell_id, turn.now)}
    if group.id in led:
        return await acting(turn, Right.ROLL, group), meeting, group
    cell = await turn.db.get_one(Unit, meeting.cell_id)
    return await acting(turn, Right.ROLL, cell), meeting, group


async def _sheet(turn: Turn, meeting: Meeting, group: Unit | None, page: int, note: str | None = None) -> Reply:
    assert group is not None  # noqa: S101 - asked before
    seats = [one for one in await open_sheet(turn.db, meeting.id, turn.now) if one.group_id == group.id]
    shown = page_of(seats, page, BUTTONS if turn.capabilities.buttons else FEWER)
    counts = counts_after(seats, {})
    said = f"roll_group_mark:{meeting.id}:{group.id}"
    people = [
        Choice(
            rolls.person(seat.number, seat.member.name, mark_word(seat)),
            f"{said}:{shown.number}:{seat.member.id}:{next_mark(seat)}",
        )
        for seat in shown.items
    ]
    rest = any(seat.is_unsaid for seat in seats)
    everybody = [Choice(rolls.EVERYBODY, f"roll_group_all:{meeting.id}:{group.id}")] if rest else []
    lines = [
        *([note] if note else []),
        words.roll_title(group.name, meeting.starts_at),
        words.part(words.PRESENT_SO_FAR, counts.present, counts.expected),
        words.TAP if seats else words.NOBODY_HERE,
    ]
    turners = shown.turners(f"roll_group:{meeting.id}:{group.id}")
    return Reply("\n".join(lines), (*people, *everybody, *turners, MENU))


@router.choice("roll_group_mark", number, number, number, number, Mark)
async def mark(turn: Turn) -> Reply:
    """A tap on a person; who is in another group is not on this sheet."""
    meeting_id, group_id, page, member_id, said = turn.args
    member, meeting, group = await _calling(turn, meeting_id, group_id, lock=True)
    seats = {one.member.id: one for one in await open_sheet(turn.db, meeting.id, turn.now)}
    if member_id not in seats or seats[member_id].group_id != group.id:
        raise NotOnTheList(member=member_id)
    return await _write(turn, member, meeting, group, as_marks({member_id: said}), page)


@router.choice("roll_group_all", number, number)
async def everybody(turn: Turn) -> Reply:
    """All of the group without a mark are present, but for those who had asked to stay away."""
    meeting_id, group_id = turn.args
    member, meeting, group = await _calling(turn, meeting_id, group_id, lock=True)
    seats = [one for one in await open_sheet(turn.db, meeting.id, turn.now) if one.group_id == group.id]
    said = {one.member.id: Mark.PRESENT for one in seats if one.is_unsaid}
    return await _write(turn, member, meeting, group, as_marks(said), 0)


async def _write(turn: Turn, member: Member, meeting: Meeting, group: Unit, said: Marks, page: int) -> Reply:
    """A roll that is closed meanwhile is not touched: what it says is corrected by whoever called it."""
    if meeting.state is not MeetingState.CALLED:
        return Reply(words.ROLL_CLOSED, (MENU,))
    await take_roll(turn.db, meeting.id, said, as_member(member.id), turn.now)
    return in_place(turn, await _sheet(turn, meeting, group, page))
