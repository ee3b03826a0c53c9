"""Whoever is sent to a meeting says whether they can go, sees where they go, and says that they are there."""

from datetime import timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.visits import VisitAnswer
from bot.refusals import NoSuchVisit, NotLinked
from bot.services import own_visits, visit_attending
from bot.services.own_visits import OwnVisit
from bot.services.visit_attending import OPENS
from bot.services.visit_wording import answer_choices
from bot.words import visits as words
from bot.words.vi import KINDS
from bot.words.vi import cell as cell_name
from handlers.joining import at_the_door
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place, page_of

router = Router()
BACK = Choice(words.MY_VISITS, "my_visits:0")
REMARKED_WITHIN = timedelta(days=3)


@router.command("lịch dự họp")
@router.command("lịch dự họp chi bộ")
@router.command("lịch dự họp chi bộ khác")
@router.command("dự họp chi bộ")
@router.command("/lichduhop")
async def begin(turn: Turn) -> Reply:
    return await _listed(turn, 0) if turn.members else await at_the_door(turn)


@router.choice("my_visits", maybe=number)
async def by_button(turn: Turn) -> Reply:
    return in_place(turn, await _listed(turn, turn.args[0] if turn.args else 0))


async def _listed(turn: Turn, page_number: int) -> Reply:
    found = await own_visits.own_visits(turn.db, [one.id for one in turn.members], turn.now)
    if not found:
        return Reply(words.NO_VISITS, (MENU,))
    page, is_shared = page_of(found, page_number, 6), len(turn.members) > 1
    choices = [
        Choice(words.my_choice(cell_name(one.cell.name), one.meeting.starts_at, one.member.name if is_shared else None),
               f"visit_own:{one.visit.id}:{one.member.id}")
        for one in page.items
    ]  # fmt: skip
    return Reply(words.my_title(len(found)), (*choices, *page.turners("my_visits"), MENU))


async def own_here(turn: Turn, visit_id: int, member_id: int) -> OwnVisit:
    """That visit of somebody at this phone; raises NotLinked or NoSuchVisit."""
    if member_id not in {one.id for one in turn.members}:
        raise NotLinked
    return await own_visits.own_visit(turn.db, visit_id, [member_id])


async def anyones_here(turn: Turn, visit_id: int) -> OwnVisit:
    """The same of whoever at this phone is sent there; raises NoSuchVisit."""
    if not turn.members:
        raise NoSuchVisit
    return await own_visits.own_visit(turn.db, visit_id, [one.id for one in turn.members])


@router.choice("visit_own", number, number)
async def one(turn: Turn) -> Reply:
    return in_place(turn, _page(turn, await own_here(turn, *turn.args)))


def _page(turn: Turn, own: OwnVisit, first: str = "") -> Reply:
    """Before it begins the answer; from an hour before it that they are there; then how it was."""
    starts_at, visit_id = own.meeting.starts_at, own.visit.id
    answer = answer_choices(visit_id, own.member.id) if starts_at > turn.now else ()
    there = (Choice(words.ARRIVED, f"visit_there:{visit_id}:{own.member.id}"),) if turn.now >= starts_at - OPENS else ()
    after = (
        (Choice(words.REMARK, f"visit_remark_at:{visit_id}"), Choice(words.DIFFICULTY, f"visit_hard:{visit_id}"))
        if starts_at <= turn.now
        else ()
    )
    text = words.my_visit(
        cell_name(own.cell.name),
        KINDS[own.meeting.kind],
        starts_at,
        own.meeting.place,
        own.person.answer,
        is_unannounced=not own.is_announced and own.visit.came is None,
    )
    return Reply("\n".join(filter(None, (first, text))), (*answer, *there, *after, BACK))


@router.choice("visit", number, number, VisitAnswer)
async def answer(turn: Turn) -> Reply:
    """Also under an old message: the last answer counts."""
    visit_id, member_id, said = turn.args
    await own_here(turn, visit_id, member_id)
    own = await own_visits.record_answer(turn.db, visit_id, member_id, said, turn.now)
    return Reply(words.noted(said, own.meeting.starts_at), (*answer_choices(visit_id, member_id), BACK))


@router.choice("visit_there", number, number)
async def there(turn: Turn) -> Reply:
    visit_id, member_id = turn.args
    await own_here(turn, visit_id, member_id)
    own = await visit_attending.arrive(turn.db, visit_id, member_id, turn.now)
    return in_place(turn, _page(turn, own, words.arrived(own.meeting.starts_at)))
