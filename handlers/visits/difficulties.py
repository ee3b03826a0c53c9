"""The committee reads what its cells cannot solve by themselves, takes note of it, and answers."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import DifficultyState
from bot.services import visit_difficulties
from bot.services.audit import as_member
from bot.services.visit_difficulties import Raised
from bot.words import visits as words
from bot.words.vi import cell as cell_name
from handlers.attendance import by_meaning
from handlers.meetings.planning import heard
from handlers.talk.acting import where, which_unit
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place, page_of
from handlers.visits.planning import MOST_UNITS, RIGHT, committee_here

router = Router()
ANSWER = "difficulty_answer"


@router.command("khó khăn")
@router.command("khó khăn của chi bộ")
@router.command("/khokhan")
async def begin(turn: Turn) -> Reply | None:
    places = await where(turn, RIGHT)
    if not places:
        return await by_meaning(turn)
    if len(places) == 1:
        return await _listed(turn, places[0].unit, 0)
    return which_unit(turn, places[:MOST_UNITS], "difficulties")


@router.choice("difficulties", number, maybe=number)
async def of_unit(turn: Turn) -> Reply:
    unit_id, *page = turn.args
    _, unit = await committee_here(turn, unit_id)
    return in_place(turn, await _listed(turn, unit, page[0] if page else 0))


async def _listed(turn: Turn, unit: Unit, page_number: int) -> Reply:
    found = await visit_difficulties.difficulties_at(turn.db, unit)
    if not found:
        return Reply(words.NO_DIFFICULTIES, (Choice(words.LIST, f"visits_of:{unit.id}"), MENU))
    page = page_of(found, page_number, 6)
    ones = [
        Choice(words.difficulty_choice(cell_name(one.cell.name), one.row.state), f"difficulty:{one.row.id}")
        for one in page.items
    ]
    waiting = sum(one.row.state is not DifficultyState.ANSWERED for one in found)
    title = words.difficulties_title(unit.name, waiting, len(found))
    return Reply(title, (*ones, *page.turners(f"difficulties:{unit.id}"), MENU))


async def _here(turn: Turn, difficulty_id: int) -> tuple[Member, Raised]:
    """Who here may answer it; raises NoSuchDifficulty or NotAllowed."""
    found = await visit_difficulties.difficulty_of(turn.db, difficulty_id)
    member, _ = await committee_here(turn, found.unit.id)
    return member, found


def _page(found: Raised, first: str = "") -> Reply:
    row = found.row
    text = words.difficulty_page(cell_name(found.cell.name), row.raised_at, row.text or "", row.state, row.answer)
    take = (Choice(words.RECEIVE, f"difficulty_take:{row.id}"),) if row.state is DifficultyState.NEW else ()
    choices = (*take, Choice(words.ANSWER, f"{ANSWER}:{row.id}"), Choice(words.BACK, f"difficulties:{found.unit.id}:0"))
    return Reply("\n".join(filter(None, (first, text))), choices)


@router.choice("difficulty", number)
async def one(turn: Turn) -> Reply:
    _, found = await _here(turn, turn.args[0])
    return in_place(turn, _page(found))


@router.choice("difficulty_take", number)
async def take(turn: Turn) -> Reply:
    member, found = await _here(turn, turn.args[0])
    return in_place(
        turn, _page(await visit_difficulties.receive(turn.db, found.row.id, as_member(member.id), turn.now))
    )


@router.choice(ANSWER, number)
async def begin_answer(turn: Turn) -> Reply:
    await _here(turn, turn.args[0])
    back = Choice(words.BACK, f"difficulty:{turn.args[0]}")
    return in_place(turn, Reply(words.ASK_ANSWER, (back,), expect=f"{ANSWER}:{turn.args[0]}"))


@router.step(ANSWER)
async def answer(turn: Turn) -> Reply:
    member, found = await _here(turn, int((turn.endpoint.step or "").split(":")[1]))
    said, by = heard(turn, turn.said.text), as_member(member.id)
    done = await visit_difficulties.answer(turn.db, found.row.id, said, by, turn.now, harmless=True)
    return _page(done, words.ANSWERED)
