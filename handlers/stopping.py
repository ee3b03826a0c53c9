"""Somebody stops messages, or takes them up again."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Kind, Reply
from bot.model.endpoints import Endpoint
from bot.model.members import Member
from bot.refusals import NotLinked
from bot.services import consents
from bot.services.addresses import reachable
from bot.words import own, vi
from bot.words import residents as resident_words
from bot.words.yes_no import is_marked_right
from handlers.attendance import present_state
from handlers.joining import at_the_door, way_in
from handlers.residents import asked_to_stop, stop_here
from handlers.talk.asked import MENU
from handlers.talk.passing_on import tell_secretary

router = Router()
RESUME = Choice(vi.RESUME, "resume")


@router.command("tu choi")
@router.command("tuchoi")
@router.command("stop")
@router.command("/stop")
async def ask_stop(turn: Turn) -> Reply:
    """Asked once, since a slip of the finger must not silence anybody; who is told two things is asked which."""
    as_resident = await asked_to_stop(turn)
    if not turn.members and not turn.newcomers:
        return as_resident or way_in(turn)
    if as_resident is not None:
        either = (Choice(resident_words.MEETINGS, "stop:meetings"), Choice(resident_words.ANNOUNCEMENTS, "dk_stop"))
        return Reply(resident_words.WHICH_MESSAGES, (*either, Choice(vi.NO_STOP, "stop:no")))
    return ask_stop_calls(turn)


def ask_stop_calls(turn: Turn) -> Reply:
    if len(here := [*turn.members, *turn.newcomers]) > 1:
        each = [Choice(member.name, f"stop_one:{member.id}") for member in here]
        return Reply(own.WHO_STOPS, (*each, Choice(own.ALL_STOP, "stop:all"), Choice(vi.NO_STOP, "stop:no")))
    return Reply(vi.ASK_STOP, (Choice(vi.YES_STOP, "stop:yes"), Choice(vi.NO_STOP, "stop:no")), expect=YES_NO)


@router.command("dung", at_a_step=False)
@router.command("dung lai", at_a_step=False)
@router.command("dung nhan tin")
async def ask_what_stop_means(turn: Turn) -> Reply:
    """`dừng` without marks is also `đúng`: it is asked, never obeyed. `đúng` with its marks stops nothing."""
    if not turn.members:
        return await asked_to_stop(turn) or await at_the_door(turn)
    if is_marked_right(turn.said.text):
        return await present_state(turn)
    return Reply(vi.DID_YOU_MEAN_STOP, (Choice(vi.STOP, "stop:ask"), Choice(vi.KEEP, "stop:no")))


@router.choice("stop", str)
async def stop(turn: Turn) -> Reply:
    match turn.args:
        case ("ask",):
            return await ask_stop(turn)
        case ("meetings",):
            return ask_stop_calls(turn)
        case ("yes",) if len([*turn.members, *turn.newcomers]) > 1:
            return ask_stop_calls(turn)
        case ("yes" | "all",):
            return await stop_all_here(turn)
        case _:
            return Reply(vi.STILL_ON, (MENU,))


@router.choice("stop_one", number)
async def stop_one(turn: Turn) -> Reply:
    """Of those who share a phone, the one who was named."""
    for member in [*turn.members, *turn.newcomers]:
        if member.id == turn.args[0]:
            await stop_at(turn, member, turn.endpoint)
            return Reply(vi.for_whom(member.name, vi.STOPPED), (RESUME,))
    raise NotLinked


async def stop_all_here(turn: Turn) -> Reply:
    """Everybody on this phone, and also who has not agreed yet; their secretaries are told."""
    for member in [*turn.members, *turn.newcomers]:
        await stop_at(turn, member, turn.endpoint)
    return Reply(vi.STOPPED, (RESUME,))


async def stop_at(turn: Turn, member: Member, endpoint: Endpoint) -> list[str]:
    """Stop one person's messages at one of their phones; returns the channels on which they still come."""
    had_stopped = (await consents.address_at(turn.db, member.id, endpoint)).stopped_at is not None
    if not had_stopped:
        await consents.stop(turn.db, member.id, endpoint, turn.now)
    others = [way.channel for way in (await reachable(turn.db, [member.id]))[member.id]]
    if not had_stopped:
        said = own.has_stopped_one(member.name, endpoint.channel, others) if others else vi.has_stopped(member.name)
        await tell_secretary(turn, member, said)
    return others


@router.choice("resume")
async def resume(turn: Turn) -> Reply:
    """Taking messages up again is a new consent."""
    return await at_the_door(turn)


@router.kind(Kind.STOPPED)
async def blocked(turn: Turn) -> None:
    """They blocked the account: nothing more is sent here until they write again.

    Where leaving it means to take back one's consent, it is taken back for everybody here.
    """
    turn.endpoint.dead_at, turn.endpoint.dead_reason = turn.now, "stopped"
    if turn.capabilities.leaving_withdraws:
        await stop_here(turn)
        for member in [*turn.members, *turn.newcomers]:
            await stop_at(turn, member, turn.endpoint)
