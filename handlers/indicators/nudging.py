"""The units that have not answered, and reminding them: how many first; very many are confirmed by their number."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import ChoiceExpected
from bot.services.audit import as_member
from bot.services.indicator_nudging import nudge, to_nudge
from bot.services.indicator_sums import answers_below, missing_below
from bot.services.permissions import Right, may
from bot.services.sureness import limit_passed
from bot.words import indicator_pages as page_words
from bot.words import indicators as words
from bot.words import stops
from bot.words.times import day_of
from handlers.indicators.pages import seen
from handlers.talk.paging import in_place, page_of

router = Router()
SURE = "figure_nudge"
MISSING = 6
"""Lines of a page."""


@router.choice("figures_missing", number, number, number)
async def missing(turn: Turn) -> Reply:
    """Units by name, nobody of them."""
    round_id, unit_id, page_number = turn.args
    asked, unit, member = await seen(turn, round_id, unit_id)
    found = await missing_below(turn.db, asked, unit, turn.now)
    here = f"{round_id}:{unit_id}"
    back = Choice(words.BACK, f"indicator:{here}")
    if not found:
        return in_place(turn, Reply(words.NOTHING_MISSING, (back,)))
    page = page_of(found, page_number, MISSING)
    of = len(await answers_below(turn.db, asked, unit, turn.now))
    lines = [page_words.missing_title(len(found), of)]
    lines += [page_words.missing_line(one.name, "" if one.under == unit.name else one.under) for one in page.items]
    may_nudge = await may(turn.db, member.id, Right.ASK_FIGURES, unit, day_of(turn.now))
    nudge = [Choice(page_words.nudge_choice(len(found)), f"figures_nudge:{here}")] if may_nudge else []
    return in_place(turn, Reply("\n".join(lines), (*page.turners(f"figures_missing:{here}"), *nudge, back)))


@router.choice("figures_nudge", number, number)
async def ask(turn: Turn) -> Reply:
    round_id, unit_id = turn.args
    return await _nudge(turn, round_id, unit_id, None)


@router.choice("figures_nudge_go", number, number, number)
async def go(turn: Turn) -> Reply:
    return await _nudge(turn, *turn.args)


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    said = stops.number_said(turn.said.text)
    if said is None:
        raise ChoiceExpected
    _, round_id, unit_id = (turn.endpoint.step or "").split(":")
    return await _nudge(turn, int(round_id), int(unit_id), said)


async def _nudge(turn: Turn, round_id: int, unit_id: int, sure_of: int | None) -> Reply:
    """Another number than there are by now is asked once more."""
    asked, unit, member = await seen(turn, round_id, unit_id, Right.ASK_FIGURES)
    count = len(await to_nudge(turn.db, asked, unit, turn.now))
    back = Choice(words.BACK, f"indicator:{round_id}:{unit_id}")
    if not count:
        return in_place(turn, Reply(words.NOTHING_MISSING, (back,)))
    if sure_of != count:
        limit = await limit_passed(turn.db, unit, count)
        text = page_words.ask_nudge(count) if limit is None else page_words.sure_nudge(count, limit)
        yes = Choice(page_words.nudge_choice(count), f"figures_nudge_go:{round_id}:{unit_id}:{count}")
        expect = None if limit is None else f"{SURE}:{round_id}:{unit_id}"
        return in_place(turn, Reply(text, (yes, back), expect=expect))
    done = await nudge(turn.db, asked, unit, as_member(member.id), turn.now)
    return in_place(turn, Reply(page_words.nudged(done.units, done.unreached), (back,)))
