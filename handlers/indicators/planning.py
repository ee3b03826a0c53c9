"""What is planned for each unit, typed in a line: `kế hoạch chỉ tiêu 3: Húc Động 12; Đồng Tâm 8`."""

import re

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.indicators import Indicator
from bot.model.units import Unit
from bot.refusals import PlanUnreadable
from bot.services.audit import as_member
from bot.services.indicator_plans import plan_line, write_plans
from bot.services.indicators import indicator_of, rounds_of
from bot.services.permissions import Right
from bot.words import indicator_plans as words
from bot.words import indicators as all_words
from handlers.attendance import by_meaning
from handlers.talk.acting import acting, where
from handlers.talk.lines import heard_lines

router = Router()
PLAN = "figure_plan"
SAID = re.compile(
    r"\S+\s+\S+\s+(?:ch\S+\s+t\S+\s+)?(?:s[oố]\s+)?(\d{1,9})(?:\s+n[aă]m\s+(\d{4}))?\s*[:;]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
"""The number of the indicator, the year, and what is planned."""


@router.choice(PLAN, number)
async def ask(turn: Turn) -> Reply:
    indicator = await indicator_of(turn.db, turn.args[0])
    await acting(turn, Right.ASK_FIGURES, await turn.db.get_one(Unit, indicator.unit_id))
    return Reply(f"{words.ASK}\n{words.FROM_FILE}", expect=f"{PLAN}:{indicator.id}")


@router.step(PLAN)
async def plan_in_words(turn: Turn) -> Reply:
    which = int((turn.endpoint.step or "").partition(":")[2])
    return await _plan(turn, await indicator_of(turn.db, which), None, "; ".join(heard_lines(turn)))


@router.phrase("kế hoạch")
async def plan_in_short(turn: Turn) -> Reply:
    """`kế hoạch 3: Húc Động 12`; a plan of something else is none of these."""
    found = SAID.fullmatch("; ".join(heard_lines(turn)))
    return await plan_by_number(turn) if found is not None and found[3] else await by_meaning(turn)


@router.phrase("kế hoạch chỉ tiêu")
@router.phrase("xác nhận: kế hoạch chỉ tiêu")
async def plan_by_number(turn: Turn) -> Reply:
    if not await where(turn, Right.ASK_FIGURES):
        return await by_meaning(turn)
    found = SAID.fullmatch("; ".join(heard_lines(turn)))
    if found is None:
        raise PlanUnreadable(why=words.UNREADABLE)
    indicator = await indicator_of(turn.db, int(found[1]))
    year = int(found[2]) if found[2] else None
    if not found[3]:
        await acting(turn, Right.ASK_FIGURES, await turn.db.get_one(Unit, indicator.unit_id))
        return Reply(words.ASK, expect=f"{PLAN}:{indicator.id}")
    return await _plan(turn, indicator, year, found[3])


async def _plan(turn: Turn, indicator: Indicator, year: int | None, text: str) -> Reply:
    """Read and written in one; the sums are said back."""
    member = await acting(turn, Right.ASK_FIGURES, await turn.db.get_one(Unit, indicator.unit_id))
    planned = await plan_line(turn.db, indicator, text, turn.now)
    rounds = await rounds_of(turn.db, indicator.id)
    year = year or (rounds[0].ends_on.year if rounds else indicator.due_on.year)
    await write_plans(turn.db, indicator, year, planned, as_member(member.id), turn.now)
    said = words.planned(indicator.id, year, len(planned), sum(planned.values()))
    more = Choice(all_words.PLAN_MORE, f"{PLAN}:{indicator.id}")
    return Reply(said, (more, Choice(all_words.LIST, f"figures:{indicator.unit_id}")))
