"""A member sees on which channels messages come, which is tried first, and stops or takes up one of them."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.endpoints import ConsentKind
from bot.model.members import Member
from bot.refusals import NotLinked
from bot.reports.own_copy import consent_of
from bot.services import consents, links
from bot.services.addresses import ALL_CHANNELS
from bot.services.links import Way, WayState
from bot.words import own as words
from bot.words import vi
from handlers.joining import ask_consent, at_the_door, cell_name
from handlers.own import whose
from handlers.stopping import RESUME, stop_at
from handlers.talk.asked import MENU

router = Router()


@router.command("kenh")
@router.command("kenh nhan tin")
@router.command("/kenh")
@router.choice("ways", maybe=number)
async def own_ways(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    member = whose(turn, [*turn.members, *turn.newcomers], "ways")
    return member if isinstance(member, Reply) else await ways_of(turn, member)


async def ways_of(turn: Turn, member: Member) -> Reply:
    """The channels in the order in which they are tried, each to be chosen."""
    ways = (await links.ways_of(turn.db, [member.id]))[member.id]
    choices = tuple(Choice(_label(turn, way), f"way:{way.address.id}") for way in ways)
    return Reply(words.WAYS_TITLE.format(name=member.name), (*choices, MENU))


def _label(turn: Turn, way: Way) -> str:
    return words.way_choice(way.endpoint.channel, way.state, is_here=way.endpoint.id == turn.endpoint.id)


async def own_way(turn: Turn, address_id: int) -> tuple[Member, Way, list[Way]]:
    """One's own channel, and all of them; raises NotLinked for anybody else's, and for one that has ended."""
    for member in [*turn.members, *turn.newcomers]:
        ways = (await links.ways_of(turn.db, [member.id]))[member.id]
        for way in ways:
            if way.address.id == address_id:
                return member, way, ways
    raise NotLinked


@router.choice("way", number)
async def one_way(turn: Turn) -> Reply:
    """How one channel stands, and what can be done about it."""
    member, way, ways = await own_way(turn, turn.args[0])
    channels = (way.endpoint.channel, ALL_CHANNELS)
    agreed = [consent_of(row) for row in await consents.given_by(turn.db, member.id) if row.channel in channels]
    is_here = way.endpoint.id == turn.endpoint.id
    text = words.way_card(member.name, way.endpoint.channel, way.state, agreed, is_here=is_here)
    return Reply(text, (*_actions(way, ways), Choice(words.WAYS_BACK, f"ways:{member.id}")))


def _actions(way: Way, ways: list[Way]) -> list[Choice]:
    at = way.address.id
    open_ = [one for one in ways if one.state is WayState.OPEN]
    can_be_first = way in open_ and way is not open_[0] and not way.is_number
    first = [Choice(words.FIRST, f"way_first:{at}")] if can_be_first else []
    stop = [Choice(words.STOP_HERE, f"way_stop:{at}")] if way.state is not WayState.STOPPED else []
    on = [Choice(words.ON_HERE, f"way_on:{at}")] if way.state is not WayState.OPEN else []
    return [*first, *stop, *on]


@router.choice("way_first", number)
async def put_first(turn: Turn) -> Reply:
    member, way, _ = await own_way(turn, turn.args[0])
    await links.prefer(turn.db, member.id, way.endpoint.id, turn.now)
    reply = await ways_of(turn, member)
    return Reply(f"{words.is_first(way.endpoint.channel)}\n{reply.text}", reply.choices)


@router.choice("way_stop", number)
async def ask_stop(turn: Turn) -> Reply:
    """Asked once, since a slip of the finger must not silence anybody."""
    _, way, _ = await own_way(turn, turn.args[0])
    at = way.address.id
    choices = (Choice(words.YES_STOP, f"way_stop_yes:{at}"), Choice(words.NO_STOP, f"way:{at}"))
    return Reply(words.ask_stop_way(way.endpoint.channel), choices, expect=YES_NO)


@router.choice("way_stop_yes", number)
async def stop(turn: Turn) -> Reply:
    member, way, _ = await own_way(turn, turn.args[0])
    others = await stop_at(turn, member, way.endpoint)
    on = RESUME if way.endpoint.id == turn.endpoint.id else Choice(words.WAYS_BACK, f"ways:{member.id}")
    return Reply(words.way_stopped(way.endpoint.channel, others), (on,))


@router.choice("way_on", number)
async def take_up(turn: Turn) -> Reply:
    """A new consent, given where the messages will come: the text says what that network means."""
    member, way, _ = await own_way(turn, turn.args[0])
    if way.is_number and way.state is not WayState.DEAD:
        return await _ask_for_number(turn, member, way)
    if member in turn.newcomers and way.endpoint.id == turn.endpoint.id:
        return await ask_consent(turn, member)
    text = words.write_from(way.endpoint.channel, is_dead=way.state is WayState.DEAD)
    return Reply(text, (Choice(words.WAYS_BACK, f"ways:{member.id}"),))


async def _ask_for_number(turn: Turn, member: Member, way: Way) -> Reply:
    """To a phone's number one cannot write from there: it is agreed to here."""
    text = vi.consent(member.name, await cell_name(turn, member), way.endpoint.channel, abroad=False)
    agree = Choice(vi.AGREE, f"way_agree:{way.address.id}")
    return Reply(text, (agree, Choice(words.WAYS_BACK, f"ways:{member.id}")))


@router.choice("way_agree", number)
async def agree_for_number(turn: Turn) -> Reply:
    member, way, _ = await own_way(turn, turn.args[0])
    if way.is_number:
        kind = ConsentKind.TYPED if turn.is_typed else ConsentKind.TAPPED
        await consents.agree(turn.db, member.id, way.endpoint, kind, vi.CONSENT_VERSION, turn.now)
    return await ways_of(turn, member)
