"""What a committee sees of its residents: how many there are in each village, and how far each text has come."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.residents import ResidentMessage
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services import resident_counts as counts
from bot.services import resident_texts as texts
from bot.services.audit import as_member, note
from bot.services.permissions import Right, may
from bot.words import resident_texts as words
from bot.words.phones import national
from bot.words.residents import place
from bot.words.times import day_of
from handlers.talk.acting import Acting, acting, where, which_unit
from handlers.talk.asked import MENU
from handlers.talk.handing_over import may_say_all
from handlers.talk.paging import in_place, page_of

router = Router()
RIGHT = Right.TEXT_RESIDENTS
NEWEST, A_PAGE, NUMBERS_AT_ONCE = 3, 6, 20


@router.command("tin dân")
@router.command("tin cho dân")
@router.command("tin cho người dân")
@router.command("/tindan")
async def overview(turn: Turn) -> Reply:
    places = await where(turn, RIGHT)
    if not places:
        raise NotAllowed
    return await _overview(turn, places[0]) if len(places) == 1 else which_unit(turn, places, "residents_of")


@router.choice("residents_of", number)
async def overview_of(turn: Turn) -> Reply:
    return await _overview(turn, await _looking(turn, turn.args[0]))


async def _looking(turn: Turn, unit_id: int) -> Acting:
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return Acting(await acting(turn, RIGHT, unit), unit)


async def _overview(turn: Turn, one: Acting) -> Reply:
    villages = await counts.by_village(turn.db, one.unit)
    open_ones = [village for village in villages if village.registered]
    registered = sum(village.registered for village in villages)
    stopped = sum(village.stopped for village in villages)
    newest = await counts.newest_texts(turn.db, one.unit, NEWEST)
    choices = [
        Choice(words.message_choice(message.made_at, unit.name), f"residents_at:{message.id}")
        for message, unit in newest
    ]
    choices.append(Choice(words.BY_VILLAGE, f"residents_by:{one.unit.id}:0"))
    choices.append(Choice(words.TEXT_RESIDENTS, f"residents:{one.unit.id}"))
    text = words.overview(place(one.unit.name), registered, stopped, len(open_ones))
    return Reply(text, (*choices, MENU))


@router.choice("residents_by", number, number)
async def by_village(turn: Turn) -> Reply:
    one = await _looking(turn, turn.args[0])
    villages = await counts.by_village(turn.db, one.unit)
    page = page_of(villages, turn.args[1], A_PAGE)
    lines = [words.village_line(v.name, v.registered, v.stopped, v.reached) for v in page.items]
    back = Choice(words.BACK, f"residents_of:{one.unit.id}")
    turners = page.turners(f"residents_by:{one.unit.id}")
    return in_place(turn, Reply("\n".join(lines) or words.NO_VILLAGE, (*turners, back)))


# One text


async def _text(turn: Turn, message_id: int) -> tuple[Acting, ResidentMessage]:
    """Raises TextGone or NotAllowed."""
    message, unit = await texts.text_of(turn.db, message_id)
    return Acting(await acting(turn, RIGHT, unit), unit), message


@router.choice("residents_at", number)
async def how_far(turn: Turn) -> Reply:
    one, message = await _text(turn, turn.args[0])
    return in_place(turn, await _standing(turn, one, message))


async def _standing(turn: Turn, one: Acting, message: ResidentMessage) -> Reply:
    now = await counts.standing(turn.db, message)
    found = now.counts
    rest = (found.waiting, found.uncertain, found.cancelled, found.expired)
    text = words.standing(
        place(one.unit.name), message.text, message.made_at, found.sent, found.failures, rest, now.cost
    )
    choices = [Choice(words.REFRESH, f"residents_at:{message.id}")]
    choices += [Choice(words.CALL_BACK, f"residents_back:{message.id}")] if found.waiting else []
    if found.failures + found.expired + found.uncertain and await _may_see_numbers(turn, one):
        choices.append(Choice(words.UNREACHED, f"residents_missed:{message.id}:0"))
    return Reply(text, (*choices, Choice(words.BACK, f"residents_of:{one.unit.id}")))


@router.choice("residents_back", number)
async def ask_call_back(turn: Turn) -> Reply:
    _, message = await _text(turn, turn.args[0])
    waiting = (await counts.standing(turn.db, message)).counts.waiting
    yes = Choice(words.CALL_BACK, f"residents_back_yes:{message.id}")
    no = Choice(words.BACK, f"residents_at:{message.id}")
    return Reply(words.ask_call_back(waiting), (yes, no), expect=YES_NO)


@router.choice("residents_back_yes", number)
async def call_back(turn: Turn) -> Reply:
    one, message = await _text(turn, turn.args[0])
    count = await texts.call_back(turn.db, message, as_member(one.member.id), turn.now)
    return in_place(turn, Reply(words.called_back(count), (Choice(words.HOW_FAR, f"residents_at:{message.id}"),)))


async def _may_see_numbers(turn: Turn, one: Acting) -> bool:
    """Counts are for whoever may text; numbers only for whoever looks after the registrations."""
    return await may(turn.db, one.member.id, Right.MANAGE, one.unit, day_of(turn.now))


@router.choice("residents_missed", number, number)
async def missed(turn: Turn) -> Reply:
    one, message = await _text(turn, turn.args[0])
    if not await _may_see_numbers(turn, one):
        raise NotAllowed
    back = Choice(words.BACK, f"residents_at:{message.id}")
    if not await may_say_all(turn, one.unit):
        return Reply(words.NOT_ABROAD, (back,))
    numbers = await counts.missed_numbers(turn.db, message)
    if not numbers:
        return Reply(words.NOBODY_MISSED, (back,))
    page = page_of(numbers, turn.args[1], NUMBERS_AT_ONCE)
    note(turn.db, as_member(one.member.id), "phones_seen", texts.about(message), turn.now, count=len(page.items))
    said = words.unreached([national(phone) for phone in page.items], page.first, len(numbers))
    return in_place(turn, Reply(said, (*page.turners(f"residents_missed:{message.id}"), back)))
