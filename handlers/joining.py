"""Somebody links a phone and agrees to messages."""

from bot.conversation import CONSENT, Router, Turn, number
from bot.messages import Choice, Kind, Reply
from bot.model.endpoints import ConsentKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.services import claims, consents, joining, people
from bot.services.codes import looks_like_code
from bot.services.quotas import demand_room
from bot.words import claims as claim_words
from bot.words import links, menu, own, vi
from bot.words import residents as resident_words
from bot.words.names import fold
from bot.words.phones import phone
from bot.words.times import day_of
from bot.words.yes_no import yes_or_no
from handlers.attendance import present_state

router = Router()


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
