"""Whoever calls the roll writes down who is there beside the list: guests, the committee above, exempt members."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.guests import GuestKind
from bot.model.meetings import Meeting, MeetingState
from bot.refusals import GuestUnreadable, NoMeetingNow, NotAllowed
from bot.services import guests
from bot.services.audit import as_member
from bot.services.meetings import called_meetings
from bot.services.permissions import Right
from bot.services.roll import closed_since
from bot.words import guests as words
from handlers.meetings.planning import heard
from handlers.roll import JUST_CLOSED
from handlers.talk import drafts
from handlers.talk.acting import Acting, acting_at, where, which_meeting
from handlers.talk.paging import in_place, page_of

router = Router()
SAID = "guests_said"
SHOWN, FEWER, NAMED = 8, 4, 7
"""People in one message: by button, as numbered lines, and own members."""


@router.phrase("khách", colon=True)
@router.phrase("khách mời", colon=True)
@router.phrase("mời khách", colon=True)
@router.phrase("cấp trên:")
@router.phrase("cấp trên dự", colon=True)
@router.phrase("xác nhận: khách", colon=True)
async def write_down(turn: Turn) -> Reply:
    """`khách: Nguyễn Văn A, phó chủ tịch xã`; the meeting is asked for where there are several, and the line kept."""
    return await _for_a_meeting(turn, turn.said.text)


async def _for_a_meeting(turn: Turn, said: str) -> Reply:
    found = await _meetings(turn)
    heard(turn, said)
    if words.says_nobody(said):
        raise GuestUnreadable
    if len(found) == 1 or _is_clear(turn, found):
        return await _write(turn, found[0].id, said)
    draft = drafts.begin(turn, SAID, text=said)
    return which_meeting(found, await _places(turn), f"{SAID}:{draft}:{{}}")


@router.choice(SAID, number, number)
async def choose(turn: Turn) -> Reply:
    draft, meeting_id = turn.args
    kept = drafts.draft_of(turn, SAID, draft)
    drafts.drop(turn)
    return await _write(turn, meeting_id, kept["text"])


async def resume(turn: Turn) -> Reply:
    """For which meeting the line was meant."""
    draft = drafts.draft_of(turn, SAID)
    drafts.drop(turn)
    return await _for_a_meeting(turn, draft["text"])


async def _write(turn: Turn, meeting_id: int, said: str) -> Reply:
    text, is_upper = words.behind(heard(turn, said))
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    kind = GuestKind.UPPER if is_upper else GuestKind.GUEST
    count = await guests.add_guests(turn.db, meeting, text, kind, as_member(member.id), turn.now, harmless=True)
    return await _listed(turn, meeting, first=words.added(count))


@router.command("khách")
@router.command("khách mời")
@router.command("/khach")
async def show(turn: Turn) -> Reply:
    found = await _meetings(turn)
    if len(found) > 1:
        return which_meeting(found, await _places(turn), "guests:{}:0")
    return await _listed(turn, found[0])


async def _places(turn: Turn) -> dict[int, Acting]:
    return {one.unit.id: one for one in await where(turn, Right.ROLL)}


async def _meetings(turn: Turn) -> list[Meeting]:
    """Those to come and just closed; raises NotAllowed or NoMeetingNow."""
    cells = list(await _places(turn))
    if not cells:
        raise NotAllowed
    called = list(await called_meetings(turn.db, cells))
    found = called or list(await closed_since(turn.db, cells, turn.now - JUST_CLOSED))
    if not found:
        raise NoMeetingNow
    return found


def _is_clear(turn: Turn, found: list[Meeting]) -> bool:
    """One of them is on just now: a name that is typed then is about that."""
    begun = [one for one in found if one.starts_at <= turn.now and one.state is MeetingState.CALLED]
    if len(begun) == 1:
        found[:] = begun
    return len(begun) == 1


@router.choice("guests", number, number)
async def listing(turn: Turn) -> Reply:
    meeting_id, page = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    return in_place(turn, await _listed(turn, meeting, page))


async def _listed(turn: Turn, meeting: Meeting, page: int = 0, first: str = "") -> Reply:
    by_button = turn.capabilities.buttons
    people = page_of(await guests.beside(turn.db, meeting.id), page, SHOWN if by_button else FEWER)
    named = people.items if by_button else ()  # as numbered lines the choices are the list
    lines = [words.line(one.number, one.who, one.kind, one.came) for one in named]
    lines += [] if people.items else [words.NONE_YET]
    marks = [
        Choice(words.choice(one.number, one.name, one.came), f"guest:{meeting.id}:{one.id}") for one in people.items
    ]
    text = "\n".join([*([first] if first else []), words.title(meeting.starts_at), *lines, words.HOW])
    own = Choice(words.OWN, f"guests_own:{meeting.id}:0")
    back = Choice(words.BACK, f"roll:{meeting.id}:0")
    return Reply(text, (*marks, *people.turners(f"guests:{meeting.id}"), own, back))


@router.choice("guest", number, number)
async def one(turn: Turn) -> Reply:
    meeting_id, guest_id = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    await guests.guest_of(turn.db, meeting, guest_id)
    (seen,) = (one for one in await guests.beside(turn.db, meeting.id) if one.id == guest_id)
    said = f"guest_came:{meeting.id}:{guest_id}"
    choices = (
        Choice(words.CAME, f"{said}:1"),
        Choice(words.NOT_CAME, f"{said}:0"),
        Choice(words.REMOVE, f"guest_off:{meeting.id}:{guest_id}"),
        Choice(words.LIST, f"guests:{meeting.id}:0"),
    )
    return in_place(turn, Reply(words.one(seen.who, seen.kind), choices))


@router.choice("guest_came", number, number, number)
async def came(turn: Turn) -> Reply:
    meeting_id, guest_id, said = turn.args
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    await guests.note_came(turn.db, meeting, guest_id, bool(said), as_member(member.id), turn.now)
    return in_place(turn, await _listed(turn, meeting))


@router.choice("guest_off", number, number)
async def remove(turn: Turn) -> Reply:
    meeting_id, guest_id = turn.args
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    await guests.remove_guest(turn.db, meeting, guest_id, as_member(member.id), turn.now)
    return in_place(turn, await _listed(turn, meeting))


# Own members who need not have come


@router.choice("guests_own", number, number)
async def own(turn: Turn) -> Reply:
    meeting_id, page = turn.args
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    return in_place(turn, await _own(turn, meeting, page))


async def _own(turn: Turn, meeting: Meeting, page: int) -> Reply:
    people = await guests.spared(turn.db, meeting)
    shown = page_of(people, page, NAMED)
    choices = [
        Choice(
            words.own_choice(one.member.name, words.WHY[one.status], one.came),
            f"guests_own_set:{meeting.id}:{shown.number}:{one.member.id}:{int(not one.came)}",
        )
        for one in shown.items
    ]
    back = Choice(words.LIST, f"guests:{meeting.id}:0")
    turners = shown.turners(f"guests_own:{meeting.id}")
    return Reply(words.own_title(len(people)), (*choices, *turners, back))


@router.choice("guests_own_set", number, number, number, number)
async def own_set(turn: Turn) -> Reply:
    """The button says what it sets, so that two taps at once set the same."""
    meeting_id, page, member_id, said = turn.args
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    await guests.own_came(turn.db, meeting, member_id, bool(said), as_member(member.id), turn.now)
    return in_place(turn, await _own(turn, meeting, page))
