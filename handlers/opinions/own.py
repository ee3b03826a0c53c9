"""What somebody has sent, and how far it has come; whoever was asked back adds to it."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.opinions import WAITING, Opinion
from bot.model.units import Unit
from bot.refusals import NoSuchOpinion, NotByMessage
from bot.reports.opinion_text import own_text
from bot.reports.recipes import recipe
from bot.services import opinion_guard, opinions
from bot.services.named_texts import goes_by_link
from bot.services.opinion_hearers import asking
from bot.words import opinions as words
from bot.words.refused import refused
from bot.words.times import day_of
from handlers.joining import at_the_door
from handlers.meetings.planning import heard
from handlers.own import own_member, whose
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place, page_of

router = Router()
SHOWN = 5
ADDED = "opinion_added"
"""`opinion_added:<opinion>`: the words typed next were asked for."""


@router.command("ý kiến của tôi")
@router.command("kiến nghị của tôi")
@router.command("rút ý kiến")
@router.command("bổ sung ý kiến")
@router.choice("my_opinions", maybe=number)
async def mine(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    member = whose(turn, turn.members, "my_opinions")
    return member if isinstance(member, Reply) else await _list(turn, member, 0)


@router.choice("my_opinions_at", number, number)
async def mine_further(turn: Turn) -> Reply:
    return in_place(turn, await _list(turn, own_member(turn, turn.args[0]), turn.args[1]))


async def _list(turn: Turn, member: Member, page_number: int) -> Reply:
    found = await opinions.sent_by(turn.db, member.id)
    new, whose_ = Choice(words.NEW, "opinion_new"), _named(turn, member)
    if not found:
        return Reply(words.none_sent(whose_), (new, MENU))
    page = page_of(found, page_number, SHOWN)
    choices = [
        Choice(words.mine_choice(row.id, row.kind, day_of(row.arrived_at), row.state), f"my_opinion:{row.id}")
        for row in page.items
    ]
    title = words.mine_title(len(found), page.number + 1, page.count, whose_)
    return Reply(title, (*choices, *page.turners(f"my_opinions_at:{member.id}"), new, MENU))


def _named(turn: Turn, member: Member) -> str | None:
    """On a phone of two it is said whose it is."""
    return member.name if len(turn.members) > 1 else None


@router.choice("my_opinion", number)
async def one(turn: Turn) -> Reply:
    return in_place(turn, await own_page(turn, turn.args[0]))


async def _own(turn: Turn, opinion_id: int) -> Opinion:
    return await opinions.own(turn.db, [member.id for member in turn.members], opinion_id)


async def own_page(turn: Turn, opinion_id: int) -> Reply:
    """The own words and where they are; what others write of somebody goes abroad by a link alone. Raises NoSuchOpinion
    for another's."""
    row = await _own(turn, opinion_id)
    unit, member = await turn.db.get_one(Unit, row.unit_id), own_member(turn, row.member_id or 0)
    choices = [Choice(words.TAKE_BACK, f"my_opinion_back:{row.id}")] if row.state in WAITING else []
    asks = await asking(turn.db, row, turn.now)
    if asks is not None:
        choices = [Choice(words.ADD, f"opinion_add:{row.id}"), *choices]
    choices += [Choice(words.MINE, f"my_opinions:{row.member_id}"), MENU]
    said = [one for one in (asks.question if asks else row.question, row.answer) if one]
    if await goes_by_link(turn.db, unit, said, turn.capabilities, turn.now):
        made_of = recipe("my_opinion", member.id, row.id)
        return await hand_over(turn, member, unit, made_of, words.read_elsewhere(row.id, row.state), choices)
    return Reply(await own_text(turn.db, row, turn.now, _named(turn, member)), tuple(choices))


# Taking it back


@router.choice("my_opinion_back", number)
async def ask_back(turn: Turn) -> Reply:
    return await _ask_back(turn, turn.args[0])


@router.phrase("rút ý kiến")
async def back_in_words(turn: Turn) -> Reply:
    found = words.one_number(turn.said.text)
    return await _ask_back(turn, found[0]) if found else await mine(turn)


async def _ask_back(turn: Turn, opinion_id: int) -> Reply:
    row = await _own(turn, opinion_id)
    choices = Choice(words.YES_BACK, f"my_opinion_back_yes:{row.id}"), Choice(words.NO_BACK, f"my_opinion:{row.id}")
    return Reply(words.ASK_BACK.format(number=row.id), choices, expect=YES_NO)


@router.choice("my_opinion_back_yes", number)
async def take_back(turn: Turn) -> Reply:
    row = await _own(turn, turn.args[0])
    await opinions.take_back(turn.db, row, turn.now)
    return in_place(turn, Reply(words.TAKEN_BACK.format(number=row.id), (Choice(words.MINE, "my_opinions"), MENU)))


# What was asked back


async def asked_of(turn: Turn, opinion_id: int) -> Opinion:
    """The row whose unit asks: the own one, or what one of the unit became above, also for who has sent it and hears
    it as well. Raises NoSuchOpinion."""
    try:
        own = await _own(turn, opinion_id)
    except NoSuchOpinion:
        return await _heard(turn, opinion_id)
    if (asks := await asking(turn.db, own, turn.now)) is not None:
        return asks
    try:
        return await _heard(turn, opinion_id)
    except NoSuchOpinion:
        return own


async def _heard(turn: Turn, opinion_id: int) -> Opinion:
    row, _, _ = await opinions.heard_at(turn.db, [one.id for one in turn.members], opinion_id, turn.now)
    return await turn.db.get_one(Opinion, row.into_id) if row.into_id is not None else row


@router.choice("opinion_add", number)
async def ask_addition(turn: Turn) -> Reply:
    await asked_of(turn, turn.args[0])
    text = words.ASK_ADDITION.format(number=turn.args[0])
    return Reply(text, (Choice(words.LEAVE, "leave"),), expect=f"{ADDED}:{turn.args[0]}")


@router.step(ADDED)
async def add(turn: Turn) -> Reply:
    return await _add(turn, int((turn.endpoint.step or "").split(":")[1]), heard(turn, turn.said.text))


@router.phrase("bổ sung ý kiến")
@router.phrase("xác nhận: bổ sung ý kiến")
async def add_in_words(turn: Turn) -> Reply:
    """`bổ sung ý kiến 12: …`; a number alone is asked for its words."""
    found = words.one_number(heard(turn, turn.said.text))
    if found is None:
        return await mine(turn)
    if not found[1]:
        await asked_of(turn, found[0])
        text = words.ASK_ADDITION.format(number=found[0])
        return Reply(text, (Choice(words.LEAVE, "leave"),), expect=f"{ADDED}:{found[0]}")
    return await _add(turn, *found)


async def _add(turn: Turn, opinion_id: int, said: str) -> Reply:
    row = await asked_of(turn, opinion_id)
    try:
        wording = opinion_guard.wording(said)
    except NotByMessage as refusal:
        return Reply(refused(refusal), (MENU,), removes=turn.said.message_ref)
    await opinions.add_to(turn.db, row, wording, turn.now)
    return Reply(words.ADDED.format(number=opinion_id), (MENU,))
