"""A document is begun: at which unit, and by one line or step by step."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.directive_checks import read
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words import directives as words
from bot.words.directive_line import behind
from bot.words.secrecy import confirmed
from bot.words.times import day_of
from handlers.attendance import by_meaning
from handlers.directives import drafted, looked_at
from handlers.directives.lists import listed, one_page, which_of
from handlers.directives.naming import known_by_number
from handlers.directives.passing import pass_in_words
from handlers.talk import drafts
from handlers.talk.acting import Acting, acting, where, which_unit
from handlers.talk.lines import heard_lines

router = Router()
AT = "directive_at"


@router.command("chuyển văn bản")
@router.command("văn bản mới")
@router.command("gửi văn bản")
async def begin(turn: Turn) -> Reply:
    places = await where(turn, Right.DIRECT)
    if not places:
        raise NotAllowed
    return await _begin(turn, places)


@router.choice("directive_new", number)
async def begin_by_button(turn: Turn) -> Reply:
    unit = await turn.db.get(Unit, turn.args[0])
    if unit is None or unit.closed_on is not None:
        raise NotAllowed
    return await _begin(turn, [Acting(await acting(turn, Right.DIRECT, unit), unit)])


async def _begin(turn: Turn, places: Sequence[Acting]) -> Reply:
    drafted.begin(turn, places[0].unit if len(places) == 1 else None)
    return drafted.ask("number") if len(places) == 1 else which_unit(turn, places, AT)


@router.phrase("văn bản")
@router.phrase("văn bản số")
@router.phrase("gửi văn bản")
@router.phrase("xác nhận: văn bản")
@router.phrase("xác nhận văn bản")
async def in_one_line(turn: Turn) -> Reply:
    """`văn bản 3` or `văn bản 27-QĐ/TU` shows one that is known here; what is not, or a whole line, begins one.

    It does for whoever may; of all others the words mean something else.
    """
    which = words.number_in(behind(turn.said.text))
    if which is not None:
        return await one_page(turn, which)
    if known := await known_by_number(turn, behind(turn.said.text)):
        return await one_page(turn, known[0].id) if len(known) == 1 else which_of(known)
    places = await where(turn, Right.DIRECT)
    return await _line(turn, places) if places else await by_meaning(turn)


@router.phrase("chuyển văn bản")
@router.phrase("xác nhận: chuyển văn bản")
@router.phrase("xác nhận chuyển văn bản")
async def pass_or_begin(turn: Turn) -> Reply:
    """`chuyển văn bản 3: Học trong tháng; hạn 25/11`, or a whole line of a new one."""
    passed = await pass_in_words(turn)
    if passed is not None:
        return passed
    places = await where(turn, Right.DIRECT)
    if not places:
        raise NotAllowed
    return await _line(turn, places)


async def _line(turn: Turn, places: Sequence[Acting]) -> Reply:
    """Raises SecrecyMarked or DoubtfulWords before anything of it is kept."""
    said = read("; ".join(heard_lines(turn)), day_of(turn.now), harmless=True)
    only = places[0].unit if len(places) == 1 else None
    drafted.begin(turn, only, said_to=said.to)
    await drafted.take(turn, said, harmless=confirmed(turn.said.text))
    return await looked_at.ask_or_look(turn) if only else which_unit(turn, places, AT)


@router.choice(AT, number)
async def choose_unit(turn: Turn) -> Reply:
    """Of several offices the one for which the draft is; what was typed before stays."""
    unit = await turn.db.get(Unit, turn.args[0])
    if unit is None or unit.closed_on is not None:
        raise NotAllowed
    await acting(turn, Right.DIRECT, unit)
    draft = drafts.draft_of(turn, drafted.WHAT)
    drafted.change(turn, unit=unit.id)
    await drafted.fill_in(turn, draft.get("said_to"))
    return await looked_at.ask_or_look(turn)


@router.choice("directive_replace", number)
async def replace(turn: Turn) -> Reply:
    """Another in the place of one that the own unit has passed down, to the same people."""
    old = await directive_of(turn.db, turn.args[0])
    unit = await turn.db.get_one(Unit, old.unit_id)
    await acting(turn, Right.DIRECT, unit)
    if old.cancelled_at is not None:
        return await listed(turn, unit, 0)
    drafted.begin(turn, unit, replaces=old.id, to=old.addressees, passing=old.passing)
    return drafted.ask("number")
