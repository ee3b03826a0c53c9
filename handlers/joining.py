"""Somebody links a phone, agrees to messages, stops them, or takes them up again."""

from bot.conversation import CONSENT, YES_NO, Router, Turn, number
from bot.messages import Choice, Kind, Reply
from bot.model.endpoints import ConsentKind, Endpoint
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotLinked
from bot.services import claims, consents, joining, people
from bot.services.addresses import reachable
from bot.services.codes import looks_like_code
from bot.services.quotas import demand_room
from bot.words import claims as claim_words
from bot.words import links, menu, own, vi
from bot.words import residents as resident_words
from bot.words.names import fold
from bot.words.phones import phone
from bot.words.times import day_of
from bot.words.yes_no import is_marked_right, yes_or_no
from handlers.attendance import present_state
from handlers.residents import asked_to_stop, stop_here
from handlers.talk.asked import MENU
from handlers.talk.passing_on import tell_secretary

router = Router()
RESUME = Choice(vi.RESUME, "resume")


@router.command("/start")
async def start(turn: Turn) -> Reply:
    """`/start` with a link token or a code, or alone."""
    if turn.args:
        return await try_code(turn, turn.args[0])
    return await at_the_door(turn)


@router.door
async def at_the_door(turn: Turn) -> Reply:
    """Words of somebody who is not linked, or has not agreed: a code, or the way in. A button is no code."""
    text = turn.said.text.strip() if turn.said.kind is Kind.TEXT else ""
    if looks_like_code(text):
        return await try_code(turn, text)
    if turn.newcomers:
        return await ask_consent(turn, turn.newcomers[0])
    if turn.members:
        return await present_state(turn)
    if not text.startswith("/") and is_one_long_word(text):
        return await try_code(turn, text)
    await demand_room(turn.db, turn.endpoint)
    return way_in(turn)


def is_one_long_word(text: str) -> bool:
    """Most likely a mistyped code, and certainly no answer."""
    return 8 <= len(text) <= 64 and text.isascii() and not text.split()[1:]


def way_in(turn: Turn) -> Reply:
    """For members; and for residents, who are no members, the words or the button of their own way."""
    door = (Choice(resident_words.DOOR, "dk"),)
    if turn.capabilities.contact:
        return Reply(f"{vi.WELCOME}\n{vi.OR_SHARE_PHONE}", door, wants_contact=True)
    if turn.capabilities.buttons:
        return Reply(vi.WELCOME, door)
    return Reply(f"{vi.WELCOME}\n{resident_words.AT_THE_DOOR}")


async def try_code(turn: Turn, secret: str) -> Reply:
    """A wrong one counts, and is no refusal: refusals leave nothing behind, and the count must stay."""
    if joining.is_locked(turn.endpoint):
        return Reply(vi.LOCKED)
    member = await joining.redeem(turn.db, turn.endpoint, secret, turn.now)
    return no_code(turn) if member is None else await welcome(turn, [member])


def no_code(turn: Turn) -> Reply:
    return Reply(vi.LOCKED if joining.is_locked(turn.endpoint) else vi.WRONG_CODE)


async def claim_phone(turn: Turn, number: str) -> Reply:
    """A number that nobody vouches for; what is answered does not depend on whose it is."""
    await claims.claim(turn.db, turn.endpoint, number, turn.said.calls_itself, turn.now)
    return Reply(vi.LOCKED if joining.is_locked(turn.endpoint) else claim_words.RECEIVED)


@router.kind(Kind.FOLLOWED)
async def opened(turn: Turn) -> Reply:
    """Whoever opens the account is at the door; that they follow it is no consent."""
    return await at_the_door(turn)


@router.kind(Kind.CONTACT)
async def share_phone(turn: Turn) -> Reply:
    """Their own number, vouched for by the network, or else confirmed by the secretary."""
    if joining.is_locked(turn.endpoint):
        return Reply(vi.LOCKED)
    try:
        number = phone(turn.said.text)
    except ValueError:
        return Reply(vi.UNKNOWN_PHONE)
    if not turn.capabilities.proven_contact:
        return await claim_phone(turn, number)
    members = await joining.link_by_phone(turn.db, turn.endpoint, number, turn.now)
    if members:
        return await welcome(turn, members)
    was_here = await joining.taken_from(turn.db, turn.endpoint)
    return Reply(links.ENDED_HERE if was_here else vi.UNKNOWN_PHONE)


async def welcome(turn: Turn, members: list[Member]) -> Reply:
    """Ask for the consent that is missing; whoever has given it before is simply greeted."""
    missing = await consents.without_consent(turn.db, members, turn.endpoint)
    return await ask_consent(turn, missing[0]) if missing else await greet(turn, members[0])


async def ask_consent(turn: Turn, member: Member) -> Reply:
    cell = await cell_name(turn, member)
    text = vi.consent(member.name, cell, turn.said.channel, turn.capabilities.abroad)
    return Reply(text, (Choice(vi.AGREE, f"agree:{member.id}"),), expect=CONSENT)


async def greet(turn: Turn, member: Member) -> Reply:
    text = vi.joined(member.name, await cell_name(turn, member))
    return Reply(text, (Choice(menu.NEXT_MEETING, "next"), Choice(vi.STOP, "stop:ask")))


async def cell_name(turn: Turn, member: Member) -> str:
    cells = await people.cells_of(turn.db, [member.id], day_of(turn.now))
    cell = await turn.db.get(Unit, cells.get(member.id, 0))
    return vi.cell(cell.name if cell else "")


@router.choice("agree", number)
async def agree(turn: Turn) -> Reply:
    """Tapped, or its number typed."""
    return await take_consent(turn, turn.args[0], ConsentKind.TYPED if turn.is_typed else ConsentKind.TAPPED)


@router.step(CONSENT)
async def agree_in_words(turn: Turn) -> Reply:
    """Yes or no; a code is a code; everything else is told what to write, without the long text once more."""
    said = yes_or_no(turn.said.text)
    if looks_like_code(turn.said.text):  # a good one has linked already, and this one is counted
        return no_code(turn)
    if not turn.newcomers:
        return await at_the_door(turn)
    if said is True and (not turn.members or "dong y" in fold(turn.said.text)):  # not the partner's "có" to a call
        return await take_consent(turn, turn.newcomers[0].id, ConsentKind.TYPED)
    choices = (Choice(vi.AGREE, f"agree:{turn.newcomers[0].id}"),)
    return Reply(own.DECLINED if said is False else vi.AGREE_OR_NOT, choices, expect=CONSENT)


async def take_consent(turn: Turn, member_id: int, kind: ConsentKind) -> Reply:
    await consents.agree(turn.db, member_id, turn.endpoint, kind, vi.CONSENT_VERSION, turn.now)
    others = [member for member in turn.newcomers if member.id != member_id]
    if others:
        return await ask_consent(turn, others[0])
    return await greet(turn, await people.member_by_id(turn.db, member_id))


# Stopping and going on


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
