"""The secretary calls, moves and calls off the meetings of the cell."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.refusals import DraftGone
from bot.services import meetings
from bot.services.audit import as_member
from bot.services.permissions import Right
from bot.services.wording import lines_of
from bot.words import moving as words
from handlers.meetings import calling, move_questions, moving
from handlers.meetings.present import as_it_stands, is_as_shown, who_hears
from handlers.talk.acting import acting_at, one_meeting

router = Router()
router.include(calling.router)
router.include(moving.router)


async def resume(turn: Turn) -> Reply:
    """The next open question of what was being put together here; raises DraftGone."""
    what = (turn.endpoint.draft or {}).get("what")
    match what:
        case "call":
            return await calling.resume(turn)
        case "move":
            return await move_questions.next_question(turn)
        case "move_which":
            return await moving.resume_which(turn)
        case _:
            raise DraftGone


# Calling off


@router.choice("cancel", number, number)
async def cancel(turn: Turn) -> Reply:
    """The button under a tally; one of an older time shows how things are now."""
    member, meeting, cell = await acting_at(turn, Right.CALL, turn.args[0])
    if not is_as_shown(meeting, turn.args[1]):
        return await as_it_stands(turn, meeting, member)
    return await _ask(turn, meeting, cell)


@router.command("hoãn họp")
@router.command("hủy họp")
@router.phrase("hoãn họp")
@router.phrase("hủy họp")
async def cancel_in_words(turn: Turn) -> Reply:
    """Whatever stands behind the words: it is asked once anyway."""
    found = await one_meeting(turn, Right.CALL, "cancel_of:{}", lambda one: moving.can_be_moved(turn, one))
    return found if isinstance(found, Reply) else await _ask(turn, found, await turn.db.get_one(Unit, found.cell_id))


@router.choice("cancel_of", number)
async def choose_meeting(turn: Turn) -> Reply:
    member, meeting, cell = await acting_at(turn, Right.CALL, turn.args[0])
    return await (
        _ask(turn, meeting, cell) if is_as_shown(meeting, meeting.revision) else as_it_stands(turn, meeting, member)
    )


async def _ask(turn: Turn, meeting: Meeting, cell: Unit) -> Reply:
    told = await who_hears(turn, meeting, meeting.starts_at, is_move=False)
    choices = (
        Choice(words.CANCEL, f"cancel_yes:{meeting.id}:{meeting.revision}"),
        Choice(words.KEEP, f"tally:{meeting.id}"),
    )
    return Reply(words.ask_cancel(lines_of(meeting, cell), told), choices, expect=YES_NO)


@router.choice("cancel_yes", number, number)
async def confirm(turn: Turn) -> Reply:
    """Once: the second of two taps sees that it is done."""
    member, meeting, cell = await acting_at(turn, Right.CALL, turn.args[0], lock=True)
    if not is_as_shown(meeting, turn.args[1]):
        return await as_it_stands(turn, meeting, member)
    told = await who_hears(turn, meeting, meeting.starts_at, is_move=False)
    off = await meetings.cancel_meeting(turn.db, meeting.id, as_member(member.id), turn.now)
    return Reply(words.cancelled(off.starts_at, told), (Choice(words.CALL_ANOTHER, f"call:{cell.id}"),))
