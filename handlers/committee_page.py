"""Into the committee's pages: a link of one's own, for five minutes; and out of all of them at once."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.refusals import NotAllowed
from bot.services.logins import end_logins, login_link, logins_of
from bot.services.permissions import Right, offices_of, rights_at
from bot.words import committee_pages as words
from bot.words.times import day_of

router = Router()


@router.command("trang tong hop")
@router.command("/trang")
async def page(turn: Turn) -> Reply:
    """The link of the only person here who sees counts of some unit, or whose."""
    people = await _who_may(turn)
    if not people:
        raise NotAllowed
    if len(people) > 1:
        return Reply(words.WHOSE, tuple(Choice(one.name, f"page_of:{one.id}") for one in people))
    return await _link(turn, people[0])


@router.choice("committee_page")
async def from_menu(turn: Turn) -> Reply:
    return await page(turn)


@router.choice("page_of", number)
async def page_of(turn: Turn) -> Reply:
    who = next((one for one in await _who_may(turn) if one.id == turn.args[0]), None)
    if who is None:
        raise NotAllowed
    return await _link(turn, who)


async def _who_may(turn: Turn) -> list[Member]:
    on, sees = day_of(turn.now), []
    for member in turn.members:
        offices = await offices_of(turn.db, member.id, on)
        if any({Right.SEE_COUNTS, Right.WATCH} & rights_at(role.office, unit.kind) for role, unit in offices):
            sees.append(member)
    return sees


async def _link(turn: Turn, who: Member) -> Reply:
    link = await login_link(turn.db, who.id, turn.now)
    is_open = len(await logins_of(turn.db, who.id, turn.now))
    leave = (Choice(words.CLOSE_ALL, f"pages_close:{who.id}"),) if is_open else ()
    return Reply(words.link_said(link, is_open), leave)


@router.command("dong trang tong hop")
async def close(turn: Turn) -> Reply:
    """Whoever is at this phone may end what was opened in their name."""
    return Reply(words.closed(sum([await end_logins(turn.db, one.id, turn.now) for one in turn.members])))


@router.choice("pages_close", number)
async def close_of(turn: Turn) -> Reply:
    if turn.args[0] not in {one.id for one in turn.members}:
        raise NotAllowed
    return Reply(words.closed(await end_logins(turn.db, turn.args[0], turn.now)))
