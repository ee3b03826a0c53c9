"""Numbers that committees ask of the units below them: `chỉ tiêu` shows them, `chỉ tiêu 3: 92` answers one."""

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.units import Unit
from bot.refusals import NoSuchIndicator, NotAllowed
from bot.services.indicators import concerning
from bot.services.permissions import Right
from bot.words.names import tidy
from handlers.attendance import by_meaning
from handlers.indicators import answering, ending, files, making, nudging, pages, planning, previews
from handlers.indicators.answering import MOST_UNITS, SAID, answer_by_number
from handlers.indicators.pages import list_page, page_at
from handlers.joining import at_the_door
from handlers.talk.acting import Acting, acting, where, which_unit
from handlers.talk.paging import in_place

router = Router()
for part in (answering, ending, files, making, nudging, pages, planning, previews):
    router.include(part.router)
resume = making.resume


@router.command("chỉ tiêu")
@router.command("các chỉ tiêu")
@router.command("/chitieu")
async def begin(turn: Turn) -> Reply:
    """The only unit where somebody here sees counts, or which."""
    if not turn.members:
        return await at_the_door(turn)
    places = await where(turn, Right.SEE_COUNTS)
    if not places:
        raise NotAllowed
    return await list_page(turn, places[0], 0) if len(places) == 1 else which_unit(turn, places[:MOST_UNITS], "figures")


@router.choice("figures", number, maybe=number)
async def listed(turn: Turn) -> Reply:
    unit_id, *page = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    one = Acting(await acting(turn, Right.SEE_COUNTS, unit), unit)
    return in_place(turn, await list_page(turn, one, page[0] if page else 0))


@router.phrase("chỉ tiêu")
@router.phrase("chỉ tiêu số")
@router.phrase("xác nhận: chỉ tiêu")
async def by_number(turn: Turn) -> Reply:
    """Of whoever holds no office the words mean something else."""
    places = await where(turn, Right.SEE_COUNTS)
    if not places:
        return await by_meaning(turn)
    found = SAID.fullmatch(tidy(turn.said.text))
    if found is None:
        return await begin(turn)
    which, said = int(found[1]), found[2]
    return await answer_by_number(turn, which, said) if said else await _show(turn, places, which)


async def _show(turn: Turn, places: list[Acting], which: int) -> Reply:
    """Its page at the first unit of theirs that it concerns. Raises NoSuchIndicator."""
    for one in places:
        for asked in await concerning(turn.db, one.unit):
            if asked.indicator.id == which:
                return await page_at(turn, asked, one.unit, 0)
    raise NoSuchIndicator(which=which)
