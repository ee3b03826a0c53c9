"""The secretary sees who is linked how, and ends a phone that is lost."""

from collections.abc import Sequence

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services import joining, links
from bot.services.addresses import ALL_CHANNELS, consents_of, members_at
from bot.services.audit import as_member
from bot.services.cell_persons import flagged_in
from bot.services.links import Linked, Way, WayState
from bot.services.permissions import Right, out_of_reach
from bot.words import links as words
from bot.words import warnings as flag_words
from bot.words.times import day_of
from bot.words.vi import channel_name
from handlers.joining import at_the_door
from handlers.talk.acting import acting, one_unit
from handlers.talk.paging import in_place, page_of

router = Router()
SHOWN = 6
"""People on a page: with what else can be chosen, no more than twelve lines where there are no buttons."""


async def cell_here(turn: Turn, unit_id: int) -> Unit:
    """The cell of a choice, where somebody here may link people; raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    await acting(turn, Right.LINK, unit)
    return unit


@router.command("ai da noi")
@router.command("ai da noi may")
@router.command("/noi")
async def who_is_linked(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    unit = await one_unit(turn, Right.LINK, "links")
    return unit if isinstance(unit, Reply) else await listing(turn, unit, 0)


@router.choice("links", number, maybe=number)
async def page(turn: Turn) -> Reply:
    unit_id, *page_number = turn.args
    unit = await cell_here(turn, unit_id)
    return in_place(turn, await listing(turn, unit, page_number[0] if page_number else 0))


async def listing(turn: Turn, unit: Unit, page_number: int) -> Reply:
    """A page of the people by name, each to be chosen."""
    people = await links.linked_in(turn.db, unit.id, turn.now)
    here = page_of(people, page_number, SHOWN)
    text = f"{words.list_title(unit.name, here.number, here.count)}\n{counts(people)}"
    chosen = [
        Choice(words.person(one.number, one.name, how(one)), f"link:{unit.id}:{one.member.id}") for one in here.items
    ]
    more = (*here.turners(f"links:{unit.id}"), Choice(words.HAND_OUT, f"codes:{unit.id}"), *await _flagged(turn, unit))
    return Reply(text, (*chosen, *numbered_on(turn, len(people), more)))


async def _flagged(turn: Turn, unit: Unit) -> list[Choice]:
    """Whoever is to be looked after, where there is somebody."""
    at_this_phone = [one.id for one in turn.members]
    found = await flagged_in(turn.db, unit, day_of(turn.now).year, turn.now, but=at_this_phone)
    return [Choice(flag_words.listed(len(found)), f"warnings_of:{unit.id}")] if found else []


def counts(people: Sequence[Linked]) -> str:
    count = links.counted(people)
    return words.counts(len(people), *(count[state] for state in (*WayState, None)))


def how(one: Linked) -> str:
    return words.how_linked([way.endpoint.channel for way in one.ways if way.state is WayState.OPEN], one.state)


def numbered_on(turn: Turn, people: int, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Without buttons, what else can be chosen has numbers behind those of the people."""
    return tuple(choices) if turn.capabilities.buttons else numbered(people, choices)


def numbered(people: int, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    return tuple(Choice(words.numbered(people + at, one.label), one.value) for at, one in enumerate(choices, 1))


# One person


@router.choice("link", number, number)
async def person(turn: Turn) -> Reply:
    unit_id, member_id = turn.args
    unit = await cell_here(turn, unit_id)
    return in_place(turn, await card(turn, unit, await links.one_linked(turn.db, unit.id, member_id, turn.now)))


async def card(turn: Turn, unit: Unit, one: Linked) -> Reply:
    """How somebody stands, and what can be done about it."""
    ways = [words.way_line(way.endpoint.channel, way.state, way.address.linked_at) for way in one.ways]
    agreed = (await consents_of(turn.db, [one.member.id]))[one.member.id]
    text = [
        words.card_title(one.member.name, one.member.birth_year, unit.name),
        *(ways or [words.CARD_UNLINKED]),
        words.agreed_to(sorted(agreed)),
    ]
    who = f"{unit.id}:{one.member.id}"
    choices = [Choice(words.NEW_CODE, f"code:{who}")]
    choices += [Choice(words.ENTER_PAPER, f"paper_for:{who}")] if ALL_CHANNELS not in agreed else []
    choices += [Choice(words.CUT, f"link_cut:{who}")] if one.ways else []
    return Reply("\n".join(text), (*choices, to_list(unit, one)))


def to_list(unit: Unit, one: Linked) -> Choice:
    """Back to the page that this person is on."""
    return Choice(words.BACK, f"links:{unit.id}:{(one.number - 1) // SHOWN}")


# A lost phone


@router.choice("link_cut", number, number, maybe=number)
async def ask_cut(turn: Turn) -> Reply:
    """Which of several phones, then once more, since it ends at once."""
    unit_id, member_id, *address_id = turn.args
    unit = await cell_here(turn, unit_id)
    one = await links.one_linked(turn.db, unit.id, member_id, turn.now)
    meant = [way for way in one.ways if not address_id or way.address.id == address_id[0]]
    if not meant:
        return await card(turn, unit, one)
    if len(meant) > 1:
        choices = [Choice(channel_name(way.endpoint.channel), _cutting("link_cut", unit, way)) for way in meant]
        return Reply(words.WHICH_CUT, (*choices, Choice(words.NO_CUT, f"link:{unit.id}:{member_id}")), expect=YES_NO)
    yes = Choice(words.YES_CUT, _cutting("link_cut_yes", unit, meant[0]))
    text = words.ask_cut(one.name, meant[0].endpoint.channel, await _sharing(turn, unit, meant[0]))
    return Reply(text, (yes, Choice(words.NO_CUT, f"link:{unit.id}:{member_id}")), expect=YES_NO)


async def _sharing(turn: Turn, unit: Unit, phone: Way) -> list[str]:
    """Others of the cell who have the same phone, and go on having it."""
    at_it = {member.id for member in await members_at(turn.db, phone.endpoint.id)} - {phone.address.member_id}
    return [one.name for one in await links.linked_in(turn.db, unit.id, turn.now) if one.member.id in at_it]


def _cutting(key: str, unit: Unit, way: Way) -> str:
    return f"{key}:{unit.id}:{way.address.member_id}:{way.address.id}"


@router.choice("link_cut_yes", number, number, number)
async def cut(turn: Turn) -> Reply:
    """The old phone ends at once; a second tap shows how the person stands."""
    unit_id, member_id, address_id = turn.args
    unit = await cell_here(turn, unit_id)
    by = await acting(turn, Right.LINK, unit)
    one = await links.one_linked(turn.db, unit.id, member_id, turn.now)
    meant = next((way for way in one.ways if way.address.id == address_id), None)
    if meant is None or not await joining.unlink(turn.db, member_id, address_id, as_member(by.id), turn.now):
        return await card(turn, unit, one)
    if await out_of_reach(turn.db, [member_id], unit, by.id, day_of(turn.now)):
        return Reply(words.is_cut_for_office(one.name, meant.endpoint.channel), (to_list(unit, one),))
    text = words.is_cut(one.name, meant.endpoint.channel)
    return Reply(text, (Choice(words.NEW_CODE, f"code:{unit.id}:{member_id}"), to_list(unit, one)))
