"""The clerk opens the check-in: the code to say, the screen to show, the count; and closes it."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.check_ins import CheckIn, CheckInMode
from bot.model.meetings import Meeting
from bot.refusals import CheckInNotOpen
from bot.services.audit import as_member
from bot.services.check_in_codes import shown
from bot.services.check_in_screens import has_site, screen_link
from bot.services.check_ins import close_check_in, count_of, demand_gathering, open_check_in, open_now
from bot.services.permissions import Right
from bot.services.roll_sheet import has_opened
from bot.services.unit_settings import settings_of
from bot.words import check_ins as words
from handlers.talk.acting import acting_at, one_meeting
from handlers.talk.paging import in_place

router = Router()


# Opening


@router.command("mở điểm danh")
@router.command("mở điểm danh bằng mã")
@router.command("/modiemdanh")
async def begin(turn: Turn) -> Reply:
    found = await one_meeting(turn, Right.ROLL, "dd_open:{}", lambda one: has_opened(one, turn.now))
    return found if isinstance(found, Reply) else await _opened(turn, found.id)


@router.choice("dd_open", number)
async def from_the_roll(turn: Turn) -> Reply:
    return await _opened(turn, turn.args[0])


async def _opened(turn: Turn, meeting_id: int) -> Reply:
    """As the cell has it; where it has it not, its leaders may want it for this once."""
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    demand_gathering(meeting, turn.now)
    try:
        await open_now(turn.db, meeting, turn.now)
    except CheckInNotOpen:
        mode = (await settings_of(turn.db, cell)).check_in
    else:
        return await _how_it_goes(turn, meeting_id)
    if mode is not CheckInMode.CLERK:
        return await open_as(turn, meeting_id, mode)
    await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    ways = words.MODES if has_site(turn.db) else {CheckInMode.CODE.value: words.MODES["code"]}
    return Reply(words.WHICH_WAY, tuple(Choice(label, f"dd_as:{meeting_id}:{way}") for way, label in ways.items()))


@router.choice("dd_as", number, CheckInMode)
async def this_once(turn: Turn) -> Reply:
    meeting_id, mode = turn.args
    _, _, cell = await acting_at(turn, Right.ROLL, meeting_id)
    if mode is CheckInMode.CLERK or (await settings_of(turn.db, cell)).check_in is not mode:
        await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    return await open_as(turn, meeting_id, mode)


async def open_as(turn: Turn, meeting_id: int, mode: CheckInMode) -> Reply:
    """Without a page of our own nothing can be scanned: then the code is said."""
    member, _, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    told = words.NO_SITE if mode.shows_picture and not has_site(turn.db) else None
    mode = CheckInMode.CODE if told or mode is CheckInMode.CLERK else mode
    await open_check_in(turn.db, meeting_id, mode, as_member(member.id), turn.now)
    return await _how_it_goes(turn, meeting_id, told)


# While it is open


@router.command("mã điểm danh")
@router.command("/madiemdanh")
async def code_again(turn: Turn) -> Reply:
    found = await one_meeting(turn, Right.ROLL, "dd_code:{}", lambda one: has_opened(one, turn.now))
    return found if isinstance(found, Reply) else await _how_it_goes(turn, found.id)


@router.choice("dd_code", number)
async def how_it_goes(turn: Turn) -> Reply:
    return in_place(turn, await _how_it_goes(turn, turn.args[0]))


async def _how_it_goes(turn: Turn, meeting_id: int, told: str | None = None) -> Reply:
    """The code just now, the count, a link for the screen on request; raises CheckInNotOpen."""
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    check_in = await open_now(turn.db, meeting, turn.now)
    lines = [*([told] if told else []), words.opened(meeting.starts_at, check_in.closes_at)]
    if check_in.mode.says_code:
        now_is = shown(check_in, turn.now)
        lines += [words.say_code(now_is.code, now_is.code_until), words.NEW_CODE_HOW]
    count = await count_of(turn.db, meeting_id)
    lines.append(words.counted(count.present, count.coming, count.expected, count.guests))
    return Reply("\n".join(lines), _choices(turn, meeting, check_in))


def _choices(turn: Turn, meeting: Meeting, check_in: CheckIn) -> tuple[Choice, ...]:
    screen = [Choice(words.SCREEN, f"dd_screen:{meeting.id}")] if has_site(turn.db) else []
    code = [Choice(words.SHOW_CODE, f"dd_code:{meeting.id}")] if check_in.mode.says_code else []
    return (
        *screen,
        *code,
        Choice(words.COUNT, f"tally:{meeting.id}"),
        Choice(words.ROLL, f"roll:{meeting.id}:0"),
        Choice(words.SHUT, f"dd_shut:{meeting.id}"),
    )


@router.choice("dd_screen", number)
async def screen(turn: Turn) -> Reply:
    """A link for whoever asks, good once; on a phone of two for the one who calls the roll."""
    member, meeting, _ = await acting_at(turn, Right.ROLL, turn.args[0])
    check_in = await open_now(turn.db, meeting, turn.now)
    link = await screen_link(turn.db, meeting, member.id, turn.now)
    return Reply(words.NO_SITE if link is None else words.screen_link(link), _choices(turn, meeting, check_in))


@router.choice("dd_shut", number)
async def shut(turn: Turn) -> Reply:
    member, meeting, _ = await acting_at(turn, Right.ROLL, turn.args[0], lock=True)
    await close_check_in(turn.db, meeting.id, as_member(member.id), turn.now)
    return in_place(turn, Reply(words.SHUT_NOW, (Choice(words.ROLL, f"roll:{meeting.id}:0"),)))


@router.command("đóng điểm danh")
@router.command("đóng điểm danh bằng mã")
async def shut_by_word(turn: Turn) -> Reply:
    found = await one_meeting(turn, Right.ROLL, "dd_shut:{}", lambda one: has_opened(one, turn.now))
    if isinstance(found, Reply):
        return found
    member, meeting, _ = await acting_at(turn, Right.ROLL, found.id, lock=True)
    await close_check_in(turn.db, meeting.id, as_member(member.id), turn.now)
    return Reply(words.SHUT_NOW, (Choice(words.ROLL, f"roll:{meeting.id}:0"),))
