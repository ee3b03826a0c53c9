"""A meeting for somebody's own calendar."""

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoMeetingAhead, NotInvited
from bot.reports.recipes import recipe
from bot.services.invitations import invited_to
from bot.services.meetings import meeting_of
from bot.words import calendar as words
from handlers.calendar_offers import CALENDAR
from handlers.joining import at_the_door
from handlers.questions import open_questions
from handlers.talk.handing_over import hand_over

router = Router()


@router.command("thêm vào lịch")
@router.command("lịch của tôi")
@router.command("/lich")
async def of_the_next(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    asked = await open_questions(turn)
    if not asked:
        raise NoMeetingAhead
    return await _file(turn, asked[0].meeting, asked[0].member)


@router.choice(CALENDAR, number)
async def of_meeting(turn: Turn) -> Reply:
    """Also of one that is off: the file takes it out of the calendar again."""
    meeting = await meeting_of(turn.db, turn.args[0])
    invited = await invited_to(turn.db, meeting.id)
    for member in turn.members:
        if member.id in invited:
            return await _file(turn, meeting, member)
    raise NotInvited


async def _file(turn: Turn, meeting: Meeting, member: Member) -> Reply:
    unit = await turn.db.get_one(Unit, meeting.cell_id)
    text = words.FILE_OFF if meeting.state is MeetingState.CANCELLED else words.FILE
    return await hand_over(turn, member, unit, recipe(CALENDAR, member.id, meeting.id), text)
