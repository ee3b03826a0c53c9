"""The secretary calls, moves and calls off the meetings of the cell."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, DraftGone
from bot.services import meetings
from bot.services.audit import as_member
from bot.services.outlays import of_cancelling
from bot.services.permissions import Right
from bot.services.sureness import hear_of_cancelling, limit_passed
from bot.services.wording import lines_of
from bot.words import moving as words
from bot.words import stops
from bot.words.stops import number_said
from handlers.meetings import calling, move_questions, moving
from handlers.meetings.planning import is_offered
from handlers.meetings.present import as_it_stands, is_as_shown, who_hears
from handlers.talk.acting import acting_at, one_meeting
from handlers.talk.outlay import outlay

router = Router()
SURE = "cancel_sure"
"""The step in which the number of people is said."""
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
    told += await outlay(turn, await of_cancelling(turn.db, meeting, turn.now))
    choices = (
        Choice(words.CANCEL, f"cancel_yes:{meeting.id}:{meeting.revision}"),
        Choice(words.KEEP, f"tally:{meeting.id}"),
    )
    return Reply(words.ask_cancel(lines_of(meeting, cell), told), choices, expect=YES_NO)


@router.choice("cancel_yes", number, number, maybe=number)
async def confirm(turn: Turn) -> Reply:
    return await _call_off(turn, *turn.args)


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    """How many people hear of it; raises ChoiceExpected for everything else."""
    meeting_id, revision = map(int, (turn.endpoint.step or "").split(":")[1:])
    people = number_said(turn.said.text)
    if not is_offered(turn, f"cancel_yes:{meeting_id}:{revision}:{people}"):
        raise ChoiceExpected
    return await _call_off(turn, meeting_id, revision, people)


async def _call_off(turn: Turn, meeting_id: int, revision: int, sure_of: int | None = None) -> Reply:
    """Once: the second of two taps sees that it is done."""
    member, meeting, cell = await acting_at(turn, Right.CALL, meeting_id, lock=True)
    if not is_as_shown(meeting, revision):
        return await as_it_stands(turn, meeting, member)
    people = await hear_of_cancelling(turn.db, meeting)
    limit = await limit_passed(turn.db, cell, people)
    if limit is not None and sure_of != people:
        sure = Choice(stops.cancel_for(people), f"cancel_yes:{meeting.id}:{revision}:{people}")
        keep = Choice(words.KEEP, f"tally:{meeting.id}")
        return Reply(stops.sure_of_many(people, limit), (sure, keep), expect=f"{SURE}:{meeting.id}:{revision}")
    told = await who_hears(turn, meeting, meeting.starts_at, is_move=False)
    off = await meetings.cancel_meeting(turn.db, meeting.id, as_member(member.id), turn.now)
    return Reply(words.cancelled(off.starts_at, told), (Choice(words.CALL_ANOTHER, f"call:{cell.id}"),))
